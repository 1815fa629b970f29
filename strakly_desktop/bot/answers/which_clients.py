"""Words which clients are meant by a list or a count: the part of its first line that names what limits it."""

from typing import Any

from strakly_desktop.bot.answers.markdown import amounts, at, cell, counted, rupees, span

Result = dict[str, Any]


def asks_for_dues(result: Result) -> bool:
    """Whether those who owe something are meant."""
    limits = ("least_due", "most_due", "due_state", "due_days_least", "due_days_most")
    return any(result.get(limit) is not None for limit in limits)


def _ending(days: str) -> str:
    return f"ending {days}" if days.startswith(("until", "from")) else f"valid until {days}"


_DEEDS = {"paid": "paid", "not_paid": "did not pay", "came": "came", "not_came": "did not come",
          "renewed": "renewed"}  # fmt: skip

_DUES = {
    None: "dues",
    "overdue": "overdue dues (begun more than 7 days ago)",
    "pending": "pending dues (begun in the last 7 days)",
}
_GRACE_DAYS = 7


def dues(state: str | None, least: int | None, most: int | None, begun: str = "") -> str:
    """Which dues are meant: overdue or pending ones, of memberships that began `least` to `most` days ago: `begun`."""
    if least is None and most is None:
        return _DUES[state]
    if state == "overdue":
        least = max(least or 0, _GRACE_DAYS + 1)
    days = f"{least} or more" if most is None else f"{most}" if least == most else f"{least or 0} to {most}"
    # Of overdue ones the days are fewer than were named.
    when = f": {begun}" if begun and state != "overdue" else ""
    return f"{f'{state} ' if state else ''}dues (begun {days} days ago{when})"


def which_clients(result: Result) -> str:
    """What was asked for, to stand after "12 clients"."""
    parts = [
        f"with plan {cell(result['plan'])}" if result["plan"] else "",
        f"not with plan {cell(result['other_than_plan'])}" if result["other_than_plan"] else "",
        f"of trainer {cell(result['trainer'])}" if result["trainer"] else "",
        "without a trainer" if result["without_trainer"] else "",
        "without any membership" if result.get("without_plan") else "",
        "in the gym now" if result.get("inside_now") else "",
        *_deeds(result),
        f"not seen for {counted(result['not_seen_days'], 'day')}" if result["not_seen_days"] else "",
        "who have never come" if result.get("never_came") else "",
        f"joined {span(result['joined_from'], result['joined_to'])}"
        if result["joined_from"] or result["joined_to"] else "",
        _ending(span(result["ends_from"], result["ends_to"]))
        if result["ends_from"] or result["ends_to"] else "",
        _with_dues(result) if asks_for_dues(result) else "",
        {"full": "with nothing left to pay", "part": f"who have paid a part, {rupees(result['due'])} still to pay",
         "nothing": "who have paid nothing yet"}.get(result["settled"] or "", ""),
    ]  # fmt: skip
    said = ", ".join(part for part in parts if part)
    where = f"{at(result['branch'])}{_each_status(result)}{_still_owing(result)}"
    return f"{', ' if said else ''}{said}{where}{_order(result)}"


def _deeds(result: Result) -> list[str]:
    """What they did, or did not do: "who paid by Cash 1 Nov to 25 Nov 2026"."""
    said = []
    for deed, words in _DEEDS.items():
        days = span(result.get(f"{deed}_from"), result.get(f"{deed}_to"))
        method = result.get("paid_method") if deed == "paid" else None
        by = f" by {cell(method)}" if method else ""
        if days or by:
            said.append(f"who {words}{by}{' ' if days else ''}{days}")
    return said


def _with_dues(result: Result) -> str:
    state, days = result.get("due_state"), (result.get("due_days_least"), result.get("due_days_most"))
    begun = span(result.get("due_begun_from"), result.get("due_begun_to"))
    least, most = result["least_due"], result["most_due"]
    limited = "" if most is None and least in (None, 1) else amounts(least, most)
    each = ""
    if state is None and days == (None, None):
        each = split(result["owing"], result["due"], result["overdue"], result["overdue_due"])
    together = f", together {rupees(result['due'])}" if result["total"] else ""
    return f"with {dues(state, *days, begun)}{limited}{together}{each}"


def split(clients: int, amount: int, overdue: int, overdue_amount: int) -> str:
    """How many of those who owe are overdue and how many are pending: " (27 overdue, ...; 13 pending, ...)"."""
    if not overdue or overdue == clients:
        return {0: ", none of it overdue yet"}.get(overdue, ", all overdue") if clients else ""
    late = f"{overdue} overdue, membership begun more than {_GRACE_DAYS} days ago, {rupees(overdue_amount)}"
    return f" ({late}; {clients - overdue} pending, not overdue yet, {rupees(amount - overdue_amount)})"


def _still_owing(result: Result) -> str:
    """Of those who did not pay in a period, which is no debt by itself, how many owe something."""
    if not result.get("not_paid_to") or asks_for_dues(result) or not result["total"]:
        return ""
    if not result["owing"]:
        return "; none of them owes anything"
    return f"; {result['owing']} of them still {'owes' if result['owing'] == 1 else 'owe'} {rupees(result['due'])}"


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
    usual = result["not_seen_days"] or (result.get("sort") == "due" and asks_for_dues(result))
    order = None if usual else _ORDERS.get(result.get("sort") or "")
    return f"; {order}" if order and len(result["clients"]) > 1 else ""


def _each_status(result: Result) -> str:
    """Which statuses are among those that are not of another: " (39 expired, 12 pending)"."""
    statuses = result.get("statuses") or {}
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    return f" ({said})" if said else ""


def never_seen(result: Result) -> str:
    """How many have never come, and are not in a list of those absent for some days."""
    statuses = result.get("never_seen") or {}
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    total = sum(statuses.values())
    if not said:
        return ""
    verb = "has" if total == 1 else "have"
    return f'Not among them: {counted(total, "client")} who {verb} never come ({said}); ask "members who never came".'


def pending_too(result: Result) -> str:
    """How many more end in the same days but are pending, and so are not among those that run."""
    if not (pending := result.get("pending")) or result["offset"]:
        return ""
    verb = "is" if pending == 1 else "are"
    said = f"{pending} that {verb} pending (not paid yet, or not begun)"
    return f'Not among them: {said} and {"ends" if pending == 1 else "end"} then; ask "only pending".'


def _kind(result: Result) -> str:
    gender = {"male": "male ", "female": "female "}.get(result["gender"] or "", "")
    status = f"{result['status']} " if result["status"] else ""
    status = "active " if result["not_seen_days"] and not status else status
    other = f"not {result['other_than_status']} " if result["other_than_status"] else ""
    return f"{status}{other}{gender}client"


def clients_of(result: Result) -> str:
    return counted(result["total"], _kind(result))


def none_of(result: Result) -> str:
    return f"no {_kind(result)}s"
