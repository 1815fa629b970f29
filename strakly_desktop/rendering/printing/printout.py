"""What stands on a printout of paper, as HTML in parts that are each drawn in a blink.

A conversation may hold a thousand answers and a table thousands of rows: the window must go on between the
parts, and a table is handed out whole only as rows, because Qt lays a table out in one go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from html import escape
from itertools import pairwise, zip_longest

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.conversation.state_words import state_word, state_words
from strakly_desktop.rendering.chart.chart_data import Chart
from strakly_desktop.rendering.export.addresses import Address, whole_addresses, with_addresses
from strakly_desktop.rendering.export.message_labels import moment
from strakly_desktop.rendering.markdown.grammar.segments import References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.late_rows import with_late_rows
from strakly_desktop.rendering.printing.continued_html import (
    first_text,
    goes_on_with_text,
    is_nested_row,
    without_gap_above,
    without_gap_below,
    without_last_table,
    without_markers,
)
from strakly_desktop.rendering.printing.paper_chart import PaperChart, paper_charts
from strakly_desktop.rendering.printing.print_fonts import PrintFonts
from strakly_desktop.rendering.printing.print_html import code_on_paper, fit_on_paper, inset
from strakly_desktop.rendering.printing.print_tables import ROW, PrintColumns, PrintTable, row_by_row

STYLE = """
h1 { font-size: 14pt; } h2 { font-size: 12pt; } h3, h4, h5, h6 { font-size: 10pt; }
a { color: #000000; text-decoration: none; }
p, li { margin-top: 2px; margin-bottom: 6px; }
blockquote { margin-left: 14px; margin-right: 0px; }
pre, code { font-family: "JetBrains Mono", "Noto Sans Devanagari"; font-size: 9pt; }
.small { font-size: 9pt; }
table { border-collapse: collapse; margin-top: 4px; margin-bottom: 8px; }
th { font-weight: 600; }
th, td { border-bottom: 1px solid #9a9a9a; padding: 3px 8px; }
"""
_READ_AT_ONCE = 4096
_ROWS_READ = 10
_AROUND_TABLE = 8
_LINES_AT_ONCE = 100
_AROUND_CODE = 12
_RUN = 2000
_LONGEST_BLOCK = 4000
_CUT_ANYWHERE = frozenset({SegmentKind.LIST, SegmentKind.QUOTE, SegmentKind.PARAGRAPH, SegmentKind.TEXT})


@dataclass(frozen=True, slots=True)
class Printout:
    """What goes on paper. Empty texts are left out.

    `answer` is markdown; `more` are further texts below it, each whole in itself, and `outline` says of each what
    a file lists it as, "" for not at all. `title` stands for the question where there is none (a conversation, a
    table). `extent`: how much of a longer list it shows, said on each page. `answered_at` is timezone-aware.
    `address`: the whole address of a link, "" for one that is only text. `chart` stands above the answer.
    """

    answer: str
    answered_at: datetime
    gym: str = ""
    branch: str = ""
    asked_by: str = ""
    question: str = ""
    title: str = ""
    extent: str = ""
    source_line: str = ""
    state: MessageState = MessageState.COMPLETE
    more: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    address: Address = whole_addresses
    chart: Chart | None = None

    @property
    def heading(self) -> str:
        """The question as the printout's heading."""
        return self.title or self.question

    @property
    def foot(self) -> str:
        """What stands at the bottom of every page, before its number."""
        word = state_word(self.state)
        warning = f"{word.upper()}: not the whole answer" if word else ""
        parts = (warning, self.extent, self.gym, self.branch, moment(self.answered_at))
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PagedTable:
    """A table that goes over pages row by row: its rows as HTML, and the columns that they share."""

    head: str
    rows: tuple[str, ...]
    columns: PrintColumns
    left: int = 0  # px it stands in from the margin.

    def html(self, first: int, count: int, *, headed: bool) -> str:
        """A table of `count` rows."""
        head = f"<thead>{self.head}</thead>" if headed else ""
        above = _AROUND_TABLE if not first else 0
        below = _AROUND_TABLE if first + count >= len(self.rows) else 0
        inner = head + "".join(self.rows[first : first + count])
        return self.columns.table(inner, f"margin-top: {above}px; margin-bottom: {below}px", self.left)


@dataclass(frozen=True, slots=True)
class MoreText:
    """Inline HTML that belongs to the paragraph that was added last."""

    html: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What follows is listed in the file's outline as `title`."""

    title: str


class TurnedPage(Enum):
    """A table asks for pages that are wider than high: all is to be laid out anew on such."""

    WANTED = "wanted"


PrintPart = str | MoreText | PagedTable | PaperChart | Bookmark | TurnedPage | None
"""HTML, more of a paragraph, a table, a chart as wide as the page, a bookmark, the wish for other pages, or None:
nothing yet, but some time has passed."""


def parts_of(printout: Printout, fonts: PrintFonts) -> Iterator[PrintPart]:
    """The printout from its head to its tail. `fonts`: of its text."""
    yield _head(printout)
    if printout.chart is not None:
        yield f'<p class="small">{escape(printout.chart.sentence)}</p>'
        yield from paper_charts(printout.chart, fonts.width)
    yield from _answer(printout.answer, fonts, printout.address)
    for text, listed in zip_longest(printout.more, printout.outline, fillvalue=""):
        if listed:
            yield Bookmark(listed)
        yield from _answer(text, fonts, printout.address)
    if tail := _tail(printout):
        yield tail


def _answer(text: str, fonts: PrintFonts, address: Address) -> Iterator[PrintPart]:
    from strakly_desktop.rendering.markdown.markup import blocks_html, used_labels

    stream = IncrementalParser()
    blocks: list[Segment] = []
    for start in range(0, len(text), _READ_AT_ONCE):
        blocks += stream.append(text[start : start + _READ_AT_ONCE])
        yield None
    blocks += stream.finish()
    blocks = list(with_late_rows(blocks))
    used: set[str] = set()
    for run in _runs(blocks) if stream.references else ():
        used |= used_labels(run, stream.references)
        yield None
    runs = [*_runs(blocks), []]
    for run, following in pairwise(runs):
        if is_nested_row(run[0]):
            continue  # On paper with what its table begins in.
        if following and is_nested_row(following[0]):
            html = with_addresses(blocks_html(run, stream.references, named=used), address)
            yield from _with_long_table(run[0], html, following, stream.references, fonts, address)
        elif _is_table(run):
            yield from _table(run, stream.references, fonts, address)
        elif run[0].kind is SegmentKind.CODE:
            yield from _code(run, fonts)
        else:
            html = with_addresses(blocks_html(run, stream.references, named=used), address)
            yield from _parts(run[0], html, fonts, following[0] if following else None)


def _parts(first: Segment, html: str, fonts: PrintFonts, following: Segment | None) -> Iterator[PrintPart]:
    """The HTML of a run as it goes on paper, where it begins or ends within an item, a quote or a paragraph."""
    if first.within is not None:
        html = without_markers(html, len(first.within.containers))
    if goes_on_with_text(first):
        text, html = first_text(html)
        yield MoreText(text)
    if html:
        fitted = fit_on_paper(html, fonts)
        if first.within is not None and first.within.leaf is SegmentKind.CODE:
            fitted = fitted.replace("<pre>", '<pre style="margin-top: 0px">', 1)
        if first.continues and first.within is None:
            fitted = without_gap_above(fitted)
        is_parted = following is not None and following.continues
        yield without_gap_below(fitted) if is_parted else fitted


def _runs(blocks: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Whole blocks, several small ones together; code and tables stand alone, and what goes on with a nested table."""
    run: list[Segment] = []
    size = 0
    for block in _whole(blocks):
        # Items are numbered as they follow each other: those behind a part of one would begin anew.
        is_next_item = bool(run) and run[0].within is not None and block[0].within is None
        if run and (size > _RUN or is_next_item or _stands_alone(block) or _stands_alone(run)):
            yield run
            run, size = [], 0
        run += block
        size += sum(len(part.source) for part in block)
    if run:
        yield run


def _whole(blocks: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The parts of each block together; endless ones in parts."""
    whole: list[Segment] = []
    size = 0
    for block in blocks:
        is_row = is_nested_row(block)
        is_cut = size > _LONGEST_BLOCK and block.kind in _CUT_ANYWHERE and not is_row
        is_cut |= bool(whole) and (is_row or is_nested_row(whole[0])) and block.within != whole[0].within
        is_cut |= bool(whole) and whole[0].within is not None and block.within is None
        if whole and (is_cut or not block.continues):
            yield whole
            whole, size = [], 0
        whole.append(block)
        size += len(block.source)
    if whole:
        yield whole


def _stands_alone(run: Sequence[Segment]) -> bool:
    return run[0].kind is SegmentKind.CODE or is_nested_row(run[0]) or _is_table(run)


def _is_table(run: Sequence[Segment]) -> bool:
    return run[0].kind is SegmentKind.TABLE and all(row.continues for row in run[1:])


def _table(
    run: Sequence[Segment], references: References, fonts: PrintFonts, address: Address
) -> Iterator[PrintPart]:
    from strakly_desktop.rendering.markdown.markup import blocks_html

    header, body = run[0], run[1:]
    table = PrintTable(fonts)
    for start in range(0, len(body), _ROWS_READ):
        some = body[start : start + _ROWS_READ]
        found = ROW.findall(with_addresses(blocks_html([header, *some], references), address))
        if len(found) != 1 + len(some):
            break
        table.add(found[1:] if table.rows else found)
        yield None
    if not body or len(table.rows) != len(run):
        # Headings alone, or lines that read otherwise together: as the whole of them is read.
        yield fit_on_paper(with_addresses(blocks_html(run, references), address), fonts)
        return
    if table.wants_turned_page():
        yield TurnedPage.WANTED
    columns = table.columns()
    if columns is not None:
        yield PagedTable(table.rows[0], tuple(table.rows[1:]), columns)
    else:
        yield from row_by_row(table.rows[0], table.rows[1:])


def _with_long_table(
    first: Segment,
    html: str,
    rows: Sequence[Segment],
    references: References,
    fonts: PrintFonts,
    address: Address,
) -> Iterator[PrintPart]:
    """What ends within a table inside of an item or quote, and all of that table, of which `rows` come after it."""
    from strakly_desktop.rendering.markdown.markup import blocks_html

    assert rows[0].within is not None
    kinds = [container.kind for container in rows[0].within.containers]
    left = inset(kinds.count("list"), kinds.count("quote"))
    html, begun = without_last_table(html)
    table = PrintTable(fonts.narrowed(left))
    table.add(ROW.findall(begun))
    for start in range(0, len(rows), _ROWS_READ):
        some = blocks_html(rows[start : start + _ROWS_READ], references)
        table.add(ROW.findall(with_addresses(some, address)))
        yield None
    if table.wants_turned_page():
        yield TurnedPage.WANTED
    yield from _parts(first, html, fonts, rows[0])
    columns = table.columns()
    if columns is not None:
        yield PagedTable(table.rows[0], tuple(table.rows[1:]), columns, left)
    else:
        yield from row_by_row(table.rows[0], table.rows[1:])


def _code(run: Sequence[Segment], fonts: PrintFonts) -> Iterator[PrintPart]:
    """Code as it is: colours for it are not for paper, and would take the most time."""
    from strakly_desktop.rendering.markdown.markup import code_of

    lines: list[Segment] = []
    size, above = 0, _AROUND_CODE
    for line, following in pairwise((*run, None)):
        assert line is not None
        lines.append(line)
        size += len(line.source)
        if following is None or len(lines) == _LINES_AT_ONCE or size > _LONGEST_BLOCK:
            below = 0 if following is not None else _AROUND_CODE
            style = f"margin-top: {above}px; margin-bottom: {below}px"
            code = code_of(lines).removesuffix("\n")
            yield code_on_paper(code, fonts, fonts.width, style, within_line=lines[0].glued)
            lines, size, above = [], 0, 0


def _head(printout: Printout) -> str:
    place = " · ".join(escape(part) for part in (printout.gym, printout.branch) if part)
    asked = f"Asked by {escape(printout.asked_by)} · " if printout.asked_by else ""
    lines = [f'<p class="small"><b>{place}</b></p>' if place else ""]
    lines.append(f"<h2>{escape(printout.heading).replace(chr(10), '<br>')}</h2>" if printout.heading else "")
    lines.append(f'<p class="small">{asked}{moment(printout.answered_at)}</p>')
    lines.append(_state(printout))
    return "".join(lines) + "<hr>"


def _tail(printout: Printout) -> str:
    source = f'<p class="small">{escape(printout.source_line)}</p>' if printout.source_line else ""
    return _state(printout) + source


def _state(printout: Printout) -> str:
    word, note = state_words(printout.state, printout.answer)
    return f"<p><b>{word.upper()}.</b> {escape(note)}</p>" if word else ""
