"""The reader of one answer: it is whole only with `[DONE]`, and the first conversation id stays."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strakly_desktop.conversation.errors import ChatError, FailureKind, ProtocolError, StreamTruncated
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
from strakly_desktop.protocol.stream import ChatStreamReader, read_json_answer

FAULTS = Path(__file__).parent.parent / "faults"
START = b'data: {"conversation_id": "c"}\n\ndata: {"token": "There are 12 members who have"}\n\n'
DONE = b"data: [DONE]\n\n"


def read(stream: bytes, reader: ChatStreamReader | None = None) -> tuple[list[ChatEvent], ChatError | None]:
    """What a whole stream gives, however it is cut, and why it failed."""
    reader = reader or ChatStreamReader()
    events = list(reader.feed(stream))
    events += reader.pause()
    try:
        for event in reader.close():
            events.append(event)
    except ChatError as error:
        return events, error
    return events, None


def text_of(events: list[ChatEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TokenReceived))


def reasons_in(events: list[ChatEvent]) -> list[str]:
    return [event.detail for event in events if isinstance(event, ServerErrorReceived)]


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (b'event: error\ndata: {"type": "overloaded", "message": "Overloaded"}\n\n' + DONE, "Overloaded"),
        (b'data: {"token": " not pa\nevent: error\ndata: upstream failed\n\n' + DONE, "upstream failed"),
        (b"event: error\n\n" + DONE, ""),
        (b"event: error\ndata:\n\n" + DONE, ""),
        (b"event: error\ndata: boom\n\n", "boom"),
        (b"event: error\ndata: boom\n", "boom"),
        (b'data: {"error": "boom"}\n\n', "boom"),
        (b'data: {"error": "boom"}', "boom"),
        (b'error: {"code": 500, "message": "boom"}\n\n' + DONE, "boom"),
        (b'error: {"code": 500, "message": "boom"}', "boom"),
        (b'{"error": "boom"}\n' + DONE, "boom"),
        (b'{"detail": "boom"}', "boom"),
        (b'data: {"token": " not pa{"error": "boom"}\n\n' + DONE, "boom"),
        (b'data: {"token": " not pa\n\ndata: {"error": "boom"}\n\n' + DONE, "boom"),
    ],
)  # fmt: skip
def test_a_server_that_fails_gives_the_text_so_far_and_its_reason(rest: bytes, reason: str) -> None:
    events, error = read(START + rest)
    assert text_of(events) == "There are 12 members who have"
    assert reasons_in(events) == [reason]
    assert error is not None or AnswerFinished() in events


@pytest.mark.parametrize("name", ["w1-error-event", "w2-error-in-half-event"])
def test_an_error_event_in_a_recorded_stream_fails_the_answer(name: str) -> None:
    events, _ = read((FAULTS / f"{name}.sse").read_bytes())
    assert text_of(events) == "There are 12 members who have"
    assert reasons_in(events) in (["Overloaded"], ["upstream failed"])


@pytest.mark.parametrize(
    "rest",
    [
        b'data: {"token": " not pa\n\n', b'data: {"token": " not pa', b'data: {"token": " not\npaid"}\n\n',
        b'data: oken": " paid"}\n\n', b'data: {"token": 5}\n\n', b"data: <html><body>502</body></html>\n\n",
        b"<html>\n<body>502</body>\n</html>\n", b"\nupstream connect error\n\n", b'{"token": " paid"}\n\n',
        b'data: [{"token": " paid"}]\n\n', b'data: {"token": ' + b"[" * 100_000 + b"\n\n",
    ],
)  # fmt: skip
def test_an_answer_that_lost_a_piece_is_not_whole_and_ends_before_the_gap(rest: bytes) -> None:
    later = b'data: {"token": " left"}\n\ndata: {"suggested_questions": ["q"]}\n\n' + DONE
    for stream in (START + rest, START + rest + later):
        events, error = read(stream)
        assert text_of(events) == "There are 12 members who have"
        assert AnswerFinished() not in events
        assert error is not None
        assert error.failure.kind is FailureKind.TRUNCATED


def test_comments_other_fields_and_rubbish_after_the_end_leave_an_answer_whole() -> None:
    comments = b": ping\n\nretry: 5\nx-trace: 1\n: \xff\n\n"
    stream = (
        comments + START + comments + DONE + DONE + b'{"error": "late"}\n<html>\ndata: {"error": "x"}\n\n'
    )
    events, error = read(stream)
    assert (text_of(events), events[-1], error) == ("There are 12 members who have", AnswerFinished(), None)
    assert not reasons_in(events)


@pytest.mark.parametrize(
    ("payloads", "shown"),
    [
        (['{"token":"Well done \\ud83d"}', '{"token":"\\udcaa!"}'], "Well done 💪!"),
        (['{"token":"a\\ud83d"}', '{"tools_used": ["t"]}', '{"token":"\\udcaa"}'], "a💪"),
        (['{"token":[{"type":"text","text":"a\\ud83d"},{"type":"text","text":"\\udcaa"}]}'], "a💪"),
        (['{"token":["a\\ud83d"]}', '{"token":[{"type":"text","text":"\\udcaab"}]}'], "a💪b"),
        (['{"token":"\\ud83d"}', '{"token":"\\ud83d"}', '{"token":"\\udcaa"}'], "\ufffd💪"),
        (['{"token":"a\\ud83d"}', '{"token":"b"}'], "a\ufffdb"),
        (['{"token":"\\udcaa"}', '{"token":"\\ud83d"}'], "\ufffd\ufffd"),
        (['{"token":"a\\ud83d"}'], "a\ufffd"),
        (['{"token":"a\\ud83d"}', '{"error": "x"}'], "a\ufffd"),
    ],
)
def test_half_a_character_waits_for_its_other_half(payloads: list[str], shown: str) -> None:
    stream = "".join(f"data: {payload}\n\n" for payload in payloads).encode()
    assert text_of(read(stream + DONE)[0]) == shown
    assert text_of(read(stream)[0]) == shown


def test_a_split_sign_of_a_recorded_stream_is_one_sign() -> None:
    events, error = read((FAULTS / "w3-half-emoji.sse").read_bytes())
    assert (text_of(events), error) == ("Well done 💪!", None)


def test_a_storm_of_pages_opens_the_first() -> None:
    reader = ChatStreamReader()
    events, _ = read((FAULTS / "w4-navigate-storm.sse").read_bytes(), reader)
    opened = [event.action for event in events if isinstance(event, ActionRequested)]
    assert opened == [Navigate("/clients/1")]
    assert reader.ignored.too_many == 299


def test_of_a_storm_of_themes_the_last_is_seen() -> None:
    modes = ["dark", "light"] * 250 + ["dark"]
    wishes = [{"type": "change_theme", "value": mode} for mode in modes]
    wishes.insert(7, {"type": "change_accent", "value": "teal"})
    pieces = [f"data: {json.dumps({'action': wish})}\n\n".encode() for wish in wishes]
    events, _ = read(START + b"".join(pieces) + DONE)
    assert [event.action for event in events if isinstance(event, ActionRequested)] == [
        ChangeTheme("dark"),
        ChangeAccent("teal"),
    ]
    reader = ChatStreamReader()
    slowly = [event for piece in pieces for event in (*reader.feed(piece), *reader.pause())] + reader.feed(
        DONE
    )
    changes = [event.action for event in slowly if isinstance(event, ActionRequested)]
    assert changes == [ChangeTheme("dark"), ChangeAccent("teal"), ChangeTheme("dark")]


def test_a_change_is_told_at_the_next_pause_and_before_the_end() -> None:
    wish = b'data: {"action": {"type": "change_theme", "value": "dark"}}\n\n'
    reader = ChatStreamReader()
    assert reader.feed(wish) == []
    assert reader.pause() == [ActionRequested(ChangeTheme("dark"))]
    assert reader.pause() == []
    assert ChatStreamReader().feed(wish + DONE) == [ActionRequested(ChangeTheme("dark")), AnswerFinished()]
    events, error = read(wish)
    assert events == [ActionRequested(ChangeTheme("dark"))]
    assert error is not None


def test_of_a_storm_of_tools_twelve_are_told_in_few_events() -> None:
    stream = "".join(f'data: {{"tools_used": ["t{n}", "t0"]}}\n\n' for n in range(5_000))
    reader = ChatStreamReader()
    events = [event for event in reader.feed(stream.encode()) if isinstance(event, ToolsUsed)]
    assert {name for event in events for name in event.names} == {f"t{n}" for n in range(12)}
    assert len(events) == 20
    assert reader.ignored.too_many > 4_000


def test_a_round_after_text_is_told_also_when_its_tool_is_known() -> None:
    tools, token = b'data: {"tools_used": ["t"]}\n\n', b'data: {"token": "a"}\n\n'
    events = ChatStreamReader().feed(tools * 50 + token + tools)
    assert events[-2:] == [TokenReceived("a"), ToolsUsed(("t",))]


def test_an_answer_that_is_too_long_is_cut_at_a_character() -> None:
    reader = ChatStreamReader(max_answer_bytes=10)
    events, error = read('data: {"token": "राहुल"}\n\ndata: {"token": "x"}\n\n'.encode(), reader)
    assert text_of(events) == "राह"
    assert isinstance(error, ProtocolError)
    assert "too long" in error.failure.headline
    assert not error.failure.retryable
    assert reader.is_over


def test_a_long_token_comes_in_pieces() -> None:
    events, _ = read(f'data: {{"token": "{"x" * 100_000}"}}\n\n'.encode() + DONE)
    assert text_of(events) == "x" * 100_000
    assert max(len(event.text) for event in events if isinstance(event, TokenReceived)) <= 4_096


@pytest.mark.parametrize("filler", [b": comment\n", b"x" * 64, b'data: {"usage": 1}\n\n', b"\n"])
def test_a_stream_without_end_is_given_up(filler: bytes) -> None:
    reader = ChatStreamReader(max_event_bytes=100, max_stream_bytes=10_000)
    for _ in range(20_000):
        reader.feed(filler)
        if reader.is_over:
            break
    assert reader.is_over
    assert isinstance(read(b"", reader)[1], ChatError)


def test_an_event_over_the_limit_is_shown_as_far_as_it_goes() -> None:
    reader = ChatStreamReader(max_event_bytes=100)
    events, error = read(START[:29] + b'\ndata: {"token": "' + b"x" * 200, reader)
    assert 50 < len(text_of(events)) <= 100
    assert isinstance(error, ProtocolError)
    assert reader.is_over


def test_too_many_suggestions_do_not_harm_the_answer() -> None:
    many = json.dumps({"suggested_questions": [f"Question number {n}?" for n in range(300_000)]})
    assert len(many) > 4 * 1024 * 1024
    stream = START + f"data: {many}\n\n".encode() + DONE
    for step in (len(stream), 8192):
        reader = ChatStreamReader()
        events = [
            event for at in range(0, len(stream), step) for event in reader.feed(stream[at : at + step])
        ]
        assert events[-1] == AnswerFinished()
        assert SuggestionsReceived(tuple(f"Question number {n}?" for n in range(3))) in events


def test_what_comes_after_done_is_ignored_and_counted() -> None:
    reader = ChatStreamReader()
    assert reader.feed(b'data: {"token": "a"}\n\ndata: [DONE]\n\ndata: {"token": "b"}\n\n') == [
        TokenReceived("a"),
        AnswerFinished(),
    ]
    assert reader.feed(b"data: [DONE]\n\n") == []
    assert list(reader.close()) == []
    assert reader.ignored.after_done == 2


def test_an_end_without_done_gives_the_last_whole_line_and_then_fails() -> None:
    reader = ChatStreamReader()
    arrived: list[ChatEvent] = list(reader.feed(b'data: {"token": "a"}\n\ndata: {"token": "b"}\n'))
    with pytest.raises(StreamTruncated) as caught:
        for event in reader.close():
            arrived.append(event)
    assert arrived == [TokenReceived("a"), TokenReceived("b")]
    assert caught.value.failure.kind is FailureKind.TRUNCATED


def test_what_stood_in_the_last_line_of_a_cut_answer_is_told_in_its_details() -> None:
    _, error = read(START + b"upstream connect error")
    assert error is not None
    assert "upstream connect error" in error.failure.details


def test_a_last_done_without_a_blank_line_still_ends_the_answer() -> None:
    reader = ChatStreamReader()
    assert reader.feed(b"data: [DONE]\n") == []
    assert list(reader.close()) == [AnswerFinished()]


def test_the_first_conversation_id_stays() -> None:
    reader = ChatStreamReader()
    ids = "".join(f'data: {{"conversation_id": "{name}"}}\n\n' for name in ("first", "first", "other"))
    assert reader.feed(ids.encode()) == [ConversationStarted("first")]
    assert reader.ignored.conversation_changes == 1


def test_a_json_answer_is_one_token_with_everything_around_it() -> None:
    answer = {
        "success": True,
        "response": "**245**",
        "conversation_id": "c",
        "tools_used": ["get_clients_stats"],
        "suggested_questions": ["List them"],
        "actions": [{"type": "change_theme", "value": "dark"}, {"type": "unknown", "value": "x"}],
    }
    read = read_json_answer(json.dumps(answer).encode())
    assert read is not None
    events = list(read)
    assert set(map(type, events)) == {
        ConversationStarted, TokenReceived, ToolsUsed, ActionRequested, SuggestionsReceived, AnswerFinished,
    }  # fmt: skip
    assert TokenReceived("**245**") in events
    assert ActionRequested(ChangeTheme("dark")) in events
    assert events[-1] == AnswerFinished()


@pytest.mark.parametrize(
    "body",
    [
        '{"response": "There are 12',
        '{"conversation_id": "c", "response": "There are 12"}x',
        '{"response": "There are 12\\u0',
    ],
)
def test_a_torn_json_answer_gives_its_text_and_is_not_whole(body: str) -> None:
    found = read_json_answer(body.encode())
    assert found is not None
    assert next(found) == TokenReceived("There are 12")
    with pytest.raises(StreamTruncated):
        next(found)


def test_a_json_answer_that_is_too_long_is_cut() -> None:
    for body in (b'{"response": "' + b"x" * 200 + b'"}', b'{"response": "' + b"x" * 200):
        found = read_json_answer(body, is_cut=not body.endswith(b"}"), max_bytes=100)
        assert found is not None
        assert next(found) == TokenReceived("x" * 100)
        with pytest.raises(ProtocolError):
            list(found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"detail": "no"}', [ServerErrorReceived("no"), AnswerFinished()]),
        (
            '{"response": "half", "error": {"message": "no"}}',
            [TokenReceived("half"), ServerErrorReceived("no"), AnswerFinished()],
        ),
        ('{"response": ""}', [AnswerFinished()]),
        ('{"response": null}', [AnswerFinished()]),
        ('{"success": false, "message": "no"}', [ServerErrorReceived("no"), AnswerFinished()]),
        ('{"error": "no"}', [ServerErrorReceived("no"), AnswerFinished()]),
        ("[]", None),
        ("{}", None),
        ('{"status": "ok"}', None),
        ("<html>", None),
        ('<html><script>x = {"response": "There are 12"}</script>', None),
        ("", None),
        ("[" * 100_000, None),
    ],
)
def test_odd_json_answers(body: str, expected: list[ChatEvent] | None) -> None:
    events = read_json_answer(body.encode())
    assert (events and list(events)) == expected


ODD_TOKENS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=8),
        st.sampled_from(
            [
                "",
                "\ud83d",
                "\ude00",
                "\ud83d\ude00",
                "[DONE]",
                '"}',
                '"',
                "\\",
                '", "token": "b',
                "\x00",
                "x" * 5_000,
            ]
        ),
    ),
    max_size=8,
)


def joined(events: list[ChatEvent]) -> list[ChatEvent]:
    """The same with tokens that follow each other as one."""
    said: list[ChatEvent] = []
    for event in events:
        before = said[-1] if said else None
        if isinstance(event, TokenReceived) and isinstance(before, TokenReceived):
            said[-1] = TokenReceived(before.text + event.text)
        else:
            said.append(event)
    return said


def test_tokens_that_come_together_are_one_event() -> None:
    """What each costs on its way to the page is many times what its words cost."""
    wire = b"".join(b'data: {"token": "%d "}\n\n' % number for number in range(200))
    assert ChatStreamReader().feed(wire) == [TokenReceived("".join(f"{number} " for number in range(200)))]


@given(ODD_TOKENS, st.booleans(), st.integers(0, 40))
@example(["\ud83d", "\ude00"], False, 40)
@example(["12345", "678", "9"], True, 7)
def test_the_short_way_of_a_plain_token_gives_what_the_long_way_gives(
    tokens: list[str], escaped: bool, max_bytes: int
) -> None:
    def stream(form: str) -> bytes:
        texts = [json.dumps(token) for token in tokens]
        if not escaped:
            texts = [json.dumps(token, ensure_ascii=not token.isprintable()) for token in tokens]
        return b"".join(b"data: " + (form % text).encode() + b"\n\n" for text in texts) + DONE

    readers = [ChatStreamReader(max_answer_bytes=max_bytes) for _ in range(3)]
    ways = [
        read(stream(form), reader)
        for form, reader in zip(('{"token": %s}', '{"token":%s}', '{ "token" : %s }'), readers, strict=True)
    ]
    for events, error in ways[:2]:
        assert joined(events) == joined(ways[2][0])
        assert (error and error.failure) == (ways[2][1] and ways[2][1].failure)
    assert readers[0].ignored == readers[1].ignored == readers[2].ignored


@pytest.mark.parametrize(
    "event",
    [
        '{"token": "a", "token": "b"}',
        '{"token": "a", "error": "boom"}',
        '{"token": "a',
        '{"token": "a"',
        '{"token": "a"}}',
        '{"token": "a"} {"token": "b"}',
        '{"token": "a\tb"}',
        '{"token": "a\\ud83d"}',
        '{"token": "\\x"}',
        '{"token": ',
    ],
)
def test_what_only_begins_like_a_plain_token_is_read_the_long_way(event: str) -> None:
    short = read(b"data: " + event.encode() + b"\n\n" + DONE)
    long = read(b"data: " + b" " + event.encode() + b"\n\n" + DONE)
    assert short[0] == long[0]
    assert bool(short[1]) == bool(long[1])


def test_another_answer_in_the_middle_ends_this_one() -> None:
    other = b'data: {"conversation_id": "d"}\n\ndata: {"token": " Revenue is 99."}\n\n'
    events, error = read(START + other + DONE)
    assert text_of(events) == "There are 12 members who have"
    assert isinstance(error, StreamTruncated) and "Another answer" in error.failure.headline
    assert not any(isinstance(event, AnswerFinished) for event in events)


def test_another_name_for_the_conversation_before_any_text_mixes_nothing() -> None:
    events, error = read(b'data: {"conversation_id": "b"}\n\n' + START + DONE)
    assert error is None
    assert events[0] == ConversationStarted("b") and events[-1] == AnswerFinished()


@pytest.mark.parametrize("cut", [1, 7, 10_000])
@pytest.mark.parametrize(
    "piece", [b'data: {"token": " paid \x80 5"}\n\n', b"data: Caf\xe9\n\n", b"data: a\ndata: \xff\n\n"]
)
def test_bytes_that_are_no_characters_are_never_passed_over_in_silence(piece: bytes, cut: int) -> None:
    stream = START + piece + b'data: {"token": " and more"}\n\n' + DONE
    reader = ChatStreamReader()
    events = [event for at in range(0, len(stream), cut) for event in reader.feed(stream[at : at + cut])]
    assert "\ufffd" in text_of(events) and text_of(events).endswith(" and more")
    with pytest.raises(StreamTruncated) as caught:
        list(reader.close())
    assert "could not be read" in caught.value.failure.headline


def test_a_sign_for_what_cannot_be_read_that_the_server_sent_is_a_character() -> None:
    events, error = read(START + 'data: {"token": " \ufffd"}\n\n'.encode() + DONE)
    assert error is None and text_of(events).endswith("\ufffd")


def test_such_bytes_in_a_json_answer_are_told_too() -> None:
    events = read_json_answer(b'{"response": "Caf\xe9 5", "conversation_id": "c"}')
    assert events is not None
    with pytest.raises(StreamTruncated) as caught:
        list(events)
    assert "could not be read" in caught.value.failure.headline


@pytest.mark.parametrize(
    "foreign",
    [
        b'data: {"choices": [{"delta": {"content": "There are 5"}}]}\n\n',
        b"event: news\ndata: There are 5\n\n",
    ],
)
def test_an_answer_of_which_nothing_can_be_read_is_not_an_empty_one(foreign: bytes) -> None:
    _, error = read(b'data: {"conversation_id": "c"}\n\n' + foreign + DONE)
    assert isinstance(error, ProtocolError) and "form" in error.failure.headline
    _, error = read(START + foreign + DONE)
    assert error is None


def test_a_json_answer_in_blocks_is_read_as_a_token_is() -> None:
    events = read_json_answer(
        json.dumps({"response": [{"type": "output_text", "text": "There are 5"}]}).encode()
    )
    assert events is not None
    assert text_of(list(events)) == "There are 5"
    events = read_json_answer(b'{"response": ["There are ", 12, " members"]}')
    assert events is not None
    with pytest.raises(StreamTruncated):
        list(events)


ENDINGS = ("of 1,08,342 rows", "at https://gym.example/clients/108342 now", "🏋️‍♀️🏋️‍♀️🏋️‍♀️ lifted", "किंक्षि किंक्षि")
AS_LINE, AS_LAST_LINE, IN_TOKEN = ("{}\n\n", "{}", 'data: {{"token": " not{{"error": "{}\n\n')


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", [AS_LINE, AS_LAST_LINE, IN_TOKEN])
def test_details_are_cut_in_no_number_and_no_letter(form: str, ending: str) -> None:
    """Whoever reads them looks for the row or the address that is named there."""
    numbers, letters = (
        re.compile(r"[\d,]*\d"),
        re.compile("[\u0300-\u036f\u0900-\u0903\u093a-\u094f\ufe0f\u200d]"),
    )
    for before in range(1_900, 2_030):
        text = "upstream failed " + "x " * 900 + "y" * (before - 1_816) + " " + ending + " and more" * 20
        events, error = read(START + form.format(text).encode())
        assert error is not None
        details = [error.failure.details, *reasons_in(events)]
        told = next(one for one in details if "upstream" in one)
        assert len(told) <= 2_000 and "\ufffd" not in told
        assert told.endswith("…")
        rest = text[text.index("upstream") :].removeprefix(told[told.index("upstream") : -1].rstrip())
        assert not letters.match(rest), (before, told[-20:])
        shown = numbers.findall(told)
        assert all(number in ("1,08,342", "108342") for number in shown), (before, told[-30:])


def test_a_long_reason_without_the_end_of_its_line_is_read() -> None:
    reason = json.dumps({"error": {"message": "The model is overloaded.", "trace": "x" * 5_000}})
    for line in (f"data: {reason}", reason + "\n\n"):
        events, _ = read(START + line.encode())
        assert reasons_in(events) == ["The model is overloaded."]
