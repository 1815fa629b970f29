"""What SQLite holds of a long answer once it is saved: nothing."""

import _sqlite3
import ctypes
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from strakly_desktop.conversation.model import Role
from strakly_desktop.store.database.schema import migrate
from strakly_desktop.store.records.journal import index_text

LENGTH = 2_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="asks the library that Python is linked with")
def test_neither_the_connection_nor_its_index_holds_a_copy(tmp_path: Path) -> None:
    used = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used
    used.restype = ctypes.c_int64
    with closing(sqlite3.connect(tmp_path / "history.sqlite3")) as connection:
        migrate(connection)
        index_text(connection, 1, Role.USER, "renewed")
        connection.commit()
        before = used()
        index_text(connection, 2, Role.USER, "words " * (LENGTH // 6))
        connection.commit()
        connection.execute("PRAGMA shrink_memory").close()
        assert used() - before < LENGTH / 2
        found = connection.execute("SELECT rowid FROM message_words WHERE message_words MATCH 'words'")
        assert found.fetchall() == [(2,)]
        assert connection.execute("SELECT count(*) FROM message_words").fetchone() == (2,)
