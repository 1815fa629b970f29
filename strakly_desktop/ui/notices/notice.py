"""What a notice says, as a plain value."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

PASSING_MS = 12_000
"""How long a notice is seen that goes by itself: long enough to read it and to press Undo."""


class NoticeKind(IntEnum):
    """How bad the news is; a higher number is worse."""

    INFO = 0
    WARNING = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """What can be done about it: `label` is on the button, `run` is called once, when the notice has gone.

    `stays`: the notice does not go, for what it opens may settle nothing; it can be pressed again then.
    """

    label: str
    run: Callable[[], object]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news above the composer.

    `key`: a later notice with the same key replaces this one. `fact` is the bold sentence, `rest` the
    muted one after it. `action`: its button; `other`: one more behind it. `details`: raw text shown only when asked
    for. `timeout_ms`: goes by itself after this time; 0 stays. `icon`: a name, "" for the kind's own. `on_closed` is
    called when the person closes it or its time is over, and for nothing else: not when it is acted on, replaced or
    dismissed. `is_of_computer`: it concerns whoever sits there, and stays when another person comes.
    `is_of_conversation`: it tells of the one on the page, names nothing, and leaves with it.
    """

    key: str
    kind: NoticeKind
    fact: str
    rest: str = ""
    action: NoticeAction | None = None
    details: str = ""
    timeout_ms: int = 0
    icon: str = ""
    on_closed: Callable[[], object] | None = None
    other: NoticeAction | None = None
    is_of_computer: bool = False
    is_of_conversation: bool = False
