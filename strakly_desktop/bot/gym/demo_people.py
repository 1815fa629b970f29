"""Makes up the demo gym's clients and their stories: memberships, payments and visits.

A story is made backwards from today: first how it stands now (active, expiring, absent, expired, pending), then the
memberships and visits that lead there. So there is always somebody of each kind, on whatever day one looks.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from strakly_desktop.bot.gym.demo_names import MEN, SURNAMES, WOMEN, pick
from strakly_desktop.bot.gym.records import DEMO_GYM_ID

CLIENTS = 245
ATTENDANCE_DAYS = 60
MAIN, LAKE = 1, 2
PLANS = (
    (1, "Monthly", 1, 2500, 30), (2, "Quarterly", 3, 6500, 25), (3, "Silver 6 months", 6, 11500, 22),
    (4, "Gold 12 months", 12, 19500, 16), (5, "Couple 12 months", 12, 34000, 3), (6, "Student monthly", 1, 1800, 4),
)  # fmt: skip
"""Id, name, months, price in rupees, and how often it is chosen."""
TRAINERS = (
    (MAIN, "Vikram Rathore", "Strength", "Morning"), (MAIN, "Leela Krishnan", "Yoga", "Morning"),
    (MAIN, "Sanjay Bose", "Weight loss", "Evening"), (MAIN, "Noor Ansari", "CrossFit", "Evening"),
    (LAKE, "Dinesh Solanki", "Strength", "Morning"), (LAKE, "Grace Lobo", "Zumba", "Evening"),
    (LAKE, "Manpreet Gill", "Functional training", "Evening"),
)  # fmt: skip
_METHODS = (("UPI", 55), ("Card", 20), ("Cash", 18), ("Bank transfer", 7))
_HOURS = ((5, 2), (6, 10), (7, 16), (8, 12), (9, 6), (10, 3), (11, 2), (12, 1), (16, 3), (17, 9), (18, 16), (19, 14),
          (20, 7), (21, 3))  # fmt: skip
"""How busy each hour is: a morning and an evening peak."""
_WELL_KNOWN = (
    (4, "Rohan Mehta", "male", "active"), (17, "Priya Sharma", "female", "active"),
    (41, "Imran Qureshi", "male", "expiring"), (88, "Fatima D'Souza", "female", "expired"),
)  # fmt: skip
"""Place, name, gender and kind of those whom a demonstration asks about."""

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Person:
    """A client of the demo gym, before its record is written."""

    client: dict[str, Any]
    kind: str
    """How their story ends: active, expiring (this week), absent (for 14 days and more), expired, or pending."""
    valid_until: date
    keenness: float
    """The share of days on which they come."""


def _names(rng: Random) -> list[tuple[str, str]]:
    women = [(f"{first} {last}", "female") for first in WOMEN for last in SURNAMES]
    men = [(f"{first} {last}", "male") for first in MEN for last in SURNAMES]
    found = rng.sample(women, 108) + rng.sample(men, CLIENTS - 108 - len(_WELL_KNOWN))
    rng.shuffle(found)
    for place, name, gender, _kind in _WELL_KNOWN:
        found.insert(place, (name, gender))
    return found


def people_of_the_gym(rng: Random, today: date) -> list[Person]:
    """All clients, in the order of their ids."""
    kinds = ["active"] * 154 + ["expiring"] * 13 + ["absent"] * 21 + ["expired"] * 45 + ["pending"] * 12
    rng.shuffle(kinds)
    known = {place for place, _name, _gender, _kind in _WELL_KNOWN}
    for place, _name, _gender, kind in _WELL_KNOWN:
        other = next(index for index, each in enumerate(kinds) if each == kind and index not in known)
        kinds[place], kinds[other] = kinds[other], kinds[place]
    people = []
    for number, ((name, gender), kind) in enumerate(zip(_names(rng), kinds, strict=True), 1):
        branch = pick(rng, ((MAIN, 62), (LAKE, 38)))
        recent = kind == "pending" or (rng.random() < 0.08 and number - 1 not in known)
        joined = today - timedelta(days=rng.randint(0, 9) if recent else rng.randint(45, 620))
        own_trainers = [place for place, trainer in enumerate(TRAINERS, 1) if trainer[0] == branch]
        client = {
            "id": number, "gym_id": DEMO_GYM_ID, "branch_id": branch,
            "trainer_id": rng.choice(own_trainers) if rng.random() < 0.35 else None,
            "name": name, "phone": f"90000 {number:05d}", "gender": gender, "joined_on": joined,
            "email": f"{name.lower().replace(' ', '.').replace(chr(39), '')}@example.com",
        }  # fmt: skip
        people.append(
            Person(client, "active" if recent and kind != "pending" else kind, today, rng.uniform(0.2, 0.65))
        )
    return people


def _plus_months(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def memberships_of(rng: Random, people: list[Person], today: date) -> tuple[Rows, Rows]:
    """Everybody's memberships and the payments for them; sets `valid_until` and the day of joining."""
    memberships: Rows = []
    payments: Rows = []
    plans = {number: (months, price) for number, _name, months, price, _weight in PLANS}
    weighted = tuple((number, weight) for number, _name, _months, _price, weight in PLANS)
    for person in people:
        plan = pick(rng, weighted)
        for start, end in _stretches(rng, person, plans[plan][0], today):
            number, price = len(memberships) + 1, plans[plan][1]
            memberships.append({"id": number, "client_id": person.client["id"], "plan_id": plan,
                                "start_date": start, "end_date": end, "price": price})  # fmt: skip
            person.valid_until = end
            latest = end >= today
            payments += _payments(rng, number, price, start, today, person.kind if latest else "paid")
    for number, payment in enumerate(payments, 1):
        payment["id"] = number
    return memberships, payments


