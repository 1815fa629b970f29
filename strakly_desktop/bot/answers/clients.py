"""Words the answers about clients."""

from collections.abc import Sequence
from typing import Any

from strakly_desktop.bot.answers.markdown import (
    at,
    blocks,
    card,
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

Result = dict[str, Any]


def clients_stats(result: Result) -> str:
    """How many clients there are."""
    if not result["total"]:
        return f"There are no clients{at(result['branch'])} yet."
    numbers: list[tuple[str, object]] = [
        ("Total clients", result["total"]),
        ("Active", result["active"]),
        ("Expired", result["expired"]),
        ("Pending", result["pending"]),
        ("Women", result["women"]),
        ("Men", result["men"]),
        (f"Joined {span(result['joined_from'], result['joined_to'])}", result["joined"]),
        ("Active, but not seen for 14 days", result["not_seen_14_days"]),
    ]
    return blocks(
        title(f"Client statistics{at(result['branch'])}"),
        metrics(numbers),
        link("View all clients", "/clients"),
    )


def clients_list(result: Result) -> str:
    """A list of clients; with the last visit when it is about absence."""
    heading = _which(result)
    if not result["clients"]:
        there = "That was all: " if result["total"] else "There are "
        return f"{there}{_counted(result) if result['total'] else _none(result)}{heading}."
    rows = result["clients"]
    return blocks(
        title(f"{_counted(result)}{heading}"),
        _absent(rows, result["offset"]) if result["not_seen_days"] else _members(rows, result["offset"]),
        left_out(len(rows), result["total"], "clients", "/clients", result["offset"]),
        tip("A short call often brings people back.") if result["not_seen_days"] else "",
    )


def found_clients(result: Result) -> str:
    """The clients that a search found."""
    rows = result["clients"]
    query = cell(result["query"])
    if not rows:
        return blocks(
            f"I found no client like **{query}**{at(result['branch'])}.",
            tip("Try the first name alone, or the phone number."),
        )
    return blocks(
        title(f"{counted(result['total'], 'client')} for {query}{at(result['branch'])}"),
        _members(rows, 0, with_phone=True),
        left_out(len(rows), result["total"], "clients", "/clients"),
    )


def client_details(result: Result) -> str:
    """Everything about one client."""
    if not result["found"]:
        return _which_one(result)
    number = result["client_id"]
    seen = day(result["last_visit"])
    if result["in_gym_now"]:
        seen = f"In the gym now (since {result['last_visit_time']})"
    elif result["last_visit_time"]:
        seen = f"{seen}, {result['last_visit_time']}"
    rows: list[tuple[str, object]] = [
        ("Name", client(result["name"], number)),
        ("Status", result["status"].capitalize()),
        ("Phone", result["phone"]),
        ("Email", result["email"]),
        ("Branch", result["branch"]),
        ("Joined", day(result["joined_on"])),
        ("Membership", membership(result["plan"], number)),
        ("Valid until", day(result["end_date"])),
        ("Still to pay", rupees(result["due"]) if result["due"] else None),
        ("Trainer", result["trainer"] and link(result["trainer"], f"/trainers/{result['trainer_id']}")),
        ("Last visit", seen),
        ("Visits in 30 days", result["visits_30_days"]),
    ]
    return blocks(title(cell(result["name"])), card(rows))


def client_membership(result: Result) -> str:
    """One client's membership."""
    if not result["found"]:
        return _which_one(result)
    number, days = result["client_id"], result["days_left"]
    if not result["plan"]:
        return f"{client(result['name'], number)} has no membership yet."
    rows: list[tuple[str, object]] = [
        ("Client", client(result["name"], number)),
        ("Plan", membership(result["plan"], number)),
        ("Status", result["status"].capitalize()),
        ("Started", day(result["start_date"])),
        ("Valid until", f"{day(result['end_date'])} ({days_left(days)})"),
        ("Price", rupees(result["price"])),
        ("Paid", rupees(result["paid"])),
        ("Still to pay", rupees(result["due"]) if result["due"] else None),
    ]
    return blocks(title(f"Membership of {cell(result['name'])}"), card(rows))


def days_left(days: int) -> str:
    """How long something is still valid, in words."""
    if days == 0:
        return "ends today"
    if days == 1:
        return "ends tomorrow"
    return f"{counted(days, 'day')} left" if days > 0 else f"ended {counted(-days, 'day')} ago"


def _which_one(result: Result) -> str:
    rows = result["matches"]
    query = cell(result["query"])
    if not rows:
        return blocks(
            f"I found no client **{query}**.",
            tip("Try the first name alone, the phone number, or the client's id."),
        )
    asked = "Is it this one?" if len(rows) == 1 else "Which one do you mean?"
    return blocks(
        title(f"{counted(result['total'], 'client')} like {query}"),
        _members(rows, 0, with_phone=True),
        left_out(len(rows), result["total"], "clients", "/clients"),
        asked,
    )


def _members(rows: Sequence[Result], offset: int, *, with_phone: bool = False) -> str:
    headings = ["#", "Name", "Status", "Plan", "Valid until", *(["Phone"] if with_phone else [])]
    return table(
        headings,
        [
            [
                place, client(row["name"], row["client_id"]), row["status"].capitalize(), row["plan"],
                day(row["end_date"]), *([row["phone"]] if with_phone else []),
            ]
            for place, row in enumerate(rows, offset + 1)
        ],
    )  # fmt: skip


def _absent(rows: Sequence[Result], offset: int) -> str:
    return table(
        ["#", "Name", "Last visit", "Phone", "Valid until"],
        [
            [
                place,
                client(row["name"], row["client_id"]),
                day(row["last_visit"]),
                row["phone"],
                day(row["end_date"]),
            ]
            for place, row in enumerate(rows, offset + 1)
        ],
    )


def _which(result: Result) -> str:
    """What was asked for, to stand after "12 clients"."""
    parts = [
        f"with plan {cell(result['plan'])}" if result["plan"] else "",
        f"not seen for {counted(result['not_seen_days'], 'day')}" if result["not_seen_days"] else "",
        f"joined {span(result['joined_from'], result['joined_to'])}"
        if result["joined_from"] or result["joined_to"] else "",
    ]  # fmt: skip
    said = ", ".join(part for part in parts if part)
    return f"{', ' if said else ''}{said}{at(result['branch'])}"


def _counted(result: Result) -> str:
    status = f"{result['status']} " if result["status"] else ""
    return counted(result["total"], f"{status}client")


def _none(result: Result) -> str:
    return f"no {result['status']} clients" if result["status"] else "no clients"
