"""Real processes: killed at any moment, and two at one file."""

import asyncio
import random
import time
from pathlib import Path

from support.store_use import conversation, turn, with_store
from support.store_writer import WriterProcess, check_after_kill, integrity

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore

KILLS = 20  # bench_store.py does the 200.


def test_killing_the_writer_at_any_moment_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    chance = random.Random()
    interrupted = 0
    for number in range(KILLS):
        writer = WriterProcess(path, f"run{number}", turns=50, tokens=40)
        writer.read_until("begun")
        time.sleep(chance.uniform(0, 0.25))
        writer.kill()
        asyncio.run(check_after_kill(path, writer))
        interrupted += not all(told.finished for told in writer.turns.values())
    assert interrupted > KILLS // 2


def test_two_processes_write_and_read_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    writers = [WriterProcess(path, name, turns=8, tokens=20) for name in ("left", "right")]

    async def use(store: ConversationStore) -> None:
        for number in range(20):
            await store.begin_turn(conversation(number), *turn(str(number)))
            await store.search("question")
            await store.conversations()
        for writer in writers:
            assert await asyncio.to_thread(writer.wait) == 0
        for writer in writers:
            messages = await store.all_messages(f"c-{writer.name}")
            assert [message.id for message in messages] == [
                f"{kind}-{writer.name}-{number}" for number in range(8) for kind in "qa"
            ]
            assert all(message.state is MessageState.COMPLETE for message in messages)
            assert len(await store.search(f"{writer.name} question")) == 1
        assert len(await store.all_messages("c19")) == 2

    with_store(path, use)
    assert integrity(path) == []


def test_only_answers_of_the_dead_are_interrupted(tmp_path: Path) -> None:
    """A second window that opens sees the first one's answer grow, and closes that of one that was killed."""
    path = tmp_path / "history.db"
    living, dead = (WriterProcess(path, name, turns=1, tokens=100_000) for name in ("living", "dead"))
    for writer in (living, dead):
        writer.read_until("saved")
    dead.kill()

    async def use(store: ConversationStore) -> None:
        (_, growing) = await store.messages("c-living")
        assert growing.state is MessageState.ELSEWHERE
        assert growing.text
        (_, ended) = await store.messages("c-dead")
        assert ended.state is MessageState.INTERRUPTED
        while living.turns[0].saved <= len(growing.text.split()):
            living.read_until("saved")
        (_, grown) = await store.messages("c-living")
        assert len(grown.text) > len(growing.text)

    try:
        with_store(path, use)
    finally:
        living.kill()
    with_store(path, lambda store: check_interrupted(store, "c-living"))


async def check_interrupted(store: ConversationStore, conversation_id: str) -> None:
    assert (await store.messages(conversation_id))[1].state is MessageState.INTERRUPTED
