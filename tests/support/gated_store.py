"""A store whose every call waits until the test lets it go on, or fails: interleavings made to order."""

import asyncio
from collections import deque
from typing import Any

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.store.conversations import ConversationStore

_CALLS = frozenset(
    {
        "append_answer",
        "begin_turn",
        "clear_all",
        "conversation",
        "conversations",
        "delete",
        "drafts",
        "finish_answer",
        "keep_draft",
        "messages",
        "messages_around",
        "purge",
        "restore",
        "rewrite_answer",
    }
)
BROKEN = StoreError("The disk does not answer.", "Check the disk.")


class GatedStore:
    """Around a real one. While `is_gated`, calls wait in `waiting`.

    `failing` names the calls that fail, and whether their work is done before that: a disk can lose its answer.
    """

    def __init__(self, real: ConversationStore) -> None:
        self.real = real
        self.set_aside = None
        self.untold = None
        self.problem = None
        self.is_gated = False
        self.waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self.failing: dict[str, bool] = {}
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name not in _CALLS:
            return getattr(self.real, name)

        async def call(*args: Any, **named: Any) -> Any:
            self.calls.append(name)
            if self.is_gated:
                gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self.waiting.append((name, gate))
                await gate
            if name in self.failing:
                if self.failing[name]:
                    await getattr(self.real, name)(*args, **named)
                raise BROKEN
            return await getattr(self.real, name)(*args, **named)

        return call

    def let_go(self, index: int = 0) -> bool:
        """Let one of the calls that wait go on. False where none waits."""
        living = [entry for entry in self.waiting if not entry[1].done()]
        self.waiting = deque(living)
        if not living:
            return False
        name, gate = living[index % len(living)]
        self.waiting.remove((name, gate))
        gate.set_result(None)
        return True

    def open_gates(self) -> None:
        """Let everything through from now on."""
        self.is_gated = False
        while self.let_go():
            pass
