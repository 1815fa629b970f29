"""Words the answers that rank clients: who paid the most, who came least often."""

from strakly_desktop.bot.answers.clients import Result
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

_PEOPLE = {"male": "men", "female": "women"}


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
    of = f"{_PEOPLE.get(result['gender'] or '', 'clients')} who paid{narrowed(result)}{when}{at(result['branch'])}"
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
