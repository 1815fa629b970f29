"""A damaged file: what waited for the gym's server is still brought from the new one, once, or said to be lost."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.stand_in_backend import StandInBackend, stand_in_backend
from support.store_use import conversation, turn

from strakly_desktop.client.history_client import HistoryClient, exchange_body
from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.conversation.server_history import DeliveryState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.records.marks import mark, set_mark
from strakly_desktop.store.records.server_copies import LISTED_SINCE
from strakly_desktop.sync.courier import Courier

FILE = "history.sqlite3"
ACCOUNT = "http://gym.example/api 1 owner@example.test admin"


async def ask(store: ConversationStore, number: int, name: str) -> None:
    asked, empty = turn(name, f"Question {name}?")
    summary = conversation(number, f"Title {number}")
    await store.begin_turn(summary, asked, empty)
    whole = replace(empty, text=f"Answer {name}.", state=MessageState.COMPLETE)
    await store.finish_answer(summary.id, whole, BotMemory(f"bot-{number}", ACCOUNT, asked.created_at))


async def deliver(store: ConversationStore, backend: StandInBackend) -> None:
    token = backend.token("owner@example.test")
    client = HistoryClient(f"{backend.url}/api", backend.url, lambda: token)
    courier = Courier(
        ACCOUNT, client, store.deliveries, exchange_body, user_id=1, gym_id=1, settled_after_s=0.0
    )
    assert await courier.deliver() is None
    await client.aclose()


async def fill(path: Path, backend: StandInBackend) -> None:
    """Two conversations on the server, with one answer more in one of them that waits; and one that is not there."""
    store = await ConversationStore.open(path)
    store.deliveries.serve(ACCOUNT)
    for number in (1, 2):
        await ask(store, number, f"{number}-0")
    await deliver(store, backend)
    await ask(store, 1, "1-1")
    await ask(store, 3, "3-0")
    await store._writer.run(lambda connection: set_mark(connection, LISTED_SINCE, 12345))
    await store.aclose()


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[:100] = b"\x5a" * 100
    path.write_bytes(data)


def reopened(
    tmp_path: Path,
    backend: StandInBackend,
    before_damage: Callable[[sqlite3.Connection], object] | None = None,
) -> tuple[dict[DeliveryState, int], int, int | None]:
    """What is left to bring after the courier went, what is said to be lost, and the mark."""
    home = tmp_path / FILE

    async def story() -> tuple[dict[DeliveryState, int], int, int | None]:
        await fill(home, backend)
        if before_damage is not None:
            with closing(sqlite3.connect(home, isolation_level=None)) as connection:
                before_damage(connection)
        damage(home)
        store = await ConversationStore.open(home)
        assert store.salvaged is not None
        store.deliveries.serve(ACCOUNT)
        await deliver(store, backend)
        counts = await store.deliveries.counts(ACCOUNT)
        since = await store._reader.read(lambda connection: mark(connection, LISTED_SINCE))
        lost = store.salvaged.not_brought
        await store.aclose()
        with closing(sqlite3.connect(home)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return counts, lost, since

    return asyncio.run(asyncio.wait_for(story(), 60))


def pairs(backend: StandInBackend) -> dict[str, list[str]]:
    return {row.title: [question for question, _ in row.pairs] for row in backend.history.active}


ALL = {
    "Title 1": ["Question 1-0?", "Question 1-1?"],
    "Title 2": ["Question 2-0?"],
    "Title 3": ["Question 3-0?"],
}


def test_what_waited_is_brought_once_in_the_conversation_it_belongs_to(tmp_path: Path) -> None:
    with stand_in_backend() as backend:
        assert reopened(tmp_path, backend) == ({}, 0, 12345)
        assert pairs(backend) == ALL


def test_what_the_server_took_and_the_file_does_not_know_of_is_not_there_twice(tmp_path: Path) -> None:
    """As pages of before read: a save, and a conversation that was made."""

    def as_before(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE outbox SET state = 'waiting', digest = '' WHERE state = 'saved'")
        connection.execute("UPDATE server_copy SET server_id = NULL, creating = NULL WHERE conversation = 2")

    with stand_in_backend() as backend:
        assert reopened(tmp_path, backend, as_before)[:2] == ({}, 0)
        assert pairs(backend) == ALL


@pytest.mark.parametrize(
    "gone",
    [
        "DELETE FROM message WHERE id = 'q1-1'",
        "DELETE FROM server_copy WHERE conversation = 1",
        "UPDATE message SET state = 'interrupted' WHERE id = 'a1-1'",
        "DELETE FROM message WHERE id = 'a1-1'",
    ],
)
def test_what_is_not_whole_any_more_is_never_sent_and_said(tmp_path: Path, gone: str) -> None:
    with stand_in_backend() as backend:
        counts, lost, _ = reopened(tmp_path, backend, lambda connection: connection.execute(gone))
        assert (counts, lost) == ({}, 1)
        assert pairs(backend) == ALL | {"Title 1": ["Question 1-0?"]}


def test_a_removal_that_waited_is_done(tmp_path: Path) -> None:
    async def remove(path: Path) -> None:
        store = await ConversationStore.open(path)
        store.deliveries.serve(ACCOUNT)
        await store.purge([("c2", await store.delete("c2"))])
        await store.aclose()

    with stand_in_backend() as backend:

        async def story() -> None:
            home = tmp_path / FILE
            await fill(home, backend)
            await remove(home)
            damage(home)
            store = await ConversationStore.open(home)
            await deliver(store, backend)
            await store.aclose()

        asyncio.run(asyncio.wait_for(story(), 60))
        assert "Title 2" not in pairs(backend)
        shutil.rmtree(tmp_path)
