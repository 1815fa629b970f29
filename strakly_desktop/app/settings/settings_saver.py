"""Saves the settings beside everything else: a disk may take its time, and the window must not wait for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.settings.settings import Settings
from strakly_desktop.app.settings.settings_file import SettingsFile
from strakly_desktop.chat.background_tasks import BackgroundTasks

if TYPE_CHECKING:
    import asyncio


class SettingsSaver(QObject):
    """Holds the settings that are saved: without what the environment or the command line named for one run.

    Signals:
        save_failed(str): they could not be saved; why, in plain words.
        save_recovered(): after that they are saved again, all of them.
    """

    save_failed = Signal(str)
    save_recovered = Signal()

    def __init__(self, file: SettingsFile, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._file = file
        self._tasks = BackgroundTasks("settings")
        self._has_failed = False
        self._saving: asyncio.Task[None] | None = None

    def change(self, settings: Settings) -> None:
        """Take new settings. What changes while the disk is busy is written in one go afterwards."""
        if settings == self.settings:
            return
        self.settings = settings
        if self._saving is None or self._saving.done():
            self._saving = self._tasks.start(self._save())

    async def finish(self) -> None:
        """Return when everything is on disk that the disk takes: what it did not take is tried once more."""
        await self._tasks.finish()
        if self._has_failed:
            self._saving = self._tasks.start(self._save(is_told=True))
            await self._tasks.finish()

    async def _save(self, *, is_told: bool = False) -> None:
        """`is_told`: that it fails was told before."""
        import asyncio

        written = None
        while written is not self.settings:
            written = self.settings
            failed_before = self._has_failed
            self._has_failed = not await asyncio.to_thread(self._file.save, written)
            if self._has_failed and not is_told:
                self.save_failed.emit(self._file.problem)
            elif failed_before and not self._has_failed:
                self.save_recovered.emit()
