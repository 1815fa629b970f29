"""Which table of its answer one stands at or sees: tables are known by the answer and by their number in it."""

from dataclasses import dataclass

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


def table_at(block: QTextBlock, message_id: str) -> TableInAnswer | None:
    """The table that `block` is in; None outside of tables."""
    part = table_of(block)
    if part is None:
        return None
    groups = {_group(part)}
    before = part.firstCursorPosition().block().previous()
    while before.isValid() and before.blockFormat().property(Mark.ROLE) not in (
        BlockRole.USER,
        BlockRole.FOOTER,
    ):
        above = table_of(before)
        if above is not None:
            groups.add(_group(above))
            before = above.firstCursorPosition().block()
        before = before.previous()
    return TableInAnswer(message_id, len(groups) - 1)


def _group(part: QTextTable) -> int:
    return int(part.format().property(Mark.GROUP))
