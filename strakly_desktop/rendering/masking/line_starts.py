"""What a line of Markdown begins with, as far as it decides whether a value may go on from the line above."""

import re
from dataclasses import dataclass
from enum import Enum, auto

_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_BULLET = re.compile(r"[-*+•](?:[ \t]+|(?=\n|\Z))")
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?:[ \t]+|(?=\n|\Z))")
_MAY_BE_MARKER = re.compile(r"(?:[-*+•]|[0-9]{1,9}[.)]?)\Z|#{1,6}\Z|`{1,2}\Z|~{1,2}\Z|\r\Z")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|\n|\Z)")
_FENCE = re.compile(r"```|~~~")
_SHORT_NUMBER = 2
_DEEPEST = 50
"""Items within items that are read as such, in one line."""
_LONGEST_PREFIX = 400


class Start(Enum):
    """What kind of line it is."""

    TEXT = auto()
    BLANK = auto()
    ITEM = auto()
    HEADING = auto()
    FENCE = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class LineStart:
    """A line's kind, where its own text begins, and the number of its item, 0 for none."""

    start: Start
    text_at: int
    number: int = 0


def line_start(
    source: str, at: int, *, before: Start, number_before: int, is_over: bool, depth: int = 0
) -> LineStart | None:
    """What begins at `at`; None while more has to come. `before`: the line above, and the number of its item."""
    prefix = _PREFIX.match(source, at, at + _LONGEST_PREFIX)
    assert prefix is not None
    at = prefix.end()
    if len(prefix[0]) == _LONGEST_PREFIX:
        return LineStart(Start.TEXT, at)
    if at == len(source):
        return LineStart(Start.BLANK, at) if is_over else None
    if not is_over and _MAY_BE_MARKER.match(source, at):
        return None
    if source[at] == "\n" or source.startswith("\r\n", at):
        return LineStart(Start.BLANK, at)
    if _FENCE.match(source, at):
        return LineStart(Start.FENCE, at)
    if heading := _HEADING.match(source, at):
        return LineStart(Start.HEADING, heading.start())
    if source[at] == "|":
        return LineStart(Start.ROW, at)
    if depth > _DEEPEST:
        return LineStart(Start.TEXT, at)
    if bullet := _BULLET.match(source, at):
        return _inner(source, bullet.end(), 0, is_over=is_over, depth=depth)
    if (number := _NUMBER.match(source, at)) and _is_marker(number[1], before, number_before):
        return _inner(source, number.end(), int(number[1]), is_over=is_over, depth=depth)
    return LineStart(Start.TEXT, at)


def _inner(source: str, at: int, number: int, *, is_over: bool, depth: int) -> LineStart | None:
    """An item may begin with an item, a quote or a table."""
    if at == len(source) and not is_over:
        return None
    if at < len(source) and source[at] == "\n":
        return LineStart(Start.ITEM, at, number)
    found = line_start(source, at, before=Start.BLANK, number_before=0, is_over=is_over, depth=depth + 1)
    if found is None:
        return None
    return LineStart(Start.ITEM, found.text_at, number)


def _is_marker(number: str, before: Start, number_before: int) -> bool:
    """Whether a number at a line's start counts items, and is no amount in a sentence that goes on from above."""
    if int(number) in (1, number_before + 1):
        return True
    return before in (Start.BLANK, Start.ITEM, Start.HEADING) and len(number) <= _SHORT_NUMBER
