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
from strakly_desktop.protocol.decode import IgnoredCounts, allowed_action, decode_event
from strakly_desktop.protocol.sse import ServerSentEvent


def decode(payload: str, event: str = "message") -> list[ChatEvent]:
    return decode_event(ServerSentEvent(payload, event), IgnoredCounts())


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
        ('{"error": ["boom"]}', ServerErrorReceived("")),
        ("[DONE]", AnswerFinished()),
        (" [DONE] ", AnswerFinished()),
        ("hello", TokenReceived("hello")),
        ('{"token": "cut', TokenReceived('{"token": "cut')),
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
        "", "{}", '{"token": ""}', '{"token": null}', '{"token": 5}', '{"token": NaN}', '{"token": true}',
        '{"token": {"text": "x"}}', '{"token": [{"type": "text", "text": "", "extras": {}}]}',
        '{"token": [[["x"]]]}',
        '{"conversation_id": 5}', '{"conversation_id": ""}', '{"tools_used": "x"}', '{"tools_used": [1]}',
        '{"tools_used": []}', '{"suggested_questions": {"a": 1}}', '{"error": null}', '{"error": false}',
        '{"action": "change_theme"}', '{"action": null}', '{"unknown": "x"}', '{"token": 1e999}',
        '{"n": ' + "9" * 10_000 + "}", '{"token": ' + "[" * 100_000, "[" * 100_000, '{"a":' * 100_000,
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
    assert ignored_in('{"token": 5}') == IgnoredCounts(wrong_types=1)
    assert ignored_in('{"token": null}') == IgnoredCounts()


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
                text.encode()
            case ToolsUsed(texts) | SuggestionsReceived(texts):
                assert texts and all(isinstance(text, str) and text for text in texts)
            case ConversationStarted(text):
                assert text and isinstance(text, str)
            case ServerErrorReceived(text):
                assert isinstance(text, str)
            case other:
                pytest.fail(f"{other} out of {content}")


@untimed
@given(TEXTS)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for event in decode(text):
        assert event == AnswerFinished() or (isinstance(event, TokenReceived) and event.text == text)
