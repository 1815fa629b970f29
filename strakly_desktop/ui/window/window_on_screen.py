"""Opens a window where it was if that fits, keeps it on a screen when screens change, and brings it to the front.

What fits is for `window_place` to say.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.controls.screens import area_of, frame_of, screen_areas
from strakly_desktop.ui.controls.window_place import (
    Frame,
    WindowPlace,
    WindowState,
    saved_place,
    screen_of,
    smallest_size,
    window_place,
)

# What the desktop draws around a window is known only some time after that is shown.
_SETTLED_AFTER_MS = 250
_STATES = {
    WindowState.NORMAL: Qt.WindowState.WindowNoState,
    WindowState.MAXIMIZED: Qt.WindowState.WindowMaximized,
    WindowState.FULL_SCREEN: Qt.WindowState.WindowFullScreen,
}


class WindowOnScreen(Guarded, QObject):
    """Owns no window: it places the one that it was made for."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._looking = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._looking.timeout.connect(self.keep_in_sight)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._follow)
        application.screenRemoved.connect(self._looking.start)
        application.primaryScreenChanged.connect(self._looking.start)
        for screen in QGuiApplication.screens():
            self._follow(screen)
        window.installEventFilter(self)

    def open_at(self, text: str) -> None:
        """Place the window before it is shown. `text` is a saved geometry in base64, "" for a first start."""
        self._place(window_place(saved_place(text), screen_areas()), None)

    def geometry_text(self) -> str:
        """Size, place and state of the window as plain text, for the settings."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")

    def come_forward(self) -> None:
        """Show the window in front of others, as it was before it was minimised."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        # Where the desktop does not let it take the keyboard, it is marked.
        QApplication.alert(window)

    def keep_in_sight(self) -> None:
        """Bring a window that is larger than its screen, or beside all of them, back onto one."""
        window, screens = self._window, screen_areas()
        fills = window.windowState() & (
            Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMinimized
        )
        if not screens or fills or not window.isVisible():
            return
        frame = frame_of(window) or Frame(0, 0, 0, 0)
        now = area_of(window.geometry())
        if not screen_of(now, screens).contains(frame.around(now)):
            self._place(window_place(WindowPlace(now), screens, frame), frame)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._looking.start()
        return False

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._looking.start)
        self._looking.start()

    def _place(self, place: WindowPlace, frame: Frame | None) -> None:
        window, screens, area = self._window, screen_areas(), place.geometry
        if screens:
            window.setMinimumSize(*smallest_size(screen_of(area, screens), frame))
        window.setGeometry(QRect(area.left, area.top, area.width, area.height))
        window.setWindowState(_STATES[place.state])
