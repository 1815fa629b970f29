"""Opens the database file: refuses a newer one, sets a damaged one aside, finishes what a dead process left.

Never does it write over a file that it could not read.
"""

import errno
import logging
import os
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from stat import S_ISREG
from time import monotonic
from typing import TYPE_CHECKING

from strakly_desktop.store.database.database import connect, transaction
from strakly_desktop.store.database.errors import StoreTooNew, StoreUnavailable
from strakly_desktop.store.database.real_path import real_path
from strakly_desktop.store.database.reasons import is_cannot_open, is_damage, is_interruption, is_mistake
from strakly_desktop.store.database.schema import TABLES, VERSION, has_all, migrate, try_out
from strakly_desktop.store.opening.pages import PageFile
from strakly_desktop.store.opening.presence import Presence
from strakly_desktop.store.opening.unfinished import forget_unfinished, saving
from strakly_desktop.store.opening.untold import keep_untold, read_untold
from strakly_desktop.store.records.journal import interrupt_abandoned
from strakly_desktop.store.records.retention import give_up_deleted, give_up_imports

if TYPE_CHECKING:
    from strakly_desktop.store.opening.salvage import Salvaged

_log = logging.getLogger(__name__)

# A check reads the whole file. Past this the app opens on what was checked so far.
_CHECK_AT_MOST_S = 5.0
_CHECK_PAUSE_STEPS = 100_000
_VERSION_OFFSET = 60  # Of `user_version` in a database file (SQLite file format, section 1.3).
_MAGIC = b"SQLite format 3\0"
# What stands at these places of every database file (section 1.3). Else it is rubbish, not a newer file.
_FIXED = ((18, (1, 2)), (19, (1, 2)), (21, (64,)), (22, (32,)), (23, (32,)), (59, (1, 2, 3)))
_COMPANIONS = ("", "-wal", "-shm")
READY = ".salvaged"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`set_aside` is where a damaged file went, None where there was none; `salvaged` is what was saved of it.

    `untold`: the same, also of a former start, until somebody has read it.
    """

    connection: sqlite3.Connection
    presence: Presence
    set_aside: Path | None = None
    salvaged: "Salvaged | None" = None
    untold: "tuple[Path, Salvaged] | None" = None


class _DamagedFile(Exception):
    """The file is no database, or a broken one."""


def open_file(
    path: Path, is_stopped: Callable[[], bool] = lambda: False, spared: Collection[int] = ()
) -> OpenedFile:
    """Open or create the file at `path`. Once it `is_stopped`, saving what a damaged one holds is given up.

    Raises:
        StoreTooNew: a newer app wrote it; it is as it was.
        StoreUnavailable: it is damaged while another process has it open.
        sqlite3.Error, OSError: the disk does not give it.
    """
    path = real_path(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_what_is_no_file(path)
    with Presence.entry_lock(path):
        _refuse_newer(path)
        presence = Presence(path)
        living, dead = presence.others()
        set_aside, salvaged = None, None
        try:
            if not living:
                forget_unfinished(path)
                _finish_saving(path)
                _look_through(path)
            # Conversations are nobody else's business. The files beside this one take over its mode.
            path.touch(mode=0o600)
            connection = _prepare(path, living, spared, check=bool(dead))
        except _DamagedFile as damage:
            if living:
                raise StoreUnavailable(
                    "The chat history file is damaged.",
                    "Close every window of this app and start it again: it then sets the file aside.",
                ) from damage
            set_aside, salvaged = _save(path, is_stopped)
            connection = _prepare(path, living, spared, check=False)
        presence.enter(dead)
        untold = read_untold(path) if set_aside is None or salvaged is None else (set_aside, salvaged)
        return OpenedFile(connection, presence, set_aside, salvaged, untold)


def _look_through(path: Path) -> None:
    """Find what SQLite would pass over in silence: a log beside an emptied file, commits behind a broken one, a cut.

    Raises:
        _DamagedFile: there is such a thing.
    """
    log = path.with_name(f"{path.name}-wal")
    if not path.exists():
        if not log.exists():
            return
        path.touch(mode=0o600)
    with closing(PageFile(path)) as pages:
        is_emptied = path.stat().st_size == 0 and bool(pages.log.places)
        if is_emptied or pages.is_cut or pages.log.is_damaged:
            raise _DamagedFile


def _save(path: Path, is_stopped: Callable[[], bool]) -> tuple[Path, "Salvaged"]:
    """Put a new file with all that can be read in the place of the damaged one. A kill in between loses nothing."""
    # Few files are ever damaged.
    from strakly_desktop.store.opening.salvage import salvage

    with saving(path) as partial:
        salvaged = salvage(path, partial, is_stopped)
        aside = free_name(path, "damaged")
        # First: after a kill from here on the new file is all that the next start finds.
        keep_untold(path, aside, salvaged)
        partial.replace(path.with_name(f"{path.name}{READY}"))
    _set_aside(path, aside)
    _finish_saving(path)
    _log.warning(
        "history: damaged, set aside as %s; %d of at least %d messages recovered in %d conversations; %d not brought",
        aside.name,
        salvaged.recovered,
        salvaged.known,
        salvaged.conversations,
        salvaged.not_brought,
    )
    return aside, salvaged


def _finish_saving(path: Path) -> None:
    ready = path.with_name(f"{path.name}{READY}")
    if ready.exists():
        # Also a log alone: played back into another file, it would ruin it.
        left = [end for end in _COMPANIONS if path.with_name(path.name + end).exists()]
        if left:
            _set_aside(path, _noted_name(path, left) or free_name(path, "damaged"))
        ready.replace(path)


def _noted_name(path: Path, left: list[str]) -> Path | None:
    """Where a start that died before it came to that would have put what is `left` of the damaged file; None: nowhere.

    What became of it is told with that name, and some of it may be there already.
    """
    untold = read_untold(path)
    if untold is None or any(untold[0].with_name(untold[0].name + end).exists() for end in left):
        return None
    return untold[0]


def damaged_files(path: Path) -> list[Path]:
    """The files that were set aside for the one at `path`."""
    path = real_path(path)
    return sorted(
        file for word in ("damaged", "replaced") for file in path.parent.glob(f"{path.stem}-{word}-*")
    )


def _refuse_what_is_no_file(path: Path) -> None:
    """Reading a pipe would wait for ever.

    Raises:
        OSError: something else stands there, or in the place of what belongs to it.
    """
    for companion in _COMPANIONS:
        file = path.with_name(path.name + companion)
        with suppress(FileNotFoundError):
            if not S_ISREG(file.stat().st_mode):
                raise IsADirectoryError(errno.EISDIR, "it is no plain file", str(file))


def _refuse_newer(path: Path) -> None:
    version = 0
    with suppress(FileNotFoundError), path.open("rb") as file:
        header = file.read(_VERSION_OFFSET + 4)
        if _is_sound(header):
            version = int.from_bytes(header[_VERSION_OFFSET:], "big", signed=True)
    has_content = path.is_file() and path.stat().st_size > 0
    if has_content and version <= VERSION and path.with_name(f"{path.name}-wal").exists():
        version = _version_with_log(path)
    if version > VERSION:
        raise StoreTooNew(
            "Your chat history was saved by a newer version of this app.",
            "Install the newest version to see it. Nothing in it was changed; this time nothing is saved.",
        )


def _is_sound(header: bytes) -> bool:
    return (
        header.startswith(_MAGIC)
        and len(header) == _VERSION_OFFSET + 4
        and all(header[place] in allowed for place, allowed in _FIXED)
    )


def _version_with_log(path: Path) -> int:
    """The version as the log beside the file has it. A read-only connection leaves both as they are."""
    with (
        suppress(sqlite3.Error, UnicodeDecodeError),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    return 0


def _prepare(
    path: Path, living: frozenset[str], spared: Collection[int], *, check: bool
) -> sqlite3.Connection:
    connection = None
    try:
        _let_companions_be_written(path)
        connection = connect(path)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if not 0 <= version <= VERSION:
            raise _DamagedFile
        if check:
            _check(connection)
        with transaction(connection):
            _migrate(connection)
        try_out(connection)
        with transaction(connection):
            interrupt_abandoned(connection, living)
            if not living:
                # They are removed beside everything else: it may take minutes.
                give_up_imports(connection)
                give_up_deleted(connection, spared)
    except BaseException as error:
        if connection is not None:
            connection.close()
        # Our own words do not fit a file of our own version: what they were read by is broken.
        if is_damage(error) or is_mistake(error) or isinstance(error, sqlite3.IntegrityError):
            raise _DamagedFile from error
        if is_cannot_open(error) and not os.access(path.parent, os.W_OK):
            # SQLite cannot make the shared memory of the log there.
            raise OSError(errno.EROFS, "the folder is read-only", str(path.parent)) from error
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to today's version.

    Raises:
        _DamagedFile: it does not hold what its version says: another program's, or one that somebody changed.
        sqlite3.Error, UnicodeDecodeError: the same, or the disk does not take it.
    """
    migrate(connection)
    if not has_all(connection):
        raise _DamagedFile


