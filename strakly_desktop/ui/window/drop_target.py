"""Takes what is dropped anywhere on the window into the composer."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.composer.composer import Composer


class DropTarget(Guarded, QObject):
    """Lets `window` accept drops, unless nobody could see them land: it `is_out_of_sight`, or a dialog is before it."""

    def __init__(self, window: QWidget, composer: Composer, is_out_of_sight: Callable[[], bool]) -> None:
        super().__init__(window)
        self._composer = composer
        self._is_out_of_sight = is_out_of_sight
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A drag that enters is a drop as well, in Qt's order of classes.
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        if self._is_out_of_sight() or QApplication.activeModalWidget() is not None:
            event.ignore()
            return True
        # A copy, whatever was proposed: a file manager may remove what it believes to be moved.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not isinstance(event, QDragEnterEvent):
            self._composer.take(event.mimeData())
            self._composer.focus_input()
        return True
