"""Which table of its answer one stands at or sees: tables are known by the answer and by their number in it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextTable

from strakly_desktop.rendering.writing.formats import BlockRole, Mark, table_of


@dataclass(frozen=True, slots=True)
class TableInAnswer:
    """A table. `message_id`: of its answer, "" where that is not known. `index`: from 0, in the answer's order.

    `row`: from 0, one that is meant; None for none.
    """

    message_id: str
    index: int
    row: int | None = None


_ENDS = (BlockRole.USER, BlockRole.FOOTER)
_FEWEST_ROWS = 3
_MOST_LOOKED_AT = 500


def table_at(block: QTextBlock, message_id: str) -> TableInAnswer | None:
    """The table that `block` is in; None outside of tables."""
    part = table_of(block)
    if part is None:
        return None
    groups = {_group(part)}
    before = part.firstCursorPosition().block().previous()
    while before.isValid() and before.blockFormat().property(Mark.ROLE) not in _ENDS:
        above = table_of(before)
        if above is not None:
            groups.add(_group(above))
            before = above.firstCursorPosition().block()
        before = before.previous()
    return TableInAnswer(message_id, len(groups) - 1)


def has_numbers_above(footer: QTextBlock) -> bool:
    """Whether a table of the answer above `footer` seems to have numbers that a chart can compare."""
    block = footer.previous()
    for _ in range(_MOST_LOOKED_AT):
        if not block.isValid() or block.blockFormat().property(Mark.ROLE) in _ENDS:
            return False
        table = table_of(block)
        if table is None:
            block = block.previous()
        elif _compares_numbers(table):
            return True
        else:
            block = table.firstCursorPosition().block().previous()
    return False


def _compares_numbers(table: QTextTable) -> bool:
    """Whether it has rows with a name and a number: those stand at the right, names do not."""
    if table.rows() < _FEWEST_ROWS:
        return False
    last = table.rows() - 1
    sides = [
        table.cellAt(last, column).firstCursorPosition().blockFormat().alignment()
        & Qt.AlignmentFlag.AlignRight
        for column in range(table.columns())
    ]
    return any(sides) and not all(sides)


def _group(part: QTextTable) -> int:
    return int(part.format().property(Mark.GROUP))
