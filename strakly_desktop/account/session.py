"""One sign-in: with which token, at which servers, of which account.

A number of a user names nobody: owners and staff are counted apart, so owner 1 and member 1 are two people. An account
is the server, the gym, the e-mail and the kind together; what is kept for a person hangs on that.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from strakly_desktop.account.claims import Claims, claims_of

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Servers:
    """Where a gym's servers are: absolute http(s) addresses. `backend_url` ends with the backend's prefix (`/api`)."""

    bot_url: str
    backend_url: str

    @property
    def host(self) -> str:
        """The name to show a person: of the backend, for that is where passwords go."""
        parts = urlsplit(self.backend_url)
        return parts.netloc.rpartition("@")[2]


def backend_beside(bot_url: str) -> str:
    """Where the backend is looked for, while nothing but the assistant's address is known."""
    return f"{bot_url.rstrip('/')}/api"


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that was accepted. Make one with `session_of`, which reads the token."""

    servers: Servers
    token: str = field(repr=False)
    claims: Claims = field(repr=False)
    gym_name: str = ""

    @property
    def account(self) -> str:
        """The account as one line."""
        return account_key(self.servers.backend_url, self.claims)

    @property
    def may_refresh(self) -> bool:
        """Whether the backend gives a new token for this one: of others it knows nobody (protocol rule 26)."""
        return self.claims.is_admin

    def seconds_left(self, now: float) -> float | None:
        """How long the token holds at `now` (seconds since 1970); None where it does not say."""
        expires_at = self.claims.expires_at
        return None if expires_at is None else expires_at - now


def session_of(servers: Servers, token: str, gym_name: str = "") -> Session:
    """The sign-in that `token` is."""
    return Session(servers, token, claims_of(token), gym_name)


def account_key(server: str, claims: Claims) -> str:
    """Server, gym, e-mail and kind of an account as one line; of a token without e-mail its number stands for it."""
    kind = "superadmin" if claims.is_superadmin else "admin" if claims.is_admin else "member"
    return f"{gym_key(server, claims.gym_id)} {claims.email or f'#{claims.user_id}'} {kind}"


def gym_key(server: str, gym_id: int | None) -> str:
    """Server and gym as one line."""
    return f"{_normal(server)} {'-' if gym_id is None else gym_id}"


def folder_name(account: str) -> str:
    """What the folder is called in which this account's conversations lie: no name or address can be read off it."""
    return sha256(account.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _normal(server: str) -> str:
    parts = urlsplit(server)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
