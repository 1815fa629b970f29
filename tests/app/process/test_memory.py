"""Memory that a long answer took is given back, and only after a long one."""

import pytest
from pytestqt.qtbot import QtBot

from strakly_desktop.app.process import memory
from strakly_desktop.app.process.memory import MUCH, MemoryReturn, give_back_memory


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


def test_giving_back_works_or_does_nothing() -> None:
    give_back_memory()
