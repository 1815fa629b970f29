"""Paints what a QTextDocument cannot: bubbles, cards, row lines, quote bars and pills, below the text.

Only the blocks in sight are looked at: walking the whole document costs a hundred times as much.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTextBlock

from strakly_desktop.conversation.text_safety import reads_from_right, says_its_side
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.code_writer import PADDING, PADDING_ABOVE
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.long_text import goes_on
from strakly_desktop.rendering.writing.turn_writer import REST_PADDING, STATE_ICON
from strakly_desktop.ui.controls.links import Link
from strakly_desktop.ui.page.bubble import LINE_SHIFT, paint_bubble
from strakly_desktop.ui.page.bubble import PADDING as BUBBLE_PADDING
from strakly_desktop.ui.page.code_cards import CodeInSight, paint_code_head
from strakly_desktop.ui.page.pills import boxes_of, paint_pills
from strakly_desktop.ui.page.table_cards import RowKey, TableInSight, paint_tables
from strakly_desktop.ui.page.visible_blocks import REACH, VisibleBlock, ends_group, starts_group
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role

_CARD_RADIUS = 10
_QUOTE_BAR = 3
_QUOTE_INDENT = 19
_QUOTE_GAP_RIGHT = 8
_RING = 2
_RING_GAP = 3
_RING_RADIUS = 5


def reach_below(block: QTextBlock) -> int:
    """How far below its last line something is painted for a block, in px."""
    match block.blockFormat().property(Mark.ROLE):
        case BlockRole.CODE:
            return PADDING
        case BlockRole.USER:
            return BUBBLE_PADDING[1] + LINE_SHIFT
        case BlockRole.REST:
            return REST_PADDING + LINE_SHIFT
        case _:
            return 0


class Attention(NamedTuple):
    """Where mouse and keyboard are: the row under the mouse, the link with the keyboard, and the code card whose
    Copy button is a real one now."""

    row: RowKey | None = None
    link: Link | None = None
    code_group: int = 0


class BackgroundPainter:
    """Paints the backgrounds of the blocks in sight. `area`: what is seen, in document coordinates."""

    def __init__(self, painter: QPainter, look: Look, area: QRectF, attention: Attention) -> None:
        self._painter = painter
        self._look = look
        self._area = area
        self._attention = attention

    def paint(self, seen: Sequence[VisibleBlock], tables: dict[int, TableInSight]) -> None:
        """Paint for these blocks: areas first, then what stands on them."""
        paint_tables(self._painter, tables, self._look, self._area, self._attention.row)
        groups: dict[int, list[VisibleBlock]] = {}
        for one in seen:
            if one.group:
                groups.setdefault(one.group, []).append(one)
        for blocks in groups.values():
            self._paint_group(blocks)
        for bubble in _bubbles(seen):
            self._paint_bubble(bubble)
        for one in seen:
            if one.role is not None:
                self._paint_role(one)
            if one.format.property(Mark.HAS_PILLS):
                paint_pills(self._painter, self._look, one, self._area)
        if self._attention.link is not None:
            self._paint_ring(seen, self._attention.link.start, self._attention.link.end)

    def _paint_role(self, seen: VisibleBlock) -> None:
        rect = seen.rect
        match seen.role:
            case BlockRole.RULE:
                y = round(rect.center().y())
                line = QRectF(seen.left, y, seen.right - seen.left, 1)
                self._painter.fillRect(line, color(self._look, "border"))
            case BlockRole.STATE_STOPPED:
                side = self._look.scaled(10)
                box = QRectF(rect.left() + 2, rect.center().y() - side / 2 + 1, side, side)
                draw_box(self._painter, box, 2.5, color(self._look, "text-muted"))
            case BlockRole.STATE_INCOMPLETE:
                self._paint_alert(rect.left(), rect.center().y())
            case BlockRole.REST:
                self._paint_rest_note(seen)
            case _:
                pass

    def _paint_rest_note(self, seen: VisibleBlock) -> None:
        left, top, look = seen.rect.left(), seen.rect.top(), self._look
        box = QRectF(left, top, seen.right + REST_PADDING - left, seen.bottom - top)
        box.adjust(0, LINE_SHIFT - REST_PADDING, 0, LINE_SHIFT + REST_PADDING)
        draw_box(self._painter, box, _CARD_RADIUS, color(look, "warning-soft"), color(look, "warning-border"))
        self._paint_alert(left + REST_PADDING, top + seen.block.layout().lineAt(0).height() / 2)

    def _paint_alert(self, left: float, middle: float) -> None:
        size = self._look.scaled(STATE_ICON)
        ratio = self._painter.device().devicePixelRatio()
        icon = icon_pixmap(self._look, "triangle-alert", "warning", size, ratio)
        self._painter.drawPixmap(QPointF(left, middle - size / 2 + LINE_SHIFT), icon)

    def _paint_bubble(self, blocks: Sequence[VisibleBlock]) -> None:
        """One bubble for the blocks of one question, whose ends may be out of sight."""
        first, last = blocks[0], blocks[-1]
        top = first.rect.top() if goes_on(first.block) is None else self._area.top() - REACH
        bottom = last.bottom if goes_on(last.block.next()) is None else self._area.bottom() + REACH
        x, y = BUBBLE_PADDING
        bubble = QRectF(first.left - x, top - y + LINE_SHIFT, 0, bottom - top + 2 * y)
        bubble.setRight(first.right + x)
        paint_bubble(self._painter, self._look, bubble)

    def _paint_group(self, blocks: Sequence[VisibleBlock]) -> None:
        """One area for the blocks of one code block or quote, whose ends may be out of sight."""
        first, last = blocks[0], blocks[-1]
        code = CodeInSight.of(first, last) if first.role == BlockRole.CODE else None
        top = first.rect.top() if starts_group(first) else self._area.top() - REACH
        end = last.bottom if ends_group(last) else self._area.bottom() + REACH
        look = self._look
        left = first.rect.left() + first.format.leftMargin()
        if code is None:
            for from_right, begin, bottom in _sides(blocks, top, end):
                # The margin of a quote is at the left: at the right the bar stands in that of the page.
                bar = first.right + _QUOTE_GAP_RIGHT if from_right else left - _QUOTE_INDENT
                area = QRectF(bar, begin + LINE_SHIFT, _QUOTE_BAR, bottom - begin)
                draw_box(self._painter, area, _QUOTE_BAR / 2, color(look, "quote-bar"))
            return
        card = QRectF(left - PADDING, top - PADDING_ABOVE, 0, end - top + PADDING_ABOVE + PADDING)
        card.setRight(code.right)
        draw_box(self._painter, card, _CARD_RADIUS, color(look, "code-bg"), color(look, outline_role(look)))
        if starts_group(first):
            has_button = first.group == self._attention.code_group
            paint_code_head(self._painter, look, code, with_icon=not has_button)

    def _paint_ring(self, seen: Sequence[VisibleBlock], start: int, end: int) -> None:
        for one in seen:
            first = one.block.position()
            if first <= start < first + one.block.length():
                for box in boxes_of(one.block.layout(), one.rect.topLeft(), start - first, end - first):
                    ring = box.adjusted(-_RING_GAP, -1, _RING_GAP, 1)
                    ring_color = color(self._look, "focus-ring")
                    draw_box(self._painter, ring, _RING_RADIUS, None, ring_color, width=_RING)


def _sides(blocks: Sequence[VisibleBlock], top: float, end: float) -> list[tuple[bool, float, float]]:
    """Whether the text of a quote begins at the right, from where to where: as its letters say, block for block."""
    sides: list[tuple[bool, float, float]] = []
    for one in blocks:
        text = one.block.text()
        from_right = reads_from_right(text)
        if not sides:
            sides.append((from_right, top, end))
        elif from_right != sides[-1][0] and says_its_side(text):
            before = sides[-1]
            sides[-1] = (before[0], before[1], one.rect.top())
            sides.append((from_right, one.rect.top(), end))
    return sides


def _bubbles(seen: Sequence[VisibleBlock]) -> list[list[VisibleBlock]]:
    """The blocks in sight of each question."""
    bubbles: list[list[VisibleBlock]] = []
    for one in seen:
        if one.role == BlockRole.USER:
            if not bubbles or goes_on(one.block) is None:
                bubbles.append([])
            bubbles[-1].append(one)
    return bubbles
