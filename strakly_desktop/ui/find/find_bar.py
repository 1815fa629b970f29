"""Find in the conversation: a slim bar at the top of the page.

It knows no text: it says what is looked for, and is told how often it was found.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.style.column import GUTTER_NARROW, is_narrow
from strakly_desktop.ui.style.shapes import color, outline_role
from strakly_desktop.ui.style.typography import Type

_HEIGHT = 50
_FIELD_MIN, _FIELD_MAX = 60, 320
_COUNT = 72
_LEFT = 24
_REST = "The rest of a long answer is not on this page, and is not looked through: an export has all of it."


class FindBar(Guarded, QWidget):
    """Hidden until `open_bar`.

    Signals:
        find_changed(str): another text to look for, "" for none; also when the bar opens with one.
        next_requested(int): 1 to the next place, -1 to the one before.
        closed(): the bar went away.
    """

    find_changed = Signal(str)
    next_requested = Signal(int)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName("Find in conversation")
        self._field = SearchField(look, "Find in conversation", self, escape_clears=False)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._previous = IconButton(look, "chevron-up", "Previous (Shift+F3)", 28, self)
        self._next = IconButton(look, "chevron-down", "Next (F3)", 28, self)
        self._close = IconButton(look, "x", "Close (Esc)", 28, self)
        row = QHBoxLayout(self)
        row.setSpacing(6)
        row.addWidget(self._field, 1)
        for part in (self._count, self._previous, self._next):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self._close)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = row
        self._field.textChanged.connect(self.find_changed)
        self._field.entered.connect(lambda backwards: self.next_requested.emit(-1 if backwards else 1))
        self._field.left_downwards.connect(lambda: self.next_requested.emit(1))
        self._previous.clicked.connect(lambda: self.next_requested.emit(-1))
        self._next.clicked.connect(lambda: self.next_requested.emit(1))
        self._close.clicked.connect(self.close_bar)
        self.set_count(0, 0)
        self.set_look(look)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._field, self._previous, self._next, self._close):
            part.set_look(look)
        self._field.setMinimumWidth(look.scaled(_FIELD_MIN))
        self._field.setMaximumWidth(look.scaled(_FIELD_MAX))
        self._count.setFont(Type.SMALL.font(look))
        self.setFixedHeight(look.scaled(_HEIGHT) + 1)
        self._fit()

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in its field."""
        return self._field.hasFocus()

    def open_bar(self, *, takes_keyboard: bool = True) -> None:
        """Show the bar with the keyboard in its field, what stands there selected."""
        opened = self.isHidden()
        self.show()
        if takes_keyboard:
            self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._field.selectAll()
        if opened and self._field.text():
            self.find_changed.emit(self._field.text())

    def look_for(self, text: str, *, takes_keyboard: bool = True) -> None:
        """Show the bar with `text` in its field; "" leaves what stands there."""
        if text:
            self._field.setText(text)
        self.open_bar(takes_keyboard=takes_keyboard)

    def forget(self) -> None:
        """Close the bar and keep nothing of what was looked for, nor a way back to it."""
        self.close_bar()
        self._field.forget()

    def close_bar(self) -> bool:
        """Take the bar away; False if it was not there."""
        if self.isHidden():
            return False
        self.hide()
        self.closed.emit()
        return True

    def set_count(
        self, current: int, total: int, *, searching: bool = False, leaves_rest: bool = False
    ) -> None:
        """The text was found `total` times, and the one in sight is number `current` (from 1).

        `searching`: not all of the conversation has been looked through yet. `leaves_rest`: nor will the rest of an
        answer be, for which the page has no room.
        """
        if total:
            found = f"{current} of {total}{'…' if searching else '+' if leaves_rest else ''}"
        elif searching:
            found = "Searching…"
        else:
            found = "Not found on this page" if leaves_rest else "Not found"
        self._count.setText(found if self._field.text() else "")
        self._count.setToolTip(_REST if leaves_rest else "")
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._look, "background"))
        line = color(self._look, outline_role(self._look))
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _fit(self) -> None:
        narrow = is_narrow(self.width(), self._look.text_scale)
        self._row.setContentsMargins(GUTTER_NARROW if narrow else _LEFT, 0, 12, 1)
        # Where there is room, the buttons stay where they are while the count grows.
        self._count.setMinimumWidth(0 if narrow else self._look.scaled(_COUNT))
