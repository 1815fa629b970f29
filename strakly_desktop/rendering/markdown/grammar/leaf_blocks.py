"""The blocks that hold text and no other block, while they are open: what a further line does to each.

CommonMark calls them leaf blocks (section 4); tables are GitHub's (GFM, section 4.10). None of them knows where it
stands: `open_containers` keeps the containers around them, `block_parser` decides which line goes where. In all of them
`first` is the number of the first line, counted as `SegmentBuffer` counts lines, and every line is without its end.
Reading never fails: a line that does not fit is text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from strakly_desktop.rendering.markdown.grammar.commonmark_lists import expand_indent
from strakly_desktop.rendering.markdown.grammar.html_cutting import next_try, reopening
from strakly_desktop.rendering.markdown.grammar.inline import InlineText
from strakly_desktop.rendering.markdown.grammar.limits import SLICE_HARD, SLICE_TRIES
from strakly_desktop.rendering.markdown.grammar.links import Definition, plain
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind, Within
from strakly_desktop.rendering.markdown.grammar.table_syntax import Alignments, fit_row, read_table_head
from strakly_desktop.rendering.markdown.highlighting import is_language

_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$", re.DOTALL)

SLICE = "slice"
"""Tag of the parts of a long paragraph in the tree; written without a tag."""
RAW = "raw"
"""Tag of a block of real HTML in the tree; its text is the HTML as it came."""
GLUED = "..."
"""What stands for the beginning of the line that a paragraph is the rest of."""
DEFINITION = "definition"
"""Tag of a link reference definition in the tree: shown as a part of its paragraph, unless something uses it."""
FURTHER = "further"
"""Attribute of what goes on with what an earlier segment began."""
PLAIN = "plain"
"""Tag of text that is shown as it was typed; written without a tag."""


@dataclass(slots=True)
class Paragraph:
    """Lines of text. A long one is cut into slices where nothing is open, so that each is read once.

    `lines`: those since the last slice. `slices`: the texts that were cut off, in order; together with `text` they
    are the paragraph. `length`: characters in `lines`, line ends included. `tries`: how many of `SLICE_TRIES` were
    passed without a place to cut.
    """

    first: int
    lines: list[str]
    slices: list[str] = field(default_factory=list)
    length: int = 0
    tries: int = 0
    glued: bool = False  # it begins within a line that was too long: its first characters are no markup
    lazy: bool = False  # the last line could begin no block: too far in, or without the marks around it
    began: bool = False  # inside of containers: its beginning was handed out already
    definitions: list[Element] = field(default_factory=list)  # that it began with, where it was cut since

    def __post_init__(self) -> None:
        self.length = sum(len(line) + 1 for line in self.lines)

    @property
    def text(self) -> str:
        """The text since the last slice, without blanks at the end."""
        return "\n".join(self.lines).rstrip()

    def should_cut(self) -> bool:
        """Whether the text so far is long enough, and complete enough, to be cut off before the next line.

        Counts a try: past `SLICE_HARD` characters it is cut wherever it stands.
        """
        if self.tries == len(SLICE_TRIES):
            return self.length >= SLICE_HARD
        if self.length < SLICE_TRIES[self.tries]:
            return False
        while self.tries < len(SLICE_TRIES) and self.length >= SLICE_TRIES[self.tries]:
            self.tries += 1
        return InlineText("\n".join(self.lines)).is_settled

    def add(self, line: str) -> None:
        """Take a further line; blanks before it mean nothing (CommonMark, section 4.8)."""
        self.lines.append(line.lstrip())
        self.length += len(line) + 1

    def glue(self, text: str) -> None:
        """Take more text of the last line, which was too long to come at once."""
        self.lines[-1] += text
        self.length += len(text)

    def cut(self, following: str) -> str:
        """Begin a new slice with `following`; return the text of the one that ended."""
        done = "\n".join(self.lines)
        self.slices.append(done)
        self.lines = following.split("\n")
        self.length = len(following)
        self.tries = 0
        return done

    def element(self, text: str, definitions: Sequence[Element] = (), tag: str = "p") -> Element:
        """All of it, or the `text` of it; the definitions that it began with come first."""
        element = Element(tag)
        element.extend(definitions)
        parts = [*self.slices, text] if text or not definitions else self.slices
        if len(parts) == 1 and not definitions:
            element.text = parts[0]
            return element
        for part in parts:
            SubElement(element, SLICE).text = part
        return element


@dataclass(slots=True)
class Fence:
    """Code between fences (CommonMark, section 4.5).

    `char` and `size`: the sign of the opening fence and how many there were; a closing one has at least as many.
    `indent`: columns before it, which are taken from each line of code. `language`: lower case, "" for none.
    `opening`: the line as it came, from which a segment of its code is read alone. `lines`: the code, where it is
    kept until the end: within a container.
    """

    first: int
    char: str
    size: int
    indent: int
    language: str
    opening: str
    words: str = ""
    """What the opening line says beyond a language: shown as the first line."""
    lines: list[str] = field(default_factory=list)
    began: bool = False
    """Its beginning was handed out already."""

    def is_closed_by(self, line: str) -> bool:
        """Whether `line` is its closing fence."""
        if self.char not in line:
            return False
        text = line.strip(" \t")
        if len(text) < self.size or text.strip(self.char):
            return False
        return not expand_indent(line).startswith("    ")

    def code(self, line: str) -> str:
        """The line without the indent that the opening fence has."""
        if self.indent and line.startswith("\t"):
            line = expand_indent(line)
        blank = len(line) - len(line.lstrip(" "))
        return line[min(blank, self.indent) :]


@dataclass(slots=True)
class IndentedCode:
    """Code by four columns before it (CommonMark, section 4.4).

    `lines`: the code within a container. `blanks`: blank lines that belong to it only if more code follows.
    `began`: a part of it was handed out already.
    """

    first: int
    lines: list[str] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    began: bool = False


@dataclass(slots=True)
class Table:
    """A table, of which rows are still to come (GFM, section 4.10).

    `alignments`: one for each column. `head`: its two header lines as they came, with which a row is read alone.
    `element`: the whole of it within a container, or of what was not handed out yet if it `began` before; None at the
    top level, where each row leaves at once.
    """

    first: int
    alignments: Alignments
    head: str
    element: Element | None = None
    began: bool = False


@dataclass(slots=True)
class Html:
    """Lines of HTML, up to the line that ends it (CommonMark, section 4.6). A long one is cut between its lines.

    `opening`: the tags that stand for what was handed out of it. `length`: characters in `lines`, line ends included.
    """

    first: int
    lines: list[str]
    opening: str = ""
    length: int = 0
    began: bool = False
    """Its beginning was handed out already."""
    _tries: int = 0
    _next_try: int = 0

    def add(self, line: str) -> None:
        """Take a further line."""
        self.lines.append(line)
        self.length += len(line) + 1

    def reopening_before(self, line: str) -> str | None:
        """The tags with which it goes on if it is long enough to be cut before `line`; None if it is not cut there."""
        if self.length < (self._next_try or next_try(0, 0)):
            return None
        self._tries += 1
        self._next_try = next_try(self.length, self._tries)
        return reopening(self.html, line)

    @property
    def html(self) -> str:
        """All of it that was not handed out, as it can be read alone."""
        return self.opening + "\n".join(self.lines)


Leaf = Paragraph | Fence | IndentedCode | Table | Html


def read_fence(line: str, indent: int, first: int, opening: str) -> Fence | None:
    """The fence that opens at place `indent` of `line`, or None if there is none.

    `opening`: the line as it came, see `Fence`. An info string that is no language is kept as words of the answer.
    """
    match = _FENCE.match(line, indent)
    if match is None:
        return None
    run, info = (match[1], match[2]) if match[1] else (match[3], match[4])
    info = plain(info.strip(" \t"))
    word, _, more = info.partition(" ")
    language = word.lower() if is_language(word) else ""
    return Fence(first, run[0], len(run), indent, language, opening, info if more or not language else "")


def begun_code(fence: Fence, lines: Sequence[str] = ()) -> Element:
    """The element of a code block so far, with these lines of code; what goes on with lines before has no colours."""
    shown = [fence.words, *lines] if fence.words and not fence.began else lines
    return code_element("" if fence.began else fence.language, "".join(line + "\n" for line in shown))


def code_element(language: str, code: str) -> Element:
    """`<pre><code>` of whole lines; the language as the class that HTML has for it."""
    element = Element("pre")
    inner = SubElement(element, "code")
    if language:
        inner.set("class", f"language-{language}")
    inner.text = code
    return element


def table_element(header: list[str], alignments: Alignments) -> Element:
    """`<table>` with its header and no rows; as many cells as alignments."""
    element = Element("table")
    _add_row(SubElement(element, "thead"), header, alignments, "th")
    return element


def add_table_row(table: Element, line: str, alignments: Alignments) -> None:
    """Split `line` into cells and append them to the body of `table`; too few are filled up, too many cut (GFM)."""
    body = table.find("tbody")
    if body is None:
        body = SubElement(table, "tbody")
    _add_row(body, fit_row(line, len(alignments)), alignments, "td")


def _add_row(parent: Element, cells: list[str], alignments: Alignments, tag: str) -> None:
    row = SubElement(parent, "tr")
    for cell, alignment in zip(cells, alignments, strict=True):
        element = SubElement(row, tag)
        element.text = cell
        if alignment:
            element.set("align", alignment)


def text_element(tag: str, text: str) -> Element:
    """An element that holds text only."""
    element = Element(tag)
    element.text = text
    return element


def definition_element(definition: Definition, start: int) -> Element:
    """A definition that begins at `start` of the answer."""
    element = text_element(DEFINITION, definition.source)
    element.set("label", definition.label)
    element.set("start", str(start))
    return element


def plain_element(text: str) -> Element:
    """A paragraph of text that is no markdown."""
    element = Element("p")
    SubElement(element, PLAIN).text = text
    return element


def reopened(leaf: Leaf | None) -> Leaf | None:
    """The leaf as it stands for lines that are not settled yet; None if it begins with them."""
    match leaf:
        case Fence():
            return Fence(0, leaf.char, leaf.size, leaf.indent, leaf.language, leaf.opening)
        case Table():
            return Table(0, leaf.alignments, leaf.head)
        case Html(began=True):
            return Html(0, [], leaf.opening, began=True)
        case IndentedCode(began=True):
            return IndentedCode(0, began=True)
        case Paragraph(slices=[_, *_]):
            return Paragraph(0, [], slices=[""])
        case _:
            return None


def leaf_within(within: Within) -> Leaf | None:
    """The leaf that a segment goes on with inside of containers; None if it begins with none."""
    match within.leaf:
        case SegmentKind.PARAGRAPH:
            return Paragraph(0, [], slices=[""], began=True)
        case SegmentKind.TABLE:
            header, _, delimiters = within.opening.partition("\n")
            alignments = read_table_head(header, delimiters)
            return (
                None
                if alignments is None
                else Table(0, alignments, within.opening, Element("table"), began=True)
            )
        case SegmentKind.HTML:
            return Html(0, [], within.opening, began=True)
        case SegmentKind.CODE:
            opening = within.opening
            fence = read_fence(opening, len(opening) - len(opening.lstrip(" ")), 0, opening)
            if fence is None:
                return IndentedCode(0, began=True)
            fence.began = True
            return fence
        case _:
            return None
