"""Takes the objects of a JSON array apart as its bytes come, so that no list is ever in memory, or read, as a whole.

A list carries whole answers: parsed in one it would hold up the window, for the parser lets no other thread run.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

LONGEST_ROW: Final = 3 * 1024 * 1024
"""The server takes 2 MiB for an exchange; escaped, its answer may be longer."""
_LONGEST_NUMBER: Final = 19
_BETWEEN_ROWS: Final = b" \t\r\n,"
_OUTSIDE: Final = re.compile(rb'["{}\[\]]')
_IN_STRING: Final = re.compile(rb'["\\]')


class NoRows(ValueError):
    """It is no array of objects."""


class JsonRows:
    """Feed it with bytes. `is_over` once the array is closed; `skipped` counts the rows that were too long."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._place = 0
        self._depth = 0
        self._begin = 0
        self._in_string = False
        self._is_too_long = False
        self.is_over = False
        self.skipped = 0

    def feed(self, data: bytes) -> Iterator[dict[str, object]]:
        """Each object that is whole by now.

        Raises:
            NoRows: what came is no array of objects.
        """
        self._buffer += data
        while not self.is_over and self._place < len(self._buffer):
            if self._in_string:
                self._read_string()
            elif (row := self._read_sign()) is not None:
                yield row
        self._forget_read()

    def _read_string(self) -> None:
        match = _IN_STRING.search(self._buffer, self._place)
        if match is None:
            self._place = len(self._buffer)
        elif match.group() == b'"':
            self._place, self._in_string = match.end(), False
        else:
            # The sign behind a backslash may come with the next bytes only.
            self._place = match.end() + 1

    def _read_sign(self) -> dict[str, object] | None:
        match = _OUTSIDE.search(self._buffer, self._place)
        end = len(self._buffer) if match is None else match.start()
        if self._depth < 2 and self._buffer[self._place : end].strip(_BETWEEN_ROWS):
            raise NoRows
        self._place = end if match is None else match.end()
        sign = b"" if match is None else match.group()
        if sign == b'"':
            self._in_string = True
            if self._depth < 2:
                raise NoRows
        elif sign in (b"{", b"["):
            self._open(sign, end)
        elif sign:
            return self._close(sign)
        return None

    def _open(self, sign: bytes, place: int) -> None:
        if self._depth < 2 and sign != (b"[" if self._depth == 0 else b"{"):
            raise NoRows
        if self._depth == 1:
            self._begin = place
        self._depth += 1

    def _close(self, sign: bytes) -> dict[str, object] | None:
        self._depth -= 1
        if self._depth < 0:
            raise NoRows
        self.is_over = self._depth == 0
        if self._depth != 1:
            return None
        if self._is_too_long:
            self._is_too_long = False
            self.skipped += 1
            return None
        try:
            row = json.loads(self._buffer[self._begin : self._place], parse_int=_int)
        except (ValueError, RecursionError) as error:
            raise NoRows from error
        return row if isinstance(row, dict) else None

    def _forget_read(self) -> None:
        if self._depth >= 2 and len(self._buffer) - self._begin > LONGEST_ROW:
            self._is_too_long = True
        start = self._begin if self._depth >= 2 and not self._is_too_long else self._place
        start = min(start, len(self._buffer))
        del self._buffer[:start]
        self._place -= start
        self._begin = max(0, self._begin - start)


def _int(digits: str) -> int | float:
    """A number of very many digits takes long to read, and counts nothing."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER + digits.startswith("-") else float(digits)
