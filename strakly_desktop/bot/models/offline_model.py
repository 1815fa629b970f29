"""The language model that needs no network: reads the question by rules and words its answers from tool results.

It goes through exactly the tool loop that a hosted model goes through, and everything it knows of the talk is in
the messages it is shown.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from datetime import date

from strakly_desktop.bot.agent.language_model import Message, Reply, ToolCall, ToolResult
from strakly_desktop.bot.answers import render_answer
from strakly_desktop.bot.understanding.calls import calls_for, unknown_branch
from strakly_desktop.bot.understanding.dialogue import Dialogue, read_dialogue
from strakly_desktop.bot.understanding.reading import read, read_talk

_PIECE = re.compile(r"\s*\S{1,12}|\s+$")
"""A word with the space before it; long words in parts, as hosted models send them."""


class OfflineModel:
    """A LanguageModel that follows rules."""

    def __init__(self, *, token_delay: float, clock: Callable[[], date] = date.today) -> None:
        """`token_delay` is the pause before each word in seconds; `clock` tells today."""
        self._token_delay = token_delay
        self._clock = clock

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        """Reply as `LanguageModel.reply` describes."""
        calls, text = _next_step(read_dialogue(messages), self._clock())
        for piece in pieces(text):
            await asyncio.sleep(self._token_delay)
            yield piece
        yield Reply(text, tuple(calls))


def pieces(text: str) -> Iterator[str]:
    """Cut `text` into what is sent at a time; joined again they are `text`."""
    return (match[0] for match in _PIECE.finditer(text))


def _next_step(dialogue: Dialogue, today: date) -> tuple[Sequence[ToolCall], str]:
    """The tools to call now, or the text to say."""
    state = read_talk(dialogue.past, today)
    reading = read(dialogue.question, state, dialogue.past, today)
    if not reading.requests:
        return (), reading.say
    calls = calls_for(reading.requests, dialogue.rounds)
    if calls:
        return calls, ""
    unknown = unknown_branch(reading.requests, dialogue.rounds)
    if unknown is not None:
        return (), unknown
    return (), "\n\n".join(_worded(result) for result in dialogue.rounds[-1])


def _worded(result: ToolResult) -> str:
    error = result.result.get("error")
    return str(error) if error else render_answer(result.tool, result.result)
