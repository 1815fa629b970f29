"""Notices that the computer slept: by clocks that moved apart, or by a timer that came much too late.

Which clock stands still meanwhile differs between systems. What was known of the network before is old then.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_EVERY_MS = 5_000
_SLEPT_S = 20.0


class WakeWatch(QObject):
    """Looks at both clocks every few seconds.

    Signals:
        woke(): the computer slept, or its clock was set.
    """

    woke = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Both give seconds: of the day since 1970, and since some moment."""
        super().__init__(parent)
        self._wall, self._steady = wall, steady
        self._before = (wall(), steady())
        timer = QTimer(self, interval=_EVERY_MS)
        timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Compare with the last time."""
        now = (self._wall(), self._steady())
        by_wall, by_steady = now[0] - self._before[0], now[1] - self._before[1]
        self._before = now
        if abs(by_wall - by_steady) > _SLEPT_S or by_steady > _SLEPT_S:
            self.woke.emit()
