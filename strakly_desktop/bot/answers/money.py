"""Words the answers about money."""

from datetime import date

from strakly_desktop.bot.answers.clients import Result
from strakly_desktop.bot.answers.markdown import (
    at,
    blocks,
    client,
    counted,
    day,
    left_out,
    link,
    membership,
    metrics,
    rupees,
    span,
    table,
    title,
)

_HEADINGS = {"day": "Day", "month": "Month", "plan": "Plan", "method": "Paid by"}


def revenue(result: Result) -> str:
    """The payments of a period, in sum and by what they are grouped by."""
    period = span(result["from_date"], result["to_date"])
    if not result["payments"]:
        return f"No payments came in{at(result['branch'])} in this period ({period})."
    group = result["group_by"]
    lines = [
        [_label(row[group], group), row["payments"], rupees(row["amount"])] for row in result["groups"][-31:]
    ]
    return blocks(
        title(f"Revenue{at(result['branch'])}: {period}"),
        metrics(
            [
                ("Revenue", rupees(result["total"])),
                ("Payments", result["payments"]),
                ("Average payment", rupees(result["average"])),
            ]
        ),
        table([_HEADINGS[group], "Payments", "Amount"], lines),
        left_out(len(lines), len(result["groups"])),
        link("Financial reports", "/financial-reports"),
    )


def sales_by_plan(result: Result) -> str:
    """The memberships sold, by plan."""
    period = span(result["from_date"], result["to_date"])
    if not result["sold"]:
        return f"No memberships were sold{at(result['branch'])} in this period ({period})."
    lines: list[list[object]] = [
        [place, row["plan"], row["sold"], rupees(row["amount"])]
        for place, row in enumerate(result["plans"], 1)
    ]
    return blocks(
        title(f"{counted(result['sold'], 'membership')} sold{at(result['branch'])}: {period}"),
        table(["#", "Plan", "Sold", "Amount"], lines),
        f"Together {rupees(result['amount'])}.",
    )


def unpaid_dues(result: Result) -> str:
    """Who owes what."""
    rows, offset = result["dues"], result["offset"]
    if not rows:
        return (
            f"That was all: {counted(result['total'], 'client')} with dues."
            if result["total"]
            else f"Nobody owes anything{at(result['branch'])}. Everything is paid."
        )
    verb = "owes" if result["total"] == 1 else "owe"
    return blocks(
        title(f"{counted(result['total'], 'client')} {verb} {rupees(result['amount'])}{at(result['branch'])}"),
        table(
            ["#", "Name", "Plan", "Due", "Of", "Status", "Phone"],
            [
                [
                    place, client(row["name"], row["client_id"]), membership(row["plan"], row["client_id"]),
                    rupees(row["due"]), rupees(row["price"]), "Overdue" if row["overdue"] else "Pending", row["phone"],
                ]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "memberships", "/memberships", offset),
    )  # fmt: skip


def _label(key: str, group_by: str) -> str:
    if group_by == "day":
        return f"{date.fromisoformat(key):%a} {day(key)}"
    if group_by == "month":
        return f"{date.fromisoformat(key + '-01'):%B %Y}"
    return key
