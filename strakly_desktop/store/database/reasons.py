"""What went wrong with the file, in words for the front desk: one place for every code that the disk may give.

Whatever it is, it becomes a StoreError: the history is optional for asking, so no code, not even one that
nobody foresaw, may leave a question waiting. The code goes into the log; texts of SQLite do not, because they
may quote what was searched for.
"""

import errno
import logging
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from strakly_desktop.store.database.errors import StoreError, StoreUnavailable

_log = logging.getLogger(__name__)
_GO_ON = "You can go on chatting meanwhile."
_NO_LOCKS = -1
_FOLDER = -2
_NO_FOLDER = -3
_LOOP = -4
_NO_ACCESS = -5

_WORDS = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: new messages are not saved.",
        "Free some space. You can go on chatting; what could not be saved is tried again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The chat history cannot be written: its file or its folder is read-only.",
        f"Ask whoever looks after this PC for write access. {_GO_ON}",
    ),
    sqlite3.SQLITE_BUSY: (
        "The chat history is in use by another window of this app.",
        "Close the other window, or wait a moment: it is tried again.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The chat history file is damaged.",
        "Restart the app: it checks the file, saves what can be read, and starts a new one.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The chat history cannot be read or written: the disk does not answer as it should.",
        "Check the disk and its free space. You can go on chatting; saving is tried again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The chat history cannot be opened.",
        f"Close other programs that use it; it is tried again. {_GO_ON}",
    ),
    sqlite3.SQLITE_NOMEM: (
        "The chat history cannot be used: this computer has no memory left.",
        f"Close other programs; it is tried again. {_GO_ON}",
    ),
    _NO_LOCKS: (
        "The chat history lies in a network folder that cannot lock files.",
        f"Ask whoever looks after this PC for a folder on its own disk. {_GO_ON}",
    ),
    _FOLDER: (
        "The chat history cannot be opened: where its file should be, there is something else.",
        f"Ask whoever looks after this PC to move away what has its name. {_GO_ON}",
    ),
    _NO_FOLDER: (
        "The chat history cannot be opened: where its folder should be, there is a file.",
        f"Ask whoever looks after this PC to move that file away. {_GO_ON}",
    ),
    _LOOP: (
        "The chat history cannot be opened: the link to it leads nowhere.",
        f"Ask whoever looks after this PC to mend the link. {_GO_ON}",
    ),
    _NO_ACCESS: (
        "The chat history cannot be opened: this user may not read or write its file.",
        f"Ask whoever looks after this PC for access. {_GO_ON}",
    ),
}
_UNKNOWN = (
    "The chat history cannot be used: something unforeseen went wrong with it.",
    f"It is tried again; the log says what it was. {_GO_ON}",
)
_SAME = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_NOTADB: sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FORMAT: sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOLFS: sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_TOOBIG: sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_PROTOCOL: _NO_LOCKS,
}
# Extended codes, which say more than their last byte.
_SHARED_MEMORY = frozenset(
    {
        sqlite3.SQLITE_IOERR_SHMLOCK,
        sqlite3.SQLITE_IOERR_SHMMAP,
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)
_LOCKS = frozenset(
    {
        *_SHARED_MEMORY,
        sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
        sqlite3.SQLITE_IOERR_LOCK,
        sqlite3.SQLITE_IOERR_RDLOCK,
        sqlite3.SQLITE_IOERR_UNLOCK,
    }
)
_OF_ERRNO = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    getattr(errno, "EDQUOT", -1): sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: _NO_ACCESS,
    errno.EPERM: _NO_ACCESS,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.ETIMEDOUT: sqlite3.SQLITE_BUSY,
    errno.ENOLCK: _NO_LOCKS,
    errno.EOPNOTSUPP: _NO_LOCKS,
    errno.ENOSYS: _NO_LOCKS,
    errno.EISDIR: _FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.ELOOP: _LOOP,
    errno.ENOMEM: sqlite3.SQLITE_NOMEM,
}
# What Python itself says of values that SQLite cannot take.
_UNUSABLE = (OverflowError, UnicodeError, MemoryError)


def is_damage(error: BaseException) -> bool:
    """Whether the file itself is broken, as against the disk or the way to it.

    SQLite's words for it name the broken part. Where that name is no UTF-8, Python raises that it cannot read them.
    """
    if isinstance(error, UnicodeDecodeError):
        return True
    return isinstance(error, sqlite3.Error) and _reason(error) == sqlite3.SQLITE_CORRUPT


def is_cannot_open(error: BaseException) -> bool:
    """Whether SQLite could not open the file, or one that belongs to it."""
    return isinstance(error, sqlite3.Error) and _reason(error) == sqlite3.SQLITE_CANTOPEN


def is_full(error: BaseException) -> bool:
    """Whether there is no room left on the disk."""
    return isinstance(error, sqlite3.Error) and _reason(error) == sqlite3.SQLITE_FULL


def is_mistake(error: BaseException) -> bool:
    """Whether a statement does not fit what the file holds: a table that is missing, or there already."""
    return isinstance(error, sqlite3.Error) and _reason(error) == sqlite3.SQLITE_ERROR


def is_interruption(error: sqlite3.Error) -> bool:
    """Whether the work was stopped from outside."""
    return _reason(error) == sqlite3.SQLITE_INTERRUPT


def lacks_shared_memory(error: sqlite3.Error) -> bool:
    """Whether the folder cannot carry a write-ahead log, as many a network folder cannot."""
    code = _extended(error)
    return code in _SHARED_MEMORY or code & 0xFF == sqlite3.SQLITE_PROTOCOL


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn whatever the disk does, and a value that SQLite cannot take, into StoreUnavailable."""
    try:
        yield
    except (sqlite3.Error, OSError, *_UNUSABLE) as error:
        raise in_words(error) from error


def in_words(error: Exception) -> StoreError:
    """`error` as the desk is told it. Its code goes into the log, and where nobody foresaw it, its place."""
    words: tuple[str, str] | None = None
    match error:
        case StoreError():
            return error
        case sqlite3.Error() if is_interruption(error):
            words = _UNKNOWN  # Nobody waits for it any more.
        case sqlite3.Error():
            words = _WORDS.get(_reason(error))
            _log.warning("history: %s (%d)", _name(error), _extended(error))
        case UnicodeDecodeError():
            words = _WORDS[sqlite3.SQLITE_CORRUPT]
            _log.warning("history: what SQLite says of the file cannot be read")
        case MemoryError():
            words = _WORDS[sqlite3.SQLITE_NOMEM]
        case OSError():
            words = _WORDS[_OF_ERRNO.get(error.errno or 0, sqlite3.SQLITE_CANTOPEN)]
            _log.warning("history: %s (%s)", type(error).__name__, errno.errorcode.get(error.errno or 0, "?"))
        case _:
            pass
    if words is None:
        places = (f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__))
        _log.error("history: unforeseen %s in %s", type(error).__name__, " ".join(places))
    return StoreUnavailable(*(words or _UNKNOWN))


def _reason(error: sqlite3.Error) -> int:
    code = _extended(error)
    if code in _LOCKS:
        return _NO_LOCKS
    return _SAME.get(code & 0xFF, code & 0xFF)


def _extended(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code


def _name(error: sqlite3.Error) -> str:
    name: str = getattr(error, "sqlite_errorname", type(error).__name__)
    return name
