"""Imports what the first picture does without, in steps between which the window answers, and connects all of it.

In the window's own thread: Qt's classes are made when they are first asked for, which two threads must not do at once.
"""

import asyncio
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.composition.first_picture import FirstPicture
from strakly_desktop.app.process.first_paint import show_and_wait

if TYPE_CHECKING:
    from strakly_desktop.account.keychain import Keychain
    from strakly_desktop.app.composition.application import Application

_PACKAGE = "strakly_desktop"
IN_STEPS = (
    "ui.notices.notice_row",
    "ui.history.list",
    "ui.history.hits",
    "conversation.model",
    "matching.terms",
    "rendering.markdown.grammar.leaf_blocks",
    "rendering.markdown.incremental_parser",
    "rendering.writing.block_writer",
    "rendering.document.document",
    "ui.transcript.page",
    "ui.transcript.view",
    "chat.session",
    "app.chat.history",
    "app.files.exports",
    "app.files.answer_commands",
    "account.service",
    "app.assistant.endpoint_choice",
    "app.sign_in.locking",
    "app.settings.preferences",
    "app.composition.compose",
    "app.composition.watching",
)
"""Each takes some milliseconds, and what the last two need is mostly there by then."""


DIALOGS = (
    "settings_requested",
    "about_requested",
    "connection_check_requested",
    "find_member_requested",
    "presence_requested",
    "sign_in_requested",
    "sign_out_requested",
    "pin_requested",
    "password_requested",
    "export_requested",
    "print_requested",
    "import_requested",
    "backup_requested",
    "code_scanned",
)
"""Signals of the window and its parts that may open a dialog, or what is like one, for the next keys."""
TURNS = (
    "new_chat_requested",
    "lock_requested",
    "table_requested",
    "values_requested",
    "branch_chosen",
    "queued_wanted",
    "edit_requested",
    "send_requested",
    "remove_requested",
    *DIALOGS,
)
"""Signals of the window and its parts that are done at once: the next key may be meant for something else than the
composer as it is, and nobody looks at a button that does nothing."""


async def complete_after_first_paint(
    qt: QApplication, picture: FirstPicture, keychain: "Keychain | None" = None
) -> "Application":
    """Show the window, and return the whole app once it is painted. `keychain`: see `compose`.

    A desk that was locked when it ended is shown when its lock stands, and no key is taken before.
    """
    rest = _Rest(qt, picture, keychain)
    for part in picture.window.parts():
        for name in filter(partial(hasattr, part), TURNS):
            if name in DIALOGS:
                picture.wishes.meanwhile(getattr(part, name), rest.hold_keys)
            picture.wishes.meanwhile(getattr(part, name), rest.complete_at_once)
    if not picture.start.settings.is_locked and not picture.window.is_closing:
        await show_and_wait(picture.window)
    for module in IN_STEPS:
        if rest.is_complete:
            break
        import_module(f"{_PACKAGE}.{module}")
        await asyncio.sleep(0)
    return rest.complete()


class _Rest:
    """Makes the whole app of its first picture, once: in steps, or at once where a key cannot wait."""

    def __init__(self, qt: QApplication, picture: FirstPicture, keychain: "Keychain | None") -> None:
        self._of = qt, picture, keychain
        self._application: Application | None = None

    @property
    def is_complete(self) -> bool:
        return self._application is not None

    def hold_keys(self, *_said: object) -> None:
        """For the dialog that is to open: the window may be busy for some tenths of a second."""
        picture = self._of[1]
        picture.wishes.hold_keys(picture.window)

    def complete_at_once(self, *_said: object) -> None:
        """Before the signal that asks for it is said again; the mouse tells that it takes a busy computer a moment."""
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            self.complete()
        finally:
            QApplication.restoreOverrideCursor()

    def complete(self) -> "Application":
        from strakly_desktop.app.composition.compose import complete

        if self._application is None:
            self._application = complete(*self._of)
        return self._application
