"""A conversation that was deleted on the server is made anew there: what is known of the old one holds no more."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.stand_in_backend import StandInBackend, stand_in_backend
from support.store_use import conversation, turn, with_store

from strakly_desktop.client.history_client import HistoryClient, exchange_body
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.sync.courier import Courier

ACCOUNT = "http://gym.example/api 1 owner@example.test admin"
OWNER = "owner@example.test"


class UnheardServer(HistoryClient):
    """A server whose next answers to what is saved are lost on the way, `unheard` of them."""

    unheard = 0

    async def save(self, server_id: int, body: bytes) -> None:
        await super().save(server_id, body)
        if self.unheard:
            self.unheard -= 1
            raise ChatError(Failure(FailureKind.TIMEOUT, "The server does not answer.", "Wait."))


@pytest.fixture
def backend() -> Iterator[StandInBackend]:
    with stand_in_backend() as running:
        yield running


async def ask_the_same(store: ConversationStore, number: int) -> None:
    """Ask what was asked before, in the first conversation, and have the same answer."""
    asked, empty = turn(str(number), "Who is in?")
    await store.begin_turn(conversation(1), asked, empty)
    whole = replace(empty, text="Nobody.", state=MessageState.COMPLETE)
    await store.finish_answer("c1", whole, BotMemory("bot-1", ACCOUNT, asked.created_at))


async def deliver(courier: Courier) -> None:
    while (pause := await courier.deliver()) is not None:  # noqa: ASYNC110 - its own clock says when
        await asyncio.sleep(pause)


def test_words_that_were_in_the_old_one_too_are_in_the_new_one_once(
    tmp_path: Path, backend: StandInBackend
) -> None:
    async def story(store: ConversationStore) -> None:
        store.deliveries.serve(ACCOUNT)
        token = backend.token(OWNER)
        server = UnheardServer(f"{backend.url}/api", backend.url, lambda: token)
        # Each look is a minute later: whether it is still there is asked again.
        clock = iter(range(0, 1_000_000, 60))
        courier = Courier(
            ACCOUNT,
            server,
            store.deliveries,
            exchange_body,
            pauses=(0.0,),
            settled_after_s=0.0,
            clock=lambda: float(next(clock)),
        )
        await ask_the_same(store, 1)
        await deliver(courier)
        (old,) = backend.history.active
        old.is_active = False
        server.unheard = 1
        await ask_the_same(store, 2)
        await deliver(courier)
        assert server.unheard == 0
        await server.aclose()

    with_store(tmp_path / "history.sqlite3", story)
    (new,) = backend.history.active
    assert new.pairs == [("Who is in?", "Nobody.")]
