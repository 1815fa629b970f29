"""What is dropped on the window comes into the composer as a copy, and nothing comes past the lock."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QTextBrowser
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.composer.pasted_text import FILES_REFUSED
from strakly_desktop.ui.window.main_window import MainWindow

BUTTON, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def enter(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(5, 5), ACTIONS, data, BUTTON, KEYS)
    QApplication.sendEvent(window, event)
    return event


def drop(window: MainWindow, data: QMimeData) -> QDropEvent:
    """As Qt does: only what was let in can be dropped."""
    enter(window, data)
    event = QDropEvent(QPointF(5, 5), ACTIONS, data, BUTTON, KEYS)
    QApplication.sendEvent(window, event)
    return event


def test_dropped_text_lands_in_the_composer(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("Rohan Mehta")
    drop(window, data)
    assert window.composer.text() == "Rohan Mehta"


def test_a_dropped_file_is_refused_in_words_and_nothing_is_inserted(window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/desk/members.xlsx")])
    event = drop(window, data)
    assert window.composer.text() == ""
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert FILES_REFUSED in [label.text() for label in window.composer.findChildren(QLabel)]


def test_a_locked_window_lets_nothing_in(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("Rohan Mehta")
    window.privacy.lock(lambda _page: None)
    assert not enter(window, data).isAccepted()
    drop(window, data)
    window.privacy.unlock()
    assert window.composer.text() == ""


def test_nothing_lands_in_a_question_that_nobody_sees(window: MainWindow, qtbot: QtBot) -> None:
    """Behind F8, a card or a dialog it would be sent with the next question."""
    data = QMimeData()
    data.setText("Rohan Mehta")
    window.privacy.hide_all()
    assert not enter(window, data).isAccepted()
    drop(window, data)
    window.privacy.show_again()
    window.privacy.content.setEnabled(False)
    drop(window, data)
    window.privacy.content.setEnabled(True)
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    drop(window, data)
    dialog.reject()
    assert window.composer.text() == ""
    drop(window, data)
    assert window.composer.text() == "Rohan Mehta"
