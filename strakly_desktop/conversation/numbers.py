"""Knows which whole numbers can be what they are called: the number of a gym, a branch or a person.

JSON has numbers of any length. Qt, SQLite and the servers' own database hold 64 bits, and each refuses more by an
error of its own.
"""

from typing import Final

_LARGEST: Final = 2**63 - 1


def fits_wire(number: int) -> bool:
    """Whether it can be the number of something: within 64 bits with a sign."""
    return -_LARGEST <= number <= _LARGEST
