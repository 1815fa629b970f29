"""Words the answers about clients."""

from collections.abc import Sequence
from typing import Any

from strakly_desktop.bot.answers.extremes import led_by, most_and_least
from strakly_desktop.bot.answers.markdown import (
    amounts,
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
    days = span(result["joined_from"], result["joined_to"])
    if result["asked_joined"]:
        return blocks(
            title(f"{counted(result['joined'], 'client')} joined{at(result['branch'])}, {days}"),
            metrics(numbers),
            link("View all clients", "/clients"),
        )
    return blocks(
        title(
            f"{counted(result['total'], 'client')}{at(result['branch'])}: {result['active']} active,"
            f" {result['expired']} expired, {result['pending']} pending; {result['joined']} joined"
            f" {span(result['joined_from'], result['joined_to'])}"
        ),
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
    said = f"{_counted(result)}{heading}"
    if (
        len(rows) == 1 < result["total"]
        and not result["offset"]
        and result.get("sort") in ("newest", "oldest")
    ):
        order = "newest" if result["sort"] == "newest" else "longest-standing"
        said = f"The {order} of {said}: {cell(rows[0]['name'])}, joined {day(result['first_joined_on'])}"
    if (
        len(rows) == 1 < result["total"]
        and not result["offset"]
        and result.get("sort") in ("due", "due_lowest")
    ):
        end = "highest" if result["sort"] == "due" else "lowest"
        said = f"The {end} due of {said}: {cell(rows[0]['name'])} owes {rupees(rows[0]['due'])}"
    return blocks(
        title(said),
        _never_seen(result),
        _absent(rows, result["offset"])
        if result["not_seen_days"]
        else _members(
            rows,
            result["offset"],
            with_phone=bool(result.get("phones")),
            with_due=_asks_for_dues(result) or "due" in str(result.get("sort")),
        ),
        left_out(len(rows), result["total"], "clients", "/clients", result["offset"]),
        tip("A short call often brings people back.") if result["not_seen_days"] else "",
    )


def clients_counted(result: Result) -> str:
    """How many clients there are of each kind."""
    if not result["groups"]:
        return f"There are {_none(result)}{_which(result)}."
    none = "No trainer" if result["group_by"] == "trainer" else "None"
    dues = _asks_for_dues(result)
    key, show = ("due", rupees) if dues else ("clients", str)
    rows = [
        [row["group"] or none, row["clients"], *([rupees(row["due"])] if dues else [])]
        for row in sorted(result["groups"], key=lambda row: -int(row[key]))
    ]
    named = [(cell(row["group"]), int(row[key])) for row in result["groups"] if row["group"]]
    ends = most_and_least([*named, *((cell(name), 0) for name in result["empty_groups"])], show)
    return blocks(
        title(f"{_counted(result)}{_which(result)}, by {result['group_by']}{led_by(': ', ends)}"),
        "Each client belongs to one branch, so nobody is counted in two."
        if result["group_by"] == "branch"
        else "",
        table([result["group_by"].capitalize(), "Clients", *(["Due"] if dues else [])], rows),
        link("View all clients", "/clients"),
    )


_NOBODY = "No client is called {}; {} with a name near it"


def found_clients(result: Result) -> str:
    """The clients that a search found."""
    rows = result["clients"]
    query = cell(result["query"])
    if not rows:
        return blocks(
            f"I found no client like **{query}**{at(result['branch'])}.",
            tip("Try the first name alone, or the phone number."),
        )
    found = f"{counted(result['total'], 'client')} for {query}{at(result['branch'])}"
    return blocks(
        title(_NOBODY.format(query, result["total"]) if result.get("nobody") else found),
        _members(rows, 0, with_phone=True),
        left_out(len(rows), result["total"], "clients", "/clients"),
    )


def client_of_code(result: Result) -> str:
    """Whose a check-in code is."""
    if not result["found"]:
        nobody = f"No client{at(result['branch'])} has the code **{cell(result['code'])}**."
        return blocks(nobody, tip('A part of a telephone number is found with "number ending 1234".'))
    return client_details(result)


def client_details(result: Result) -> str:
    """Everything about one client."""
    if not result["found"]:
        return which_one(result)
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
    ends = f", {result['plan']} until {day(result['end_date'])}" if result["plan"] else ""
    due = f", {rupees(result['due'])} to pay" if result["due"] else ""
    inside = ", in the gym now" if result["in_gym_now"] else f", last visit {day(result['last_visit'])}"
    whose = f"Code {result['code']} is that of " if result.get("code") else ""
    return blocks(title(f"{whose}{cell(result['name'])}: {result['status']}{ends}{due}{inside}"), card(rows))


def client_membership(result: Result) -> str:
    """One client's membership."""
    if not result["found"]:
        return which_one(result)
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
    how = {"overdue": " (overdue)", "pending": " (not overdue)"}.get(result.get("due_state") or "", "")
    due = f"{rupees(result['due'])} still to pay{how}" if result["due"] else "nothing to pay"
    until = f"{days_left(days)} ({day(result['end_date'])})"
    status = result["status"] + ("" if result["status"] == "active" else ", not active")
    says = f"{cell(result['name'])}: {status}, {cell(result['plan'])}, {until}, {due}"
    return blocks(title(says), card(rows))


def days_left(days: int) -> str:
    """How long something is still valid, in words."""
    if days == 0:
        return "ends today"
    if days == 1:
        return "ends tomorrow"
    return f"{counted(days, 'day')} left" if days > 0 else f"ended {counted(-days, 'day')} ago"


def which_one(result: Result) -> str:
    """Nobody, or several, are meant by a name."""
    rows = result["matches"]
    query = cell(result["query"])
    if not rows:
        return blocks(
            f"I found no client **{query}**.",
            tip("Try the first name alone, the phone number, or the client's id."),
        )
    asked = "Is it this one?" if len(rows) == 1 else "Which one do you mean?"
    return blocks(
        title(
            _NOBODY.format(query, result["total"])
            if result.get("nobody")
            else f"{counted(result['total'], 'client')} like {query}"
        ),
        _members(rows, 0, with_phone=True),
        left_out(len(rows), result["total"], "clients", "/clients"),
        asked,
    )


def _members(rows: Sequence[Result], offset: int, *, with_phone: bool = False, with_due: bool = False) -> str:
    headings = ["#", "Name", "Status", "Plan", "Valid until"]
    headings += [*(["Due"] if with_due else []), *(["Phone"] if with_phone else [])]
    return table(
        headings,
        [
            [
                place, client(row["name"], row["client_id"]), row["status"].capitalize(), row["plan"],
                day(row["end_date"]), *([rupees(row["due"])] if with_due else []),
                *([row["phone"]] if with_phone else []),
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


def _asks_for_dues(result: Result) -> bool:
    return result["least_due"] is not None or result["most_due"] is not None or bool(result.get("due_state"))


def _ending(days: str) -> str:
    return f"ending {days}" if days.startswith(("until", "from")) else f"valid until {days}"


_DEEDS = {"paid": "paid", "not_paid": "did not pay", "came": "came", "not_came": "did not come"}

DUES = {
    None: "dues",
    "overdue": "overdue dues (begun more than 7 days ago)",
    "pending": "pending dues (begun in the last 7 days)",
}


def _which(result: Result) -> str:
    """What was asked for, to stand after "12 clients"."""
    dues = _asks_for_dues(result)
    parts = [
        f"with plan {cell(result['plan'])}" if result["plan"] else "",
        f"not with plan {cell(result['other_than_plan'])}" if result["other_than_plan"] else "",
        f"of trainer {cell(result['trainer'])}" if result["trainer"] else "",
        "without a trainer" if result["without_trainer"] else "",
        "without any membership" if result.get("without_plan") else "",
        *(f"who {said} {span(result[f'{deed}_from'], result[f'{deed}_to'])}"
          for deed, said in _DEEDS.items() if result.get(f"{deed}_from") or result.get(f"{deed}_to")),
        f"not seen for {counted(result['not_seen_days'], 'day')}" if result["not_seen_days"] else "",
        "who have never come" if result.get("never_came") else "",
        f"joined {span(result['joined_from'], result['joined_to'])}"
        if result["joined_from"] or result["joined_to"] else "",
        _ending(span(result["ends_from"], result["ends_to"]))
        if result["ends_from"] or result["ends_to"] else "",
        f"with {DUES[result.get('due_state')]}{amounts(result['least_due'], result['most_due'])},"
        f" together {rupees(result['due'])}" if dues else "",
        {"full": "with nothing left to pay", "part": f"who have paid a part, {rupees(result['due'])} still to pay",
         "nothing": "who have paid nothing yet"}.get(result["settled"] or "", ""),
    ]  # fmt: skip
    said = ", ".join(part for part in parts if part)
    return f"{', ' if said else ''}{said}{at(result['branch'])}{_each_status(result)}{_order(result)}"


_ORDERS = {
    "name_desc": "by name from Z to A",
    "newest": "the newest first",
    "oldest": "the oldest first",
    "last_visit": "the longest absent first",
    "last_visit_desc": "the latest visit first",
    "end_date": "the first to end on top",
    "end_date_desc": "the last to end on top",
    "due": "the highest due first",
    "due_lowest": "the lowest due first",
}


def _order(result: Result) -> str:
    """In what order they stand, where it is not the usual one."""
    usual = result["not_seen_days"] or (result.get("sort") == "due" and _asks_for_dues(result))
    order = None if usual else _ORDERS.get(result.get("sort") or "")
    return f"; {order}" if order and len(result["clients"]) > 1 else ""


def _each_status(result: Result) -> str:
    """Which statuses are among those that are not of another: " (39 expired, 12 pending)"."""
    statuses = result.get("statuses") or {}
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    return f" ({said})" if said else ""


def _never_seen(result: Result) -> str:
    """How many have never come, and are not in a list of those absent for some days."""
    statuses = result.get("never_seen") or {}
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    total = sum(statuses.values())
    if not said:
        return ""
    verb = "has" if total == 1 else "have"
    return f'Not among them: {counted(total, "client")} who {verb} never come ({said}); ask "members who never came".'


def _kind(result: Result) -> str:
    gender = {"male": "male ", "female": "female "}.get(result["gender"] or "", "")
    status = f"{result['status']} " if result["status"] else ""
    status = "active " if result["not_seen_days"] and not status else status
    other = f"not {result['other_than_status']} " if result["other_than_status"] else ""
    return f"{status}{other}{gender}client"


def _counted(result: Result) -> str:
    return counted(result["total"], _kind(result))


def _none(result: Result) -> str:
    return f"no {_kind(result)}s"
