#!/usr/bin/env bash
# PySide6-Essentials 6.11.3 (CPython 3.11), Qt's offscreen platform. Linux.
#
# PySide makes Python's enumerations of a class when the class is first needed, not at the import. Which classes a call
# needs is not told by the call: asking a text browser for its viewport makes those of widgets that the program never names.
#
# Guess before running it: a getter that returns a QWidget, whose type is known since the import, makes nothing. To
# hand a colour to a painter costs the same whether it is wrapped in a brush or not.
# Seen: the first `viewport()` makes more than 60 enumerations, those of tab bars, sliders and calendars among them; the
# second makes none. A painter's first `setBrush(QBrush(colour))` makes five of gradients after `setBrush(colour)` made
# none of them. Each is a class of Python with its members, and together they take milliseconds of a start, which a
# profile shows below the innocent line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PySide6-Essentials==6.11.3
cat >"$work/probe.py" <<'PY'
import enum
from collections.abc import Callable

from PySide6.QtGui import QBrush, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QTextBrowser


def enumerations() -> set[str]:
    found, waiting = set(), [enum.Enum]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("PySide6"):
                found.add(kind.__qualname__)
    return found


def made_by(call: Callable[[], object]) -> set[str]:
    before = enumerations()
    call()
    return enumerations() - before


application = QApplication([])
browser = QTextBrowser()
first, second = made_by(browser.viewport), made_by(browser.viewport)
strangers = sorted(name for name in first if name.split(".")[0] in ("QTabBar", "QSlider", "QCalendarWidget", "QWizard"))
print(f"viewport(): {len(first)} enumerations at the first call, {len(second)} at the second; of others: {strangers}")

image = QImage(4, 4, QImage.Format.Format_RGB32)
painter = QPainter(image)
painter.setBrush(QColor("red"))
by_brush = made_by(lambda: painter.setBrush(QBrush(QColor("red"))))
painter.end()
print(f"setBrush(QBrush) after setBrush(QColor): {sorted(by_brush)}")
raise SystemExit(not (len(first) > 60 and strangers and not second and any("QGradient" in name for name in by_brush)))
PY
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" "$work/probe.py"
