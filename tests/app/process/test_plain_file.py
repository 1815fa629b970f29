"""What stands in the place of a file must not hang the start: pipes, devices, folders, sockets, links in a circle."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from strakly_desktop.app.process.plain_file import open_plain, read_plain
from strakly_desktop.app.settings.settings import Settings, SettingsFile
from strakly_desktop.app.settings.site_settings import read_site_settings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


def giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**10)


KINDS = [pipe, folder, circle, device, a_socket, giant]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path("settings.json")


@pytest.mark.parametrize("put", KINDS)
def test_it_is_refused_at_once_and_the_reason_told(place: Path, put: Callable[[Path], None]) -> None:
    put(place)
    with pytest.raises(OSError) as refusal:
        read_plain(place, 1000)
    assert refusal.value.strerror


@pytest.mark.parametrize("put", KINDS)
def test_the_settings_fall_back_and_say_so(place: Path, put: Callable[[Path], None]) -> None:
    put(place)
    file = SettingsFile(place)
    assert file.load() == Settings()
    assert "could not be read" in file.problem
    assert read_site_settings(place.absolute()).problem


def test_a_plain_file_is_read(place: Path) -> None:
    place.write_bytes(b"{}")
    with open_plain(place) as file:
        assert file.read() == b"{}"
    assert read_plain(place, 2) == b"{}"
