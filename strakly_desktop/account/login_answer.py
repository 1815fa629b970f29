"""Reads what the backend answers to a sign-in: the account of the login answer is the one that counts (rule 26)."""

from collections.abc import Mapping
from dataclasses import dataclass

from strakly_desktop.account.session import Servers, Session, session_of
from strakly_desktop.conversation.numbers import fits_wire
from strakly_desktop.conversation.text_safety import well_formed

_LONGEST_TOKEN = 8_000
_LONGEST_NAME = 100
_MOST_GYMS = 200


@dataclass(frozen=True, slots=True)
class Gym:
    """A gym that the person may sign in to. `city` tells apart two of one name, "" where it is not known."""

    id: int
    name: str
    city: str = ""


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """`session` works for one gym already. `gyms` to choose from; empty where there is no choice."""

    session: Session
    gyms: tuple[Gym, ...] = ()


def read_login_answer(said: Mapping[str, object], servers: Servers) -> LoginAnswer | None:
    """What a login or a switch of gym answered; None where it is no such answer, or names two different people."""
    token, user = read_token(said), said.get("user")
    if token is None or not isinstance(user, dict):
        return None
    session = session_of(servers, token, _gym_name(user.get("gym")))
    claims = session.claims
    theirs = {"id": claims.user_id, "email": claims.email, "role": claims.role, "gymId": claims.gym_id}
    if not all(_is_of(claim, user.get(name)) for name, claim in theirs.items()):
        return None
    gyms = _gyms(user.get("gyms")) if claims.is_admin else ()
    return LoginAnswer(session, gyms if len(gyms) > 1 else ())


def read_token(said: Mapping[str, object]) -> str | None:
    """The access token in an answer; None where there is none that can be sent."""
    token = said.get("accessToken")
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        return None
    return token if token.isascii() and token.isprintable() and " " not in token else None


def _is_of(claim: object, said: object) -> bool:
    """Whether an answer agrees with its own token; what it leaves out contradicts nothing."""
    return said is None or claim == said


def _gyms(said: object) -> tuple[Gym, ...]:
    found: dict[int, Gym] = {}
    for row in (said if isinstance(said, list) else [])[:_MOST_GYMS]:
        match row:
            case {"gymId": bool()}:
                continue
            case {"gymId": int(gym_id), "gym": dict(gym)} if fits_wire(gym_id):
                found.setdefault(
                    gym_id, Gym(gym_id, _gym_name(gym) or f"Gym {gym_id}", _line(gym.get("city")))
                )
    return tuple(found.values())


def _gym_name(gym: object) -> str:
    return _line(gym.get("name")) if isinstance(gym, dict) else ""


def _line(text: object) -> str:
    return " ".join(well_formed(text[:_LONGEST_NAME]).split()) if isinstance(text, str) else ""
