"""What a message asks for, once understood: an intent with its limits, and what the talk has come to so far."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum, auto

from strakly_desktop.bot.agent.language_model import ToolResult


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included. `words` is what was found in the message."""

    start: date
    end: date
    words: str


class Intent(Enum):
    """What a message can want."""

    MEMBERS = auto()
    CLIENT_SEARCH = auto()
    CLIENT_DETAILS = auto()
    CLIENT_MEMBERSHIP = auto()
    CLIENT_VISITS = auto()
    CLIENT_PAYMENTS = auto()
    ATTENDANCE = auto()
    INSIDE = auto()
    REVENUE = auto()
    PAYMENTS = auto()
    SALES = auto()
    DUES = auto()
    PAYERS = auto()
    VISITORS = auto()
    PLANS = auto()
    TRAINERS = auto()
    ENQUIRIES = auto()
    ENQUIRY_CREATE = auto()
    GYM_INFO = auto()
    BRANCHES = auto()
    CHANGE_THEME = auto()
    NAVIGATE = auto()
    ASK_APP = auto()


ABOUT_ONE = frozenset(
    {
        Intent.CLIENT_SEARCH,
        Intent.CLIENT_DETAILS,
        Intent.CLIENT_MEMBERSHIP,
        Intent.CLIENT_VISITS,
        Intent.CLIENT_PAYMENTS,
    }
)
"""Intents that need to know which client is meant."""

BY_CODE = "code"
"""The value of a request for the client whose check-in code its name is."""
OF_THE_APP = frozenset({Intent.CHANGE_THEME, Intent.NAVIGATE, Intent.ASK_APP})
"""Intents that are about the app itself, and leave what was asked of the gym before as it is."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question is limited to, and how its answer shall look; None where the message named none.

    `other_than_...` leaves something out. `ends` is when a membership ends, `joined` when somebody joined.
    `..._in`: when they did it, or did not. `settled`: "full", "part" or "nothing" is paid. `due_state`: what is to be
    paid is "overdue" or "pending"; `due_days_...`: its membership began so many days ago. `average`: of what an
    average is wanted.
    """

    period: Period | None = None
    ends: Period | None = None
    joined: Period | None = None
    status: str | None = None
    other_than_status: str | None = None
    plan: str | None = None
    other_than_plan: str | None = None
    gender: str | None = None
    months: int | None = None
    trainer: str | None = None
    without_trainer: bool | None = None
    method: str | None = None
    other_than_method: str | None = None
    source: str | None = None
    other_than_source: str | None = None
    speciality: str | None = None
    enquirer: str | None = None
    shift: str | None = None
    branch_id: int | None = None
    least: int | None = None
    most: int | None = None
    settled: str | None = None
    due_state: str | None = None
    due_days_least: int | None = None
    due_days_most: int | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    absent_days: int | None = None
    never_came: bool | None = None
    without_plan: bool | None = None
    paid_in: Period | None = None
    not_paid_in: Period | None = None
    came_in: Period | None = None
    not_came_in: Period | None = None
    renewed_in: Period | None = None
    inside: bool | None = None
    average: str | None = None
    group: str | None = None
    sort: str | None = None
    limit: int | None = None
    whole: bool | None = None
    page: int | None = None
    counted: bool | None = None
    named: bool | None = None
    phones: bool | None = None

    @property
    def given(self) -> frozenset[str]:
        """The names of those that the message named."""
        return frozenset(each.name for each in fields(self) if getattr(self, each.name) is not None)


@dataclass(frozen=True, slots=True)
class Request:
    """One intent and what was found for it."""

    intent: Intent
    limits: Limits = Limits()
    name: str | None = None
    person_id: int | None = None
    theme: str | None = None
    accent: str | None = None
    path: str | None = None
    command: str | None = None
    value: str | None = None
    draft: "EnquiryDraft | None" = None
    confirmed: bool = False
    compared: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether it is clear which person is meant."""
        return bool(self.name or self.person_id)


@dataclass(frozen=True, slots=True)
class EnquiryDraft:
    """An enquiry that is being taken down and not yet saved."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    interest: str | None = None
    source: str | None = None

    @property
    def complete(self) -> bool:
        """Whether there is enough to save it."""
        return self.name is not None and self.phone is not None


@dataclass(frozen=True, slots=True)
class State:
    """Where the talk stands: what was asked last, and the enquiry that waits for details or a yes.

    `before` is what was asked before that. `unanswered`: the last question was refused, so that "only Lake Road" goes
    on from the one before it, or from nothing. `forgotten`: it was answered, and what it went on from is not kept.
    """

    requests: tuple[Request, ...] = ()
    before: tuple[Request, ...] = ()
    draft: EnquiryDraft | None = None
    unanswered: bool = False
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a message was understood: tools to call, or something to say at once, or (`look_up`) words to be told of.

    What is to be said beside tools stands under their answers. `chart`: they shall be seen as one.
    """

    requests: tuple[Request, ...] = ()
    say: str = ""
    state: State = State()
    look_up: tuple[str, ...] = ()
    chart: bool = False


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier question and what the tools answered to it."""

    question: str
    results: tuple[ToolResult, ...] = field(default=())
