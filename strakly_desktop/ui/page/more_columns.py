"""What stands below a table that gave up columns: how many, and the way to all of them.

Buttons on the page, no text in the document: what is copied, found and read there is the answer and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.formats import Mark, table_of
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.page.table_cards import TableInSight

_GAP = 4


class _Button(TextButton):
    """Tab goes on in the text from here."""

    def __init__(self, look: Look, view: QTextEdit, leave: Callable[[bool, int], bool]) -> None:
        super().__init__(look, "", ButtonKind.QUIET, small=True, icon="table-2", parent=view.viewport())
        self._leave = leave
        self.place = QTextCursor(view.document())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, hidden: Sequence[str]) -> None:
        """Say how many columns have no room, and which: in the tooltip and to screen readers."""
        label, names = more_columns_text(len(hidden)), f"Hidden: {', '.join(hidden)}"
        if self.accessibleName() == label and self.toolTip() == names:
            return
        self.set_label(label)
        self.setToolTip(names)
        self.setAccessibleDescription(names)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        document = self.place.document()
        end = end_of_table(document, self.place.block())
        return self._leave(
            next, end if next else document.findBlock(end - 1).position()
        ) or super().focusNextPrevChild(next)


class MoreColumns(QObject):
    """The buttons of the tables in sight. `leave`: takes the keyboard on, forwards or not, from a position.

    Signals:
        requested(QTextCursor): the table that the cursor is in is wanted whole.
    """

    requested = Signal(object)

    def __init__(self, look: Look, view: QTextEdit, leave: Callable[[bool, int], bool]) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._leave = leave
        self._buttons: dict[int, _Button] = {}

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for button in self._buttons.values():
            button.set_look(look)

    def clear(self) -> None:
        """Take every "more columns" button away."""
        self.place({})

    def place(self, tables: Mapping[int, TableInSight]) -> None:
        """Stand below these tables, by group."""
        scrolled = self._view.verticalScrollBar().value()
        wanted = {group: table for group, table in tables.items() if table.hidden and table.ends_here}
        for group in self._buttons.keys() - wanted.keys():
            button = self._buttons.pop(group)
            if button.hasFocus():
                self._view.setFocus()
            button.hide()
            button.deleteLater()
        for group, table in wanted.items():
            button = self._buttons.get(group) or self._new_button(group)
            button.place = table.cell
            button.tell(table.hidden)
            size = button.sizeHint()
            bottom = max(end for _, end in table.rows.values())
            button.setGeometry(
                round(table.left), round(bottom) + _GAP - scrolled, size.width(), size.height()
            )
            button.show()

    def give_keyboard(self, block: QTextBlock, *, forwards: bool) -> bool:
        """Give the keyboard to the button below the table that `block` is in; False if it is not in sight."""
        table = table_of(block)
        button = self._buttons.get(int(table.format().property(Mark.GROUP))) if table is not None else None
        if button is None:
            return False
        button.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        return True

    def _new_button(self, group: int) -> _Button:
        button = _Button(self._look, self._view, self._leave)
        button.clicked.connect(lambda: self.requested.emit(button.place))
        self._buttons[group] = button
        return button


def more_columns_text(hidden: int) -> str:
    """ "3 more columns: open the table"."""
    return f"{hidden} more {'column' if hidden == 1 else 'columns'}: open the table"


def next_narrowed(document: QTextDocument, position: int, *, forwards: bool) -> QTextBlock | None:
    """The last cell of the first table that gave up columns and ends after a position; backwards, before it."""
    block = document.findBlock(min(position, document.characterCount() - 1))
    while block.isValid():
        if not block.isVisible():
            last = document.findBlock(end_of_table(document, block) - 1)
            if (last.position() >= position) if forwards else (last.position() < position):
                return last
        block = block.next() if forwards else block.previous()
    return None


def end_of_table(document: QTextDocument, block: QTextBlock) -> int:
    """Where the table ends that a block is in, of whose parts there may be more below."""
    table = table_of(block)
    if table is None:
        return block.position() + block.length()
    group, end = table.format().property(Mark.GROUP), table.lastPosition() + 1
    while True:
        # An empty block stands between the parts.
        below = document.findBlock(end).next()
        part = table_of(below) if below.isValid() else None
        if part is None or part.format().property(Mark.GROUP) != group:
            return end
        end = part.lastPosition() + 1
