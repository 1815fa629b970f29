"""The whole window while every method of it that Qt calls fails: it lives, logs each bug once, and tells once."""

import asyncio
import importlib
import logging
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from support.desk import OpenDesk
from support.scripted_server import Reply, scripted_server, sse

import strakly_desktop.ui
from strakly_desktop.app.composition.bug_reports import BugReports
from strakly_desktop.rendering.guarded import Guarded, guard, overrides_of_qt

OpenAt = Callable[..., OpenDesk]
ANSWER = sse({"conversation_id": "c-1"}, {"token": "You have **42** clients."}, "[DONE]")


@pytest.fixture
def hooks() -> Iterator[None]:
    """The process's own hooks again, after the test."""
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    sys.excepthook, sys.unraisablehook, threading.excepthook = before
    qInstallMessageHandler(None)


FAILING: list[Any] = []
"""Kept alive: Shiboken goes on calling the override that it found first, also when the class has another again."""


def break_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every guarded override of the ui raise."""
    for module in pkgutil.walk_packages(strakly_desktop.ui.__path__, "strakly_desktop.ui."):
        for made in list(vars(importlib.import_module(module.name)).values()):
            if isinstance(made, type) and made.__module__ == module.name and issubclass(made, Guarded):
                for name in overrides_of_qt(made):
                    FAILING.append(guard(failing(made, name)))
                    monkeypatch.setattr(made, name, FAILING[-1])


def failing(made: type, name: str) -> Any:
    def fail(*_arguments: object) -> None:
        raise ValueError("one-time password 4711")

    fail.__annotations__ = dict(vars(made)[name].__annotations__)
    # Each with a place of its own, as it would have.
    fail.__code__ = fail.__code__.replace(co_name=f"{made.__name__}.{name}")
    return fail


@pytest.mark.usefixtures("hooks")
def test_a_window_in_which_everything_fails(
    desk_at: OpenAt,
    run: Any,
    qloop: asyncio.AbstractEventLoop,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with scripted_server(Reply([ANSWER])) as server:
            desk = desk_at(server.url)
            window = desk.house.window
            await desk.ask("how many?")
            bug_reports = BugReports()
            bug_reports.follow(qloop)
            bug_reports.show_in(window.notices)
            break_everything(monkeypatch)
            with caplog.at_level(logging.WARNING, "strakly_desktop"):
                for _ in range(3):
                    await disturb(window)
            monkeypatch.undo()
            bugs = [record.getMessage() for record in caplog.records if "bug: " in record.getMessage()]
            assert len(bugs) > 20
            assert len(bugs) == len(set(bugs))
            assert not any("4711" in bug for bug in bugs)
            assert desk.notices == ["bug"]
            assert "Something went wrong inside this app." in desk.notice_texts
            assert window.isVisible()
            assert "You have 42 clients." in desk.shown

    run(scenario())


async def disturb(window: QWidget) -> None:
    """Have Qt call as many methods of the window's parts as can be."""
    for part in window.findChildren(QWidget):
        if part.isVisible():
            QTest.mouseMove(part)
            QTest.mouseClick(part, Qt.MouseButton.RightButton)
            QTest.keyClick(part, Qt.Key.Key_F24)
            part.updateGeometry()
    window.resize(window.width() + 10, window.height() - 10)
    window.grab()
    window.event(QEvent(QEvent.Type.LayoutRequest))
    await asyncio.sleep(0.05)
