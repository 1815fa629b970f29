"""Random days of an outbox, at a real server that dies between any two bytes and an app that is killed at any moment.

What is said is written by a seed; at the end the server must have all of it, once and in order.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from support.stand_in_backend import StandInBackend
from support.store_use import NOON

from strakly_desktop.client.history_client import HistoryClient, exchange_body
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.sync.courier import Courier

ACCOUNT = "http://gym.example/api 1 owner@example.test admin"
OWNER = "owner@example.test"
_TEXTS = (
    "yes",
    "Who is in?",
    "Wer ist da? \U0001f3cb\U0001f3fd",
    "\u0939\u093e\u0901 | 5\n",
    "nul\0here",
    "x" * 300,
)


class CuttingWire:
    """A wire to a server, that breaks where the seed has it. `harm` is how often, from 0 to 1."""

    def __init__(self, target: str, chance: random.Random) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 0)
        self._chance = chance
        self.harm = 0.5
        self.cuts = 0
        self._busy = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its address."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    async def idle(self) -> None:
        """Wait until the server is done with what it was asked: for longer than that an app waits too."""
        for _ in range(50):
            # What is in the socket's buffer by now is read first.
            await asyncio.sleep(0)
        await self._is_idle.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, ValueError):
            first = await reader.readexactly(1)
            # From here on: of an app that was killed, the rest may be on its way.
            self._busy += 1
            self._is_idle.clear()
            try:
                await self._answer(first + await _whole_request(reader), writer)
            finally:
                self._busy -= 1
                if not self._busy:
                    self._is_idle.set()
        writer.close()

    async def _answer(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        how = self._chance.random()
        if how < self.harm / 2:
            # The server dies while it is asked: it never has all of it.
            self.cuts += 1
            await self._ask(request[: self._chance.randrange(len(request))], is_whole=False)
            return
        answer = await self._ask(request, is_whole=True)
        end = len(answer)
        if how < self.harm:
            # Or while it answers: what it did is done.
            self.cuts += 1
            end = self._chance.randrange(len(answer))
        writer.write(answer[:end])
        await writer.drain()

    async def _ask(self, request: bytes, *, is_whole: bool) -> bytes:
        reader, writer = await asyncio.open_connection(*self._target)
        try:
            writer.write(request)
            await writer.drain()
            if not is_whole:
                return b""
            head = await reader.readuntil(b"\r\n\r\n")
            return head + await reader.readexactly(_length(head))
        finally:
            writer.close()


async def _whole_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


@dataclass
class Day:
    """What is said in one run: the pairs of each conversation, and those that were deleted."""

    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)


async def run_once(seed: int, backend: StandInBackend, folder: Path) -> list[str]:
    """Live through one day; what is wrong at its end, nothing in a good one."""
    chance = random.Random(seed)
    backend.history.rows.clear()
    wire = CuttingWire(backend.url, chance)
    async with wire.open() as url:
        run = _Run(chance, backend, folder / f"{seed}.sqlite3", url, wire.idle)
        await run.live()
        wire.harm = 0.0
        await run.end()
    return run.problems()


class _Run:
    def __init__(
        self,
        chance: random.Random,
        backend: StandInBackend,
        path: Path,
        url: str,
        idle: Callable[[], Awaitable[None]],
    ) -> None:
        self._idle = idle
        self._chance = chance
        self._backend = backend
        self._path = path
        self._token = backend.token(OWNER)
        self._client = HistoryClient(f"{url}/api", url, lambda: self._token)
        self._day = Day()
        self._store: ConversationStore | None = None
        self._courier: asyncio.Task[None] | None = None

    async def live(self) -> None:
        await self._start()
        for step in range(self._chance.randrange(6, 14)):
            await self._wish(step)()
            await asyncio.sleep(self._chance.choice((0, 0, 0.002, 0.01)))
            if self._chance.random() < 0.35:
                await self._kill(is_whole=self._chance.random() < 0.4)

    async def end(self) -> None:
        await self._kill(is_whole=True)
        assert self._store is not None
        await self._stop_courier()
        courier = self._courier_for(self._store)
        while (pause := await courier.deliver()) is not None:  # noqa: ASYNC110 - its own clock says when
            await asyncio.sleep(pause)
        left = await self._store.deliveries.counts(ACCOUNT)
        assert not left, f"still waiting: {left}"
        await self._store.aclose()
        await self._client.aclose()

    def problems(self) -> list[str]:
        rows = self._backend.history.active
        wanted = {
            identifier: [(_sent(question), _sent(answer)) for question, answer in pairs]
            for identifier, pairs in self._day.said.items()
            if identifier not in self._day.deleted and pairs
        }
        found = sorted((row.title, row.pairs) for row in rows if row.user_id == 1)
        expected = sorted((self._day.titles[identifier], pairs) for identifier, pairs in wanted.items())
        short = str.maketrans({"x": None})
        lists = (f"wanted {expected}".translate(short), f"found  {found}".translate(short))
        return [] if found == expected else list(lists)

    def _wish(self, step: int) -> Callable[[], Awaitable[None]]:
        living = [name for name in self._day.said if name not in self._day.deleted]
        kind = self._chance.random()
        if living and kind < 0.1:
            return lambda: self._delete(self._chance.choice(living))
        if living and kind < 0.25:
            return lambda: self._rename(self._chance.choice(living), f"Title {step}")
        name = self._chance.choice(living) if living and kind < 0.75 else f"c{step}"
        return lambda: self._ask(name, step)

    async def _ask(self, name: str, step: int) -> None:
        assert self._store is not None
        question, text = self._chance.choice(_TEXTS), self._chance.choice(_TEXTS)
        bot = f"bot-{name}"
        if name not in self._day.said and self._chance.random() < 0.3:
            # Its name is taken by a conversation of somebody else.
            self._backend.history.add(99, "of another", bot_id=bot)
        moment = NOON + timedelta(minutes=step)
        asked = Message(f"{name}-q{step}", Role.USER, question, moment)
        answer = Message(f"{name}-a{step}", Role.ASSISTANT, "", moment, MessageState.STREAMING)
        title = self._day.titles.setdefault(name, f"About {name}")
        summary = ConversationSummary(name, title, moment, moment)
        await self._store.begin_turn(summary, asked, answer)
        whole = replace(answer, text=text, state=MessageState.COMPLETE)
        await self._store.finish_answer(name, whole, BotMemory(bot, ACCOUNT, moment))
        self._day.said.setdefault(name, []).append((question, text))

    async def _rename(self, name: str, title: str) -> None:
        assert self._store is not None
        await self._store.rename(name, title)
        self._day.titles[name] = title

    async def _delete(self, name: str) -> None:
        assert self._store is not None
        moment = await self._store.delete(name)
        if self._chance.random() < 0.3:
            await self._store.restore(name)
            return
        await self._store.purge([(name, moment)])
        self._day.deleted.add(name)

    async def _start(self) -> None:
        self._store = await ConversationStore.open(self._path)
        self._store.deliveries.serve(ACCOUNT)
        self._begin_courier()

    def _begin_courier(self) -> None:
        assert self._store is not None
        self._courier = asyncio.create_task(self._deliver(self._courier_for(self._store), self._store))

    def _courier_for(self, store: ConversationStore) -> Courier:
        return Courier(
            ACCOUNT,
            self._client,
            store.deliveries,
            exchange_body,
            user_id=1,
            gym_id=1,
            pauses=(0.001,),
            settled_after_s=0.0,
        )

    @staticmethod
    async def _deliver(courier: Courier, store: ConversationStore) -> None:
        while True:
            store.deliveries.booked.clear()
            pause = await courier.deliver()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await store.deliveries.booked.wait()

    async def _stop_courier(self) -> None:
        assert self._courier is not None
        self._courier.cancel()
        with suppress(asyncio.CancelledError):
            await self._courier
        await self._client.aclose()
        await self._idle()

    async def _kill(self, *, is_whole: bool) -> None:
        """End the courier wherever it is; where it `is_whole`, the app with its file too."""
        await self._stop_courier()
        if is_whole and self._store is not None:
            await self._store.aclose()
            await self._start()
        else:
            self._begin_courier()


def _sent(text: str) -> str:
    return text.replace("\0", "")
