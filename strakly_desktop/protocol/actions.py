"""The allow-list of what an assistant may ask the app to do (protocol rules 11 and 27).

What is not on it is no action: it was written by a language model, or by a server that is newer than this app.
"""

import re
from typing import Any, Final, get_args

from strakly_desktop.conversation.accents import AccentName
from strakly_desktop.conversation.events import (
    BotAction,
    ChangeAccent,
    ChangeBranch,
    ChangeTextSize,
    ChangeTheme,
    Copy,
    Export,
    FileType,
    Find,
    Navigate,
    NewChat,
    OpenSettings,
    Print,
    TextSize,
    ThemeName,
    UndoTheme,
    WhichAnswer,
)

_MAX_PATH_CHARS: Final = 2_000
_MAX_FIND_CHARS: Final = 120
_BRANCH: Final = re.compile(r"[1-9][0-9]{0,8}")
_ALL_BRANCHES: Final = "all"
_CHOICES: Final[dict[str, tuple[Any, Any]]] = {
    "change_theme": (ThemeName, ChangeTheme),
    "change_accent": (AccentName, ChangeAccent),
    "print": (WhichAnswer, Print),
    "copy": (WhichAnswer, Copy),
    "export": (FileType, Export),
    "text_size": (TextSize, ChangeTextSize),
}
"""Actions whose value is one of a few words."""


def allowed_action(kind: object, value: object) -> BotAction | None:
    """Return the action if it is on the allow-list, else None. Of those that need no value it may be anything."""
    match kind, value:
        case str(), str() if kind in _CHOICES:
            words, action = _CHOICES[kind]
            chosen: BotAction | None = action(value) if value in get_args(words) else None
            return chosen
        case "navigate", str() if _is_page_path(value):
            return Navigate(value)
        case "change_branch", str() if value == _ALL_BRANCHES or _BRANCH.fullmatch(value):
            return ChangeBranch(None if value == _ALL_BRANCHES else int(value))
        case "find", str() if len(value) <= _MAX_FIND_CHARS and (value.isprintable() or not value):
            return Find(value.strip())
        case "undo_theme", _:
            return UndoTheme()
        case "new_chat", _:
            return NewChat()
        case "open_settings", _:
            return OpenSettings()
    return None


def _is_page_path(path: str) -> bool:
    """Tell whether the path stays on the web app's own host, however leniently a browser reads it.

    Browsers take a backslash for a slash and drop control characters, so both could hide a `//host`.
    """
    return (
        len(path) <= _MAX_PATH_CHARS
        and path.startswith("/")
        and "//" not in path
        and "\\" not in path
        and path.isprintable()
    )
