"""Notices that the computer slept: by clocks that moved apart, or by a timer that came much too late.

Which clock stands still meanwhile differs between systems. What was known of the network before is old then.
Linux tells it over D-Bus as well, at once and also after a nap too short for the clocks.

And it reads the time zone again: C reads it once, so that a desk whose zone was set right kept the old hours until the
next start.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, Qt, QTimer, Signal, Slot

_EVERY_MS = 5_000
_SLEPT_S = 20.0
_LOGIN = "org.freedesktop.login1"
_MANAGER = "/org/freedesktop/login1"


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

    def listen(self) -> None:
        """Hear it from the system too, where there is one that tells it."""
        if not sys.platform.startswith("linux"):
            return
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        # Its stub asks for bytes, which it refuses.
        QDBusConnection.systemBus().connect(  # type: ignore[call-overload]
            _LOGIN, _MANAGER, f"{_LOGIN}.Manager", "PrepareForSleep", self, SLOT("note_sleep(bool)")
        )

    @Slot(bool)
    def note_sleep(self, begins: bool) -> None:
        """The computer goes to sleep, or woke."""
        if not begins:
            self._before = (self._wall(), self._steady())
            self.woke.emit()

    def look(self) -> None:
        """Compare with the last time."""
        if sys.platform != "win32":
            time.tzset()
        now = (self._wall(), self._steady())
        by_wall, by_steady = now[0] - self._before[0], now[1] - self._before[1]
        self._before = now
        if abs(by_wall - by_steady) > _SLEPT_S or by_steady > _SLEPT_S:
            self.woke.emit()
