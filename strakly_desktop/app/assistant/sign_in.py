"""Whether the sign-in still holds: by its own end, read from the access token, and by what the server says of it.

The token's end is only read, never verified, and clocks differ: the server's word counts more, in both directions.
A token that names no end is left to the server.
"""

import time
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from strakly_desktop.app.assistant.account import account_of
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


SIGN_IN_WORDS = {SignInState.EXPIRED: "Sign-in expired", SignInState.REFUSED: "Sign-in not accepted"}
SIGN_IN_ADVICE = (
    "Questions are not answered until there is a new one: ask whoever looks after this computer to put a new access "
    "token into STRAKLY_TOKEN, then start the app again."
)
_REFUSALS = {
    FailureKind.SIGN_IN_EXPIRED: SignInState.EXPIRED,
    FailureKind.SIGN_IN_INVALID: SignInState.REFUSED,
}


class SignIn(QObject):
    """Looks at one token at a time.

    Signals:
        state_changed(SignInState).
    """

    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        """`now` gives the time of day in seconds since 1970, as the token counts."""
        super().__init__(parent)
        self._now = now
        self._expires_at: float | None = None
        self._token: str | None = None
        self._is_answered = False
        self.state = SignInState.UNQUESTIONED
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._looking.timeout.connect(self.look)

    def use(self, token: str | None) -> None:
        """Look at this token from now on; the same one again keeps what the server said of it."""
        if token != self._token:
            self._token = token
            self._expires_at = account_of(token).expires_at
            self._is_answered = False
            self._set(SignInState.UNQUESTIONED)
        if self._expires_at is None:
            self._looking.stop()
        else:
            self._looking.start()
        self.look()

    def look(self) -> None:
        """See whether the token's time is over. A server that has answered after that knows better."""
        if self.state is SignInState.UNQUESTIONED and not self._is_answered and self._is_over():
            self._set(SignInState.EXPIRED)

    def note_failure(self, failure: Failure) -> None:
        """A question failed: the server may have refused the sign-in."""
        refusal = _REFUSALS.get(failure.kind)
        if refusal is not None:
            self._is_answered = False
            self._set(refusal)

    def note_answer(self) -> None:
        """The server answered a question, so it took the sign-in."""
        # Before its end that says nothing about later.
        self._is_answered = self._is_over()
        self._set(SignInState.UNQUESTIONED)

    def _is_over(self) -> bool:
        return self._expires_at is not None and self._now() >= self._expires_at + CLOCK_SKEW_S

    def _set(self, state: SignInState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
