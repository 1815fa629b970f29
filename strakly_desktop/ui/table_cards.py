"""Paints the cards of tables: outline, header tint, row lines, the row under the mouse.

A table stands in the document in parts of some rows each; the parts in sight are painted as one card.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QTextTable

from strakly_desktop.rendering.formats import Mark, table_of
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.table_writer import VERTICAL_PADDING
from strakly_desktop.ui.shapes import color, draw_box, outline_role
from strakly_desktop.ui.sight import REACH, SeenBlock

RADIUS = 10


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row of a table: the table's group and the row's number, the header being 0."""

    group: int
    row: int


@dataclass(slots=True)
class TableInSight:
    """The part of one table that is in sight. `rows`: number to (top, bottom) in document coordinates."""

    left: float
    width: float
    rows: dict[int, tuple[float, float]] = field(default_factory=dict)
    ends_here: bool = False

    def row_at(self, x: float, y: float) -> int | None:
        """The body row at a point; None outside."""
        if not self.left <= x <= self.left + self.width:
            return None
        return next((row for row, (top, bottom) in self.rows.items() if row and top <= y < bottom), None)


def tables_in_sight(seen: Iterable[SeenBlock], area: QRectF) -> dict[int, TableInSight]:
    """The tables among the blocks in sight, by group; rows are taken by their first cells only."""
    tables: dict[int, TableInSight] = {}
    # The layout is not asked again: a table's own way there hands out a wrapper of the document, and each time
    # that one goes it takes as long as the conversation is.
    by_position: dict[int, SeenBlock] = {}
    parts: list[tuple[QTextTable, SeenBlock]] = []
    known_to = -1
    for one in seen:
        position = one.block.position()
        by_position[position] = one
        if position <= known_to:
            continue
        part = table_of(one.block)
        if part is not None:
            known_to = part.lastPosition()
            parts.append((part, one))
    for part, first in parts:
        _add_part(tables, part, first, by_position, area)
    return tables


def _add_part(
    tables: dict[int, TableInSight],
    part: QTextTable,
    first: SeenBlock,
    by_position: Mapping[int, SeenBlock],
    area: QRectF,
) -> None:
    format_ = part.format()
    group, before = int(format_.property(Mark.GROUP)), int(format_.property(Mark.ROWS_BEFORE))
    if group not in tables:
        # Sight begins with a whole row: this is its first cell.
        left = first.rect.left() - VERTICAL_PADDING
        tables[group] = TableInSight(left, float(format_.property(Mark.TABLE_WIDTH)))
    table = tables[group]
    row, last = part.cellAt(first.block.position()).row(), part.rows() - 1
    top = first.rect.top() - VERTICAL_PADDING
    out_of_sight = area.bottom() + REACH
    while row < last and top <= area.bottom():
        below = by_position.get(part.cellAt(row + 1, 0).firstPosition())
        bottom = out_of_sight if below is None else below.rect.top() - VERTICAL_PADDING
        table.rows[before + row] = (top, bottom)
        row, top = row + 1, bottom
    if row == last:
        cells = (by_position.get(part.cellAt(row, c).firstPosition()) for c in range(part.columns()))
        bottoms = [cell.bottom + VERTICAL_PADDING for cell in cells if cell is not None]
        table.rows[before + row] = (top, max(bottoms, default=out_of_sight))
        table.ends_here |= format_.toTableFormat().bottomMargin() > 0


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
    path = QPainterPath()
    path.addRoundedRect(card, RADIUS, RADIUS)
    painter.save()
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
    draw_box(painter, card, RADIUS, None, color(look, outline_role(look)))