def _stretches(rng: Random, person: Person, months: int, today: date) -> list[tuple[date, date]]:
    """The client's memberships one after the other, the last one ending as their kind wants it."""
    joined: date = person.client["joined_on"]
    if person.kind == "pending" or (today - joined).days < 30:
        return [(joined, _plus_months(joined, months) - timedelta(days=1))]
    if person.kind == "expiring":
        # Some end this very day: on a Sunday that is all that is left of the week.
        last_day = today + timedelta(days=0 if person.client["id"] % 3 == 0 else rng.randint(1, 6))
    elif person.kind == "expired":
        last_day = today - timedelta(days=min(rng.randint(1, 75), (today - joined).days - 10))
    else:
        last_day = today + timedelta(days=rng.randint(8, max(9, months * 30 - 4)))
    found: list[tuple[date, date]] = []
    end = last_day
    while True:
        start = _plus_months(end + timedelta(days=1), -months)
        found.append((start, end))
        if start <= joined or len(found) == 12:
            # They joined on the first day of their first membership, whatever was drawn.
            person.client["joined_on"] = start
            return found[::-1]
        end = start - timedelta(days=1)


def _payments(rng: Random, membership: int, price: int, start: date, today: date, kind: str) -> Rows:
    if kind == "pending":
        return []
    method = pick(rng, _METHODS)
    paid_on = min(start, today)
    part = kind != "paid" and rng.random() < (0.4 if kind == "expiring" else 0.08)
    amount = price // 200 * 100 if part else price
    return [{"membership_id": membership, "paid_on": paid_on, "amount": amount, "method": method}]


def visits_of(rng: Random, people: list[Person], now: datetime) -> Rows:
    """The visits of the last weeks, up to `now`."""
    today = now.date()
    found: list[tuple[datetime, int, datetime | None]] = []
    for person in people:
        number = person.client["id"]
        last_day = today - timedelta(days=rng.randint(15, 40)) if person.kind == "absent" else today
        first_day = max(person.client["joined_on"], today - timedelta(days=ATTENDANCE_DAYS))
        day = first_day
        while day <= min(last_day, person.valid_until):
            keen = person.keenness * (0.45 if day.weekday() == 6 else 1)
            forced = person.kind in ("active", "expiring") and day == today - timedelta(days=1 + number % 10)
            if person.kind != "pending" and (rng.random() < keen or forced):
                came = datetime.combine(day, time(pick(rng, _HOURS), rng.randrange(60)))
                left = came + timedelta(minutes=rng.randint(40, 105))
                if left < now:
                    found.append((came, number, left))
            day += timedelta(days=1)
    found += _inside(rng, people, now, {number for came, number, _ in found if came.date() == today})
    found.sort(key=lambda visit: visit[:2])
    return [{"id": place, "client_id": number, "checked_in": came, "checked_out": left}
            for place, (came, number, left) in enumerate(found, 1)]  # fmt: skip


def _inside(
    rng: Random, people: list[Person], now: datetime, already: set[int]
) -> list[tuple[datetime, int, datetime | None]]:
    """Those who are in the gym at `now`, at whatever hour the demo is looked at."""
    able = [person.client["id"] for person in people
            if person.kind in ("active", "expiring") and person.client["id"] not in already]  # fmt: skip
    midnight = datetime.combine(now.date(), time.min)
    now = now.replace(second=0, microsecond=0)
    return [(max(midnight, now - timedelta(minutes=rng.randint(3, 75))), number, None)
            for number in rng.sample(able, 19)]  # fmt: skip
