"""Every recording of the real servers, from a real socket through the real clients, however it is cut."""

import asyncio
import json
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.replay import Recording, byte_by_byte, load_recording, load_recordings, random_cuts, replay

from strakly_desktop.client.backend_client import BackendClient
from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.client.http_errors import failure_from_response
from strakly_desktop.conversation.errors import ChatError, FailureKind
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    ChangeAccent,
    ChangeTheme,
    ConversationStarted,
    Navigate,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.model import Branch, Question

BOT = [recording for recording in load_recordings() if not recording.name.startswith("be_")]
STREAMS = [recording for recording in BOT if "events" in recording.about]
REFUSALS = [recording for recording in BOT if recording.status >= 400]
JSON_ANSWERS = [
    recording
    for recording in BOT
    if recording.status == 200 and "body" in recording.about and '"response"' in recording.about["body"]
]
BACKEND_REFUSALS = [recording for recording in load_recordings("be_") if recording.status >= 400]


@dataclass
class Answer:
    """What a person gets to see of one turn."""

    conversation_id: str | None = None
    text: str = ""
    tools: list[str] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outcome: str = "open"


async def ask(client: BotClient, answer: Answer) -> None:
    """Ask and collect; the outcome is "done" or the kind of the failure."""
    try:
        async with aclosing(client.stream_chat(Question("how many clients?"))) as events:
            async for event in events:
                collect(event, answer)
    except ChatError as error:
        answer.outcome = error.failure.kind.value


async def ask_and_stop(client: BotClient, answer: Answer, last: Answer) -> None:
    """Ask, and go away when all that the recording holds has come: the server would keep the connection."""
    async with aclosing(client.stream_chat(Question("how many clients?"))) as events:
        async for event in events:
            collect(event, answer)
            if (answer.conversation_id, answer.text) == (last.conversation_id, last.text):
                break
    assert answer.outcome == "open"
    answer.outcome = "truncated"


def collect(event: object, answer: Answer) -> None:
    assert answer.outcome == "open", "nothing may follow the end"
    match event:
        case ConversationStarted(conversation_id):
            assert answer.conversation_id is None and not answer.text
            answer.conversation_id = conversation_id
        case TokenReceived(text):
            answer.text += text
        case ToolsUsed(names):
            answer.tools += names
        case ActionRequested(ChangeTheme(value)):
            answer.actions.append(("change_theme", value))
        case ActionRequested(ChangeAccent(value)):
            answer.actions.append(("change_accent", value))
        case ActionRequested(Navigate(value)):
            answer.actions.append(("navigate", value))
        case SuggestionsReceived(questions):
            answer.suggestions = list(questions)
        case ServerErrorReceived(detail):
            answer.errors.append(detail)
        case AnswerFinished():
            answer.outcome = "done"
        case _:
            pytest.fail(f"unexpected {event!r}")


def read_plainly(recording: Recording) -> Answer:
    """What the recorder's own list of events says, read as simply as can be."""
    answer = Answer(outcome="truncated")
    for payload in recording.events:
        if payload == "[DONE]":
            answer.outcome = "done"
            continue
        content: dict[str, Any] = json.loads(payload)
        ((key, value),) = content.items()
        if key == "conversation_id":
            answer.conversation_id = value
        elif key == "token":
            answer.text += value if isinstance(value, str) else "".join(block["text"] for block in value)
        elif key == "tools_used":
            answer.tools += value
        elif key == "action":
            answer.actions.append((value["type"], value["value"]))
        elif key == "suggested_questions":
            answer.suggestions = value
        elif key == "error":
            answer.errors.append(value)
        else:
            raise AssertionError(key)
    return answer


async def play(recording: Recording, pieces: list[bytes]) -> Answer:
    async with replay(pieces, closes=recording.was_cut_by_server) as server:
        client = BotClient(server.url, lambda: "a.b.c")
        answer = Answer()
        if recording.was_cut_by_client:
            await ask_and_stop(client, answer, read_plainly(recording))
        else:
            await ask(client, answer)
        if not server.closes:
            await asyncio.wait_for(server.gone.wait(), 60)
        await client.aclose()
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/chat")
    assert request.headers["authorization"] == "Bearer a.b.c"
    assert request.headers["accept"] == "text/event-stream"
    assert json.loads(request.body) == {
        "message": "how many clients?", "conversation_id": None, "branch_id": None,
    }  # fmt: skip
    return answer


