"""Reads of a server's certificate what a person needs to know: whose it is, who vouches for it, and until when.

From its bytes (DER, RFC 5280), because Python gives its fields only of one that it trusts, and what is asked about most
is one that it does not. Nothing here decides about trust.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

_SEQUENCE, _SET = 0x30, 0x31
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_UTC_TIME = 0x17
_DNS_NAME, _IP_ADDRESS = 0x82, 0x87
_COMMON_NAME, _ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"
_OTHER_NAMES = b"\x55\x1d\x11"
_MOST_BYTES = 64 * 1024
_LONGEST_NAME = 120
_TWO_DIGIT_YEARS_FROM = 50
_ENCODINGS = {0x1E: "utf-16-be", 0x1C: "utf-32-be", 0x14: "latin-1"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """`owner` and `issuer` are names, "" where none is given; `names` are the addresses that it is for."""

    owner: str
    issuer: str
    begins: datetime
    ends: datetime
    names: tuple[str, ...] = ()

    def days_left(self, now: datetime) -> int:
        """Whole days until it runs out; negative when it has. `now` has a time zone."""
        return (self.ends - now).days


def read_certificate(der: bytes) -> Certificate | None:
    """What it says; None for bytes that are no certificate."""
    with suppress(ValueError, IndexError):
        if len(der) > _MOST_BYTES:
            return None
        (_, whole), *_ = _parts(der)
        (_, signed), *_ = _parts(whole)
        fields = list(_parts(signed))
        if fields[0][0] == _VERSION:
            del fields[0]
        (_, issuer), (_, validity), (_, owner) = fields[2:5]
        begins, ends = (_moment(kind, text) for kind, text in _parts(validity))
        extensions = next((value for kind, value in fields[5:] if kind == _EXTENSIONS), b"")
        names = tuple(_names(extensions))
        return Certificate(_name(owner) or next(iter(names), ""), _name(issuer), begins, ends, names)
    return None


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The values that stand one behind the other: kind and content."""
    at = 0
    while at < len(data):
        kind, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 3:
                raise ValueError("no length")
            length = int.from_bytes(data[at : at + count])
            at += count
        if at + length > len(data):
            raise ValueError("cut")
        yield kind, data[at : at + length]
        at += length


def _name(data: bytes) -> str:
    """The common name, or the organisation where there is none."""
    found: dict[bytes, str] = {}
    for kind, group in _parts(data):
        if kind != _SET:
            continue
        for _, pair in _parts(group):
            (_, key), (encoding, value) = list(_parts(pair))[:2]
            text = value.decode(_ENCODINGS.get(encoding, "utf-8"), "replace")
            found.setdefault(key, _shown(text))
    return found.get(_COMMON_NAME) or found.get(_ORGANISATION, "")


def _names(extensions: bytes) -> Iterator[str]:
    for _, listed in _parts(extensions):
        for _, extension in _parts(listed):
            key, *_, value = list(_parts(extension))
            if key[1] == _OTHER_NAMES:
                _, others = next(_parts(value[1]), (_SEQUENCE, b""))
                for kind, name in _parts(others):
                    if kind == _DNS_NAME:
                        yield _shown(name.decode("ascii", "replace"))
                    elif kind == _IP_ADDRESS and len(name) == 4:
                        yield ".".join(map(str, name))


def _moment(kind: int, text: bytes) -> datetime:
    digits = text.decode("ascii").removesuffix("Z")
    if kind == _UTC_TIME:
        digits = ("19" if int(digits[:2]) >= _TWO_DIGIT_YEARS_FROM else "20") + digits
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _shown(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST_NAME]
