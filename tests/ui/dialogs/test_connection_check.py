"""The dialog of Check connection: steps as they are done, for eyes and for ears, and a report to copy."""

from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from support.looks import real_look

from strakly_desktop.ui.dialogs.connection_check import CheckLine, CheckState, ConnectionCheckDialog

NAMES = ("Proxy", "Address", "Connection", "Encryption", "Assistant", "Sign-in", "Branch", "Test answer")
LONG = "Something on the way held all words back to the end, so long answers seem to hang. " * 2


def waiting(*done: CheckLine) -> list[CheckLine]:
    rest = [CheckLine(name, CheckState.WAITING, "Not checked yet.") for name in NAMES[len(done) :]]
    return [*done, *rest]


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def buttons(dialog: QWidget) -> dict[str, QAbstractButton]:
    return {button.accessibleName(): button for button in dialog.findChildren(QAbstractButton)}


def spoken(dialog: QWidget) -> list[str]:
    names = [part.accessibleName() for part in dialog.findChildren(QWidget)]
    return [name for name in names if name.startswith(NAMES)]


def test_each_step_is_said_with_how_it_stands(window: QWidget) -> None:
    dialog = ConnectionCheckDialog(real_look(), "The way to x", "It costs an answer.", window)
    bad = CheckLine("Proxy", CheckState.BAD, "It is not running.", "Ask somebody.")
    dialog.show_lines(waiting(bad), "", running=True, can_answer=False)
    dialog.open()
    assert spoken(dialog)[:2] == [
        "Proxy: fault. It is not running. Ask somebody.",
        "Address: not yet. Not checked yet.",
    ]
    assert not buttons(dialog)["Copy report"].isEnabled()
    assert not buttons(dialog)["Test an answer"].isEnabled()
    assert buttons(dialog)["Test an answer"].accessibleDescription() == "It costs an answer."


def test_the_one_button_stops_while_it_runs_and_begins_anew_afterwards(window: QWidget) -> None:
    heard: list[str] = []
    dialog = ConnectionCheckDialog(real_look(), "The way to x", "", window)
    dialog.again_requested.connect(lambda: heard.append("again"))
    dialog.stop_requested.connect(lambda: heard.append("stop"))
    dialog.answer_requested.connect(lambda: heard.append("answer"))
    dialog.show_lines(waiting(), "", running=True, can_answer=False)
    buttons(dialog)["Stop"].click()
    dialog.show_lines(waiting(), "", running=False, can_answer=True)
    buttons(dialog)["Retry"].click()
    buttons(dialog)["Test an answer"].click()
    assert heard == ["stop", "again", "answer"]


def test_the_report_is_copied_and_that_is_said(window: QWidget) -> None:
    dialog = ConnectionCheckDialog(real_look(), "The way to x", "", window)
    dialog.show_lines(waiting(), "the report", running=False, can_answer=False)
    buttons(dialog)["Copy report"].click()
    assert QApplication.clipboard().text() == "the report"
    assert "Copied" in buttons(dialog)


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_however_much_there_is_to_say_it_stays_on_the_screen(window: QWidget, text_scale: float) -> None:
    dialog = ConnectionCheckDialog(real_look(text_scale=text_scale), "The way to x", LONG, window)
    dialog.show_lines(waiting(), "", running=True, can_answer=False)
    dialog.open()
    room = dialog.screen().availableGeometry()
    dialog.move(0, room.height() // 2)
    lines = [CheckLine(name, CheckState.NOTE, LONG, LONG) for name in NAMES]
    dialog.show_lines(lines, "", running=False, can_answer=True)
    assert room.contains(dialog.frameGeometry())
    assert buttons(dialog)["Close"].isVisible()
