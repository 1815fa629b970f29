"""What the app remembers: nothing of it is lost to a damaged file, and nothing stops the app."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow
from support.desk import open_desk

from strakly_desktop.app.settings.settings import (
    Directories,
    Settings,
    SettingsError,
    web_address,
    with_environment,
)
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.theme.theme import Accent, ThemeMode

CHOSEN = Settings(
    bot_url="https://bot.example",
    web_app_url="https://app.example/desk",
    backend_url="https://api.example/api",
    branch_id=7,
    theme_mode=ThemeMode.DARK,
    accent=Accent.PINK,
    text_scale=1.25,
    keep_history_days=90,
    autostart=True,
    window_geometry="AdnQywADAAA=",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def _refuse(path: Path) -> bytes:
    raise PermissionError(13, "Permission denied", str(path))


def saved(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def test_what_is_saved_is_there_at_the_next_start(path: Path) -> None:
    assert SettingsFile(path).save(CHOSEN)
    file = SettingsFile(path)
    assert file.load() == CHOSEN
    assert file.problem == ""


def test_a_person_can_read_the_file(path: Path) -> None:
    SettingsFile(path).save(CHOSEN)
    assert '\n  "theme_mode": "dark",\n' in path.read_text("utf-8")


def test_the_first_start_has_defaults_and_no_complaint(path: Path) -> None:
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert file.problem == ""


def test_a_missing_directory_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "settings.json"
    assert SettingsFile(path).save(CHOSEN)
    assert SettingsFile(path).load() == CHOSEN


def test_what_is_unchanged_is_not_written_again(path: Path) -> None:
    SettingsFile(path).save(CHOSEN)
    file = SettingsFile(path)
    settings = file.load()
    path.unlink()
    assert file.save(settings)
    assert not path.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bot_url", 5),
        ("bot_url", "ftp://bot.example"),
        ("bot_url", "bot.example"),
        ("web_app_url", "http://[broken"),
        ("backend_url", "https://user:secret@api.example"),
        ("branch_id", "7"),
        ("branch_id", True),
        ("branch_id", 2**63),
        ("branch_id", 1.5),
        ("theme_mode", "blue"),
        ("theme_mode", []),
        ("accent", None),
        ("text_scale", "1.0"),
        ("text_scale", 9),
        ("text_scale", False),
        ("text_scale", float("nan")),
        ("keep_history_days", 0),
        ("keep_history_days", 2.5),
        ("keep_history_days", True),
        ("autostart", 1),
        ("window_geometry", 3),
    ],
)
def test_one_wrong_value_keeps_the_rest_and_a_copy(path: Path, field: str, value: object) -> None:
    SettingsFile(path).save(CHOSEN)
    spoilt = json.dumps(saved(path) | {field: value})
    path.write_text(spoilt)
    file = SettingsFile(path)
    assert file.load() == CHOSEN
    assert field in file.problem
    assert "copy" in file.problem
    assert "secret" not in file.problem
    assert path.with_name("settings.broken.json").read_text() == spoilt


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b"[]", b"null", b"[" * 100_000], ids=range(6))
def test_a_broken_file_is_set_aside_and_replaced(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    file = SettingsFile(path)
    settings = file.load()
    assert settings == Settings()
    assert "damaged" in file.problem
    assert path.with_name("settings.broken.json").read_bytes() == content
    assert file.save(settings)
    assert saved(path) == {}


def test_it_is_said_where_the_damaged_file_cannot_be_set_aside(path: Path) -> None:
    path.write_text("{")
    path.with_name("settings.broken.json").mkdir()
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert "could not be set aside" in file.problem


def test_unknown_names_of_a_newer_version_are_no_damage(path: Path) -> None:
    path.write_text('{"accent": "red", "sound": "loud"}')
    file = SettingsFile(path)
    assert file.load() == Settings(accent=Accent.RED)
    assert file.problem == ""


def test_a_directory_in_place_of_the_file_stops_nothing(path: Path) -> None:
    path.mkdir()
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert "could not be read" in file.problem
    assert not file.save(CHOSEN)
    assert "nothing is saved over them" in file.problem


def test_what_could_not_be_read_is_not_written_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner or a network home may refuse the file for one moment only."""
    SettingsFile(path).save(CHOSEN)
    file = SettingsFile(path)
    with monkeypatch.context() as moment:
        moment.setattr(Path, "stat", _refuse)
        assert file.load() == Settings()
    assert not file.save(Settings(accent=Accent.BLUE))
    assert SettingsFile(path).load() == CHOSEN


def test_a_directory_that_takes_no_file_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("no directory")
    file = SettingsFile(blocked / "settings.json")
    file.load()
    assert not file.save(CHOSEN)
    assert "could not be saved" in file.problem


def test_a_full_disk_leaves_the_old_file_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    SettingsFile(path).save(CHOSEN)
    monkeypatch.setattr(os, "fsync", full)
    file = SettingsFile(path)
    file.load()
    assert not file.save(replace(CHOSEN, accent=Accent.BLUE))
    assert "No space left" in file.problem
    assert SettingsFile(path).load() == CHOSEN


def test_what_the_person_did_not_choose_follows_the_gym(path: Path) -> None:
    assert SettingsFile(path, Settings(accent=Accent.RED)).save(Settings(accent=Accent.RED, text_scale=1.5))
    assert saved(path) == {"text_scale": 1.5}
    assert SettingsFile(path, Settings(accent=Accent.TEAL)).load() == Settings(
        accent=Accent.TEAL, text_scale=1.5
    )


def test_a_choice_against_the_gym_stays_chosen(path: Path) -> None:
    """For ever and all branches are choices too, though the file has no better word for them than null."""
    gym = Settings(branch_id=4, keep_history_days=30)
    SettingsFile(path, gym).save(Settings())
    assert saved(path) == {"branch_id": None, "keep_history_days": None}
    assert SettingsFile(path, gym).load() == Settings()


