"""Paints the cards of tables: outline, header tint, row lines, the row under the mouse.

A table stands in the document in parts of some rows each; the parts in sight are painted as one card.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QTextBlock, QTextCursor, QTextTable

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.folded_rows import folded_count
from strakly_desktop.rendering.writing.formats import Mark, table_of
from strakly_desktop.rendering.writing.table_fit import hidden_names
from strakly_desktop.ui.page.visible_blocks import REACH, VisibleBlock
from strakly_desktop.ui.style.shapes import color, draw_outline, outline_role

RADIUS = 10
OUTLINE = 1
"""How much lower the last row ends: the outline lies within the card, and a pill of the row nearly touched it."""


class RowKey(NamedTuple):
    """A row of a table: the table's group and the row's number, the header being 0."""

    group: int
    row: int


@dataclass(slots=True)
class TableInSight:
    """The part of one table that is in sight. `rows`: number to (top, bottom) in document coordinates.

    `cell`: a cursor in the first cell in sight. `hidden`: the headings of its columns that have no room. `folded`:
    how many rows below its end are not drawn.
    """

    left: float
    width: float
    cell: QTextCursor
    hidden: tuple[str, ...]
    rows: dict[int, tuple[float, float]] = field(default_factory=dict)
    ends_here: bool = False
    folded: int = 0

    def distance(self, y: float) -> float:
        """How far what is in sight of it is from a height, in px; 0 within."""
        top = min(top for top, _ in self.rows.values())
        bottom = max(bottom for _, bottom in self.rows.values())
        return max(top - y, y - bottom, 0)

    def row_at(self, x: float, y: float) -> int | None:
        """The body row at a point; None outside."""
        if not self.left <= x <= self.left + self.width:
            return None
        return next((row for row, (top, bottom) in self.rows.items() if row and top <= y < bottom), None)


def nearest_table(tables: Iterable[TableInSight], y: float | None) -> TableInSight | None:
    """The table in sight that is nearest to a height; without one, the last."""
    found = list(tables)
    if not found or y is None:
        return found[-1] if found else None
    return min(found, key=lambda table: table.distance(y))


def stands_below_rows(block: QTextBlock) -> bool:
    """Whether a block comes right after rows of a table; at the end of a document Qt wants an empty one there."""
    above = block.previous()
    return above.isValid() and table_of(above) is not None


def tables_in_sight(seen: Iterable[VisibleBlock], area: QRectF) -> dict[int, TableInSight]:
    """The tables among the blocks in sight, by group; rows are taken by their first cells only."""
    tables: dict[int, TableInSight] = {}
    cells: list[VisibleBlock] = []
    part: QTextTable | None = None
    end = -1
    for one in seen:
        if one.column is None:
            continue
        if not one.column and one.block.position() > end:
            if part is not None:
                _add_part(tables, part, cells, area)
            part, cells = table_of(one.block), []
            end = -1 if part is None else part.lastPosition()
        cells.append(one)
    if part is not None:
        _add_part(tables, part, cells, area)
    return tables


def _add_part(
    tables: dict[int, TableInSight], part: QTextTable, cells: Sequence[VisibleBlock], area: QRectF
) -> None:
    # The layout is not asked again: a table's own way there hands out a wrapper of the document, and each time
    # that one goes it takes as long as the conversation is.
    format_ = part.format().toTableFormat()
    padding = format_.cellPadding()
    group, before = int(format_.property(Mark.GROUP)), int(format_.property(Mark.ROWS_BEFORE))
    # Sight begins with a whole row: this is its first cell.
    first = cells[0]
    if group not in tables:
        left = first.rect.left() - padding
        width = float(format_.property(Mark.TABLE_WIDTH))
        tables[group] = TableInSight(left, width, QTextCursor(first.block), hidden_names(part))
    table = tables[group]
    number = before + part.cellAt(first.block.position()).row()
    tops = [cell.rect.top() - padding for cell in cells if not cell.column]
    for top, below in pairwise(tops):
        table.rows[number] = (top, below)
        number += 1
    if number == before + part.rows() - 1:
        last = next(index for index in range(len(cells) - 1, -1, -1) if not cells[index].column)
        # Lines end on a part of a pixel, where Qt gives rows whole ones; and the outline takes its own from within.
        bottom = ceil(max(cell.bottom for cell in cells[last:])) + padding + OUTLINE
        table.ends_here |= format_.bottomMargin() > 0
        table.folded = folded_count(part)
    else:
        bottom = area.bottom() + REACH
    table.rows[number] = (tops[-1], bottom)


def paint_tables(
    painter: QPainter, tables: dict[int, TableInSight], look: Look, area: QRectF, hovered: RowKey | None
) -> None:
    """Paint the cards of all tables in sight."""
    for group, table in tables.items():
        row = hovered.row if hovered is not None and hovered.group == group else None
        _paint_table(painter, table, look, area, row)


def _paint_table(
    painter: QPainter, table: TableInSight, look: Look, area: QRectF, hovered: int | None
) -> None:
    rows = table.rows
    top = rows[0][0] if 0 in rows else area.top() - REACH
    bottom = max(end for _, end in rows.values()) if table.ends_here else area.bottom() + REACH
    card = QRectF(table.left, top, table.width, bottom - top)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if 0 in rows or hovered is not None:
        # Only these two reach into the rounded corners; a clip along them costs more than all lines.
        path = QPainterPath()
        path.addRoundedRect(card, RADIUS, RADIUS)
        painter.setClipPath(path)
    for row, (row_top, row_bottom) in rows.items():
        whole = QRectF(table.left, row_top, table.width, row_bottom - row_top)
        if row == 0:
            painter.fillRect(whole, color(look, "table-header-bg"))
            continue
        if row == hovered:
            painter.fillRect(whole, color(look, "table-row-hover"))
        line = QRectF(table.left, round(row_top), table.width, 1)
        painter.fillRect(line, color(look, "border" if row == 1 else "table-row-line"))
    painter.restore()
    outline = color(look, outline_role(look))
    if 0 in rows or table.ends_here:
        draw_outline(painter, card, RADIUS, outline, area)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x in (card.left(), card.right() - 1):
            painter.fillRect(QRectF(x, top, 1, bottom - top), outline)
