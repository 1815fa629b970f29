"""What a failed answer says beside itself: what is kept, and how the server is, for as long as that is so."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.history_desk import HistoryDesk

from strakly_desktop.app.chat.failure_notice import FAILURE_NOTICE
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, StreamTruncated
from strakly_desktop.conversation.events import ConversationStarted, TokenReceived
from strakly_desktop.conversation.failures import assistant_failure, damaged, mixed_up, truncated
from strakly_desktop.ui.notices.notice import NoticeKind

FAILURES = [truncated(), damaged(), mixed_up(), assistant_failure("a name")]


@pytest.fixture
def desk(qloop: asyncio.AbstractEventLoop, qapp: Any, tmp_path: Path) -> Iterator[HistoryDesk]:
    made = HistoryDesk(qapp, tmp_path / "history.sqlite3")
    yield made
    qloop.run_until_complete(asyncio.wait_for(made.close(), 60))


def test_only_what_came_is_said_to_be_kept(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        for failure in FAILURES:
            for came in ((), (TokenReceived("Rs. 4"),)):
                desk.ask("How much?", answer=None)
                error = StreamTruncated(failure) if failure == truncated() else ChatError(failure)
                desk.transport.answer(ConversationStarted("c-1"), *came, error)
                await desk.turn_over()
                said = desk.window.notices._rows[FAILURE_NOTICE].notice
                assert ("kept" in said.rest) == bool(came), said
                assert said.rest.endswith(failure.advice)

    run(scenario())


@pytest.mark.parametrize("kind", [FailureKind.REFUSED, FailureKind.HOST_UNKNOWN, FailureKind.TIMEOUT])
def test_a_server_that_is_back_is_not_said_to_be_away(desk: HistoryDesk, run: Any, kind: FailureKind) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.ask("How much?", answer=None)
        desk.transport.answer(ChatError(Failure(kind, "The assistant is not running.", "Wait.")))
        await desk.turn_over()
        notices = desk.window.notices
        desk.presenter.note_connection(ConnectionState.OFFLINE)
        assert notices._rows[FAILURE_NOTICE].notice.fact == "The assistant is not running."
        desk.presenter.note_connection(ConnectionState.CONNECTED)
        said = notices._rows[FAILURE_NOTICE].notice
        assert (said.kind, said.fact) == (NoticeKind.INFO, "The assistant can be reached again.")
        desk.press(FAILURE_NOTICE)
        assert desk.session.is_running and FAILURE_NOTICE not in notices.shown()

    run(scenario())


@pytest.mark.parametrize("failure", FAILURES)
def test_what_became_of_an_answer_stays_true(desk: HistoryDesk, run: Any, failure: Failure) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.ask("How much?", answer=None)
        desk.transport.answer(ConversationStarted("c-1"), ChatError(failure))
        await desk.turn_over()
        desk.presenter.note_connection(ConnectionState.CONNECTED)
        assert desk.window.notices._rows[FAILURE_NOTICE].notice.fact == failure.headline

    run(scenario())


def test_what_was_closed_does_not_come_back_with_the_server(desk: HistoryDesk, run: Any) -> None:
    async def scenario() -> None:
        await desk.open()
        desk.ask("How much?", answer=None)
        desk.transport.answer(ChatError(Failure(FailureKind.REFUSED, "Not running.", "Wait.")))
        await desk.turn_over()
        desk.time_out(FAILURE_NOTICE)
        desk.presenter.note_connection(ConnectionState.CONNECTED)
        assert desk.window.notices.shown() == []

    run(scenario())
