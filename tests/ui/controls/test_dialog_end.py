"""Dialogs of Qt that ask something in a loop of their own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from strakly_desktop.ui.controls.dialog_end import delete_when_over


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[QFileDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "there.txt").write_text("older")
    dialog = QFileDialog(parent, "Save", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile("there.txt")
    yield dialog
    parent.close()


def test_a_dialog_that_is_closed_twice_lives_as_long_as_its_question(run: Any, dialog: QFileDialog) -> None:
    told: list[str] = []
    dialog.destroyed.connect(lambda: told.append("deleted"))
    dialog.fileSelected.connect(lambda _: told.append("selected"))

    def press_escape_twice() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        dialog.reject()
        # What was to be deleted would be now, while the box still asks.
        QTest.qWait(60)
        told.append("asks")
        QTest.keyClick(box, Qt.Key.Key_Escape)

    async def save() -> None:
        is_deleted = asyncio.Event()
        dialog.destroyed.connect(is_deleted.set)
        delete_when_over(dialog)
        dialog.open()
        QTimer.singleShot(0, press_escape_twice)
        dialog.accept()
        await is_deleted.wait()

    run(save())
    assert told == ["asks", "deleted"]


def test_a_dialog_that_is_over_is_deleted(run: Any, dialog: QFileDialog) -> None:
    async def think_better_of_it() -> None:
        is_deleted = asyncio.Event()
        dialog.destroyed.connect(is_deleted.set)
        delete_when_over(dialog)
        dialog.open()
        dialog.reject()
        await is_deleted.wait()

    run(think_better_of_it())
    assert not isValid(dialog)
