"""The packaged app takes this system's libraries, and a copy of its own for each one that is missing."""

import ctypes
from pathlib import Path

import pytest
import runtime_libraries


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in which Qt's widgets need two libraries."""
    (tmp_path / "fallback").mkdir()
    (tmp_path / "fallback" / "widgets.txt").write_text("Qt/libQt6Widgets.so.6\nlibGL.so.1\nlibX11.so.6\n")
    monkeypatch.setattr(runtime_libraries, "INSIDE", tmp_path)
    monkeypatch.setattr(runtime_libraries, "FALLBACK", tmp_path / "fallback")
    return tmp_path


def loaded(monkeypatch: pytest.MonkeyPatch, *, missing: set[str]) -> list[str]:
    """What is loaded on a system where the files named `missing` cannot be."""
    found: list[str] = []

    def load(name: str) -> None:
        if name in missing:
            raise OSError(name)
        found.append(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    runtime_libraries.complete("widgets")
    return found


def test_where_nothing_is_missing_only_qt_itself_is_loaded(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, missing=set()) == [str(package / "Qt" / "libQt6Widgets.so.6")]


def test_only_the_missing_library_comes_from_the_package(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {str(package / "Qt" / "libQt6Widgets.so.6"), "libX11.so.6"}
    assert loaded(monkeypatch, missing=missing) == ["libGL.so.1", str(package / "fallback" / "libX11.so.6")]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ["wayland"]),
        # Where Qt cannot use the one, it takes the other.
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["xcb", "wayland"]),
        ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, ["xcb"]),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ["xcb", "wayland"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, []),
    ],
)
def test_only_the_window_system_in_use_is_made_ready(
    session: dict[str, str], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in session.items():
        monkeypatch.setenv(name, value)
    assert runtime_libraries.window_systems() == expected
