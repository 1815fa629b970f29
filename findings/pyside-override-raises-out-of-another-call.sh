#!/usr/bin/env bash
# PySide6-Essentials and shiboken6 6.11.3, CPython 3.11 to 3.13, offscreen.
#
# An exception in a method that Qt calls comes out of the Python line that happened to call into Qt.
#
# Guess before running it: Qt is C++ and knows no Python exceptions, so one in a resizeEvent() is printed or
# handed to sys.excepthook, as PySide does for a slot, and w.resize() returns as always.
# Seen: shiboken keeps it and raises it again from w.resize(): the caller, which may know nothing of that widget, is
# left in the middle of what it did, and sys.excepthook is never called. For a slot it is: emit() returns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" - <<'PY'
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

hooked: list[str] = []
sys.excepthook = lambda kind, error, trace: hooked.append(str(error))


class Page(QWidget):
    fails = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.fails:
            raise ValueError("in the override")


class Bell(QObject):
    rung = Signal()


def answer_bell() -> None:
    raise ValueError("in the slot")


application = QApplication([])
page, bell, raised = Page(), Bell(), ""
page.show()
page.fails = True
try:
    page.resize(page.width() + 9, page.height() + 9)
except ValueError as error:
    raised = str(error)
after_override = list(hooked)
bell.rung.connect(answer_bell)
bell.rung.emit()
print("resize() raised:", repr(raised), "- excepthook had:", after_override)
print("emit() returned - excepthook had:", hooked)
sys.exit(0 if "in the override" in raised and not after_override and hooked == ["in the slot"] else 1)
PY
