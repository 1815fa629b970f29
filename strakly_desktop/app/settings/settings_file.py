"""The settings as one JSON file that a person can read and edit, and a copy of it for the day on which it is damaged.

JSON, because the standard library writes it as well as reads it. Only what differs from the defaults is in it, so that
the gym can change a default later. A broken file never stops the app: what can be read is kept, the rest comes from the
copy, the file is set aside, and the person is told. A desk that may have been locked when it ended begins locked.
"""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from strakly_desktop.app.process.plain_file import read_plain, replace_plain
from strakly_desktop.app.settings.settings import ADDRESSES, Settings, read_value

_MOST_BYTES = 1_000_000
_NOTHING = object()


class SettingsFile:
    """Reads and writes the settings. `problem` holds the last difficulty in plain words, "" for none.

    `is_lock_unknown`: the file may have said that the desk was locked when it ended, and cannot be asked.
    """

    def __init__(
        self, path: Path, defaults: Settings | None = None, locked: Collection[str] = frozenset()
    ) -> None:
        """`defaults` apply where the person chose nothing; `locked` fields are kept as they are in the file."""
        self._path = path
        self._copy = path.with_suffix(".last-good.json")
        self._defaults = defaults or Settings()
        self._locked = locked
        self._own: dict[str, Any] = {}
        self._is_saved = True
        self._unreadable = ""
        self.is_lock_unknown = False
        self.problem = ""

    def load(self) -> Settings:
        """The person's own settings over the last good copy and the defaults, for what is missing. Never raises."""
        try:
            raw: object = json.loads(read_plain(self._path, _MOST_BYTES))
        except FileNotFoundError:
            copied = self._copied()
            if copied is not None:
                # Somebody may have wished to begin anew, so it is said what else there is.
                self.problem = f"The settings file was gone; its copy was used ({self._copy.name})."
                self._use_copy(copied)
            return self._loaded()
        except NotADirectoryError:
            return self._loaded()
        except OSError as error:
            self._unreadable = error.strerror or "for an unknown reason"
            self._use_copy(self._copied() or {})
            instead = "Their last copy is used." if self._own else "The defaults are used."
            self.problem = f"The settings could not be read ({self._unreadable}). {instead}"
            return self._loaded()
        except (ValueError, RecursionError):
            raw = None
        own, wrong = _read(raw)
        if wrong:
            self._mend(raw, own, wrong)
        else:
            self._own = own
        return self._loaded()

    def save(self, settings: Settings) -> bool:
        """Replace the file in one step. False, with `problem` set, where the disk does not take it.

        A file that `load` could not read is left alone: defaults would replace what the person chose. What another
        window on the same home has changed meanwhile stays, unless it was changed here as well.
        """
        own = self._own_of(settings)
        if self._is_saved and own == self._own:
            return True
        if self._unreadable:
            self.problem = (
                f"The saved settings could not be read ({self._unreadable}), so nothing is saved over them."
            )
            return False
        content = json.dumps(self._with_others(own), indent=2).encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_plain(self._path, content)
        except OSError as error:
            self.problem = f"The settings could not be saved ({error.strerror}). Chatting goes on."
            if own.get("is_locked") and not self._own.get("is_locked"):
                self._leave_lock_unknown()
            return False
        with suppress(OSError):
            # Without it a damaged file costs more, and nothing else.
            replace_plain(self._copy, content)
        self._own = own
        self._is_saved = True
        return True

    def _loaded(self) -> Settings:
        return replace(self._defaults, **self._own)

    def _use_copy(self, own: dict[str, Any], *, is_lock_unknown: bool = True) -> None:
        """Take `own` for what the file said. Where somebody is known whose desk it is, it was maybe locked."""
        self._own, self._is_saved, self.is_lock_unknown = own, False, is_lock_unknown
        if is_lock_unknown and (own.get("account") or own.get("people")):
            self._own = own | {"is_locked": True}

    def _mend(self, raw: object, own: dict[str, Any], wrong: list[str]) -> None:
        """Take from the copy what the damaged file cannot tell any more, write it anew, and say so."""
        is_whole = isinstance(raw, dict)
        copied = self._copied() or {}
        lost = {name: value for name, value in copied.items() if name in wrong or not is_whole}
        self._use_copy(own | lost, is_lock_unknown=not is_whole or "is_locked" in wrong)
        mended = "; what was lost comes from the last copy" if copied else ""
        if self._set_aside():
            kept = "the damaged one was kept beside it"
            # At once: what could be read must not hang on an orderly end of this run.
            self.save(self._loaded())
        else:
            kept = "it could not be set aside"
        self.problem = f"The settings file was damaged ({', '.join(wrong)}){mended}; {kept}."

    def _copied(self) -> dict[str, Any] | None:
        """What the last good copy says, None where there is none."""
        try:
            raw: object = json.loads(read_plain(self._copy, _MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return None
        return _read(raw)[0] if isinstance(raw, dict) else None

    def _with_others(self, own: dict[str, Any]) -> dict[str, Any]:
        """`own`, and what stands in the file that this window neither knew nor changed."""
        try:
            raw: object = json.loads(read_plain(self._path, _MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return own
        theirs, wrong = _read(raw)
        if wrong or not self._is_saved:
            return own
        merged = dict(own)
        for field in fields(Settings):
            name = field.name
            if name in own and own[name] == self._own.get(name, _NOTHING) and name not in theirs:
                del merged[name]
            elif name in theirs and own.get(name, _NOTHING) == self._own.get(name, _NOTHING):
                merged[name] = theirs[name]
        return merged

    def _leave_lock_unknown(self) -> None:
        """Have the next start begin locked, on a full disk too: it finds the copy alone. To rename takes no room."""
        self._is_saved = False
        with suppress(OSError):
            self._path.replace(self._copy)

    def _own_of(self, settings: Settings) -> dict[str, Any]:
        """What of `settings` goes into the file."""
        own = {}
        for field in fields(Settings):
            name, value = field.name, getattr(settings, field.name)
            if name in self._locked:
                if name in self._own:
                    own[name] = self._own[name]
            elif value != getattr(self._defaults, name) and not (value is None and name in ADDRESSES):
                own[name] = value
        return own

    def _set_aside(self) -> bool:
        try:
            self._path.replace(self._path.with_suffix(".broken.json"))
        except OSError:
            return False
        return True


def _read(raw: object) -> tuple[dict[str, Any], list[str]]:
    """The fields in `raw` by name, and the names of the values that could not be used."""
    if not isinstance(raw, dict):
        return {}, ["no settings in it"]
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in fields(Settings):
        if field.name in raw:
            try:
                value = read_value(field.name, raw[field.name])
            except ValueError:
                wrong.append(field.name)
            else:
                # No address is no choice: the gym may name one later.
                if not (value is None and field.name in ADDRESSES):
                    values[field.name] = value
    return values, wrong
