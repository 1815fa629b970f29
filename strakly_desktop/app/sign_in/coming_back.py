"""Looks at the sign-in again when somebody comes back to the window: it may have ended while nobody was there.

Whoever was switched off meanwhile is still answered by the assistant; the backend knows. And a computer that slept has
no timer to trust.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from strakly_desktop.app.process.steady_clock import steady

AWAY_S = 300.0


class ComingBack(QObject):
    """Told of every change of the application's state; says when somebody was away for long.

    Signals:
        came_back(): the window has the keyboard again, after minutes without.
    """

    came_back = Signal()

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = steady) -> None:
        """`now` gives seconds, also of the time in which the computer sleeps."""
        super().__init__(parent)
        self._now = now
        self._left_at: float | None = None

    def note_state(self, state: Qt.ApplicationState) -> None:
        """The application is in use, or not any more."""
        if state is not Qt.ApplicationState.ApplicationActive:
            self._left_at = self._now() if self._left_at is None else self._left_at
        elif self._left_at is not None:
            away, self._left_at = self._now() - self._left_at, None
            if not 0 <= away < AWAY_S:
                self.came_back.emit()
