"""Members of the gym and their visits, as the front desk sees them, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership that holds now. `ends` is its last day, None where that is not known."""

    plan: str
    ends: date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """Money that somebody owes the gym. `amount` in whole rupees, None where only that is known, or may be seen."""

    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person with an account at the gym. `code` is what they check in by, "" where it is not known.

    `status` is the account's own word; `membership` None where none holds, or where nobody has asked: see
    `is_membership_known`. `debt` None: they owe nothing, or nobody says.
    """

    id: int
    name: str
    role: str = "client"
    status: str = "active"
    phone: str = ""
    email: str = ""
    code: str = ""
    branch: str = ""
    membership: Membership | None = None
    is_membership_known: bool = False
    debt: Debt | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One time in the gym. Times have a time zone; `left` is None while they are in."""

    id: int
    member_id: int
    name: str
    came: datetime | None
    left: datetime | None = None
    is_in: bool = True


@dataclass(frozen=True, slots=True)
class Expiring:
    """A membership that ends soon, and whose it is."""

    member_id: int
    name: str
    phone: str
    membership: Membership
