"""The four digits by which a member checks in: each in a gym has a code of their own, which looks as if it were drawn.

Worked out from the members' numbers, so that a gym's database needs no column for it. Of two numbers of one gym that
come to the same code the smaller has it and the other the next that is free: whoever comes later changes nobody's.
"""

from collections.abc import Iterable

_FIRST, _COUNT = 1000, 9000
_STEP, _START = 7919, 2137


def codes_of(client_ids: Iterable[int]) -> dict[int, str]:
    """The code of each member of one gym, of whom all must be given. There are 9,000: further ones have none, ""."""
    codes: dict[int, str] = {}
    taken: set[int] = set()
    for client_id in sorted(set(client_ids)):
        if len(taken) == _COUNT:
            codes[client_id] = ""
            continue
        at = (client_id * _STEP + _START) % _COUNT
        while at in taken:
            at = (at + 1) % _COUNT
        taken.add(at)
        codes[client_id] = str(_FIRST + at)
    return codes
