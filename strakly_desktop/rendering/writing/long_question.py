"""Decides how much of a very long question its bubble shows, and what tells of the rest.

A pasted text of 200,000 characters took a quarter of a second to draw, and the page a second for each new width. All
of it was sent and is kept; the page needs enough of it to know it by.
"""

from PySide6.QtGui import QTextBlock

from strakly_desktop.rendering.writing.document_cursor import utf16_text, utf16_units
from strakly_desktop.rendering.writing.formats import Mark
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


def shown_and_rest(text: str) -> tuple[str, str]:
    """What of a question is drawn, and what is not: both together are the question."""
    shown = beginning(text, DRAWN_LENGTH)
    lines = shown.split("\n", DRAWN_LINES)
    if len(text) - len(shown) <= _REACH and len(lines) <= DRAWN_LINES:
        return text, ""
    if len(lines) > DRAWN_LINES:
        shown = shown[: -len(lines[-1]) - 1]
    else:
        near = max(shown.rfind("\n", -_REACH), shown.rfind(" ", -_REACH) + 1)
        shown = shown[:near] if near > 0 else _without_last_cluster(shown)
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
