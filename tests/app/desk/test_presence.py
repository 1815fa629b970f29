"""How many are in is asked where somebody answers and may say it, and is never shown when it is old."""

import asyncio
from typing import Any, cast

from PySide6.QtCore import QObject
from support.limits import LAST_RESORT_S

from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.app.desk.presence import PresenceCount
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal

FAILURE = Failure(FailureKind.NETWORK, "It is gone.", "Wait.")


class FakeServer:
    """Answers with the next of `answers`; the last repeats."""

    def __init__(self, *answers: int | ChatError) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def client(self) -> "FakeServer":
        return self

    async def present_count(self, _branch_id: int | None) -> int:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, ChatError):
            raise answer
        return answer


def counts(run: Any, server: FakeServer, *steps: str, until: int) -> list[int | None]:
    told: list[int | None] = []

    async def story() -> None:
        parent = QObject()
        presence = PresenceCount(cast(DeskServer, server), lambda: None, lambda: True, parent, apart_s=0.01)
        is_told = asyncio.Event()

        def note(count: int | None) -> None:
            told.append(count)
            if len(told) >= until:
                is_told.set()

        presence.counted.connect(note)
        for step in steps:
            if step == "anew":
                presence.start_anew()
            else:
                presence.note_state(ConnectionState(step))
        await is_told.wait()
        await presence.aclose()

    run(story())
    return told[:until]


def test_it_is_asked_again_and_again_while_there_is_a_connection(run: Any) -> None:
    server = FakeServer(19, 20)
    assert counts(run, server, "connected", until=3) == [19, 20, 20]


def test_it_is_not_known_while_there_is_none(run: Any) -> None:
    server = FakeServer(19)
    assert counts(run, server, "connecting", "offline", until=2) == [None, None]
    assert server.asked == 0


def test_an_account_that_may_not_know_is_asked_once(run: Any) -> None:
    server = FakeServer(Refusal(FAILURE, 403, "Access denied."), 7)
    assert counts(run, server, "connected", until=1) == [None]
    assert server.asked == 1
    # Another one may.
    assert counts(run, server, "connected", "anew", until=3)[1:] == [7, 7]


def test_a_server_that_is_busy_is_asked_again(run: Any) -> None:
    server = FakeServer(ChatError(FAILURE), Refusal(FAILURE, 502, ""), 19)
    assert counts(run, server, "connected", until=3) == [None, None, 19]


def test_a_server_that_answers_while_the_app_ends_is_not_asked_any_more(run: Any) -> None:
    """The window would be gone when the count comes."""
    server = FakeServer(19)

    async def story() -> None:
        parent = QObject()
        presence = PresenceCount(cast(DeskServer, server), lambda: None, lambda: True, parent)
        await presence.aclose()
        presence.note_state(ConnectionState.CONNECTED)
        await presence._tasks.finish()

    run(asyncio.wait_for(story(), LAST_RESORT_S))
    assert server.asked == 0
