"""What is noted twice of one delivery, for a write of before came to its end late, is never noted of another."""

import asyncio
from dataclasses import replace
from pathlib import Path

from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.conversation.server_history import Deed
from strakly_desktop.store.conversations import ConversationStore

ACCOUNT = "http://gym.example/api 1 owner@example.test admin"


async def ask(store: ConversationStore, number: int) -> None:
    asked, empty = turn(str(number))
    await store.begin_turn(conversation(number), asked, empty)
    whole = replace(empty, text="42.", state=MessageState.COMPLETE)
    await store.finish_answer(f"c{number}", whole, BotMemory(f"bot-{number}", ACCOUNT, asked.created_at))


def test_a_removal_that_is_noted_again_takes_nothing_of_the_next_conversation(tmp_path: Path) -> None:
    async def story(store: ConversationStore) -> None:
        store.deliveries.serve(ACCOUNT)
        await ask(store, 1)
        await store.purge([("c1", await store.delete("c1"))])
        removal = await store.deliveries.next(ACCOUNT)
        assert removal is not None and removal.deed is Deed.DELETE
        await store.deliveries.note_removed(removal)
        await ask(store, 2)
        await store.deliveries.note_removed(removal)
        waiting = await store.deliveries.next(ACCOUNT)
        assert waiting is not None and waiting.answer == "42."

    with_store(tmp_path / "history.sqlite3", story)


def test_a_title_that_is_noted_again_ends_no_answer_that_waits(tmp_path: Path) -> None:
    async def story(store: ConversationStore) -> None:
        store.deliveries.serve(ACCOUNT)
        await ask(store, 1)
        save = await store.deliveries.next(ACCOUNT)
        assert save is not None
        await store.deliveries.note_created(save.copy, 7, "", save.title)
        await store.deliveries.note_saved(save, "digest", "")
        await store.rename("c1", "Another title")
        title = await store.deliveries.next(ACCOUNT)
        assert title is not None and title.deed is Deed.RENAME
        await store.deliveries.note_renamed(title)
        await asyncio.sleep(0)
        await ask(store, 2)
        await store.deliveries.note_renamed(title)
        waiting = await store.deliveries.next(ACCOUNT)
        assert waiting is not None and waiting.deed is Deed.SAVE

    with_store(tmp_path / "history.sqlite3", story)
