"""The menu of the right mouse button over a conversation."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QTextEdit


def transcript_menu(view: QTextEdit, place: QPoint) -> QMenu:
    """What can be done at `place` in the viewport. The menu deletes itself when it is closed."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    copy = menu.addAction("Copy")
    copy.setEnabled(view.textCursor().hasSelection())
    copy.triggered.connect(view.copy)
    href = view.anchorAt(place)
    if href:
        copy_link = menu.addAction("Copy link address")
        copy_link.triggered.connect(lambda: QApplication.clipboard().setText(href))
    menu.addAction("Select all").triggered.connect(view.selectAll)
    return menu
