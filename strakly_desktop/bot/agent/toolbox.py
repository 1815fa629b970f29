"""The seam between the tool loop and the gym: what a tool is called, what it takes and what it gives.

The loop knows tools only through this, so it can be tested with a tool that is slow, fails or wishes for anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from strakly_desktop.bot.agent.wire import Action


@dataclass(frozen=True, slots=True)
class ToolDescription:
    """A tool as a language model is told of it. `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a tool found or did, and what it asks the app to do."""

    result: dict[str, Any]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class BranchScope:
    """The branch that a turn is about; None means all. Only who may see all may have a tool look elsewhere."""

    branch_id: int | None = None
    fixed: bool = False

    def narrowed(self, wanted: object) -> int | None:
        """The branch of one tool call, which may ask for another branch, or with 0 for all of them.

        Raises ToolRefusal for what names no branch: without a word, the figures would be those of another.
        """
        if wanted is None:
            return self.branch_id
        number = _whole_number(wanted)
        if number is None or number < 0:
            raise ToolRefusal("branch_id must be a whole number: that of one branch, or 0 for all of them.")
        if not self.fixed:
            return number or None
        if number not in (0, self.branch_id):
            raise ToolRefusal("Only one branch may be looked at here. Leave branch_id out.")
        return self.branch_id


def _whole_number(value: object) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case float() if value.is_integer():
            return int(value)
        case str() if re.fullmatch(r"[0-9]{1,18}", value.strip()):
            return int(value)
        case _:
            return None


WRONG_ARGUMENTS = "Wrong arguments: "
"""A refusal begins so that speaks of the schema of a tool: for a language model, and never for a person."""


class ToolRefusal(Exception):
    """The arguments make no sense. The text tells the language model how to call the tool instead."""


class Toolbox(Protocol):
    """All tools of one gym."""

    def describe(self) -> Sequence[ToolDescription]:
        """Every tool, in the order in which a model is told of them."""
        ...

    def writes(self, name: str) -> bool:
        """Whether a tool changes the gym's records. It does so only with `confirmed`: see consent.py."""
        ...

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        """Run a tool for one branch, or for all of them with None. Raises ToolRefusal."""
        ...

    def suggestions(self, name: str, result: dict[str, Any]) -> Sequence[str]:
        """Questions that follow from what a tool found."""
        ...
