"""The viewport that is asked for by name is Qt's own, and stays the one that everybody gets."""

import gc
import os
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


OPEN_TABLE = """
from datetime import date
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from support.looks import real_look
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.controls.dialog_room import scrolled_part
from strakly_desktop.ui.table.panel import TablePanel

application = QApplication([])
panel = TablePanel(real_look())
panel.resize(600, 400)
panel.show_table("Dues", tables_of("| A | B |\\n|---|---|\\n| 1 | 2 |\\n| 3 | 4 |\\n")[0], date(2026, 11, 28))
panel.show()
panel.grab()
scrolled = scrolled_part(QWidget())
print("QWizard" in {dialog.__name__ for dialog in QDialog.__subclasses__()})
"""


def test_a_table_beside_the_page_and_a_dialog_ask_for_theirs_so() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_TABLE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
