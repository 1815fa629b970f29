"""What the app remembers between two starts, where, and what of it can be true.

Every value comes from a file that anybody may have edited, so each has its reader.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import platformdirs

from strakly_desktop.conversation.numbers import fits_wire
from strakly_desktop.theme.theme import Accent, ThemeMode

APP_DIRECTORY = "strakly-desktop"
ADDRESSES = {
    "bot_url": "STRAKLY_BOT_URL",
    "web_app_url": "STRAKLY_WEB_APP_URL",
    "backend_url": "STRAKLY_BACKEND_URL",
}
"""The addresses among the settings, and the variables that name them for one run."""


LONGEST_KEPT_DAYS = 36_500
MOST_PEOPLE = 20
LONGEST_UNLOCKED_MINUTES = 1_440


class SettingsError(Exception):
    """An address that was set for this run cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose. `bot_url` None means the local demo gym; URLs are http(s).

    `window_geometry` is Qt's saved geometry in base64; `text_scale` 0.8 to 2.0; `branch_id` None for all,
    with its name and the gym where it was chosen ("" where that is not known);
    `keep_history_days` None for ever; `autostart`: open the app when the person signs in to the computer.
    `lock_after_minutes` without a key or the mouse, None for never; `is_locked`: it was locked when it ended.
    `people` are the accounts that open the desk by a PIN.
    `account` names who signed in last, "" for nobody; the sign-in itself is in the keychain.
    """

    bot_url: str | None = None
    web_app_url: str | None = None
    backend_url: str | None = None
    branch_id: int | None = None
    branch_name: str = ""
    branch_gym: str = ""
    theme_mode: ThemeMode = ThemeMode.SYSTEM
    accent: Accent = Accent.GREEN
    text_scale: float = 1.0
    keep_history_days: int | None = None
    autostart: bool = False
    lock_after_minutes: int | None = None
    is_locked: bool = False
    account: str = ""
    people: tuple[str, ...] = ()
    window_geometry: str = ""


class Named(NamedTuple):
    """An address that was named for one run, and by what: "command line (--server)"."""

    address: str
    by: str


class Directories(NamedTuple):
    """Where settings, conversations and logs live."""

    settings: Path
    data: Path
    logs: Path

    @classmethod
    def find(cls, home: Path | None, environment: Mapping[str, str]) -> "Directories":
        """Under `home` or STRAKLY_HOME where given, else where this system keeps such files."""
        chosen = chosen_home(home, environment)
        if chosen is not None:
            return cls(chosen, chosen, chosen / "logs")
        return cls(
            Path(platformdirs.user_config_dir(APP_DIRECTORY, appauthor=False)),
            Path(platformdirs.user_data_dir(APP_DIRECTORY, appauthor=False)),
            Path(platformdirs.user_log_dir(APP_DIRECTORY, appauthor=False)),
        )


def chosen_home(home: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The directory that --home or STRAKLY_HOME names for everything, None where neither does. It is absolute."""
    chosen = home or (Path(environment["STRAKLY_HOME"]) if environment.get("STRAKLY_HOME") else None)
    # What is started at login starts in another directory.
    return None if chosen is None else chosen.absolute()


def with_environment(
    settings: Settings, environment: Mapping[str, str], locked: Collection[str] = frozenset()
) -> Settings:
    """`settings` with the addresses that the environment names; these are for one run and are not saved.

    The fields in `locked` stay as they are.

    Raises:
        SettingsError: one of them is no web address. Going on without it could mean the wrong assistant.
    """
    named: dict[str, Any] = {}
    for field, name in ADDRESSES.items():
        if field not in locked and (value := environment.get(name)):
            try:
                named[field] = web_address(value)
            except ValueError as error:
                raise SettingsError(f"{name} {error}") from error
    return replace(settings, **named)


def web_address(text: str) -> str:
    """`text`, if it is an absolute http(s) URL without a user name or a password in it.

    Raises:
        ValueError: it is none. The message does not repeat it, because of the password it may hold.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or any(character.isspace() for character in text):
        raise ValueError("is no web address like https://assistant.example.com")
    return text


def read_value(field: str, value: object) -> Any:
    """`value`, as a file gives it, as the value of a field of Settings.

    Raises:
        ValueError: it cannot be one.
    """
    return _READERS[field](value)


def _url(value: object) -> str | None:
    return None if value is None else web_address(_text(value))


def _branch(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and fits_wire(value)):
        return value
    raise ValueError


def _days(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_KEPT_DAYS:
        return value
    raise ValueError


def _minutes(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST_UNLOCKED_MINUTES:
        return value
    raise ValueError


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError


def _scale(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.8 <= value <= 2.0:
        return float(value)
    raise ValueError


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and len(value) <= MOST_PEOPLE:
        return tuple(_text(one) for one in value)
    raise ValueError


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


_READERS: dict[str, Any] = {
    "bot_url": _url,
    "web_app_url": _url,
    "backend_url": _url,
    "branch_id": _branch,
    "branch_name": _text,
    "branch_gym": _text,
    "theme_mode": ThemeMode,
    "accent": Accent,
    "text_scale": _scale,
    "keep_history_days": _days,
    "autostart": _switch,
    "lock_after_minutes": _minutes,
    "is_locked": _switch,
    "account": _text,
    "people": _texts,
    "window_geometry": _text,
}
