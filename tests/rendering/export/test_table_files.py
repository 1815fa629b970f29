"""Every format can be called off at once, however long the table is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.rendering.export.delimited import Delimiter
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.table_files import table_steps
from strakly_desktop.rendering.tables.table_data import TableCell, TableContent

FACTS = TableFacts("Dues", date(2026, 11, 22))
NOW = datetime(2026, 11, 28, 18, 42, tzinfo=UTC)


class Row(tuple[TableCell, ...]):
    """Counts who asks for its cells."""

    asked = 0

    def __getitem__(self, index: Any) -> Any:
        Row.asked += 1
        return super().__getitem__(index)


@pytest.mark.parametrize(
    ("file_format", "delimiter"),
    [("xlsx", Delimiter.COMMA), ("json", Delimiter.COMMA), ("csv", Delimiter.SEMICOLON)],
)
def test_it_can_be_called_off_before_all_rows_are_read(
    file_format: str, delimiter: Delimiter, tmp_path: Path
) -> None:
    # Whoever pressed Cancel waited for six seconds, while every cell of 100,000 rows was looked at in one step.
    Row.asked = 0
    rows = tuple(Row((TableCell("5.5"),)) for _ in range(4_000))
    content = TableContent(("Due",), ("",), rows)
    steps = table_steps(file_format, content, FACTS, NOW, delimiter)(tmp_path / "file")
    assert next(steps) == 0
    assert 0 < Row.asked < 2_000
    steps.close()


@pytest.mark.parametrize(
    ("note", "foot"),
    [("", "Branch: Lake Road"), ("10 of 245 rows", "10 of 245 rows. Branch: Lake Road")],
)
@pytest.mark.parametrize("file_format", ["csv", "tsv"])
def test_a_file_without_a_sheet_for_it_says_below_the_rows_whose_they_are(
    file_format: str, note: str, foot: str, tmp_path: Path
) -> None:
    facts = replace(FACTS, branch="Lake Road", note=note)
    content = TableContent(("Due",), ("",), ((TableCell("5"),),))
    for _ in table_steps(file_format, content, facts, NOW)(tmp_path / "file"):
        pass
    assert (tmp_path / "file").read_text("utf-8-sig").split() == ['"Due"', "5", *foot.split()]
