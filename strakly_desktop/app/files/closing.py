"""Asks before the window closes over what is on no disk: once more it is tried to be saved, and else offered as a file.

Not where the computer itself ends: then nobody may be there, and what can be saved is saved on the way.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.app.chat.drafts import Drafts
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.app.files.file_names import file_name
from strakly_desktop.app.files.files import ask_where_to_save
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.recorder import TurnRecorder

if TYPE_CHECKING:
    from strakly_desktop.ui.dialogs.unsaved import UnsavedDialog

PATIENCE_S = 1.5
_TITLE = "Strakly conversations"
_TYPED = "what you typed and did not send"


class Closing(QObject):
    """Stands between the Close button and the end, where something would be lost.

    Signals:
        kept_open(): the person was asked, and the window stays.
    """

    kept_open = Signal()

    def __init__(
        self,
        window: QWidget,
        history: History,
        recorder: TurnRecorder,
        drafts: Drafts,
        exports: Exports,
        ask: "Callable[[str, bool], UnsavedDialog]",
        close: Callable[[], None],
    ) -> None:
        """`ask` opens the question, with its words and whether a file is offered; `close` closes without one."""
        super().__init__(window)
        self._window = window
        self._ask = ask
        self._close = close
        self._history = history
        self._recorder = recorder
        self._drafts = drafts
        self._exports = exports
        self._tasks = BackgroundTasks("closing")
        self._is_asking = False
        self._news = asyncio.Event()
        recorder.unsaved_changed.connect(self._news.set)
        history.store_opened.connect(lambda _store: self._news.set())

    async def aclose(self) -> None:
        """Ask nothing any more."""
        await self._tasks.aclose()

    def may_close(self) -> bool:
        """Whether nothing is lost when the window closes now; False: it is closed later, unless the person keeps it."""
        if not self._would_lose():
            return True
        if not self._is_asking:
            self._is_asking = True
            self._tasks.start(self._save_or_ask_once())
        return False

    def _would_lose(self) -> bool:
        is_refused = self._history.keeping.is_refused or self._drafts.is_refused
        return bool(self._recorder.pending.unsaved) or (is_refused and self._drafts.has_unsaved)

    async def _save_or_ask_once(self) -> None:
        try:
            await self._save_or_ask()
        except BaseException:
            # A bug in it is told; the next press of Close must not be in vain.
            self._is_asking = False
            raise

    async def _save_or_ask(self) -> None:
        self._history.keeping.hurry()
        self._recorder.try_again()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    self._news.clear()
                    await self._recorder.flush()
                    await self._drafts.aclose()
                    if not self._would_lose():
                        break
                    await self._news.wait()
        if not self._would_lose():
            self._is_asking = False
            self._close()
            return
        count = len(self._recorder.pending.unsaved)
        dialog = self._ask(_words(count, has_drafts=self._drafts.has_unsaved), count > 0)
        dialog.finished.connect(self._note_answer)
        dialog.rejected.connect(self.kept_open)
        dialog.loss_confirmed.connect(self._close)
        dialog.save_requested.connect(self._ask_where)

    def _note_answer(self, _result: int) -> None:
        self._is_asking = False

    def _ask_where(self) -> None:
        name = file_name(_TITLE, "json", datetime.now().astimezone().date())
        ask_where_to_save(self._window, "Save conversations", name, self.save)

    def save(self, path: Path) -> None:
        """Write what is not saved to `path`, then close; where that fails a notice tells it, and the window stays."""
        self._tasks.start(self._save(path))

    async def _save(self, path: Path) -> None:
        unsaved = [summary.id for summary in self._recorder.pending.unsaved]
        if await self._exports.write_together(unsaved, path):
            self._close()


def _words(conversations: int, *, has_drafts: bool) -> str:
    why = "the chat history cannot be written now."
    if not conversations:
        return f"{_TYPED.capitalize()} is not saved: {why}"
    what, it = (
        ("One conversation is", "it")
        if conversations == 1
        else (f"{conversations:,} conversations are", "they")
    )
    typed = f" {_TYPED.capitalize()} goes with the window." if has_drafts else ""
    return f"{what} not saved: {why} As a file, {it} can be imported later.{typed}"
