"""What a notice says, as a plain value."""

from dataclasses import dataclass
from enum import IntEnum


class NoticeKind(IntEnum):
    """How bad the news is; a higher number is worse."""

    INFO = 0
    WARNING = 1
    DANGER = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news above the composer.

    `key`: a later notice with the same key replaces this one. `fact` is the bold sentence, `rest` the
    muted one after it. `action_label`: the button's text, "" for none. `details`: raw text shown only when
    asked for. `timeout_ms`: goes by itself after this time; 0 stays. `icon`: a name, "" for the kind's own.
    """

    key: str
    kind: NoticeKind
    fact: str
    rest: str = ""
    action_label: str = ""
    details: str = ""
    timeout_ms: int = 0
    icon: str = ""
