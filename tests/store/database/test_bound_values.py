"""A connection keeps no copy of a long text once it is asked to let go."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from strakly_desktop.store.database.bound_values import forget_bound_values

_MB = 40


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's own count")
def test_a_long_text_leaves_the_memory_with_its_statement() -> None:
    text = "a" * _MB * 1_000_000
    with closing(sqlite3.connect(":memory:")) as connection:
        before = resident_mb()
        for number in range(3):
            connection.execute(f"SELECT ? IS NULL, {-number - 1}", (text,)).fetchall()
        forget_bound_values(connection)
        assert resident_mb() - before < _MB
