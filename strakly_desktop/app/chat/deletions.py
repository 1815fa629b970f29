"""Deleting saved conversations: hidden at once, brought back by Undo, and removed for good when that is over.

Each purge names what it removes. Whatever is deleted while one runs keeps its own Undo. What somebody deleted who is
not at the desk any more waits for them, for as long as an Undo does, and is then removed from their file: nobody else
can see it, nor take it back.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

DELETED_NOTICE = "conversation-deleted"
WEB_APP_NOTICE = "conversation-deleted-in-web-app"
GONE_NOTICE = "conversation-gone"
_NOT_SAVED = (
    "This conversation cannot be deleted now.",
    "It is not saved yet: it can be deleted when the history can be written again.",
)


class _Deletion(NamedTuple):
    """`at` is what the store calls the moment; `was_open`: it was on the page; `in_web_app`: it was deleted there."""

    summary: ConversationSummary
    at: int
    was_open: bool
    in_web_app: bool = False


class Deletions(QObject):
    """What was deleted and can still be brought back. One notice stands for all that was deleted here.

    Another one for what was deleted in the web app: nobody here asked for that, so it stays until somebody closes it.
    """

    def __init__(
        self,
        session: ChatSession,
        recorder: TurnRecorder,
        panel: HistoryPanel,
        notices: NoticeBar,
        start: "Callable[[Callable[[ConversationStore], Coroutine[None, None, None]]], object]",
        reopen: Callable[[str], None],
        is_open: "Callable[[ConversationStore], bool]",
        remove_left: Callable[[Path], None],
    ) -> None:
        """`start` runs a piece of work with the open store, and tells what the disk refuses.

        `is_open` says whether that store's conversations are still those in the window: another person may have come.
        `reopen` brings a conversation back onto a page that is still empty. `remove_left` removes for good what is
        deleted in the file of somebody who left.
        """
        super().__init__(panel)
        self._session = session
        self._recorder = recorder
        self._panel = panel
        self._notices = notices
        self._start = start
        self._reopen = reopen
        self._is_open = is_open
        self._remove_left = remove_left
        self._undoable: list[_Deletion] = []
        # Of those who are not at the desk, by their files.
        self._left: dict[Path, list[_Deletion]] = {}
        self._ends: dict[Path, QTimer] = {}
        # Undo must not be overtaken by the end of its own time, nor that by another deletion.
        self._in_order = asyncio.Lock()

    async def delete(
        self, store: "ConversationStore", conversation_id: str, *, in_web_app: bool = False
    ) -> None:
        """Hide a conversation; leave it, if it is open. `in_web_app`: it was deleted there, and not here."""
        pending = self._recorder.pending
        if pending.waiting(conversation_id) is not None:
            pending.try_again()
            await pending.flush()
        summary = await store.conversation(conversation_id)
        if summary is None and pending.waiting(conversation_id) is not None:
            raise StoreError(*_NOT_SAVED)
        if summary is None:
            self._panel.remove_conversation(conversation_id)
            return
        was_open = self._leave(conversation_id)
        await pending.flush()
        deleted_at = await store.delete(conversation_id)
        if not self._is_open(store):
            self._left.setdefault(store.path, []).append(_Deletion(summary, deleted_at, was_open, in_web_app))
            self._await_end(store.path)
            return
        # Once more: it may have been opened again meanwhile.
        was_open |= self._leave(conversation_id)
        self._undoable.append(_Deletion(summary, deleted_at, was_open, in_web_app))
        self._panel.remove_conversation(conversation_id)
        self._offer_undo(in_web_app)

    def forget(self) -> None:
        """Everything was removed for good: there is nothing to bring back."""
        self._undoable.clear()
        self._dismiss()

    def leave(self, path: Path) -> None:
        """Another person comes: what can be taken back waits for who deleted it, in the file at `path`."""
        self._dismiss()
        left, self._undoable = self._undoable, []
        if left:
            self._left.setdefault(path, []).extend(left)
        if path in self._left:
            self._await_end(path)

    def expect(self, path: Path) -> None:
        """Whoever has this file is back: what waits there for them does so until it is open."""
        if (timer := self._ends.get(path)) is not None:
            timer.stop()

    def left_in(self, path: Path) -> frozenset[int]:
        """The moments of what waits in this file for who deleted it."""
        return frozenset(deletion.at for deletion in self._left.get(path, ()))

    def come_back(self, path: Path) -> None:
        """The file at `path` is open: what waited for its person can be taken back again, for the whole time."""
        if back := self._left.pop(path, None):
            self._undoable = [deletion._replace(was_open=False) for deletion in back] + self._undoable
            for in_web_app in {deletion.in_web_app for deletion in back}:
                self._offer_undo(in_web_app)

    def take_left(self) -> tuple[Path, ...]:
        """The files in which something waits: it will be taken back no more."""
        left, self._left = self._left, {}
        return tuple(left)

    def end(self) -> None:
        """Nothing can be taken back any more."""
        self._end(False)
        self._end(True)
        self._dismiss()

    def _dismiss(self) -> None:
        self._notices.dismiss(DELETED_NOTICE)
        self._notices.dismiss(WEB_APP_NOTICE)

    def _await_end(self, path: Path) -> None:
        if path not in self._ends:
            self._ends[path] = timer = QTimer(self, singleShot=True, interval=PASSING_MS)
            timer.timeout.connect(lambda: self._end_left(path))
        self._ends[path].start()

    def _end_left(self, path: Path) -> None:
        """Its person did not come back in time."""
        if self._left.pop(path, None):
            self._remove_left(path)

    def _leave(self, conversation_id: str) -> bool:
        """Leave a conversation if it is open, and tell whether it was."""
        is_open = self._session.summary is not None and self._session.summary.id == conversation_id
        if is_open:
            self._session.new_conversation()
        return is_open

    def _offer_undo(self, in_web_app: bool, problem: StoreError | None = None) -> None:
        those = [deletion for deletion in reversed(self._undoable) if deletion.in_web_app == in_web_app]
        fact = "Conversation deleted." if len(those) == 1 else f"{len(those)} conversations deleted."
        if in_web_app:
            fact = "Deleted in the web app:"
        titles = ", ".join(deletion.summary.title for deletion in those)
        self._notices.show_notice(
            Notice(
                WEB_APP_NOTICE if in_web_app else DELETED_NOTICE,
                NoticeKind.INFO if problem is None else NoticeKind.WARNING,
                fact if problem is None else "Nothing was brought back yet.",
                titles if problem is None else f"{problem.headline} Press Undo to try again.",
                NoticeAction("Undo", partial(self._undo, in_web_app)),
                timeout_ms=PASSING_MS if problem is None and not in_web_app else 0,
                icon="history",
                on_closed=partial(self._end, in_web_app),
            )
        )

    def _take(self, in_web_app: bool) -> list[_Deletion]:
        """What was deleted there, or here: it is not to be taken back by another notice any more."""
        taken = [deletion for deletion in self._undoable if deletion.in_web_app == in_web_app]
        self._undoable = [deletion for deletion in self._undoable if deletion.in_web_app != in_web_app]
        return taken

    def _undo(self, in_web_app: bool) -> None:
        if wanted := self._take(in_web_app):
            self._start(lambda store: self._restore(store, wanted))

    async def _restore(self, store: "ConversationStore", wanted: list[_Deletion]) -> None:
        gone: list[str] = []
        was_open = ""
        async with self._in_order:
            while wanted:
                last = wanted[-1]
                summary = last.summary
                try:
                    is_back = await store.restore(summary.id)
                    # As it is now: its title may have come late, or its answer.
                    found = await store.conversation(summary.id) if is_back else None
                except StoreError as error:
                    if self._is_open(store):
                        self._undoable = wanted + self._undoable
                        self._offer_undo(last.in_web_app, error)
                    break
                wanted.pop()
                if not self._is_open(store):
                    continue
                if found is None:
                    gone.append(summary.title)
                    continue
                self._panel.update_conversation(found)
                if last.was_open and not was_open:
                    was_open = found.id
        if not self._is_open(store):
            return
        if was_open:
            self._reopen(was_open)
        if gone:
            self._notices.show_notice(
                Notice(
                    GONE_NOTICE,
                    NoticeKind.WARNING,
                    "This could not be brought back.",
                    f"It had already been removed for good: {', '.join(gone)}",
                )
            )

    def _end(self, in_web_app: bool) -> None:
        """Nobody can take it back any more."""
        if over := self._take(in_web_app):
            self._start(lambda store: self._purge(store, over))

    async def _purge(self, store: "ConversationStore", over: list[_Deletion]) -> None:
        async with self._in_order:
            await store.purge([(deletion.summary.id, deletion.at) for deletion in over])
