"""What stands below a table of which the page does not show all: how much more there is, and the way to it.

Buttons on the page, no text in the document: what is copied, found and read there is the answer and nothing else.
"""

from collections.abc import Callable, Mapping
from math import ceil

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.folded_rows import folded_row_at, holds_rows
from strakly_desktop.rendering.writing.formats import BlockRole, Mark, table_of
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.page.table_cards import OUTLINE, TableInSight
from strakly_desktop.ui.page.visible_blocks import VisibleBlock

_GAP = 4


class _Button(TextButton):
    """Tab goes on in the text from here."""

    def __init__(self, look: Look, view: QTextEdit, leave: Callable[[bool, int], bool]) -> None:
        super().__init__(look, "", ButtonKind.QUIET, small=True, icon="table-2", parent=view.viewport())
        self._leave = leave
        self.place = QTextCursor(view.document())
        self.row: int | None = None
        self.acts = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, label: str, details: str) -> None:
        """Say what is not shown; the details in the tooltip and to screen readers."""
        if self.accessibleName() == label and self.toolTip() == details:
            return
        self.set_label(label)
        self.setToolTip(details)
        self.setAccessibleDescription(details)

    def set_acting(self, acts: bool) -> None:
        """Whether it can be pressed; else it is words alone, as plain to read."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if acts else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not acts)
        self.acts = acts

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        document = self.place.document()
        end = end_of_table(document, self.place.block())
        return self._leave(
            next, end if next else document.findBlock(end - 1).position()
        ) or super().focusNextPrevChild(next)


class MoreColumns(QObject):
    """The buttons of the tables in sight. `leave`: takes the keyboard on, forwards or not, from a position.

    Signals:
        requested(QTextCursor, int | None): the table that the cursor is in is wanted whole, at this row (from 0).
    """

    requested = Signal(object, object)

    def __init__(self, look: Look, view: QTextEdit, leave: Callable[[bool, int], bool]) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._leave = leave
        self._buttons: dict[int, _Button] = {}
        self._is_beside: Callable[[QTextBlock], bool] | None = None
        self._beside: dict[int, bool] = {}

    def set_beside(self, is_beside: Callable[[QTextBlock], bool] | None) -> None:
        """Which table is open already: below it is only said that rows are there which are not here.

        `is_beside` tells it by a block of it; None: none is.
        """
        self._is_beside = is_beside
        self._beside.clear()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for button in self._buttons.values():
            button.set_look(look)

    def clear(self) -> None:
        """Take every "more columns" button away."""
        self.place({})

    def place(
        self,
        tables: Mapping[int, TableInSight],
        found: QTextCursor | None = None,
        *,
        growing: bool = False,
    ) -> None:
        """Stand below these tables, by group.

        `found`: where what is looked for was found. `growing`: an answer streams in.
        """
        if not tables and not self._buttons:
            return
        scrolled = self._view.verticalScrollBar().value()
        wanted = {
            group: (table, corner)
            for group, table in tables.items()
            if table.ends_here
            and (table.folded or (table.hidden and not self._is_open(group, table)))
            and (corner := _corner_below(self._view.document(), table.cell.block(), group)) is not None
        }
        for group in self._buttons.keys() - wanted.keys():
            button = self._buttons.pop(group)
            if button.hasFocus():
                self._view.setFocus()
            button.hide()
            button.deleteLater()
        for group, (table, (left, bottom)) in wanted.items():
            button = self._buttons.get(group) or self._new_button(group)
            button.place = table.cell
            button.row = _row_of(found, group, table)
            is_growing = growing and _is_at_end(self._view.document(), table)
            is_cut = _is_cut(self._view.document(), table)
            is_open = button.row is None and self._is_open(group, table)
            button.tell(*more_text(table, button.row, is_growing=is_growing, is_cut=is_cut, is_open=is_open))
            if is_open and button.hasFocus():
                self._view.setFocus()
            button.set_acting(not is_open)
            size = button.sizeHint()
            button.setGeometry(round(left), round(bottom) + _GAP - scrolled, size.width(), size.height())
            button.show()

    def _is_open(self, group: int, table: TableInSight) -> bool:
        """Asked once of each table: to know one, its answer is looked through."""
        if self._is_beside is None:
            return False
        if group not in self._beside:
            self._beside[group] = self._is_beside(table.cell.block())
        return self._beside[group]

    def give_keyboard(self, block: QTextBlock, *, forwards: bool) -> bool:
        """Give the keyboard to the button below the table that `block` is in; False if there is none to press."""
        button = self._buttons.get(_group_of(block))
        if button is None or not button.acts:
            return False
        button.setFocus(Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason)
        return True

    def _new_button(self, group: int) -> _Button:
        button = _Button(self._look, self._view, self._leave)
        button.clicked.connect(lambda: self._request(button))
        self._buttons[group] = button
        return button

    def _request(self, button: _Button) -> None:
        if button.acts:
            self.requested.emit(button.place, button.row)


def more_text(
    table: TableInSight,
    found: int | None = None,
    *,
    is_growing: bool = False,
    is_cut: bool = False,
    is_open: bool = False,
) -> tuple[str, str]:
    """What the button below a table says, as "3 more columns: open the table", and its details.

    `is_cut`: it goes on in the rest of its answer, for which the page has no room. `is_open`: all of it is
    seen in the table panel.
    """
    drawn = max(table.rows)
    details = []
    if table.folded and is_cut:
        details.append(f"{drawn} rows are drawn here; the table and every file of it have all.")
    elif table.folded:
        details.append(
            f"{drawn} of {drawn + table.folded:,} rows are drawn here; find, copy and print have all."
        )
    if table.hidden and not is_open:
        details.append(f"Hidden: {', '.join(table.hidden)}")
    if found is not None:
        label = f"Found in row {found + 1:,}: open the table there"
    elif table.folded and is_growing:
        label = f"{drawn + table.folded:,} rows so far: {_way(is_open)}"
    else:
        rows = "More rows" if is_cut else _counted(table.folded, "row")
        more = [rows] if table.folded else []
        more += [_counted(len(table.hidden), "column")] if table.hidden and not is_open else []
        label = f"{' and '.join(more)}: {_way(is_open)}"
    return label, " ".join(details)


def _way(is_open: bool) -> str:
    return "in the open table" if is_open else "open the table"


def _corner_below(document: QTextDocument, block: QTextBlock, group: int) -> tuple[float, float] | None:
    """The lower left corner of a table's drawn rows, in document coordinates; None where it is written again.

    Asked of the document each time: a table grows, and moves, between two looks at the page.
    """
    part = _last_part(document, block)
    if part is None or part.format().property(Mark.GROUP) != group:
        return None
    bounding_rect = document.documentLayout().blockBoundingRect
    cell, bottom = document.findBlock(part.lastPosition()), 0.0
    while True:
        one = VisibleBlock(cell, bounding_rect)
        if cell.isVisible():
            bottom = max(bottom, one.bottom)
        if not one.column:
            padding = part.format().toTableFormat().cellPadding()
            return one.rect.left() - padding, ceil(bottom) + padding + OUTLINE
        cell = cell.previous()


def _is_at_end(document: QTextDocument, table: TableInSight) -> bool:
    """Whether nothing stands below a table but Qt's empty block."""
    last = document.lastBlock()
    return last.length() == 1 and end_of_table(document, table.cell.block()) >= last.position()


