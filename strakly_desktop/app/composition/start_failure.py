"""The window of a start that failed: the reason in plain words. A packaged app has no other place to say it."""

import asyncio
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

_FACT = "Strakly Desktop could not be started."
_UNKNOWN = (
    "Something went wrong inside this app. Install it again, or tell whoever looks after this computer."
)


async def show_start_failure(reason: str, details: str) -> None:
    """Say why, here and on stderr where there is one; return when the person has closed the window.

    `reason` is "" for a bug; `details` tells whoever looks after the computer more.
    """
    if sys.stderr is not None:
        print(f"strakly-desktop: {reason or _UNKNOWN}", file=sys.stderr)  # noqa: T201
    closed = asyncio.Event()
    # Qt's own: what makes the app's windows is what may have failed.
    box = QMessageBox(QMessageBox.Icon.Critical, "Strakly Desktop", _FACT, QMessageBox.StandardButton.Close)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(reason or _UNKNOWN)
    box.setDetailedText(details)
    box.finished.connect(closed.set)
    box.open()
    await closed.wait()
    box.deleteLater()
