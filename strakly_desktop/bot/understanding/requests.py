"""What a message asks for, once understood: a intent with its details, and what the talk has come to so far."""

from dataclasses import dataclass, field

from strakly_desktop.bot.agent.language_model import ToolResult
from strakly_desktop.bot.understanding.intents import Intent
from strakly_desktop.bot.understanding.periods import Period


@dataclass(frozen=True, slots=True)
class Request:
    """One intent and the details that were found for it; None where the message named none."""

    intent: Intent
    period: Period | None = None
    status: str | None = None
    limit: int | None = None
    page: int = 1
    days: int | None = None
    name: str | None = None
    person_id: int | None = None
    phone: str | None = None
    branch: str | None = None
    theme: str | None = None
    accent: str | None = None
    path: str | None = None
    group: str | None = None
    plan: str | None = None
    draft: "EnquiryDraft | None" = None
    confirmed: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether it is clear which person is meant."""
        return bool(self.name or self.phone or self.person_id)


@dataclass(frozen=True, slots=True)
class EnquiryDraft:
    """An enquiry that is being taken down and not yet saved."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    interest: str | None = None

    @property
    def complete(self) -> bool:
        """Whether there is enough to save it."""
        return self.name is not None and self.phone is not None


@dataclass(frozen=True, slots=True)
class State:
    """Where the talk stands: what was asked last, and the enquiry that waits for details or a yes."""

    requests: tuple[Request, ...] = ()
    draft: EnquiryDraft | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a message was understood: tools to call, or (with no requests) something to say at once."""

    requests: tuple[Request, ...] = ()
    say: str = ""
    state: State = State()


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier question and what the tools answered to it."""

    question: str
    results: tuple[ToolResult, ...] = field(default=())
