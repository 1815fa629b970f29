"""An answer that is not over: only what this store itself is told goes on, in any other store it is a part."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

from support.store_use import conversation, turn

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.store.conversations import ConversationStore

Use = Callable[[Path, ConversationStore], Awaitable[None]]
PROBLEM = StoreError("The disk is read-only.", "")


def while_it_grows(path: Path, use: Use) -> None:
    """Call `use` with a store that has begun an answer."""

    async def run() -> None:
        async with aclosing(await ConversationStore.open(path)) as writing:
            await writing.begin_turn(conversation(), *turn())
            await writing.append_answer("a1", "| Due |\n|--:|\n| Rs. 108,")
            await use(path, writing)

    asyncio.run(asyncio.wait_for(run(), 60))


async def answer_in(store: ConversationStore) -> Message:
    (_, whole) = await store.all_messages("c1")
    (_, around) = await store.messages_around("c1", "a1")
    assert whole == around
    assert whole.text.endswith("Rs. 108,")
    return whole


def test_what_another_window_writes_is_known_as_such_and_as_interrupted_once_that_is_dead(
    tmp_path: Path,
) -> None:
    async def use(path: Path, writing: ConversationStore) -> None:
        assert (await answer_in(writing)).state is MessageState.STREAMING
        async with aclosing(await ConversationStore.open(path)) as second:
            assert (await answer_in(second)).state is MessageState.ELSEWHERE
            assert writing._presence is not None
            writing._presence.leave(clean=False)
            assert (await answer_in(second)).state is MessageState.INTERRUPTED

    while_it_grows(tmp_path / "history.sqlite3", use)


def test_where_nothing_can_be_written_what_a_dead_process_left_is_a_part(tmp_path: Path) -> None:
    async def use(path: Path, _writing: ConversationStore) -> None:
        async with aclosing(await ConversationStore.open_to_read(path, PROBLEM)) as reading:
            assert (await answer_in(reading)).state is MessageState.ELSEWHERE
        # As a kill leaves it: the marks are there, and nobody holds them.
        left = path.parent / "left"
        left.mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, left / file.name)
        async with aclosing(await ConversationStore.open_to_read(left / path.name, PROBLEM)) as reading:
            assert (await answer_in(reading)).state is MessageState.INTERRUPTED

    while_it_grows(tmp_path / "history.sqlite3", use)


def test_who_asks_whether_another_lives_writes_nothing(tmp_path: Path) -> None:
    async def use(path: Path, _writing: ConversationStore) -> None:
        async with aclosing(await ConversationStore.open_to_read(path, PROBLEM)) as reading:
            before = {file.name: file.stat().st_mtime_ns for file in path.parent.glob("*.open")}
            for mark in path.parent.glob("*.open"):
                mark.chmod(0o400)
            assert (await answer_in(reading)).state is MessageState.ELSEWHERE
            assert before == {file.name: file.stat().st_mtime_ns for file in path.parent.glob("*.open")}

    while_it_grows(tmp_path / "history.sqlite3", use)


def test_the_messages_of_another_window_are_kept_as_parts(tmp_path: Path) -> None:
    async def use(path: Path, _writing: ConversationStore) -> None:
        async with aclosing(await ConversationStore.open(path)) as second:
            taken = await second.messages("c1")
            async with aclosing(await ConversationStore.open(path.with_name("other.sqlite3"))) as other:
                await other.keep(conversation(), taken)
                assert (await answer_in(other)).state is MessageState.INTERRUPTED

    while_it_grows(tmp_path / "history.sqlite3", use)
