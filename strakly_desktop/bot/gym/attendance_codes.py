"""The four digits by which a member checks in: each has a code of their own, which looks as if it were drawn.

Worked out from the member's number, so that a gym's database needs no column for it.
"""

_FIRST, _COUNT = 1000, 9000
_STEP, _START = 7919, 2137
_BACK = pow(_STEP, -1, _COUNT)


def code_of(client_id: int) -> str:
    """The code of a member. Only the first 9,000 have different ones."""
    return str(_FIRST + (client_id * _STEP + _START) % _COUNT)


def client_of(code: str) -> int | None:
    """The number of the member with this code, if there is one; None for what is no code."""
    if not (code.isascii() and code.isdecimal() and len(code) == 4 and int(code) >= _FIRST):
        return None
    return (int(code) - _FIRST - _START) * _BACK % _COUNT or _COUNT
