"""The seam between the tool loop and the gym: what a tool is called, what it takes and what it gives.

The loop knows tools only through this, so it can be tested with a tool that is slow, fails or wishes for anything.
"""

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
        """The branch of one tool call, which may ask for another branch, or with 0 for all of them."""
        if self.fixed or not isinstance(wanted, int):
            return self.branch_id
        return wanted or None


class ToolRefusal(Exception):
    """The arguments make no sense. The text tells the language model how to call the tool instead."""


class Toolbox(Protocol):
    """All tools of one gym."""

    def describe(self) -> Sequence[ToolDescription]:
        """Every tool, in the order in which a model is told of them."""
        ...

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        """Run a tool for one branch, or for all of them with None. Raises ToolRefusal."""
        ...

    def suggestions(self, name: str, result: dict[str, Any]) -> Sequence[str]:
        """Questions that follow from what a tool found."""
        ...
