"""What happens to conversations while they come in: they are deleted, taken back, gone for good."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import ExchangeError
from strakly_desktop.store.exchange.importing import Import


async def items_of(store: ConversationStore) -> list[ConversationSummary | Message]:
    found: list[ConversationSummary | Message] = []
    for summary in await store.conversations():
        found += [summary, *await store.all_messages(summary.id)]
    return found


async def imported(
    store: ConversationStore,
    items: list[ConversationSummary | Message],
    meanwhile: Callable[[], object],
) -> ConversationSummary:
    """Take `items` in, with `meanwhile` between the last step and the end."""
    work = Import(iter(items), lambda: False)
    while await store._writer.write(work.step):
        pass
    wait = meanwhile()
    if wait is not None:
        await wait  # type: ignore[misc]
    return await store._writer.write(work.finish)


async def shown(store: ConversationStore) -> dict[str, list[str]]:
    """The messages of each conversation by its title."""
    return {
        summary.title: [message.text for message in await store.all_messages(summary.id)]
        for summary in await store.conversations()
    }


def test_what_is_deleted_for_good_while_it_comes_in_is_there_from_the_file(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await store.begin_turn(conversation(1, "Dues of May"), *turn("1", "Rs. 500"))
        await store.begin_turn(conversation(2, "Dues of June"), *turn("2", "Rs. 600"))
        items, before = await items_of(store), await shown(store)
        deleted_at = await store.delete("c1")
        # The time for Undo ends.
        first = await imported(store, items, lambda: store.purge([("c1", deleted_at)]))
        assert await shown(store) == before
        assert first.title == "Dues of June"
        assert len(await store.search("500")) == 1

    with_store(tmp_path / "history.db", use)


def test_what_comes_back_by_its_file_is_not_removed_from_the_server(tmp_path: Path) -> None:
    def removals(connection: sqlite3.Connection) -> int:
        count: int = connection.execute("SELECT count(*) FROM outbox WHERE deed = 'delete'").fetchone()[0]
        return count

    async def use(store: ConversationStore) -> None:
        store.deliveries.serve("account")
        await store.begin_turn(conversation(1, "Dues of May"), *turn("1", "Rs. 500"))
        await store._writer.write(
            lambda connection: connection.execute(
                "UPDATE conversation SET bot_conversation = 'b', bot_account = 'account'"
            )
        )
        items, before = await items_of(store), await shown(store)
        await store.delete("c1")
        assert await store._writer.write(removals) == 1
        await imported(store, items, lambda: None)
        assert await shown(store) == before
        assert [entry.id for entry in await store.conversations()] == ["c1"]
        assert await store._writer.write(removals) == 0

    with_store(tmp_path / "history.db", use)


def test_what_somebody_deletes_for_good_while_it_comes_in_is_said(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await store.begin_turn(conversation(1, "Dues of May"), *turn("1", "Rs. 500"))
        items = await items_of(store)

        async def delete() -> None:
            await store.purge([("c1", await store.delete("c1"))])

        with pytest.raises(ExchangeError, match="deleted meanwhile"):
            await imported(store, items, delete)

    with_store(tmp_path / "history.db", use)
