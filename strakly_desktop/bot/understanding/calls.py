"""Turns what was understood into tool calls: one row per intent; a person's page needs a look-up first."""

from collections.abc import Callable, Sequence
from typing import Any

from strakly_desktop.bot.agent.language_model import ToolCall, ToolResult
from strakly_desktop.bot.understanding.requests import BY_CODE, Intent, Limits, Period, Request
from strakly_desktop.bot.understanding.rows import people_in

_ROWS = 10
_ALL_ROWS = 2000
ALL_BRANCHES = 0
"""What stands for all of them where a branch is asked for by its number."""
_ONLY_STATUS = frozenset({"status", "ends", "branch_id", "limit", "page", "whole", "counted", "phones"})
_Call = tuple[str, dict[str, Any]]


def look_up_call(words: Sequence[str]) -> ToolCall:
    """The call that tells what words name. All branches are looked at: one may be named."""
    return ToolCall("find_names", {"words": list(words), "branch_id": ALL_BRANCHES})


def calls_for(requests: Sequence[Request], rounds: Sequence[Sequence[ToolResult]]) -> list[ToolCall]:
    """The calls of the next round, given those that have run; empty when everything has been looked up."""
    pages = [request for request in requests if request.intent is Intent.NAVIGATE and request.path is None]
    if not rounds:
        others = [_call(request) for request in requests if request not in pages]
        return [*others, *(ToolCall("search_clients", {"name": page.name or ""}) for page in pages[:1])]
    if pages and len(rounds) == 1:
        found = rounds[0][-1].result
        people = people_in(found)
        return (
            [ToolCall("navigate_to_page", {"path": f"/clients/{people[0].client_id}"})]
            if len(people) == 1 and not found.get("nobody")
            else []
        )
    return []


def _call(request: Request) -> ToolCall:
    tool, arguments = _CALLS[request.intent](request)
    given = {key: value for key, value in arguments.items() if value is not None}
    if request.limits.branch_id is not None:
        given["branch_id"] = request.limits.branch_id
    elif request.intent is Intent.BRANCHES or request.limits.group == "branch":
        given["branch_id"] = ALL_BRANCHES  # Whichever is chosen in the window.
    return ToolCall(tool, given)


def _days(period: Period | None, start: str = "from_date", end: str = "to_date") -> dict[str, Any]:
    if period is None:
        return {}
    return {start: period.start.isoformat(), end: period.end.isoformat()}


def _part(limits: Limits) -> dict[str, Any]:
    """Which rows: the limit that was asked for, and the pages that were seen already."""
    limit = _ALL_ROWS if limits.whole else limits.limit
    return {"limit": limit, "offset": ((limits.page or 1) - 1) * (limit or _ROWS) or None}


def _members(request: Request) -> _Call:
    limits = request.limits
    given = limits.given
    if limits.group is not None:
        return _members_by(limits, given - {"counted", "branch_id", "whole", "group"})
    if given <= {"counted", "branch_id"} and limits.counted:
        return "get_clients_stats", {}
    if given <= {"counted", "branch_id", "joined", "sort"} and limits.counted and limits.joined:
        return "get_clients_stats", _days(limits.joined, "joined_from", "joined_to")
    if limits.ends is not None and limits.status == "active" and given <= _ONLY_STATUS:
        return "get_expiring_memberships", {**_days(limits.ends), "phones": limits.phones, **_part(limits)}
    if limits.status == "expired" and given <= _ONLY_STATUS:
        return "get_expired_memberships", {**_days(limits.ends), "phones": limits.phones, **_part(limits)}
    return "get_clients_list", {
        **_narrowed(limits),
        "phones": limits.phones,
        "sort": limits.sort,
        **_part(limits),
    }


def _members_by(limits: Limits, given: frozenset[str]) -> _Call:
    """By a property: with the tables that there are, where nothing else limits it, else counted."""
    if limits.group == "plan" and (not given or (given == {"status"} and limits.status == "active")):
        return "get_membership_stats", {}
    return "count_clients", {"group_by": limits.group, **_narrowed(limits)}


