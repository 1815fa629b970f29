"""F8: nobody at the counter reads anything of this app until a key is pressed. What runs goes on behind.

Every window of the app gets a cover, what pops up is closed, and the title that the taskbar shows says nothing.
"""

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.window.privacy_cover import HIDDEN, PrivacyCover

KEY = "F8"
LOCK_KEY = "Ctrl+L"
_HAS_KEY = "hasPrivacyKey"
_MOST_POPUPS = 8
_COMES_UP = (QEvent.Type.Show, QEvent.Type.ZOrderChange)


class PrivacyGlance(Guarded, QObject):
    """Hides and shows `window` and the dialogs over it.

    Signals:
        lock_requested(): the key of the lock, pressed in a dialog.
        hidden(): nothing can be read any more.
    """

    lock_requested = Signal()
    hidden = Signal()

    def __init__(self, look: Look, window: QWidget, app_name: str) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._app_name = app_name
        self._title = ""
        self._is_title_held = False
        self._covers: list[tuple[QWidget, PrivacyCover]] = []
        self._titles: list[tuple[QWidget, str]] = []
        self._focused: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        window.installEventFilter(self)

    @property
    def is_hiding(self) -> bool:
        """Whether nothing can be read now."""
        return bool(self._covers)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for _, cover in self._living():
            cover.set_look(look)

    def set_title(self, title: str) -> None:
        """The window's title, for when it may be read."""
        self._title = title
        self._show_title()

    def hold_title(self, held: bool) -> None:
        """Whether the title says nothing for another reason too: the window is locked."""
        self._is_title_held = held
        self._show_title()

    def _show_title(self) -> None:
        is_hidden = self._is_title_held or bool(self._covers)
        self._window.setWindowTitle(self._app_name if is_hidden else self._title)

    def hide_all(self) -> None:
        """Hide all that can be read, at once."""
        if self._covers:
            return
        for _ in range(_MOST_POPUPS):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()
        self._note_keyboard(QApplication.focusWidget())
        self._window.setWindowTitle(self._app_name)
        for top in QApplication.topLevelWidgets():
            if not top.isVisible():
                continue
            if top.windowType() == Qt.WindowType.ToolTip:
                top.hide()  # QToolTip's own way lets it stay for a moment.
            elif top is not self._window:
                self._cover(top)
        cover = self._cover(self._window)
        self._give_keyboard()
        self._app.focusChanged.connect(self._keep_keyboard)
        # Its enumerations are large, and most starts never need them.
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(cover, HIDDEN))
        self.hidden.emit()

    def show_again(self) -> None:
        """Let all be read again."""
        if not self._covers:
            return
        self._app.focusChanged.disconnect(self._keep_keyboard)
        covers, self._covers = self._living(), []
        self._show_title()
        for top, title in self._titles:
            if isValid(top) and top.windowTitle() == self._app_name:
                top.setWindowTitle(title)
        self._titles = []
        for _, cover in covers:
            cover.go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.WindowBlocked:
            # By a dialog that is about to be shown.
            self._reach_dialog()
        elif kind == QEvent.Type.ChildPolished and watched is self._window and isinstance(event, QChildEvent):
            # A card over the window, which comes up again and again.
            event.child().removeEventFilter(self)
            event.child().installEventFilter(self)
            self._raise_covers()
        elif kind in _COMES_UP and watched is not self._window:
            self._raise_covers()
        elif kind == QEvent.Type.Resize:
            for top, cover in self._living():
                cover.setGeometry(top.rect())
        return False

    def _reach_dialog(self) -> None:
        """A dialog keeps the keys of the window from it: F8 and the lock's have to be its own."""
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        if not dialog.property(_HAS_KEY):
            dialog.setProperty(_HAS_KEY, True)
            QShortcut(QKeySequence(KEY), dialog).activated.connect(self.hide_all)
            QShortcut(QKeySequence(LOCK_KEY), dialog).activated.connect(self.lock_requested)
            dialog.installEventFilter(self)
        if self._covers and all(top is not dialog for top, _ in self._living()):
            self._cover(dialog)
            self._give_keyboard()

    def _living(self) -> list[tuple[QWidget, PrivacyCover]]:
        """A dialog that closes takes its cover along."""
        return [(top, cover) for top, cover in self._covers if isValid(top) and isValid(cover)]

    def _cover(self, top: QWidget) -> PrivacyCover:
        cover = PrivacyCover(self._look, top)
        cover.ended.connect(self.show_again)
        cover.lifted.connect(self._give_back)
        self._covers.append((top, cover))
        if top is not self._window:
            self._titles.append((top, top.windowTitle()))
            top.setWindowTitle(self._app_name)
            top.removeEventFilter(self)
            top.installEventFilter(self)
        cover.come()
        return cover

    def _raise_covers(self) -> None:
        for _, cover in self._living():
            cover.raise_()

    def _give_keyboard(self) -> None:
        """The cover of the window in front has it, so that any key comes to it first."""
        front = QApplication.activeModalWidget() or self._window
        for top, cover in self._living():
            if top is front:
                cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_keyboard(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now, PrivacyCover):
            self._note_keyboard(now)
            self._give_keyboard()

    def _note_keyboard(self, focused: QWidget | None) -> None:
        if not isinstance(focused, PrivacyCover):
            self._focused = focused

    def _give_back(self) -> None:
        focused = self._focused
        if focused is not None and isValid(focused) and not self._covers:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
