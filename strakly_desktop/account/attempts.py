"""Slows down who guesses passwords at this desk: the backend counts no wrong ones (protocol rule 26)."""

FREE_TRIES = 5
_FIRST_WAIT_S = 10.0
_LONGEST_WAIT_S = 300.0


class Attempts:
    """Counts wrong passwords in a row, whoever's they are: at one desk it is one person who types.

    Times are in seconds of one monotonic clock.
    """

    def __init__(self) -> None:
        self._wrong = 0
        self._last = 0.0

    def note_wrong(self, now: float) -> None:
        """A password was refused."""
        self._wrong += 1
        self._last = now

    def note_right(self) -> None:
        """A password was accepted: counting begins anew."""
        self._wrong = 0

    def seconds_to_wait(self, now: float) -> float:
        """How long until the next try; 0 for at once. Twice as long after each further wrong one."""
        if self._wrong < FREE_TRIES:
            return 0.0
        wait = min(_FIRST_WAIT_S * 2.0 ** min(self._wrong - FREE_TRIES, 16), _LONGEST_WAIT_S)
        return max(0.0, self._last + wait - now)
