"""A PIN of a few figures, for people who share a desk: how it is kept, and how guessing it is slowed down.

It opens nothing but a sign-in that is kept on this computer, and ends with it. Only its argon2 hash is kept, beside the
token; what few figures cannot withstand, the growing waits and the end after ten wrong ones do. They outlive a restart.
"""

import json
from dataclasses import dataclass
from itertools import pairwise

LEAST_FIGURES = 4
MOST_FIGURES = 12
MOST_WRONG = 10
_FREE_TRIES = 3
_FIRST_WAIT_S = 10.0
_LONGEST_WAIT_S = 300.0
_LATEST = 1e12
# As OWASP names it for argon2id: 19 MiB, two passes. About 25 ms, so that a change of person is instant.
_TIME_COST, _MEMORY_KIB, _LANES = 2, 19_456, 1


def pin_trouble(pin: str) -> str:
    """Why this can be no PIN, as a sentence; "" where it can."""
    if not (pin.isascii() and pin.isdigit() and LEAST_FIGURES <= len(pin) <= MOST_FIGURES):
        return f"Choose {LEAST_FIGURES} to {MOST_FIGURES} figures, and nothing else."
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return "This PIN is too easy to guess. Choose another one." if steps in ({0}, {1}, {-1}) else ""


def get_ready() -> None:
    """Import what `is_right` needs, so that nobody waits for that. Call it in a thread."""
    import argon2  # noqa: F401


def hashed(pin: str) -> str:
    """What is kept of a PIN. It takes some time: call it in a thread."""
    from argon2 import PasswordHasher

    return PasswordHasher(_TIME_COST, _MEMORY_KIB, _LANES).hash(pin)


def is_right(kept: str, pin: str) -> bool:
    """Whether this is the PIN of which `kept` is kept. It takes some time: call it in a thread."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, pin)
    except (VerificationError, InvalidHashError):
        return False


@dataclass(frozen=True, slots=True)
class PinTries:
    """Wrong ones in a row, and when the last one was: in seconds since 1970, for they outlive the process."""

    wrong: int = 0
    last: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether this PIN opens nothing any more."""
        return self.wrong >= MOST_WRONG

    @property
    def wait(self) -> float:
        """How many seconds lie between the last one and the next."""
        if self.wrong < _FREE_TRIES:
            return 0.0
        return min(_FIRST_WAIT_S * 2.0 ** (self.wrong - _FREE_TRIES), _LONGEST_WAIT_S)

    def seconds_to_wait(self, now: float) -> float:
        """How long until the next try; 0 for at once. A clock that was set back makes no wait longer than it was."""
        return min(self.wait, max(0.0, self.last + self.wait - now))

    def after_wrong(self, now: float) -> "PinTries":
        """One more."""
        return PinTries(self.wrong + 1, now)


UNREADABLE_TRIES = PinTries(MOST_WRONG - 1)
"""What a file that cannot be read counts as: one try before the end, else breaking it would help."""


def tries_in(content: bytes) -> PinTries:
    """What is noted there."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return UNREADABLE_TRIES
    match said:
        case {"wrong": int(wrong), "last": int() | float() as last} if (
            0 <= wrong <= MOST_WRONG and 0 <= last < _LATEST
        ):
            return PinTries(wrong, float(last))
    return UNREADABLE_TRIES


def packed_tries(tries: PinTries) -> bytes:
    """How they are noted; before anybody is told that a PIN was wrong."""
    return json.dumps({"wrong": tries.wrong, "last": tries.last}).encode()
