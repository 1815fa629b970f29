"""The number a spreadsheet keeps for a value, and the format by which it shows it as the answer did.

One section for each value, by its size: LibreOffice loses the minus in the third of three sections that are chosen by
conditions, and groups of two above the thousand are in no plain format.
"""

from datetime import datetime

from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind, seconds_of

_UNIX_DAY = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock's, as the cells are
_DAYS_BEFORE_UNIX = 25_569
_DAY_SECONDS = 86_400
# Excel takes 1900 for a leap year; days before that are off by one.
_FIRST_YEAR = 1901
_INDIAN_FROM = 100_000


def spreadsheet_number(value: CellValue) -> float | None:
    """Days since 1899-12-30, parts of a day, hundredths, or the number as it is; None for what is kept as text."""
    if not value.exact:
        return None
    match value.kind:
        case ValueKind.NUMBER | ValueKind.MONEY:
            return value.number
        case ValueKind.PERCENT:
            return value.number / 100
        case ValueKind.DAY if value.moment.year >= _FIRST_YEAR:
            return (value.moment - _UNIX_DAY).total_seconds() / _DAY_SECONDS + _DAYS_BEFORE_UNIX
        case ValueKind.TIME | ValueKind.DURATION:
            return seconds_of(value) / _DAY_SECONDS
        case _:
            return None


def number_format(value: CellValue) -> str:
    """The format that shows a value as the answer did: its sign, its zeros, its groups, its currency."""
    if value.pattern:
        return value.pattern
    decimals = "." + "0" * value.decimals if value.decimals else ""
    plus = "+" if value.has_plus else ""
    suffix = "%" if value.kind is ValueKind.PERCENT else _quoted(value.suffix)
    return f"{plus}{_quoted(value.prefix)}{_figures(value)}{decimals}{suffix}"


def _figures(value: CellValue) -> str:
    whole = int(abs(value.number))
    if value.grouping is Grouping.NONE:
        return "0"
    if value.grouping is Grouping.WESTERN or whole < _INDIAN_FROM:
        return "#,##0"
    pairs = (len(str(whole)) - 3 + 1) // 2
    return r"##\," * pairs + "##0"


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
