"""Whatever a method that Qt calls raises, the window lives, and it is told where bugs are told."""

import gc
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from types import FunctionType, TracebackType
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import strakly_desktop
from strakly_desktop.rendering.guarded import Guarded, empty_value, overrides_of_qt

ROOMS = ("app", "chat", "client", "rendering", "store", "theme", "ui")


def classes() -> Iterator[type]:
    """Every class of the package that overrides methods of Qt."""
    for module in pkgutil.walk_packages(strakly_desktop.__path__, "strakly_desktop."):
        if module.name.split(".")[1] in ROOMS:
            for made in vars(importlib.import_module(module.name)).values():
                if isinstance(made, type) and made.__module__ == module.name and overrides_of_qt(made):
                    yield made


CLASSES = {f"{made.__module__}.{made.__qualname__}": made for made in classes()}


def test_every_class_that_overrides_methods_of_qt_is_guarded() -> None:
    assert len(CLASSES) > 50
    assert [name for name, made in CLASSES.items() if not issubclass(made, Guarded)] == []


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_override_that_raises_is_told_and_gives_qt_what_it_can_use(
    name: str, caught: list[BaseException]
) -> None:
    for method_name, method in overrides_of_qt(CLASSES[name]).items():
        raw = inspect.unwrap(method)
        assert isinstance(raw, FunctionType)
        # Called with nothing, not even itself, it raises at its door.
        value = method()
        assert [type(error) for error in caught] == [TypeError], method_name
        caught.clear()
        returns = raw.__annotations__["return"]
        is_given = value is not None or returns is None or not by_value(returns)
        assert is_given, f"{method_name} needs a value of its type"


def by_value(kind: object) -> bool:
    return isinstance(kind, type) and kind is not object and kind is not Any and not issubclass(kind, QObject)


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What reaches the hook for bugs."""
    errors: list[BaseException] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        errors.append(error)

    monkeypatch.setattr(sys, "excepthook", note)
    return errors


class Broken(Guarded, QWidget):
    """Fails in everything that it overrides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(40, 40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        raise ValueError("sizeHint")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("red"))
        raise ValueError("paintEvent")

    def mousePressEvent(self, event: QEvent) -> None:
        raise ValueError("mousePressEvent")

    def keyPressEvent(self, event: QEvent) -> None:
        raise ValueError("keyPressEvent")

    def resizeEvent(self, event: QEvent) -> None:
        raise ValueError("resizeEvent")

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        raise ValueError("focusNextPrevChild")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        raise ValueError("eventFilter")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            raise ValueError("event")
        return super().event(event)


class BrokenList(Guarded, QListView):
    """A view whose own geometry fails."""

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        raise ValueError("visualRect")


def test_a_window_outlives_all_that_fails_in_it(
    qtbot: QtBot, qapp: QApplication, caught: list[BaseException]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    broken = Broken(window)
    column.addWidget(broken)
    rows = BrokenList(window)
    rows.setModel(QStringListModel(["Rohan", "Asha"], window))
    rows.setCurrentIndex(rows.model().index(1, 0))
    column.addWidget(rows)
    watched = QObject(window)
    watched.installEventFilter(broken)
    window.show()
    for _ in range(3):
        window.resize(300 + len(caught) % 7, 300)
        assert not window.grab().isNull()
        QTest.mouseClick(broken, Qt.MouseButton.LeftButton)
        QTest.keyClick(broken, Qt.Key.Key_A)
        QTest.keyClick(broken, Qt.Key.Key_Tab)
        assert not QCoreApplication.sendEvent(broken, QEvent(QEvent.Type.User))
        QCoreApplication.sendEvent(watched, QEvent(QEvent.Type.User))
        QTest.qWait(10)
        gc.collect()
    assert {str(error) for error in caught} >= {
        "sizeHint",
        "paintEvent",
        "mousePressEvent",
        "keyPressEvent",
        "resizeEvent",
        "focusNextPrevChild",
        "eventFilter",
        "event",
        "visualRect",
    }
    assert shiboken6.isValid(broken)
    assert window.isVisible()


def test_what_called_into_qt_goes_on(qtbot: QtBot, caught: list[BaseException]) -> None:
    """Unguarded, `show` raises what a widget's own geometry raised, and the rest of its caller is left out."""
    broken = Broken()
    qtbot.addWidget(broken)
    broken.show()
    broken.resize(200, 200)
    assert "resizeEvent" in {str(error) for error in caught}


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        (None, None),
        (object, None),
        (Any, None),
        (bool, False),
        (int, 0),
        (QSize, QSize()),
        (QRect, QRect()),
        (Qt.ItemFlag, Qt.ItemFlag.NoItemFlags),
        (QWidget, None),
    ],
)
def test_an_empty_value_says_nothing(kind: object, empty: object) -> None:
    assert empty_value(kind) == empty


def test_a_guarded_method_keeps_its_name_and_gives_what_it_returns(qtbot: QtBot) -> None:
    class Sized(Guarded, QWidget):
        def sizeHint(self) -> QSize:
            """As wide as high."""
            return QSize(7, 7)

    sized = Sized()
    qtbot.addWidget(sized)
    assert sized.sizeHint() == QSize(7, 7)
    assert Sized.sizeHint.__doc__ == "As wide as high."
