"""Bold, italic and strikethrough: CommonMark's delimiter algorithm, in time linear in the delimiters.

One rule is wider than CommonMark's: a run of two or more asterisks may open before and close after
punctuation whatever stands on its other side. `**Note:**text` and Chinese or Japanese text without spaces are
bold then; with CommonMark's rule the reader sees the asterisks.

And one is narrower: asterisks between digits, or that begin a code for the telephone, are asterisks. `4*6*8 = 192`
would read as another number.
"""

import re
import unicodedata
from collections.abc import Sequence

from strakly_desktop.rendering.markdown.grammar.limits import EMPHASIS_LIMIT

# What follows the first star of a code for the telephone, such as *99*1#.
_DIALLED = re.compile(r"#?\d[\d*]{0,60}#(?![^\W_])")


class Delimiter:
    """A run of `*`, `_` or `~` at `position` of the source, and the tags that it turned into."""

    __slots__ = ("can_close", "can_open", "char", "closing", "count", "length", "opening", "position")

    def __init__(self, char: str, count: int, position: int, can_open: bool, can_close: bool) -> None:
        self.char = char
        self.count = self.length = count
        self.position = position
        self.can_open = can_open
        self.can_close = can_close
        self.closing: list[str] = []
        self.opening: list[str] = []


InlinePart = str | Delimiter


def read_delimiter(text: str, start: int, end: int) -> Delimiter:
    """The run of equal characters from `start` to `end`, with what it may do by its neighbours."""
    char = text[start]
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if char == "*" and ((before.isdecimal() and after.isdecimal()) or _DIALLED.match(text, end)):
        return Delimiter(char, end - start, start, False, False)
    space_before, space_after = before.isspace(), after.isspace()
    if char == "*" and end - start > 1:
        return Delimiter(char, end - start, start, not space_after, not space_before)
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if char == "_":
        return Delimiter(
            char, end - start, start, left and (not right or mark_before), right and (not left or mark_after)
        )
    if char == "~" and end - start != 2:  # "~5 minutes ... ~10" is no strikethrough
        return Delimiter(char, end - start, start, False, False)
    return Delimiter(char, end - start, start, left, right)


def pair_delimiters(delimiters: Sequence[Delimiter]) -> list[Delimiter]:
    """Turn matching runs into tags; return the runs that could still open something."""
    openers: list[Delimiter] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for closer in delimiters:
        while closer.can_close and closer.count:
            key = (closer.char, closer.can_open, closer.length % 3)
            floor = min(floors.get(key, 0), len(openers))
            index = _find_opener(openers, closer, floor)
            if index is None:
                floors[key] = len(openers)
                break
            opener = openers[index]
            del openers[index + 1 :]
            size = 2 if opener.count >= 2 and closer.count >= 2 else 1
            tag = "del" if closer.char == "~" else "strong" if size == 2 else "em"
            opener.opening.append(tag)
            closer.closing.append(tag)
            opener.count -= size
            closer.count -= size
            if not opener.count:
                openers.pop()
        if closer.can_open and closer.count:
            openers.append(closer)
    return openers


def join_parts(parts: Sequence[InlinePart]) -> str:
    """The HTML of a line of parts; what is nested beyond the limit shows its delimiters instead."""
    html: list[str] = []
    depth = 0
    for part in parts:
        if isinstance(part, str):
            html.append(part)
            continue
        for tag in part.closing:
            html.append(f"</{tag}>" if depth <= EMPHASIS_LIMIT else _typed(part.char, tag))
            depth -= 1
        html.append(part.char * part.count)
        for tag in reversed(part.opening):
            depth += 1
            html.append(f"<{tag}>" if depth <= EMPHASIS_LIMIT else _typed(part.char, tag))
    return "".join(html)


def _find_opener(openers: list[Delimiter], closer: Delimiter, floor: int) -> int | None:
    for index in range(len(openers) - 1, floor - 1, -1):
        opener = openers[index]
        if opener.char != closer.char:
            continue
        # CommonMark's rule of three: `*a**b*` is italic as a whole.
        if (
            (opener.can_close or closer.can_open)
            and closer.length % 3
            and (opener.length + closer.length) % 3 == 0
        ):
            continue
        return index
    return None


def _typed(char: str, tag: str) -> str:
    return char if tag == "em" else char * 2


def _is_punctuation(char: str) -> bool:
    if char.isascii():
        return not char.isalnum() and not char.isspace() and char.isprintable()
    return unicodedata.category(char)[0] in "PS"
