"""Saving never holds the window, loses no change, and tells when the disk takes nothing."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.app.settings.settings_saver import SettingsSaver


class SlowFile(SettingsFile):
    """A file on a disk that is busy until it is released. `written` are the settings that reached it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.released = threading.Event()
        self.written: list[Settings] = []

    def save(self, settings: Settings) -> bool:
        assert self.released.wait(60)
        self.written.append(settings)
        return super().save(settings)


def test_a_busy_disk_is_not_waited_for_and_gets_the_last_change(run: Any, tmp_path: Path) -> None:
    file = SlowFile(tmp_path / "settings.json")
    changes = [Settings(branch_id=number) for number in range(1, 10)]

    async def story() -> None:
        saver = SettingsSaver(file, file.load())
        for change in changes:
            saver.change(change)
            assert saver.settings == change
            await asyncio.sleep(0)
        assert file.written == []
        file.released.set()
        await saver.finish()

    run(story())
    assert SettingsFile(tmp_path / "settings.json").load() == changes[-1]
    assert len(file.written) <= 2


def test_a_change_while_the_last_is_written_is_written_too(run: Any, tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")

    async def story() -> Settings:
        saver = SettingsSaver(file, file.load())
        for number in range(20):
            saver.change(replace(saver.settings, branch_id=number))
            await asyncio.sleep(0)
        await saver.finish()
        return saver.settings

    assert run(story()) == SettingsFile(tmp_path / "settings.json").load() == Settings(branch_id=19)


def test_a_disk_that_takes_nothing_is_told_and_tried_again(run: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("no directory")
    file = SettingsFile(home / "settings.json")
    problems: list[str] = []
    recovered: list[int] = []

    async def story() -> None:
        saver = SettingsSaver(file, file.load())
        saver.save_failed.connect(problems.append)
        saver.save_recovered.connect(lambda: recovered.append(len(problems)))
        saver.change(Settings(branch_id=1))
        await saver.finish()
        assert len(problems) == 1
        home.unlink()
        for number in (2, 3):
            saver.change(Settings(branch_id=number))
            await saver.finish()

    run(story())
    assert recovered == [1], "told once, after it was told that it failed"
    assert "could not be saved" in problems[0]
    assert len(problems) == 1
    assert file.load() == Settings(branch_id=3)


def test_what_the_disk_did_not_take_is_tried_once_more_at_the_end(run: Any, tmp_path: Path) -> None:
    """There was room again when the window closed, and the last thing that was chosen was gone at the next start."""
    home = tmp_path / "home"
    home.write_text("no directory")
    file = SettingsFile(home / "settings.json")
    problems: list[str] = []

    async def story() -> None:
        saver = SettingsSaver(file, file.load())
        saver.save_failed.connect(problems.append)
        saver.change(Settings(branch_id=1))
        await saver.finish()
        home.unlink()
        await saver.finish()

    run(story())
    assert SettingsFile(home / "settings.json").load() == Settings(branch_id=1)
    assert len(problems) == 1
