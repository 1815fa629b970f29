"""Opens files that somebody else may have put there: plain ones only, and no more of them than is wanted.

A pipe in the place of a file would be waited for for ever, a device has no end, and a link may lead in a circle.
"""

import errno
import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO


def open_plain(path: Path) -> BinaryIO:
    """The file at `path`, to be read.

    Raises:
        OSError: it is no plain file, or cannot be read; `strerror` says why.
    """
    _refuse(path, path.stat().st_mode)
    # It may have been replaced since: nothing is waited for, and what was opened is looked at again.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    )
    descriptor = os.open(path, flags)
    try:
        _refuse(path, os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


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


def _refuse(path: Path, mode: int) -> None:
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
