"""The store on real files: turns, lists, pages, renaming, deleting, and what a dead process leaves."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from support.store_use import NOON, conversation, turn, with_store

from strakly_desktop.conversation.model import (
    BotMemory,
    ConversationSummary,
    Message,
    MessageState,
)
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import StoreUnavailable


def finished(answer: Message, text: str) -> Message:
    return replace(answer, text=text, state=MessageState.COMPLETE, tools=("find_client",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


def test_a_turn_comes_back_as_it_was(path: Path) -> None:
    question, answer = turn(question="Wer ist ऋषि 👩‍👩‍👧? \ud83d")
    memory = BotMemory("bot-1", "https://gym|7", NOON + timedelta(seconds=3))
    whole = finished(answer, "| Name |\n|---|\n| ऋषि |\n")

    async def write(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), question, answer)
        await store.append_answer(answer.id, "| Name |\n|---")
        await store.append_answer(answer.id, "|\n| ऋ")
        assert (await store.messages("c1"))[1] == replace(answer, text="| Name |\n|---|\n| ऋ")
        await store.finish_answer("c1", whole, memory)

    async def read(store: ConversationStore) -> None:
        assert await store.conversation("c1") == replace(conversation(), bot_memory=memory)
        saved = await store.messages("c1")
        assert saved == [replace(question, text="Wer ist ऋषि 👩‍👩‍👧? \ufffd"), whole]
        assert saved[0].created_at.strftime("%H:%M") == "12:00"

    with_store(path, write)
    with_store(path, read)


def test_the_list_is_pinned_first_then_newest_and_pages_without_gap_or_repeat(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        for number in range(1, 8):
            # Two share each minute: a page may end between them.
            await store.begin_turn(conversation(number, minutes=number // 2), *turn(str(number)))
        await store.set_pinned("c3", True)
        whole = await store.conversations()
        assert [entry.id for entry in whole] == ["c3", "c7", "c6", "c5", "c4", "c2", "c1"]
        assert whole[0].pinned
        paged: list[ConversationSummary] = []
        while page := await store.conversations(paged[-1] if paged else None, limit=2):
            paged += page
        assert paged == whole
        await store.set_pinned("c3", False)
        await store.begin_turn(conversation(1, minutes=60), *turn("again"))
        assert [entry.id for entry in await store.conversations(limit=2)] == ["c1", "c7"]

    with_store(path, use)


def test_messages_come_by_the_page_from_the_end_or_around_one(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        for number in range(10):
            await store.begin_turn(conversation(), *turn(str(number)))
        ids = [message.id for message in await store.all_messages("c1")]
        assert ids == [f"{kind}{number}" for number in range(10) for kind in "qa"]
        last = await store.messages("c1", limit=6)
        assert [message.id for message in last] == ids[-6:]
        assert [message.id for message in await store.messages("c1", before=last[0].id, limit=6)] == ids[
            -12:-6
        ]
        assert await store.messages("c1", before=ids[0]) == []
        around = [message.id for message in await store.messages_around("c1", "q2", limit=6)]
        assert around == ids[1:]
        assert [message.id for message in await store.messages_around("c1", "a9", limit=6)] == ids[-6:]
        assert await store.messages("unknown") == []
        assert await store.messages_around("unknown", "q2") == []

    with_store(path, use)


def test_a_deleted_conversation_is_hidden_comes_back_on_undo_and_is_purged_at_the_next_start(
    path: Path,
) -> None:
    async def delete(store: ConversationStore) -> None:
        for number in range(1, 80):
            await store.begin_turn(conversation(number, f"Anita {number}"), *turn(str(number)))
            await store.delete(f"c{number}")
        assert await store.conversations() == []
        assert await store.conversation("c1") is None
        assert await store.search("anita") == []
        await store.restore("c1")
        await store.begin_turn(conversation(2), *turn("asked-in-it-again"))
        assert {entry.id for entry in await store.conversations()} == {"c1", "c2"}

    async def reopen(store: ConversationStore) -> None:
        for number in range(3, 80):
            await store.restore(f"c{number}")
        assert {entry.id for entry in await store.conversations()} == {"c1", "c2"}
        assert {hit.conversation.id for hit in await store.search("anita")} == {"c1", "c2"}
        assert await store.all_messages("c3") == []

    with_store(path, delete)
    with_store(path, reopen)


def test_saving_the_same_turn_again_keeps_one(path: Path) -> None:
    """The recorder saves again what it could not be sure of, and a rename in between must live."""

    async def use(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), *turn())
        await store.rename("c1", "Renamed")
        await store.begin_turn(conversation(), *turn())
        assert [message.id for message in await store.messages("c1")] == ["q1", "a1"]
        assert [entry.title for entry in await store.conversations()] == ["Renamed"]

    with_store(path, use)


def test_an_answer_whose_conversation_is_gone_is_not_brought_back(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        question, answer = turn()
        await store.begin_turn(conversation(), question, answer)
        await store.clear_all()
        await store.append_answer(answer.id, "late")
        await store.finish_answer("c1", finished(answer, "late"), None)
        assert await store.conversations() == []
        assert await store.search("late") == []

    with_store(path, use)


def test_cancelling_a_save_does_not_undo_it(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        saving = asyncio.create_task(store.begin_turn(conversation(), *turn()))
        await asyncio.sleep(0)
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving
        await store.rename("c1", "It is there")  # Behind it in the same thread.
        assert [entry.title for entry in await store.conversations()] == ["It is there"]

    with_store(path, use)


def test_cancelling_a_search_leaves_the_store_usable(path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), *turn())
        searching = [asyncio.create_task(store.search("anita")) for _ in range(20)]
        await asyncio.sleep(0)
        for task in searching:
            task.cancel()
        await asyncio.gather(*searching, return_exceptions=True)
        assert len(await store.search("anita")) == 1

    with_store(path, use)


def test_a_closed_store_refuses_in_words_what_comes_late(path: Path) -> None:
    async def use() -> None:
        store = await ConversationStore.open(path)
        await store.aclose()
        with pytest.raises(StoreUnavailable):
            await store.begin_turn(conversation(), *turn())
        with pytest.raises(StoreUnavailable):
            await store.conversations()

    asyncio.run(use())


def test_a_branch_that_is_named_late_is_that_of_both_messages(path: Path) -> None:
    question, answer = turn()

    async def use(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), question, answer)
        await store.finish_answer("c1", finished(answer, "42"), None)
        await store.name_branch((question.id, answer.id, "gone"), "Lake Road")
        assert [message.branch for message in await store.messages("c1")] == ["Lake Road"] * 2

    with_store(path, use)
