"""Words the answers about what single clients paid and how often they came."""

from strakly_desktop.bot.answers.clients import which_one
from strakly_desktop.bot.answers.markdown import (
    at,
    blocks,
    cell,
    client,
    counted,
    day,
    left_out,
    rupees,
    span,
    table,
    title,
)
from strakly_desktop.bot.answers.money import narrowed
from strakly_desktop.bot.answers.which_clients import Result

_PEOPLE = {"male": "men", "female": "women"}


def client_payments(result: Result) -> str:
    """What one client paid."""
    if not result["found"]:
        return which_one(result)
    rows, name = result["payments"], cell(result["name"])
    period = span(result["from_date"], result["to_date"])
    by = f" by {cell(result['method'])}" if result["method"] else ""
    when = f", {period}" if period else ""
    last = (
        f"; last on {day(result['last_paid_on'])}: {rupees(result['last_amount'])}"
        if result["last_paid_on"]
        else ""
    )
    due = f"; {rupees(result['due'])} still to pay now" if result["due"] else ""
    if not rows:
        return title(f"{name} paid nothing{by}{when}{last}{due}")
    said = f"{name} paid {rupees(result['amount'])}{by} in {counted(result['total'], 'payment')}{when}{last}{due}"
    if len(rows) < result["total"]:
        said = f"The last {counted(len(rows), 'payment')}, {rupees(sum(row['amount'] for row in rows))}: of all, {said}"
    return blocks(
        title(said),
        table(
            ["#", "Date", "Amount", "Paid by", "Plan"],
            [
                [place, day(row["date"]), rupees(row["amount"]), row["method"], row["plan"]]
                for place, row in enumerate(rows, 1)
            ],
        ),
        left_out(len(rows), result["total"]),
    )  # fmt: skip


def _these(shown: int, offset: int) -> str:
    """The first ones of a ranking, or those of a further page."""
    return (
        f"Numbers {offset + 1} to {offset + shown} of those" if offset else f"The {counted(shown, 'client')}"
    )


def top_payers(result: Result) -> str:
    """Who paid the most in all, or the least."""
    rows, offset = result["payers"], result["offset"]
    period = span(result["from_date"], result["to_date"])
    when = f", {period}" if period else ""
    status = f"{result['status']} " if result["status"] else ""
    who = _PEOPLE.get(result["gender"] or "", "clients")
    of = f"{status}{who} who paid{narrowed(result)}{when}{at(result['branch'])}"
    if not rows:
        return "That was all." if result["total"] else f"There are no {of}."
    end = "most" if result["sort"] == "most" else "least"
    said = f"{cell(rows[0]['name'])} ({rupees(rows[0]['amount'])})"
    if len(rows) > 1:
        said += f" to {cell(rows[-1]['name'])} ({rupees(rows[-1]['amount'])})"
    return blocks(
        title(f"{_these(len(rows), offset)} who paid the {end}, of {result['total']} {of}: {said}"),
        table(
            ["#", "Name", "Payments", "Amount"],
            [
                [place, client(row["name"], row["client_id"]), row["payments"], rupees(row["amount"])]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "payments", "/financial-reports", offset),
    )


def top_visitors(result: Result) -> str:
    """Who came most often, or least often."""
    rows, offset = result["visitors"], result["offset"]
    status = f"{result['status']} " if result["status"] else ""
    who = _PEOPLE.get(result["gender"] or "", "clients")
    least = result["sort"] == "least"
    came = "" if least else " who came"
    of = f"{status}{who}{came}, {span(result['from_date'], result['to_date'])}{at(result['branch'])}"
    if not rows:
        return "That was all." if result["total"] else f"There are no {of}."
    said = f"{cell(rows[0]['name'])} ({counted(rows[0]['visits'], 'visit')})"
    if len(rows) > 1:
        said += f" to {cell(rows[-1]['name'])} ({counted(rows[-1]['visits'], 'visit')})"
    how = "least" if least else "most"
    return blocks(
        title(f"{_these(len(rows), offset)} who came {how} often, of {result['total']} {of}: {said}"),
        table(
            ["#", "Name", "Visits", "Last visit", "Joined"],
            [
                [
                    place,
                    client(row["name"], row["client_id"]),
                    row["visits"],
                    day(row["last_visit"]),
                    day(row["joined_on"]),
                ]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "clients", "/clients", offset),
    )
