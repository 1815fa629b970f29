"""Says when somebody types, clicks or scrolls, and when nobody has for a while, in any window of the app.

By the events of its windows, not of its widgets: those come a few for each key, and a window that draws an answer has
none of them. An input method alone, a keyboard on the screen or dictation, hands its words past the window, to the
field that has the keyboard. By a clock that runs on in sleep and that nobody sets: the clock on the wall, corrected
by an hour, locked the desk under somebody's hands.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from strakly_desktop.app.process.steady_clock import steady
from strakly_desktop.rendering.guarded import Guarded

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

_LOOK_EVERY_MS = 5_000
_USED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)
_TOUCHED = _USED | {QEvent.Type.MouseMove, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


class IdleWatch(Guarded, QObject):
    """Watches from `begin` on.

    Signals:
        used(): a key, a button of the mouse or its wheel is on its way to a window, which has not got it yet.
        went_idle(): as many minutes have passed as it waits for; told once, until somebody is there again.
    """

    used = Signal()
    went_idle = Signal()

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = steady) -> None:
        """`now` gives seconds, also of the time in which the computer sleeps."""
        super().__init__(parent)
        self._now = now
        self._minutes: int | None = None
        self._touched_at = now()
        self._is_told = False
        # Not kept alive: one that goes with this watch would still tell it of its end.
        self._field: ref[QObject] | None = None
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._watch_field)
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._looking.timeout.connect(self.look)

    def begin(self) -> None:
        """Watch the windows of the app, those too that open later."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch, Qt.ConnectionType.UniqueConnection)
        app.focusObjectChanged.connect(self._expect_field, Qt.ConnectionType.UniqueConnection)
        self._watch(QGuiApplication.focusWindow())
        self._watch_field()
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    def wait_for(self, minutes: int | None) -> None:
        """Tell when so many minutes have passed without anybody; None: it is never told."""
        self._minutes = minutes
        self.note_touch()
        if minutes is None:
            self._looking.stop()
        else:
            self._looking.start()

    def note_touch(self) -> None:
        """Somebody is there."""
        self._touched_at, self._is_told = self._now(), False

    def look(self) -> None:
        """See how long it has been."""
        quiet = self._now() - self._touched_at
        if quiet < 0:
            self.note_touch()  # The clock was set back.
        elif self._minutes is not None and quiet >= 60 * self._minutes and not self._is_told:
            self._is_told = True
            self.went_idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.InputMethod and isinstance(watched, QWidget):
            return False  # The window had it before.
        if event.type() in _TOUCHED:
            self.note_touch()
            if event.type() in _USED:
                self.used.emit()
        return False

    def _watch(self, window: "QWindow | None") -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _expect_field(self) -> None:
        """The keyboard may go on from a window that is being destroyed: see later where it is."""
        self._settling.start()

    def _watch_field(self) -> None:
        """Where words of an input method go; nothing that takes none, as a page that draws an answer."""
        former = None if self._field is None else self._field()
        if former is not None and isValid(former):
            former.removeEventFilter(self)
        field = QGuiApplication.focusObject()
        self._field = None
        if isinstance(field, QWidget) and field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            self._field = ref(field)
            field.installEventFilter(self)
