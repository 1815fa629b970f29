"""Backs the whole history up into a file that the person chooses, beside everything else."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

_NOTICE = "backup"
_TITLE = "Strakly conversations"


class _Run:
    """One backup: who hears of it, whose conversations it copies, and whether it shall go on."""

    def __init__(self, notices: PersonNotices, store: "ConversationStore | None", path: Path) -> None:
        self.notices = notices
        self.store = store
        self.path = path
        self.is_called_off = False
        self.is_told = False

    def call_off(self) -> None:
        """Leave no file behind."""
        self.is_called_off = True


class HistoryBackup(QObject):
    """Asks where to, copies, and tells how far it is. One at a time for each person.

    Signals:
        progressed(object, int): so many per cent of a run are done; sent by the thread that copies.
    """

    progressed = Signal(object, int)

    def __init__(self, history: History, panel: HistoryPanel, notices: NoticeBar) -> None:
        super().__init__(panel)
        self._history = history
        self._panel = panel
        self._notices = notices
        self._tasks = BackgroundTasks("backup")
        self._runs: list[_Run] = []
        self.is_masked: Callable[[], bool] = lambda: False
        """Whether whoever is here may not take all of it away."""
        panel.backup_requested.connect(self.ask_and_back_up)
        self.progressed.connect(self._tell_progress)

    def ask_and_back_up(self) -> None:
        """Ask where to, then copy."""
        if self.is_masked():
            fact = "The whole history is not backed up from here."
            rest = (
                "Amounts and numbers are hidden for your role. Export single conversations, or ask an owner."
            )
            self._notices.show_notice(Notice(FILE_NOTICE, NoticeKind.INFO, fact, rest))
            return
        name = file_name(_TITLE, "sqlite3", datetime.now().astimezone().date())
        ask_where_to_save(self._panel.window(), "Back up conversations", name, self.back_up)

    def back_up(self, target: Path) -> None:
        """Copy everything into `target`; a notice tells how it went, or that there is one at work."""
        if any(run.notices.is_theirs for run in self._runs):
            fact, rest = (
                "A backup is being written already.",
                f"Wait for its end, then save {target.name} again.",
            )
            self._notices.show_notice(
                Notice(FILE_NOTICE, NoticeKind.WARNING, fact, rest, timeout_ms=PASSING_MS)
            )
        else:
            run = _Run(PersonNotices(self._notices), self._history.store, self._history.keeping.path)
            self._runs.append(run)
            read = self._history.keep_open()
            self._tasks.start(self._back_up(run, target)).add_done_callback(lambda _task: read())

    async def aclose(self) -> None:
        """Cancel a backup that runs, and wait for its end."""
        for run in self._runs:
            run.call_off()
        await self._tasks.finish()

    async def _back_up(self, run: _Run, target: Path) -> None:
        notices = run.notices
        try:
            if run.store is None:
                nothing = "The saved conversations cannot be read now."
                _tell(notices, StoreError("Nothing can be backed up.", nothing))
                return
            from strakly_desktop.store.database.backup import BackupCancelled, back_up, refuse_live

            def copy() -> None:
                refuse_live(run.path, target)
                write_whole(
                    target, lambda partial: back_up(run.path, partial, note, lambda: run.is_called_off)
                )

            def note(done: int, total: int) -> None:
                self.progressed.emit(run, 100 * done // max(1, total))

            try:
                await self._history.finish_saving()
                await asyncio.to_thread(copy)
            except BackupCancelled:
                notices.show_notice(called_off_notice())
            except StoreError as error:
                _tell(notices, error)
            except OSError as error:
                notices.show_notice(failed_notice(error, target))
            else:
                if lacking := self._history.unsaved_count:
                    notices.show_notice(_lacking_notice(target, lacking))
                else:
                    tell_saved(notices, target)
        finally:
            self._runs.remove(run)
            notices.dismiss(_NOTICE)

    def _tell_progress(self, run: _Run, percent: int) -> None:
        if run not in self._runs or percent >= 100:
            return
        fact = f"The conversations are being backed up: {percent} %."
        if run.is_told:
            # Its button stays the one that somebody may be pressing.
            run.notices.restate(_NOTICE, fact)
        else:
            run.is_told = True
            cancel = NoticeAction("Cancel", run.call_off)
            run.notices.show_notice(
                Notice(_NOTICE, NoticeKind.INFO, fact, "You can go on meanwhile.", cancel, icon="download")
            )


def _lacking_notice(target: Path, count: int) -> Notice:
    """It is no whole backup, and must not be taken for one."""
    what = "One conversation that is not saved is" if count == 1 else f"{count:,} that are not saved are"
    rest = f"{what} not in it: export what is marked so in the history."
    return Notice(FILE_NOTICE, NoticeKind.WARNING, f"Saved as {target.name}, and not whole.", rest)


def _tell(notices: PersonNotices, error: StoreError) -> None:
    notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, error.headline, error.advice))
