"""Writes a table in the format that its file's ending names."""

from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path

from strakly_desktop.rendering.export.delimited import Delimiter, write_delimited
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.table_json import write_json
from strakly_desktop.rendering.export.workbook import write_workbook
from strakly_desktop.rendering.tables.table_data import TableContent

Steps = Callable[[Path], Generator[int, None, None]]
"""Fills a file, and yields how many rows are done."""


def table_steps(
    file_format: str,
    content: TableContent,
    facts: TableFacts,
    saved_at: datetime,
    delimiter: Delimiter = Delimiter.COMMA,
) -> Steps:
    """What writes `content` as "xlsx", "csv", "tsv" or "json". `delimiter`: of "csv"."""

    def text(path: Path) -> Generator[int, None, None]:
        with path.open("wb") as file:
            if file_format == "json":
                yield from write_json(file, content, facts, saved_at)
            else:
                mark = Delimiter.TAB if file_format == "tsv" else delimiter
                yield from write_delimited(file, content, mark, facts.foot)

    if file_format == "xlsx":
        return lambda path: write_workbook(path, content, facts, saved_at)
    return text
