"""List markers and what belongs to an item, by content column, as CommonMark and GitHub read them.

Python-Markdown nests by multiples of four columns; language models indent by two, three or four, or by tab.
What counts is where the text of the item begins: anything indented that far is inside it.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

_MARKER = re.compile(r"(?:([-+*])|(0|[1-9][0-9]{0,8})([.)]))(?= |$)")
_TASK = re.compile(r"\[([ xX])\](?=\s)")


class ListMarker(NamedTuple):
    """A list marker at the start of a line.

    `style`: the character that tells one list from the next: `-`, `+`, `*`, `.` or `)`.
    `number`: of an ordered item, else None.
    `content`: columns from the start of the line to the item's text.
    `blank`: nothing follows on the line.
    """

    style: str
    number: int | None
    content: int
    blank: bool

    @property
    def may_interrupt_paragraph(self) -> bool:
        """A wrapped line that happens to begin with "14." or a lone dash starts no list."""
        return not self.blank and self.number in (None, 1)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a list's numbers are shown: as they were written, but counted where all of them are alike (1. 1. 1.).

    `first`: as written; `count`: of the items so far; `alike`: whether all were written alike.
    `following`: the number to be shown next, where that is known and what stands before it is not.
    """

    first: int = 0
    count: int = 0
    alike: bool = True
    following: int | None = None

    def take(self, written: int) -> "tuple[int, Numbering]":
        """The number to show for the next item, and how to go on after it.

        Where an item is the first that is not alike, those before it were counted and have to be shown anew.
        """
        if self.following is not None:
            counted = self.following - written
            return self.following, Numbering(written, counted + 1, alike=counted > 0)
        alike = self.count == 0 or (self.alike and written == self.first)
        first = self.first if self.count else written
        return (first + self.count if alike else written), Numbering(first, self.count + 1, alike)


NO_ITEMS = Numbering()


def read_marker(line: str, indent: int) -> ListMarker | None:
    """The marker at column `indent` of a line without tabs before its text, or None."""
    match = _MARKER.match(line, indent)
    if match is None:
        return None
    bullet, number, delimiter = match.groups()
    end = match.end()
    text = len(line) - len(line[end:].lstrip(" "))
    blank = text == len(line)
    # Five or more spaces: the item begins with indented code, whose own four columns are not the item's.
    content = end + 1 if blank or text - end > 4 else text
    return ListMarker(bullet or delimiter, None if number is None else int(number), content, blank)


def mark_task(text: str) -> str:
    """The text of an item with the box of a task list in front drawn as a character."""
    match = _TASK.match(text)
    if match is None:
        return text
    return ("\u2610" if match[1] == " " else "\u2611") + text[match.end() :]


def expand_indent(line: str) -> str:
    """The line with the tabs among its leading blanks and markers as spaces, to stops of four."""
    if "\t" not in line:
        return line
    end = 0
    while end < len(line) and line[end] in " \t>-+*.)0123456789":
        end += 1
    return line[:end].expandtabs(4) + line[end:]
