"""Which columns of a table in an answer stand at the right: amounts, and never a telephone, a code or a place."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from support.documents import at_once, blocks, snapshot, streamed

HEAD = "| Client | Phone | Receipt | Due | WhatsApp | No. of visits |\n|---|---|---|---|---|---|\n"
ROWS = (
    "| Rohan | 9876543210 | 1042 | Rs. 500 | +91 98765 43210 | 4 |\n",
    "| Imran | 98765 43211 | 1043 | -Rs. 1,250 | | 12 |\n",
)


def at_the_right(document: Any) -> set[str]:
    """The texts that end at the right."""
    right = Qt.AlignmentFlag.AlignRight
    return {
        block.text().replace("\N{NO-BREAK SPACE}", " ")
        for block in blocks(document)
        if block.blockFormat().alignment() & right
    }


def test_codes_and_telephones_stand_as_text_does(qapp: Any) -> None:
    shown = at_the_right(at_once(HEAD + "".join(ROWS)).document)
    assert {"Due", "Rs. 500", "No. of visits", "4", "12"} <= shown
    assert not shown & {"9876543210", "98765 43211", "1042", "1043", "Phone", "WhatsApp"}


@pytest.mark.parametrize("last", ["| 7 | 007 |\n", "| 8 | 1,200 |\n"])
def test_a_later_row_decides_for_those_before_it(qapp: Any, last: str) -> None:
    text = "| Place | Batch |\n|---|---|\n| 1 | 12 |\n| 2 | 14 |\n"
    whole = at_once(text + last)
    assert ("12" in at_the_right(whole.document)) == ("007" not in last)
    assert snapshot(streamed([text, last]).document) == snapshot(whole.document)
