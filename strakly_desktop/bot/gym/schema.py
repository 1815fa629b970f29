"""The tables of the gym. Money is in whole rupees, times are those of the gym's own clock.

They are SQLAlchemy's plain tables and not its mapped classes, because nothing but queries is made with them: the
mapper and its asyncio side would cost the local assistant 9 MB.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.types import TypeEngine

METADATA = MetaData()


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _link(name: str, target: str, *, index: bool = True) -> Column[Any]:
    return Column(name, ForeignKey(target), nullable=False, index=index)


def _filled(name: str, kind: type[TypeEngine[Any]] = String, *, index: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=False, index=index)


GymRecord = Table(
    "gyms", METADATA, _id(), _filled("name"), _filled("phone"), _filled("email"), _filled("address"),
    _filled("city"), _filled("hours"),
)  # fmt: skip
"""A gym: the tenant."""

Branch = Table(
    "branches", METADATA, _id(), _link("gym_id", "gyms.id"), _filled("name"), _filled("code"), _filled("phone"),
    _filled("address"), _filled("hours"), _filled("capacity", Integer), _filled("is_default", Boolean),
)  # fmt: skip
"""A place of a gym."""

Trainer = Table(
    "trainers", METADATA, _id(), _link("gym_id", "gyms.id"), _link("branch_id", "branches.id"),
    _filled("name"), _filled("phone"), _filled("speciality"), _filled("shift"),
)  # fmt: skip
"""A trainer; clients may have one."""

Client = Table(
    "clients", METADATA, _id(), _link("gym_id", "gyms.id"), _link("branch_id", "branches.id"),
    Column("trainer_id", ForeignKey("trainers.id")), _filled("name"), _filled("phone"), _filled("email"),
    _filled("gender"), _filled("joined_on", Date),
)  # fmt: skip
"""A member of the gym. Whether they are active follows from their latest membership."""

Plan = Table(
    "plans", METADATA, _id(), _link("gym_id", "gyms.id"), _filled("name"), _filled("months", Integer),
    _filled("price", Integer),
)  # fmt: skip
"""What is sold: a length and a price."""

Membership = Table(
    "memberships", METADATA, _id(), _link("client_id", "clients.id"), _link("plan_id", "plans.id", index=False),
    _filled("start_date", Date), _filled("end_date", Date, index=True), _filled("price", Integer),
)  # fmt: skip
"""A plan that a client took. `end_date` is its last valid day."""

Payment = Table(
    "payments", METADATA, _id(), _link("membership_id", "memberships.id"), _filled("paid_on", Date, index=True),
    _filled("amount", Integer), _filled("method"),
)  # fmt: skip
"""Money received for a membership."""

Visit = Table(
    "attendance", METADATA, _id(), _link("client_id", "clients.id"), _filled("checked_in", DateTime, index=True),
    Column("checked_out", DateTime), Column("check_in_method", String, nullable=False, server_default="code"),
)  # fmt: skip
"""One check-in; without `checked_out` the client is still inside. `check_in_method` is a word of the backend's."""

Enquiry = Table(
    "enquiries", METADATA, _id(), _link("gym_id", "gyms.id"), _link("branch_id", "branches.id"),
    _filled("name"), _filled("phone"), Column("email", String), Column("interest", String), _filled("source"),
    _filled("status"), _filled("created_on", Date),
)  # fmt: skip
"""Somebody who asked and is no client (yet)."""
