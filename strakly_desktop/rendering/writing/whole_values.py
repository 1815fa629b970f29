"""Keeps an amount, a day or a telephone within a longer text on one line, by the blanks inside it.

Qt breaks a line at any blank but the no-break space, which is as wide: so that stands for the blank on the page
alone, and what is copied has the blank again. One that the answer itself wrote is marked, and copied as it is.
"""

import re
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat

from strakly_desktop.conversation.written_values import VALUE
from strakly_desktop.rendering.writing.formats import Mark

JOINT = "\u00a0"
_DIGIT = re.compile(r"\d")


def with_whole_values(text: str) -> str:
    """The text as long as it was, with no blank inside a value."""
    if " " not in text or _DIGIT.search(text) is None:
        return text
    return VALUE.sub(lambda value: value[0].replace(" ", JOINT), text)


def continued(before: str, text: str) -> str:
    """What stands on the page when `text` follows `before` there, which it may make a value, or make none any more."""
    return with_whole_values(before.replace(JOINT, " ") + text)


def as_written(text: str, format_: QTextCharFormat) -> str:
    """A run of text of the page with the blanks that the answer has."""
    return text if format_.property(Mark.WRITTEN) else text.replace(JOINT, " ")


def written_text(block: QTextBlock) -> str:
    """The text of a block of the page as the answer has it, character for character."""
    text = block.text()
    if JOINT not in text:
        return text
    return "".join(as_written(run, format_) for run, format_ in _runs(block))


def _runs(block: QTextBlock) -> Iterator[tuple[str, QTextCharFormat]]:
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        yield fragment.text(), fragment.charFormat()
        iterator += 1
