"""Makes the viewport of a scroll area known to PySide at no cost.

Of a widget that Qt made, PySide finds out what it is when Python first asks for it; for that it makes its classes of
all widgets that Qt has, of wizards and calendars too: 8 ms before the first paint, and 1 MB. Asked for by its name and
as a plain widget, nothing is to be found out, and whoever asks later gets the same.
"""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_QT_NAME = "qt_scrollarea_viewport"


def known_viewport(area: QAbstractScrollArea) -> QWidget:
    """Qt's own viewport of `area`. Known as long as the caller keeps what is returned.

    The area is one that Python has made: what is returned dies with its wrapper.
    """
    return area.findChild(QWidget, _QT_NAME) or area.viewport()
