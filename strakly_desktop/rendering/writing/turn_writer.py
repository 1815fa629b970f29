"""Writes what frames an answer: the person's bubble above it, the state and the source line below it."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import BODY, SMALL
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor
from strakly_desktop.rendering.writing.formats import (
    BlockRole,
    GoesOn,
    Mark,
    block_format,
    text_format,
)
from strakly_desktop.rendering.writing.inline_writer import write_text
from strakly_desktop.rendering.writing.long_text import begin_further_block
from strakly_desktop.rendering.writing.question_bubble import (
    AIR_ABOVE,
    AIR_BESIDE,
    lines_and_rest,
    natural_width,
    question_note,
    text_width,
)

FOOTER_HEIGHT = 23
_TURN_GAP = 31
# To the line of the text below, which has 10 px of air above its letters.
_AFTER_BUBBLE = 18
STATE_ICON = 16
_STATE_ICON_GAP = 10
_STATE_GAP = 5
NOTE_GAP = 24
_REST_GAP = 6
REST_TITLE = "The page ends here"
_REST_NOTE = (
    "The rest of this answer ({size}) is kept: copy the answer or export the conversation to read it."
)
REST_PADDING = 12
_SEPARATOR = " \u00b7 "
_SEPARATOR_AIR = 3.5


class ValuesState(IntEnum):
    """Whether an answer and its question have values that are masked: none, hidden ones, or ones shown for a while."""

    NONE = 0
    HIDDEN = 1
    SHOWN = 2


@dataclass(frozen=True, slots=True)
class AnswerEnd:
    """What stands under a finished answer. Empty texts are left out.

    `source_line`: "From client stats · Main branch · 18:42". `state`: how far the answer came.
    `state_title` is its bold word, `state_text` the explanation. `message_id` names the answer in news about it.
    `values`: what can be done about the amounts and numbers in it.
    """

    source_line: str = ""
    state: MessageState = MessageState.COMPLETE
    state_title: str = ""
    state_text: str = ""
    message_id: str = ""
    values: ValuesState = ValuesState.NONE


def write_bubble(page: DocumentCursor, text: str, message_id: str, *, is_first: bool) -> None:
    """Write the person's words as they were typed."""
    verbatim, rest = lines_and_rest(text)
    format_ = block_format(BODY.line, page.look, bottom=_AFTER_BUBBLE + AIR_ABOVE)
    format_.setTopMargin(AIR_ABOVE if is_first else _TURN_GAP + AIR_ABOVE)
    format_.setProperty(Mark.ROLE, BlockRole.USER)
    format_.setProperty(Mark.MESSAGE, message_id)
    format_.setProperty(Mark.NATURAL, natural_width(verbatim, rest, page.look))
    _place_bubble(format_, page.width)
    page.start_block(format_)
    write_text(page.cursor, verbatim, text_format(BODY, page.look, "bubble-text"))
    if rest:
        _write_rest_of_question(page, rest)


def set_gap_above(bubble: QTextBlock, *, is_first: bool = False) -> None:
    """Give a bubble the air that keeps it apart from what stands above; `is_first`: nothing does any more."""
    format_ = bubble.blockFormat()
    format_.setTopMargin(AIR_ABOVE if is_first else _TURN_GAP + AIR_ABOVE)
    QTextCursor(bubble).setBlockFormat(format_)


def refit_bubble(bubble: QTextBlock, column_width: int) -> None:
    """Give a bubble its place in another width of the reading column."""
    format_ = bubble.blockFormat()
    _place_bubble(format_, column_width)
    QTextCursor(bubble).setBlockFormat(format_)


def rest_note(rest: str) -> str:
    """What tells of the rest of an answer that is too long for the page."""
    size = len(rest.encode("utf-8", "surrogatepass"))
    megabytes = size / 1_000_000
    return _REST_NOTE.format(size=f"{megabytes:.1f} MB" if megabytes >= 1 else f"{-(-size // 1_000)} KB")


