"""Sets figures of one kind beside each other in one table: this month, last month, and the difference.

Two answers one under the other make the reader look for what belongs together. Lists of people stay as they are.
"""

from collections.abc import Sequence

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
_GROUPS = {
    "get_revenue": ("groups", "amount", True),
    "get_attendance": ("groups", "checkins", False),
    "get_enquiry_stats": ("groups", "enquiries", False),
    "get_sales_by_plan": ("plans", "sold", False),
}
"""The parts of them, where both sides are split by the same: where they stand, their figure, whether it is money."""
_IN_ORDER = ("hour", "weekday")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
    split = {str(side.get("group_by") or "plan") for side in sides}
    if len(split) > 1 or (kind := split.pop()) in ("day", "month") or any(side.get(kind) for side in sides):
        return []  # Of cash against UPI those are no parts, and no day of one month is one of another.
    rows, figure, is_money = _GROUPS[tool]
    keys = [{_key(row, kind): int(row[figure]) for row in side[rows]} for side in sides]
    there = list(dict.fromkeys(key for side in keys for key in side))
    if len(there) < 2:
        return []
    if kind in _IN_ORDER:
        there.sort(key=int)
    return [_row(_label(key, kind), [side.get(key, 0) for side in keys], is_money=is_money) for key in there]


def _key(row: Result, kind: str) -> str:
    return str(row["group"] if "group" in row else row[kind])


def _label(key: str, kind: str) -> str:
    if kind == "hour":
        return f"{int(key):02d}:00 to {(int(key) + 1) % 24:02d}:00"
    if kind == "weekday":
        return _WEEKDAYS[int(key)]
    return {"male": "Men", "female": "Women"}.get(key, key)


def _row(name: str, values: Sequence[int], *, is_money: bool) -> list[str]:
    both = [*values, values[0] - values[1]] if len(values) == 2 else values
    return [name, *(rupees(value) if is_money else f"{value:,}" for value in both)]
