"""Numbers of a text that is shortened: a part of one would read as another, "Rs. 18,5…" of 18,500."""

import re

from strakly_desktop.conversation.graphemes import cut_before
from strakly_desktop.conversation.written_values import LONGEST_VALUE, VALUE, last_gap

ELLIPSIS = "…"

_LONGEST_NUMBER = 36
"""Longer ones are no figure that could be taken for another."""
_LONGEST_WORD = 200
"""A longer one is cut rather than left out."""
REACH = 2_000
"""So many characters before its limit, at most, a long text is cut: at the end of a row, item or word."""
# No amount, day or time has a gap like this one inside.
_GAP = re.compile(r"(?<=[^\d\s])[ \t]+(?=[^\W\d_])")

_SIGNS = r".,:/'’\u2212-"
_JOINTS = rf"[{_SIGNS}]"
_GOES_ON = re.compile(rf"{_JOINTS}*\d")
_CAME_BEFORE = re.compile(rf"\d{_JOINTS}*$")
_LAST = re.compile(rf"(?<!\d)(?<!\d[{_SIGNS}])[+\u2212-]?\d[\d{_SIGNS}]*$")
_FIRST = re.compile(rf"^[\d{_SIGNS}]*\d")
# Rows of a table, items and headings stay whole.
_PROSE = re.compile(r"[^\W\d_][^|\n]*")


def with_whole_numbers(cut: str, text: str) -> str:
    """`cut`, which is `text` with an ellipsis in the place of some of it, less the part of a number beside that."""
    for found in re.finditer(ELLIPSIS, cut):
        head, tail = cut[: found.start()], cut[found.end() :]
        if len(head) + len(tail) < len(text) and text.startswith(head) and text.endswith(tail):
            left_out = text[len(head) : len(text) - len(tail)]
            if _GOES_ON.match(left_out):
                head = head[: without_last_number(head, len(head))]
            if _CAME_BEFORE.search(left_out):
                tail = _FIRST.sub(_unless_endless, tail)
            return f"{head}{ELLIPSIS}{tail}"
    return cut


def _unless_endless(number: re.Match[str]) -> str:
    return "" if len(number[0]) <= _LONGEST_NUMBER else number[0]


def certain_end(limit: int) -> int:
    """How many characters of a text stay before the cut, however it goes on."""
    return max(limit - REACH, limit // 2)


def end_within(text: str, limit: int) -> int:
    """Where to cut a text of more than `limit` characters: between rows, items or words, and inside no value."""
    if len(text) <= limit:
        return len(text)
    start = certain_end(limit)
    line = text.rfind("\n", start, limit) + 1
    if line and _PROSE.fullmatch(text, line, limit) is None:
        return line
    gaps = [gap.end() for gap in _GAP.finditer(text, max(line, start), limit + 1) if gap.end() <= limit]
    return gaps[-1] if gaps else line or last_gap(text, start, limit) + 1 or end_in_word(text, limit)


def whole_words(text: str, limit: int) -> str:
    """At most `limit` characters of one line, with an ellipsis where more was, which stands in no word or value."""
    if len(text) <= limit:
        return text
    return text[: end_of_words(text, limit - len(ELLIPSIS))].rstrip() + ELLIPSIS


def end_of_words(text: str, limit: int) -> int:
    """Where to cut a text of more than `limit` characters, all of which is known: before a word that is not whole.

    A word that is longer than all of that is cut, but in no number and no letter.
    """
    if len(text) <= limit:
        return len(text)
    first = max(0, limit - _LONGEST_WORD)
    blank = limit if text[limit].isspace() else text.rfind(" ", first, limit)
    start = max(0, blank - 2 * LONGEST_VALUE)
    for value in VALUE.finditer(text, start, blank + 2 * LONGEST_VALUE):
        if value.start() < blank < value.end():
            blank = text.rfind(" ", first, value.start())
    return blank if blank > 0 else end_in_word(text, limit)


def end_in_word(text: str, limit: int) -> int:
    """Where a word that is longer than everything is cut: between letters, and before a number that may go on."""
    end = without_last_number(text, limit)
    return cut_before(text, end) or (limit if end else 0)


def without_last_number(text: str, end: int) -> int:
    """Where the number begins that stands before `end`; `end` where there is none, or one without end."""
    number = _LAST.search(text, max(0, end - 2 * _LONGEST_NUMBER), end)
    return end if number is None or len(number[0]) > _LONGEST_NUMBER else number.start()