def _is_cut(document: QTextDocument, table: TableInSight) -> bool:
    """Whether the page ends in the middle of a table, and says so below it."""
    if not table.folded:
        return False
    below = document.findBlock(end_of_table(document, table.cell.block()))
    if below.length() == 1:  # Qt's empty block.
        below = below.next()
    return below.isValid() and bool(below.blockFormat().property(Mark.ROLE) == BlockRole.REST)


def _counted(number: int, of: str) -> str:
    return f"{number:,} more {of}{'' if number == 1 else 's'}"


def _row_of(found: QTextCursor | None, group: int, table: TableInSight) -> int | None:
    """The number, from 0, of the row that is not drawn in which a place was found; None for another place."""
    if found is None or not holds_rows(found.block()) or _group_of(found.block()) != group:
        return None
    return max(table.rows) + folded_row_at(found)


def _group_of(block: QTextBlock) -> int:
    """The number of the table that a block is in, drawn or not; 0 outside."""
    table = table_of(block)
    if table is not None:
        return int(table.format().property(Mark.GROUP))
    return int(block.blockFormat().property(Mark.GROUP)) if holds_rows(block) else 0


def next_narrowed(document: QTextDocument, position: int, *, forwards: bool) -> QTextBlock | None:
    """The end of the first table that is not shown whole and ends after a position; backwards, before it."""
    block = document.findBlock(min(position, document.characterCount() - 1))
    while block.isValid():
        if not block.isVisible():
            last = document.findBlock(end_of_table(document, block) - 1)
            if (last.position() >= position) if forwards else (last.position() < position):
                return last
            block = last if forwards else block
        block = block.next() if forwards else block.previous()
    return None


def end_of_table(document: QTextDocument, block: QTextBlock) -> int:
    """Where the table ends that a block is in, of whose parts and rows there may be more below."""
    part = _last_part(document, block)
    if part is not None:
        end = part.lastPosition() + 1
        below = document.findBlock(end).next()
        if not (below.isValid() and holds_rows(below)):
            return end
        block = below
    while holds_rows(block) and holds_rows(block.next()):
        block = block.next()
    return block.position() + block.length()


def _last_part(document: QTextDocument, block: QTextBlock) -> QTextTable | None:
    """The last drawn part of the table that a block is in."""
    part = table_of(block)
    while part is not None:
        # An empty block stands between the parts.
        below = document.findBlock(part.lastPosition() + 1).next()
        more = table_of(below) if below.isValid() else None
        if more is None or more.format().property(Mark.GROUP) != part.format().property(Mark.GROUP):
            break
        part = more
    return part
