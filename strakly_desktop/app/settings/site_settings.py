"""What the gym set for every user of this computer, in a file that only its administrator can write.

Its values are defaults below each user's own; those that it locks win over everything. Its place comes from no
environment variable, and a file that cannot be used locks the addresses: else breaking it, or looking past it,
would be a way around the locks, and a demo gym could pass for the gym's own.
"""

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from strakly_desktop.app.process.plain_file import read_plain
from strakly_desktop.app.settings.settings import APP_DIRECTORY, Settings, read_value
from strakly_desktop.app.settings.site_masking import EVERYTHING, NOTHING, SiteMasking, read_masking
from strakly_desktop.ui.controls.managed_settings import ManagedSettings

FILE_NAME = "settings.toml"
_MOST_BYTES = 1_000_000
_FIELDS = {
    "server": "bot_url",
    "web_app": "web_app_url",
    "backend": "backend_url",
    "branch": "branch_id",
    "theme": "theme_mode",
    "accent": "accent",
    "text_scale": "text_scale",
    "keep_history_days": "keep_history_days",
    "autostart": "autostart",
    "lock_after_minutes": "lock_after_minutes",
}
_LOCKED = "locked"
_MASKING = ("mask_roles", "mask")
_ADDRESSES = frozenset({"bot_url", "web_app_url", "backend_url"})
_LOCKS = {
    "bot_url": "server",
    "web_app_url": "web_app",
    "branch_id": "branch",
    "theme_mode": "theme",
    "accent": "accent",
    "text_scale": "text_scale",
    "keep_history_days": "keep_history",
    "autostart": "autostart",
    "lock_after_minutes": "lock_after",
}


class SiteSettings(NamedTuple):
    """The gym's choices.

    `locked` are the names of fields of Settings. `problem` tells an administrator what is wrong with the file,
    "" for nothing. `server_unknown`: the file should name the assistant, and it cannot be told which. `masking`: whose
    view hides amounts, telephone numbers and e-mails; nobody changes it for themselves.
    """

    defaults: Settings = Settings()
    locked: frozenset[str] = frozenset()
    problem: str = ""
    server_unknown: bool = False
    masking: SiteMasking = NOTHING

    def enforce(self, settings: Settings) -> Settings:
        """`settings` with every locked field as the gym set it."""
        return replace(settings, **{name: getattr(self.defaults, name) for name in self.locked})


def site_settings_file() -> Path:
    """Where this system keeps settings for all of its users."""
    if sys.platform == "win32":
        return _program_data() / APP_DIRECTORY / FILE_NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / APP_DIRECTORY / FILE_NAME
    return Path("/etc") / APP_DIRECTORY / FILE_NAME


def read_site_settings(path: Path) -> SiteSettings:
    """What the file says; nothing where there is none. Never raises. A problem names the file and the line."""
    try:
        content = read_plain(path, _MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return SiteSettings()
    except OSError as error:
        return _unusable(path, f"cannot be read ({error.strerror})")
    # Most computers have no such file: they need not wait for the parser.
    import tomllib

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unusable(path, f"is no UTF-8 text (line {line})")
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        last = f"line {text.count(chr(10)) + 1}"
        return _unusable(path, f"is no valid TOML: {str(error).replace('end of document', last)}")
    return _checked(path, text, said)


def locks_of(site: SiteSettings) -> ManagedSettings:
    """What the widgets need to know of what is locked."""
    return ManagedSettings(**{lock: name in site.locked for name, lock in _LOCKS.items()})


def _unusable(path: Path, why: str) -> SiteSettings:
    return SiteSettings(locked=_ADDRESSES, problem=f"{path} {why}.", server_unknown=True, masking=EVERYTHING)


def _checked(path: Path, text: str, said: dict[str, Any]) -> SiteSettings:
    values: dict[str, Any] = {}
    unknown = [key for key in said if key not in _FIELDS and key not in (_LOCKED, *_MASKING)]
    wrong = [f"{key!r}{_line_of(key, text)} is no setting" for key in unknown]
    for key, name in _FIELDS.items():
        if key in said:
            try:
                values[name] = read_value(name, said[key])
            except ValueError:
                wrong.append(f"the value of {key!r}{_line_of(key, text)} cannot be used")
    masking, wrong_masking = read_masking(*map(said.get, _MASKING))
    if any("mask" in f"{key} {said[key]!r}" for key in unknown):
        # Misspelt, or put into a table.
        masking = EVERYTHING
    wrong += [f"{key!r}{_line_of(key, text)} {what}" for key, what in wrong_masking]
    locked, wrong_locks = _locked_fields(said.get(_LOCKED, []))
    wrong += [f"'locked'{_line_of(_LOCKED, text)} {what}" for what in wrong_locks]
    return SiteSettings(
        Settings(**values),
        locked,
        f"In {path}, {'; '.join(wrong)}." if wrong else "",
        # A name that nobody knows may be the server's, misspelt or put into a table.
        server_unknown="bot_url" not in values and ("server" in said or bool(unknown)),
        masking=masking,
    )


def _locked_fields(said: object) -> tuple[frozenset[str], list[str]]:
    if not isinstance(said, list):
        return _ADDRESSES, ["is no list of names"]
    known = frozenset(_FIELDS[key] for key in said if isinstance(key, str) and key in _FIELDS)
    return known, [
        f"names {key!r}, which is no setting" for key in said if not (isinstance(key, str) and key in _FIELDS)
    ]


def _line_of(key: str, text: str) -> str:
    """Where `text` has `key`, for the person who mends it; "" if it is written in an unusual way."""
    found = re.search(rf"""^[ \t]*\[*[ \t]*["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    return f" (line {text.count(chr(10), 0, found.start()) + 1})" if found else ""


if sys.platform == "win32":

    def _program_data() -> Path:
        """The folder PROGRAMDATA, asked from Windows itself: a user can change the variable of that name."""
        import ctypes

        common_app_data, max_path = 0x23, 260
        found = ctypes.create_unicode_buffer(max_path)
        if ctypes.windll.shell32.SHGetFolderPathW(None, common_app_data, None, 0, found) == 0:
            return Path(found.value)
        return Path("C:/ProgramData")
