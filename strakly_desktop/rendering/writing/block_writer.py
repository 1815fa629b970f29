"""Writes the renderer's HTML into a QTextDocument, block by block.

Built directly instead of imported, because the import merges blocks, knows no roles, and sizes tables by its
own rules. All of it happens inside the caller's edit block.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtGui import QFontMetricsF, QTextBlockFormat, QTextCursor, QTextList, QTextListFormat

from strakly_desktop.conversation.text_safety import reads_from_right
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.text_styles import BODY, HEADINGS, TextStyle
from strakly_desktop.rendering.writing.block_ends import End, GoingOn, ListEnd, QuoteEnd
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, new_group
from strakly_desktop.rendering.writing.element_parts import (
    BLOCK_TAGS,
    code_of,
    is_task,
    items_of,
    parted,
    rows_of,
    start_of,
    without_first_break,
)
from strakly_desktop.rendering.writing.formats import (
    BlockRole,
    GoesOn,
    Mark,
    block_format,
    font_of,
    text_format,
)
from strakly_desktop.rendering.writing.last_text import LastText, write_last_text
from strakly_desktop.rendering.writing.long_text import begin_further_block, goes_on
from strakly_desktop.rendering.writing.table_writer import TableWriter

PARAGRAPH_GAP = 12
ITEM_GAP = 6
NARROWEST_BLOCK = 160
HEADING_GAP = 20
LIST_INDENT = 24
QUOTE_INDENT = 19
_LONG_NUMBER = 3
_ABOVE_QUOTE = 8
_BELOW_QUOTE = 14
_TASK_BOX_WIDTH = 20
# Qt lays out a whole list again for each item that joins it.
_ITEMS_PER_PART = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: left margin in px, depth of lists, and the quote it is in (0 for none)."""

    left: float = 0
    depth: int = 0
    quote: int = 0


