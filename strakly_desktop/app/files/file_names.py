"""Names that every file system takes, and that end as their format does.

Windows keeps some names for devices ("CON"), whatever their ending; most file systems take 255 bytes, in which Hindi
has a third of the letters.
"""

import re
from datetime import date
from pathlib import Path

from strakly_desktop.conversation.cut_text import end_in_word

_LETTERS = 60
_BYTES = 180
"""With a day and an ending still below 255, and room for " (2)"."""
_STAND_IN = "Strakly"
# With what turns the order of letters round, and so can hide an ending.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|$)", re.IGNORECASE
)
ENDINGS = ("xlsx", "csv", "tsv", "pdf", "md", "html", "json", "sqlite3", "png", "svg")
"""Of the formats that the app writes."""


def file_name(title: str, extension: str, day: date | None = None) -> str:
    """A name that every file system takes: `file_name("Revenue: May?", "csv")` is "Revenue May.csv".

    With a day, by which files of one title are told apart: "Revenue May 2026-11-22.csv".
    """
    bare = " ".join(_FORBIDDEN.sub(" ", title).split())
    end = end_in_word(bare, _LETTERS) if len(bare) > _LETTERS else len(bare)
    while len(bare[:end].encode()) > _BYTES:
        end = end_in_word(bare, end - 1)
    bare = bare[:end]
    bare = bare.strip(" .…")
    dated = f" {day.isoformat()}" if day is not None else ""
    name = f"{bare or _STAND_IN}{dated}.{extension}"
    return f"{_STAND_IN} {name}" if _DEVICE.match(name) else name


def with_ending(path: Path, extension: str) -> Path:
    """The path with the ending of its format, whatever was typed: "June 1.5" is a name, "list.csv" an XLSX no more."""
    name = path.name.rstrip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() == extension:
        return path.with_name(name if stem.strip(" .") else f"{_STAND_IN}.{extension}")
    if dot and ending.lower() in ENDINGS:
        name = stem.rstrip(" .")
    return path.with_name(f"{name or _STAND_IN}.{extension}")
