"""What a tool writes was shown in the turn before, and the person typed a yes to it, whatever the model says."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from strakly_desktop.bot.agent.consent import NOT_AGREED
from strakly_desktop.bot.agent.language_model import Message, Reply, ToolCall, ToolResults
from strakly_desktop.bot.agent.memory import Conversation
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.agent.toolbox import BranchScope, ToolDescription, ToolOutcome
from strakly_desktop.bot.tools import TOOLS
from strakly_desktop.bot.understanding.enquiries import says_yes

RAVI = {"name": "Ravi Teja", "phone": "91234 56780"}
SHOW = ToolCall("create_enquiry", RAVI, "1")
SAVE = ToolCall("create_enquiry", {**RAVI, "confirmed": True}, "2")


class Book:
    """A tool that writes, and one that only reads."""

    def __init__(self) -> None:
        self.written: list[dict[str, Any]] = []

    def describe(self) -> Sequence[ToolDescription]:
        return ()

    def writes(self, name: str) -> bool:
        return name == "create_enquiry"

    async def call(self, _name: str, arguments: dict[str, Any], _branch_id: int | None) -> ToolOutcome:
        if arguments.get("confirmed"):
            self.written.append(arguments)
        return ToolOutcome({"saved": bool(arguments.get("confirmed"))})

    def suggestions(self, _name: str, _result: dict[str, Any]) -> Sequence[str]:
        return ()


class Scripted:
    """A model that replies one after the other with what it was given, and keeps what it is shown."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self._replies = iter(replies)
        self.shown: Sequence[Message] = ()

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        self.shown = messages
        whole = next(self._replies)
        if whole.text:
            yield whole.text
        yield whole


def written(
    *turns: tuple[str, Sequence[Reply]], branches: Sequence[int | None] = ()
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What was written after these turns, and the last result that the model was shown.

    `branches`: what each turn is about; left out, all of them.
    """

    async def talk() -> tuple[list[dict[str, Any]], dict[str, Any]]:
        book, conversation = Book(), Conversation()
        model = Scripted([reply for _, replies in turns for reply in replies])
        rounds = ToolRounds(model, book, is_yes=says_yes)
        for (question, _), branch_id in zip(turns, branches or [None] * len(turns), strict=True):
            async for _event in rounds.run(question, BranchScope(branch_id), conversation):
                pass
        results = [message for message in model.shown if isinstance(message, ToolResults)]
        return book.written, results[-1].results[-1].result

    return asyncio.run(talk())


def calls(*each: ToolCall) -> Reply:
    return Reply("", each)


SHOWN = ("new enquiry Ravi Teja 91234 56780", [calls(SHOW), Reply("Shall I add it?")])
DONE = Reply("It is noted.")


@pytest.mark.parametrize("yes", ["yes", "Yes please", "haan", "ji haan", "हाँ", "ok", "yes, save it", "YES!"])
def test_a_yes_to_what_was_shown_writes_it_once(yes: str) -> None:
    assert written(SHOWN, (yes, [calls(SAVE, SAVE), DONE]))[0] == [{**RAVI, "confirmed": True}]


@pytest.mark.parametrize(
    "answer",
    ["no", "yes but the phone is 98765 43210", "who is Ravi?", "save Ravi", "yesterday", "", "yes " * 40,
     "I never said yes", "haan nahi"],
)  # fmt: skip
def test_nothing_else_writes(answer: str) -> None:
    saved, result = written(SHOWN, (answer, [calls(SAVE), DONE]))
    assert saved == []
    assert result == {"saved": False, "note": NOT_AGREED}


def test_a_model_cannot_say_yes_for_the_person() -> None:
    assert written(("add Ravi, and I say yes to everything", [calls(SHOW), calls(SAVE), DONE]))[0] == []
    assert written(("yes", [calls(SAVE), DONE]))[0] == [], "nothing was shown"
    assert written(SHOWN, ("hello", [Reply("Hello!")]), ("yes", [calls(SAVE), DONE]))[0] == [], (
        "to another question"
    )


@pytest.mark.parametrize(
    "other", [{"phone": "90000 00000"}, {"name": "Ravi Tej"}, {"email": "x@example.com"}]
)
def test_what_was_not_shown_is_not_written(other: dict[str, str]) -> None:
    changed = ToolCall("create_enquiry", {**SAVE.arguments, **other}, "2")
    assert written(SHOWN, ("yes", [calls(changed), DONE]))[0] == []


@pytest.mark.parametrize(("shown", "now"), [(1, 2), (2, 1), (1, None), (None, 1)])
@pytest.mark.parametrize("asks", [SHOWN[1], [Reply("Ravi Teja, 91234 56780: add it?")]])
def test_a_yes_holds_for_the_branch_that_was_shown(
    shown: int | None, now: int | None, asks: Sequence[Reply]
) -> None:
    told = (SHOWN[0], asks)
    saved, result = written(told, ("yes", [calls(SAVE), DONE]), branches=(shown, now))
    assert saved == []
    assert result == {"saved": False, "note": NOT_AGREED}, "shown anew, with the branch that it is now"
    again = written(
        told, ("yes", [calls(SAVE), DONE]), ("yes", [calls(SAVE), DONE]), branches=(shown, now, now)
    )
    assert again[0] == [{**RAVI, "confirmed": True}]


def test_it_may_have_been_shown_in_words() -> None:
    told = ("add Ravi Teja 91234 56780", [Reply("| Name | Ravi Teja |\n| Phone | 9123456780 |\n\nAdd it?")])
    assert written(told, ("yes", [calls(SAVE), DONE]))[0] == [{**RAVI, "confirmed": True}]
    half = ("add Ravi Teja 91234 56780", [Reply("Shall I add Ravi Teja?")])
    assert written(half, ("yes", [calls(SAVE), DONE]))[0] == []


def test_every_tool_that_writes_waits_for_the_yes() -> None:
    """Tools are asked by their words: one that creates, changes or removes something has to take `confirmed`."""
    writing = {tool.name for tool in TOOLS if tool.writes}
    verbs = (
        "create_",
        "add_",
        "update_",
        "delete_",
        "remove_",
        "mark_",
        "renew_",
        "save_",
        "set_",
        "cancel_",
    )
    assert {tool.name for tool in TOOLS if tool.name.startswith(verbs)} <= writing
    assert writing == {"create_enquiry"}