def write_note(
    page: DocumentCursor, text: str, *, top: int = _STATE_GAP, role: BlockRole | None = None
) -> None:
    """Write a quiet line under an answer, or between two turns. `top`: px of air above it."""
    format_ = block_format(SMALL.line, page.look, top=top)
    if role is not None:
        format_.setProperty(Mark.ROLE, role)
    page.start_block(format_)
    page.cursor.setBlockCharFormat(text_format(SMALL, page.look, "text-muted"))
    page.cursor.insertText(text, text_format(SMALL, page.look, "text-muted"))


def write_rest_note(page: DocumentCursor, text: str) -> None:
    """Write, in a box of its own, that an answer goes on which the page has no room for."""
    left = REST_PADDING + page.look.scaled(STATE_ICON) + _STATE_ICON_GAP
    format_ = block_format(
        SMALL.line,
        page.look,
        top=NOTE_GAP + REST_PADDING,
        bottom=_REST_GAP + REST_PADDING,
        left=left,
        right=REST_PADDING,
    )
    format_.setProperty(Mark.ROLE, BlockRole.REST)
    page.start_block(format_)
    title = text_format(SMALL, page.look, "warning")
    title.setFontWeight(QFont.Weight.DemiBold)
    page.cursor.insertText(REST_TITLE, title)
    page.cursor.insertText("  " + text, text_format(SMALL, page.look, "text"))


def write_end(page: DocumentCursor, end: AnswerEnd, *, has_table: bool) -> None:
    """Write what stands under a finished answer; there is always a last block, for the actions."""
    muted = text_format(SMALL, page.look, "text-muted")
    if end.state_title:
        stopped = end.state is MessageState.STOPPED
        left = page.look.scaled(STATE_ICON) + _STATE_ICON_GAP
        format_ = block_format(SMALL.line, page.look, top=_STATE_GAP, left=left)
        format_.setProperty(Mark.ROLE, BlockRole.STATE_STOPPED if stopped else BlockRole.STATE_INCOMPLETE)
        page.start_block(format_)
        title = text_format(SMALL, page.look, "text-muted" if stopped else "warning")
        title.setFontWeight(QFont.Weight.Medium)
        page.cursor.insertText(end.state_title, title)
        page.cursor.insertText("  " + end.state_text, muted)
    format_ = block_format(FOOTER_HEIGHT, page.look)
    format_.setProperty(Mark.ROLE, BlockRole.FOOTER)
    format_.setProperty(Mark.MESSAGE, end.message_id)
    format_.setProperty(Mark.HAS_TABLE, has_table)
    if end.values:
        format_.setProperty(Mark.VALUES, int(end.values))
    page.start_block(format_)
    page.cursor.setBlockCharFormat(muted)
    _write_source_line(page.cursor, page.look, end.source_line)


def collapse_footer(block: QTextBlock) -> None:
    """Only the last answer has actions: without a source line, an older footer takes no room."""
    if block.isValid() and not block.text():
        thin = QTextBlockFormat(block.blockFormat())
        thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        QTextCursor(block).setBlockFormat(thin)


def rewrite_source_line(footer: QTextBlock, look: Look, line: str) -> None:
    """Write another line of sources into the last block of an answer."""
    cursor = QTextCursor(footer)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    _write_source_line(cursor, look, line)


def _write_source_line(cursor: QTextCursor, look: Look, line: str) -> None:
    muted = text_format(SMALL, look, "text-muted")
    airy = QTextCharFormat(muted)
    airy.setFontWordSpacing(_SEPARATOR_AIR)
    for index, part in enumerate(line.split(_SEPARATOR)):
        if index:
            cursor.insertText(_SEPARATOR, airy)
        cursor.insertText(part, muted)


def _write_rest_of_question(page: DocumentCursor, rest: str) -> None:
    begin_further_block(page.cursor, GoesOn.LINE)
    format_ = page.cursor.blockFormat()
    format_.setTopMargin(_REST_GAP)
    format_.setLineHeight(page.look.scaled(SMALL.line), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    format_.setProperty(Mark.REST, rest)
    page.cursor.setBlockFormat(format_)
    page.cursor.insertText(question_note(rest), text_format(SMALL, page.look, "bubble-text"))


def _place_bubble(format_: QTextBlockFormat, column_width: int) -> None:
    natural = float(format_.property(Mark.NATURAL))
    format_.setLeftMargin(column_width - AIR_BESIDE - text_width(natural, column_width))
    format_.setRightMargin(AIR_BESIDE)