def test_an_address_that_was_never_named_does_not_hide_the_gyms(path: Path) -> None:
    path.write_text('{"bot_url": null}')
    gym = Settings(bot_url="https://bot.example")
    file = SettingsFile(path, gym)
    assert file.load() == gym
    file.save(replace(gym, bot_url=None, text_scale=1.5))
    assert saved(path) == {"text_scale": 1.5}


def test_what_the_gym_locks_does_not_cost_the_person_their_own_choice(path: Path) -> None:
    SettingsFile(path).save(CHOSEN)
    file = SettingsFile(path, locked={"accent"})
    settings = file.load()
    assert file.save(replace(settings, accent=Accent.RED, text_scale=2.0))
    assert SettingsFile(path).load() == replace(CHOSEN, text_scale=2.0)


def test_a_locked_address_is_not_read_from_the_environment() -> None:
    names = {"STRAKLY_BOT_URL": "no address at all", "STRAKLY_WEB_APP_URL": "http://127.0.0.1:9"}
    expected = replace(CHOSEN, web_app_url="http://127.0.0.1:9")
    assert with_environment(CHOSEN, names, {"bot_url"}) == expected


def test_the_environment_wins_over_the_file() -> None:
    names = {"STRAKLY_BOT_URL": "http://127.0.0.1:9", "STRAKLY_WEB_APP_URL": "", "STRAKLY_BACKEND_URL": ""}
    assert with_environment(CHOSEN, names) == replace(CHOSEN, bot_url="http://127.0.0.1:9")
    assert with_environment(CHOSEN, {}) == CHOSEN


@pytest.mark.parametrize("name", ["STRAKLY_BOT_URL", "STRAKLY_WEB_APP_URL", "STRAKLY_BACKEND_URL"])
def test_a_wrong_address_in_the_environment_is_named_but_not_repeated(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        with_environment(Settings(), {name: "desk:secret@bot"})
    assert str(caught.value) == f"{name} is no web address like https://assistant.example.com"


@pytest.mark.parametrize(
    "text",
    ["", "bot", "http://", "http:///x", "javascript:1", "http://a b", "http://a:99999", "http://a:0", "//a"],
)
def test_what_is_no_web_address(text: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        web_address(text)


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000", "https://[::1]:80/api", "https://Ä.example"])
def test_what_is_a_web_address(text: str) -> None:
    assert web_address(text) == text


def test_one_home_for_everything_where_one_is_named(tmp_path: Path) -> None:
    by_argument = Directories.find(tmp_path, {"STRAKLY_HOME": "/elsewhere"})
    assert by_argument == Directories(tmp_path, tmp_path, tmp_path / "logs")
    assert Directories.find(None, {"STRAKLY_HOME": str(tmp_path)}) == by_argument
    assert Directories.find(None, {}).settings.name == "strakly-desktop"


@pytest.mark.usefixtures("qloop")
class TestAtTheDesk:
    """The same, through the window."""

    def test_what_was_chosen_for_one_run_is_not_saved(self, qapp: Any, run: Any, tmp_path: Path) -> None:
        async def change_and_close() -> None:
            desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "secret.token.here")
            desk.house.themes.set_accent(Accent.PURPLE)
            desk.house.themes.set_mode(ThemeMode.LIGHT)
            await desk.close()

        run(change_and_close())
        content = saved(tmp_path / "settings.json")
        assert (content["accent"], content["theme_mode"]) == ("purple", "light")
        assert "bot_url" not in content
        assert "web_app_url" not in content
        assert content["window_geometry"]
        everything = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        assert everything
        assert not any(b"secret" in content or b"127.0.0.1:9" in content for content in everything)

    def test_a_disk_that_takes_nothing_is_said_once_in_the_window(
        self, qapp: Any, run: Any, tmp_path: Path
    ) -> None:
        (tmp_path / "settings.json").mkdir()

        async def change_and_close() -> list[str]:
            desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
            desk.house.themes.set_accent(Accent.PURPLE)
            desk.house.themes.set_accent(Accent.RED)
            await desk.house.saver.finish()
            notices = desk.notices
            await desk.close()
            return notices

        assert len(run(change_and_close())) == 1

    @pytest.mark.parametrize("geometry", ["AdnQywADAAA=", "no geometry", "ä€", ""])
    def test_damaged_geometry_leaves_the_default_window(
        self, qapp: Any, run: Any, tmp_path: Path, geometry: str
    ) -> None:
        SettingsFile(tmp_path / "settings.json").save(Settings(window_geometry=geometry))

        async def open_and_close() -> QRect:
            desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
            place = desk.house.window.geometry()
            await desk.close()
            return place

        assert run(open_and_close()).width() > 300

    def test_a_window_of_a_screen_that_is_gone_comes_back_into_sight(
        self, qapp: Any, run: Any, tmp_path: Path
    ) -> None:
        elsewhere = QMainWindow()
        elsewhere.setGeometry(9_000, 7_000, 640, 560)
        text = bytes(elsewhere.saveGeometry().toBase64().data()).decode()
        SettingsFile(tmp_path / "settings.json").save(Settings(window_geometry=text))

        async def open_and_close() -> QRect:
            desk = open_desk(qapp, tmp_path, "http://127.0.0.1:9", "a.b.c")
            place = desk.house.window.geometry()
            await desk.close()
            return place

        screen = qapp.primaryScreen().availableGeometry()
        place = run(open_and_close())
        # Offscreen draws a frame of two pixels around a window.
        assert screen.adjusted(-2, -2, 2, 2).contains(place)
        assert place.width() == 640
