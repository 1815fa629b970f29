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
    """Where settings and logs live."""

    settings: Path
    logs: Path

    @classmethod
    def find(cls, home: Path | None, environment: Mapping[str, str]) -> "Directories":
        """Under `home` or STRAKLY_HOME where given, else where this system keeps such files."""
        chosen = home or (Path(environment["STRAKLY_HOME"]) if environment.get("STRAKLY_HOME") else None)
        if chosen is not None:
            return cls(chosen, chosen / "logs")
        return cls(
            Path(platformdirs.user_config_dir(APP_DIRECTORY, appauthor=False)),
            Path(platformdirs.user_log_dir(APP_DIRECTORY, appauthor=False)),
        )


class SettingsFile:
    """Reads and writes the settings. `problem` holds the last difficulty in plain words, "" for none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._saved: Settings | None = None
        self.problem = ""

    def load(self) -> Settings:
        """The saved settings; defaults for whatever is missing or wrong. Never raises."""
        try:
            raw: object = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            self.problem = f"The settings could not be read ({error.strerror}). The defaults are used."
            return Settings()
        except ValueError:
            raw = None
        settings, wrong = _read(raw)
        if wrong:
            self._set_aside()
            self.problem = f"The settings file was damaged ({', '.join(wrong)}); a copy was kept beside it."
        self._saved = settings if not wrong else None
        return settings

    def save(self, settings: Settings) -> bool:
        """Replace the file in one step. False, with `problem` set, where the disk does not take it."""
        if settings == self._saved:
            return True
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

    def _set_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".broken.json"))
        except OSError:
            self.problem = "The settings file is damaged and cannot be replaced."


def with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """`settings` with the addresses that the environment names; these are for one run and are not saved."""
    named = {field: environment[name] for field, name in _ENVIRONMENT.items() if environment.get(name)}
    return replace(settings, **named) if named else settings  # type: ignore[arg-type]


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
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    return value


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
