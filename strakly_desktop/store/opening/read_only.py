"""Opens a history that cannot be written, to be shown and searched: on a read-only or full disk, or held elsewhere.

SQLite wants to write a little even for reading (its shared memory, a log to play back). Where the folder takes
nothing, the file is read as it stands; where a log lies beside it, both are copied first, since what is newest
is in the log.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from strakly_desktop.store.database.database import BUSY_TIMEOUT_S, readable
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.database.real_path import real_path
from strakly_desktop.store.database.schema import VERSION

_COPIED_AT_MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """`uri` opens it; `copy` is the folder of a copy that goes with `remove`, None where it is read in its place.

    `is_behind`: the log beside it could not be read, and what was written last is in there.
    """

    uri: str
    copy: Path | None = None
    is_behind: bool = False

    def connect(self) -> sqlite3.Connection:
        """A connection that reads only. Another thread may interrupt it.

        Raises:
            sqlite3.Error: the disk does not give it.
        """
        connection = sqlite3.connect(
            self.uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        return readable(connection)

    def remove(self) -> None:
        """Take the copy away, if there is one."""
        if self.copy is not None:
            shutil.rmtree(self.copy, ignore_errors=True)


def find_readable(path: Path) -> ReadableFile:
    """How the conversations in the file at `path` can be read without writing beside it.

    Raises:
        StoreUnavailable: they cannot, or there are none.
        OSError: the disk does not give them.
    """
    for file in _ways(real_path(path)):
        # What SQLite says of a damaged one may be no UTF-8.
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(file.connect()) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT count(*) FROM (SELECT 1 FROM conversation LIMIT 1)").fetchone()
            if 1 <= version <= VERSION:
                return file
        file.remove()
    raise StoreUnavailable("The chat history cannot be read.", "You can go on chatting meanwhile.")


def _ways(path: Path) -> Iterator[ReadableFile]:
    if not path.is_file() or not path.stat().st_size:
        return
    # Read in its place by way of its log, it would stay read-only for this process once the rights are given.
    if os.access(path, os.W_OK):
        yield _readable_in_place(path)
    log = path.with_name(f"{path.name}-wal")
    if not (log.is_file() and log.stat().st_size):
        yield ReadableFile(f"{_readable_in_place(path).uri}&immutable=1")
        return
    if path.stat().st_size + log.stat().st_size <= _COPIED_AT_MOST_BYTES:
        folder = _copy_of(path, log)
        if folder is not None:
            yield ReadableFile(f"file:{_quoted(folder / path.name)}", folder)
    yield ReadableFile(f"{_readable_in_place(path).uri}&immutable=1", is_behind=True)


def _copy_of(*files: Path) -> Path | None:
    """A new folder with copies of `files`; None where no disk has room for it, as the one that is full."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="strakly-history-"))
    except OSError:
        return None
    try:
        for file in files:
            shutil.copyfile(file, folder / file.name)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return folder


def _readable_in_place(path: Path) -> ReadableFile:
    return ReadableFile(f"file:{_quoted(path)}?mode=ro")


def _quoted(path: Path) -> str:
    text = path.as_posix()
    return quote(text if text.startswith("/") else f"/{text}")
