"""A table as JSON for other programs: each cell as it was shown, and where it is certain what it means."""

import json
from collections.abc import Generator
from datetime import datetime
from typing import BinaryIO

from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind
from strakly_desktop.rendering.tables.column_values import ColumnValues
from strakly_desktop.rendering.tables.table_data import TableContent

_STEP = 500


def write_json(
    file: BinaryIO, content: TableContent, facts: TableFacts, saved_at: datetime
) -> Generator[int, None, None]:
    """Write the table; yields how many rows are done.

    A cell has its "text", and a "kind" and "value" where it is no mere text: numbers as written (6.6 for "6.6 %"), days
    and times in ISO 8601, durations in seconds, codes and telephones as text.
    """
    columns = [ColumnValues(header, facts.written_on) for header in content.headers]
    for first in range(0, len(content.rows), _STEP):
        rows = content.rows[first : first + _STEP]
        for index, column in enumerate(columns):
            column.note(row[index].text for row in rows)
        yield 0
    about = dict(facts.lines(saved_at))
    file.write(f'{{"about": {_json(about)},\n"columns": {_json(content.headers)},\n"rows": ['.encode())
    for number, row in enumerate(content.rows, start=1):
        cells = [_cell(column.read(cell.text)) for column, cell in zip(columns, row, strict=True)]
        file.write(f"{',' if number > 1 else ''}\n{_json(cells)}".encode())
        if number % _STEP == 0:
            yield number
    file.write(b"\n]}\n")


def _cell(value: CellValue) -> dict[str, object]:
    meaning = _meaning(value) if value.exact else None
    if meaning is None:
        return {"text": value.text}
    cell: dict[str, object] = {"text": value.text, "kind": value.kind.name.lower(), "value": meaning}
    return cell | ({"unit": value.unit} if value.unit else {})


def _meaning(value: CellValue) -> object:
    match value.kind:
        case ValueKind.NUMBER | ValueKind.MONEY | ValueKind.PERCENT | ValueKind.DURATION:
            return int(value.number) if value.number.is_integer() else value.number
        case ValueKind.DAY:
            return value.moment.isoformat() if value.has_time else value.moment.date().isoformat()
        case ValueKind.TIME:
            return value.clock.isoformat()
        case ValueKind.CODE | ValueKind.PHONE:
            return value.text
        case _:
            return None


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")
