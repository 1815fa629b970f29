"""The store on real files: turns, lists, pages, renaming, deleting, and what a dead process leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from strakly_desktop.conversation.model import (
    BotMemory,
    ConversationSummary,
    Message,
    MessageState,
    Role,
)
from strakly_desktop.store.conversations import ConversationStore

INDIA = timezone(timedelta(hours=5, minutes=30))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=INDIA)


def conversation(number: int = 1, title: str = "Who is Anita?", minutes: int = 0) -> ConversationSummary:
    moment = NOON + timedelta(minutes=minutes)
    return ConversationSummary(f"c{number}", title, moment, moment)


def turn(name: str = "1", question: str = "Who is Anita?") -> tuple[Message, Message]:
    asked = Message(f"q{name}", Role.USER, question, NOON, branch="Main", author="Ravi")
    return asked, Message(f"a{name}", Role.ASSISTANT, "", NOON, MessageState.STREAMING, (), "Main", "Ravi")


def finished(answer: Message, text: str) -> Message:
    return replace(answer, text=text, state=MessageState.COMPLETE, tools=("find_client",))


def with_store(path: Path, use: Callable[[ConversationStore], Awaitable[None]]) -> None:
    """Open the store, use it, close it."""

    async def run() -> None:
        store = await ConversationStore.open(path)
        try:
            await use(store)
        finally:
            await store.aclose()

    asyncio.run(asyncio.wait_for(run(), 60))


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
