"""The authorities that this computer trusts, read once for all connections.

On Linux truststore reads them again for every connection, 20 ms of the window's time for each question to a gym's own
server, and keeps 1 MB of them for each client. The other systems judge by themselves, and nothing is read.
"""

import asyncio
import ssl
import sys
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import NamedTuple

import truststore

_READ_AGAIN_S = 600.0
"""So late at most an authority is known that was put where OpenSSL itself does not look."""


class _Read(NamedTuple):
    stamp: tuple[object, ...]
    at: float
    context: ssl.SSLContext


_lock = Lock()
_read: list[_Read] = []
"""What was read last, if anything."""


async def reading_once(context: ssl.SSLContext) -> ssl.SSLContext:
    """What a connection that asked for `context` of truststore is to be made with: the same trust, for all of them.

    Read in a thread, and anew when the authorities of this computer have changed. Any other context is its own.

    Raises:
        OSError: what they are kept in cannot be read now, or is no certificate.
    """
    if sys.platform != "linux" or not isinstance(context, truststore.SSLContext):
        return context
    stamp = _stamp()
    known = _known(stamp)
    return await asyncio.to_thread(_read_with, stamp) if known is None else known


def _known(stamp: tuple[object, ...]) -> ssl.SSLContext | None:
    for read in _read:
        if read.stamp == stamp and monotonic() - read.at < _READ_AGAIN_S:
            return read.context
    return None


def _read_with(stamp: tuple[object, ...]) -> ssl.SSLContext:
    with _lock:
        known = _known(stamp)
        if known is not None:
            return known
        trusting = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # What is made for one connection holds the context that has read them all, and verifies without asking again.
        context = trusting.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost").context
        context.set_alpn_protocols(["http/1.1"])
        _read[:] = [_Read(stamp, monotonic(), context)]
        return context


def _stamp() -> tuple[object, ...]:
    """Where OpenSSL looks for authorities, which the environment can name, and when that was changed."""
    places = ssl.get_default_verify_paths()
    return tuple((place, _changed_at(place)) for place in (places.cafile, places.capath) if place)


def _changed_at(place: str) -> int | None:
    """None: it is gone since it was found, as one is for a moment that is being replaced."""
    try:
        return Path(place).stat().st_mtime_ns
    except OSError:
        return None
