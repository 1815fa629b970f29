"""A real server that ends and comes back behind an idle window: the header tells, and no old id is trusted."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from support.bot_process import running_bot
from support.ports import free_port

from strakly_desktop.app.assistant.connection import Connection, Endpoint
from strakly_desktop.app.assistant.endpoint_choice import make_clients
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.model import MessageState


class Desk:
    """A session on a connection to a server at one address, and what the two have told."""

    def __init__(self) -> None:
        self.connection = Connection(make_clients, pauses=(0.1,), checks_apart=0.2)
        self.session = ChatSession(self.connection)
        self.states: list[ConnectionState] = []
        self.lost: list[str] = []
        self._news = asyncio.Event()
        self.connection.state_changed.connect(self.states.append)
        self.connection.memory_lost.connect(self.session.note_lost_memory)
        self.session.context_lost.connect(lambda: self.lost.append("context"))
        for signal in (
            self.connection.state_changed,
            self.session.context_lost,
            self.session.running_changed,
        ):
            signal.connect(lambda *_: self._news.set())

    async def until(self, has_come: Callable[[], bool]) -> None:
        while not has_come():
            self._news.clear()
            await self._news.wait()

    async def ask(self) -> None:
        assert self.session.ask("How many clients are there?")
        await self.until(lambda: not self.session.is_running)
        assert self.session.messages[-1].state is MessageState.COMPLETE


@pytest.mark.parametrize("at_once", [False, True], ids=["after a while", "at once"])
def test_a_restarted_server(run: Any, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    monkeypatch.setenv("JWT_SECRET", "the-same-before-and-after-the-restart")
    port = free_port()

    async def story() -> None:
        desk = Desk()
        with ExitStack() as first:
            bot = first.enter_context(running_bot(port=port))
            desk.connection.connect_to(Endpoint(bot.url, bot.token))
            await desk.until(lambda: desk.states[-1:] == [ConnectionState.CONNECTED])
            await desk.ask()
        if not at_once:
            await desk.until(lambda: desk.states[-1] is ConnectionState.OFFLINE)
        with running_bot(port=port):
            await desk.until(lambda: desk.lost == ["context"])
            assert desk.states[-1] is ConnectionState.CONNECTED
            await desk.ask()
            assert desk.lost == ["context"]
        await desk.session.finish_cancelling()
        await desk.connection.aclose()

    run(story())
