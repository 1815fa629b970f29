"""Tables as JSON: what was shown, and what it means."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from support.tables import kept_table, table

from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.table_json import write_json
from strakly_desktop.rendering.tables.table_data import TableContent

NOW = datetime(2026, 11, 28, 18, 42, tzinfo=UTC)


def written(content: TableContent, note: str = "") -> Any:
    file = BytesIO()
    facts = TableFacts("Dues", date(2026, 11, 22), NOW, "Who owes?", note=note)
    list(write_json(file, content, facts, NOW))
    return json.loads(file.getvalue())


def test_each_cell_has_its_text_and_its_value() -> None:
    found = written(kept_table("dues"), "10 of 245 rows")
    assert found["columns"][:3] == ["Member", "Phone", "Balance"]
    assert found["rows"][1] == [
        {"text": "Vikram Sinh"},
        {"text": "+91 98765 43210", "kind": "phone", "value": "+91 98765 43210"},
        {"text": "-₹1,23,456", "kind": "money", "value": -123456, "unit": "Rs."},
        {"text": "12%", "kind": "percent", "value": 12, "unit": "%"},
        {"text": "27/11/2026", "kind": "day", "value": "2026-11-27"},
        {"text": "26:30", "kind": "duration", "value": 95400},
        {"text": "100232", "kind": "code", "value": "100232"},
    ]
    assert found["about"]["Please note"] == "10 of 245 rows"


def test_what_is_not_certain_is_text_alone() -> None:
    found = written(table(("1.2 Lakh", "05/11/2026"), ("\ud800", "—"), headers=("A", "B")))
    assert found["rows"] == [
        [{"text": "1.2 Lakh"}, {"text": "05/11/2026"}],
        [{"text": "?"}, {"text": "—"}],
    ]
