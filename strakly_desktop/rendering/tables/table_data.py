"""The tables of an answer as plain values, for the table panel, spreadsheets and paper.

They are read from the same pieces as the document is drawn from, so what is counted and saved is what was
shown. A row is taken when it is settled: half a row is no row.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from strakly_desktop.rendering.markdown.grammar.segments import LabelUse, References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.grammar.table_syntax import fit_row
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.late_rows import LateRows
from strakly_desktop.rendering.tables.table_part import NEAR, TablePart, TableShape, parts_of

# What the inline reader and the sanitizer would leave as it is; most cells, and ten times as fast.
_PLAIN = r"[^\\`*_~\[\]<>&:@\x00-\x1f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]*"
_PLAIN_CELL = re.compile(_PLAIN)
_PLAIN_LINK = re.compile(rf"\[({_PLAIN})\]\((/[\w/-]*)\)", re.ASCII)
_AUTOMATIC_LINK = "www."
_CARD_HEADERS = frozenset(
    (
        *(
            "",
            "metric",
            "metrics",
            "field",
            "detail",
            "details",
            "property",
            "attribute",
            "parameter",
            "statistic",
        ),
        *("measure", "info", "information", "particulars", "विवरण", "जानकारी", "vivaran"),
    )
)
_SAMPLED = 5
_FIGURE = re.compile(r"\W*(?:rs\.?|inr)?\s*-?[\d,.]+\s*%?|\W*", re.IGNORECASE)
_DOTS = re.compile(r"(?:(?:…|\.\.+|⋮)\s*)+")
_LEFT_OUT = re.compile(
    r"(?:(?:…|\.\.+|\+|&)\s*)?(?:(?:and|plus|aur|और)\s+)?[\d,]+\s+(?:more|others?|और|aur)\b(?:\s+[\w\u0900-\u097f-]+){0,2}"
    r"(?:…|\s|\.)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """The text of a cell on one line, without markup, and the address of the first link in it ("" for none)."""

    text: str
    href: str = ""


TableRow = tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table. `alignments`: "left", "right", "center" or "" for each column, as the answer states them.

    Every row has as many cells as there are headers. `part`: of what list it is a part; None for a whole one.
    """

    headers: tuple[str, ...] = ()
    alignments: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    part: TablePart | None = None

    def column(self, index: int) -> list[str]:
        """The texts of a column, top to bottom."""
        return [row[index].text for row in self.rows]


@dataclass(slots=True)
class _Table:
    headers: tuple[str, ...]
    alignments: tuple[str, ...]
    rows: list[TableRow] = field(default_factory=list)
    said: str = ""  # By a row that is none: "and 235 more".

    def add(self, row: TableRow) -> None:
        """Take a row; one of dots, or that says how many more there are, is words about the list."""
        texts = [cell.text for cell in row if cell.text]
        words = [text for text in texts if not _DOTS.fullmatch(text)]
        if texts and len(words) < 2 and all(map(_LEFT_OUT.fullmatch, words)):
            number = re.search(r"\d[\d,]*", "".join(words))
            self.said = f"and {number[0]} more" if number else self.said or "and more"
        else:
            self.rows.append(row)

    @property
    def shape(self) -> TableShape:
        two = len(self.headers) == 2
        is_card = two and self.headers[0].strip().casefold() in _CARD_HEADERS
        counts = [cell.text for row in self.rows[:_SAMPLED] for cell in row[1:]]
        is_grouped = len(self.headers) <= 3 and all(map(_FIGURE.fullmatch, counts))
        return TableShape(len(self.rows), is_card, is_grouped)


