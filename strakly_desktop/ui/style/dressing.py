"""Gives what lies over the window the look that the window gets: what is asked there may stay open for long."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QDialog

from strakly_desktop.rendering.look import Look


@runtime_checkable
class _Dressed(Protocol):
    def set_look(self, look: Look) -> None: ...


def dress_dialogs(look: Look) -> None:
    """Give `look` to all dialogs that are open."""
    dress((top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog)), look)


def dress(parts: Iterable[object], look: Look) -> None:
    """Give `look` to those of `parts` that take one."""
    for part in parts:
        if isinstance(part, _Dressed):
            part.set_look(look)
