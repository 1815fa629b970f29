"""What happens during a turn, before it is written to the wire or gathered into one answer."""

from dataclasses import dataclass
from typing import TypeAlias

from strakly_desktop.bot.agent.wire import Action


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the answer, never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class UsedTools:
    """The tools of one round, in the order the model called them; they have run."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wished:
    """Something the app is asked to do."""

    action: Action


@dataclass(frozen=True, slots=True)
class Suggested:
    """Follow-up questions; never empty."""

    questions: list[str]


@dataclass(frozen=True, slots=True)
class Failed:
    """The language model failed; `detail` is its own text, `fact` and `advice` are words for the person, or ""."""

    detail: str
    fact: str = ""
    advice: str = ""


TurnEvent: TypeAlias = Said | UsedTools | Wished | Suggested | Failed
