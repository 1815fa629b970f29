"""A PIN that is guessed at: what is noted of it bears a damaged file, a full disk and a clock that is set."""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.desk import MemoryKeychain

from strakly_desktop.account.pin import MOST_WRONG
from strakly_desktop.account.session import Servers, session_of
from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.sign_in import pins as module
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn
from strakly_desktop.app.sign_in.pins import PinError, Pins

NOON, YEAR = 1_790_000_000.0, 365 * 86_400.0
_SAID = {"email": "asha@gym.example", "gymId": 1, "exp": NOON + 7 * 86_400}
ASHA = session_of(
    Servers("https://gym.example", "https://gym.example/api"),
    f"h.{base64.urlsafe_b64encode(json.dumps(_SAID).encode()).decode().rstrip('=')}.s",
)


@dataclass
class Desk:
    home: Path
    saver: SettingsSaver
    keychain: MemoryKeychain = field(default_factory=MemoryKeychain)
    wall: float = NOON
    passed: float = 500.0

    def __post_init__(self) -> None:
        self.restart()

    @property
    def tries(self) -> Path:
        return self.home / "accounts" / "asha" / "pin-tries.json"

    def restart(self) -> None:
        """What ran before is gone; the clock that only passes begins anywhere."""
        self.passed = 7.0
        self.kept = KeptSignIn(self.keychain, self.saver, now=lambda: NOON)
        self.pins = Pins(
            self.kept,
            lambda _account: self.tries,
            server_time=lambda: NOON,
            now=lambda: self.wall,
            passed=lambda: self.passed,
        )

    async def enrol(self) -> None:
        await self.kept.keep(ASHA)
        await self.pins.set_pin(ASHA, "4711")

    async def come_again(self) -> None:
        self.restart()
        await self.kept.load(ASHA.servers)

    async def seconds_after(self, pin: str) -> float:
        """So long the next try has to wait; -1: it opened."""
        try:
            await self.pins.open(ASHA.account, pin)
        except PinError as error:
            return error.seconds
        return -1


@pytest.fixture
def desk(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(module, "hashed", lambda pin: f"of {pin}")
    monkeypatch.setattr(module, "is_right", lambda kept, pin: kept == f"of {pin}")
    return Desk(tmp_path, SettingsSaver(SettingsFile(tmp_path / "settings.json"), Settings()))


@pytest.mark.parametrize("jump", [-YEAR, -3600, 3600, YEAR])
def test_a_wait_is_as_long_as_it_is_whatever_is_done_to_the_clock(run: Any, desk: Desk, jump: float) -> None:
    async def story() -> None:
        await desk.enrol()
        assert [await desk.seconds_after("0007") for _ in range(3)] == [0, 0, 10]
        desk.wall += jump
        assert await desk.seconds_after("4711") == 10, "an hour ahead is no way around it"
        desk.passed += 9
        assert await desk.seconds_after("4711") == 1
        desk.passed += 1
        assert await desk.seconds_after("4711") == -1

    run(story())


def test_a_clock_that_was_set_back_before_a_restart_keeps_nobody_out_for_a_year(run: Any, desk: Desk) -> None:
    async def story() -> None:
        await desk.enrol()
        for _ in range(3):
            await desk.seconds_after("0007")
        desk.wall -= YEAR
        await desk.come_again()
        assert await desk.seconds_after("4711") == 10
        desk.passed += 10
        assert await desk.seconds_after("4711") == -1

    run(story())


def test_a_restart_is_no_way_around_the_wait(run: Any, desk: Desk) -> None:
    async def story() -> None:
        await desk.enrol()
        for _ in range(3):
            await desk.seconds_after("0007")
        desk.wall += 4
        await desk.come_again()
        assert await desk.seconds_after("4711") == 6

    run(story())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize(("spoil", "opens"), [(_cut, True), (_pipe, True), (_folder, False)])
def test_a_damaged_note_of_the_tries_gives_one_and_no_more(
    run: Any, desk: Desk, spoil: Callable[[Path], None], opens: bool
) -> None:
    async def story() -> None:
        await desk.enrol()
        spoil(desk.tries)
        assert await desk.seconds_after("0007") >= 0
        assert await desk.seconds_after("4711") >= 0, "the PIN is over"

    run(story())
    if opens:
        assert f'"wrong": {MOST_WRONG}' in desk.tries.read_text()


def test_what_is_noted_is_this_users_alone_and_on_the_disk(
    run: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut would leave an empty file, and whoever has one wrong figure would be shut out."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    run(desk.enrol())
    assert desk.tries.stat().st_mode & 0o777 == 0o600
    assert synced
