"""Knows what the assistant can still remember: nothing for long, of anybody else, or from before a restart.

No server tells what it has forgotten, and a question about "the second of them" would then be answered wrongly.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from strakly_desktop.conversation.model import BotMemory

BOT_FORGETS_AFTER = timedelta(minutes=30)
# What was used later than now was used before the clock was set back, nobody knows how long ago; by that little clocks
# are corrected all day.
_CORRECTED = timedelta(minutes=1)
# By so little a moment is another one when it comes from the disk.
_ROUNDED = timedelta(seconds=1)


class _Moment(NamedTuple):
    """The time of day, which may be set, and seconds that only grow, but stand still while some computers sleep."""

    day: datetime
    passed: float


class MemoryTrust:
    """Judges by when a memory was last used, and for whom.

    What was used in this run is known by both clocks, and the longer time counts: whoever sets the time of day makes no
    memory younger, nor one of a moment ago older than a restart.
    """

    def __init__(self, now: Callable[[], datetime], *, passed: Callable[[], float] = time.monotonic) -> None:
        """`now` is the time of day, timezone-aware; `passed` is monotonic, in seconds."""
        self._now = now
        self._passed = passed
        self._began: _Moment | None = None
        self._doubted: _Moment | None = None
        self._used: dict[tuple[str, str], _Moment] = {}
        self.account = ""
        """Server and sign-in of whoever asks."""

    def note_use(self, memory: BotMemory) -> None:
        """It is being used just now."""
        self._used[memory.account, memory.conversation_id] = _Moment(memory.used_at, self._passed())

    def note_restart(self) -> None:
        """The assistant was started anew just now."""
        self._began = _Moment(self._now(), self._passed())

    def note_absence(self) -> None:
        """The assistant was away until now, and may have been started anew."""
        self._doubted = _Moment(self._now(), self._passed())

    def remembers(self, memory: BotMemory) -> bool:
        """Whether the assistant still knows a conversation."""
        return (
            memory.account == self.account
            and -_CORRECTED < self._age(memory) < BOT_FORGETS_AFTER
            and not self._was_before(memory, self._began)
        )

    def doubts(self, memory: BotMemory) -> bool:
        """Whether it may have been away since."""
        return self._was_before(memory, self._doubted)

    def _age(self, memory: BotMemory) -> timedelta:
        age, used = self._now() - memory.used_at, self._used_at(memory)
        return age if used is None else max(age, timedelta(seconds=self._passed() - used))

    def _was_before(self, memory: BotMemory, moment: _Moment | None) -> bool:
        if moment is None:
            return False
        used = self._used_at(memory)
        return memory.used_at < moment.day if used is None else used < moment.passed

    def _used_at(self, memory: BotMemory) -> float | None:
        """When it was last used, if that was in this run, and not with the web app since."""
        used = self._used.get((memory.account, memory.conversation_id))
        is_ours = used is not None and abs(memory.used_at - used.day) < _ROUNDED
        return used.passed if used is not None and is_ours else None
