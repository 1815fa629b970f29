"""What a failed answer says beside itself: that what came is kept only where something came."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.history_desk import HistoryDesk

from strakly_desktop.app.chat.presenter import FAILURE_NOTICE
from strakly_desktop.conversation.errors import ChatError, StreamTruncated
from strakly_desktop.conversation.events import ConversationStarted, TokenReceived
from strakly_desktop.conversation.failures import assistant_failure, damaged, mixed_up, truncated

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
