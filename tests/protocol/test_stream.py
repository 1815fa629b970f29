"""The reader of one answer: it is whole only with `[DONE]`, and the first conversation id stays."""

import json

import pytest

from strakly_desktop.conversation.errors import FailureKind, StreamTruncated
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChangeTheme,
    ChatEvent,
    ConversationStarted,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.protocol.stream import ChatStreamReader, read_json_answer


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
    events = read_json_answer(json.dumps(answer).encode())
    assert events is not None
    assert set(map(type, events)) == {
        ConversationStarted, TokenReceived, ToolsUsed, ActionRequested, SuggestionsReceived, AnswerFinished,
    }  # fmt: skip
    assert TokenReceived("**245**") in events
    assert ActionRequested(ChangeTheme("dark")) in events
    assert events[-1] == AnswerFinished()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"response": ""}', [AnswerFinished()]),
        ('{"response": null}', [AnswerFinished()]),
        ('{"success": false, "message": "no"}', [ServerErrorReceived("no"), AnswerFinished()]),
        ('{"error": "no"}', [ServerErrorReceived("no"), AnswerFinished()]),
        ("[]", None),
        ("{}", None),
        ('{"status": "ok"}', None),
        ("<html>", None),
        ("", None),
        ("[" * 100_000, None),
    ],
)
def test_odd_json_answers(body: str, expected: list[ChatEvent] | None) -> None:
    assert read_json_answer(body.encode()) == expected
