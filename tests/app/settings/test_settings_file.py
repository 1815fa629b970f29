"""A settings file that a power cut, a disk or another window got at: nothing is lost, and no lock is opened by it."""

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from strakly_desktop.app.composition.start import find_start
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.theme.theme import Accent, ThemeMode

LOCKED = Settings(
    bot_url="https://bot.example",
    theme_mode=ThemeMode.DARK,
    account="https://bot.example/api 1 asha@gym.example admin",
    people=("https://bot.example/api 1 asha@gym.example admin",),
    is_locked=True,
)
OPEN = replace(LOCKED, is_locked=False)
NOBODY = Settings(accent=Accent.PINK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def locked_and_cut(path: Path, content: bytes, before: Settings = OPEN) -> SettingsFile:
    """The file after a power cut that left the desk's lock on its way: the copy is still that of before."""
    SettingsFile(path).save(before)
    path.write_bytes(content)
    return SettingsFile(path)


def whole(path: Path) -> bytes:
    SettingsFile(path).save(LOCKED)
    return path.read_bytes()


def test_cut_at_any_byte_it_begins_locked_and_has_lost_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    content = whole(path)
    for length in range(len(content)):
        file = locked_and_cut(path, content[:length])
        assert file.load() == LOCKED, length
        assert "last copy" in file.problem
        # What was mended is on disk: a second power cut right after costs nothing.
        assert SettingsFile(path).load() == LOCKED, length


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 200,
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"is_locked": "yes", "account": "a"}',
    ],
    ids=range(7),
)
def test_whatever_stands_there_it_begins_locked(path: Path, content: bytes) -> None:
    assert locked_and_cut(path, content).load().is_locked


def _gone(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


@pytest.mark.parametrize("spoil", [_gone, _folder, _circle])
def test_where_it_cannot_be_read_it_begins_locked_with_what_the_copy_says(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    SettingsFile(path).save(OPEN)
    spoil(path)
    file = SettingsFile(path)
    assert file.load() == LOCKED
    assert "copy" in file.problem


def test_a_desk_of_nobody_is_not_locked_by_a_damage(path: Path) -> None:
    """There is no secret that could open it."""
    SettingsFile(path).save(NOBODY)
    path.write_text("{")
    assert SettingsFile(path).load() == NOBODY


@pytest.mark.parametrize(("token", "locked"), [("a.b.c", True), ("", False)])
def test_a_token_of_the_environment_is_somebody_too(tmp_path: Path, token: str, locked: bool) -> None:
    (tmp_path / "settings.json").write_text("{")
    start = find_start(
        Arguments(home=tmp_path), {"STRAKLY_TOKEN": token} if token else {}, tmp_path / "site.toml"
    )
    assert start.settings.is_locked is locked
    assert start.saver.settings.is_locked is locked


@pytest.mark.parametrize("content", [b"{", b"", b"[]", b"\0\0"], ids=range(4))
def test_a_damaged_copy_beside_a_whole_file_is_in_nobodys_way(path: Path, content: bytes) -> None:
    SettingsFile(path).save(OPEN)
    path.with_suffix(".last-good.json").write_bytes(content)
    file = SettingsFile(path)
    assert file.load() == OPEN
    assert file.problem == ""


def test_a_copy_that_cannot_be_written_costs_no_settings(path: Path) -> None:
    path.with_suffix(".last-good.json").mkdir()
    assert SettingsFile(path).save(OPEN)
    assert SettingsFile(path).load() == OPEN


def test_the_file_and_its_folder_are_on_the_disk_before_the_copy_is_touched(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a power cut in between, one of both is whole."""
    SettingsFile(path).save(OPEN)
    copy = path.with_suffix(".last-good.json")
    seen: list[tuple[bool, bool]] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        fsync(descriptor)
        seen.append((_is_locked(path), _is_locked(copy)))

    monkeypatch.setattr(os, "fsync", note)
    assert SettingsFile(path).save(LOCKED)
    folders = [(True, False), (True, True)] if os.name == "posix" else []
    assert [pair for pair in seen if pair != (False, False)][: len(folders) + 1] == (
        [(True, False), (True, False), (True, True)] if folders else [(True, False)]
    )


def _is_locked(path: Path) -> bool:
    return bool(json.loads(path.read_bytes()).get("is_locked"))


def test_a_lock_that_a_full_disk_does_not_take_holds_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    SettingsFile(path).save(OPEN)
    file = SettingsFile(path)
    file.load()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert not file.save(LOCKED)
        assert not file.save(LOCKED)
    assert SettingsFile(path).load() == LOCKED
    # Opened again before the app ends, once the disk has room: so it stays.
    assert file.save(OPEN)
    assert SettingsFile(path).load() == OPEN


def test_two_windows_on_one_home_keep_what_the_other_changed(path: Path) -> None:
    """The second opens where the first does not answer: it must not unlock the desk of that one by a theme."""
    SettingsFile(path).save(OPEN)
    first, second = SettingsFile(path), SettingsFile(path)
    assert first.load() == second.load() == OPEN
    assert first.save(LOCKED)
    assert second.save(replace(OPEN, accent=Accent.RED))
    assert SettingsFile(path).load() == replace(LOCKED, accent=Accent.RED)
    # And what one takes back is gone, though the other never knew of it.
    assert second.save(replace(OPEN, accent=Accent.RED, text_scale=1.5))
    assert first.save(OPEN)
    assert SettingsFile(path).load() == replace(OPEN, accent=Accent.RED, text_scale=1.5)
    assert first.save(replace(OPEN, theme_mode=ThemeMode.SYSTEM))
    assert SettingsFile(path).load().theme_mode is ThemeMode.SYSTEM
