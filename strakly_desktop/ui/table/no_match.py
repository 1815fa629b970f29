"""What stands in the place of the rows when the filter leaves none: an empty grid would look like an empty table.

Where the table is a part of a list it says so: who looks for a member must not take "no row" for "no such member".
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import TextButton
from strakly_desktop.ui.style.typography import Type, elided

_ABOVE = 32
_LEAST_ABOVE = 4
_SIDE = 24
_LONGEST = 0.8
"""Of the width: a longer filter is cut, the field above has all of it."""


class NoMatch(Guarded, QWidget):
    """Says that no row matches, and offers all rows again. Hidden until `tell`.

    Signals:
        cleared(): the wish to see all rows again.
    """

    cleared = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._filter = ""
        self._words, self._absent = self._label(), self._label()
        self.button = TextButton(look, "Show all rows", small=True, parent=self)
        self.button.clicked.connect(self.cleared)
        self._page = page = QVBoxLayout(self)
        page.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._words)
        words.addWidget(self._absent)
        page.addLayout(words)
        page.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        page.addStretch()
        self.set_look(look)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for label in (self._words, self._absent):
            label.setFont(Type.UI.font(look))
        self.button.set_look(look)
        self._show_words()

    def tell(self, filter_text: str, absent: str = "") -> None:
        """Say that no row matches this filter, and what of the list was not searched; "": there are rows."""
        self._filter = filter_text
        self._absent.setText(absent)
        self._absent.setVisible(bool(absent))
        self._show_words()
        self.setVisible(bool(filter_text))

    def fit(self, width: int, height: int) -> None:
        """Be as wide as the rows would be. `height`: of their place, in px; in a low one the words come first."""
        self.setFixedWidth(width)
        words = self._words.sizeHint().height() + 4 + self._absent.sizeHint().height()
        above = max(_LEAST_ABOVE, min(_ABOVE, (height - words - self.button.sizeHint().height()) // 3))
        self._page.setContentsMargins(_SIDE, above, _SIDE, above)
        self._show_words()

    def _show_words(self) -> None:
        shown = elided(Type.UI.font(self._look), self._filter, self.width() * _LONGEST - 4 * _SIDE)
        self._words.setText(f"No row matches '{shown}'")
        self._words.setAccessibleName(f"No row matches '{self._filter}'")
        self.adjustSize()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        return label
