"""Every event of the wire becomes the right chat event; nothing a server sends can crash or show garbage."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChangeAccent,
    ChangeTheme,
    ChatEvent,
    ConversationStarted,
    Navigate,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.protocol.actions import allowed_action
from strakly_desktop.protocol.decode import IgnoredCounts, PieceLost, WireEvent, decode_event
from strakly_desktop.protocol.sse import CUT, STRAY, ServerSentEvent


def decode(payload: str, event: str = "message") -> list[WireEvent]:
    return list(decode_event(ServerSentEvent(payload, event), IgnoredCounts()))


def ignored_in(payload: str) -> IgnoredCounts:
    ignored = IgnoredCounts()
    assert decode_event(ServerSentEvent(payload), ignored) == []
    return ignored


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ('{"conversation_id": "abc-123"}', ConversationStarted("abc-123")),
        ('{"token": " there"}', TokenReceived(" there")),
        ('{"token": "\\n\\n"}', TokenReceived("\n\n")),
        ('{"token": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}', TokenReceived("ab")),
        ('{"token": ["a", {"type": "thinking", "thinking": "hm"}, "b"]}', TokenReceived("ab")),
        ('{"tools_used": ["get_a", "get_b"]}', ToolsUsed(("get_a", "get_b"))),
        ('{"action": {"type": "change_theme", "value": "dark"}}', ActionRequested(ChangeTheme("dark"))),
        ('{"action": {"type": "change_accent", "value": "teal"}}', ActionRequested(ChangeAccent("teal"))),
        (
            '{"action": {"type": "navigate", "value": "/clients/5?tab=attendance"}}',
            ActionRequested(Navigate("/clients/5?tab=attendance")),
        ),
        ('{"suggested_questions": ["One?", "", 3, " Two? "]}', SuggestionsReceived(("One?", "Two?"))),
        ('{"error": "boom"}', ServerErrorReceived("boom")),
        ('{"error": ""}', ServerErrorReceived("")),
        ('{"error": {"message": "boom", "code": 1}}', ServerErrorReceived("boom")),
        ('{"error": ["boom"]}', ServerErrorReceived("boom")),
        ('{"error": {}}', ServerErrorReceived("")),
        ("[DONE]", AnswerFinished()),
        (" [DONE] ", AnswerFinished()),
        ("hello", TokenReceived("hello")),
        ("5", TokenReceived("5")),
        ("[1]", TokenReceived("[1]")),
        ('{"token": "\\ud83d\\ude00"}', TokenReceived("😀")),
        ('{"token": "a\\ud800b"}', TokenReceived("a\ufffdb")),
        ('{"token": "é\\udc00"}', TokenReceived("é\ufffd")),
    ],
)  # fmt: skip
def test_each_kind_of_event(payload: str, expected: ChatEvent) -> None:
    assert decode(payload) == [expected]


@pytest.mark.parametrize(
    "payload",
    [
        "", "{}", '{"token": ""}', '{"token": null}', '{"token": [{"type": "text", "text": "", "extras": {}}]}',
        '{"conversation_id": 5}', '{"conversation_id": ""}', '{"tools_used": "x"}', '{"tools_used": [1]}',
        '{"tools_used": []}', '{"suggested_questions": {"a": 1}}', '{"error": null}', '{"error": false}',
        '{"action": "change_theme"}', '{"action": null}', '{"unknown": "x"}',
        '{"n": ' + "9" * 10_000 + "}", '{"a":' * 100_000,
    ],
)  # fmt: skip
def test_what_is_empty_or_of_the_wrong_type_shows_nothing(payload: str) -> None:
    assert decode(payload) == []


def test_several_keys_come_in_the_order_of_a_turn() -> None:
    payload = {
        "suggested_questions": ["q"],
        "action": {"type": "change_theme", "value": "light"},
        "tools_used": ["t"],
        "token": "x",
        "conversation_id": "c",
    }
    assert decode(json.dumps(payload)) == [
        ConversationStarted("c"),
        TokenReceived("x"),
        ToolsUsed(("t",)),
        ActionRequested(ChangeTheme("light")),
        SuggestionsReceived(("q",)),
    ]


def test_what_is_left_out_is_counted() -> None:
    assert ignored_in('{"usage": 1, "model": "x"}') == IgnoredCounts(unknown_keys=2)
    assert ignored_in('{"action": {"type": "format_disk", "value": "c"}}') == IgnoredCounts(unknown_actions=1)
    assert ignored_in('{"tools_used": 5}') == IgnoredCounts(wrong_types=1)
    assert ignored_in('{"token": null}') == IgnoredCounts()


@pytest.mark.parametrize(
    "payload",
    [
        '{"token": 5}', '{"token": NaN}', '{"token": true}', '{"token": {"text": 5}}',
        "[" * 100_000, '{"token": [null]}', '{"token": 1e999}',
        '{"token": ' + "[" * 100_000, '{"token": "half', '{"tok', "{", "{'token': 'x'}", '{token: "x"}',
        'oken": " paid"}', '[{"token": "x"}', '{"token": "x"}}', '{"token": "x"}[DONE]', 'rs"]}',
        '[{"token": "x"}]', "<!DOCTYPE html><html>502</html>", ' <html lang="en">',
    ],
)  # fmt: skip
def test_a_piece_of_the_answer_that_cannot_be_read_is_lost_and_never_shown(payload: str) -> None:
    events = decode(payload)
    assert any(isinstance(event, PieceLost) for event in events)
    assert not any(isinstance(event, TokenReceived) for event in events)


@pytest.mark.parametrize("text", ["{name}", "{ x }", "5 < 6", "[1]", "[x](/clients/5)", "a: {b}", "<b>x</b>"])
def test_text_that_only_resembles_json_is_a_token(text: str) -> None:
    assert decode(text) == [TokenReceived(text)]


@pytest.mark.parametrize(
    ("payload", "event", "reason"),
    [
        ('{"type": "overloaded", "message": "Overloaded"}', "error", "Overloaded"),
        ("upstream failed", "error", "upstream failed"),
        ('{"token": " not pa\nupstream failed', "error", "upstream failed"),
        ('{"token": " not pa\n{"error": {"message": "boom"}}', "error", "boom"),
        ("", "error", ""),
        ('{"type": "x"}', "error", '{"type": "x"}'),
        ("boom", "stream_error", "boom"),
        ("boom", "Exception", "boom"),
        ('{"error": {"message": "boom", "code": 500}}', "message", "boom"),
        ('{"error": {"error": {"message": "boom"}}}', "message", "boom"),
        ('{"errors": [{"detail": "boom"}]}', "message", "boom"),
        ('{"detail": "boom"}', "message", "boom"),
        ('{"detail": [{"loc": ["body"], "msg": "boom"}]}', "message", "boom"),
        ('{"message": "boom", "code": 503}', "message", "boom"),
        ('{"message": "boom", "statusCode": 500}', "message", "boom"),
        ('{"message": ["boom"], "status": "error"}', "message", "boom"),
        ('{"type": "error", "message": "boom"}', "message", "boom"),
        ('{"success": false, "message": "boom"}', "message", "boom"),
        ('{"success": false}', "message", ""),
        ('{"data": {"error": "boom"}}', "message", "boom"),
        ('{"token": {"error": "boom"}}', "message", "boom"),
        ('{"token": [{"type": "error", "message": "boom"}]}', "message", "boom"),
        ('{"error": "boom", "error": null}', "message", "boom"),
    ],
)  # fmt: skip
def test_an_error_is_one_in_any_form(payload: str, event: str, reason: str) -> None:
    assert decode(payload, event) == [ServerErrorReceived(reason)]


@pytest.mark.parametrize(
    "payload",
    [
        '{"token": "x", "error": "boom"}', '{"error": "boom", "token": "x"}',
        '{"a": 1, "error": "boom", "token": "x"}', '{"token": "x", "success": false, "message": "boom"}',
        '{"token": "x"}\n{"error": "boom"}',
    ],
)  # fmt: skip
def test_an_error_beside_a_token_is_one_in_any_position(payload: str) -> None:
    assert decode(payload) == [TokenReceived("x"), ServerErrorReceived("boom")]


def test_an_error_written_into_an_unfinished_event_is_read() -> None:
    assert decode('{"token": " not pa\n{"error": "boom"}') == [PieceLost(), ServerErrorReceived("boom")]
    assert decode('{"token": " not pa{"error": "boom"}') == [PieceLost(), ServerErrorReceived("boom")]
    assert decode('error: {"message": "boom"}', STRAY)[-1] == ServerErrorReceived("boom")
    assert decode('{"error": "boom"}', STRAY)[-1] == ServerErrorReceived("boom")


def test_no_error_is_seen_where_there_is_none() -> None:
    for payload in ('{"error": null, "token": "x"}', '{"error": false, "token": "x", "code": 7}',
                    '{"token": "x", "detail": "y"}', '{"token": "x", "message": "y", "status": 500}'):  # fmt: skip
        assert decode(payload) == [TokenReceived("x")]
    for payload in ('{"message": "still thinking"}', '{"status": "ok"}', '{"type": "ping"}', '{"usage": 5}'):
        assert decode(payload) == []


def test_done_is_read_only_where_it_stands_alone() -> None:
    assert decode('{"token": "[DONE]"}') == [TokenReceived("[DONE]")]
    assert decode('{"token": "half\n[DONE]') == [PieceLost(), AnswerFinished()]
    assert decode('{"token": "x"}\n[DONE]') == [TokenReceived("x"), AnswerFinished()]
    assert decode("a\nb\n[DONE]") == [TokenReceived("a"), TokenReceived("\nb"), AnswerFinished()]
    assert decode("[DONE]", "error") == [ServerErrorReceived(""), AnswerFinished()]


def test_no_repeated_key_hides_a_piece_of_the_answer() -> None:
    assert decode('{"token": "a", "token": "b"}') == [TokenReceived("ab")]
    assert decode('{"token": "a", "token": "b", "x": {"y": 1, "y": 2}}') == [TokenReceived("ab")]
    assert decode("{" + ",".join('"token": "a"' for _ in range(5_000)) + "}") == [TokenReceived("a" * 5_000)]


def test_of_suggestions_and_tools_only_what_is_shown_is_taken() -> None:
    assert decode(json.dumps({"suggested_questions": ["x" * 121, *(f"q{n}" for n in range(9))]})) == [
        SuggestionsReceived(("q0", "q1", "q2"))
    ]
    assert decode(json.dumps({"tools_used": [f"t{n}" for n in range(100)]})) == [
        ToolsUsed(tuple(f"t{n}" for n in range(12)))
    ]
    assert decode(json.dumps({"conversation_id": "c" * 1_000_000})) == []


@pytest.mark.parametrize("count", [100_000, 1_000_000])
def test_of_lists_without_end_the_first_texts_are_read(count: int) -> None:
    ignored = IgnoredCounts()
    payload = json.dumps({"suggested_questions": [f"q{n}" for n in range(count)]})
    assert list(decode_event(ServerSentEvent(payload), ignored)) == [SuggestionsReceived(("q0", "q1", "q2"))]
    assert ignored.too_many
    names = decode(json.dumps({"tools_used": ["get_a"] * 3 + [f"t{n}" for n in range(count)]}))
    assert names == [ToolsUsed(("get_a", *(f"t{n}" for n in range(11))))]


def test_of_an_event_that_is_too_large_the_text_so_far_is_kept() -> None:
    assert decode('{"token": "abc\\u0905\\ud83', CUT) == [
        TokenReceived("abc\u0905"),
        PieceLost(was_too_large=True),
    ]
    assert decode('{"suggested_questions": ["a", "b", "c', CUT) == [SuggestionsReceived(("a", "b"))]


def test_text_of_a_named_event_is_no_part_of_the_answer() -> None:
    assert decode("12345", event="ping") == []
    assert decode('{"token": "x"}', event="token") == [TokenReceived("x")]
    assert decode("[DONE]", event="done") == [AnswerFinished()]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("change_theme", "Dark"), ("change_theme", "blue"), ("change_theme", None),
        ("change_theme", ["dark"]),
        ("change_accent", "dark"), ("change_accent", {}), ("Change_theme", "dark"), (None, "dark"),
        ("navigate", ""), ("navigate", "clients"), ("navigate", 5), ("navigate", " /clients"),
        ("navigate", "//evil.example"), ("navigate", "/x//evil.example"), ("navigate", "https://evil.example"),
        ("navigate", "/\\evil.example"), ("navigate", "\\\\evil.example"),
        ("navigate", "javascript:alert(1)"),
        ("navigate", "/\t/evil.example"), ("navigate", "/\n/evil.example"), ("navigate", "/clients\0"),
        ("navigate", "/cli\u202eents"), ("navigate", "/" + "x" * 5_000),
    ],
)  # fmt: skip
def test_only_the_allow_list_becomes_an_action(kind: object, value: object) -> None:
    assert allowed_action(kind, value) is None


# A short alphabet of what could go wrong: all of Unicode takes a second to set up.
TEXTS = st.text('ab{}[]":,/\\ \n\0é\u2028\ud83d\ude00😀', max_size=8)
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["conversation_id", "token", "tools_used", "action", "suggested_questions", "error", "other"]
)


@untimed
@given(st.dictionaries(KEYS, JSON_VALUES, max_size=7))
def test_any_json_object_gives_only_well_formed_events(content: dict[str, Any]) -> None:
    for event in decode(json.dumps(content)):
        match event:
            case TokenReceived(text):
                assert text and isinstance(text, str)
                text[1:-1].encode()
            case ToolsUsed(texts) | SuggestionsReceived(texts):
                assert texts and all(isinstance(text, str) and text for text in texts)
            case ConversationStarted(text):
                assert text and isinstance(text, str)
            case ServerErrorReceived(text):
                text.encode()
            case PieceLost():
                assert not isinstance(content["token"], str)
            case other:
                pytest.fail(f"{other} out of {content}")


@untimed
@given(TEXTS)
def test_any_text_is_read_without_an_error(text: str) -> None:
    events = decode(text)
    if PieceLost() not in events:
        said = "".join(event.text for event in events if isinstance(event, TokenReceived))
        assert said == text or events in ([], [AnswerFinished()])


def test_an_event_of_more_lines_than_are_read_is_no_whole_piece() -> None:
    text = "a line\n" * 150 + 'ends like an event"}'
    events = decode(text)
    assert PieceLost() in events


@pytest.mark.parametrize(
    "token",
    [
        {"text": "1500"}, [{"text": "1500"}], [{"type": "output_text", "text": "1500"}], [["15"], "00"],
        {"type": "text_delta", "text": ["15", {"text": "00"}]}, [{"type": "thinking", "thinking": "Hm."}, "1500"],
    ],
)  # fmt: skip
def test_what_plainly_is_text_is_shown_in_whatever_it_is_wrapped(token: object) -> None:
    assert decode(json.dumps({"token": token})) == [TokenReceived("1500")]


@pytest.mark.parametrize(
    "odd", [12, True, None, 1.5, {}, {"value": "12"}, {"type": "text", "text": 12}, {"text": None}]
)
def test_behind_what_is_no_text_nothing_of_a_token_is_shown(odd: object) -> None:
    events = decode(json.dumps({"token": ["There are ", odd, " members"]}))
    assert events == [TokenReceived("There are "), PieceLost()]


@pytest.mark.parametrize(
    "kind", ["token", "text", "delta", "content", "message_delta", "response.output_text.delta"]
)
def test_an_event_that_is_named_after_text_carries_text(kind: str) -> None:
    assert decode_event(ServerSentEvent("There are 5", kind), IgnoredCounts()) == [
        TokenReceived("There are 5")
    ]


def test_very_many_words_that_are_no_json_are_text() -> None:
    text = "Asha, Ravi, " * 30_000
    assert decode(text) == [TokenReceived(text)]


@pytest.mark.parametrize("colon", [":", " :", "\t: "])
def test_a_repeated_key_hides_nothing_however_it_is_written(colon: str) -> None:
    assert decode(f'{{"token"{colon}"There are 5","token"{colon}" of 10"}}') == [
        TokenReceived("There are 5 of 10")
    ]
    assert decode(f'{{"error"{colon}"boom","error"{colon}null}}') == [ServerErrorReceived("boom")]
    assert decode(f'{{"success"{colon}false,"success"{colon}true}}') == [ServerErrorReceived("")]


def test_what_is_nested_too_deep_is_lost_and_not_too_long() -> None:
    deep = '{"token": "x", "y": ' + "[" * 50_000 + "]" * 50_000 + "}"
    assert decode(deep) == [TokenReceived("x"), PieceLost()]


def test_a_failure_may_bring_words_for_the_person() -> None:
    words = {"fact": "The model is still loading.", "advice": "Wait a minute."}
    told = ServerErrorReceived("503", "The model is still loading.", "Wait a minute.")
    assert decode(json.dumps({"error": "503", "words": words})) == [told]
    for bad in (
        {**words, "fact": ""},
        {**words, "fact": "x" * 241},
        {**words, "advice": "a\nb"},
        {"fact": "x"},
        "x",
        5,
    ):
        assert decode(json.dumps({"error": "503", "words": bad})) == [ServerErrorReceived("503")]


def test_no_event_carries_the_mark_at_which_a_toolkit_swaps_bytes() -> None:
    assert decode(json.dumps({"token": "\ufffeDues \ufffe500"})) == [TokenReceived("\ufffdDues \ufffd500")]
