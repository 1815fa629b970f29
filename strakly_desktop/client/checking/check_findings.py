"""What a check of the connection can find: one value for each step, with facts and no words.

None holds a token or a password; an e-mail stands in one, for whoever shows it to mask.
"""

from dataclasses import dataclass, field
from enum import Enum

from strakly_desktop.client.checking.certificate import Certificate
from strakly_desktop.conversation.errors import Failure


class Step(Enum):
    """The steps in their order."""

    PROXY = "proxy"
    NAME = "name"
    CONNECT = "connect"
    TLS = "tls"
    SERVER = "server"
    SIGN_IN = "sign-in"
    BRANCH = "branch"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Failed:
    """The step failed. `certificate` is what a server showed that is not trusted."""

    step: Step
    failure: Failure
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not looked at, because a step before it failed."""

    step: Step


@dataclass(frozen=True, slots=True)
class ProxyFound:
    """Through which proxy: `place` "" for none. `origin` is the setting that names it; `problems` were left out."""

    place: str = ""
    kind: str = ""
    origin: str = ""
    has_credentials: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameFound:
    """`host` (the proxy's, where there is one) is known under so many addresses; 0: it is written as one."""

    host: str
    addresses: int


@dataclass(frozen=True, slots=True)
class Connected:
    """It took the connection."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Encrypted:
    """Which encryption, and whose certificate; None where it could not be read."""

    protocol: str
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class NotEncrypted:
    """Plain http. `is_local`: to this very computer, where nobody listens in."""

    is_local: bool


@dataclass(frozen=True, slots=True)
class ServerWell:
    """The assistant is there. `clock_ahead_s`: how far its clock is ahead of ours; None where it does not say."""

    milliseconds: int
    clock_ahead_s: float | None


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """As whom questions are asked. `seconds_left` is None where the token does not say; 0 and less: it is over.

    `is_accepted`: the backend took it; None where it was not, or could not be, asked.
    """

    email: str = field(repr=False)
    role: str
    seconds_left: float | None
    is_accepted: bool | None


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """There is no token."""


@dataclass(frozen=True, slots=True)
class BranchSeen:
    """`name` is the branch that is asked about, "" for all; `is_bound`: by the sign-in. `count`: of the list's."""

    name: str
    is_bound: bool
    count: int


class Arrival(Enum):
    """How an answer's words come."""

    AS_WRITTEN = "as-written"
    """Each as soon as it is there."""
    HELD_BRIEFLY = "held-briefly"
    """Each a fifth of a second late, as HAProxy does by default."""
    HELD_TO_END = "held-to-end"
    """All at once when the answer is over."""
    TOO_QUICK = "too-quick"
    """The answer was over before that could be told."""
    IN_ONE_PIECE = "in-one-piece"
    """The server itself does not stream."""


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """An answer came, whole. Seconds since it was asked for; `is_forgotten`: the server has forgotten it again."""

    first_word_s: float
    whole_s: float
    arrival: Arrival
    is_forgotten: bool


Finding = (
    Failed
    | Skipped
    | ProxyFound
    | NameFound
    | Connected
    | Encrypted
    | NotEncrypted
    | ServerWell
    | SignInSeen
    | NotSignedIn
    | BranchSeen
    | AnswerSeen
)
