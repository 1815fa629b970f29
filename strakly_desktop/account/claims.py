"""What an access token says of its person, read and not verified (protocol rule 4).

The servers verify; nothing here grants anything. It tells what to show, when to sign in again, and whether an answer
is about the same person as before.
"""

import base64
import json
from dataclasses import dataclass, replace

from strakly_desktop.conversation.numbers import fits_wire

# In the year 9892: a later one is in no calendar of every time zone.
_LATEST = 2.5e11
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that this app reads. Moments are in seconds since 1970, None where the token does not say.

    `branch_id` None means all branches. `is_admin` and `is_superadmin` hold only where the token says just that.
    """

    name: str = ""
    gym_id: int | None = None
    user_id: int | None = None
    role: str = ""
    expires_at: float | None = None
    issued_at: float | None = None
    email: str = ""
    branch_id: int | None = None
    is_admin: bool = False
    is_superadmin: bool = False

    def is_of_same_person(self, other: "Claims") -> bool:
        """Whether both tokens are of one person in one gym: by number, e-mail, role, gym and kind of account.

        Servers answer with another identity than the token's (protocol rule 26), so each answer is compared.
        """
        return self._identity == other._identity

    @property
    def names_somebody(self) -> bool:
        """Whether the token says who its person is."""
        return bool(self.email) or self.user_id is not None

    @property
    def _identity(self) -> tuple[object, ...]:
        return (self.user_id, self.email, self.role, self.gym_id, self.is_admin, self.is_superadmin)


def claims_of(token: str | None) -> Claims:
    """The claims of a JWT; empty ones for anything that is none."""
    try:
        payload = (token or "").split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return Claims()
    if not isinstance(said, dict):
        return Claims()
    return Claims(
        _text(said.get("name")),
        _number(said.get("gymId")),
        _number(said.get("sub")),
        _text(said.get("role")),
        _moment(said.get("exp")),
        _moment(said.get("iat")),
        _text(said.get("email")),
        _number(said.get("branchId")),
        said.get("isAdmin") is True,
        said.get("isSuperAdmin") is True,
    )


def are_of_one_person(before: str | None, after: str | None) -> bool:
    """Whether what is on its way with one token may go with the other. A new role makes nobody another person."""
    was, now = claims_of(before), claims_of(after)
    if not was.names_somebody:
        return before == after
    return replace(was, role="").is_of_same_person(replace(now, role=""))


def _text(claim: object) -> str:
    return claim[:_LONGEST_TEXT].encode("utf-8", "replace").decode() if isinstance(claim, str) else ""


def _number(claim: object) -> int | None:
    return claim if isinstance(claim, int) and not isinstance(claim, bool) and fits_wire(claim) else None


def _moment(claim: object) -> float | None:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    # Not only a number that is none: one beyond all calendars is no moment either.
    return float(claim) if 0 < claim < _LATEST else None
