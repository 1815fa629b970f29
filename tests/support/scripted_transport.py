"""A transport that answers as the test tells it to, one event at a time."""

import asyncio
from collections.abc import AsyncGenerator

from strakly_desktop.conversation.events import ChatEvent
from strakly_desktop.conversation.model import Question


class ScriptedTransport:
    """Events put into `script` are the answer; None ends the stream, an exception is raised in it."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.script: asyncio.Queue[ChatEvent | Exception | None] = asyncio.Queue()
        self.open_streams = 0

    def answer(self, *steps: ChatEvent | Exception | None) -> None:
        for step in steps:
            self.script.put_nowait(step)

    async def stream_chat(self, question: Question) -> AsyncGenerator[ChatEvent]:
        self.questions.append(question)
        self.open_streams += 1
        try:
            while (step := await self.script.get()) is not None:
                if isinstance(step, Exception):
                    raise step
                yield step
        finally:
            self.open_streams -= 1