@pytest.mark.parametrize("recording", STREAMS, ids=lambda recording: recording.name)
def test_a_recorded_stream_gives_what_it_holds(recording: Recording) -> None:
    expected = read_plainly(recording)
    assert asyncio.run(play(recording, recording.as_recorded())) == expected
    assert asyncio.run(play(recording, random_cuts(recording.raw, seed=len(recording.raw)))) == expected


@pytest.mark.parametrize("name", ["chat_unicode", "gemini_token_is_list", "old_error_midstream"])
def test_a_stream_that_comes_byte_by_byte_gives_the_same(name: str) -> None:
    recording = load_recording(name)
    assert asyncio.run(play(recording, byte_by_byte(recording.raw))) == read_plainly(recording)


@pytest.mark.parametrize("recording", JSON_ANSWERS, ids=lambda recording: recording.name)
def test_a_recorded_json_answer_is_the_same_answer_in_one_piece(recording: Recording) -> None:
    body = json.loads(recording.about["body"])
    for pieces in (recording.as_recorded(), byte_by_byte(recording.raw)):
        answer = asyncio.run(play(recording, pieces))
        assert answer == Answer(
            body["conversation_id"], body["response"], body["tools_used"] or [], [],
            body["suggested_questions"] or [], [], "done",
        )  # fmt: skip


KINDS = {
    "delete_no_auth_422": FailureKind.NOT_SIGNED_IN,
    "err_401_empty_auth": FailureKind.NOT_SIGNED_IN,
    "err_401_expired": FailureKind.SIGN_IN_EXPIRED,
    "err_401_invalid": FailureKind.SIGN_IN_INVALID,
    "err_404": FailureKind.NOT_FOUND,
    "err_405": FailureKind.NOT_FOUND,
    "err_422_bad_branch": FailureKind.REJECTED,
    "err_422_bad_json": FailureKind.REJECTED,
    "err_422_before_401": FailureKind.REJECTED,
    "err_422_conversation_number": FailureKind.REJECTED,
    "err_422_missing_message": FailureKind.REJECTED,
    "err_422_no_auth": FailureKind.NOT_SIGNED_IN,
    "err_422_no_content_type": FailureKind.REJECTED,
    "gemini3_json_500": FailureKind.SERVER_ERROR,
    "json_error_500": FailureKind.SERVER_ERROR,
    "json_gemini_list_500": FailureKind.SERVER_ERROR,
    "public_429": FailureKind.RATE_LIMITED,
}


@pytest.mark.parametrize("recording", REFUSALS, ids=lambda recording: recording.name)
def test_a_recorded_refusal_is_told_by_its_kind(recording: Recording) -> None:
    for pieces in (recording.as_recorded(), byte_by_byte(recording.raw)):
        answer = asyncio.run(play(recording, pieces))
        assert answer == Answer(outcome=KINDS[recording.name].value)


def test_every_bot_recording_is_tested() -> None:
    tested = {recording.name for recording in [*STREAMS, *REFUSALS, *JSON_ANSWERS]}
    assert {recording.name for recording in BOT} - tested == {
        "delete_bad_token_ok", "delete_ok", "health", "public_delete",
    }  # fmt: skip
    assert len(load_recordings()) == 143


@pytest.mark.parametrize("name", ["delete_bad_token_ok", "delete_ok", "public_delete"])
def test_forgetting_a_conversation(name: str) -> None:
    async def forget() -> None:
        async with replay(load_recording(name).as_recorded()) as server:
            client = BotClient(server.url, lambda: "a.b.c")
            await client.forget("an id/with é")
            await client.aclose()
        (request,) = server.requests
        assert (request.method, request.path) == ("DELETE", "/chat/an%20id%2Fwith%20%C3%A9")
        assert request.headers["authorization"] == "Bearer a.b.c"

    asyncio.run(forget())


def test_forgetting_without_a_sign_in_fails_in_words() -> None:
    async def forget() -> None:
        async with replay(load_recording("delete_no_auth_422").as_recorded()) as server:
            await BotClient(server.url, lambda: None).forget("x")

    with pytest.raises(ChatError) as caught:
        asyncio.run(forget())
    assert caught.value.failure.kind is FailureKind.NOT_SIGNED_IN


