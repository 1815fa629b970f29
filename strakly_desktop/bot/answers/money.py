"""Words the answers about money."""

from datetime import date

from strakly_desktop.bot.answers.extremes import led_by, most_and_least
from strakly_desktop.bot.answers.markdown import (
    amounts,
    at,
    blocks,
    cell,
    client,
    counted,
    day,
    everywhere,
    left_out,
    link,
    membership,
    metrics,
    rupees,
    span,
    table,
    title,
)
from strakly_desktop.bot.answers.recorded import unrecorded
from strakly_desktop.bot.answers.which_clients import Result, dues, split

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HEADINGS = {
    "weekday": "Weekday",
    "branch": "Branch",
    "day": "Day",
    "month": "Month",
    "plan": "Plan",
    "method": "Paid by",
    "gender": "Gender",
}
_GENDERS = {"male": "Men", "female": "Women"}


def revenue(result: Result) -> str:
    """The payments of a period, in sum and by what they are grouped by."""
    period = span(result["from_date"], result["to_date"])
    if not result["payments"]:
        whose = _WHOSE.get(result.get("gender") or "", "")
        when = f"in this period ({period}{unrecorded(result, '; ')})"
        return f"No payments{whose}{narrowed(result)} were made{at(result['branch'])} {when}."
    group = result["group_by"]
    whose = _WHOSE.get(result.get("gender") or "", "")
    lines = [
        [_label(row[group], group), row["payments"], rupees(row["amount"])] for row in result["groups"][-31:]
    ]
    return blocks(
        title(
            f"{_average(result)}{whose}{narrowed(result)}, {period}{unrecorded(result)},"
            f" {everywhere(result['branch'])}: {rupees(result['total'])} from"
            f" {counted(result['payments'], 'payment')}{_ends(result)}"
        ),
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


def _average(result: Result) -> str:
    """What the answer begins with: the revenue, or what it is on average, where that was asked for."""
    per = result.get("average_per")
    if per is None:
        return "Revenue"
    total, days, months = result["total"], result["days"], result["months"]
    a_day = f"{rupees(round(total / days))} a day"
    since = f" from {day(result['counted_from'])} on" if result["counted_from"] != result["from_date"] else ""
    said = {
        "day": f"{a_day} over {counted(days, 'day')}{since}",
        "month": f"{rupees(round(total / months))} a month over {counted(months, 'month')}{since}",
        "payment": f"{rupees(result['average'])} a payment, and {a_day} over {counted(days, 'day')}{since}",
    }[per]
    return f"On average {said}. Revenue"


def _ends(result: Result) -> str:
    """The groups with the most and with the least of it, where there are several."""
    group = result["group_by"]
    groups = [(_label(row[group], group), int(row["amount"])) for row in result["groups"]]
    empty = [(_label(key, group), 0) for key in result["empty_groups"]]
    return led_by(", ", most_and_least([*groups, *empty], rupees))


def narrowed(result: Result) -> str:
    """Which payments are meant: " by UPI", " not by Cash", " for plan Gold"."""
    return (
        (f" by {cell(result['method'])}" if result["method"] else "")
        + (f" not by {cell(result['other_than_method'])}" if result["other_than_method"] else "")
        + (f" for plan {cell(result['plan'])}" if result["plan"] else "")
        + (f" not for plan {cell(result['other_than_plan'])}" if result.get("other_than_plan") else "")
        + amounts(result["least"], result["most"])
    )


_WHOSE = {"male": " of men", "female": " of women"}
_ORDERS = {"newest": "latest", "oldest": "first", "amount": "highest", "lowest": "lowest"}

_STANDING = {
    "name": "by name",
    "name_desc": "by name from Z to A",
    "end_date": "the first to end on top",
    "oldest": "the longest owed first",
}
"""Orders of dues that are not by their amount."""


def _alike(result: Result) -> str:
    """That the first is not the only one with its amount."""
    return f" ({result['alike']} are of this amount)" if result["alike"] > 1 else ""


def payments(result: Result) -> str:
    """Single payments."""
    rows, offset = result["paid"], result["offset"]
    period = span(result["from_date"], result["to_date"])
    when = f", {period}" if period else ""
    which = f"{_WHOSE.get(result.get('gender') or '', '')}{narrowed(result)}"
    if not rows:
        total = result["total"]
        return (
            f"That was all: {counted(total, 'payment')}."
            if total
            else f"No payments{which}{when}{at(result['branch'])}."
        )
    of_all = f"{counted(result['total'], 'payment')}{which}{when}, {everywhere(result['branch'])}"
    some = len(rows) < result["total"] and not offset
    order = _ORDERS[result["sort"]]
    if some and len(rows) == 1:
        said = f"The {order} of {of_all}: {rupees(rows[0]['amount'])} from {cell(rows[0]['name'])}"
        said += f" on {day(rows[0]['date'])}{_alike(result)}"
    elif some and (result["sort"] != "newest" or not period):
        first = f"{rupees(rows[0]['amount'])} ({cell(rows[0]['name'])})"
        ends = f"{first} to {rupees(rows[-1]['amount'])}, together "
        said = f"The {order} {len(rows)} of {of_all}: {ends if result['alike'] else ''}"
        said += rupees(sum(row["amount"] for row in rows))
    else:
        said = f"{of_all}: {rupees(result['amount'])}"
    return blocks(
        title(said),
        table(
            ["#", "Date", "Name", "Amount", "Paid by", "Plan"],
            [
                [
                    place,
                    day(row["date"]),
                    client(row["name"], row["client_id"]),
                    rupees(row["amount"]),
                    row["method"],
                    row["plan"],
                ]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "payments", "/financial-reports", offset),
    )


def sales_by_plan(result: Result) -> str:
    """The memberships sold, by plan."""
    period = span(result["from_date"], result["to_date"])
    plan = f" of plan {cell(result['plan'])}" if result["plan"] else ""
    plan += f" not of plan {cell(result['other_than_plan'])}" if result.get("other_than_plan") else ""
    if not result["sold"]:
        return f"0 memberships{plan} were sold{at(result['branch'])} in this period ({period})."
    groups = [(cell(row["plan"]), int(row["sold"])) for row in result["plans"]]
    ends = most_and_least([*groups, *((cell(name), 0) for name in result["empty_groups"])], str)
    lines: list[list[object]] = [
        [place, row["plan"], row["sold"], rupees(row["amount"])]
        for place, row in enumerate(result["plans"], 1)
    ]
    return blocks(
        title(
            f"{counted(result['sold'], 'membership')}{plan} sold,"
            f" {period}, {everywhere(result['branch'])}: {rupees(result['amount'])}{led_by(', ', ends)}"
        ),
        table(["#", "Plan", "Sold", "Amount"], lines),
    )


def unpaid_dues(result: Result) -> str:
    """Who owes what."""
    rows, offset = result["dues"], result["offset"]
    said_of = _which_dues(result)
    if not rows:
        of_amount = f"{amounts(result['least'], result['most'])}{at(result['branch'])}"
        nobody = f"has {said_of}" if said_of != "dues" else "owes anything"
        if result["total"]:
            return f"That was all: {counted(result['total'], 'client')} with {said_of}."
        return f"Nobody {nobody}{of_amount}."
    verb = "owes" if result["total"] == 1 else "owe"
    said = f"{counted(result['total'], 'client')} {verb} {rupees(result['amount'])}{_each(result)}"
    said += at(result["branch"])
    order = _ORDERS.get(result["sort"]) if len(rows) < result["total"] or len(rows) > 1 else None
    if result["sort"] in _STANDING and len(rows) > 1:
        said += f"; {_STANDING[result['sort']]}"
    if order is not None and result["sort"] != "oldest" and not offset:
        whose = f"{cell(rows[0]['name'])} owes {rupees(rows[0]['due'])}{_alike(result)}"
        said = f"The {order} due: {whose}; {said}" if len(rows) == 1 else f"{said}; the {order}: {whose}"
    if result["sort"] == "oldest" and not offset:
        whose = f"{cell(rows[0]['name'])} owes {rupees(rows[0]['due'])} since {day(rows[0]['start_date'])}"
        said = f"The oldest due: {whose}; {said}"
    return blocks(
        title(said),
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


def _which_dues(result: Result) -> str:
    begun = span(result.get("due_begun_from"), result.get("due_begun_to"))
    return dues(result.get("state"), result.get("due_days_least"), result.get("due_days_most"), begun)


def _each(result: Result) -> str:
    """Which dues they are: of what amount each, overdue or pending; or how many of them are which."""
    limited = amounts(result["least"], result["most"])
    if (said_of := _which_dues(result)) != "dues":
        return f" in {said_of}{f',{limited} each' if limited else ''}"
    said = f" in dues{limited} each" if limited else ""
    overdue, late = result.get("overdue", 0), result.get("overdue_amount", 0)
    return said + split(result["total"], result["amount"], overdue, late)


def _label(key: str, group_by: str) -> str:
    if group_by == "day":
        return f"{date.fromisoformat(key):%a} {day(key)}"
    if group_by == "weekday":
        return _WEEKDAYS[int(key)]
    if group_by == "month":
        return f"{date.fromisoformat(key + '-01'):%B %Y}"
    return _GENDERS.get(key, key)
