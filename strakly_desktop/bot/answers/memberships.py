"""Words the answers about memberships and plans."""

from strakly_desktop.bot.answers.clients import days_left
from strakly_desktop.bot.answers.extremes import led_by, most_and_least
from strakly_desktop.bot.answers.markdown import (
    END_OF_TIME,
    amounts,
    at,
    blocks,
    cell,
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
    tip,
    title,
)
from strakly_desktop.bot.answers.which_clients import Result, pending_too


def membership_stats(result: Result) -> str:
    """How many memberships there are, and of which plans."""
    numbers: list[tuple[str, object]] = [
        ("Active", result["active"]),
        ("Expired, not renewed", result["expired"]),
        ("Pending", result["pending"]),
        ("Ending within 7 days", result["expiring_7_days"]),
        ("Ending within 30 days", result["expiring_30_days"]),
        ("Not fully paid", result["unpaid"]),
    ]
    groups = [(cell(row["plan"]), int(row["active"])) for row in result["plans"]]
    ends = most_and_least([*groups, *((cell(name), 0) for name in result["empty_groups"])], str)
    plans = table(["Plan", "Active"], [[row["plan"], row["active"]] for row in result["plans"]])
    return blocks(
        title(
            f"{counted(result['active'], 'active membership')}{at(result['branch'])},"
            f" {result['expiring_7_days']} of them ending within 7 days; {result['expired']} expired"
            f"{led_by('; by plan ', ends)}"
        ),
        metrics(numbers),
        title("Active by plan") if result["plans"] else "",
        plans if result["plans"] else "",
        link("View all memberships", "/memberships"),
    )


def active_memberships(result: Result) -> str:
    """The memberships that run."""
    plan = f" of plan {cell(result['plan'])}" if result["plan"] else ""
    if not result["memberships"]:
        return _nothing(result, f"There is no active membership{plan}")
    return _listed(result, f"{counted(result['total'], 'active membership')}{plan}")


def expiring_memberships(result: Result) -> str:
    """The memberships that end soon."""
    when = span(result["from_date"], result["to_date"])
    unpaid = "unpaid " if result["unpaid_only"] else ""
    if not result["memberships"]:
        nothing = f"No {unpaid}membership {'ended' if result['past'] else 'ends'} in this period ({when})"
        return blocks(_nothing(result, nothing), pending_too(result))
    verb = "ended" if result["past"] else "ends" if result["total"] == 1 else "end"
    return _listed(
        result,
        f"{counted(result['total'], f'{unpaid}membership')} {verb}: {when}{_from_today(result)}",
        renewal=not result["past"],
        beside=blocks(pending_too(result), _within_a_week(result)),
    )


def _from_today(result: Result) -> str:
    """How many days a period that begins today has: " (today and the 7 days after it)"."""
    more = result.get("days")
    if more is None or result["to_date"] == END_OF_TIME.isoformat():
        return ""
    return f" (today and the {counted(more, 'day')} after it)" if more > 1 else "" if more else " (today)"


def _within_a_week(result: Result) -> str:
    """What a shorter time leaves out of the 7 days that the app lists: "this week" is over on Sunday."""
    shorter = result.get("days") is not None and result["to_date"] < result["soon_to"]
    if not shorter or result["unpaid_only"] or result["offset"]:
        return ""
    return f'Within 7 days, until {day(result["soon_to"])}, it is {result["soon"]}: ask "expiring in 7 days".'


def expired_memberships(result: Result) -> str:
    """The memberships that have ended."""
    when = span(result["from_date"], result["to_date"])
    if not result["memberships"]:
        return _nothing(result, f"No membership has expired without renewal{f' ({when})' if when else ''}")
    return _listed(result, f"{counted(result['total'], 'expired membership')}{f': {when}' if when else ''}")


def plans(result: Result) -> str:
    """The plans that a client can buy."""
    rows = result["plans"]
    if not rows:
        return (
            f"There is no plan {cell(result['plan'])}."
            if result["plan"]
            else f"There are no plans{_limited(result)}."
        )
    if len(rows) == 1:
        one = rows[0]
        length = counted(one["months"], "month")
        said = f"{cell(one['plan'])}: {rupees(one['price'])} for {length}, {counted(one['active'], 'active member')}"
        said += at(result["branch"])
        return blocks(title(said), link("View plans", "/plans"))
    return blocks(
        title(
            f"{counted(len(rows), 'plan')} on offer{_limited(result)}, from {_price(min(rows, key=_cost))}"
            f" to {_price(max(rows, key=_cost))}{_members_at(result)}"
        ),
        table(
            ["#", "Plan", "Length", "Price", "Active members"],
            [
                [place, row["plan"], counted(row["months"], "month"), rupees(row["price"]), row["active"]]
                for place, row in enumerate(rows, 1)
            ],
        ),
        link("View plans", "/plans"),
    )


def _members_at(result: Result) -> str:
    """Of which branch the active members are; plans and prices are those of the whole gym."""
    return f"; active members{at(result['branch'])}" if result["branch"] else ""


def _limited(result: Result) -> str:
    """Which plans are meant: " without Couple", " of Rs. 5,000 or less"."""
    other = f" without {cell(result['other_than_plan'])}" if result.get("other_than_plan") else ""
    if result.get("months"):
        other += f" of {counted(result['months'], 'month')}"
    return other + amounts(result.get("least"), result.get("most"))


def _cost(plan: Result) -> int:
    return int(plan["price"])


def _price(plan: Result) -> str:
    return f"{rupees(plan['price'])} ({cell(plan['plan'])})"


def _listed(result: Result, heading: str, *, renewal: bool = False, beside: str = "") -> str:
    rows, offset = result["memberships"], result["offset"]
    with_phone = bool(result.get("phones"))
    lines = [
        [
            place, client(row["name"], row["client_id"]), membership(row["plan"], row["client_id"]),
            row["status"].capitalize(), day(row["end_date"]), days_left(row["days_left"]),
            "Paid" if not row["due"] else rupees(row["due"]) + " due", *([row["phone"]] if with_phone else []),
        ]
        for place, row in enumerate(rows, offset + 1)
    ]  # fmt: skip
    owing = any(row["due"] for row in rows)
    return blocks(
        title(f"{heading}{at(result['branch'])}"),
        beside,
        table(
            [
                "#",
                "Name",
                "Plan",
                "Status",
                "Valid until",
                "Days",
                "Payment",
                *(["Phone"] if with_phone else []),
            ],
            lines,
        ),
        left_out(len(rows), result["total"], "memberships", "/memberships", offset),
        tip("Ask for the open amount when they come to renew.") if renewal and owing else "",
    )


def _nothing(result: Result, sentence: str) -> str:
    if result["total"]:
        return f"That was all: {counted(result['total'], 'membership')}{at(result['branch'])}."
    return f"{sentence}{at(result['branch'])}."
