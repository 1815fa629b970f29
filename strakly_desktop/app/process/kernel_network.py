"""Hears from Linux itself when an interface, an address or a route comes or goes, and knows which interfaces run.

The kernel tells at the moment a cable is pulled, on every desktop and without one; the services that
`QNetworkInformation` asks there tell it seconds later, when they give the connection up. It needs no library.
"""

import errno
import socket
import struct
from contextlib import suppress

# <linux/rtnetlink.h>, <linux/netlink.h>, <linux/if.h>: what the kernel promised not to change.
_GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400
"""Links, and addresses and routes of IPv4 and IPv6."""
_HEADER = struct.Struct("=IHHII")
_LINK = struct.Struct("=BxHiII")
_NEW_LINK, _DEL_LINK, _GET_LINK = 16, 17, 18
_REQUEST_OF_ALL = 0x1 | 0x300
_UP, _LOOPBACK, _RUNNING = 0x1, 0x8, 0x40
_READ_BYTES = 256 * 1024


class KernelNetwork:
    """The interfaces of this computer.

    Raises:
        OSError: the kernel does not tell, as in some sandboxes.
    """

    def __init__(self) -> None:
        self._runs: dict[int, bool] = {}
        # Not on other systems, where this is never made.
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)  # type: ignore[attr-defined, unused-ignore]
        try:
            self.socket.bind((0, _GROUPS))
            self._ask_for_links()
        except OSError:
            self.socket.close()
            raise

    @property
    def is_cut(self) -> bool:
        """Whether no interface but this computer's own is left. False also where it is not known yet."""
        return bool(self._runs) and not any(self._runs.values())

    def read(self) -> bool:
        """Take what the kernel has told; whether anything came."""
        found = False
        while True:
            try:
                data = self.socket.recv(_READ_BYTES)
            except OSError as error:
                if error.errno == errno.ENOBUFS:
                    # More was told than fits: what was lost is asked for again.
                    with suppress(OSError):
                        self._ask_for_links()
                    found = True
                    continue
                return found
            if not data:
                return found
            found = True
            self._take(data)

    def close(self) -> None:
        """Hear nothing more."""
        self.socket.close()

    def _ask_for_links(self) -> None:
        length = _HEADER.size + _LINK.size
        self.socket.send(_HEADER.pack(length, _GET_LINK, _REQUEST_OF_ALL, 0, 0) + _LINK.pack(0, 0, 0, 0, 0))

    def _take(self, data: bytes) -> None:
        at = 0
        while at + _HEADER.size <= len(data):
            length, kind, _, _, _ = _HEADER.unpack_from(data, at)
            if length < _HEADER.size:
                return
            if kind in (_NEW_LINK, _DEL_LINK) and at + _HEADER.size + _LINK.size <= len(data):
                _, _, index, flags, _ = _LINK.unpack_from(data, at + _HEADER.size)
                if kind == _DEL_LINK:
                    self._runs.pop(index, None)
                elif flags & _LOOPBACK:
                    self._runs[index] = False
                else:
                    self._runs[index] = bool(flags & _UP and flags & _RUNNING)
            at += (length + 3) & ~3
