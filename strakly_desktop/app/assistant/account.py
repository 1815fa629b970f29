"""Who is signed in, read from the access token (protocol rule 4)."""

import base64
import json
from dataclasses import dataclass

from strakly_desktop.conversation.numbers import fits_wire

_LATEST = 1e12
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Account:
    """The claims that the window shows. Not verified: the servers do that; nothing here grants anything.

    `expires_at` is in seconds since 1970, None where the token does not say.
    """

    name: str = ""
    gym_id: int | None = None
    user_id: int | None = None
    role: str = ""
    expires_at: float | None = None


def account_of(token: str | None) -> Account:
    """The account of a JWT; an empty Account for anything that is none."""
    try:
        payload = (token or "").split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return Account()
    if not isinstance(claims, dict):
        return Account()
    return Account(
        _text(claims.get("name")),
        _number(claims.get("gymId")),
        _number(claims.get("sub")),
        _text(claims.get("role")),
        _moment(claims.get("exp")),
    )


def _text(claim: object) -> str:
    return claim[:_LONGEST_TEXT].encode("utf-8", "replace").decode() if isinstance(claim, str) else ""


def _number(claim: object) -> int | None:
    return claim if isinstance(claim, int) and not isinstance(claim, bool) and fits_wire(claim) else None


def _moment(claim: object) -> float | None:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    # Not only a number that is none: one beyond all calendars is no moment either.
    return float(claim) if 0 < claim < _LATEST else None