def _let_companions_be_written(path: Path) -> None:
    """They took over the mode of a file that could not be written then, and would keep it from being written now."""
    for end in ("-wal", "-shm"):
        companion = path.with_name(path.name + end)
        if os.access(path, os.W_OK) and companion.is_file() and not os.access(companion, os.W_OK):
            with suppress(OSError):
                companion.chmod(0o600)


def _check(connection: sqlite3.Connection) -> None:
    deadline = monotonic() + _CHECK_AT_MOST_S
    too_late: Callable[[], bool] = lambda: monotonic() > deadline  # noqa: E731
    connection.set_progress_handler(too_late, _CHECK_PAUSE_STEPS)
    try:
        # The quick one passes over an index that does not fit its table: nothing could be written into that.
        for check in ("quick_check(1)", *(f"integrity_check({table})" for table in TABLES)):
            (verdict,) = connection.execute(f"PRAGMA {check}").fetchone()
            if verdict != "ok":
                raise _DamagedFile
    except sqlite3.OperationalError as error:
        if not is_interruption(error):
            raise
    finally:
        connection.set_progress_handler(None, 0)


def free_name(path: Path, word: str) -> Path:
    """A name beside `path` that says what happened, and that no file has."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    names = (f"{path.stem}-{word}-{stamp}-{number}{path.suffix}" for number in count(1))
    return next(file for file in map(path.with_name, names) if not file.exists())


def _set_aside(path: Path, aside: Path) -> None:
    """Rename the file and what belongs to it."""
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + companion).rename(aside.with_name(aside.name + companion))
