"""Judges from health checks whether an assistant still remembers the conversations it had.

Its memory lives in its process and is lost with it, silently: a restarted one takes an old conversation's id and starts
empty under it (protocol rules 20 and 22).
"""

from enum import Enum

from strakly_desktop.conversation.errors import FailureKind
from strakly_desktop.conversation.health import Health

_CHECKS_THAT_MEAN_AWAY = 2


class MemoryVerdict(Enum):
    """What a health check tells of the assistant's memory."""

    AS_BEFORE = "as-before"
    DOUBTFUL = "doubtful"
    LOST = "lost"


class MemoryJudge:
    """Sees every health check of one assistant, in order."""

    def __init__(self) -> None:
        self._instance = ""
        self._failed = 0
        self._nobody_there = False

    def see(self, health: Health) -> MemoryVerdict:
        """Take the next check. A verdict comes with the first one that is well again."""
        if not health.is_well:
            self._failed += 1
            # Nobody took the connection: the process was gone, and the next is another one.
            self._nobody_there |= health.failure is FailureKind.REFUSED
            return MemoryVerdict.AS_BEFORE
        verdict = self._judge(health.instance)
        self._instance, self._failed, self._nobody_there = health.instance, 0, False
        return verdict

    def _judge(self, instance: str) -> MemoryVerdict:
        if instance and self._instance:
            return MemoryVerdict.AS_BEFORE if instance == self._instance else MemoryVerdict.LOST
        if self._nobody_there:
            return MemoryVerdict.LOST
        # One slow answer is no absence.
        return MemoryVerdict.DOUBTFUL if self._failed >= _CHECKS_THAT_MEAN_AWAY else MemoryVerdict.AS_BEFORE
