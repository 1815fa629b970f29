"""Reads NO_PROXY: which hosts are reached without a proxy.

As curl reads it (names match their subdomains, with or without a leading dot; addresses match by CIDR; a host is
never looked up for it), and beyond curl what offices write all the same: `*.name`, `host:port`, brackets around
IPv6, and `*` among other entries.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str = ""
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None


class NoProxy:
    """The entries of one value, separated by commas or blanks. `unreadable` are those that mean nothing."""

    def __init__(self, value: str) -> None:
        self._everything = False
        self._entries: list[_Entry] = []
        self.unreadable: list[str] = []
        for written in re.split(r"[,\s]+", value):
            self._take(written)

    def covers(self, host: str, port: int) -> bool:
        """Whether `host`, as an address line has it (IPv6 with or without brackets), needs no proxy."""
        if self._everything or is_loopback(host):
            return True
        address = address_of(host)
        name = host.lower().rstrip(".")
        return any(
            entry.port in (None, port)
            and (
                (address is not None and entry.network is not None and address in entry.network)
                or (address is None and entry.name != "" and f".{name}".endswith(f".{entry.name}"))
            )
            for entry in self._entries
        )

    def _take(self, written: str) -> None:
        text = written.rpartition("://")[2].rstrip("/").lower()
        if text == "*":
            self._everything = True
        elif text:
            entry = _network_entry(text) or _name_entry(text)
            if entry is None:
                self.unreadable.append(written)
            else:
                self._entries.append(entry)


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer itself, which no proxy can reach."""
    address = address_of(host)
    if address is None:
        name = host.lower().rstrip(".")
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def address_of(host: str) -> Address | None:
    """The address that `host` is written as; None for a name. Short forms as `127.1` count, as in sockets."""
    text = host.strip("[]").partition("%")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return _short_form(text)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _short_form(text: str) -> IPv4Address | None:
    if not re.fullmatch(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}", text, re.IGNORECASE):
        return None
    try:
        return IPv4Address(socket.inet_aton(text))
    except OSError:
        return None


def _network_entry(text: str) -> _Entry | None:
    """`10.0.0.0/8`, `fd00::/8`, `[::1]`, `::1`, `[fd00::1]:8080`, `10.1.2.3:8080`."""
    bracketed = re.fullmatch(r"\[([^\]]+)\](/[0-9]+)?(?::([0-9]{1,5}))?", text)
    if bracketed:
        address, bits, port = bracketed.groups()
        text = address + (bits or "")
    else:
        port = None
        plain = re.fullmatch(r"([0-9.]+):([0-9]{1,5})", text)
        if plain:
            text, port = plain.groups()
    address_text, slash, bits = text.partition("/")
    try:
        network = ip_network(f"{address_text.partition('%')[0]}{slash}{bits}", strict=False)
    except ValueError:
        return None
    return _Entry(network=network, port=int(port) if port else None)


def _name_entry(text: str) -> _Entry | None:
    """`name`, `.name`, `*.name`, `name.`, `name:port`."""
    written = re.fullmatch(r"(?:\*?\.)?([^\s/:*\[\]]+?)\.?(?::([0-9]{1,5}))?", text)
    if written is None or (address_of(written[1]) is None and re.fullmatch(r"[0-9.]+", written[1])):
        return None
    return _Entry(name=written[1], port=int(written[2]) if written[2] else None)
