"""A store for the length of one test, and conversations to put into it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore

INDIA = timezone(timedelta(hours=5, minutes=30))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=INDIA)


def conversation(number: int = 1, title: str = "Who is Anita?", minutes: int = 0) -> ConversationSummary:
    """`c` and its number; last used so many minutes past noon."""
    moment = NOON + timedelta(minutes=minutes)
    return ConversationSummary(f"c{number}", title, moment, moment)


def turn(name: str = "1", question: str = "Who is Anita?") -> tuple[Message, Message]:
    """`q` and `a` and the name: a question and its empty, streaming answer."""
    asked = Message(f"q{name}", Role.USER, question, NOON, branch="Main", author="Ravi")
    return asked, Message(f"a{name}", Role.ASSISTANT, "", NOON, MessageState.STREAMING, (), "Main", "Ravi")


def with_store(path: Path, use: Callable[[ConversationStore], Awaitable[None]]) -> None:
    """Open the store at `path`, use it, and close it. A hang is a failure."""

    async def run() -> None:
        store = await ConversationStore.open(path)
        try:
            await use(store)
        finally:
            await store.aclose()

    asyncio.run(asyncio.wait_for(run(), 60))


async def swept(store: ConversationStore) -> None:
    """Return when what is removed beside everything else is gone."""
    assert store._upkeep.sweep is not None
    await store._upkeep.sweep


async def save_conversation(path: Path, title: str, when: datetime, *answers: str) -> None:
    """Put a conversation into the file, as an earlier run of the app had left it."""
    store = await ConversationStore.open(path)
    name = title.replace(" ", "-")
    for number, text in enumerate(answers):
        asked = Message(f"{name}-q{number}", Role.USER, f"{title} {number}?", when)
        empty = Message(f"{name}-a{number}", Role.ASSISTANT, "", when, MessageState.STREAMING)
        await store.begin_turn(ConversationSummary(name, title, when, when), asked, empty)
        await store.finish_answer(name, replace(empty, text=text, state=MessageState.COMPLETE), None)
    await store.aclose()
