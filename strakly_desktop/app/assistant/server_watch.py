"""Watches over one server: whether it answers, when it went, that it is back, and whether it may have forgotten."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from strakly_desktop.chat.memory_check import MemoryJudge, MemoryVerdict
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import FailureKind
from strakly_desktop.conversation.health import Health

_THERE = frozenset(
    {
        FailureKind.NOT_FOUND,
        FailureKind.FORBIDDEN,
        FailureKind.REJECTED,
        FailureKind.RATE_LIMITED,
        FailureKind.NOT_SIGNED_IN,
        FailureKind.SIGN_IN_EXPIRED,
        FailureKind.SIGN_IN_INVALID,
    }
)
"""What one says that does not know the question how it is: it is there."""


class Server(Protocol):
    """What can be asked how it is."""

    async def health(self) -> Health: ...


class WatchNews(Protocol):
    """Who is told, and who knows what else goes on."""

    def tell_state(self, state: ConnectionState) -> None: ...
    def tell_memory(self, verdict: MemoryVerdict) -> None: ...
    def is_answering(self) -> bool: ...


class ServerWatch:
    """Asks by health checks."""

    def __init__(
        self,
        news: WatchNews,
        pauses: Sequence[float],
        checks_apart: float,
        is_watched: Callable[[], bool],
    ) -> None:
        """See Connection."""
        self._news = news
        self._pauses = tuple(pauses)
        self._checks_apart = checks_apart
        self._is_watched = is_watched
        self._memory = MemoryJudge()
        self._check_soon = asyncio.Event()
        self._is_network_new = False

    def begin_anew(self) -> None:
        """Another server, or another process of it, is watched from now on."""
        self._memory = MemoryJudge()

    def look_soon(self) -> None:
        """Ask soon: something went wrong with it, and what is being started anew gets a moment."""
        self._check_soon.set()

    def look_at_once(self) -> None:
        """Ask now, and again if it is being asked: the network that it was asked over may be another one."""
        self._is_network_new = True
        self._check_soon.set()

    async def until_healthy(self, server: Server, health: Health | None = None) -> None:
        """Wait until it is well. `health` is what it said last, if it was just asked."""
        pauses = itertools.chain(self._pauses, itertools.repeat(self._pauses[-1]))
        health = health or await self._ask(server)
        self._settle()
        while not health.is_well:
            self._memory.see(health)
            self._news.tell_state(ConnectionState.OFFLINE)
            await self._pause(next(pauses))
            health = await self._ask(server)
        self._news.tell_state(ConnectionState.CONNECTED)
        self._news.tell_memory(self._memory.see(health))

    async def keep(self, server: Server) -> None:
        """Tell that it went, and that it is back, though nobody asks it anything."""
        while True:
            health = None
            self._settle()
            try:
                async with asyncio.timeout(self._checks_apart):
                    await self._check_soon.wait()
            except TimeoutError:
                # A running answer tells by itself, and a busy server may be slow to say how it is.
                if self._news.is_answering() or not self._is_watched():
                    continue
                health = await self._ask(server)
                # One that answers a person by now, or says that it does not know this question, is there.
                if not health.is_well and (self._news.is_answering() or health.failure in _THERE):
                    continue
            else:
                if not self._is_network_new:
                    await asyncio.sleep(self._pauses[0])
                    await self.until_healthy(server)
                    continue
                health = await self._ask(server)
                if health.failure in _THERE:
                    self._news.tell_state(ConnectionState.CONNECTED)
                    continue
                if health.failure is FailureKind.TIMEOUT and self._news.is_answering():
                    continue
            await self.until_healthy(server, health)

    async def _ask(self, server: Server) -> Health:
        self._is_network_new = False
        return await server.health()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._check_soon.wait()
        self._check_soon.clear()

    def _settle(self) -> None:
        """What was reason to look is looked at; a network that changed meanwhile is not."""
        if not self._is_network_new:
            self._check_soon.clear()
