"""Markdown to safe HTML, for whole answers and for the segments of a streaming one.

Python-Markdown is the frame of whole ones (`whole_document`). The blocks and the inline text are read by our own
grammar, because Python-Markdown reads them by older rules than those by which language models write, and in time
that grows with the square of some inputs.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.definitions import show_or_hide
from strakly_desktop.rendering.markdown.grammar import leaf_blocks
from strakly_desktop.rendering.markdown.grammar.block_parser import BlockParser
from strakly_desktop.rendering.markdown.grammar.commonmark_lists import expand_indent
from strakly_desktop.rendering.markdown.grammar.inline import InlineText, is_plain, read_alone
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import FURTHER
from strakly_desktop.rendering.markdown.grammar.limits import GROWING_HIGHLIGHT_LIMIT, HIGHLIGHT_LIMIT
from strakly_desktop.rendering.markdown.grammar.segment_buffer import Elements, ParsedSegment
from strakly_desktop.rendering.markdown.grammar.segments import LabelUse, References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.grammar.table_syntax import read_table_head
from strakly_desktop.rendering.markdown.highlighting import highlight
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.late_rows import with_late_rows
from strakly_desktop.rendering.markdown.sanitizer import sanitize, sanitize_block, sanitize_inline

_TEXT_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", leaf_blocks.SLICE})
_LINE_TAGS = frozenset({"ul", "ol", "blockquote", "table", "thead", "tbody", "tr"})
_READ_ALIKE = frozenset(
    {SegmentKind.PARAGRAPH, SegmentKind.HEADING, SegmentKind.LIST, SegmentKind.TABLE, SegmentKind.QUOTE}
)
"""Kinds of segments that are read alone as they are in the answer."""
_SHORT = 256
"""Characters of what a growing paragraph has open at its end, which may just have been read to see what is."""
_BARE_TAGS = frozenset({leaf_blocks.SLICE, leaf_blocks.PLAIN, leaf_blocks.RAW})


def to_html(text: str) -> str:
    """The safe HTML of a whole answer. Never raises; what is beyond the limits shows as plain text."""
    # The page reads segments alone: a desk that exports nothing does without Python-Markdown, 0.7 MB.
    from strakly_desktop.rendering.markdown.whole_document import WholeDocument

    return sanitize(WholeDocument().convert(text))


def blocks_html(
    blocks: Iterable[Segment],
    references: References | None = None,
    *,
    growing: bool = False,
    as_written: bool = False,
    named: Set[str] = frozenset(),
    labels: LabelUse | None = None,
    elements: Elements | None = None,
) -> str:
    """The safe HTML of a run of segments, continuing ones merged into their list, table, code or quote.

    `blocks_html(split(text), references)` is `to_html(text)`. A run may begin with a continuing segment: rows
    without the header, items with their right numbers, lines of code. `growing`: for a tail, which is drawn again
    and again: longer code within an item or quote waits for its colours until the segment is settled.
    `as_written`: every numbered item says how (`value`), for who knows the items before.
    A definition is shown unless these segments use it, or its label is among those `named` by others.
    `labels` takes what was learned of labels. `elements`: of segments that have just been read; those of these
    segments are used up.
    """
    reading = Reading(references or {}, named, LabelUse() if labels is None else labels)
    known = elements or {}
    root = _merge((block, element) for block in blocks for element in _taken(block, known) or _read(block))
    if growing:
        root.set("growing", "")
    if as_written:
        root.set("as-written", "")
    finish(root, reading)
    return sanitize(serialize(root).strip())


@dataclass(slots=True)
class Reading:
    """What one reading knows of labels: an export in its thread shares nothing with a live answer.

    `known`: the references met so far, `named`: labels that others use, `labels`: what is learned of them.
    """

    known: References = field(default_factory=dict)
    named: Set[str] = frozenset()
    labels: LabelUse = field(default_factory=LabelUse)


def read_whole(text: str, reading: Reading) -> Element:
    """The tree of a whole answer, whose references `reading` knows then. Its text is still markdown: see `finish`."""
    stream = IncrementalParser()
    segments = stream.append_segments(text) + stream.finish_segments()
    reading.known = stream.references
    return _merge(_with_late_rows(segments))


def finish(root: Element, reading: Reading) -> None:
    """Make HTML of the text of every block, colour the code, and number the items, all in the tree itself."""
    _read_inline(root, reading)
    _color_code(root)
    _number(root)


def serialize(root: Element) -> str:
    """The HTML of a tree that is finished; not sanitised yet."""
    html: list[str] = []
    for element in root:
        if html:
            html.append("\n")
        _write(element, html, bare=False)
    return "".join(html)


def used_labels(blocks: Iterable[Segment], references: References) -> Set[str]:
    """The labels (folded) of all links in these segments whose addresses are among the references."""
    labels = LabelUse()
    if references:
        blocks_html(blocks, references, growing=True, labels=labels)
    return labels.used


def column_alignments(row: Segment) -> tuple[str, ...]:
    """ "left", "right", "center" or "" for each column of a TABLE segment."""
    header, _, delimiters = (row.head if row.continues else row.source).partition("\n")
    return read_table_head(header.strip(), delimiters.strip()) or ()


def code_text(block: Segment) -> str:
    """The code in a CODE segment as it is shown and copied: whole lines.

    The opening fence has one only if it says more than a language."""
    if block.glued:
        return block.source + "\n"
    fence = _fence(block)
    if fence is None:
        return "".join(expand_indent(line)[4:] + "\n" for line in block.source.split("\n"))
    if block.continues:
        return fence.code(block.source) + "\n"
    return fence.words + "\n" if fence.words else ""


def code_of(blocks: Iterable[Segment]) -> str:
    """The code in some CODE segments that stand together."""
    code = ""
    for block in blocks:
        code = (code.removesuffix("\n") if block.glued else code) + code_text(block)
    return code


def code_language(block: Segment) -> str:
    """The language that the fence of a CODE segment names, lower case; "" if none."""
    fence = _fence(block)
    return "" if fence is None else fence.language


def _fence(block: Segment) -> leaf_blocks.Fence | None:
    opening = expand_indent(block.head if block.continues else block.source)
    indent = len(opening) - len(opening.lstrip(" "))
    return leaf_blocks.read_fence(opening, indent, 0, opening) if indent < 4 else None


def _taken(block: Segment, elements: Elements) -> list[Element] | None:
    """The element that a segment was read into, if that is what it would be read into again; it is used up."""
    element = elements.pop(id(block), None)
    return None if element is None or block.kind not in _READ_ALIKE or block.within is not None else [element]


def _read(block: Segment) -> list[Element]:
    """The elements of one segment, read by itself (one, unless its source was repaired into more)."""
    if block.kind is SegmentKind.CODE:
        return [leaf_blocks.code_element(code_language(block), code_text(block))]
    if block.kind is SegmentKind.TEXT:
        return [leaf_blocks.plain_element(block.source)]
    if block.kind is SegmentKind.PARAGRAPH and (block.continues or block.head):
        return [leaf_blocks.text_element("p", block.source)]
    stream = IncrementalParser(BlockParser.within(block), block.start, glued=block.glued)
    segments = stream.append_segments(block.source + "\n") + stream.finish_segments()
    if block.kind is SegmentKind.PARAGRAPH:
        # One that follows a list may be longer than what is cut where none is before it.
        return list(_merge(segments))
    return [element for _, element in segments]


def _with_late_rows(segments: Sequence[ParsedSegment]) -> Iterator[ParsedSegment]:
    """All segments of a whole answer, each with its element; see `late_rows`."""
    elements = {id(segment): element for segment, element in segments}
    for part in with_late_rows(segment for segment, _ in segments):
        element = elements.get(id(part))
        yield from [(part, read) for read in _read(part)] if element is None else [(part, element)]


def _merge(segments: Iterable[tuple[Segment, Element]]) -> Element:
    """One tree of all segments, continuing ones put into the block that they continue."""
    root = Element("div")
    for block, element in segments:
        if not block.continues or not len(root):
            root.append(element)
            if block.continues and block.kind is SegmentKind.LIST:
                element.set(FURTHER, "")
            continue
        whole = root[-1]
        if block.within is not None:
            _join(whole, element, glued=block.glued)
            continue
        match block.kind:
            case SegmentKind.CODE:
                above = whole[0].text or ""
                whole[0].text = (above.removesuffix("\n") if block.glued else above) + (element[0].text or "")
            case SegmentKind.TABLE if whole.find("tbody") is not None:
                whole[-1].extend(element[0])
            case SegmentKind.PARAGRAPH:
                whole.append(leaf_blocks.text_element(leaf_blocks.SLICE, element.text or ""))
            case _:
                whole.extend(element)
    return root


def _join(whole: Element, element: Element, *, glued: bool) -> None:
    """Put what goes on inside of containers to where it goes on; all else behind it."""
    children = list(element)
    if children and len(whole) and children[0].get(FURTHER) is not None:
        further, last = children.pop(0), whole[-1]
        match further.tag:
            case "pre":
                above = last[0].text or ""
                last[0].text = (above.removesuffix("\n") if glued else above) + (further[0].text or "")
            case "table" if (body := last.find("tbody")) is not None and len(further):
                body.extend(further[0])
            case "p":
                last.extend(further)
            case _:
                _join(last, further, glued=glued)
    whole.extend(children)


def _read_inline(root: Element, reading: Reading) -> None:
    """Read the text of every block into HTML, which the serializer writes as it is."""
    references, labels = reading.known, reading.labels
    has_definitions = False
    for element in root.iter():
        if element.tag in _TEXT_TAGS and element.text:
            element.text = _inline_html(element.text, references, labels)
        elif element.tag == leaf_blocks.RAW:
            element.text = sanitize_block(element.text or "")
        elif element.tag == leaf_blocks.PLAIN:
            element.text = escape(element.text or "", quote=False).replace("\n", "<br>\n")
        elif element.tag == leaf_blocks.DEFINITION:
            # As text it names nothing, not even itself.
            element.text = _inline_html(element.text or "", None, LabelUse())
            has_definitions = True
    if has_definitions:
        growing = root.get("growing") is not None
        show_or_hide(root, references, reading.named, labels, growing=growing)


def _color_code(root: Element) -> None:
    """Colour the code whose language is named."""
    limit = HIGHLIGHT_LIMIT if root.get("growing") is None else GROWING_HIGHLIGHT_LIMIT
    for element in root.iter("pre"):
        code = element[0]
        language = (code.get("class") or "").removeprefix("language-")
        code.text = highlight(code.text or "", language, limit)


def _number(root: Element) -> None:
    """Number the items as they were written, or count them where all were written alike."""
    as_written = root.get("as-written") is not None
    for element in root.iter("ol"):
        is_first = element.get(FURTHER) is None
        if not as_written:
            _number_items(element, is_first)


def _number_items(ordered: Element, is_first: bool) -> None:
    """`is_first`: the first item here is the first of the list."""
    items = [item for item in ordered if item.get(FURTHER) is None]
    if not items:
        return
    written = [int(item.get("value", "1")) for item in items]
    # Of a list that goes on inside of a container it is not known how many items were before.
    first = int(ordered.get("start", "1" if is_first else str(written[0])))
    counts = first != written[0] or (is_first and len(written) > 1)
    counts &= len(set(written)) == 1
    shown = list(range(first, first + len(written))) if counts else written
    ordered.attrib.pop("start", None)
    if shown[0] != 1:
        ordered.set("start", str(shown[0]))
    expected = shown[0]
    for item, number in zip(items, shown, strict=True):
        item.attrib.pop("value", None)
        if number != expected:
            item.set("value", str(number))
        expected = number + 1


def _inline_html(text: str, references: References | None, labels: LabelUse) -> str:
    if is_plain(text):
        return text.replace(">", "&gt;")
    inline = read_alone(text) if len(text) <= _SHORT else None
    if inline is None or inline.asks_for_address:
        inline = InlineText(text, references, labels)
    return sanitize_inline(inline.html) if inline.has_tags else inline.html


def _write(element: Element, html: list[str], bare: bool) -> None:
    """`bare`: without its own tag, as the paragraph that begins a list item (spacing is for the look)."""
    tag = element.tag
    if tag == "hr":
        html.append("<hr>")
        return
    bare = bare or tag in _BARE_TAGS
    goes_on = element.attrib.pop(FURTHER, None) is not None
    if not bare:
        attributes = (
            "".join(f' {name}="{escape(value)}"' for name, value in element.items()) if element.attrib else ""
        )
        html.append(f"<{tag}{attributes}>")
    if element.text:
        html.append(element.text)
    if tag in _LINE_TAGS:
        html.append("\n")
    for index, child in enumerate(element):
        _write(child, html, bare=tag == "li" and not goes_on and index == 0 and child.tag == "p")
        if tag in _LINE_TAGS:
            html.append("\n")
    if not bare:
        html.append(f"</{tag}>")
