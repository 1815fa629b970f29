"""An answer as plain text, as it reads: each row of a table on one line with tabs between its cells.

A long one is read in a thread, and laid out part by part: Qt takes half a second for three thousand rows at once.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextDocument

from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.export.harmless_text import harmless
from strakly_desktop.rendering.markdown.grammar.segments import References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.html_tree import parse_html
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class TextPart:
    """Some blocks of an answer: their HTML, or their text where it is known without a layout."""

    html: str = ""
    text: str = ""


def text_parts(markdown: str) -> list[TextPart]:
    """The answer in parts that are soon laid out. Uses nothing of Qt."""
    from strakly_desktop.rendering.markdown.markup import blocks_html, used_labels

    stream = IncrementalParser()
    blocks = (*stream.append(markdown), *stream.finish())
    used = used_labels(blocks, stream.references)
    return [
        TextPart(text=_rows(run, stream.references))
        if run[0].kind is SegmentKind.TABLE
        else TextPart(blocks_html(run, stream.references, named=used))
        for run in _runs(blocks)
    ]


def text_of(parts: Sequence[TextPart]) -> Generator[None, None, str]:
    """The plain text of all parts; it comes back after each of them."""
    whole = ""
    was_table = False
    for part in parts:
        text = part.text or _laid_out(part.html)
        if text:
            # A table has air around it, as it has where Qt lays it out.
            between = "\n\n" if was_table or part.text else "\n"
            whole += between + text if whole else text
            was_table = bool(part.text)
        yield
    return whole


def _runs(blocks: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Whole blocks, small ones together; a table stands alone."""
    run: list[Segment] = []
    size = 0
    for block in blocks:
        apart = size > _AT_ONCE or SegmentKind.TABLE in (block.kind, run[0].kind if run else block.kind)
        if run and apart and not block.continues:
            yield run
            run, size = [], 0
        run.append(block)
        size += len(block.source)
    if run:
        yield run


def _rows(run: Sequence[Segment], references: References) -> str:
    from strakly_desktop.rendering.markdown.markup import blocks_html

    rows = parse_html(blocks_html(run, references)).find_all("tr")
    cells = ([" ".join(cell.text().split()) for cell in row.find_all("th", "td")] for row in rows)
    return "\n".join("\t".join(map(harmless, row)) for row in cells)


def _laid_out(html: str) -> str:
    page = QTextDocument()
    page.setHtml(html)
    cursor = QTextCursor(page)
    cursor.select(QTextCursor.SelectionType.Document)
    return copied_text(cursor)
