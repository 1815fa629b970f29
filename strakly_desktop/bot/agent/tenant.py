"""Who is asking: signs and reads the bearer tokens that the assistant and its backend share.

The claims are those of the real servers (protocol rule 4): HS256, `sub` a number, seven days. As on the real
servers a token is trusted by its signature and its end alone; there is no look-up of the account behind it.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import time
from typing import Any


@contextmanager
def _not_imported(module: str) -> Iterator[None]:
    """Let an optional import of `module` fail inside the block, as if it were not installed."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


# Where it is installed, it is imported for signatures by keys of two parts: 7 MB, and these tokens have none.
with _not_imported("cryptography"):
    import jwt

ALGORITHM = "HS256"
LIFETIME_SECONDS = 604_800
_NEVER = 253_402_300_799
"""The last second of the year 9999."""


class AuthError(Exception):
    """The request may not be answered. The text is the `detail` that the real bot sends with its 401."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """The account behind a token. `gym_id` is None for a superadmin, `branch_id` None means all branches."""

    user_id: int
    email: str
    name: str
    role: str
    gym_id: int | None
    branch_id: int | None

    @property
    def key(self) -> tuple[int, str, int | None]:
        """What tells two accounts apart. Staff and owners have ids of two tables, so the id is not enough."""
        return (self.user_id, self.role, self.gym_id)


def issue_token(
    tenant: Tenant, secret: str, *, clock: Callable[[], float] = time, is_for_good: bool = False
) -> str:
    """Sign a token for `tenant` that ends in seven days. `clock` gives seconds since 1970.

    `is_for_good`: it ends with its secret, and names no moment that a clock which is set could be held against.
    """
    issued = int(clock())
    span = {"exp": _NEVER} if is_for_good else {"iat": issued, "exp": issued + LIFETIME_SECONDS}
    claims: dict[str, Any] = span | {
        "sub": tenant.user_id,
        "email": tenant.email,
        "name": tenant.name,
        "role": tenant.role,
        "gymId": tenant.gym_id,
        "tenantSchemaName": None if tenant.gym_id is None else f"tenant_{tenant.gym_id}",
        "branchId": tenant.branch_id,
        "isAdmin": tenant.role == "admin",
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM, headers={"typ": "JWT"})


def read_authorization(header: str, secret: str) -> Tenant:
    """Read an `Authorization: Bearer ...` header.

    Raises AuthError with the real bot's words: an empty header, an expired token, anything else wrong with
    it."""
    if not header.strip():
        raise AuthError("Authorization header required")
    try:
        claims = jwt.decode(
            header.removeprefix("Bearer ").strip(),
            secret,
            algorithms=[ALGORITHM],
            # `sub` is a number here; the standard (and PyJWT) would have it a string.
            options={"verify_sub": False, "require": ["exp", "sub"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise AuthError("Token has expired") from error
    except (jwt.InvalidTokenError, ValueError, RecursionError, OverflowError) as error:
        # The library reads the token's head before its signature: what stands there may be anything.
        raise AuthError("Invalid token") from error
    return _tenant(claims)


def _tenant(claims: dict[str, Any]) -> Tenant:
    user_id, gym_id, branch_id = claims["sub"], claims.get("gymId"), claims.get("branchId")
    if (
        not isinstance(user_id, int)
        or not isinstance(gym_id, int | None)
        or not isinstance(branch_id, int | None)
    ):
        raise AuthError("Invalid token")
    return Tenant(
        user_id=user_id,
        email=str(claims.get("email", "")),
        name=str(claims.get("name", "")),
        role=str(claims.get("role", "")),
        gym_id=gym_id,
        branch_id=branch_id,
    )
