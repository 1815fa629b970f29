"""Whether the sign-in still holds: by its own end, read from the access token, and by what the server says of it.

The token's end is only read, never verified, and clocks differ, or are set: the server's word counts more, in both
directions, and what only the clock said is taken back with it.
A token that names no end is left to the server.
"""

import time
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from strakly_desktop.account.claims import claims_of
from strakly_desktop.conversation.errors import Failure, FailureKind

# Clocks of servers and of desks differ by minutes.
CLOCK_SKEW_S = 300
# By the clock on the wall each time: a computer that slept has no timer to trust.
_LOOK_EVERY_MS = 30_000


class SignInState(Enum):
    """How far the access token can be trusted."""

    UNQUESTIONED = "unquestioned"
    EXPIRED = "expired"
    REFUSED = "refused"
    MISSING = "missing"
    SWITCHED_OFF = "switched-off"


SIGN_IN_WORDS = {
    SignInState.EXPIRED: "Sign-in expired",
    SignInState.REFUSED: "Sign-in not accepted",
    SignInState.MISSING: "Not signed in",
    SignInState.SWITCHED_OFF: "Account not accepted",
}
SIGN_IN_ADVICE = "Questions are answered when you have signed in again."
_ADVICE = {
    SignInState.MISSING: "Questions are answered when you have signed in.",
    SignInState.SWITCHED_OFF: "Ask an owner of your gym, or sign in with another account.",
}
SIGN_IN_FAILURES = frozenset(
    {FailureKind.SIGN_IN_EXPIRED, FailureKind.SIGN_IN_INVALID, FailureKind.NOT_SIGNED_IN}
)
"""What a question fails by that a new sign-in mends."""
_REFUSALS = {
    FailureKind.SIGN_IN_EXPIRED: SignInState.EXPIRED,
    FailureKind.SIGN_IN_INVALID: SignInState.REFUSED,
    FailureKind.NOT_SIGNED_IN: SignInState.MISSING,
}


def advice_for(state: SignInState) -> str:
    """What to do where questions are not answered."""
    return _ADVICE.get(state, SIGN_IN_ADVICE)


class SignIn(QObject):
    """Looks at one token at a time.

    Signals:
        state_changed(SignInState).
        found(SignInState): the same, where no question told of it: by the clock, or by the backend.
    """

    state_changed = Signal(object)
    found = Signal(object)

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        """`now` gives the server's time in seconds since 1970, as the token counts."""
        super().__init__(parent)
        self._now = now
        self._expires_at: float | None = None
        # It is over by the clock alone: nobody refused it.
        self._is_reckoned = False
        self._token: str | None = None
        self._is_answered = False
        self.state = SignInState.UNQUESTIONED
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._looking.timeout.connect(self.look)

    def use(self, token: str | None) -> None:
        """Look at this token from now on; the same one again keeps what the server said of it. "" is none at all."""
        if token != self._token:
            self._token = token
            self._expires_at = claims_of(token).expires_at
            self._is_answered = False
            self._set(SignInState.MISSING if token == "" else SignInState.UNQUESTIONED)
        if self._expires_at is None:
            self._looking.stop()
        else:
            self._looking.start()
        self.look()

    def look(self) -> None:
        """See whether the token's time is over. A server that has answered after that knows better."""
        if self.state is SignInState.UNQUESTIONED and not self._is_answered and self._is_over():
            self._set(SignInState.EXPIRED)
            self._is_reckoned = True
            self.found.emit(self.state)
        elif self._is_reckoned and not self._is_over():
            # The clock was wrong, and has been set right.
            self._set(SignInState.UNQUESTIONED)
            self.found.emit(self.state)

    def note_backend(self, failure: Failure) -> None:
        """The backend refused the sign-in: it looks at accounts, where the assistant looks at tokens only.

        Whoever was switched off is still answered, by an assistant that can look up nothing for them.
        """
        state = _REFUSALS.get(failure.kind, SignInState.SWITCHED_OFF)
        if self.state is SignInState.UNQUESTIONED:
            self._set(state)
            self.found.emit(state)

    def note_failure(self, failure: Failure) -> None:
        """A question failed: the server may have refused the sign-in."""
        refusal = _REFUSALS.get(failure.kind)
        if refusal is not None:
            self._is_answered = False
            self._set(refusal)

    def note_answer(self) -> None:
        """The assistant answered a question, so it took the sign-in; of the account itself it knows nothing."""
        if self.state is SignInState.SWITCHED_OFF:
            return
        # Before its end that says nothing about later.
        self._is_answered = self._is_over()
        self._set(SignInState.UNQUESTIONED)

    def _is_over(self) -> bool:
        return self._expires_at is not None and self._now() >= self._expires_at + CLOCK_SKEW_S

    def _set(self, state: SignInState) -> None:
        self._is_reckoned = False
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
