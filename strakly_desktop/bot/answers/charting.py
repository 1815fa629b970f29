"""Says where the chart of an answer is, or that it has none: the app draws a table with a column of numbers."""

import re

_NUMBER = re.compile(r"(?:Rs\. )?-?[\d,]+(?:\.\d+)?(?: %)?")
_LEAST_ROWS = 2
_OF_ONE_THING = ("Metric", "Field")
""" "Revenue" beside "Payments" are numbers of different kinds: no chart has both."""


def chart_note(answer: str) -> str:
    """The line under an answer of which a chart was wanted."""
    if any(_can_be_drawn(table) for table in re.findall(r"(?:^\|.*\n?)+", answer, re.MULTILINE)):
        return "> **Chart:** press **Show chart**, the bars under this answer."
    return "> There is no chart of this: it has no rows of numbers to draw."


def _can_be_drawn(table: str) -> bool:
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    if len(rows) < _LEAST_ROWS or head[0] in _OF_ONE_THING:
        return False
    columns = list(zip(*rows, strict=False))
    return any(
        name not in ("#", "Phone") and all(_NUMBER.fullmatch(cell) for cell in column)
        for name, column in zip(head, columns, strict=False)
    )
