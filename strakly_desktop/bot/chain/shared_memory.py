"""What the assistant remembers, for half an hour, where every worker finds it: in PostgreSQL.

One turn at a time is under a lock of the database that no other worker gets; within this process the turns of one
conversation queue before that. A turn reads the conversation when it begins and writes it when it is over: of a worker
that was killed in between the earlier turns are left, whole.

It is not in Redis or Valkey: those take a turn 0.3 ms instead of 1.7, of 17 ms of CPU, and would be a second server to
run, to save, and to lock between the gyms.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

import psycopg

from strakly_desktop.bot.agent.memory import (
    FORGET_AFTER_SECONDS,
    MOST_CONVERSATIONS,
    Conversation,
    MemoryFailed,
)
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.chain.kept_turns import dumped, loaded
from strakly_desktop.bot.chain.line import Connection, Line
from strakly_desktop.bot.models.kept_replies import dump_original, load_original

_log = logging.getLogger(__name__)

_IDLE: Final = timedelta(seconds=FORGET_AFTER_SECONDS)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.25
"""Seconds between two looks whether another worker is done with the conversation."""

_NOT_NOW: Final = "The assistant's memory does not answer. Please ask again in a minute."
_FOR: Final = "SELECT set_config('strakly.gym_id', %s, true), set_config('strakly.person', %s, true)"
_BEGIN: Final = """
    INSERT INTO conversations AS kept (gym_id, person, id, turns) VALUES (%(gym)s, %(person)s, %(id)s, '')
    ON CONFLICT (gym_id, person, id) DO UPDATE SET used_at = now(),
        turns = CASE WHEN kept.used_at < now() - %(idle)s THEN '' ELSE kept.turns END,
        epoch = CASE WHEN kept.used_at < now() - %(idle)s THEN gen_random_uuid() ELSE kept.epoch END
    RETURNING epoch, turns, xmax = 0"""
_DROP_OLDEST: Final = """
    DELETE FROM conversations WHERE gym_id = %(gym)s AND person = %(person)s AND id IN (
        SELECT id FROM conversations WHERE gym_id = %(gym)s AND person = %(person)s
        ORDER BY used_at DESC OFFSET %(most)s)"""
_KEEP: Final = """
    UPDATE conversations SET turns = %(turns)s, used_at = now()
    WHERE gym_id = %(gym)s AND person = %(person)s AND id = %(id)s AND epoch = %(epoch)s"""
_DROP: Final = "DELETE FROM conversations WHERE gym_id = %(gym)s AND person = %(person)s AND id = %(id)s"


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose conversation, and which. Ids are bytes: a client may send characters that no text of a database holds."""

    gym: int
    person: str
    id: bytes

    @property
    def values(self) -> dict[str, object]:
        return {
            "gym": self.gym,
            "person": self.person,
            "id": self.id,
            "idle": _IDLE,
            "most": MOST_CONVERSATIONS,
        }

    @property
    def key(self) -> int:
        """The number of its lock."""
        name = json.dumps([self.gym, self.person]).encode() + b"\0" + self.id
        return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big", signed=True)


@dataclass(slots=True)
class _Held:
    """A conversation that this worker has the lock of. Another epoch means that it was forgotten meanwhile."""

    conversation: Conversation
    epoch: UUID
    turns_before: list[object] = field(default_factory=list)

    def is_changed(self) -> bool:
        turns = self.conversation.turns
        return len(turns) != len(self.turns_before) or any(
            turn is not before for turn, before in zip(turns, self.turns_before, strict=True)
        )


