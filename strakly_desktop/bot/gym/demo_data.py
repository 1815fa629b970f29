"""Makes up the demo gym: the same people every time, with all dates counted back from a given moment.

Every choice comes from one seeded generator, so a test can rely on the data and two starts on one day agree.
Nobody here exists: phone numbers are 90000 00001 and onwards, e-mail addresses end in example.com.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table

from strakly_desktop.bot.gym.demo_names import MEN, SURNAMES, WOMEN, pick
from strakly_desktop.bot.gym.demo_people import (
    LAKE,
    MAIN,
    PLANS,
    TRAINERS,
    Rows,
    memberships_of,
    people_of_the_gym,
    visits_of,
)
from strakly_desktop.bot.gym.records import DEMO_GYM_ID, DEMO_GYM_NAME
from strakly_desktop.bot.gym.schema import (
    Branch,
    Client,
    Enquiry,
    GymRecord,
    Membership,
    Payment,
    Plan,
    Trainer,
    Visit,
)

_SEED = 20
_SOURCES = (("Walk-in", 40), ("Instagram", 25), ("Referral", 20), ("Website", 15))
_ENQUIRY_STATUSES = (("new", 35), ("contacted", 30), ("converted", 22), ("lost", 13))


def demo_rows(now: datetime) -> Iterator[tuple[Table, Rows]]:
    """Every table with its rows, in an order that foreign keys allow."""
    rng = Random(_SEED)  # noqa: S311 - made-up people, not secrets
    today = now.date()
    yield GymRecord, [_gym()]
    yield Branch, _branches()
    yield Trainer, _trainers()
    yield (
        Plan,
        [
            {"id": number, "gym_id": DEMO_GYM_ID, "name": name, "months": months, "price": price}
            for number, name, months, price, _weight in PLANS
        ],
    )
    people = people_of_the_gym(rng, today)
    memberships, payments = memberships_of(rng, people, today)
    yield Client, [person.client for person in people]
    yield Membership, memberships
    yield Payment, payments
    yield Visit, visits_of(rng, people, now)
    yield Enquiry, _enquiries(rng, today)


def _gym() -> dict[str, Any]:
    return {
        "id": DEMO_GYM_ID,
        "name": DEMO_GYM_NAME,
        "phone": "90000 10000",
        "email": "desk@irontemple.example.com",
        "address": "12 Temple Street, Koregaon Park",
        "city": "Pune",
        "hours": "Open 24 hours, staffed 05:30 to 22:30",
    }


def _branches() -> Rows:
    places = ((MAIN, "Main branch", "MAIN", "12 Temple Street, Koregaon Park", 90),
              (LAKE, "Lake Road", "LAKE", "7 Lake Road, Kothrud", 60))  # fmt: skip
    return [
        {
            "id": number, "gym_id": DEMO_GYM_ID, "name": name, "code": code, "phone": f"90000 1000{number}",
            "address": address, "hours": "Open 24 hours, staffed 05:30 to 22:30", "capacity": capacity,
            "is_default": number == MAIN,
        }
        for number, name, code, address, capacity in places
    ]  # fmt: skip


def _trainers() -> Rows:
    return [
        {"id": number, "gym_id": DEMO_GYM_ID, "branch_id": branch, "name": name, "phone": f"90000 2000{number}",
         "speciality": speciality, "shift": shift}
        for number, (branch, name, speciality, shift) in enumerate(TRAINERS, 1)
    ]  # fmt: skip


def _enquiries(rng: Random, today: date) -> Rows:
    rows: Rows = []
    for number in range(1, 35):
        gender = rng.choice((WOMEN, MEN))
        age = rng.randint(0, 60) if number > 6 else rng.randint(0, 4)
        name = f"{rng.choice(gender)} {rng.choice(SURNAMES)}"
        rows.append({
            "gym_id": DEMO_GYM_ID, "branch_id": pick(rng, ((MAIN, 60), (LAKE, 40))), "name": name,
            "phone": f"90000 3{number:04d}", "email": None,
            "interest": rng.choice([plan[1] for plan in PLANS] + ["Personal training", "Zumba", "Yoga"]),
            "source": pick(rng, _SOURCES), "created_on": today - timedelta(days=age),
            "status": "new" if age <= 3 else pick(rng, _ENQUIRY_STATUSES),
        })  # fmt: skip
    return rows
