"""The viewport that is asked for by name is Qt's own, and stays the one that everybody gets."""

import gc
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QListView, QPlainTextEdit, QScrollArea, QTextBrowser
from pytestqt.qtbot import QtBot

from strakly_desktop.ui.controls.known_viewport import known_viewport


@pytest.mark.parametrize("kind", [QListView, QPlainTextEdit, QScrollArea, QTextBrowser])
def test_it_is_the_one_that_is_painted_on(qtbot: QtBot, kind: type[QAbstractScrollArea]) -> None:
    area = kind()
    qtbot.addWidget(area)
    known = known_viewport(area)
    assert area.viewport() is known
    assert known.parent() is area
    gc.collect()
    assert area.viewport() is known


def test_there_is_one_where_the_name_is_not_qts(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.viewport().setObjectName("other")
    assert known_viewport(area) is area.viewport()


ASK = """
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea
from strakly_desktop.ui.controls.known_viewport import known_viewport

def has_wizard():
    return "QWizard" in {dialog.__name__ for dialog in QDialog.__subclasses__()}

application, area = QApplication([]), QScrollArea()
known = known_viewport(area)
area.viewport()
early = has_wizard()
QScrollArea().viewport()
print(early, has_wizard())
"""


def test_to_ask_for_it_makes_no_classes_of_other_widgets() -> None:
    """When the second is False, PySide has mended it, and the module can go."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
