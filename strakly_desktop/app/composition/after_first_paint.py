"""Imports what the first picture does without, in steps between which the window answers, and connects all of it.

In the window's own thread: Qt's classes are made when they are first asked for, which two threads must not do at once.
"""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from strakly_desktop.app.composition.first_picture import FirstPicture
from strakly_desktop.app.process.first_paint import show_and_wait

if TYPE_CHECKING:
    from strakly_desktop.account.keychain import Keychain
    from strakly_desktop.app.composition.application import Application

_PACKAGE = "strakly_desktop"
IN_STEPS = (
    "ui.notices.notice_row",
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


async def complete_after_first_paint(
    qt: QApplication, picture: FirstPicture, keychain: "Keychain | None" = None
) -> "Application":
    """Show the window, and return the whole app once it is painted. `keychain`: see `compose`."""
    await show_and_wait(picture.window)
    for module in IN_STEPS:
        await asyncio.sleep(0)
        import_module(f"{_PACKAGE}.{module}")
    from strakly_desktop.app.composition.compose import complete

    return complete(qt, picture, keychain)
