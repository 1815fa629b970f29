"""What the app remembers between two starts, in one JSON file that a person can read and edit.

JSON, because the standard library writes it as well as reads it. A broken file never stops the app: what can
be read is kept, the file is set aside, and the person is told.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from strakly_desktop.theme.theme import Accent, ThemeMode

APP_DIRECTORY = "strakly-desktop"
_ENVIRONMENT = {
    "bot_url": "STRAKLY_BOT_URL",
    "web_app_url": "STRAKLY_WEB_APP_URL",
    "backend_url": "STRAKLY_BACKEND_URL",
}


class SettingsError(Exception):
    """An address that was set for this run cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose. `bot_url` None means the local demo gym; URLs are http(s).

    `window_geometry` is Qt's saved geometry in base64; `text_scale` 0.8 to 2.0; `branch_id` None for all.
    """

    bot_url: str | None = None
    web_app_url: str | None = None
    backend_url: str | None = None
    branch_id: int | None = None
    theme_mode: ThemeMode = ThemeMode.SYSTEM
    accent: Accent = Accent.GREEN
    text_scale: float = 1.0
    window_geometry: str = ""


@dataclass(frozen=True, slots=True)
class Directories:
    """Where settings, conversations and logs live."""

    settings: Path
    data: Path
    logs: Path

    @classmethod
    def find(cls, home: Path | None, environment: Mapping[str, str]) -> "Directories":
        """Under `home` or STRAKLY_HOME where given, else where this system keeps such files."""
        chosen = home or (Path(environment["STRAKLY_HOME"]) if environment.get("STRAKLY_HOME") else None)
        if chosen is not None:
            return cls(chosen, chosen, chosen / "logs")
        return cls(
            Path(platformdirs.user_config_dir(APP_DIRECTORY, appauthor=False)),
            Path(platformdirs.user_data_dir(APP_DIRECTORY, appauthor=False)),
            Path(platformdirs.user_log_dir(APP_DIRECTORY, appauthor=False)),
        )


class SettingsFile:
    """Reads and writes the settings. `problem` holds the last difficulty in plain words, "" for none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._saved: Settings | None = None
        self._unreadable = ""
        self.problem = ""

    def load(self) -> Settings:
        """The saved settings; defaults for whatever is missing or wrong. Never raises."""
        try:
            raw: object = json.loads(self._path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return Settings()
        except OSError as error:
            self._unreadable = error.strerror or "for an unknown reason"
            self.problem = f"The settings could not be read ({self._unreadable}). The defaults are used."
            return Settings()
        except (ValueError, RecursionError):
            raw = None
        settings, wrong = _read(raw)
        if wrong:
            kept = "a copy was kept beside it" if self._set_aside() else "it could not be set aside"
            self.problem = f"The settings file was damaged ({', '.join(wrong)}); {kept}."
        self._saved = settings if not wrong else None
        return settings

    def save(self, settings: Settings) -> bool:
        """Replace the file in one step. False, with `problem` set, where the disk does not take it.

        A file that `load` could not read is left alone: defaults would replace what the person chose.
        """
        if settings == self._saved:
            return True
        if self._unreadable:
            self.problem = (
                f"The saved settings could not be read ({self._unreadable}), so nothing is saved over them."
            )
            return False
        partial = self._path.with_suffix(".partial")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                json.dump(asdict(settings), file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            self.problem = f"The settings could not be saved ({error.strerror}). Chatting goes on."
            return False
        self._saved = settings
        return True

    def _set_aside(self) -> bool:
        try:
            self._path.replace(self._path.with_suffix(".broken.json"))
        except OSError:
            return False
        return True


def with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """`settings` with the addresses that the environment names; these are for one run and are not saved.

    Raises:
        SettingsError: one of them is no web address. Going on without it could mean the wrong assistant.
    """
    named: dict[str, Any] = {}
    for field, name in _ENVIRONMENT.items():
        if value := environment.get(name):
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


def _read(raw: object) -> tuple[Settings, list[str]]:
    """The settings in `raw`, and the names of the values that could not be used."""
    if not isinstance(raw, dict):
        return Settings(), ["no settings in it"]
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in fields(Settings):
        if field.name in raw:
            try:
                values[field.name] = _READERS[field.name](raw[field.name])
            except ValueError:
                wrong.append(field.name)
    return Settings(**values), wrong


def _url(value: object) -> str | None:
    return None if value is None else web_address(_text(value))


def _branch(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError


def _scale(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.8 <= value <= 2.0:
        return float(value)
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
    "theme_mode": ThemeMode,
    "accent": Accent,
    "text_scale": _scale,
    "window_geometry": _text,
}
