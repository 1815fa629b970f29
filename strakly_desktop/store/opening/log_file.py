"""Reads SQLite's write-ahead log byte by byte (SQLite file format, section 4), to find what SQLite passes over.

SQLite ends its reading at the first frame whose checksum is wrong: right for a commit that a power cut stopped,
silent loss where a bit has flipped with whole commits behind it.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

_MAGIC = (0x377F0682, 0x377F0683)  # Checksums over little-endian or big-endian words.
_HEADER, _FRAME = 32, 24
_PAGE_SIZES = frozenset(2**power for power in range(9, 17))
_CHECKED_AT_MOST_BYTES = 64 * 1024 * 1024
DEFAULT_PAGE = 4096

_Sums: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class LogFile:
    """Page number to the place of its newest committed image in the log; `page_size` 0 for no log.

    `is_damaged`: there are commits that SQLite would not see.
    """

    path: Path
    page_size: int = 0
    places: dict[int, int] = field(default_factory=dict)
    is_damaged: bool = False


def read_log(path: Path, page_size: int) -> LogFile:
    """The log at `path`; `page_size` is what the file beside it says, for a log whose own head is gone.

    Raises:
        OSError: the disk does not give it.
    """
    found = LogFile(path)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return found
    if size < _HEADER + _FRAME + min(_PAGE_SIZES):
        return found
    with path.open("rb") as file:
        head = file.read(_HEADER)
        magic, _, own_size, _, salt1, salt2, sum1, sum2 = struct.unpack(">8I", head)
        order = ">" if magic & 1 else "<"
        is_sound = (
            magic in _MAGIC and own_size in _PAGE_SIZES and _sums(head[:24], (0, 0), order) == (sum1, sum2)
        )
        found.page_size = own_size if is_sound else page_size
        frame = _FRAME + found.page_size
        salts = struct.pack(">2I", salt1, salt2)
        last: _Sums = (sum1, sum2)
        is_whole = is_sound
        pending: dict[int, int] = {}
        place = _HEADER - frame
        while (place := place + frame) <= size - frame:
            file.seek(place)
            data = file.read(frame)
            if not is_sound and place == _HEADER:
                salts = data[8:16]
            if data[8:16] != salts:
                following = _next_of(file, range(place + frame, size - frame + 1, frame), salts)
                if following is None:
                    break  # Left from before the log began anew.
                is_whole = False
                place = following - frame
                continue
            number, commit, _, _, *stored = struct.unpack(">6I", data[:_FRAME])
            if is_whole and size <= _CHECKED_AT_MOST_BYTES:
                last = _sums(data[_FRAME:], _sums(data[:8], last, order), order)
                is_whole = last == (stored[0], stored[1])
            pending[number] = place + _FRAME
            if commit:
                found.is_damaged |= not is_whole
                found.places |= pending
                pending = {}
    if not is_sound and not found.places:
        found.places = pending
        found.is_damaged = bool(pending)
    return found


def _next_of(file: BinaryIO, places: range, salts: bytes) -> int | None:
    """Where the first frame of these salts stands: what lies before it is damaged, and not the end of the log.

    However far it is: a sector of a disk is as large as many frames. What was left has other salts, each time the log
    began anew.
    """
    for later in places:
        file.seek(later + 8)
        if file.read(8) == salts:
            return later
    return None


def _sums(data: bytes, seed: _Sums, order: str) -> _Sums:
    first, second = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
