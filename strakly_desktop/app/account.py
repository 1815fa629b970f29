"""Who is signed in, read from the access token (STRAKLY_API section 1, JWT)."""

import base64
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """The claims that the window shows. Not verified: the servers do that; nothing here grants anything."""

    name: str = ""
    gym_id: int | None = None


def account_of(token: str | None) -> Account:
    """The account of a JWT; an empty Account for anything that is none."""
    try:
        payload = (token or "").split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return Account()
    if not isinstance(claims, dict):
        return Account()
    name, gym_id = claims.get("name"), claims.get("gymId")
    return Account(
        name if isinstance(name, str) else "",
        gym_id if isinstance(gym_id, int) and not isinstance(gym_id, bool) else None,
    )