class _Reader:
    """The tables of the pieces so far, and the words around them."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._around: list[str | int] = []  # Texts of markdown, and for each table its number.
        self._places: list[int] = []  # Of each table in what is around.
        self._late = LateRows()

    def take(self, block: Segment, references: References) -> bool:
        """Read the next piece; True if a table began or got a row."""
        grew = False
        for piece in self._late.take(block):
            grew |= self._take(piece, references)
        if self._late.broke_off:
            self.tables[-1].said = self.tables[-1].said or "and more"
        return grew

    def _take(self, block: Segment, references: References) -> bool:
        known = len(self.tables)
        grew = _read(block, self.tables, references)
        if not grew:
            self._around.append(block.source)
        elif len(self.tables) > known:
            if block.kind is not SegmentKind.TABLE:
                self._around.append(block.source.partition("|")[0].partition("<")[0])
            for index in range(known, len(self.tables)):
                self._places.append(len(self._around))
                self._around.append(index)
        return grew

    def content(self, index: int) -> TableContent:
        """A table as far as it has come.

        Raises:
            IndexError: there is none.
        """
        table = self.tables[index]
        first, last = self._places[max(0, index - 1)], self._places[min(index + 1, len(self._places) - 1)]
        around = self._around[(first if index else 0) : (last + 1 if index + 1 < len(self._places) else None)]
        items: list[str | int | TableShape] = []
        for item in around:
            if isinstance(item, str):
                items.append(item)
            else:
                items.append(self.tables[item].shape)
                items += [self.tables[item].said] if self.tables[item].said else []
        part = parts_of(items)[1 if index else 0]
        return TableContent(table.headers, table.alignments, tuple(table.rows), part)

    def has_all(self, index: int) -> bool:
        """Whether so much has come below a table that neither rows nor what is said of them can follow."""
        below = islice(self._around, self._places[index] + 1, None)
        return len(list(islice((item for item in below if isinstance(item, str)), NEAR))) == NEAR


class AnswerTables:
    """The tables of an answer as it grows. The cost of a call depends on the new text, not on the length.

    A link whose address is defined further down is read as text; `tables_of` the whole answer knows better.
    """

    def __init__(self) -> None:
        self._stream = IncrementalParser()
        self._reader = _Reader()

    def __len__(self) -> int:
        return len(self._reader.tables)

    def append(self, text: str) -> bool:
        """Take the next text of the answer; True if a table began or got a row."""
        return self._take(self._stream.append(text))

    def finish(self) -> bool:
        """No more text comes; True if a table began or got a row."""
        return self._take(self._stream.finish())

    def content(self, index: int) -> TableContent:
        """A table by its place in the answer, as far as it has come.

        Raises:
            IndexError: there is no such table, or not yet.
        """
        return self._reader.content(index)

    def has_all(self, index: int) -> bool:
        """Whether a table is whole, whatever else the answer still brings; what is said right below it belongs to it.

        Raises:
            IndexError: there is no such table, or not yet.
        """
        return self._reader.has_all(index)

    def _take(self, blocks: Iterable[Segment]) -> bool:
        grew = False
        for block in blocks:
            grew |= self._reader.take(block, self._stream.references)
        return grew


def tables_of(markdown: str) -> list[TableContent]:
    """All tables of an answer, in order; also those in lists, quotes and HTML. Never raises."""
    return [content for content, _ in headed_tables_of(markdown)]


def headed_tables_of(markdown: str) -> list[tuple[TableContent, str]]:
    """All tables of an answer, each with the text of the heading that it stands under, "" for none. Never raises."""
    stream = IncrementalParser()
    blocks = (*stream.append(markdown), *stream.finish())
    reader = _Reader()
    above: list[Segment | None] = []
    heading: Segment | None = None
    for block in blocks:
        reader.take(block, stream.references)
        if block.kind is SegmentKind.HEADING:
            heading = block
        elif block.kind is SegmentKind.TABLE and not block.continues:
            above.append(heading)
    if len(above) != len(reader.tables):
        # Tables in lists, quotes and HTML are no blocks of their own: nothing is said rather than a wrong thing.
        above = [None] * len(reader.tables)
    texts = ["" if block is None else _tree([block], stream.references).text() for block in above]
    return [(reader.content(index), text) for index, text in enumerate(texts)]


def _read(block: Segment, tables: list[_Table], references: References) -> bool:
    if block.kind is SegmentKind.TABLE:
        if block.continues:
            _, cells = _row_of(block, references)
            tables[-1].add(cells)
        else:
            headers, _ = _row_of(block, references)
            tables.append(_Table(headers, _alignments(block)))
        return True
    if block.within is not None and block.within.leaf is SegmentKind.TABLE:
        for row in _tree([block], references).find_all("tr"):
            tables[-1].add(tuple(map(cell_of, row.find_all("th", "td"))))
        return True
    if block.kind in (SegmentKind.LIST, SegmentKind.QUOTE, SegmentKind.HTML) and _may_hold_table(
        _opening(block) + block.source
    ):
        found = [_table_of(element) for element in _tree([block], references).find_all("table")]
        tables += [table for table in found if table.headers]
        return bool(found)
    return False


def _opening(block: Segment) -> str:
    """The tags that a part of a long block of HTML begins again."""
    if block.within is not None:
        return block.within.opening
    return block.head if block.kind is SegmentKind.HTML else ""


def _may_hold_table(source: str) -> bool:
    return ("|" in source and "-" in source) or "<t" in source.casefold()


def _row_of(block: Segment, references: References) -> tuple[tuple[str, ...], TableRow]:
    """The texts and cells of a TABLE piece."""
    if block.continues:
        row = _plain_row(block)
        if row is not None:
            return (), row
    elements = [cell_of(element) for element in _tree([block], references).find_all("th", "td")]
    return tuple(cell.text for cell in elements), tuple(elements)


def read_rows(blocks: Iterable[Segment], references: References, labels: LabelUse) -> list[TableRow]:
    """Body rows of a TABLE block, and in `labels` what their links need."""
    rows = []
    for block in blocks:
        row = _plain_row(block)
        if row is None:
            row = tuple(map(cell_of, _tree([block], references, labels).find_all("th", "td")))
        rows.append(row)
    return rows


def _plain_row(block: Segment) -> TableRow | None:
    """A body row of a TABLE block, if it is one without markup other than links into the web app; else None."""
    if _AUTOMATIC_LINK in block.source.casefold():
        return None
    cells = []
    for text in fit_row(block.source, len(_alignments(block))):
        if _PLAIN_CELL.fullmatch(text):
            cells.append(TableCell(" ".join(text.split())))
        elif link := _PLAIN_LINK.fullmatch(text):
            cells.append(TableCell(" ".join(link[1].split()), link[2]))
        else:
            return None
    return tuple(cells)


def _table_of(table: HtmlNode) -> _Table:
    """A table that stands in a list, a quote or HTML; without a header row its first row is taken for one."""
    lines = [list(row.find_all("th", "td")) for row in table.find_all("tr")]
    if not lines:
        return _Table((), ())
    columns = max(map(len, lines))
    head = [*lines[0], *(HtmlNode("th", {}) for _ in range(columns - len(lines[0])))]
    rows = [tuple(cell_of(cell) for cell in row) for row in lines[1:]]
    found = _Table(
        tuple(cell_of(cell).text for cell in head), tuple(cell.attributes.get("align", "") for cell in head)
    )
    for row in rows:
        found.add(row + (TableCell(""),) * (columns - len(row)))
    return found


def _alignments(row: Segment) -> tuple[str, ...]:
    from strakly_desktop.rendering.markdown.markup import column_alignments

    return column_alignments(row)


def _tree(blocks: Sequence[Segment], references: References, labels: LabelUse | None = None) -> HtmlNode:
    # Imported at the first table: markdown must not delay the first paint.
    from strakly_desktop.rendering.markdown.markup import blocks_html

    return parse_html(blocks_html(blocks, references, labels=labels))


def cell_of(element: HtmlNode) -> TableCell:
    """A cell of a table as a plain value."""
    link = next(element.find_all("a"), None)
    href = "" if link is None else link.attributes.get("href", "")
    return TableCell(" ".join(element.text().split()), href)
