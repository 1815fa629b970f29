"""Knows the columns that only number the rows, and the rows that add others up: neither belongs in a sum.

By their words first, which are there before any row. A serial number without a word that says so is one that counts
up by one in the first column.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind

_SIGNS = re.compile(r"[\s.:()/_*-]+")
_COUNTS_ROWS = frozenset(
    (
        *("#", "№", "sr", "srno", "srnumber", "sno", "sn", "sl", "slno", "slnumber", "serial", "serialno"),
        *(
            "serialnumber",
            "rowno",
            "rownumber",
            "row",
            "index",
            "idx",
            "क्र",
            "क्रसं",
            "क्रसंख्या",
            "क्रम",
            "क्रमसंख्या",
        ),
        *("क्रमांक", "अनुक्रम", "अनुक्रमांक", "kramank"),
    )
)
# Of these some head other things as well: an answer, a job, a kind of membership, a telephone.
_SERIALS = frozenset(
    (
        *("n", "no", "nr", "num", "number", "rank", "rankno", "ranking", "pos", "position", "seq", "seqno"),
        *("sequence", "line", "lineno", "linenumber", "itemno", "itemnumber", "entryno"),
    )
)
# Not "योग" alone: in a gym that is yoga.
_ADD_ROWS_UP = frozenset(
    (
        *("total", "totals", "grandtotal", "sum", "overall", "subtotal", "subtotals", "nettotal"),
        *("कुल", "कुलयोग", "महायोग", "kul"),
    )
)
_FEWEST = 3


@lru_cache(maxsize=512)
def counts_rows(heading: str) -> bool:
    """Whether a heading can be of nothing but numbers of the rows: "#", "Sr. No.", "क्र."."""
    return heading.strip().casefold() == "no." or _compact(heading) in _COUNTS_ROWS


@lru_cache(maxsize=512)
def is_serial(heading: str) -> bool:
    """Whether numbers below a heading are those of rows, or of ranks."""
    return counts_rows(heading) or _compact(heading) in _SERIALS


def counts_up(values: Sequence[CellValue]) -> bool:
    """Whether the cells of a column, in the answer's order, are whole numbers that count up by one."""
    if len(values) < _FEWEST or any(value.kind is not ValueKind.NUMBER for value in values):
        return False
    first = values[0].number
    return all(value.is_bare and value.number == first + index for index, value in enumerate(values))


@lru_cache(maxsize=512)
def adds_rows_up(label: str) -> bool:
    """Whether the row with this label adds others up: "Total", "Grand total", "कुल योग"."""
    return _compact(label) in _ADD_ROWS_UP


def _compact(text: str) -> str:
    """A text without case, blanks and signs; a "#" is one only where it stands alone."""
    text = _SIGNS.sub("", normalize("NFC", text).casefold())
    return text.strip("#") or text
