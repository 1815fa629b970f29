"""Which table of its answer one stands at or sees: tables are known by the answer and by their number in it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextTable

from strakly_desktop.rendering.writing.formats import BlockRole, Mark, table_of
from strakly_desktop.rendering.writing.table_fit import compares_numbers


@dataclass(frozen=True, slots=True)
class TableInAnswer:
    """A table. `message_id`: of its answer, "" where that is not known. `index`: from 0, in the answer's order.

    `row`: from 0, one that is meant; None for none.
    """

    message_id: str
    index: int
    row: int | None = None


_ENDS = (BlockRole.USER, BlockRole.FOOTER)
_MOST_LOOKED_AT = 500


def table_at(
    block: QTextBlock, message_id: str, missing: Callable[[], int] = lambda: 0
) -> TableInAnswer | None:
    """The table that `block` is in; None outside of tables. `missing` counts the tables of the answer that opens the
    page, which are not on it."""
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
    return TableInAnswer(message_id, len(groups) - 1 + (0 if before.isValid() else missing()))


def has_numbers_above(footer: QTextBlock, *, above: bool = False) -> bool:
    """Whether a table of the answer above `footer` seems to have numbers that a chart can compare. `above`: whether one
    has that belongs to the answer that opens the page, and is not on it."""
    block = footer.previous()
    for _ in range(_MOST_LOOKED_AT):
        if not block.isValid():
            return above
        if block.blockFormat().property(Mark.ROLE) in _ENDS:
            return False
        table = table_of(block)
        if table is None:
            block = block.previous()
        elif compares_numbers(table):
            return True
        else:
            block = table.firstCursorPosition().block().previous()
    return False


def _group(part: QTextTable) -> int:
    return int(part.format().property(Mark.GROUP))