@pytest.mark.parametrize(
    ("name", "healthy"), [("health", True), ("err_404", False), ("json_error_500", False)]
)
def test_health(name: str, healthy: bool) -> None:
    async def check() -> bool:
        async with replay(load_recording(name).as_recorded()) as server:
            client = BotClient(server.url, lambda: None)
            answer = (await client.health()).is_well
            await client.aclose()
        assert server.requests[0].path == "/health"
        return answer

    assert asyncio.run(check()) is healthy


# What tests/captures/README.md tells of the interesting ones, written down by hand.


def played(name: str) -> Answer:
    recording = load_recording(name)
    return asyncio.run(play(recording, recording.as_recorded()))


def test_a_table_after_a_tool() -> None:
    answer = played("chat_tool_table")
    assert answer.tools == ["get_clients_stats"]
    assert "| Total Members | 245 |" in answer.text
    assert len(answer.suggestions) > 0
    assert answer.outcome == "done"


def test_theme_accent_and_page_actions() -> None:
    assert played("chat_theme_dark").actions == [("change_theme", "dark")]
    both = [kind for kind, _ in played("chat_theme_and_accent").actions]
    assert both == ["change_theme", "change_accent"]
    ((kind, path),) = played("chat_navigate_query").actions
    assert kind == "navigate" and "?tab=" in path
    assert played("chat_theme_invalid").actions == []
    assert played("json_theme_loses_action").actions == []


def test_tools_of_one_round_and_of_two() -> None:
    assert len(played("chat_two_rounds").tools) == 2
    assert len(played("chat_two_tools_one_round").tools) == 2
    loop = played("chat_loop_limit")
    assert (len(loop.tools), loop.text, loop.outcome) == (10, "", "done")


def test_an_answer_without_a_word() -> None:
    answer = played("chat_empty")
    assert (answer.text, answer.outcome, answer.errors) == ("", "done", [])
    assert "couldn't process" in played("json_empty").text


def test_an_error_in_mid_stream_keeps_the_text() -> None:
    answer = played("chat_error_midstream")
    assert answer.text and len(answer.errors) == 1 and answer.outcome == "done"


def test_a_cut_stream_keeps_the_text_and_is_not_whole() -> None:
    for name in ("old_error_midstream", "public_error_midstream"):
        answer = played(name)
        assert answer.text and answer.outcome == "truncated"
    assert played("old_error_500").outcome == "truncated"


def test_tokens_as_lists_of_blocks_read_as_text() -> None:
    for name in ("gemini3_token_lists", "gemini_token_is_list"):
        text = played(name).text
        assert text.startswith("**Member Statistics**") and "signature" not in text and "[{" not in text


def test_a_line_separator_in_the_text_cuts_nothing() -> None:
    assert "\u2028" in played("chat_unicode").text


# The backend.


def branches(name: str) -> tuple[Branch, ...]:
    async def ask_backend() -> tuple[Branch, ...]:
        async with replay(load_recording(name).as_recorded()) as server:
            client = BackendClient(f"{server.url}/api", lambda: "a.b.c")
            try:
                return await client.branches(1)
            finally:
                await client.aclose()
                assert server.requests[0].path == "/api/gyms/1/branches?noPagination=true"

    return asyncio.run(ask_backend())


@pytest.mark.parametrize(
    "name", [f"be_branches_{which}" for which in ("all", "default", "page2", "trainer", "other_gym")]
)
def test_recorded_branches_in_the_servers_order(name: str) -> None:
    rows = json.loads(load_recording(name).about["body"])
    assert rows
    assert branches(name) == tuple(Branch(row["id"], row["name"]) for row in rows)


def test_members_have_no_branches_to_choose() -> None:
    assert branches("be_branches_client_403") == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("be_branches_bad_id", FailureKind.REJECTED), ("be_branches_no_such_gym", FailureKind.NOT_FOUND)],
)
def test_branches_that_cannot_be_had(name: str, kind: FailureKind) -> None:
    with pytest.raises(ChatError) as caught:
        branches(name)
    assert caught.value.failure.kind is kind


@pytest.mark.parametrize("recording", BACKEND_REFUSALS, ids=lambda recording: recording.name)
def test_every_refusal_of_the_backend_has_plain_words(recording: Recording) -> None:
    body = recording.about["body"]
    failure = failure_from_response(recording.status, "application/json", body.encode(), {})
    assert failure.kind is not FailureKind.NOT_AN_ANSWER
    message = json.loads(body)["message"]
    for text in [message] if isinstance(message, str) else message:
        assert text in failure.details
        assert text not in failure.headline + failure.advice
