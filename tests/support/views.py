"""Widgets on the screen, as the app shows them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.transcript.scrolling.answer_opening import AnswerOpening
from strakly_desktop.ui.transcript.view import TranscriptView


def shown_view(qtbot: QtBot, width: int = 900, height: int = 500) -> TranscriptView:
    """An empty conversation in a window of its own, in the app's letters."""
    install_fonts()
    view = TranscriptView(real_look())
    qtbot.addWidget(view)
    view.resize(width, height)
    with qtbot.waitExposed(view):
        view.show()
    return view


class _ReadAsTheyCome(AnswerOpening):
    @property
    def is_unread(self) -> bool:
        return False


def followed_view(qtbot: QtBot, width: int = 900, height: int = 500) -> TranscriptView:
    """The same before somebody who reads every answer as it comes, however fast a test is: its end is followed."""
    view = shown_view(qtbot, width, height)
    view._opening = _ReadAsTheyCome(view)
    return view


def move_mouse(view: TranscriptView, point: QPoint) -> None:
    """Move the mouse to a point of the viewport.

    QTest moves the pointer of the screen, and a window that an earlier test left below it gets the move instead.
    """
    place = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        view.viewport().mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)
