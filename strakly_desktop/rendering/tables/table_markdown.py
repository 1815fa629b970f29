"""A table as markdown, for a printout that shows it sorted and filtered.

In pieces, each of which is read as markdown: of one long text what is beyond the limit would be on paper as it was
typed, with bars between the cells.
"""

import re
from collections.abc import Iterable, Iterator

from strakly_desktop.rendering.markdown.grammar.limits import MARKDOWN_LIMIT
from strakly_desktop.rendering.tables.table_data import TableContent

_MARKS = {"right": "---:", "center": ":---:", "left": ":---"}


def markdown_of_table(content: TableContent, most: int = MARKDOWN_LIMIT) -> tuple[str, ...]:
    """The table as an answer would write it, as a table for every `most` characters, each with the headings."""
    return tuple(_pieces(content, most))


def escaped(text: str) -> str:
    """A text as markdown that shows it as it is."""
    return re.sub(r"[\\|\[\]*_`~<>&]", r"\\\g<0>", text)


def _pieces(content: TableContent, most: int) -> Iterator[str]:
    marks = (_MARKS.get(alignment, "---") for alignment in content.alignments)
    head = [_line(map(escaped, content.headers)), _line(marks)]
    lines, length = [*head], sum(map(len, head))
    for row in content.rows:
        line = _line(escaped(cell.text) for cell in row)
        if length + len(line) > most and len(lines) > len(head):
            yield "".join(lines)
            lines, length = [*head], sum(map(len, head))
        lines.append(line)
        length += len(line)
    yield "".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
