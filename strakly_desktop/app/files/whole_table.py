"""Brings the rest of a list whose first rows are in the table panel: asks the assistant for all of it.

The question stands in the conversation like any other, and its answer takes the place of the part as soon as its first
row is there. It is about the branch that the part is of, whatever is chosen by then. Who closes the panel meanwhile, or
opens another table in it, finds the list in the conversation.
"""

from PySide6.QtCore import QObject

from strakly_desktop.app.chat.message_view import telling_question_of
from strakly_desktop.app.files.files import FILE_NOTICE
from strakly_desktop.app.files.table_feed import TableFeed
from strakly_desktop.app.masking.on_screen import ChatOnScreen, title_without_values
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import Message
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.window.table_dock import TableDock

_BEGUN_LINES = 3
"""The headings, the line under them and a row: from then on it is a table."""
_LONGEST_REPEATED = 300


class WholeTable(QObject):
    """Carries out Load all."""

    def __init__(
        self, session: ChatSession, shown: ChatOnScreen, feed: TableFeed, dock: TableDock, notices: NoticeBar
    ) -> None:
        """`session` is asked, with every word of the question; `shown` is what its answer looks like."""
        super().__init__(dock)
        self._shown = shown
        self._session = session
        self._feed = feed
        self._dock = dock
        self._notices = notices
        self._awaited = self._part = ""
        feed.beside_changed.connect(self._note_beside)
        dock.load_all_requested.connect(self.load)
        shown.token_received.connect(self._look)
        shown.turn_finished.connect(self._end)
        shown.turn_stopped.connect(self._give_up)
        shown.turn_failed.connect(lambda answer, _failure: self._give_up(answer))

    def load(self) -> None:
        """Ask for the list that the panel has a part of. While an answer comes it is told to wait."""
        answer = self._feed.answer
        if answer is None:
            return
        branch = self._session.branch_of(answer)
        if branch is None:
            self._tell(f"This list is of {answer.branch}.", "That branch cannot be asked about now.")
            return
        if not self._session.ask(self._question(answer), branch):
            self._tell("The assistant is still answering.", "Load all of it when that is over.")
            return
        self._awaited, self._part = self._session.messages[-1].id, answer.id
        self._dock.panel.set_loading(True)

    def _tell(self, fact: str, rest: str) -> None:
        self._notices.show_notice(
            Notice(FILE_NOTICE, NoticeKind.INFO, fact, rest, timeout_ms=PASSING_MS, is_of_conversation=True)
        )

    def _question(self, answer: Message) -> str:
        """ "Show all 245" where the assistant knows of what, else the whole question."""
        total = self._dock.panel.list_total
        messages = self._session.messages
        asked = telling_question_of(messages, answer)
        is_known = messages[-1].id == answer.id and self._session.is_remembered
        if is_known or not asked or len(asked) > _LONGEST_REPEATED:
            return "Show the full list" if total is None else f"Show all {total}"
        end = "" if asked[-1] in ".?!" else "."
        return f"{asked}{end} " + ("Give the full list." if total is None else f"Please list all {total}.")

    def _look(self, _delta: str) -> None:
        if self._awaited and self._shown.running_text.count("\n|") >= _BEGUN_LINES:
            self._show(self._shown.messages[-1])

    def _end(self, answer: Message) -> None:
        if answer.id == self._awaited:
            self._show(answer)

    def _show(self, answer: Message) -> None:
        self._give_up(answer)
        # Without a table in it the part stays, and the answer says why.
        title = title_without_values(self._shown, self._dock.panel.title)
        self._feed.show(answer, 0, title=title, takes_keyboard=False)

    def _note_beside(self, table: TableInAnswer | None) -> None:
        if self._awaited and (table is None or table.message_id != self._part):
            self._awaited = ""
            self._dock.panel.set_loading(False)

    def _give_up(self, answer: Message) -> None:
        if answer.id == self._awaited:
            self._awaited = ""
            self._dock.panel.set_loading(False)
