"""Files that the person asks for: where to, written whole or not at all, and what went wrong in plain words."""

import errno
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG, S_IWGRP, S_IWOTH, S_IWUSR
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from strakly_desktop.app.files.file_names import with_ending
from strakly_desktop.app.files.opening import open_file, show_in_folder
from strakly_desktop.app.files.write_failures import NoPlainFile, failure_words
from strakly_desktop.conversation.cut_text import whole_words
from strakly_desktop.conversation.text_safety import well_formed
from strakly_desktop.ui.controls.dialog_end import delete_when_over
from strakly_desktop.ui.controls.dialog_room import room_for_dialog
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

FILE_NOTICE = "file"
_COPIED_NOTICE = "copied"
_LONGEST_NAME = 80
_KNOWS_NO_SYNC = frozenset({errno.EINVAL, errno.ENOSYS, getattr(errno, "ENOTSUP", errno.EINVAL)})
_FORMATS = {
    "xlsx": "Excel workbook",
    "csv": "CSV",
    "tsv": "Tab-separated text",
    "pdf": "PDF document",
    "md": "Markdown",
    "html": "Web page",
    "json": "JSON",
    "sqlite3": "Backup",
    "png": "Picture",
    "svg": "Drawing",
}


class FileKind(NamedTuple):
    """One of the ways in which a file can be written, as the dialog offers it."""

    label: str
    extension: str

    @property
    def filter(self) -> str:
        """As the dialog's list has it."""
        return f"{self.label} (*.{self.extension})"


def ask_where_to_save(parent: QWidget, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask for a place, `name` proposed; `then` gets it, unless the person thinks better of it."""
    extension = name.rpartition(".")[2]
    kind = FileKind(_FORMATS.get(extension, extension.upper()), extension)
    ask_where_and_how_to_save(parent, title, name, [kind], lambda path, _kind: then(path))


def ask_where_and_how_to_save(
    parent: QWidget,
    title: str,
    name: str,
    kinds: Sequence[FileKind],
    then: Callable[[Path, FileKind], None],
    chosen: int = 0,
) -> None:
    """Ask for a place and for one of the `kinds`, `name` and `chosen` proposed; `then` gets both.

    The path ends as its kind does, whatever was typed. Where that is another file than the person was asked about, and
    there is one, they are asked again.
    """
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title)
    delete_when_over(dialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    folder, _, bare = name.rpartition("/")
    if folder:
        dialog.setDirectory(folder)
    else:
        _start_in_documents(dialog)
    filters = [kind.filter for kind in kinds]
    dialog.setNameFilters(filters)
    dialog.selectNameFilter(filters[chosen])
    dialog.selectFile(bare)

    def accept(selected: str) -> None:
        # The system's own dialog may say nothing of the filter.
        place = (
            filters.index(dialog.selectedNameFilter()) if dialog.selectedNameFilter() in filters else chosen
        )
        asked = Path(selected)
        path = with_ending(asked, kinds[place].extension)
        if path != asked and _is_there(path):
            ask_where_and_how_to_save(parent, title, path.as_posix(), kinds, then, place)
        else:
            then(path, kinds[place])

    dialog.fileSelected.connect(accept)
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


def _is_there(path: Path) -> bool:
    """Whether there is something of this name; of one that cannot be asked for, the writing tells why."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file and put it in the place of `path` in one step.

    A link stays one, and what it leads to is written; who may read an older file may read the new one.

    Raises:
        OSError: the disk did not take it, or what is there is no file, or read-only; it is as it was.
    """
    try:
        target = _behind_links(path)
        mode = _mode_of(target)
    except ValueError as error:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), ascii(path.name)) from error
    # Not the name itself with an ending: the longest name that a disk takes would be too long.
    partial = target.with_name(f".strakly-{secrets.token_hex(4)}.partial")
    try:
        write(partial)
        _sync(partial)
        if mode is not None:
            with suppress(PermissionError):
                partial.chmod(mode)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait for the disk: a network drive or a quota may say only now that it does not take it, and power may fail."""
    with path.open("rb+") as written:
        try:
            os.fsync(written.fileno())
        except OSError as error:
            if error.errno not in _KNOWS_NO_SYNC:
                raise


def _behind_links(path: Path) -> Path:
    if not path.is_symlink():
        return path
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def _mode_of(path: Path) -> int | None:
    """Who may do what with the file that is there; None where there is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not S_ISREG(mode):
        raise NoPlainFile(errno.EINVAL, "it is no plain file", str(path))
    if not mode & (S_IWUSR | S_IWGRP | S_IWOTH) or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return S_IMODE(mode)


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path` in one step.

    Raises:
        OSError: see `write_whole`.
    """

    def write(partial: Path) -> None:
        partial.write_bytes(data)

    write_whole(path, write)


def tell_saved(notices: PersonNotices, path: Path, *, lacks: str = "", about: str = "") -> None:
    """Say that a file is there, and offer to open it.

    `lacks`: what its figures must not be taken for, as what it was made of is not whole; that stays until it is read.
    `about`: what else there is to know of it.
    """

    def act(open_it: Callable[[Path], bool]) -> None:
        if not open_it(path):
            fact = "It could not be opened: there is no program for it here."
            notice = Notice(FILE_NOTICE, NoticeKind.WARNING, fact, str(path), timeout_ms=PASSING_MS)
            notices.show_notice(notice)

    notices.show_notice(
        Notice(
            FILE_NOTICE,
            NoticeKind.WARNING if lacks else NoticeKind.INFO,
            f"Saved as {path.name}, and not whole." if lacks else f"Saved as {path.name}.",
            lacks or about or str(path.parent),
            NoticeAction("Open", lambda: act(open_file)),
            timeout_ms=0 if lacks else PASSING_MS,
            icon="" if lacks else "download",
            other=NoticeAction("Show in folder", lambda: act(show_in_folder)),
        )
    )


def tell_copied(notices: PersonNotices, lacks: str) -> None:
    """Say of what was copied that it is not whole: `lacks` is why; "" if it is, and that needs no words."""
    if not lacks:
        notices.dismiss(_COPIED_NOTICE)
        return
    fact = "Copied, and not whole."
    notices.show_notice(Notice(_COPIED_NOTICE, NoticeKind.WARNING, fact, lacks, timeout_ms=PASSING_MS))


def called_off_notice() -> Notice:
    """What to say when the person thought better of it."""
    return Notice(FILE_NOTICE, NoticeKind.INFO, "Cancelled: no file was written.", timeout_ms=PASSING_MS)


def failed_notice(error: OSError, path: Path | None = None) -> Notice:
    """What to say when it is not, and of which file: by then the page may show another conversation."""
    reason, advice = failure_words(error)
    return Notice(FILE_NOTICE, NoticeKind.WARNING, f"{_named(path)} was not saved: {reason}.", advice)


def _named(path: Path | None) -> str:
    """The name of a file as a notice has room for it; one that is not allowed may be very long."""
    if path is None:
        return "The file"
    name = well_formed(path.name)
    return whole_words(name, _LONGEST_NAME)
