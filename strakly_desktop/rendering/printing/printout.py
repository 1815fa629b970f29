"""What stands on a slip of paper, as HTML in pieces that are each drawn in a blink.

A conversation may hold a thousand answers and a table thousands of rows: the window must go on between the
pieces, and a table is handed out whole only as rows, because Qt lays a table out in one go.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.export.message_labels import moment, state_note
from strakly_desktop.rendering.markdown.grammar.segments import Block, BlockKind, References
from strakly_desktop.rendering.markdown.incremental_parser import BlockStream
from strakly_desktop.rendering.printing.print_fonts import PaperFonts
from strakly_desktop.rendering.printing.print_html import code_on_paper, fit_on_paper
from strakly_desktop.rendering.printing.print_tables import ROW, PaperColumns, PaperTable, row_by_row

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
_CUT_ANYWHERE = frozenset({BlockKind.LIST, BlockKind.QUOTE, BlockKind.TEXT})


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes on paper. Empty texts are left out.

    `answer` is markdown; `more` are further texts below it, each whole in itself. `title` stands for the question
    where there is none (a conversation, a table). `answered_at` is timezone-aware.
    """

    answer: str
    answered_at: datetime
    gym: str = ""
    branch: str = ""
    asked_by: str = ""
    question: str = ""
    title: str = ""
    source_line: str = ""
    state: MessageState = MessageState.COMPLETE
    more: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What the slip is about."""
        return self.title or self.question

    @property
    def foot(self) -> str:
        """What stands at the bottom of every page, before its number."""
        word, _ = state_note(self.state)
        place = " · ".join(part for part in (self.gym, self.branch, moment(self.answered_at)) if part)
        return f"{word.upper()}: not the whole answer · {place}" if word else place


@dataclass(frozen=True, slots=True)
class PagedTable:
    """A table that goes over pages row by row: its rows as HTML, and the columns that they share."""

    head: str
    rows: tuple[str, ...]
    columns: PaperColumns

    def html(self, first: int, count: int, *, headed: bool) -> str:
        """A table of `count` rows."""
        head = f"<thead>{self.head}</thead>" if headed else ""
        above = _AROUND_TABLE if not first else 0
        below = _AROUND_TABLE if first + count >= len(self.rows) else 0
        inner = head + "".join(self.rows[first : first + count])
        return self.columns.table(inner, f"margin-top: {above}px; margin-bottom: {below}px")


Piece = str | PagedTable | None
"""HTML, a table, or None: nothing yet, but some time has passed."""


def pieces_of(slip: Slip, fonts: PaperFonts) -> Iterator[Piece]:
    """The slip from its head to its tail. `fonts`: of its text."""
    yield _head(slip)
    for text in (slip.answer, *slip.more):
        yield from _answer(text, fonts)
    if tail := _tail(slip):
        yield tail


def _answer(text: str, fonts: PaperFonts) -> Iterator[Piece]:
    from strakly_desktop.rendering.markdown.markup import blocks_html, used_labels

    stream = BlockStream()
    blocks: list[Block] = []
    for start in range(0, len(text), _READ_AT_ONCE):
        blocks += stream.append(text[start : start + _READ_AT_ONCE])
        yield None
    blocks += stream.finish()
    used: set[str] = set()
    for run in _runs(blocks) if stream.references else ():
        used |= used_labels(run, stream.references)
        yield None
    for run in _runs(blocks):
        if _is_table(run):
            yield from _table(run, stream.references, fonts)
        elif run[0].kind is BlockKind.CODE:
            yield from _code(run, fonts)
        else:
            yield fit_on_paper(blocks_html(run, stream.references, named=used), fonts)


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Whole blocks, several small ones together; code and tables stand alone."""
    run: list[Block] = []
    size = 0
    for block in _whole(blocks):
        if run and (size > _RUN or _stands_alone(block) or _stands_alone(run)):
            yield run
            run, size = [], 0
        run += block
        size += sum(len(piece.source) for piece in block)
    if run:
        yield run


def _whole(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The pieces of each block together; endless lists in parts."""
    whole: list[Block] = []
    size = 0
    for block in blocks:
        is_cut = size > _LONGEST_BLOCK and block.kind in _CUT_ANYWHERE
        if whole and (is_cut or not block.continues):
            yield whole
            whole, size = [], 0
        whole.append(block)
        size += len(block.source)
    if whole:
        yield whole


def _stands_alone(run: Sequence[Block]) -> bool:
    return run[0].kind is BlockKind.CODE or _is_table(run)


def _is_table(run: Sequence[Block]) -> bool:
    return run[0].kind is BlockKind.TABLE and all(row.continues for row in run[1:])


def _table(run: Sequence[Block], references: References, fonts: PaperFonts) -> Iterator[Piece]:
    from strakly_desktop.rendering.markdown.markup import blocks_html

    header, body = run[0], run[1:]
    table = PaperTable(fonts)
    for start in range(0, len(body), _ROWS_READ):
        some = body[start : start + _ROWS_READ]
        found = ROW.findall(blocks_html([header, *some], references))
        if len(found) != 1 + len(some):
            break
        table.add(found[1:] if table.rows else found)
        yield None
    if not body or len(table.rows) != len(run):
        # Headings alone, or lines that read otherwise together: as the whole of them is read.
        yield fit_on_paper(blocks_html(run, references), fonts)
        return
    columns = table.columns()
    if columns is not None:
        yield PagedTable(table.rows[0], tuple(table.rows[1:]), columns)
    else:
        yield from row_by_row(table.rows[0], table.rows[1:])


def _code(run: Sequence[Block], fonts: PaperFonts) -> Iterator[Piece]:
    """Code as it is: colours for it are not for paper, and would take the most time."""
    from strakly_desktop.rendering.markdown.markup import code_text

    for start in range(0, len(run), _LINES_AT_ONCE):
        code = "".join(map(code_text, run[start : start + _LINES_AT_ONCE])).removesuffix("\n")
        above = 0 if start else _AROUND_CODE
        below = 0 if start + _LINES_AT_ONCE < len(run) else _AROUND_CODE
        style = f"margin-top: {above}px; margin-bottom: {below}px"
        yield code_on_paper(code, fonts, fonts.width, style)


def _head(slip: Slip) -> str:
    place = " · ".join(escape(part) for part in (slip.gym, slip.branch) if part)
    asked = f"Asked by {escape(slip.asked_by)} · " if slip.asked_by else ""
    lines = [f'<p class="small"><b>{place}</b></p>' if place else ""]
    lines.append(f"<h2>{escape(slip.heading).replace(chr(10), '<br>')}</h2>" if slip.heading else "")
    lines.append(f'<p class="small">{asked}{moment(slip.answered_at)}</p>')
    lines.append(_state(slip))
    return "".join(lines) + "<hr>"


def _tail(slip: Slip) -> str:
    source = f'<p class="small">{escape(slip.source_line)}</p>' if slip.source_line else ""
    return _state(slip) + source


def _state(slip: Slip) -> str:
    word, note = state_note(slip.state)
    return f"<p><b>{word.upper()}.</b> {escape(note)}</p>" if word else ""
