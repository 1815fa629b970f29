"""Rows of a table that goes on beyond the limit of markdown, as rows all the same.

What is beyond it is shown as it was typed. Of a table that would be the rest of its rows, with bars between the cells,
or, for who adds them up, no rows at all: a list of 30,000 looked whole with 16,365.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from strakly_desktop.rendering.markdown.grammar.limits import SLICE_SOFT
from strakly_desktop.rendering.markdown.grammar.segments import Segment, SegmentKind


class LateRows:
    """Takes the settled segments of one answer in their order.

    `broke_off`: the last one went on in the middle of a row, too long for one piece; the table has more than its rows.
    """

    def __init__(self) -> None:
        self.broke_off = False
        self._last_row: Segment | None = None
        self._end = 0  # Of the segment before, in the answer.

    def take(self, segment: Segment) -> tuple[Segment, ...]:
        """The next segment: as it is, or the rows in it and then what is none."""
        row, begins_line = self._last_row, segment.start > self._end or segment.source.startswith("\n")
        self._end = segment.start + len(segment.source)
        self.broke_off = False
        if segment.kind is SegmentKind.TEXT and row is not None:
            if begins_line:
                return self._parted(segment, row)
            self.broke_off = True
        self._last_row = segment if segment.kind is SegmentKind.TABLE else None
        return (segment,)

    def _parted(self, text: Segment, row: Segment) -> tuple[Segment, ...]:
        indent = text.source.startswith("\n")
        lines = text.source[indent:].split("\n")
        parts: list[Segment] = []
        start = text.start + indent
        for line in takewhile(_is_row, lines):
            head = row.head or row.source
            # Where its table is: what stands beyond the limit would not be read.
            parts.append(replace(row, source=line, continues=True, head=head))
            start += len(line) + 1
        if len(parts) < len(lines):
            self._last_row = None
            rest = "\n".join(lines[len(parts) :])
            parts.append(replace(text, source=rest, start=start, continues=text.continues and not parts))
        return tuple(parts)


def _is_row(line: str) -> bool:
    """A longer one is none before the limit either: it is cut, and what follows is text."""
    return "|" in line and len(line) <= SLICE_SOFT


def with_late_rows(segments: Iterable[Segment]) -> Iterator[Segment]:
    """All segments of a whole answer, its late rows as rows."""
    late = LateRows()
    for segment in _with_whole_lines(segments):
        yield from late.take(segment)


def _with_whole_lines(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The same, but that behind a table no text ends within a line of bars: half a row is no row."""
    is_table, before = False, None
    for segment in segments:
        if before is not None and segment.kind is SegmentKind.TEXT and _goes_on(before, segment):
            whole, _, last = before.source.rpartition("\n")
            if whole:
                yield replace(before, source=whole)
            last = last if not whole else f"\n{last}"
            start = segment.start - len(last)
            before = replace(
                segment,
                source=last + segment.source,
                start=start,
                continues=bool(whole) or before.continues,
            )
            continue
        if before is not None:
            yield before
            before = None
        is_table = segment.kind is SegmentKind.TABLE or (is_table and segment.kind is SegmentKind.TEXT)
        if is_table and segment.kind is SegmentKind.TEXT:
            before = segment
        else:
            yield segment
    if before is not None:
        yield before


def _goes_on(text: Segment, further: Segment) -> bool:
    """Whether `further` begins in the last line of `text`, and that may be a row."""
    is_in_line = further.start <= text.start + len(text.source) and not further.source.startswith("\n")
    return is_in_line and "|" in text.source.rpartition("\n")[2]
