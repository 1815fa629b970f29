"""The language model that needs no network: reads the question by rules and words its answers from tool results.

It goes through exactly the tool loop that a hosted model goes through, and everything it knows of the talk is in
the messages it is shown.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from datetime import date

from strakly_desktop.bot.agent.language_model import Message, Reply, ToolCall, ToolResult
from strakly_desktop.bot.agent.toolbox import WRONG_ARGUMENTS
from strakly_desktop.bot.answers import render_answer
from strakly_desktop.bot.answers.charting import chart_note
from strakly_desktop.bot.answers.comparison import beside_each_other
from strakly_desktop.bot.understanding.calls import calls_for, look_up_call
from strakly_desktop.bot.understanding.dialogue import Dialogue, read_dialogue
from strakly_desktop.bot.understanding.reading import LOOK_UP, names_in, read, read_talk
from strakly_desktop.bot.understanding.requests import Intent, PastTurn, Request

_PIECE = re.compile(r"\s*\S{1,12}|\s+$")
"""A word with the space before it; long words in parts, as hosted models send them."""

_OF_ALL = "This is of **all branches**, as asked; the window stays at the one that is chosen at its top."
"""The line under an answer names the branch of the window."""
_NOT_TAKEN = (
    "A name or a word of that is too long, or cannot be what it stands for, so nothing was looked up or saved. Please "
    "say it again, shorter."
)
_LONGEST_SECONDS = 6.0
"""How long an answer takes at most: a list of all clients at the pace of one of ten would take a minute."""


class OfflineModel:
    """A LanguageModel that follows rules."""

    def __init__(self, *, token_delay: float, clock: Callable[[], date] = date.today) -> None:
        """`token_delay` is the pause before each word in seconds; `clock` tells today."""
        self._token_delay = token_delay
        self._clock = clock

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        """Reply as `LanguageModel.reply` describes."""
        calls, text = _next_step(read_dialogue(messages), self._clock())
        spoken = list(pieces(text))
        delay = min(self._token_delay, _LONGEST_SECONDS / max(1, len(spoken)))
        for piece in spoken:
            await asyncio.sleep(delay)
            yield piece
        yield Reply(text, tuple(calls))


def pieces(text: str) -> Iterator[str]:
    """Cut `text` into what is sent at a time; joined again they are `text`."""
    return (match[0] for match in _PIECE.finditer(text))


def _next_step(dialogue: Dialogue, today: date) -> tuple[Sequence[ToolCall], str]:
    """The tools to call now, or the text to say."""
    state = read_talk(dialogue.past, today, _tools_of)
    done = [results for results in dialogue.rounds if results and results[0].tool != LOOK_UP]
    looked_up = [result for results in dialogue.rounds for result in results if result.tool == LOOK_UP]
    names = names_in(PastTurn(dialogue.question, tuple(looked_up)))
    if looked_up and names is None:
        return (), _worded(looked_up[-1])
    reading = read(dialogue.question, state, dialogue.past, today, names)
    if reading.look_up:
        return (look_up_call(reading.look_up),), ""
    if not reading.requests:
        return (), reading.say
    calls = calls_for(reading.requests, done)
    if calls:
        return calls, ""
    # The search before a page is opened says nothing that the page does not.
    compared, told = _comparisons(
        reading.requests, done[-1], today, is_one_chosen=dialogue.branch_id is not None
    )
    texts = [*compared, *map(_worded, done[0][:-1] if len(done) > 1 else ())]
    texts += [_worded(result) for place, result in enumerate(done[-1]) if place not in told]
    note = chart_note("\n\n".join(texts)) if reading.chart else ""
    of_all = _OF_ALL if dialogue.branch_id is not None and any(map(_is_of_all, done[-1])) else ""
    return (), "\n\n".join(text for text in (*texts, of_all, note, reading.say) if text)


def _tools_of(requests: Sequence[Request]) -> set[str]:
    return {call.tool for call in calls_for(requests, ())}


def _is_of_all(result: ToolResult) -> bool:
    """Whether a tool looked at all branches, as the question said."""
    return "branch" in result.result and result.result["branch"] is None


def _comparisons(
    requests: Sequence[Request], results: Sequence[ToolResult], today: date, *, is_one_chosen: bool
) -> tuple[list[str], set[int]]:
    """What is compared of each subject, of "revenue and attendance this month and last" two sentences and two tables;
    and the places of the results that these tell already."""
    if len(requests) != len(results):
        return [], set()  # The search for a client's page stands among them.
    sides: dict[Intent, list[int]] = {}
    for place, request in enumerate(requests):
        if request.compared:
            sides.setdefault(request.intent, []).append(place)
    texts: list[str] = []
    told: set[int] = set()
    for places in sides.values():
        split_by = requests[places[0]].limits.group
        sides_told = [(results[at].tool, results[at].result) for at in places]
        said, table = beside_each_other(sides_told, today, split_by, is_one_chosen=is_one_chosen)
        texts += [said, table]
        told |= set(places) if table else set()
    return texts, told


def _worded(result: ToolResult) -> str:
    error = str(result.result.get("error") or "")
    if error.startswith(WRONG_ARGUMENTS):
        return _NOT_TAKEN
    return error or render_answer(result.tool, result.result)
