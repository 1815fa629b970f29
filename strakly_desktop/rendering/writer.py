"""Writes the renderer's HTML into a QTextDocument, block by block.

Built directly instead of imported, because the import merges blocks, knows no roles, and sizes tables by its
own rules. All of it happens inside the caller's edit block.
"""

from dataclasses import dataclass, replace
from itertools import count

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextLength,
    QTextListFormat,
    QTextTableFormat,
)

from strakly_desktop.rendering import table_layout
from strakly_desktop.rendering.formats import (
    BODY,
    CODE,
    HEADINGS,
    STATUS,
    TABLE,
    TABLE_HEADER,
    BlockRole,
    Mark,
    block_format,
    font_of,
    set_color,
    tabular,
    text_format,
)
from strakly_desktop.rendering.html_tree import Element
from strakly_desktop.rendering.inline_writer import write_inline
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.status_words import status_role

PARAGRAPH_GAP = 12
BLOCK_GAP = 16
ITEM_GAP = 6
HEADING_GAP = 20
LIST_INDENT = 24
QUOTE_INDENT = 19
CODE_PADDING = 16
PILL_PADDING = 9
_CELL_PADDING_VERTICAL = 8
_BLOCK_TAGS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "hr", "div"}
)
# A task shows its box in place of the list's marker.
_TASK_BOXES = ("☐", "☑", "☒")
_TASK_BOX_WIDTH = 20
_groups = count(1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: left margin in px, depth of lists, and the quote it is in (0 for none)."""

    left: float = 0
    depth: int = 0
    quote: int = 0


class DocumentWriter:
    """Writes at the end of a document.

    `fresh`: the block under the cursor is empty and may be used for the next one, as after a table.
    """

    def __init__(self, cursor: QTextCursor, look: Look, width: int, *, fresh: bool) -> None:
        self._cursor = cursor
        self._look = look
        self._width = width
        self.fresh = fresh

    def write(self, root: Element) -> None:
        """Write all blocks of a tree."""
        self._write_children(root, _Place())

    def start_block(self, format_: QTextBlockFormat) -> None:
        """Begin a new block with `format_`, or use the fresh one."""
        if self.fresh:
            current = self._cursor.block().textList()
            if current is not None:
                current.remove(self._cursor.block())
            self._cursor.setBlockFormat(format_)
            self.fresh = False
        else:
            self._cursor.insertBlock(format_, QTextCharFormat())

    def _write_children(self, element: Element, place: _Place) -> None:
        run: list[Element | str] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag in _BLOCK_TAGS:
                self._write_run(run, place)
                run = []
                self._write_block(child, place)
            else:
                run.append(child)
        self._write_run(run, place)

    def _write_run(self, run: list[Element | str], place: _Place) -> None:
        """Text that stands between blocks is a paragraph."""
        if any(not isinstance(child, str) or child.strip() for child in run):
            self._write_paragraph(Element("p", {}, run), place)

    def _write_block(self, element: Element, place: _Place) -> None:
        match element.tag:
            case "p":
                self._write_paragraph(element, place)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._write_heading(element, place)
            case "ul" | "ol":
                self._write_list(element, place)
            case "blockquote":
                inside = replace(place, left=place.left + QUOTE_INDENT, quote=place.quote or next(_groups))
                self._write_children(element, inside)
            case "pre":
                self._write_code(element, place)
            case "table":
                self._write_table(element)
            case "hr":
                format_ = self._block(24, place, bottom=PARAGRAPH_GAP)
                format_.setProperty(Mark.ROLE, BlockRole.RULE)
                self.start_block(format_)
            case _:
                self._write_children(element, place)

    def _block(self, line: int, place: _Place, *, top: float = 0, bottom: float = 0) -> QTextBlockFormat:
        format_ = block_format(line, self._look, top=top, bottom=bottom, left=place.left)
        if place.quote:
            format_.setProperty(Mark.ROLE, BlockRole.QUOTE)
            format_.setProperty(Mark.GROUP, place.quote)
        return format_

    def _write_paragraph(self, element: Element, place: _Place) -> None:
        self.start_block(self._block(BODY.line, place, bottom=PARAGRAPH_GAP))
        self._write_inline(element, text_format(BODY, self._look))

    def _write_heading(self, element: Element, place: _Place) -> None:
        style = HEADINGS[element.tag]
        format_ = self._block(style.line, place, top=HEADING_GAP, bottom=8)
        format_.setHeadingLevel(int(element.tag[1]))
        self.start_block(format_)
        self._write_inline(element, text_format(style, self._look))

    def _write_list(self, element: Element, place: _Place) -> None:
        style = QTextListFormat()
        style.setIndent(place.depth + 1)
        if element.tag == "ol":
            style.setStyle(QTextListFormat.Style.ListDecimal)
            style.setStart(int(element.attributes.get("start", "1")))
        else:
            bullets = (QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle)
            style.setStyle(bullets[min(place.depth, 1)])
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        text_list = None
        inside = replace(place, depth=place.depth + 1)
        for item in items:
            task = item.text().lstrip()[:1] in _TASK_BOXES
            left = place.left + LIST_INDENT * (place.depth + 1) - _TASK_BOX_WIDTH if task else place.left
            self.start_block(self._block(BODY.line, replace(place, left=left), bottom=ITEM_GAP))
            if text_list is None and not task:
                text_list = self._cursor.createList(style)
            elif text_list is not None and not task:
                text_list.add(self._cursor.block())
            self._write_item(item, inside)
        if place.depth == 0 and not self.fresh:
            last = self._cursor.blockFormat()
            last.setBottomMargin(max(last.bottomMargin(), PARAGRAPH_GAP))
            self._cursor.setBlockFormat(last)

    def _write_item(self, item: Element, place: _Place) -> None:
        """The first paragraph of an item stands beside its marker, everything else is indented below it."""
        children = list(item.children)
        lead: list[Element | str] = []
        while children:
            first = children[0]
            if isinstance(first, Element) and first.tag in _BLOCK_TAGS:
                if first.tag == "p" and not any(not isinstance(c, str) or c.strip() for c in lead):
                    lead = list(first.children)
                    children.pop(0)
                break
            lead.append(children.pop(0))
        self._write_inline(Element("p", {}, lead), text_format(BODY, self._look))
        below = replace(place, left=place.left + LIST_INDENT * place.depth)
        for child in children:
            if isinstance(child, str):
                self._write_run([child], below)
            elif child.tag in ("ul", "ol"):
                self._write_list(child, place)
            else:
                self._write_block(child, below)

    def _write_code(self, element: Element, place: _Place) -> None:
        group = next(_groups)
        code = next(element.find_all("code"), element)
        language = code.attributes.get("class", "").removeprefix("language-")
        format_ = text_format(CODE, self._look, "code-text", code=True)
        lines = _code_lines(code)
        for index, line in enumerate(lines):
            block = block_format(
                CODE.line,
                self._look,
                top=CODE_PADDING + PARAGRAPH_GAP if index == 0 else 0,
                bottom=CODE_PADDING + BLOCK_GAP if index == len(lines) - 1 else 0,
                left=place.left + CODE_PADDING,
                right=CODE_PADDING,
            )
            block.setProperty(Mark.ROLE, BlockRole.CODE)
            block.setProperty(Mark.GROUP, group)
            block.setProperty(Mark.LANGUAGE, language)
            block.setNonBreakableLines(False)
            self.start_block(block)
            for role, text in line:
                run = QTextCharFormat(format_)
                if role:
                    set_color(run, self._look, role)
                self._cursor.insertText(text, run)

    def _write_inline(self, element: Element, format_: QTextCharFormat) -> None:
        if write_inline(self._cursor, self._look, element, format_):
            block = self._cursor.blockFormat()
            block.setProperty(Mark.HAS_PILLS, True)
            self._cursor.setBlockFormat(block)

    def _write_table(self, element: Element) -> None:
        rows = [list(row.find_all("th", "td")) for row in element.find_all("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return
        columns = max(len(row) for row in rows)
        texts = [[cell.text().strip() for cell in row] + [""] * (columns - len(row)) for row in rows]
        head_font = font_of(TABLE_HEADER, self._look)
        body_font = tabular(text_format(TABLE, self._look)).font()
        head, body = QFontMetricsF(head_font), QFontMetricsF(body_font)
        layout = table_layout.lay_out(
            texts[0], texts[1:], self._width, lambda t: _widest(head, t), lambda t: _widest(body, t)
        )
        format_ = QTextTableFormat()
        format_.setBorder(0)
        format_.setCellSpacing(0)
        format_.setCellPadding(_CELL_PADDING_VERTICAL)
        format_.setTopMargin(0 if self.fresh else PARAGRAPH_GAP)
        format_.setBottomMargin(BLOCK_GAP)
        format_.setHeaderRowCount(1)
        format_.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.FixedLength, width) for width in layout.widths]
        )
        format_.setProperty(Mark.TABLE_WIDTH, sum(layout.widths))
        if self.fresh:
            # A table cannot replace an empty block: that one stays before it.
            self._hide_empty_block()
        table = self._cursor.insertTable(len(rows), columns, format_)
        for r, row in enumerate(rows):
            for c in range(columns):
                cell = row[c] if c < len(row) else Element("td", {})
                self._cursor.setPosition(table.cellAt(r, c).firstPosition())
                self._write_cell(cell, r == 0, c, texts, layout)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._hide_empty_block()
        self.fresh = True

    def _hide_empty_block(self) -> None:
        """The empty block beside a table takes one pixel."""
        thin = QTextBlockFormat()
        thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(thin)
        tiny = QTextCharFormat()
        tiny.setProperty(QTextFormat.Property.FontPixelSize, 1)
        self._cursor.setBlockCharFormat(tiny)

    def _write_cell(
        self,
        cell: Element,
        is_header: bool,
        column: int,
        texts: list[list[str]],
        layout: table_layout.Columns,
    ) -> None:
        look = self._look
        text = cell.text().strip()
        numeric = layout.numeric[column]
        after_number = column > 0 and layout.numeric[column - 1] and not numeric
        side = table_layout.CELL_PADDING - _CELL_PADDING_VERTICAL
        format_ = block_format(
            TABLE.line,
            look,
            left=side + (table_layout.GAP_AFTER_NUMBER if after_number else 0),
            right=side,
        )
        ordinal = texts[0][column] in ("#", "No.", "Sr.")
        if numeric and not ordinal:
            format_.setAlignment(_alignment("right"))
            format_.setNonBreakableLines(True)
        elif align := cell.attributes.get("align"):
            format_.setAlignment(_alignment(align))
        style = text_format(
            TABLE_HEADER if is_header else TABLE,
            look,
            "table-header-text" if is_header else ("text-muted" if _is_quiet(text, ordinal) else ""),
        )
        if numeric and not is_header:
            style = tabular(style)
        pill = "" if is_header else status_role(texts[0][column], text)
        if pill:
            set_color(style, look, pill)
            style.setFont(font_of(STATUS, look))
            style.setProperty(Mark.PILL, pill)
            format_.setProperty(Mark.HAS_PILLS, True)
            format_.setLeftMargin(format_.leftMargin() + PILL_PADDING)
        self._cursor.setBlockFormat(format_)
        self._cursor.setBlockCharFormat(style)
        self._write_inline(cell, style)


def _is_quiet(text: str, ordinal: bool) -> bool:
    return ordinal or table_layout.is_dash(text)


def _widest(metrics: QFontMetricsF, text: str) -> float:
    return max(map(metrics.horizontalAdvance, text.split("\n")))


def _alignment(name: str) -> Qt.AlignmentFlag:
    match name:
        case "right":
            return Qt.AlignmentFlag.AlignRight
        case "center":
            return Qt.AlignmentFlag.AlignHCenter
        case _:
            return Qt.AlignmentFlag.AlignLeft


def _code_lines(code: Element) -> list[list[tuple[str, str]]]:
    """The lines of a code block as runs of (colour role, text); a last empty line is dropped."""
    lines: list[list[tuple[str, str]]] = [[]]
    for child in code.children:
        role = "" if isinstance(child, str) else child.attributes.get("class", "")
        text = child if isinstance(child, str) else child.text()
        first, *further = text.split("\n")
        lines[-1].append((role, first))
        lines += [[(role, line)] for line in further]
    if len(lines) > 1 and not any(text for _, text in lines[-1]):
        lines.pop()
    return lines
