"""Words the answers about clients."""

from collections.abc import Sequence

from strakly_desktop.bot.answers.extremes import led_by, most_and_least
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
from strakly_desktop.bot.answers.which_clients import (
    Result,
    asks_for_dues,
    clients_of,
    never_seen,
    none_of,
    pending_too,
    which_clients,
)


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
    heading = which_clients(result)
    if not result["clients"]:
        there = "That was all: " if result["total"] else "There are "
        said = f"{there}{clients_of(result) if result['total'] else none_of(result)}{heading}."
        return blocks(said, never_seen(result), pending_too(result))
    rows = result["clients"]
    said = f"{clients_of(result)}{heading}"
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
        never_seen(result),
        pending_too(result),
        _absent(rows, result["offset"])
        if result["not_seen_days"]
        else _members(
            rows,
            result["offset"],
            with_phone=bool(result.get("phones")),
            with_due=asks_for_dues(result) or "due" in str(result.get("sort")),
        ),
        left_out(len(rows), result["total"], "clients", "/clients", result["offset"]),
        tip("A short call often brings people back.") if result["not_seen_days"] else "",
    )


def clients_counted(result: Result) -> str:
    """How many clients there are of each kind."""
    if not result["groups"]:
        return f"There are {none_of(result)}{which_clients(result)}."
    none = "No trainer" if result["group_by"] == "trainer" else "None"
    dues = asks_for_dues(result)
    key, show = ("due", rupees) if dues else ("clients", str)
    rows = [
        [row["group"] or none, row["clients"], *([rupees(row["due"])] if dues else [])]
        for row in sorted(result["groups"], key=lambda row: -int(row[key]))
    ]
    named = [(cell(row["group"]), int(row[key])) for row in result["groups"] if row["group"]]
    ends = most_and_least([*named, *((cell(name), 0) for name in result["empty_groups"])], show)
    return blocks(
        title(f"{clients_of(result)}{which_clients(result)}, by {result['group_by']}{led_by(': ', ends)}"),
        "Each client belongs to one branch, so nobody is counted in two."
        if result["group_by"] == "branch"
        else "",
        pending_too({**result, "offset": 0}),
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
        _members(rows, 0, with_phone=True, with_branch=not result["branch"]),
        left_out(len(rows), result["total"], "clients", "/clients"),
        also_enquired(result),
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
    who = f"{whose}{cell(result['name'])} ({cell(result['branch'])})"
    return blocks(title(f"{who}: {result['status']}{ends}{due}{inside}"), card(rows))


def client_membership(result: Result) -> str:
    """One client's membership."""
    if not result["found"]:
        return which_one(result)
    number, days = result["client_id"], result["days_left"]
    if not result["plan"]:
        return f"{client(result['name'], number)} has no membership yet."
    rows: list[tuple[str, object]] = [
        ("Client", client(result["name"], number)),
        ("Branch", result["branch"]),
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
    if not rows and (branch := result["branch"]):
        # By a number where the name was one of another branch: it says nothing to whoever typed a name.
        whom = "no such client" if query.isdecimal() else f"no client **{query}**"
        return blocks(
            f"I found {whom}{at(branch)}.",
            tip(
                f"Only {cell(branch)} was looked at: choose all branches at the top of the window, and ask again."
            ),
        )
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
        _members(rows, 0, with_phone=True, with_branch=not result["branch"]),
        left_out(len(rows), result["total"], "clients", "/clients"),
        asked,
        also_enquired(result),
    )


def also_enquired(result: Result) -> str:
    """Who of the same name enquired, and is no client; nothing where there is nobody."""
    rows = result.get("enquirers") or []
    if not rows:
        return ""
    lines = [
        [row["name"], row["phone"], row["interest"], row["status"].capitalize(), day(row["date"])]
        for row in rows
    ]
    return blocks(
        f"{counted(len(rows), 'enquiry', 'enquiries')} of that name as well:",
        table(["Name", "Phone", "Interested in", "Status", "Date"], lines),
    )


def _members(
    rows: Sequence[Result],
    offset: int,
    *,
    with_phone: bool = False,
    with_due: bool = False,
    with_branch: bool = False,
) -> str:
    headings = ["#", "Name", "Status", "Plan", "Valid until"]
    headings += [*(["Due", "Payment"] if with_due else []), *(["Phone"] if with_phone else [])]
    headings += ["Branch"] if with_branch else []
    return table(
        headings,
        [
            [
                place, client(row["name"], row["client_id"]), row["status"].capitalize(), row["plan"],
                day(row["end_date"]), *([rupees(row["due"]), (row["payment"] or "").capitalize()] if with_due else []),
                *([row["phone"]] if with_phone else []), *([row["branch"]] if with_branch else []),
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
