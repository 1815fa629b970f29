"""Words the difference between two results of one tool: both figures and how far they are apart."""

from collections.abc import Sequence
from datetime import date

from strakly_desktop.bot.answers.markdown import amounts, cell, rupees, span, title
from strakly_desktop.bot.answers.recorded import unrecorded
from strakly_desktop.bot.answers.side_by_side import side_by_side
from strakly_desktop.bot.answers.which_clients import Result

_FIGURES = {
    "get_revenue": ("Revenue", "total", True),
    "get_sales_by_plan": ("Memberships sold", "sold", False),
    "get_attendance": ("Check-ins", "total", False),
    "get_attendance_today": ("Check-ins", "total", False),
    "get_visits": ("Check-ins", "total", False),
    "get_enquiries_list": ("Enquiries", "total", False),
    "get_enquiry_stats": ("Enquiries", "total", False),
    "get_clients_list": ("Clients", "total", False),
    "get_clients_stats": ("Clients joined", "joined", False),
    "get_expiring_memberships": ("Memberships", "total", False),
    "get_expired_memberships": ("Memberships", "total", False),
    "get_payments": ("Payments", "amount", True),
    "get_unpaid_dues": ("Dues", "amount", True),
    "get_currently_in_gym": ("Inside now", "total", False),
}
"""What is compared of each tool's result, under which name, and whether it is money."""
_STATUSES = {"get_expired_memberships": "expired", "get_expiring_memberships": "active"}
"""Of what status those are that a tool tells of, where its result does not say so."""
_DIFFER_BY = (
    "branch", "method", "other_than_method", "plan", "other_than_plan", "gender", "status", "other_than_status",
    "source", "other_than_source", "interest", "trainer", "state", "due_state",
)  # fmt: skip


def beside_each_other(
    results: Sequence[tuple[str, Result]],
    today: date,
    split_by: str | None = None,
    *,
    is_one_chosen: bool = False,
) -> tuple[str, str]:
    """The sentence that compares the results of tools, and the table that has their figures side by side.

    Either is "" where there is none. Where there is the table, the answer to each of them says nothing more: so there
    is none where a split was asked for (`split_by`) whose parts have no counterpart, such as days. `is_one_chosen`: the
    window stands at one branch, so that figures of all of them must say so.
    """
    said = compared(results, today, is_one_chosen=is_one_chosen)
    is_told = said and len(results) > 1 and split_by not in ("day", "month")
    kept = _kept(results, is_one_chosen)
    labels = [f"{label}{kept}" for label in _labels_of(results)]
    return said, side_by_side(results, labels) if is_told else ""


def _labels_of(results: Sequence[tuple[str, Result]]) -> list[str]:
    return _labels([{"status": _STATUSES.get(tool)} | result for tool, result in results])


def compared(results: Sequence[tuple[str, Result]], today: date, *, is_one_chosen: bool = False) -> str:
    """The sentence that compares the results of two tools or more, or "" when they cannot be compared.

    A period of what happens that is not over `today` is told as "so far": a morning is no day to measure another by.
    """
    ended = {bool(result.get("past", tool != "get_expiring_memberships")) for tool, result in results}
    if {tool for tool, _ in results} <= set(_STATUSES) and len(ended) > 1:
        return ""  # What still ends in the rest of a month is no counterpart of what ended in another one.
    so_far = _so_far(results, today)
    kept = _kept(results, is_one_chosen)
    if len(results) > 2:
        return _beside_each_other(results, kept, so_far)
    figures = [_figure(tool, result) for tool, result in results[:2]]
    if len(results) < 2 or None in figures or any("error" in result for _, result in results[:2]):
        return ""
    (name, key, is_money), (_, other_key, _) = [figure for figure in figures if figure is not None]
    first, second = results[0][1], results[1][1]
    one, other = int(first[key]), int(second[other_key])
    name += kept
    shown = [rupees(value) if is_money else f"{value:,}" for value in (one, other, abs(one - other))]
    labels = _labels_of(results[:2])
    said = [f"{value}{unrecorded(result)}" for value, (_, result) in zip(shown, results, strict=False)]
    if one == other:
        return title(f"{name}: {labels[0]} and {labels[1]} are the same{so_far}, {shown[0]}")
    more = "more" if one > other else "less"
    unlike = any(
        unrecorded(result) for _, result in results
    )  # Of what is recorded of a part only, no share tells much.
    percent = f" ({round(100 * abs(one - other) / other)} %)" if other and not unlike else ""
    more += f"{percent}{so_far}"
    both = rupees(one + other) if is_money else f"{one + other:,}"
    together = f"; together {both}" if _are_apart(first, second) else ""
    return title(
        f"{name}: {labels[0]} {said[0]}, {labels[1]} {said[1]}; {labels[0]} is {shown[2]} {more}{together}"
    )


_OF_THE_PAST = frozenset({
    "get_revenue", "get_sales_by_plan", "get_attendance", "get_attendance_today", "get_visits", "get_enquiries_list",
    "get_enquiry_stats", "get_clients_stats", "get_payments",
})  # fmt: skip


def _so_far(results: Sequence[tuple[str, Result]], today: date) -> str:
    """ " so far", where more may still come of one of them; and of which days, where the others are over."""
    running = [result for tool, result in results if _is_running(tool, result, today)]
    if not running:
        return ""
    days = dict.fromkeys(_days(result) for result in running)
    return " so far" if len(running) == len(results) else f" so far, as {' and '.join(days)} is not over"


