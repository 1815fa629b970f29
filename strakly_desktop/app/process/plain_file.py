"""Opens files that somebody else may have put there: plain ones only, and no more of them than is wanted.

A pipe in the place of a file would be waited for for ever, a device has no end, and a link may lead in a circle.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO


def open_plain(path: Path) -> BinaryIO:
    """The file at `path`, to be read.

    Raises:
        OSError: it is no plain file, or cannot be read; `strerror` says why.
    """
    return os.fdopen(_opened(path, os.O_RDONLY), "rb")


def open_plain_to_write(path: Path, *, append: bool) -> BinaryIO:
    """The file at `path`, made where there is none, to be written: at its end, or anew.

    Raises:
        OSError: it is no plain file, or cannot be written; `strerror` says why.
    """
    # Emptied only once it is known to be a plain file.
    descriptor = _opened(path, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else 0))
    if not append:
        os.ftruncate(descriptor, 0)
    return os.fdopen(descriptor, "ab" if append else "wb")


def read_plain(path: Path, most_bytes: int) -> bytes:
    """All of the file at `path`.

    Raises:
        OSError: it is no plain file, is larger than `most_bytes`, or cannot be read; `strerror` says why.
    """
    with open_plain(path) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, "it is too large", str(path))
    return content


def replace_plain(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`, whole or not at all, so that a power cut leaves one of both.

    Raises:
        OSError: the disk does not take it; what was there is as it was.
    """
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with open_plain_to_write(partial, append=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the new name outlive a power cut; not every system and disk knows such a thing."""
    if os.name == "posix":
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _opened(path: Path, flags: int) -> int:
    with suppress(FileNotFoundError):
        _refuse(path, path.stat().st_mode)
    # It may have been replaced since: nothing is waited for, and what was opened is looked at again.
    for flag in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, flag, 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        _refuse(path, os.fstat(descriptor).st_mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _refuse(path: Path, mode: int) -> None:
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
