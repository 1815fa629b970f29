"""The About dialog: what runs here, and whose work it carries."""

from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from support.looks import real_look

from strakly_desktop.ui.dialogs.about import AboutDialog, AboutFacts

LICENCES = "\n".join(f"line {number} of a licence" for number in range(500))
RUNS_ON = "Python 3.11.2, Qt 6.11.3 (wayland), Debian GNU/Linux 12 (bookworm), x86_64"


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def words_of(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_it_says_what_runs_and_that_nobody_is_told(window: QWidget) -> None:
    words = words_of(AboutDialog(real_look(), AboutFacts("1.2", "0123456789ab", RUNS_ON, ""), window))
    assert "Version 1.2 (0123456789ab)" in words
    assert RUNS_ON in words
    assert "never phones home" in words


def test_the_versions_are_copied_for_a_bug_report_and_that_is_said(window: QWidget) -> None:
    QApplication.clipboard().setText("what was copied before")
    dialog = AboutDialog(real_look(), AboutFacts("1.2", "0123456789ab", RUNS_ON, LICENCES), window)
    (copy,) = (one for one in dialog.findChildren(QAbstractButton) if one.accessibleName() == "Copy")
    copy.click()
    copied = QApplication.clipboard().text()
    assert copied == f"Strakly Desktop\nVersion 1.2 (0123456789ab)\n{RUNS_ON}\n"
    assert copy.accessibleName() == "Copied"


def test_an_unknown_commit_is_left_out(window: QWidget) -> None:
    assert "Version 1.2\n" in words_of(AboutDialog(real_look(), AboutFacts("1.2", "", RUNS_ON, ""), window))


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_the_licences_come_on_demand_and_everything_stays_on_the_screen(
    window: QWidget, text_scale: float
) -> None:
    dialog = AboutDialog(real_look(text_scale=text_scale), AboutFacts("1.2", "", RUNS_ON, LICENCES), window)
    dialog.open()
    (licences,) = dialog.findChildren(QPlainTextEdit)
    assert not licences.isVisible()
    buttons = {found.accessibleName(): found for found in dialog.findChildren(QAbstractButton)}
    buttons["Licences"].click()
    if layout := dialog.layout():
        layout.activate()
    assert licences.isVisible()
    assert licences.toPlainText() == LICENCES
    assert licences.geometry().bottom() + 8 <= buttons["Close"].geometry().top()
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    buttons["Licences"].click()
    assert not licences.isVisible()
