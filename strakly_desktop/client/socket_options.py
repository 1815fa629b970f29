"""The socket options that notice a network which has vanished.

Nothing arrives from a cable that was pulled, so a read would wait for ever; and a limit on reading would cut an
assistant that is silent for minutes because it works. So the kernel asks the other side now and then whether it
is still there (keep-alive), and gives up on what it has sent after the same time (user timeout).
"""

import socket
import sys
from dataclasses import dataclass

SocketOption = tuple[int, int, int]

# Not in Python's socket module: <netinet/tcp.h> of macOS, <ws2ipdef.h> of Windows.
_MACOS_DROP_AFTER_S = 0x80
_WINDOWS_DROP_AFTER_S = 5


@dataclass(frozen=True, slots=True)
class Patience:
    """In whole seconds: silence before the first probe, between probes, and how many may stay unanswered."""

    idle: int = 20
    interval: int = 10
    probes: int = 3

    @property
    def longest(self) -> int:
        """How long a network may be gone before this is noticed, in seconds."""
        return self.idle + self.interval * self.probes


def options_for(patience: Patience) -> tuple[SocketOption, ...]:
    """The options of this system, for a TCP socket that is connected."""
    tcp = socket.IPPROTO_TCP
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = (
        ("TCP_KEEPIDLE", patience.idle),
        ("TCP_KEEPALIVE", patience.idle),  # the name of the same on macOS
        ("TCP_KEEPINTVL", patience.interval),
        ("TCP_KEEPCNT", patience.probes),
        ("TCP_USER_TIMEOUT", patience.longest * 1000),
    )
    options += [(tcp, getattr(socket, name), value) for name, value in wanted if hasattr(socket, name)]
    if sys.platform == "darwin":
        options.append((tcp, _MACOS_DROP_AFTER_S, patience.longest))
    elif sys.platform == "win32":
        options.append((tcp, _WINDOWS_DROP_AFTER_S, patience.longest))
    return tuple(options)


def apply(options: tuple[SocketOption, ...], to: socket.socket) -> None:
    """Set them, as far as this system knows them: none is worth a question that is not asked."""
    for option in options:
        try:
            to.setsockopt(*option)
        except OSError:
            continue
