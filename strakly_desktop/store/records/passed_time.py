"""Whether as much time has passed as the clock says, before anything is removed for its age.

A clock that is wrong for one start must not cost the history. So the store remembers when it was last in use,
and where the clock has moved further than a long weekend since, or back, or where keeping for that long is new
and would cost a lot, the person is asked first. Only an answer, or an ordinary pause, moves what is remembered.
While the app runs no pause is a reason to believe it: another clock, which nobody sets, tells how long it was.
"""

import sqlite3
from datetime import datetime, timedelta

from strakly_desktop.store.records.marks import mark, set_mark
from strakly_desktop.store.records.rows import time_columns

_HOUR_MS = 60 * 60 * 1000
_PAUSE_MS = 4 * 24 * _HOUR_MS
_BACK_MS = 2 * _HOUR_MS
_A_LOT = 20
_COUNTED_AT_MOST = 100_000
_SEEN, _KEPT_DAYS = "seen", "kept-days"


def to_confirm(
    connection: sqlite3.Connection, now: datetime, days: int, passed_s: float | None = None
) -> int:
    """How many conversations, last used `days` ago, somebody has to agree to lose; 0 where they may just go.

    `now` is what the clock says. `passed_s`: how long ago it was believed last in this run, by a clock that nobody
    sets; None where it was not.
    """
    (old,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM conversation WHERE deleted_at IS NULL AND pinned = 0"
        " AND updated_at < ? LIMIT ?)",
        (time_columns(now - timedelta(days=days))[0], _COUNTED_AT_MOST),
    ).fetchone()
    passed = _passed(connection, now)
    is_new = mark(connection, _KEPT_DAYS) != days
    has_jumped = passed_s is not None and abs(passed - 1000 * passed_s) > _BACK_MS
    if old and (not -_BACK_MS <= passed <= _PAUSE_MS or has_jumped or (is_new and old > _A_LOT)):
        return int(old)
    note_confirmed(connection, now, days)
    return 0


def note_confirmed(connection: sqlite3.Connection, now: datetime, days: int) -> None:
    """The clock is right, and what is older than `days` may go."""
    set_mark(connection, _SEEN, time_columns(now)[0])
    set_mark(connection, _KEPT_DAYS, days)


def _passed(connection: sqlite3.Connection, now: datetime) -> int:
    """Milliseconds since the store was last in use, as far as it knows."""
    seen = mark(connection, _SEEN)
    if seen is None:
        # A file of an earlier version: its newest conversation tells when the app was used.
        (seen,) = connection.execute(
            "SELECT max(updated_at) FROM conversation WHERE typeof(updated_at) = 'integer'"
        ).fetchone()
    return 0 if seen is None else time_columns(now)[0] - int(seen)
