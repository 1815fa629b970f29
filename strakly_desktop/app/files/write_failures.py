"""Says in plain words why a file could not be written, and what to do about it."""

import errno
import os
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM})
_BUSY = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN})
_NO_NAME = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
_GONE = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, getattr(errno, "ESTALE", errno.EIO)})
# Windows: another program has the file.
_SHARED = frozenset({32, 33})


class NoPlainFile(OSError):
    """What has the name is a device, a pipe or a socket: nothing of it could be put in its place, or read back."""


def failure_words(error: OSError) -> tuple[str, str]:
    """What is in the way of a file, as the end of a sentence, and the advice."""
    code = error.errno
    folder = Path(os.fsdecode(error.filename)).parent if error.filename else None
    if isinstance(error, NoPlainFile):
        return "a device or a pipe has this name", "Choose another name."
    if getattr(error, "winerror", None) in _SHARED or code in _BUSY:
        return "it is open in another program", "Close it there, then save again."
    if code in _FULL:
        return "the disk is full", "Free some space on it, or choose another place."
    if code == errno.EROFS:
        return "this place can only be read", _elsewhere(folder)
    if code in _REFUSED:
        return _refused(folder)
    if code in (errno.ENOENT, errno.ENOTDIR):
        return "the folder is no longer there", "Choose another folder, or make it again."
    if code == errno.EISDIR:
        return "there is a folder of this name", "Choose another name."
    if code == errno.ELOOP:
        return "the name is a link that leads nowhere", "Choose another name."
    if code in _NO_NAME:
        return "this name is too long or not allowed here", "Choose a shorter name."
    if code in _GONE:
        return "the disk does not answer", "Check that the drive or the network is still connected."
    return error.strerror or "for an unknown reason", "Choose another place or free some space."


def _elsewhere(folder: Path | None) -> str:
    is_documents = folder is not None and folder.name == "Documents"
    return "Choose another folder." if is_documents else "Choose another folder, such as Documents."


def _refused(folder: Path | None) -> tuple[str, str]:
    if folder is not None and folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        return "nothing can be written to this folder", _elsewhere(folder)
    if os.name == "nt":
        return (
            "the file is read-only, or open in another program",
            "Close it there, or choose another name.",
        )
    return "the file is read-only", "Choose another name, or allow changes to it."
