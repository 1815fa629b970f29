"""How a sign-in is written into the keychain, and whether what stands there belongs to the servers of now.

A token goes to the server that gave it and to no other: the addresses are kept with it and compared.
"""

import json

from strakly_desktop.account.session import Servers, Session, session_of

_FORM = 1


def packed(session: Session, pin: str = "") -> str:
    """The text for the keychain. `pin` is what is kept of a PIN: it goes wherever the token goes."""
    servers = session.servers
    said = {"form": _FORM, "bot": servers.bot_url, "backend": servers.backend_url}
    return json.dumps(
        said | {"gym": session.gym_name, "token": session.token} | ({"pin": pin} if pin else {})
    )


def unpacked(text: str, servers: Servers, account: str) -> Session | None:
    """The sign-in in a text of the keychain; None where it is of other servers, of another account, or none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match said:
        case {"form": int(), "bot": str(bot), "backend": str(backend), "gym": str(gym), "token": str(token)}:
            session = session_of(Servers(bot, backend), token, gym)
            return session if session.servers == servers and session.account == account else None
    return None


def pin_in(text: str) -> str:
    """What is kept of a PIN in a text of the keychain; "" where there is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    pin = said.get("pin") if isinstance(said, dict) else None
    return pin if isinstance(pin, str) else ""
