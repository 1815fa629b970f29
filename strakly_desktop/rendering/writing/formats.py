"""Text and block formats of the transcript, by what they are for; the background painter finds what to paint in them.

A format carries the role of its colour, so that a theme change can re-colour what is already there without
building it anew.
"""

from enum import IntEnum, StrEnum, unique
from functools import lru_cache

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
)

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import TextStyle

_USER = int(QTextFormat.Property.UserProperty)


@unique
class Mark(IntEnum):
    """Properties that only we read.

    On blocks: ROLE, GROUP, HAS_PILLS, LANGUAGE, NATURAL (px of a bubble's longest line), BELOW_TABLE (the empty
    block that Qt wants there), MESSAGE (id, on a question's bubble and an answer's footer), HAS_TABLE (on a
    footer: whether there is one in the answer), VALUES (there too: a
    `ValuesState`), GOES_ON (a `GoesOn`: it is the rest of the text above), REST (on the
    line that tells of the rest of a question: that rest). On text:
    COLOR_ROLE, PILL, WRITTEN (a no-break space that the answer has). On tables: GROUP, TABLE_WIDTH, NATURAL,
    WORDS, NUMERIC, WORTH and NAMES (lists, one entry per column), ROWS_BEFORE (rows of the same table that stand in
    earlier parts of it), INDENT (px from the column's left edge), HIDDEN (the numbers of the columns that are given
    up), ROOM (the fields of the `Room` that it was fitted to), FOLDED (rows follow that are not drawn).
    """

    ROLE = _USER + 1
    GROUP = _USER + 2
    HAS_PILLS = _USER + 3
    COLOR_ROLE = _USER + 4
    PILL = _USER + 5
    LANGUAGE = _USER + 6
    TABLE_WIDTH = _USER + 7
    NATURAL = _USER + 8
    NUMERIC = _USER + 9
    ROWS_BEFORE = _USER + 10
    INDENT = _USER + 11
    BELOW_TABLE = _USER + 12
    COLUMN = _USER + 13
    MESSAGE = _USER + 14
    HAS_TABLE = _USER + 15
    WORDS = _USER + 16
    HIDDEN = _USER + 17
    ROOM = _USER + 18
    WORTH = _USER + 19
    NAMES = _USER + 20
    WRITTEN = _USER + 21
    FOLDED = _USER + 22
    GOES_ON = _USER + 23
    REST = _USER + 24
    VALUES = _USER + 25


@unique
class GoesOn(IntEnum):
    """What a text that goes on in another block has between the two."""

    TEXT = 1
    """Nothing: the blank, where it was cut at one, ends the block above."""
    LINE = 2
    """A line break."""


class BlockRole(StrEnum):
    """What a block is, where the background painter paints something for it.

    ROWS: rows that are not drawn. REST: what tells of the rest of an answer that is not. NOTE: a line between turns.
    """

    USER = "user"
    CODE = "code"
    QUOTE = "quote"
    RULE = "rule"
    FOOTER = "footer"
    STATE_STOPPED = "stopped"
    STATE_INCOMPLETE = "incomplete"
    ROWS = "rows"
    REST = "rest"
    NOTE = "note"


_OF_APP = frozenset((BlockRole.STATE_STOPPED, BlockRole.STATE_INCOMPLETE, BlockRole.REST, BlockRole.NOTE))


TEXT_FAMILIES = ("Inter", "Noto Sans Devanagari")
CODE_FAMILIES = ("JetBrains Mono", "Noto Sans Devanagari")


def font_of(style: TextStyle, look: Look, *, code: bool = False) -> QFont:
    """The font of a style at the current text scale."""
    return QFont(_font(look.scaled(style.size), style.weight, code))


@lru_cache(maxsize=64)
def _font(pixels: int, weight: int, code: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(CODE_FAMILIES if code else TEXT_FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if code:
        # `>=` must read as typed.
        font.setFeature(QFont.Tag("liga"), 0)
        font.setFeature(QFont.Tag("calt"), 0)
    return font


def text_format(style: TextStyle, look: Look, role: str = "", *, code: bool = False) -> QTextCharFormat:
    """The format of text; `role` names its colour where it is not the plain text colour."""
    format_ = QTextCharFormat()
    format_.setFont(font_of(style, look, code=code))
    if role:
        set_color(format_, look, role)
    return format_


def set_color(format_: QTextCharFormat, look: Look, role: str) -> None:
    """Colour text by role, and note the role for the next theme."""
    format_.setForeground(_brush(look.colors[role]))
    format_.setProperty(Mark.COLOR_ROLE, role)


@lru_cache(maxsize=64)
def _brush(color: str) -> QBrush:
    return QBrush(QColor(color))


def tabular(format_: QTextCharFormat) -> QTextCharFormat:
    """The same format with figures of equal width, so that columns of numbers align."""
    font = format_.font()
    font.setFeature(QFont.Tag("tnum"), 1)
    wide = QTextCharFormat(format_)
    wide.setFont(font)
    return wide


def block_format(
    line: int, look: Look, *, top: float = 0, bottom: float = 0, left: float = 0, right: float = 0
) -> QTextBlockFormat:
    """The format of a block whose lines are `line` px high at 100 %; margins are in px and do not scale."""
    format_ = QTextBlockFormat()
    format_.setLineHeight(look.scaled(line), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    format_.setTopMargin(top)
    format_.setBottomMargin(bottom)
    format_.setLeftMargin(left)
    format_.setRightMargin(right)
    return format_


def is_of_app(block: QTextBlock) -> bool:
    """Whether the app says by itself in a block what became of a text; a source line belongs to its answer."""
    format_ = block.blockFormat()
    return format_.property(Mark.ROLE) in _OF_APP or format_.property(Mark.REST) is not None


def table_of(block: QTextBlock) -> QTextTable | None:
    """The table that `block` is in."""
    return QTextCursor(block).currentTable()
