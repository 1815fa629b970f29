"""Sets figures of one kind beside each other in one table: this month, last month, and the difference.

Two answers one under the other make the reader look for what belongs together. Lists of people stay as they are.
"""

from collections.abc import Callable, Sequence

from strakly_desktop.bot.answers.markdown import rupees, table
from strakly_desktop.bot.answers.which_clients import Result

_TOTALS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "get_revenue": (("Revenue", "total", True), ("Payments", "payments", False), ("Average payment", "average", True)),
    "get_attendance": (
        ("Check-ins", "total", False),
        ("Different clients", "clients", False),
        ("Days", "days", False),
    ),
    "get_enquiry_stats": (
        ("Enquiries", "total", False), ("New", "new", False), ("Contacted", "contacted", False),
        ("Converted", "converted", False), ("Lost", "lost", False),
    ),
    "get_sales_by_plan": (("Memberships sold", "sold", False), ("Their price", "amount", True)),
}  # fmt: skip
"""The figures of each tool's result: how they are called, where they stand, whether they are money."""
_GROUPS: dict[str, tuple[str, Callable[[Result], str], str, bool]] = {
    "get_revenue": ("groups", lambda row: str(row.get("method") or row.get("plan") or row.get("branch") or ""),
                    "amount", True),
    "get_enquiry_stats": ("groups", lambda row: str(row["group"]), "enquiries", False),
    "get_sales_by_plan": ("plans", lambda row: str(row["plan"]), "sold", False),
}  # fmt: skip
"""The parts of them, where both sides are split by the same: where they stand, their names and their figure."""


def side_by_side(results: Sequence[tuple[str, Result]], labels: Sequence[str]) -> str:
    """The table; "" where not all results are figures of one kind. `labels`: what each of them is of."""
    tools = {tool for tool, _ in results}
    if len(tools) != 1 or (tool := next(iter(tools))) not in _TOTALS:
        return ""
    sides = [result for _, result in results]
    rows = [
        _row(name, [side.get(key) or 0 for side in sides], is_money=is_money)
        for name, key, is_money in _TOTALS[tool]
        if key != "days" or len({side["days"] for side in sides}) > 1
    ]
    return table(
        ["Metric", *labels, *(["Difference"] if len(sides) == 2 else [])], [*rows, *_parts(tool, sides)]
    )


def _parts(tool: str, sides: Sequence[Result]) -> list[list[str]]:
    split = {str(side.get("group_by")) for side in sides}
    if tool not in _GROUPS or len(split) > 1 or any(side.get(kind) for side in sides for kind in split):
        return []  # Of cash against UPI those are no parts.
    rows, name_of, figure, is_money = _GROUPS[tool]
    figures = [{name_of(row): int(row[figure]) for row in side[rows]} for side in sides]
    names = list(dict.fromkeys(name for side in figures for name in side))
    if "" in names or len(names) < 2:
        return []
    return [_row(name, [side.get(name, 0) for side in figures], is_money=is_money) for name in names]


def _row(name: str, values: Sequence[int], *, is_money: bool) -> list[str]:
    both = [*values, values[0] - values[1]] if len(values) == 2 else values
    return [name, *(rupees(value) if is_money else f"{value:,}" for value in both)]
