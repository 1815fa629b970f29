"""Keys of the page go on from what is in sight: Qt's go on from its caret, which nobody sees, wherever it was left.

Who had turned the wheel and pressed Down was thrown back to where they had clicked last. A screen reader still hears
the lines that the caret walks, and Shift marks from it.
"""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractSlider, QTextEdit

_LINES = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}
_PAGES = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


def turn_page(view: QTextEdit, event: QKeyEvent) -> bool:
    """Turn a page for a bare Page Up or Down, and take the caret along; False for any other key."""
    action = _PAGES.get(Qt.Key(event.key()))
    if action is None or not _is_bare(event):
        return False
    view.verticalScrollBar().triggerAction(action)
    _bring_caret(view, 0)
    return True


def begin_in_sight(view: QTextEdit, event: QKeyEvent) -> None:
    """Bring the caret into sight before a bare Up or Down moves it by a line, where it is not."""
    is_down = _LINES.get(Qt.Key(event.key()))
    line, height = view.cursorRect(), view.viewport().height()
    if is_down is not None and _is_bare(event) and not 0 <= line.center().y() <= height:
        _bring_caret(view, 0 if is_down else height)


def _bring_caret(view: QTextEdit, y: int) -> None:
    """To the whole line next to `y`, in pixels of the viewport: one that is cut off would move the page."""
    at, height = QPoint(view.viewport().width() // 2, y), view.viewport().height()
    caret = view.cursorForPosition(at)
    caret.movePosition(QTextCursor.MoveOperation.StartOfLine)
    line = view.cursorRect(caret)
    if line.top() < 0:
        caret.movePosition(QTextCursor.MoveOperation.Down)
    elif line.bottom() > height:
        caret.movePosition(QTextCursor.MoveOperation.Up)
    value = view.verticalScrollBar().value()
    view.setTextCursor(caret)
    view.verticalScrollBar().setValue(value)


def _is_bare(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
