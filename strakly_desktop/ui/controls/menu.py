"""A menu in which letters find their entry, as in a list: Qt's own listens to underlined ones only.

Whoever types goes to an entry and opens or chooses nothing yet: Enter does, so no slip of a finger signs anybody out.
"""

import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.controls.typed import is_typed

_PAUSE_MS = 1000
"""After so long a letter begins anew; before, it goes on with those in front of it."""


class Menu(Guarded, QMenu):
    """Every menu of the window is one, also those within it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._typed_ms = 0.0

    def add_submenu(self, title: str) -> "Menu":
        """A menu behind an entry at the end of this one."""
        menu = Menu(self)
        menu.setTitle(title)
        self.addMenu(menu)
        return menu

    def add_named(self, name: str) -> QAction:
        """An entry that is called as a column, a table or a branch is: "P&T" too, of which Qt would mark the T."""
        return self.addAction(name.replace("&", "&&"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._goes_on(event):
            super().keyPressEvent(event)
            return
        self._typed += event.text().casefold()
        # One letter again and again goes through all that begin with it, unless an entry begins with just that.
        found = self._entry(self._typed) or (
            self._entry(self._typed[0], behind_active=True) if len(set(self._typed)) == 1 else None
        )
        if found is not None:
            self._go_to(found)
        else:
            self._typed = self._typed[:-1]

    def hideEvent(self, event: QHideEvent) -> None:
        self._typed = ""
        super().hideEvent(event)

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Whether a key is a letter of what is looked for; a space only between words."""
        now_ms = event.timestamp() or time.monotonic() * 1000
        since_ms, self._typed_ms = now_ms - self._typed_ms, now_ms
        if not 0 <= since_ms <= _PAUSE_MS:
            self._typed = ""
        is_space = event.key() == Qt.Key.Key_Space and not event.modifiers()
        return is_typed(event) or (is_space and self._entry(f"{self._typed} ") is not None)

    def _entry(self, beginning: str, *, behind_active: bool = False) -> QAction | None:
        entries = [entry for entry in self.actions() if _can_be_chosen(entry)]
        active = self.activeAction()
        if active in entries:
            at = entries.index(active) + behind_active
            entries = entries[at:] + entries[:at]
        return next((entry for entry in entries if _words(entry).startswith(beginning)), None)

    def _go_to(self, entry: QAction) -> None:
        """Step by step, as the arrow does: to be set active would open a menu behind it, which took the next letter."""
        down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
        for _ in self.actions():
            if self.activeAction() is entry:
                break
            super().keyPressEvent(down)


def _can_be_chosen(entry: QAction) -> bool:
    return entry.isVisible() and entry.isEnabled() and not entry.isSeparator()


def _words(entry: QAction) -> str:
    """Without its key and without what marks a letter of it."""
    return entry.text().split("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&").casefold()