class DocumentWriter:
    """Writes trees at the end of a page."""

    def __init__(self, page: DocumentCursor) -> None:
        self._page = page
        self.last_text: LastText | None = None
        """The text that was written last, where that is in one block."""

    def write(self, root: HtmlNode, place: Place | None = None) -> End:
        """Write all blocks of a tree; return the end of the last."""
        return self._write_children(root, place or Place())

    def write_quote(self, element: HtmlNode, end: QuoteEnd, on: GoingOn) -> QuoteEnd:
        """Write blocks of a quote below those of the one that stopped at `end`."""
        place = self.quoted(Place(), end.group)
        return replace(end, inner=self._go_on_in_quote(element, end.inner, place, on.inside))

    def continue_paragraph(self, element: HtmlNode) -> None:
        """Add text to the paragraph that stands last."""
        cursor = self._page.cursor
        if cursor.atBlockStart() and goes_on(cursor.block()) is GoesOn.LINE:
            # A line break at the beginning of a block would show as an empty line.
            element = without_first_break(element)
        self._write_inline(element, BODY)

    def begin_further_block(self, text: str) -> None:
        """Let the paragraph that stands last go on with `text` in a block of its own."""
        joint = GoesOn.LINE if text.startswith("\n") else GoesOn.TEXT
        if joint is GoesOn.TEXT and text[:1].isspace():
            # The blank at which it was cut.
            self._page.cursor.insertText(" ", text_format(BODY, self._page.look))
        begin_further_block(self._page.cursor, joint)

    def write_items(
        self, element: HtmlNode, end: ListEnd, place: Place | None = None, on: GoingOn | None = None
    ) -> ListEnd:
        """Write the items of a list element after those of the list that stopped at `end`.

        Items before these may get other numbers, because these are not written alike, unless they are a tail.
        """
        on = on or GoingOn()
        place = place or Place()
        items = items_of(element)
        if end.part is None:
            end = replace(end, number=start_of(element) - 1)
        style = QTextListFormat()
        style.setIndent(place.depth + 1)
        # Full dots at every depth: Qt's circles are of a hair's breadth, and its indent tells the depth.
        is_numbered = element.tag == "ol"
        style.setStyle(QTextListFormat.Style.ListDecimal if is_numbered else QTextListFormat.Style.ListDisc)
        inside = replace(place, depth=self._deeper(place))
        if on.levels > 1 and items:
            inner = self._go_on_in_item(items.pop(0), end.inner, inside, on.inside.inside)
            end = replace(end, inner=inner)
        for item in items:
            if element.tag == "ol":
                end = self._number(item, end, on.for_good)
                style.setStart(end.number)
            if is_task(item):
                left = place.left + LIST_INDENT * (place.depth + 1) - _TASK_BOX_WIDTH
                self._page.start_block(self._block(BODY.line, replace(place, left=left), bottom=ITEM_GAP))
                end = replace(end, part=None, items_in_part=0)
            else:
                left, right = self._marker_room(end.number, item, place) if element.tag == "ol" else (0, 0)
                at = replace(place, left=place.left + left)
                self._page.start_block(self._block(BODY.line, at, bottom=ITEM_GAP, right=right))
                end = self._join(style, end)
            end = replace(end, inner=self._write_item(item, inside))
        return end

    def _go_on_in_item(self, item: HtmlNode, end: End, place: Place, on: GoingOn) -> End:
        """Write what stands in an item below what was written, its first block perhaps behind what stops at `end`."""
        further, nodes = parted(item.children, on)
        if further is not None:
            is_list = further.tag in ("ul", "ol")
            inside = (
                place if is_list else replace(place, left=place.left + LIST_INDENT * place.depth, depth=0)
            )
            end = self._go_on(further, end, inside, on)
        return self._write_below_lead(nodes, place, end)

    def _go_on_in_quote(self, quote: HtmlNode, end: End, place: Place, on: GoingOn) -> End:
        """The same for a quote."""
        further, nodes = parted(quote.children, on)
        if further is not None:
            end = self._go_on(further, end, place, on)
        return self._write_children(replace(quote, children=nodes), place) if nodes else end

    def _go_on(self, element: HtmlNode, end: End, place: Place, on: GoingOn) -> End:
        """Go on with a block that stands last, and which stopped at `end`."""
        match element.tag, end:
            case (("ul" | "ol"), ListEnd()):
                end = self.write_items(element, end, place, on)
                if place.depth == 0:
                    self.close_list()
                return end
            case "blockquote", QuoteEnd():
                quoted = self.quoted(place, end.group)
                return replace(end, inner=self._go_on_in_quote(element, end.inner, quoted, on.inside))
            case "pre", CodeWriter():
                end.reopen(self._page)
                end.add(self._page, code_of(element), for_good=on.for_good, goes_on=on.glued)
                end.close(self._page)
                return end
            case "table", TableWriter():
                end.add_rows(self._page, rows_of(element))
                end.settle(self._page)
                return end
            case "p", _:
                self.begin_further_block(element.text())
                self.continue_paragraph(element)
                return None
            case _:
                return self._write_block(element, place)

    def close_list(self) -> None:
        """Set what follows apart from the list that stands last."""
        if not self._page.fresh:
            last = self._page.cursor.blockFormat()
            last.setBottomMargin(max(last.bottomMargin(), PARAGRAPH_GAP))
            self._page.cursor.setBlockFormat(last)

    def _join(self, style: QTextListFormat, end: ListEnd) -> ListEnd:
        part = end.part
        is_numbered = style.style() == QTextListFormat.Style.ListDecimal
        if part is not None and is_numbered and part.format().start() + end.items_in_part != end.number:
            part = None  # not the number that the part would show
        if part is None or end.items_in_part == _ITEMS_PER_PART:
            part = self._page.cursor.createList(style)
            counted = (*end.counted, part) if is_numbered and end.numbering.alike else ()
            return replace(end, part=part, items_in_part=1, counted=counted)
        part.add(self._page.cursor.block())
        return replace(end, items_in_part=end.items_in_part + 1)

    def _number(self, item: HtmlNode, end: ListEnd, renumber: bool) -> ListEnd:
        """The end of a list with the number of its next item. Raw HTML may number some items or none."""
        value = item.attributes.get("value", "")
        if not value:
            return replace(end, number=end.number + 1)
        number, numbering = end.numbering.take(int(value))
        if end.numbering.alike and not numbering.alike and renumber:
            _show_as_written(end.counted, end.numbering.first)
            end = replace(end, part=None, items_in_part=0, counted=())
        return replace(end, number=number, numbering=numbering)

    def _marker_room(self, number: int, item: HtmlNode, place: Place) -> tuple[float, float]:
        """What a long number needs at the left or at the right of its item beyond the usual room.

        Qt writes it at the side at which the text of the item begins.
        """
        if len(str(number)) < _LONG_NUMBER and self._page.look.text_scale <= 1:
            return 0, 0
        width = QFontMetricsF(font_of(BODY, self._page.look)).horizontalAdvance(f"{number}. ")
        room = width - LIST_INDENT * (place.depth + 1)
        from_right = reads_from_right(item.text())
        return (0, max(0.0, room)) if from_right else (max(0.0, room - place.left), 0)

    def _write_children(self, element: HtmlNode, place: Place) -> End:
        run: list[HtmlNode | str] = []
        end: End = None
        for child in element.children:
            if isinstance(child, HtmlNode) and child.tag in BLOCK_TAGS:
                self._write_run(run, place)
                run = []
                end = self._write_block(child, place)
            else:
                run.append(child)
        return None if self._write_run(run, place) else end

    def _write_run(self, run: list[HtmlNode | str], place: Place) -> bool:
        """Text that stands between blocks is a paragraph. False if there is none."""
        has_text = any(not isinstance(child, str) or child.strip() for child in run)
        if has_text:
            self._write_paragraph(HtmlNode("p", {}, run), place)
        return has_text

    def _write_block(self, element: HtmlNode, place: Place) -> End:
        match element.tag:
            case "p":
                self._write_paragraph(element, place)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._write_heading(element, place)
            case "ul" | "ol":
                end = self.write_items(element, ListEnd(), place)
                if place.depth == 0:
                    self.close_list()
                return end
            case "blockquote":
                group = place.quote or new_group()
                return QuoteEnd(group, self._write_children(element, self.quoted(place, group)))
            case "pre":
                return self._write_code(element, place)
            case "table":
                return self._write_table(element, place)
            case "hr":
                self._page.start_block(self._block(24, place, bottom=PARAGRAPH_GAP, role=BlockRole.RULE))
            case _:
                return self._write_children(element, place)
        return None

    def quoted(self, place: Place, group: int) -> Place:
        """The place inside a quote that stands at `place`."""
        return replace(place, left=self._indented(place.left, QUOTE_INDENT), quote=group)

    def _block(
        self,
        line: int,
        place: Place,
        *,
        top: float = 0,
        bottom: float = 0,
        right: float = 0,
        role: BlockRole | None = None,
    ) -> QTextBlockFormat:
        format_ = block_format(line, self._page.look, top=top, bottom=bottom, left=place.left, right=right)
        if place.quote:
            format_.setProperty(Mark.ROLE, BlockRole.QUOTE)
            format_.setProperty(Mark.GROUP, place.quote)
        if role is not None:
            format_.setProperty(Mark.ROLE, role)
        return format_

    def _write_paragraph(self, element: HtmlNode, place: Place) -> None:
        top, bottom = (_ABOVE_QUOTE, _BELOW_QUOTE) if place.quote else (0, PARAGRAPH_GAP)
        self._page.start_block(self._block(BODY.line, place, top=top, bottom=bottom))
        self._write_inline(element, BODY)

    def _write_heading(self, element: HtmlNode, place: Place) -> None:
        style = HEADINGS[element.tag]
        format_ = self._block(style.line, place, top=HEADING_GAP, bottom=8)
        format_.setHeadingLevel(int(element.tag[1]))
        self._page.start_block(format_)
        self._write_inline(element, style)

    def _write_item(self, item: HtmlNode, place: Place) -> End:
        """The first paragraph of an item stands beside its marker, everything else is indented below it."""
        children = list(item.children)
        lead: list[HtmlNode | str] = []
        while children:
            first = children[0]
            if isinstance(first, HtmlNode) and first.tag in BLOCK_TAGS:
                if first.tag == "p" and not any(not isinstance(c, str) or c.strip() for c in lead):
                    lead = list(first.children)
                    children.pop(0)
                break
            lead.append(children.pop(0))
        self._write_inline(HtmlNode("p", {}, lead), BODY)
        return self._write_below_lead(children, place, None)

    def _write_below_lead(self, children: Iterable[HtmlNode | str], place: Place, end: End) -> End:
        """Write what stands in an item below what was written; return the end of the last block of it, which so far
        was `end`."""
        below = replace(place, left=place.left + LIST_INDENT * place.depth, depth=0)
        for child in children:
            if not isinstance(child, str) and child.tag in ("ul", "ol"):
                end = self.write_items(child, ListEnd(), place)
            elif not isinstance(child, str) and child.tag in BLOCK_TAGS:
                end = self._write_block(child, below)
            elif self._write_run([child], below):
                end = None
        return end

    def _write_code(self, element: HtmlNode, place: Place) -> CodeWriter:
        code = code_of(element)
        language = code.attributes.get("class", "").removeprefix("language-")
        writer = CodeWriter(language, place.left)
        writer.add(self._page, code)
        writer.close(self._page)
        return writer

    def _write_table(self, element: HtmlNode, place: Place) -> TableWriter | None:
        for caption in element.find_all("caption"):
            self._write_children(caption, place)
        rows = rows_of(element)
        if not rows:
            return None
        columns = max(len(row) for row in rows)
        header = [*rows[0], *(HtmlNode("th", {}) for _ in range(columns - len(rows[0])))]
        writer = TableWriter(self._page, header, place.left)
        writer.add_rows(self._page, rows[1:])
        writer.begin(self._page)
        writer.settle(self._page)
        return writer

    def _write_inline(self, element: HtmlNode, style: TextStyle) -> None:
        format_ = self._page.text_format(style)
        self._page.cursor.setBlockCharFormat(format_)
        self.last_text = write_last_text(self._page, element.children, format_)

    def _indented(self, left: float, by: float) -> float:
        """Deep nesting stops where too little of the column would be left."""
        return min(left + by, max(left, self._page.width - NARROWEST_BLOCK))

    def _deeper(self, place: Place) -> int:
        room = self._page.width - NARROWEST_BLOCK - place.left
        return min(place.depth + 1, max(1, int(room // LIST_INDENT)))


def _show_as_written(parts: Iterable[QTextList], number: int) -> None:
    """Give all items of a list that were counted the one number that they were written with."""
    # An emptied part is gone: all blocks first.
    items = [(part.item(index), part.format()) for part in parts for index in range(part.count())]
    for block, style in items:
        style.setStart(number)
        QTextCursor(block).createList(style)
