"""Words the answers about who came and who is inside."""

from datetime import date
from typing import Any

from strakly_desktop.bot.answers.clients import which_one
from strakly_desktop.bot.answers.extremes import led_by, most_and_least
from strakly_desktop.bot.answers.markdown import (
    at,
    blocks,
    cell,
    client,
    counted,
    day,
    everywhere,
    left_out,
    link,
    metrics,
    span,
    table,
    tip,
    title,
)
from strakly_desktop.bot.answers.recorded import unrecorded
from strakly_desktop.bot.answers.which_clients import Result

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def attendance_today(result: Result) -> str:
    """Who came today."""
    rows, offset = result["visits"], result["offset"]
    if not rows:
        return _nobody(result, f"Nobody has checked in today{at(result['branch'])} so far.")
    return blocks(
        title(
            f"{counted(result['total'], 'check-in')} today{at(result['branch'])}, {result['inside']} still inside"
        ),
        table(
            ["#", "Name", "In", "Out", "Branch"],
            [
                [
                    place,
                    client(row["name"], row["client_id"]),
                    row["checked_in"],
                    row["checked_out"],
                    row["branch"],
                ]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "check-ins", "/attendance", offset),
    )


def attendance(result: Result) -> str:
    """Check-ins over a period, by day or by hour."""
    period = span(result["from_date"], result["to_date"])
    if not result["total"]:
        return (
            f"There were no check-ins{_narrowed(result)}{at(result['branch'])} in this period"
            f" ({period}{unrecorded(result, '; ')})."
        )
    groups: list[Result] = result["groups"]
    busiest = max(groups, key=lambda group: int(group["checkins"]))
    one_day = result["days"] == 1
    numbers: list[tuple[str, object]] = [
        ("Check-ins", f"{result['total']:,}"),
        ("Different clients", result["clients"]),
        *([] if one_day else [("Average a day", round(result["total"] / result["days"]))]),
        ("Busiest", f"{_label(busiest)} ({busiest['checkins']})"),
    ]
    ends = led_by(", ", most_and_least([(_label(group), int(group["checkins"])) for group in groups], str))
    by = f" by {counted(result['clients'], 'client')}"
    shown = groups[-31:]
    heading = result["group_by"].capitalize()
    lines = [[_label(group), group["checkins"]] for group in shown]
    return blocks(
        title(
            f"{_average(result)}{_narrowed(result)}, {period}{unrecorded(result)}, {everywhere(result['branch'])}:"
            f" {counted(result['total'], 'check-in')}{by if len(groups) == 1 else ends}"
        ),
        "" if len(groups) == 1 else metrics(numbers),
        table([heading, "Check-ins"], lines) if len(lines) > 1 else "",
        left_out(len(shown), len(groups), "attendance", "/attendance"),
    )


def currently_in_gym(result: Result) -> str:
    """Who is inside now."""
    rows, offset = result["inside"], result["offset"]
    if not rows:
        return _nobody(result, f"Nobody is in the gym right now{at(result['branch'])}.")
    verb = "is" if result["total"] == 1 else "are"
    who = {"male": "male client", "female": "female client"}.get(result["gender"] or "", "client")
    full = round(100 * result["total"] / result["capacity"]) if result["capacity"] else 0
    return blocks(
        title(f"{counted(result['total'], who)} {verb} in the gym now{at(result['branch'])}"),
        table(
            ["#", "Name", "In since", "Time inside", "Branch"],
            [
                [place, client(row["name"], row["client_id"]), row["checked_in"], _duration(row["minutes"]),
                 row["branch"]]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "check-ins", "/attendance", offset),
        tip(f"{full} % of the {result['capacity']} places are taken.") if full and not result["gender"] else "",
    )  # fmt: skip


def visits(result: Result) -> str:
    """Who came in a period."""
    rows, offset = result["visits"], result["offset"]
    period = span(result["from_date"], result["to_date"])
    if not rows:
        nobody = f"Nobody checked in{_narrowed(result)}{at(result['branch'])} ({period}{unrecorded(result, '; ')})."
        return _nobody(result, nobody)
    return blocks(
        title(
            f"{counted(result['total'], 'check-in')}{_narrowed(result)}, {period}{unrecorded(result)},"
            f" {everywhere(result['branch'])},"
            f" by {counted(result['clients'], 'client')}"
        ),
        table(
            ["#", "Name", "Day", "In", "Out", "Branch"],
            [
                [place, client(row["name"], row["client_id"]), day(row["date"]), row["checked_in"], row["checked_out"],
                 row["branch"]]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "check-ins", "/attendance", offset),
    )  # fmt: skip


def client_visits(result: Result) -> str:
    """How often one client came."""
    if not result["found"]:
        return which_one(result)
    period = span(result["from_date"], result["to_date"])
    last = f"{day(result['last_visit'])}, {result['last_visit_time']}" if result["last_visit"] else "never"
    name = cell(result["name"])
    came = f"came {counted(result['total'], 'time')}" if result["total"] else "did not come"
    said = f"{name} {came}, {period}; last visit: {last}"
    lines = [[day(visit["date"]), visit["checked_in"], visit["checked_out"]] for visit in result["visits"]]
    return blocks(
        title(said),
        table(["Day", "In", "Out"], lines) if lines else "",
        link(f"Page of {result['name']}", f"/clients/{result['client_id']}"),
    )


def _average(result: Result) -> str:
    """What the answer begins with: the average, where that was asked for."""
    if result.get("average_per") is None:
        return "Attendance"
    begun = result["recorded_from"]
    since = f" from {day(begun)} on, when the records begin" if begun != result["from_date"] else ""
    a_day = round(result["total"] / result["days"], 1)
    return f"On average {a_day:g} check-ins a day over {counted(result['days'], 'day')}{since}. Attendance"


def _narrowed(result: Result) -> str:
    who = {"male": " of men", "female": " of women"}.get(result["gender"] or "", "")
    start, end = result["from_hour"], result["to_hour"]
    if start is None and end is None:
        return who
    return f"{who} from {start or 0:02d}:00 to {23 if end is None else end:02d}:59"


def _label(group: dict[str, Any]) -> str:
    if "branch" in group:
        return cell(group["branch"])
    if "gender" in group:
        return {"male": "Men", "female": "Women"}[group["gender"]]
    if "weekday" in group:
        return _WEEKDAYS[group["weekday"]]
    if "hour" in group:
        return f"{group['hour']:02d}:00 to {(group['hour'] + 1) % 24:02d}:00"
    return f"{date.fromisoformat(group['date']):%a} {day(group['date'])}"


def _duration(minutes: int) -> str:
    hours, rest = divmod(max(0, minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def _nobody(result: Result, sentence: str) -> str:
    return f"That was all: {counted(result['total'], 'check-in')}." if result["total"] else sentence
