"""Moves the window from one person's conversations to the next one's: everything of the former is gone first.

In one go, between two frames: page, list, search, drafts, queue, and notices with their Undo. What is still on its way
to the disk comes to its end in the file it belongs to.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.chat.drafts import Drafts, Typed
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.sign_in.waiting_question import WaitingQuestion
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore


class PersonChange(QObject):
    """Knows whose conversations are in the window.

    Signals:
        left(): they are gone; those of another person come.
    """

    left = Signal()

    def __init__(
        self,
        file_of: Callable[[str], Path],
        session: ChatSession,
        history: History,
        drafts: Drafts,
        waiting: WaitingQuestion,
        notices: NoticeBar,
    ) -> None:
        """`file_of` gives the file of an account's conversations; "" is nobody's, and the demo gym's."""
        super().__init__(session)
        self._file_of = file_of
        self._session = session
        self._history = history
        self._drafts = drafts
        self._waiting = waiting
        self._notices = notices
        self._is_begun = self._is_over = False
        self._is_nobody = True
        self._account = ""
        self._tasks = BackgroundTasks("earlier-conversations")
        history.store_opened.connect(self._bring_earlier)
        history.keeping.before_closing = drafts.save_before_closing

    def turn_to(self, account: str, *, is_demo: bool = False) -> None:
        """`account` is at the desk from now on; "" for nobody.

        What nobody had written or asked in vain goes along to who signs in: it stands before their eyes.
        """
        path, before = self._file_of(account), self._history.keeping.path
        self._account = account
        was_nobody, self._is_nobody = self._is_nobody, not account and not is_demo
        if self._is_begun and path == before:
            return
        if not self._is_begun:
            self._is_begun = True
            self._history.start(path)
            return
        carried = self._drafts.take_here() if was_nobody else Typed()
        if was_nobody:
            self._waiting.carry()
        self._session.new_conversation()
        # Before its notices go: what can be taken back waits for whoever leaves.
        self._history.change_person(path)
        self._notices.clear_personal()
        self._drafts.change_person(before, path)
        self._drafts.bring(carried)
        self.left.emit()

    def remove_when_left(self) -> None:
        """Nothing of whoever is at the desk stays on this computer when they leave."""
        if self._account:
            self._drafts.forget_all()
            self._history.keeping.remove_when_left()

    async def aclose(self) -> None:
        """Let what is on its way come to its end; what a store that opens only now would begin, the next start does."""
        self._is_over = True
        await self._tasks.finish()

    def _bring_earlier(self, store: "ConversationStore") -> None:
        if self._account and not self._is_over:
            # Its folder is not removed meanwhile: what comes late would make files in it.
            release = self._history.keep_open()
            self._tasks.start(self._bring(store, self._history.keeping.path, self._account, release))

    async def _bring(
        self, store: "ConversationStore", path: Path, account: str, release: Callable[[], None]
    ) -> None:
        from strakly_desktop.app.sign_in.earlier_conversations import bring_earlier, tell_moved

        try:
            moved = await bring_earlier(self._file_of(""), store, path, account)
        finally:
            release()
        if moved and self._history.store is store:
            await self._drafts.look_again(store)
            self._history.show_anew()
            tell_moved(self._notices, moved)
