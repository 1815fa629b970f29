"""The blocks under finished answers: which belongs to the answer at a height, which comes next for the keyboard."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.turn_writer import ValuesState
from strakly_desktop.ui.page.visible_blocks import VisibleBlock


class AnswerInSight(NamedTuple):
    """An answer whose footer is in sight; `top` and `bottom` of what is seen of it, in document coordinates.

    `footer`: a cursor there, which moves with it.
    """

    footer: QTextCursor
    top: float
    bottom: float


def answers_in_sight(seen: Sequence[VisibleBlock], reach: float) -> list[AnswerInSight]:
    """The answers whose footers are in sight. `reach`: how far below its footer an answer goes on."""
    found = []
    top: float | None = None
    for one in seen:
        if one.role == BlockRole.USER:
            top = None
            continue
        if top is None:
            top = one.rect.top()
        if one.role == BlockRole.FOOTER:
            found.append(AnswerInSight(QTextCursor(one.block), top, one.rect.bottom() + reach))
            top = None
    return found


def older_footer(block: QTextBlock) -> QTextBlock | None:
    """The block, if it is the footer of an older, known answer."""
    return block if _is_older(block) else None


def next_footer(document: QTextDocument, position: int, *, forwards: bool) -> QTextBlock | None:
    """The first footer of an older answer that begins at `position` or later; backwards, before it."""
    block = document.findBlock(position)
    while block.isValid():
        beyond = block.position() >= position if forwards else block.position() < position
        if beyond and _is_older(block):
            return block
        block = block.next() if forwards else block.previous()
    return None


def message_of(footer: QTextBlock) -> str:
    """The id of the answer above a footer; "" where it is not known."""
    return str(footer.blockFormat().property(Mark.MESSAGE) or "")


def has_table(footer: QTextBlock) -> bool:
    """Whether there is a table in the answer above a footer."""
    return bool(footer.blockFormat().property(Mark.HAS_TABLE))


def values_of(footer: QTextBlock) -> ValuesState:
    """Whether the answer above a footer has masked values, and whether they are shown."""
    return ValuesState(int(footer.blockFormat().property(Mark.VALUES) or 0))


def footer_of(block: QTextBlock) -> QTextBlock | None:
    """The footer of the answer that `block` is in; None in a question, or while the answer streams in."""
    while block.isValid() and block.blockFormat().property(Mark.ROLE) != BlockRole.USER:
        if is_footer(block):
            return block
        block = block.next()
    return None


def is_footer(block: QTextBlock) -> bool:
    """Whether an answer ends with this block."""
    return block.isValid() and block.blockFormat().property(Mark.ROLE) == BlockRole.FOOTER


def _is_older(block: QTextBlock) -> bool:
    """Whether this is the footer of a known answer below which the conversation goes on."""
    return is_footer(block) and block.next().isValid() and bool(message_of(block))
