"""Memory that a long answer took is given back, and only after a long one."""

import platform
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from strakly_desktop.app.process import memory
from strakly_desktop.app.process.memory import MUCH, MemoryReturn


def test_memory_is_given_back_some_time_after_a_long_answer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(memory, "give_back_memory", lambda: calls.append(1))
    monkeypatch.setattr(memory, "_AFTER_MS", 1)
    giving = MemoryReturn()
    giving.note_answer(MUCH)
    assert not giving.is_due
    giving.note_answer(MUCH + 1)
    assert giving.is_due
    qtbot.waitUntil(lambda: not giving.is_due)
    assert calls == [1]


def test_and_some_time_after_a_page_was_written_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(memory, "give_back_memory", lambda: calls.append(1))
    monkeypatch.setattr(memory, "_AFTER_MS", 1)
    giving = MemoryReturn()
    giving.note_page()
    giving.note_page()
    qtbot.waitUntil(lambda: not giving.is_due)
    assert calls == [1]


def test_large_blocks_are_kept_apart_from_where_an_answer_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(memory, "keep_large_blocks_apart", lambda: calls.append(1))
    giving = MemoryReturn()
    for answer in range(1, 3):
        for _ in range(4):
            giving.note_text("x" * (MUCH // 2))
        giving.note_answer(2)
        assert len(calls) == answer


# Blocks of the C library's heap, freed below one that stays.
HEAP = """
from pathlib import Path
from strakly_desktop.app.process.memory import give_back_memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

blocks = [bytearray(100_000) for _ in range(600)]
kept = blocks.pop()
blocks.clear()
before = resident()
give_back_memory()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can")
def test_what_is_free_below_something_kept_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", HEAP], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 40_000_000
