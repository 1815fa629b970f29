"""Notices that another day has begun, or that the days begin at another moment: a clock or time zone that was set."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from strakly_desktop.ui.history.days import midnight

# A timer to the next midnight would sleep with the machine; the date itself is looked at instead.
_LOOKS_EVERY_MS = 60_000


def _day_here() -> date:
    return datetime.now().astimezone().date()


class DayWatch(QObject):
    """`day` is the one that was told last.

    Signals:
        day_begun(date): this is the day now.
    """

    day_begun = Signal(object)

    def __init__(self, parent: QObject, today: Callable[[], date] | None = None) -> None:
        """`today` is asked for the day; None: the one on this computer."""
        super().__init__(parent)
        self._today = today or _day_here
        self.day = self._today()
        self._begins = midnight(self.day)
        self._timer = QTimer(self, interval=_LOOKS_EVERY_MS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look at the date."""
        day = self._today()
        begins = midnight(day)
        if (day, begins) != (self.day, self._begins):
            self.day, self._begins = day, begins
            self.day_begun.emit(day)
