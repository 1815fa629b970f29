"""What the gym set for every user of this computer, in a file that only its administrator can write.

Its values are defaults below each user's own; those that it locks win over everything. Its place comes from no
environment variable, and a file that cannot be used locks the addresses: else breaking it, or looking past it,
would be a way around the locks, and a demo gym could pass for the gym's own.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from strakly_desktop.app.settings import APP_DIRECTORY, Settings, read_value
from strakly_desktop.ui.locks import Locks

FILE_NAME = "settings.toml"
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
}
_LOCKED = "locked"
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
}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The gym's choices.

    `locked` are the names of fields of Settings. `problem` tells an administrator what is wrong with the file,
    "" for nothing. `server_unknown`: the file should name the assistant, and it cannot be told which.
    """

    defaults: Settings = field(default_factory=Settings)
    locked: frozenset[str] = frozenset()
    problem: str = ""
    server_unknown: bool = False

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
    """What the file says; nothing where there is none. Never raises."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return SiteSettings()
    except OSError as error:
        return _unusable(path, f"cannot be read ({error.strerror})")
    # Most computers have no such file: they need not wait for the parser.
    import tomllib

    try:
        return _checked(path, tomllib.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        return _unusable(path, f"is no valid TOML ({error})")


def locks_of(site: SiteSettings) -> Locks:
    """What the widgets need to know of what is locked."""
    return Locks(**{lock: name in site.locked for name, lock in _LOCKS.items()})


def _unusable(path: Path, why: str) -> SiteSettings:
    return SiteSettings(locked=_ADDRESSES, problem=f"{path} {why}.", server_unknown=True)


def _checked(path: Path, said: Mapping[str, Any]) -> SiteSettings:
    values: dict[str, Any] = {}
    wrong = [f"{key!r} is no setting" for key in said if key not in _FIELDS and key != _LOCKED]
    for key, name in _FIELDS.items():
        if key in said:
            try:
                values[name] = read_value(name, said[key])
            except ValueError:
                wrong.append(f"the value of {key!r} cannot be used")
    locked, wrong_locks = _locked_fields(said.get(_LOCKED, []))
    wrong += wrong_locks
    return SiteSettings(
        Settings(**values),
        locked,
        f"In {path}, {'; '.join(wrong)}." if wrong else "",
        server_unknown="server" in said and "bot_url" not in values,
    )


def _locked_fields(said: object) -> tuple[frozenset[str], list[str]]:
    if not isinstance(said, list):
        return _ADDRESSES, ["'locked' is no list of names"]
    known = frozenset(_FIELDS[key] for key in said if isinstance(key, str) and key in _FIELDS)
    return known, [
        f"'locked' names {key!r}, which is no setting"
        for key in said
        if not (isinstance(key, str) and key in _FIELDS)
    ]


if sys.platform == "win32":

    def _program_data() -> Path:
        """The folder PROGRAMDATA, asked from Windows itself: a user can change the variable of that name."""
        import ctypes

        common_app_data, max_path = 0x23, 260
        found = ctypes.create_unicode_buffer(max_path)
        if ctypes.windll.shell32.SHGetFolderPathW(None, common_app_data, None, 0, found) == 0:
            return Path(found.value)
        return Path("C:/ProgramData")
