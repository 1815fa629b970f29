"""Tells which cells of a text file a spreadsheet program would make something else of, and keeps them as they read.

Excel, LibreOffice and Gnumeric take whatever looks like a number or a day for one, quoted or not: of an order number
of 18 figures the last three were lost, 1e5 became 100000, and 3/4 (of the visits) the third of April. What asks for the
figure before it as text (U+FE0E), and is not seen, makes it text to all three. Blanks would be taken away, an
apostrophe is seen, and with a joiner in its first lines Gnumeric takes a file for none of text.
"""

import re

from strakly_desktop.rendering.tables.cell_values import CellValue, ValueKind

_KEEPS = "\N{VARIATION SELECTOR-15}"
# What Excel holds of a number, and what it shows of one by itself.
_MOST_FIGURES, _MOST_SHOWN = 15, 11
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_PLAIN = re.compile(r"[-+]?[\d,]+(?:\.\d+)?", re.ASCII)
_POWER = re.compile(r"[-+]?\d[\d,]*(?:\.\d*)?e[-+]?\d+", re.ASCII | re.IGNORECASE)
_DAY = re.compile(
    rf"\d{{1,4}}([/-])\d{{1,4}}(?:\1\d{{1,4}})?|\d{{1,4}}\.\d{{1,2}}\.\d{{1,4}}|\d+ \d+/\d+"
    rf"|\d{{1,2}}[ -]?(?:{_MONTH})(?:[ ,-]{{0,2}}\d{{2,4}})?|(?:{_MONTH})[ -]?\d{{1,4}}(?:,? \d{{2,4}})?",
    re.ASCII | re.IGNORECASE,
)


def may_change(text: str) -> bool:
    """Whether a spreadsheet program may show a cell as something else than it says."""
    text = text.strip()
    if text.startswith("+") and _figures(text) <= _MOST_FIGURES:
        return False  # A telephone, which is text already, or a small number.
    if _PLAIN.fullmatch(text):
        return _figures(text) > _MOST_SHOWN
    return bool(_POWER.fullmatch(text) or _DAY.fullmatch(text))


def kept(text: str, value: CellValue) -> str:
    """A cell that `may_change`, as text to every program; `value`: what it means. A sure day stays a day."""
    if value.kind is ValueKind.DAY and value.exact:
        return text
    is_number = value.kind in (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT)
    if is_number and not _POWER.fullmatch(text.strip()) and _figures(text) <= _MOST_FIGURES:
        return text
    return text + _KEEPS


def _figures(text: str) -> int:
    return len(re.sub(r"\D", "", text).lstrip("0"))