def _is_running(tool: str, result: Result, today: date) -> bool:
    end = result.get("date") or result.get("to_date") or result.get("joined_to")
    return tool in _OF_THE_PAST and bool(end) and str(end) >= today.isoformat()


def _beside_each_other(results: Sequence[tuple[str, Result]], kept: str, so_far: str) -> str:
    """Three and more, each with its figure: none of them is left out, and no two make a sum."""
    figures = [_figure(tool, result) for tool, result in results]
    if any("error" in result for _, result in results) or None in figures:
        return ""
    labels = _labels_of(results)
    names = dict.fromkeys(figure[0] for figure in figures if figure is not None)
    values = [
        (rupees(int(result[figure[1]])) if figure[2] else f"{int(result[figure[1]]):,}") + unrecorded(result)
        for (_, result), figure in zip(results, figures, strict=True)
        if figure is not None
    ]
    pairs = list(zip(labels, values, strict=True))
    counts = [
        int(result[figure[1]])
        for (_, result), figure in zip(results, figures, strict=True)
        if figure is not None
    ]
    most = [label for label, count in zip(labels, counts, strict=True) if count == max(counts)]
    highest = f"; the most: {most[0]}" if len(most) == 1 else ""
    said = ", ".join(f"{label} {value}" for label, value in pairs)
    return title(f"{next(iter(names))}{kept}: {said}{so_far}{highest}")


def _are_apart(first: Result, second: Result) -> bool:
    """Whether nothing is in both, so that their sum means something: two days, two branches, two ways to pay."""
    apart = [key for key in _DIFFER_BY if first.get(key) != second.get(key)]
    if apart:
        each = [
            key for key in apart if not key.startswith("other_than_") and first.get(key) and second.get(key)
        ]
        is_open = "open" in (
            first.get("status"),
            second.get("status"),
        )  # New and contacted are a part of these.
        return bool(each) and not is_open and _days(first) == _days(second)
    days = [sorted(filter(None, (each.get("date") or each.get("from_date"), each.get("date") or each.get("to_date"))))
            for each in (first, second)]  # fmt: skip
    return all(len(each) == 2 for each in days) and (days[0][1] < days[1][0] or days[1][1] < days[0][0])


def _figure(tool: str, result: Result) -> tuple[str, str, bool] | None:
    of_dues = tool == "get_clients_list" and (result.get("least_due"), result.get("most_due")) != (None, None)
    return ("Dues", "due", True) if of_dues else _FIGURES.get(tool)


def _labels(results: Sequence[Result]) -> list[str]:
    """All that each of the results differs by from another one: a limit, its hours, its days, or several of them."""
    keys = [key for key in _DIFFER_BY if len({result.get(key) for result in results}) > 1]
    labels = [[_value(result, key) for key in keys] for result in results]
    for of_it in (_hours, _amounts, _days):
        told = [of_it(result) for result in results]
        if len(set(told)) > 1 or (of_it is _days and not any(labels)):
            labels = [[*label, each] for label, each in zip(labels, told, strict=True)]
    joined = [", ".join(label) for label in labels]
    if len(set(joined)) == len(joined):
        return joined
    return (
        ["the first", "the other"]
        if len(joined) == 2
        else [f"no. {place + 1}" for place in range(len(joined))]
    )


_RENEWED = "who renewed"


def _kept(told: Sequence[tuple[str, Result]], is_one_chosen: bool) -> str:
    """ ", Lake Road, UPI": what all of the results are limited to, which may come from the question before."""
    if not told:
        return ""
    results = [result for _, result in told]
    first = results[0]
    everywhere = is_one_chosen and all("branch" in each and each["branch"] is None for each in results)
    kept = ["all branches"] if everywhere else []
    kept += [
        _value(first, key)
        for key in _DIFFER_BY
        if first.get(key) and all(result.get(key) == first[key] for result in results)
    ]
    for of_it, without in ((_hours, "all hours"), (_amounts, "all amounts")):
        said = {of_it(result) for result in results}
        if len(said) == 1 and without not in said:
            kept += said
    if all(result.get("renewed_to") for result in results):
        kept.append(_RENEWED)
    return "".join(f", {each}" for each in kept)


def _value(result: Result, key: str) -> str:
    value = result.get(key)
    if key == "gender" and value:
        return {"male": "men", "female": "women"}[value]
    return f"{'not ' if value and key.startswith('other_than_') else ''}{cell(value or 'all')}"


def _hours(result: Result) -> str:
    start, end = result.get("from_hour"), result.get("to_hour")
    return (
        "all hours"
        if start is None and end is None
        else f"{start or 0:02d}:00 to {23 if end is None else end:02d}:59"
    )


def _amounts(result: Result) -> str:
    return amounts(result.get("least"), result.get("most")).removeprefix(" of ") or "all amounts"


def _days(result: Result) -> str:
    day = result.get("date")
    start, end = (
        result.get("from_date")
        or result.get("joined_from")
        or result.get("ends_from")
        or result.get("renewed_from"),
        result.get("to_date") or result.get("joined_to") or result.get("ends_to") or result.get("renewed_to"),
    )
    return span(day, day) if day else span(start, end) or "all days"
