"""The segments of an answer as plain values: what the splitter hands out and what the renderer takes.

A segment is the smallest part of an answer that is drawn once and never again. Most blocks are one segment;
lists, tables, code, quotes and very long paragraphs come in many, so that a thousandth row costs what the
first did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

References = Mapping[str, tuple[str, int, str]]
"""Link reference definitions: folded label to the destination, to where in the answer it begins, and to its title."""


@dataclass(slots=True)
class LabelUse:
    """What was learned of labels (folded) while segments of an answer were read.

    `used`: of links. `unknown`: of what would be links if their addresses were known. `is_doubtful`: further
    addresses could also take a link away. `definitions`: offset and label of each, and whether it was hidden.
    """

    used: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    is_doubtful: bool = False
    definitions: list[tuple[int, str, bool]] = field(default_factory=list)


class SegmentKind(StrEnum):
    """What a segment is. The segments of one block all have the same kind."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"  # one segment: one item of a top-level list, with all that is nested in it
    TABLE = "table"  # first segment: the header (two source lines); each further segment: one body row
    CODE = "code"  # first segment: the opening fence; each further segment: one line of code
    QUOTE = "quote"  # one segment: one block inside the quote
    RULE = "rule"
    HTML = "html"
    TEXT = "text"  # what is beyond the limit of markdown: shown as it was typed


@dataclass(frozen=True, slots=True)
class OpenContainer:
    """A quote, list or item that had begun before. `kind`, `indent` and `style` as in `containers.Container`."""

    kind: str
    tag: str
    indent: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """Where a segment goes on inside containers that are too long for one: outermost first.

    `leaf`: the kind of text that it goes on with, and nothing else; None where it begins with a block of its own.
    `opening`: the opening fence of that code, the two header lines of that table, or the tags that are open in HTML.
    """

    containers: tuple[OpenContainer, ...]
    leaf: SegmentKind | None = None
    opening: str = ""

    @property
    def levels(self) -> int:
        """How many elements within each other it goes on with."""
        return len(self.containers) + (self.leaf not in (None, SegmentKind.HTML))


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of an answer, in source form.

    `source`: its own lines of markdown, without the last newline.
    `continues`: it belongs to the list, table, code, quote or paragraph that the segment before it began.
    `head`: the source that a continuing segment needs to be read alone: the two header lines of its table, the
    opening fence of its code, the number of its list item; "" where none is needed. HTML with a head is the rest of a
    block that was too long: the tags in the head begin it again, it does not continue. A PARAGRAPH with a head is the
    rest of a line that was too long: what it begins with is text, whatever it looks like.
    A continuing PARAGRAPH or TEXT segment that begins with a newline begins on a new line.
    `glued`: of CODE, that it goes on with the last line of the segment before, which was too long; also so `within`.
    `within`: of a LIST or QUOTE, that it begins in the middle of an item or of a block of the quote.
    `start`: offset of `source` in the answer, in characters. Blank lines and closing fences belong to no segment.
    """

    kind: SegmentKind
    source: str
    continues: bool = False
    head: str = ""
    start: int = 0
    glued: bool = False
    within: Within | None = None


def runs_of(segments: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """Segments of one block that stand together; of one that is too long, what is written on its own."""
    start = 0
    for end in range(1, len(segments) + 1):
        if end == len(segments) or not segments[end].continues or _begins_apart(*segments[end - 1 : end + 1]):
            yield segments[start:end]
            start = end


def _begins_apart(before: Segment, segment: Segment) -> bool:
    """Whether a segment goes on inside of containers, but not as one more line or row of the same there."""
    within = segment.within
    is_line = within is not None and within.leaf in (SegmentKind.CODE, SegmentKind.TABLE)
    return within is not None and not (is_line and before.within == within)