def _narrowed(limits: Limits) -> dict[str, Any]:
    return {
        "status": limits.status,
        "plan": limits.plan,
        "gender": limits.gender,
        "trainer": limits.trainer,
        "without_trainer": limits.without_trainer,
        "other_than_status": limits.other_than_status,
        "other_than_plan": limits.other_than_plan,
        "not_seen_days": limits.absent_days,
        "never_came": limits.never_came,
        "least_due": limits.least,
        "most_due": limits.most,
        "settled": limits.settled,
        "due_state": limits.due_state,
        "due_days_least": limits.due_days_least,
        "due_days_most": limits.due_days_most,
        "without_plan": limits.without_plan,
        **_days(limits.paid_in, "paid_from", "paid_to"),
        "paid_method": limits.method,
        **_days(limits.not_paid_in, "not_paid_from", "not_paid_to"),
        **_days(limits.came_in, "came_from", "came_to"),
        **_days(limits.not_came_in, "not_came_from", "not_came_to"),
        **_days(limits.renewed_in, "renewed_from", "renewed_to"),
        "inside_now": limits.inside,
        **_days(limits.joined, "joined_from", "joined_to"),
        **_days(limits.ends, "ends_from", "ends_to"),
    }


def _dues(request: Request) -> _Call:
    limits = request.limits
    if limits.group is not None:
        return "count_clients", {
            "group_by": limits.group,
            **_narrowed(limits),
            "least_due": limits.least or 1,
        }
    amounts = {"least": limits.least, "most": limits.most, "state": limits.due_state}
    days = {"due_days_least": limits.due_days_least, "due_days_most": limits.due_days_most}
    if limits.given <= {
        "least",
        "most",
        "due_state",
        *days,
        "branch_id",
        "limit",
        "page",
        "whole",
        "counted",
        "sort",
        "phones",
    }:
        sort = limits.sort if limits.sort in ("name", "name_desc", "end_date", "lowest", "oldest") else None
        return "get_unpaid_dues", {**amounts, **days, "sort": sort, **_part(limits)}
    return "get_clients_list", {
        **_narrowed(limits),
        "phones": limits.phones,
        "least_due": limits.least or 1,
        "sort": {"lowest": "due_lowest"}.get(limits.sort or "", limits.sort or "due"),
        **_part(limits),
    }


def _paid(limits: Limits) -> dict[str, Any]:
    return {
        **_days(limits.period),
        "method": limits.method,
        "other_than_method": limits.other_than_method,
        "plan": limits.plan,
        "other_than_plan": limits.other_than_plan,
        "least": limits.least,
        "most": limits.most,
    }


def _of_plans(limits: Limits) -> dict[str, Any]:
    return {"plan": limits.plan, "other_than_plan": limits.other_than_plan}


def _payments(request: Request) -> _Call:
    sort = {"due": "amount"}.get(request.limits.sort or "", request.limits.sort)
    return "get_payments", {
        **_paid(request.limits),
        "gender": request.limits.gender,
        "sort": sort,
        **_part(request.limits),
    }


def _payers(request: Request) -> _Call:
    limits = request.limits
    paid = {name: value for name, value in _paid(limits).items() if name not in ("least", "most")}
    whose = {"gender": limits.gender, "status": limits.status}
    return "get_top_payers", {**paid, **whose, "sort": limits.sort, **_part(limits)}


def _visitors(request: Request) -> _Call:
    limits = request.limits
    whose = {"gender": limits.gender, "status": limits.status}
    return "get_top_visitors", {**_days(limits.period), **whose, "sort": limits.sort, **_part(limits)}


def _attendance(request: Request) -> _Call:
    limits = request.limits
    period = limits.period
    narrowed = {"gender": limits.gender, "from_hour": limits.from_hour, "to_hour": limits.to_hour}
    rows = limits.named or limits.whole or limits.limit is not None or limits.page is not None
    if (
        rows
        and limits.group is None
        and (period is not None or any(value is not None for value in narrowed.values()))
    ):
        return "get_visits", {**_days(period), **narrowed, **_part(limits)}
    asked = {"group_by": limits.group, "average_per": limits.average} | narrowed
    if period is None and not any(value is not None for value in asked.values()):
        return "get_attendance_today", _part(limits)
    return "get_attendance", {
        **(_days(period) or {"days": 7 if limits.group or limits.average else 1}),
        **asked,
    }


