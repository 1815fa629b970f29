"""Reads rows out of the pages of a database file without SQLite (SQLite file format, sections 1 and 2).

SQLite gives up a table with the first broken page on the way to its rows. Here each page is read for itself, so a
broken one costs its own rows and no others.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from strakly_desktop.store.opening.log_file import DEFAULT_PAGE, LogFile, read_log

_MAGIC = b"SQLite format 3\0"
_TABLE_LEAF, _TABLE_INNER, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_FIRST_HEADER = 100  # The file's own header stands before the first page.
_LONGEST_ROW_BYTES = 256 * 1024 * 1024
_MOST_COLUMNS = 32
_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table by its number, or of an index (None). `is_cut`: its end could not be read."""

    number: int | None
    columns: tuple[Any, ...]
    is_cut: bool = False


class PageFile:
    """The pages of the file at `path` as the log beside it has them. Close it with `close`."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            OSError: the disk does not give them.
        """
        self._file = path.open("rb")
        head = self._file.read(_FIRST_HEADER)
        size = int.from_bytes(head[16:18], "big")
        size = 65536 if size == 1 else size
        is_sound = head.startswith(_MAGIC) and size in (512 * 2**power for power in range(8))
        self._log = read_log(path.with_name(f"{path.name}-wal"), size if is_sound else DEFAULT_PAGE)
        self._log_file = self._log.path.open("rb") if self._log.places else None
        self.page_size = size if is_sound else self._log.page_size or DEFAULT_PAGE
        self._usable = self.page_size - (head[20] if is_sound and head[20] <= 64 else 0)
        in_file = -(-path.stat().st_size // self.page_size)
        # A broken number in the log may be any: between the end of the file and that page there is nothing.
        self._beyond = sorted(number for number in self._log.places if number > in_file)
        self._in_file = in_file
        # Counts only where the version says that it was written with the last change.
        said = int.from_bytes(head[28:32], "big") if is_sound and head[24:28] == head[92:96] else 0
        cut = said > path.stat().st_size // self.page_size
        self.is_cut = cut and any(
            number not in self._log.places for number in range(max(1, in_file), min(said, in_file + 64) + 1)
        )

    @property
    def log(self) -> LogFile:
        """The log beside the file."""
        return self._log

    @property
    def numbers(self) -> Iterator[int]:
        """Of every page that there is, in order."""
        return chain(range(1, self._in_file + 1), self._beyond)

    def close(self) -> None:
        self._file.close()
        if self._log_file is not None:
            self._log_file.close()

    def rows(self, number: int) -> Iterator[Row]:
        """What can be read of the page; nothing of one that holds no rows. Never raises for what it holds."""
        page = self._page(number)
        start = _FIRST_HEADER if number == 1 else 0
        kind = page[start] if len(page) > start + 8 else 0
        if kind == _TABLE_INNER or not any(page[start : start + 8]):
            return
        count = min(int.from_bytes(page[start + 3 : start + 5], "big"), self._usable // 4)
        pointers = start + (12 if kind == _INDEX_INNER else 8)
        for place in range(pointers, pointers + 2 * count, 2):
            cell = int.from_bytes(page[place : place + 2], "big")
            if not pointers < cell < self._usable:
                continue
            try:
                if kind in (_INDEX_LEAF, _INDEX_INNER):
                    yield self._index_row(page, cell + (4 if kind == _INDEX_INNER else 0))
                else:
                    # Also a page whose kind is unknown: a flipped bit may be in that byte.
                    yield self._table_row(page, cell)
            except (ValueError, IndexError, struct.error):
                continue

    def _page(self, number: int) -> bytes:
        place = self._log.places.get(number)
        if place is not None and self._log_file is not None:
            self._log_file.seek(place)
            return self._log_file.read(self.page_size)
        self._file.seek((number - 1) * self.page_size)
        return self._file.read(self.page_size)

    def _table_row(self, page: bytes, cell: int) -> Row:
        size, cell = _varint(page, cell)
        number, cell = _varint(page, cell)
        payload = self._payload(page, cell, size, self._usable - 35)
        columns, is_cut = _record(payload, size)
        return Row(number - 2**64 if number >= 2**63 else number, columns, is_cut)

    def _index_row(self, page: bytes, cell: int) -> Row:
        size, cell = _varint(page, cell)
        payload = self._payload(page, cell, size, (self._usable - 12) * 64 // 255 - 23)
        columns, is_cut = _record(payload, size)
        return Row(None, columns, is_cut)

    def _payload(self, page: bytes, place: int, size: int, most: int) -> bytes:
        if not 0 < size <= _LONGEST_ROW_BYTES:
            raise ValueError
        if size <= most:
            return page[place : place + size]
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._usable - 4)
        local = local if local <= most else least
        parts = [page[place : place + local]]
        missing = size - local
        number = int.from_bytes(page[place + local : place + local + 4], "big")
        seen: set[int] = set()
        while missing > 0 and number > 1 and number not in seen:
            seen.add(number)
            more = self._page(number)
            parts.append(more[4 : 4 + min(missing, self._usable - 4)])
            missing -= len(parts[-1])
            number = int.from_bytes(more[:4], "big")
        return b"".join(parts)


def _record(payload: bytes, size: int) -> tuple[tuple[Any, ...], bool]:
    """The columns of a record, and whether its end is missing."""
    end, place = _varint(payload, 0)
    if not 1 < end <= min(len(payload), 4 * _MOST_COLUMNS + 40):
        raise ValueError
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    if len(kinds) > _MOST_COLUMNS:
        raise ValueError
    columns = []
    for kind in kinds:
        value, place = _value(payload, place, kind)
        columns.append(value)
    if abs(place - size) > 0:
        raise ValueError  # Lengths that do not add up are none.
    return tuple(columns), len(payload) < size


def _value(payload: bytes, place: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, place
    if kind in _SIZES:
        length = _SIZES[kind]
        return int.from_bytes(payload[place : place + length], "big", signed=True), place + length
    if kind == 7:
        return struct.unpack(">d", payload[place : place + 8])[0], place + 8
    if kind in (8, 9):
        return kind - 8, place
    if kind < 12:
        raise ValueError
    length = (kind - 12) // 2
    data = payload[place : place + length]
    return (data.decode("utf-8", "replace") if kind % 2 else data), place + length


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[place + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + index + 1
    return value << 8 | data[place + 8], place + 9
