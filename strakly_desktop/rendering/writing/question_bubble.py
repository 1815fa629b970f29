"""What of a question stands in its bubble, in which width, and what tells of the rest of a very long one.

A pasted text of 200,000 characters took a quarter of a second to draw, and the page a second for each new width. All
of it was sent and is kept; the page needs enough of it to know it by. It is apart from what writes pages because a
question is shown in the first moment of a start, before that is imported.
"""

from PySide6.QtGui import QTextBlock, QTextLayout, QTextOption

from strakly_desktop.conversation.cut_text import without_last_number
from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.conversation.written_values import last_gap
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import BODY
from strakly_desktop.rendering.writing.document_cursor import insertable, utf16_text, utf16_units
from strakly_desktop.rendering.writing.formats import Mark, font_of
from strakly_desktop.rendering.writing.long_text import beginning, last_cluster

DRAWN_LENGTH = 20_000
"""As the document counts: a character beyond U+FFFF as two."""
DRAWN_LINES = 500
NOTE = (
    "The rest of this question ({count:,} characters) was sent and is kept; a copy of the bubble has it too."
)
_REACH = 512
"""So far back the shown part is cut between lines or words."""
_NEAR = 64
AIR_ABOVE, AIR_BESIDE = 10, 16
"""Between a bubble's edge and its words, in px."""
_SHARE = 0.8
_ENDLESS = 1e6
# A bubble of so many characters is as wide as bubbles get, whatever its lines are.
_MEASURED = 10_000


def lines_and_rest(text: str) -> tuple[str, str]:
    """What of a question is drawn, its lines parted as Qt parts those of one block; and the rest, which is not."""
    text = insertable(in_reading_order(text).replace("\r\n", "\n")).replace("\u2028", "\n")
    shown, rest = shown_and_rest(text)
    return shown.replace("\n", "\u2028"), rest


def natural_width(lines: str, rest: str, look: Look) -> float:
    """How wide the longest of these lines is, in px; without end for what is as wide as bubbles get."""
    if rest or len(lines) > _MEASURED:
        return _ENDLESS
    layout = QTextLayout(lines, font_of(BODY, look))
    option = QTextOption()
    option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
    layout.setTextOption(option)
    layout.beginLayout()
    widest = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(_ENDLESS)
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return widest


def text_width(natural: float, column_width: int) -> float:
    """How wide the words of a bubble may be in a reading column, in px."""
    return min(natural + 2, column_width * _SHARE - 2 * AIR_BESIDE)


def shown_and_rest(text: str) -> tuple[str, str]:
    """What of a question is drawn, and what is not: both together are the question."""
    shown = beginning(text, DRAWN_LENGTH)
    lines = shown.split("\n", DRAWN_LINES)
    if len(text) - len(shown) <= _REACH and len(lines) <= DRAWN_LINES:
        return text, ""
    if len(lines) > DRAWN_LINES:
        shown = shown[: -len(lines[-1]) - 1]
    else:
        start, end = max(0, len(shown) - _REACH), len(shown)
        near = max(shown.rfind("\n", start), last_gap(shown, start, end) + 1)
        shown = shown[:near] if near > 0 else _without_last_cluster(shown[: without_last_number(shown, end)])
    return shown, text[len(shown) :]


def question_note(rest: str) -> str:
    """What tells of the rest of a question."""
    return NOTE.format(count=len(rest))


def rest_at(block: QTextBlock, start: int, end: int) -> str | None:
    """What a copy from `start` to `end` has in place of the line that tells of the rest; None for the line itself."""
    position = block.position()
    if start >= position or end < position + block.length() - 1:
        return None
    rest = block.blockFormat().property(Mark.REST)
    return None if rest is None else str(rest)


def _without_last_cluster(text: str) -> str:
    """What comes next may be a part of the last character."""
    near = text[-_NEAR:]
    units = utf16_units(near)
    return text[:-_NEAR] + utf16_text(units[: last_cluster(units)])
