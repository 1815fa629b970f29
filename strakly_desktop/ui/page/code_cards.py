"""The head of a code card: the language's name and Copy at its top right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QTextCursor

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.code_writer import PADDING, PADDING_ABOVE
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.long_text import goes_on
from strakly_desktop.ui.controls.buttons import ICON_SMALL
from strakly_desktop.ui.page.visible_blocks import VisibleBlock, starts_group
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type, draw_line, text_width

BUTTON = 28
_INSET = 8
_TOP = 3
_GAP = 4


@dataclass(frozen=True, slots=True)
class CodeInSight:
    """A code card whose head is in sight; its edges are in document coordinates.

    `bottom` ends with what is in sight. `first`: a cursor in its first line, which moves with it.
    """

    group: int
    language: str
    top: float
    right: float
    bottom: float
    first: QTextCursor = field(compare=False)

    @classmethod
    def of(cls, first: VisibleBlock, last: VisibleBlock) -> "CodeInSight":
        """The card whose first and last line in sight these are."""
        format_ = first.format
        return cls(
            first.group,
            str(format_.property(Mark.LANGUAGE) or ""),
            first.rect.top() - PADDING_ABOVE,
            first.right + format_.rightMargin(),
            last.bottom + PADDING,
            QTextCursor(first.block),
        )

    def button_area(self, look: Look) -> QRectF:
        """Where the Copy button belongs, in document coordinates."""
        side = look.scaled(BUTTON)
        return QRectF(self.right - _INSET - side, self.top + _TOP, side, side)


def paint_code_head(painter: QPainter, look: Look, code: CodeInSight, *, with_icon: bool) -> None:
    """Paint the language's name, and the icon of Copy where no real button stands."""
    button = code.button_area(look)
    font = Type.SMALL.font(look)
    width = text_width(font, code.language)
    painter.setPen(color(look, "text-muted"))
    area = QRect(
        round(button.left() - _GAP - width), round(button.top()), round(width) + 2, round(button.height())
    )
    draw_line(painter, area, font, code.language)
    if with_icon:
        size = look.scaled(ICON_SMALL)
        icon = icon_pixmap(look, "copy", "text-muted", size, painter.device().devicePixelRatio())
        corner = button.center() - QPointF(size / 2, size / 2)
        painter.drawPixmap(corner, icon)


def codes_in_sight(seen: Sequence[VisibleBlock]) -> list[CodeInSight]:
    """The cards whose first line is in sight, from top to bottom."""
    lines: dict[int, list[VisibleBlock]] = {}
    for one in seen:
        if one.role == BlockRole.CODE:
            lines.setdefault(one.group, []).append(one)
    return [CodeInSight.of(block[0], block[-1]) for block in lines.values() if starts_group(block[0])]


def code_of(group: int, first: QTextCursor) -> str:
    """The whole code of the card whose first line `first` is in."""
    block = first.block()
    lines: list[str] = []
    while block.isValid() and block.blockFormat().property(Mark.GROUP) == group:
        if lines and goes_on(block) is not None:
            lines[-1] += block.text()
        else:
            lines.append(block.text())
        block = block.next()
    return "\n".join(lines)
