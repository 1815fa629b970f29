"""Backs the whole history up into a file that the person chooses, beside everything else."""

import asyncio
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.chat.history import History
from strakly_desktop.app.files.file_names import file_name
from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    ask_where_to_save,
    called_off_notice,
    failed_notice,
    tell_saved,
    write_whole,
)
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

_NOTICE = "backup"
_TITLE = "Strakly conversations"


class HistoryBackup(QObject):
    """Asks where to, copies, and tells how far it is. One at a time.

    Signals:
        progressed(int): so many per cent are done; sent by the thread that copies.
    """

    progressed = Signal(int)

    def __init__(self, history: History, panel: HistoryPanel, notices: NoticeBar) -> None:
        super().__init__(panel)
        self._history = history
        self._panel = panel
        self._notices = notices
        self._tasks = BackgroundTasks("backup")
        self._is_running = False
        self._is_called_off = False
        panel.backup_requested.connect(self.ask_and_back_up)
        self.progressed.connect(self._tell_progress)

    def ask_and_back_up(self) -> None:
        """Ask where to, then copy."""
        name = file_name(_TITLE, "sqlite3", datetime.now().astimezone().date())
        ask_where_to_save(self._panel.window(), "Back up conversations", name, self.back_up)

    def back_up(self, target: Path) -> None:
        """Copy everything into `target`; a notice tells how it went."""
        if not self._is_running:
            self._tasks.start(self._back_up(target))

    async def aclose(self) -> None:
        """Cancel a backup that runs, and wait for its end."""
        self._is_called_off = True
        await self._tasks.finish()

    async def _back_up(self, target: Path) -> None:
        store = self._history.store
        if store is None:
            self._tell(StoreError("Nothing can be backed up.", "The saved conversations cannot be read now."))
            return
        from strakly_desktop.store.database.backup import BackupCancelled, back_up, refuse_live

        path = self._history.keeping.path

        def copy() -> None:
            refuse_live(path, target)
            write_whole(
                target, lambda partial: back_up(path, partial, self._note_progress, self._is_cancelled)
            )

        self._is_running, self._is_called_off = True, False
        try:
            await self._history.finish_saving()
            await asyncio.to_thread(copy)
        except BackupCancelled:
            self._notices.show_notice(called_off_notice())
        except StoreError as error:
            self._tell(error)
        except OSError as error:
            self._notices.show_notice(failed_notice(error))
        else:
            tell_saved(self._notices, target)
        finally:
            self._is_running = False
            self._notices.dismiss(_NOTICE)

    def _is_cancelled(self) -> bool:
        return self._is_called_off

    def _note_progress(self, done: int, total: int) -> None:
        """Runs in the thread that copies."""
        self.progressed.emit(100 * done // max(1, total))

    def _tell_progress(self, percent: int) -> None:
        if self._is_running and percent < 100:
            fact = f"The conversations are being backed up: {percent} %."
            cancel = NoticeAction("Cancel", self._call_off)
            self._notices.show_notice(
                Notice(_NOTICE, NoticeKind.INFO, fact, "You can go on meanwhile.", cancel, icon="download")
            )

    def _call_off(self) -> None:
        self._is_called_off = True

    def _tell(self, error: StoreError) -> None:
        self._notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, error.headline, error.advice))
