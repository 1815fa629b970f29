"""Tables for tests, as an answer brings them."""

from pathlib import Path

from strakly_desktop.rendering.tables.table_data import TableCell, TableContent, tables_of

_SINGLE = Path(__file__).parents[1] / "rendering" / "single"


def table(*rows: tuple[str, ...], headers: tuple[str, ...] = ("A", "B")) -> TableContent:
    """A table of these texts."""
    cells = tuple(tuple(TableCell(text) for text in row) for row in rows)
    return TableContent(headers, ("",) * len(headers), cells)


def kept_table(name: str) -> TableContent:
    """The first table of an answer that once arrived wrong somewhere."""
    return tables_of((_SINGLE / f"{name}.md").read_text("utf-8"))[0]
