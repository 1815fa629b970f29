"""What the commands that serve have in common: their arguments, the socket, and the words for the person."""

import argparse
import ipaddress
import os
import socket

from strakly_desktop.bot.agent.tenant import Tenant

_STDOUT, _STDERR = 1, 2


def arguments() -> argparse.ArgumentParser:
    """What may follow the word `serve`. With `--workers` another command reads it (bot/chain/serve.py)."""
    # No abbreviations: which command it is shows in the whole name.
    parser = argparse.ArgumentParser(
        prog="strakly-desktop serve", description="Run the local assistant.", allow_abbrev=False
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--database", metavar="URL", help="SQLAlchemy URL of the gym (default: a demo gym)")
    parser.add_argument("--workers", type=int, metavar="N", help="processes over one PostgreSQL, for a chain")
    parser.add_argument("--json-ready", action="store_true", help="print one line of JSON when ready")
    parser.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input ends")
    return parser


def listen(host: str, port: int, backlog: int = 128) -> socket.socket:
    """A listening socket; 0 is any free port. Raises OSError, OverflowError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=backlog)


def url_of(listener: socket.socket) -> str:
    """Where clients find what listens there."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def warn_if_reachable(host: str) -> None:
    """Say so when other machines can listen in."""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        tell(f"Warning: {host} can be reached by other machines, and the talk is not encrypted.")


def demo_owner(gym_id: int) -> Tenant:
    """Who the ready token is for."""
    return Tenant(
        user_id=1, email="owner@demo.gym", name="Demo Owner", role="admin", gym_id=gym_id, branch_id=None
    )


def print_line(line: str) -> None:
    """Write to standard output at once."""
    os.write(_STDOUT, f"{line}\n".encode())


def tell(text: str) -> None:
    """Write to standard error at once."""
    os.write(_STDERR, f"{text}\n".encode())


def failed(reason: str) -> int:
    """Tell why it could not start; gives the exit code."""
    tell(reason)
    return 1
