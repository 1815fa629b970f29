"""Files that the person asks for: where to, written whole or not at all, and what went wrong in plain words."""

import re
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.controls.dialog_end import delete_when_over
from strakly_desktop.ui.controls.dialog_room import room_for_dialog
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

FILE_NOTICE = "file"
_NAME_LENGTH = 60
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def file_name(title: str, extension: str, day: date | None = None) -> str:
    """A name that every file system takes: `file_name("Revenue: May?", "csv")` is "Revenue May.csv".

    With a day, by which files of one title are told apart: "Revenue May 2026-11-22.csv".
    """
    bare = " ".join(_FORBIDDEN.sub(" ", title).split())[:_NAME_LENGTH].strip(" .…")
    dated = f" {day.isoformat()}" if day is not None else ""
    return f"{bare or 'Strakly'}{dated}.{extension}"


def ask_where_to_save(parent: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask for a place, `name` proposed; `then` gets it, unless the person thinks better of it."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title)
    delete_when_over(dialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    _start_in_documents(dialog)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    # The system's own dialog minds the screen by itself; Qt's does not.
    dialog.resize(dialog.size().boundedTo(room_for_dialog(dialog)))
    dialog.open()


def ask_what_to_open(parent: QWidget, title: str, pattern: str, then: Callable[[Path], None]) -> None:
    """Ask for a file that matches `pattern`, as "Conversations (*.json)"."""
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, "", pattern)
    delete_when_over(dialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _start_in_documents(dialog)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    # The system's own dialog minds the screen by itself; Qt's does not.
    dialog.resize(dialog.size().boundedTo(room_for_dialog(dialog)))
    dialog.open()


def _start_in_documents(dialog: "QFileDialog") -> None:
    """Qt goes on where the last dialog was; the first one would begin where the program was started."""
    from PySide6.QtCore import QDir, QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
    if dialog.directory() == QDir.current():
        dialog.setDirectory(documents if Path(documents).is_dir() else home)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file and put it in the place of `path` in one step.

    Raises:
        OSError: the disk did not take it; an older file of that name is as it was.
    """
    # Not the name itself with an ending: the longest name that a disk takes would be too long.
    partial = path.with_name(f".strakly-{secrets.token_hex(4)}.partial")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path` in one step.

    Raises:
        OSError: see `write_whole`.
    """

    def write(partial: Path) -> None:
        partial.write_bytes(data)

    write_whole(path, write)


def saved_notice(path: Path) -> Notice:
    """What to say when a file is there."""
    return Notice(
        FILE_NOTICE,
        NoticeKind.INFO,
        f"Saved as {path.name}.",
        str(path.parent),
        timeout_ms=PASSING_MS,
        icon="download",
    )


def called_off_notice() -> Notice:
    """What to say when the person thought better of it."""
    return Notice(FILE_NOTICE, NoticeKind.INFO, "Cancelled: no file was written.", timeout_ms=PASSING_MS)


def failed_notice(error: OSError) -> Notice:
    """What to say when it is not."""
    reason = error.strerror or "for an unknown reason"
    return Notice(
        FILE_NOTICE,
        NoticeKind.WARNING,
        f"The file was not saved ({reason}).",
        "Choose another place or free some space.",
    )