def _enquiries(request: Request) -> _Call:
    limits = request.limits
    narrowed = {
        "status": limits.status,
        "other_than_status": limits.other_than_status,
        "source": limits.source,
        "other_than_source": limits.other_than_source,
        "interest": limits.plan or limits.speciality,
        "name": limits.enquirer,
    }
    some = {name for name, value in narrowed.items() if value is not None} - {"status"}
    converted = limits.status in (None, "converted") and limits.counted and not some
    only_counted = converted and not limits.whole and limits.limit is None
    if only_counted or limits.group is not None:
        by = {"group_by": "branch"} if limits.group == "branch" else {}
        return "get_enquiry_stats", {**_days(limits.period), **by}
    return "get_enquiries_list", {**narrowed, **_days(limits.period), "sort": limits.sort, **_part(limits)}


def _enquiry(request: Request) -> _Call:
    draft = request.draft
    if draft is None:
        return "create_enquiry", {}
    return "create_enquiry", {
        "name": draft.name,
        "phone": draft.phone,
        "email": draft.email,
        "interest": draft.interest,
        "source": draft.source,
        "confirmed": request.confirmed or None,
    }


def _details(request: Request) -> _Call:
    if request.value == BY_CODE:
        return "get_client_by_code", {"code": request.name}
    return "get_client_details", _person(request)


def _person(request: Request) -> dict[str, Any]:
    return {"client": request.person_id or request.name or ""}


_CALLS: dict[Intent, Callable[[Request], _Call]] = {
    Intent.MEMBERS: _members,
    Intent.CLIENT_SEARCH: lambda r: ("search_clients", {"name": r.name or ""}),
    Intent.CLIENT_DETAILS: _details,
    Intent.CLIENT_MEMBERSHIP: lambda r: ("get_client_membership", _person(r)),
    Intent.CLIENT_VISITS: lambda r: ("get_client_visits", {**_person(r), **_days(r.limits.period)}),
    Intent.CLIENT_PAYMENTS: lambda r: (
        "get_client_payments",
        {**_person(r), **_days(r.limits.period), "method": r.limits.method, "limit": r.limits.limit},
    ),
    Intent.ATTENDANCE: _attendance,
    Intent.INSIDE: lambda r: ("get_currently_in_gym", {"gender": r.limits.gender, **_part(r.limits)}),
    Intent.REVENUE: lambda r: (
        "get_revenue",
        {
            **_paid(r.limits),
            "gender": r.limits.gender,
            "group_by": r.limits.group,
            "average_per": r.limits.average,
        },
    ),
    Intent.PAYMENTS: _payments,
    Intent.SALES: lambda r: ("get_sales_by_plan", {**_days(r.limits.period), **_of_plans(r.limits)}),
    Intent.DUES: _dues,
    Intent.PAYERS: _payers,
    Intent.VISITORS: _visitors,
    Intent.PLANS: lambda r: (
        "get_plans",
        {**_of_plans(r.limits), "months": r.limits.months, "least": r.limits.least, "most": r.limits.most},
    ),
    Intent.TRAINERS: lambda r: (
        "get_trainers_list",
        {"shift": r.limits.shift, "speciality": r.limits.speciality, "name": r.limits.trainer},
    ),
    Intent.ENQUIRIES: _enquiries,
    Intent.ENQUIRY_CREATE: _enquiry,
    Intent.GYM_INFO: lambda r: ("get_gym_info", {}),
    Intent.BRANCHES: lambda r: ("get_branches", {}),
    Intent.CHANGE_THEME: lambda r: ("change_theme", {"theme": r.theme, "accent": r.accent}),
    Intent.NAVIGATE: lambda r: ("navigate_to_page", {"path": r.path}),
    Intent.ASK_APP: lambda r: ("ask_app", {"command": r.command, "value": r.value}),
}
