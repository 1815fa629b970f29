"""Asks one question through the real client, and gives what came of it."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

import pytest

from strakly_desktop.client.bot_client import BotClient
from strakly_desktop.conversation.errors import ChatError, Failure
from strakly_desktop.conversation.events import ChatEvent
from strakly_desktop.conversation.model import Question

T = TypeVar("T")

QUESTION = Question("how many clients?", "conversation-1", 2)


async def ask(url: str, connect_seconds: float = 10) -> list[ChatEvent]:
    """The events of one answer of the assistant at `url`."""
    client = BotClient(url, lambda: "a.b.c", connect_seconds)
    try:
        async with aclosing(client.stream_chat(QUESTION)) as events:
            return [event async for event in events]
    finally:
        await client.aclose()


async def failure_at(url: str, connect_seconds: float = 10) -> Failure:
    """Why a question to `url` failed."""
    with pytest.raises(ChatError) as caught:
        await ask(url, connect_seconds)
    return caught.value.failure


def run_bounded(story: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, which must come within half a minute."""
    return asyncio.run(asyncio.wait_for(story, 60))
