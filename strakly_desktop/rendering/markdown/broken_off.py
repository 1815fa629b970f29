"""Where an answer broke off within a row of a table or a figure: a part of one reads as another, "Rs. 10" of 108,000.

The row is no row then for who adds up, sorts or saves; who reads sees by an ellipsis that it went on. A whole answer
ends as it was meant to.
"""

import re

from strakly_desktop.conversation.cut_text import ELLIPSIS
from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.markdown.grammar.table_syntax import read_table_head, split_row

_TO_LAST_BLANK_LINE = re.compile(r".*\n[ \t]*\n", re.DOTALL)
# Possessive throughout: a line of 300,000 blanks is read once.
_AROUND = r"[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)])[ \t]++)*+"
_PREFIX = re.compile(_AROUND)
_CELL = r":?-++:?+"
_DELIMITERS = re.compile(
    rf"^{_AROUND}(\|?[ \t]*+{_CELL}(?:[ \t]*+\|[ \t]*+{_CELL})*+[ \t]*+\|?+[ \t]*+)$", re.MULTILINE
)
_END_OF_ROW = re.compile(r"(?<!\\)(?:\\\\)*\|[ \t]*$")
_HTML_ROW = re.compile(r"<(/?)(?:tr|table)\b[^<>]*>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[^<>]*$")
_WITHIN_FIGURE = re.compile(r"\d[.,:/]?$")


def whole_rows(text: str, state: MessageState) -> str:
    """An answer as its tables are to be read: without the row in which it broke off."""
    return text if state is MessageState.COMPLETE else text[: _start_of_half_row(text)]


def with_break(text: str, state: MessageState) -> str:
    """An answer as it is to be shown: with an ellipsis where it broke off within a row or a figure."""
    if state is MessageState.COMPLETE or text.endswith(ELLIPSIS) or _OPEN_TAG.search(text, len(text) - 200):
        return text
    is_broken = _WITHIN_FIGURE.search(text, max(0, len(text) - 2)) or _start_of_half_row(text) < len(text)
    return text + ELLIPSIS if is_broken else text


def _start_of_half_row(text: str) -> int:
    """Where the row begins within which the text ends; its end where it ends otherwise."""
    text = text.replace("\r", "\n")
    start = text.rfind("\n") + 1
    if not text[start:].strip():
        return len(text)
    above = _TO_LAST_BLANK_LINE.match(text)
    columns = _columns_above(text, 0 if above is None else above.end(), start)
    if columns:
        row = text[start:]
        is_whole = len(split_row(_PREFIX.sub("", row, count=1))) >= columns and _END_OF_ROW.search(row)
        return len(text) if is_whole else start
    tags = list(_HTML_ROW.finditer(text, max(0, len(text) - 20_000)))
    return tags[-1].start() if tags and tags[-1][0][:3].lower() == "<tr" else len(text)


def _columns_above(text: str, begin: int, end: int) -> int:
    """How many columns the table has that is begun in these lines; 0 where they begin none."""
    for delimiters in _DELIMITERS.finditer(text, begin, end):
        header = text[text.rfind("\n", 0, max(0, delimiters.start() - 1)) + 1 : delimiters.start()]
        bare = _PREFIX.sub("", header.rstrip("\n"), count=1)
        if delimiters.start() > begin and (head := read_table_head(bare, delimiters[1])):
            return len(head)
    return 0