class SharedMemory:
    """A ConversationMemory over one line to PostgreSQL."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._queues: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, tenant: Tenant, conversation_id: str) -> AsyncGenerator[Conversation]:
        """As ConversationMemory says."""
        place = _place(tenant, conversation_id)
        queue = self._queues.setdefault(place.key, asyncio.Lock())
        await queue.acquire()
        try:
            held = await self._entered(place)
        except BaseException:
            queue.release()
            raise
        try:
            yield held.conversation
        finally:
            # Goes on by itself when this is cancelled: the next turn must find what was said, and the lock free.
            leaving = self._line.begin(lambda connection: _leave(connection, place, held))
            leaving.add_done_callback(lambda task: _left(task, queue))
            await asyncio.wait([leaving])

    async def drop(self, tenant: Tenant, conversation_id: str) -> None:
        """As ConversationMemory says."""
        place = _place(tenant, conversation_id)
        try:
            await self._line.run(lambda connection: _drop(connection, place))
        except psycopg.Error as error:
            raise _failed(error) from error

    async def forget_old(self) -> None:
        """Remove what nobody may continue any more, of every gym. Raises psycopg.Error."""
        await self._line.run(
            lambda connection: connection.execute("SELECT forget_old_conversations(%s)", (_IDLE,))
        )

    async def instance(self) -> str:
        """What clients know this memory by. Raises psycopg.Error."""
        cursor = await self._line.run(lambda connection: connection.execute("SELECT instance FROM chain"))
        row = await cursor.fetchone()
        return "" if row is None else str(row[0])

    async def _entered(self, place: _Place) -> _Held:
        pause = _FIRST_PAUSE
        while True:
            entering = self._line.begin(lambda connection: _enter(connection, place))
            try:
                held = await asyncio.shield(entering)
            except asyncio.CancelledError:
                entering.add_done_callback(lambda task: self._give_back(task, place))
                raise
            except psycopg.Error as error:
                raise _failed(error) from error
            if held is not None:
                return held
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, 1.5 * pause)

    def _give_back(self, entering: "asyncio.Task[_Held | None]", place: _Place) -> None:
        if not entering.cancelled() and entering.exception() is None and entering.result() is not None:
            self._line.begin(lambda connection: _unlock(connection, place))


async def _enter(connection: Connection, place: _Place) -> _Held | None:
    """The conversation with its lock; None while another worker has that."""
    got = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (place.key,))).fetchone()
    if got != (True,):
        return None
    try:
        async with connection.transaction():
            await connection.execute(_FOR, (str(place.gym), place.person))
            row = await (await connection.execute(_BEGIN, place.values)).fetchone()
            assert row is not None
            epoch, kept, is_new = row
            if is_new:
                await connection.execute(_DROP_OLDEST, place.values)
    except psycopg.Error:
        if not connection.closed:
            await _unlock(connection, place)
        raise
    conversation = Conversation()
    for turn in loaded(kept, load_original):
        conversation.remember(turn)
    return _Held(conversation, epoch, list(conversation.turns))


async def _leave(connection: Connection, place: _Place, held: _Held) -> None:
    try:
        if held.is_changed():
            turns = dumped(held.conversation.turns, dump_original)
            async with connection.transaction():
                await connection.execute(_FOR, (str(place.gym), place.person))
                await connection.execute(_KEEP, {**place.values, "turns": turns, "epoch": held.epoch})
    finally:
        if not connection.closed:
            await _unlock(connection, place)


async def _unlock(connection: Connection, place: _Place) -> None:
    await connection.execute("SELECT pg_advisory_unlock(%s)", (place.key,))


async def _drop(connection: Connection, place: _Place) -> None:
    async with connection.transaction():
        await connection.execute(_FOR, (str(place.gym), place.person))
        await connection.execute(_DROP, place.values)


def _left(task: "asyncio.Task[None]", queue: asyncio.Lock) -> None:
    queue.release()
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("A turn could not be remembered: %s", type(error).__name__)


def _failed(error: psycopg.Error) -> MemoryFailed:
    _log.error("The memory does not answer: %s", type(error).__name__)
    return MemoryFailed(_NOT_NOW)


def _place(tenant: Tenant, conversation_id: str) -> _Place:
    assert tenant.gym_id is not None, "who belongs to no gym is refused before"
    # JSON, so that no name of a role can look like another person.
    person = json.dumps([tenant.user_id, tenant.role])
    return _Place(tenant.gym_id, person, conversation_id.encode("utf-8", "surrogatepass"))
