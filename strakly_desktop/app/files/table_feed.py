"""Feeds the table panel: from an answer that is over, or live from the one that streams in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.offering import When, at_once
from strakly_desktop.app.chat.message_view import subject_of_answer
from strakly_desktop.app.files.answer_reading import AnswerReader, AnswerTable, ReadAnswer
from strakly_desktop.app.masking.on_screen import ChatOnScreen
from strakly_desktop.chat.titles import title_of
from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.rendering.markdown.broken_off import whole_rows
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.window.table_dock import TableDock

if TYPE_CHECKING:
    from strakly_desktop.rendering.tables.table_data import AnswerTables


class TableFeed(QObject):
    """Shows a table of an answer in the panel and keeps it up to date while the answer grows.

    Signals:
        beside_changed(TableInAnswer | None): another table is in the panel, or none any more.
    """

    beside_changed = Signal(object)

    def __init__(self, session: ChatOnScreen, dock: TableDock) -> None:
        super().__init__(dock)
        self._session = session
        self._dock = dock
        self._reader = AnswerReader()
        self._ending = AnswerReader()
        self._live: AnswerTables | None = None
        self._index = 0
        self._has_all = False
        self._given_title = ""
        self._answer: Message | None = None
        session.token_received.connect(self._grow)
        session.turn_finished.connect(self._end)
        session.turn_stopped.connect(self._end)
        session.turn_failed.connect(lambda answer, _failure: self._end(answer))
        session.branch_named.connect(self._name_branch)
        session.conversation_cleared.connect(self._close)
        session.conversation_opened.connect(lambda *_: self._close())
        dock.closed.connect(self._stop)

    @property
    def answer(self) -> Message | None:
        """The answer whose table is in the panel, as far as it has come; None where there is none."""
        return self._answer

    @property
    def state(self) -> MessageState:
        """How far the rows in the panel have come: whole as soon as only other things of the answer still come."""
        if self._answer is None or self._has_all:
            return MessageState.COMPLETE
        return self._answer.state

    def when_read(self, answer: Message, then: Callable[[ReadAnswer], None]) -> None:
        """Call `then` with the tables of an answer, once they have been read; only the newest call counts."""
        goes_on = self._goes_on(answer)
        self._reader.when_read(self._text_of(answer), answer.created_at.date(), then, goes_on=goes_on)

    def show_otherwise(self, messages: tuple[Message, ...]) -> None:
        """Messages show their values now, or do not any more: so does the table in the panel, if it is of one."""
        shown = self._answer
        answer = next((one for one in messages if shown is not None and one.id == shown.id), None)
        if answer is not None and self._live is None:
            self.when_read(answer, partial(self._show_otherwise, answer.id))

    def show_chart(self, answer: Message, index: int) -> None:
        """Open the panel with the chart of a table of `answer`."""
        self.show(answer, index, with_chart=True)

    def show(
        self,
        answer: Message,
        index: int,
        row: int | None = None,
        *,
        with_chart: bool = False,
        title: str = "",
        takes_keyboard: bool = True,
    ) -> bool:
        """Open the panel with a table of `answer`, at one of its rows (from 0), under its own title or another.

        `takes_keyboard`: somebody pressed for it.

        False: there is no such table. Of a long answer that turns out later, and then nothing is opened.
        """
        found: ReadAnswer | None = None

        def take(read: ReadAnswer) -> None:
            nonlocal found
            found = read
            if index < len(read.tables):
                self._open(answer.id, read, index, row, title, takes_keyboard=takes_keyboard)
                if with_chart:
                    self._dock.panel.show_chart()

        self.when_read(answer, take)
        return found is None or index < len(found.tables)

    def show_last(
        self,
        answers: Iterable[Message],
        tell_none: Callable[[], None],
        then: Callable[[], object] | None = None,
        when: When = at_once,
    ) -> None:
        """Open the panel with the last table of the first of these answers that has one, or say that none has.

        `then` is called when it is open, which does not take the keyboard in that case; `when` says when that may be.
        """
        self._reader.start(self._show_last(answers, tell_none, then, when))

    async def aclose(self) -> None:
        """Open nothing any more."""
        await self._reader.aclose()
        await self._ending.aclose()

    async def _show_last(
        self,
        answers: Iterable[Message],
        tell_none: Callable[[], None],
        then: Callable[[], object] | None,
        when: When,
    ) -> None:
        for answer in answers:
            text = self._text_of(answer)
            # Most answers have none, which is seen at a glance.
            if "|" in text or "<" in text:
                day, goes_on = answer.created_at.date(), self._goes_on(answer)
                read = await self._reader.read(text, day, goes_on=goes_on)
                if read.tables:
                    when(partial(self._open_then, answer.id, read, then))
                    return
        tell_none()

    def _open_then(self, answer_id: str, read: ReadAnswer, then: Callable[[], object] | None) -> None:
        self._open(answer_id, read, len(read.tables) - 1, None, takes_keyboard=then is None)
        if then is not None:
            then()

    def _open(
        self,
        answer_id: str,
        read: ReadAnswer,
        index: int,
        row: int | None,
        title: str = "",
        *,
        takes_keyboard: bool,
    ) -> None:
        answer = next((one for one in self._session.messages if one.id == answer_id), None)
        if answer is None:
            return
        if read.growing is None and not self._goes_on(answer) and self._text_of(answer) != read.text:
            # Its values were hidden, or shown, while it was read.
            self.show(answer, index, row, title=title, takes_keyboard=takes_keyboard)
            return
        self._ending.forget()
        table = read.tables[index]
        self._live = read.growing
        self._index = index
        self._has_all = self._live is not None and index < len(self._live) and self._live.has_all(index)
        self._answer = answer
        panel = self._dock.panel
        self._given_title = title
        title = self._title_of(answer, table)
        panel.show_table(title, table.content, read.day, table.columns, answer.branch)
        state = MessageState.STREAMING if self._live is not None else answer.state
        panel.set_complete(state, has_all_rows=self._has_all)
        if self._goes_on(answer):
            # What came while it was read.
            self._grow(self._session.running_text[len(read.text) :])
        else:
            self._end(answer)
        self._dock.show_panel(takes_keyboard=takes_keyboard)
        self.beside_changed.emit(TableInAnswer(answer_id, index))
        if row is not None:
            panel.show_row(row)

    def _show_otherwise(self, answer_id: str, read: ReadAnswer) -> None:
        answer = next((one for one in self._session.messages if one.id == answer_id), None)
        shown = self._answer
        if answer is None or shown is None or shown.id != answer_id or self._index >= len(read.tables):
            return
        self._answer = answer
        table = read.tables[self._index]
        title = self._title_of(answer, table)
        self._dock.panel.show_otherwise(title, table.content, table.columns)

    def _title_of(self, answer: Message, table: AnswerTable) -> str:
        subject = subject_of_answer(self._session.messages, answer)
        return self._given_title or title_of(table.heading) or subject or "Table"

    def _goes_on(self, answer: Message) -> bool:
        return answer.state is MessageState.STREAMING and self._session.is_running

    def _text_of(self, answer: Message) -> str:
        if answer.state is MessageState.STREAMING:
            return self._session.running_text
        return whole_rows(answer.text, answer.state)

    def _grow(self, delta: str) -> None:
        if self._live is None:
            return
        grew = self._live.append(delta)
        if self._index >= len(self._live):
            return
        had_all, self._has_all = self._has_all, self._live.has_all(self._index)
        if grew or self._has_all != had_all:
            # Also what is said below it: of how many rows these are a part.
            self._dock.panel.update_rows(self._live.content(self._index))
            self._dock.fit_table(goes_on=not self._has_all)
        if self._has_all != had_all:
            self._dock.panel.set_complete(MessageState.STREAMING, has_all_rows=self._has_all)

    def _end(self, answer: Message) -> None:
        if self._live is None:
            return
        self._live = None
        self._has_all = False
        self._answer = answer
        text = whole_rows(answer.text, answer.state)
        self._ending.when_read(text, answer.created_at.date(), lambda read: self._settle(answer, read))

    def _settle(self, answer: Message, read: ReadAnswer) -> None:
        """Show the whole answer: only now is it known where all of its links lead."""
        if self._index < len(read.tables):
            table = read.tables[self._index]
            self._dock.panel.update_rows(table.content, table.columns)
            self._dock.fit_table()
        self._dock.panel.set_complete(answer.state)

    def _name_branch(self, messages: tuple[Message, ...]) -> None:
        shown = self._answer
        named = next((one for one in messages if shown is not None and one.id == shown.id), None)
        if named is not None and shown is not None:
            self._answer = replace(shown, branch=named.branch)
            self._dock.panel.set_branch(named.branch)

    def _stop(self) -> None:
        self._live = self._answer = None
        self._has_all = False
        self._reader.forget()
        self._ending.forget()
        self.beside_changed.emit(None)
        self._dock.forget_table()

    def _close(self) -> None:
        self._stop()
        self._dock.hide_panel()


def name_of(table: AnswerTable) -> str:
    """What stands above a table or its headings, and how many rows it has."""
    # Reads tables: imported when there is one.
    from strakly_desktop.conversation.cut_text import whole_words
    from strakly_desktop.rendering.tables.table_part import rows_text

    columns = ", ".join(column for column in table.content.headers if column.strip(" #"))
    rows = rows_text(len(table.content.rows), table.content.part)
    return f"{title_of(table.heading) or whole_words(columns, 50) or 'Table'} ({rows})"
