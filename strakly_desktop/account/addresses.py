"""Makes the addresses of a gym's servers of what a person types: most know a name, and no scheme and no prefix."""

from urllib.parse import urlsplit

from strakly_desktop.account.session import Servers

_PREFIX = "/api"
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


def servers_at(server: str, assistant: str = "") -> Servers:
    """The servers behind the typed addresses. `assistant` "" means at the same address.

    `gym.example` is `https://gym.example`; this computer itself is asked without encryption. The backend's prefix is
    added where it was not typed.

    Raises:
        ValueError: what was typed is no web address.
    """
    backend = _address(server)
    bot = _address(assistant) if assistant.strip() else backend.removesuffix(_PREFIX)
    return Servers(bot, backend if backend.endswith(_PREFIX) else backend + _PREFIX)


def _address(typed: str) -> str:
    text = typed.strip()
    if "://" not in text:
        host = text.split("/")[0]
        name = host if host.startswith("[") and host.endswith("]") else host.rpartition(":")[0] or host
        text = f"{'http' if name.lower() in _LOCAL else 'https'}://{text}"
    parts = urlsplit(text)
    usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    if not usable or "@" in parts.netloc or any(sign.isspace() or sign == "\\" for sign in text):
        raise ValueError("no web address")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
