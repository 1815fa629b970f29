"""What a language model is to the tool loop: it is shown a talk, says words, and asks for tools or is done.

The loop, the memory and the offline model speak of a talk in these values alone. Only a hosted model needs the
agent library (hosted_model.py), and the offline assistant, which most desks run, does without its 30 MB.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person typed; begins a turn. `branch_id` is the branch that the turn is about, None for all."""

    text: str
    branch_id: int | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants to be run. `call_id` is the model's own name for this call."""

    tool: str
    arguments: dict[str, Any]
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said in one round, and the tools it asks for; without any, the turn is over.

    `original` is the same in the model's own form, which holds more (its thoughts, signatures), for it alone to
    read; None when the reply was cut short.
    """

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    original: object = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered; `call_id` is that of its call."""

    tool: str
    result: dict[str, Any]
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class ToolResults:
    """What the tools of one round answered, in the order of their calls."""

    results: tuple[ToolResult, ...]


Message: TypeAlias = Asked | Reply | ToolResults
"""A turn is `Asked`, then each `Reply` with calls followed by its `ToolResults`, then a `Reply` without calls."""


class ModelFailed(Exception):
    """The language model could not answer. The text is its own; `fact` and `advice` are for the person, or ""."""

    def __init__(self, detail: str, fact: str = "", advice: str = "") -> None:
        super().__init__(detail)
        self.fact = fact
        self.advice = advice


class LanguageModel(Protocol):
    """A language model. It keeps nothing: all it knows of a talk is in the messages it is shown."""

    def reply(self, messages: Sequence[Message]) -> AsyncGenerator[str | Reply]:
        """The next reply to a talk: pieces of its text as they come, then all of it as one Reply.

        Raises ModelFailed, also halfway. Closing the generator stops the model.
        """
        ...
