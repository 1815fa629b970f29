"""What stands in the place of a file must not hang the start: pipes, devices, folders, sockets, links in a circle."""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from strakly_desktop.app.process.plain_file import open_plain, open_plain_to_write, read_plain
from strakly_desktop.app.process.program.autostart import FileEntry
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.site_settings import read_site_settings
from strakly_desktop.theme.theme import ThemeMode

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


@pytest.mark.parametrize("put", KINDS[:-1])
@pytest.mark.parametrize("append", [True, False])
def test_nothing_but_a_plain_file_is_written_to(
    place: Path, put: Callable[[Path], None], append: bool
) -> None:
    put(place)
    with pytest.raises(OSError) as refusal:
        open_plain_to_write(place, append=append)
    assert refusal.value.strerror


def test_a_plain_file_is_written_at_its_end_or_anew(place: Path) -> None:
    for data, append in ((b"one", True), (b"two", True), (b"3", False)):
        with open_plain_to_write(place, append=append) as file:
            file.write(data)
        if append:
            assert place.read_bytes() == b"onetwo"[: 3 if data == b"one" else 6]
    assert place.read_bytes() == b"3"


@pytest.mark.parametrize("put", KINDS)
def test_what_stands_in_the_place_of_an_unfinished_file_keeps_no_settings_from_being_saved(
    place: Path, put: Callable[[Path], None]
) -> None:
    put(place.with_suffix(".partial"))
    file = SettingsFile(place)
    settings = replace(file.load(), theme_mode=ThemeMode.DARK)
    assert file.save(settings) is (put is not folder)
    assert ("could not be saved" in file.problem) is (put is folder)


@pytest.mark.parametrize("put", KINDS)
def test_what_stands_in_the_place_of_a_login_entry_is_none(place: Path, put: Callable[[Path], None]) -> None:
    put(place)
    assert not FileEntry(place, b"entry").is_present()
