"""Turns what was understood into tool calls: one row per intent, and the few intents that need a look-up first.

A name of a branch needs its number, and the page of a person needs theirs: these are looked up in a round of their
own, and the intent is called in the next one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz.fuzz import partial_ratio

from strakly_desktop.bot.agent.language_model import ToolCall, ToolResult
from strakly_desktop.bot.understanding.intents import Intent
from strakly_desktop.bot.understanding.requests import Request
from strakly_desktop.bot.understanding.rows import Person, people_in

_ROWS = 10
_DEFAULT_ABSENCE_DAYS = 14
_CLIENT_STATUSES = frozenset({"active", "expired", "pending", "inactive", "frozen", "cancelled"})
_ENQUIRY_STATUSES = {"new": "new", "contacted": "contacted", "converted": "converted", "lost": "lost",
                     "open": "open", "pending": "open", "active": "open"}  # fmt: skip
_SAME_BRANCH = 80
_ALL_BRANCHES = 0


def calls_for(requests: Sequence[Request], rounds: Sequence[Sequence[ToolResult]]) -> list[ToolCall]:
    """The calls of the next round, given those that have run; empty when everything has been looked up."""
    lookups = list(dict.fromkeys(_lookup(request) for request in requests if _lookup(request)))
    if not rounds:
        if lookups:
            return [ToolCall(tool, dict(arguments)) for tool, arguments in filter(None, lookups)]
        return [_call(request) for request in requests]
    if lookups and len(rounds) == 1:
        found = {result.tool: result.result for result in rounds[0]}
        return [call for request in requests if (call := _resolved(request, found)) is not None]
    return []


def unknown_branch(requests: Sequence[Request], rounds: Sequence[Sequence[ToolResult]]) -> str | None:
    """What to answer when a branch was looked up that there is not; None otherwise."""
    last = rounds[-1][-1] if rounds and rounds[-1] else None
    named = next((request.branch for request in requests if request.branch not in (None, "all")), None)
    if (
        named is None
        or len(rounds) != 1
        or last is None
        or last.tool != "get_branches"
        or "error" in last.result
    ):
        return None
    there = ", ".join(f"**{branch['branch']}**" for branch in last.result.get("branches", ()))
    return (
        f'There is no branch "{named}" that can be looked at here, so I looked nothing up. '
        f"The branches are: {there}."
    )


_Lookup = tuple[str, tuple[tuple[str, Any], ...]]


def _lookup(request: Request) -> _Lookup | None:
    if request.branch not in (None, "all"):
        return ("get_branches", (("branch_id", _ALL_BRANCHES),))
    if request.intent is Intent.NAVIGATE and request.path is None:
        return ("search_clients", (("name", request.name or ""),))
    return None


def _resolved(request: Request, found: dict[str, dict[str, Any]]) -> ToolCall | None:
    if request.branch not in (None, "all"):
        number = _branch_number(request.branch or "", found.get("get_branches", {}))
        if number is None:
            return ToolCall("get_client_details", {"client": request.name}) if request.name else None
        call = _call(request)
        return ToolCall(call.tool, {**call.arguments, "branch_id": number})
    if request.intent is Intent.NAVIGATE and request.path is None:
        people = people_in(found.get("search_clients", {}))
        return _person_page(people[0]) if len(people) == 1 else None
    return _call(request)


def _person_page(person: Person) -> ToolCall:
    return ToolCall("navigate_to_page", {"path": f"/clients/{person.client_id}"})


def _branch_number(name: str, result: dict[str, Any]) -> int | None:
    rated = [
        (partial_ratio(name, str(branch.get("branch", "")).lower()), branch.get("branch_id"))
        for branch in result.get("branches", ())
    ]
    best, number = max(rated, default=(0.0, None), key=lambda pair: pair[0])
    return number if best >= _SAME_BRANCH and isinstance(number, int) else None


def _call(request: Request) -> ToolCall:
    tool, arguments = _TOOLS[request.intent]
    given = {key: value for key, value in arguments(request).items() if value is not None}
    if request.branch == "all":
        given["branch_id"] = _ALL_BRANCHES
    return ToolCall(tool, given)


_Arguments = Callable[[Request], dict[str, Any]]


def _nothing(_request: Request) -> dict[str, Any]:
    return {}


def _period(request: Request) -> dict[str, Any]:
    return _days(request, "from_date", "to_date")


def _joined(request: Request) -> dict[str, Any]:
    return _days(request, "joined_from", "joined_to")


def _days(request: Request, start: str, end: str) -> dict[str, Any]:
    if request.period is None:
        return {}
    return {start: request.period.start.isoformat(), end: request.period.end.isoformat()}


def _part(request: Request) -> dict[str, Any]:
    """Which rows: the limit that was asked for, and the pages that were seen already."""
    limit = request.limit
    return {"limit": limit, "offset": (request.page - 1) * (limit or _ROWS) or None}


def _person(request: Request) -> dict[str, Any]:
    return {"client": request.person_id or request.phone or request.name or ""}


def _client_list(request: Request) -> dict[str, Any]:
    status = request.status if request.status in _CLIENT_STATUSES else None
    return {
        "status": status,
        "plan": request.plan,
        **_joined(request),
        "sort": "newest" if request.period else None,
        **_part(request),
    }


def _absent(request: Request) -> dict[str, Any]:
    days = request.days
    if days is None and request.period is not None:
        days = (request.period.end - request.period.start).days + 1
    return {"not_seen_days": days or _DEFAULT_ABSENCE_DAYS, **_part(request)}


def _enquiries(request: Request) -> dict[str, Any]:
    return {"status": _ENQUIRY_STATUSES.get(request.status or ""), **_period(request), **_part(request)}


def _enquiry(request: Request) -> dict[str, Any]:
    draft = request.draft
    if draft is None:
        return {}
    return {
        "name": draft.name,
        "phone": draft.phone,
        "email": draft.email,
        "interest": draft.interest,
        "confirmed": request.confirmed or None,
    }


_TOOLS: dict[Intent, tuple[str, _Arguments]] = {
    Intent.CLIENT_STATS: ("get_clients_stats", _joined),
    Intent.CLIENT_LIST: ("get_clients_list", _client_list),
    Intent.CLIENT_SEARCH: ("search_clients", lambda r: {"name": r.phone or r.name or ""}),
    Intent.CLIENT_DETAILS: ("get_client_details", _person),
    Intent.CLIENT_MEMBERSHIP: ("get_client_membership", _person),
    Intent.ABSENT_CLIENTS: ("get_clients_list", _absent),
    Intent.MEMBERSHIP_STATS: ("get_membership_stats", _nothing),
    Intent.ACTIVE_MEMBERSHIPS: ("get_active_memberships", lambda r: {"plan": r.plan, **_part(r)}),
    Intent.EXPIRING_MEMBERSHIPS: ("get_expiring_memberships", lambda r: {**_period(r), **_part(r)}),
    Intent.EXPIRED_MEMBERSHIPS: ("get_expired_memberships", lambda r: {**_period(r), **_part(r)}),
    Intent.ATTENDANCE_TODAY: ("get_attendance_today", _part),
    Intent.ATTENDANCE_PERIOD: ("get_attendance", lambda r: {**_period(r), "group_by": _hour_or_day(r)}),
    Intent.IN_GYM_NOW: ("get_currently_in_gym", _part),
    Intent.REVENUE: (
        "get_revenue",
        lambda r: {**_period(r), "group_by": None if r.group == "hour" else r.group},
    ),
    Intent.SALES_BY_PLAN: ("get_sales_by_plan", _period),
    Intent.DUES: ("get_unpaid_dues", _part),
    Intent.PLANS: ("get_plans", _nothing),
    Intent.TRAINERS: ("get_trainers_list", _nothing),
    Intent.ENQUIRY_LIST: ("get_enquiries_list", _enquiries),
    Intent.ENQUIRY_STATS: ("get_enquiry_stats", _period),
    Intent.ENQUIRY_CREATE: ("create_enquiry", _enquiry),
    Intent.GYM_INFO: ("get_gym_info", _nothing),
    Intent.BRANCHES: ("get_branches", _nothing),
    Intent.CHANGE_THEME: ("change_theme", lambda r: {"theme": r.theme, "accent": r.accent}),
    Intent.NAVIGATE: ("navigate_to_page", lambda r: {"path": r.path}),
}


def _hour_or_day(request: Request) -> str | None:
    return "hour" if request.group == "hour" else None
