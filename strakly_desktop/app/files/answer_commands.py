"""Answers at work: copied, opened as a table, saved as a spreadsheet, printed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractButton, QApplication

from strakly_desktop.app.assistant.offering import When, at_once
from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.message_view import source_line, subject_of_answer, telling_question_of
from strakly_desktop.app.files.answer_copying import AnswerCopying, Wanted
from strakly_desktop.app.files.answer_reading import AnswerReader, ReadAnswer
from strakly_desktop.app.files.files import tell_copied
from strakly_desktop.app.files.printing import Paper, as_seen_by_now
from strakly_desktop.app.files.table_feed import TableFeed, name_of
from strakly_desktop.app.files.table_saving import TableSaving
from strakly_desktop.app.files.whole_table import WholeTable
from strakly_desktop.app.masking.on_screen import ChatOnScreen, title_without_values, viewing_of
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.events import WhichAnswer
from strakly_desktop.conversation.model import Message, Role
from strakly_desktop.conversation.state_words import lack_words, state_words
from strakly_desktop.rendering.markdown.broken_off import whole_rows, with_break
from strakly_desktop.ui.controls.file_formats import CopyFormat, TableFormat
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices
from strakly_desktop.ui.page.answer_actions import AnswerAction, AnswerActions
from strakly_desktop.ui.page.answer_tables import TableInAnswer
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.table_dock import TableDock

if TYPE_CHECKING:
    from strakly_desktop.rendering.export.table_facts import TableFacts
    from strakly_desktop.rendering.printing.printout import Printout

TABLE_NOTICE = "no-table"
_NO_ANSWER = "There is no answer to print yet."
_NO_TABLE = "There is no table to open yet."
_NOTHING_TO_EXPORT = "There is no table to export yet."
_NO_CHART = "A chart needs two numbers of one kind beside names or days: there are none here."
_MASKED_CHART = (
    "The amounts here are masked, and a chart would show them. F9 shows them for 30 s, and the chart then."
)
_FEW_CELLS = 1_000
"""Written as a table for paper in some milliseconds; those of 100,000 rows held the window for more than a second."""
_PIECE = 500_000
"""Characters of it on paper as one table: what stands above it needs room as well."""


class Answers(QObject):
    """Carries out what is asked of one answer, and of the table beside it. `gym` is the gym's name on paper."""

    def __init__(
        self,
        session: ChatSession,
        transcript: TranscriptView,
        dock: TableDock,
        notices: NoticeBar,
        web_app: WebApp,
        shown: "ChatOnScreen | None" = None,
    ) -> None:
        """`shown` is what may be seen of `session`, and so copied, printed and saved; None: all of it."""
        super().__init__(transcript)
        self.gym = ""
        self._session: ChatOnScreen = shown or session
        self._transcript = transcript
        self._dock = dock
        self._notices = notices
        self._web_app = web_app
        self._feed = TableFeed(self._session, dock)
        self._reader = AnswerReader()
        self._copying = AnswerCopying()
        self._paper = Paper(notices, view=partial(viewing_of, self._session))
        self._whole = WholeTable(session, self._session, self._feed, dock, notices)
        self._saving = TableSaving(self._session, dock, notices, self.table_facts)
        transcript.address = web_app.address
        transcript.action_requested.connect(self.perform)
        transcript.copy_requested.connect(self.copy)
        transcript.table_requested.connect(self.open_table)
        self._feed.beside_changed.connect(transcript.set_table_beside)
        dock.print_requested.connect(self._offer_table_on_paper)
        for news in (session.turn_started, session.conversation_cleared, session.conversation_opened):
            news.connect(self._forget_none)
        dock.link_activated.connect(transcript.link_activated)

    def perform(self, action: AnswerAction, message_id: str) -> None:
        """Do it with an answer; "" is the last one."""
        answer = self._answer(message_id)
        if answer is None:
            return
        match action:
            case AnswerAction.COPY_MARKDOWN:
                self.copy(message_id, CopyFormat.MARKDOWN)
            case AnswerAction.COPY | AnswerAction.COPY_TEXT:
                self.copy(message_id, CopyFormat.TEXT)
            case AnswerAction.COPY_HTML:
                self.copy(message_id, CopyFormat.HTML)
            case AnswerAction.TABLE:
                self._choose_table(answer)
            case AnswerAction.CHART:
                self._choose_chart(answer)
            case AnswerAction.PRINT:
                self._offer_paper(partial(self._when_printout_now, answer), self._subject_of(answer))
            case AnswerAction.ASK_AGAIN:
                pass  # The session does this.
            case AnswerAction.VALUES:
                if not isinstance(self._session, ChatSession):
                    self._session.toggle_values(answer.id)

    def show_otherwise(self, messages: tuple[Message, ...]) -> None:
        """Messages show their values now, or do not any more."""
        self._feed.show_otherwise(messages)

    def copy(self, message_id: str, form: CopyFormat) -> None:
        """Put an answer on the clipboard: as it reads and with typed tables, Markdown as it was written, HTML as code.

        One that is not whole says so first, wherever it is pasted. Links are whole, or plain text.
        """
        answer = self._answer(message_id)
        if answer is None:
            return
        word, note = state_words(answer.state, answer.text)
        text = with_break(answer.text, answer.state)
        text = f"> **{word}:** {note}\n\n{text}" if word else text
        wanted = Wanted(text, answer.created_at.date(), self._web_app.address, form)
        told = partial(tell_copied, PersonNotices(self._notices), lack_words(answer.state, answer.text))
        self._copying.copy(wanted, told)

    def open_table(self, table: TableInAnswer) -> bool:
        """Open one table of an answer, also of one that still arrives; False where there is none any more."""
        self._forget_none()
        answer = self._answer(table.message_id)
        return answer is not None and self._feed.show(answer, table.index, table.row)

    def open_near_table(self) -> None:
        """Open the table that the reader is at, or else the last one of the conversation."""
        table = self._transcript.table_in_sight()
        if table is None or not self.open_table(table):
            self.open_last_table()

    def open_last_table(self) -> None:
        """Open the last table of the conversation, also that of an answer that still arrives."""
        self._forget_none()
        self._feed.show_last(reversed(self._answers()), lambda: self._tell(_NO_TABLE))

    def print_shown(self) -> None:
        """Print what is before the person: the table in the panel, else the last answer; say where there is neither."""
        answer = self._wished("this")
        if self._dock.is_shown() and self._feed.answer is not None:
            title = self._named(self._dock.panel.title)
            self.when_table_printout(lambda printout: self._paper.print(printout, title))
        elif answer is not None:
            title = self._subject_of(answer) or "Answer"
            self.when_printout(answer, lambda printout: self._paper.print(printout, title))
        else:
            self._tell(_NO_ANSWER)

    def print_wished(self, which: WhichAnswer, *, when: When = at_once) -> Outcome | None:
        """Offer to print by the assistant's wish: the answer that asks for it, or the one before."""
        answer = self._wished(which)
        if answer is None:
            return Outcome(_NO_ANSWER, is_done=False)
        title = self._subject_of(answer) or "Answer"
        viewing = viewing_of(self._session)

        def offer(printout: "Printout") -> None:
            when(lambda: self._paper.print(as_seen_by_now(printout, viewing), title))

        self.when_printout(answer, offer)
        return None

    def copy_wished(self, which: WhichAnswer) -> Outcome:
        """Copy by the assistant's wish, see `print_wished`."""
        answer = self._wished(which)
        if answer is None:
            return Outcome("There is no answer to copy yet.", is_done=False)
        self.copy(answer.id, CopyFormat.TEXT)
        return Outcome("The answer is on the clipboard.", self._subject_of(answer))

    def save_wished(self, file_format: TableFormat, *, when: When = at_once) -> Outcome | None:
        """Ask by the assistant's wish where to save the table that is open, or the last one."""
        if self._feed.answer is not None and self._dock.is_shown():
            when(lambda: self._saving.ask_and_save(file_format))
        else:
            none = Notice(TABLE_NOTICE, NoticeKind.WARNING, _NOTHING_TO_EXPORT, timeout_ms=PASSING_MS)
            self._feed.show_last(
                reversed(self._answers()),
                lambda: self._notices.show_notice(none),
                lambda: self._saving.ask_and_save(file_format),
                when,
            )
        return None

    def _wished(self, which: WhichAnswer) -> Message | None:
        answers = [answer for answer in self._answers() if answer.text.strip()]
        place = 1 if which == "this" else 2
        return answers[-place] if len(answers) >= place else None

    def when_printout(self, answer: Message, then: "Callable[[Printout], None]") -> None:
        """Call `then` with an answer as it goes on paper: now, or of a long one as soon as its tables are read."""
        day, viewing = answer.created_at.date(), viewing_of(self._session)

        def tell(read: ReadAnswer) -> None:
            then(as_seen_by_now(self._printout_of(answer, read), viewing))

        self._reader.when_read(whole_rows(answer.text, answer.state), day, tell)

    def _when_printout_now(self, answer: Message, then: "Callable[[Printout], None]") -> None:
        """The same, of an answer that was on the page a while ago."""
        if (now := self._answer(answer.id)) is not None:
            self.when_printout(now, then)

    def _printout_of(self, answer: Message, read: ReadAnswer) -> "Printout":
        from strakly_desktop.rendering.printing.printout import Printout
        from strakly_desktop.rendering.tables.table_part import rows_text

        contents = [table.content for table in read.tables]
        parts = [rows_text(len(content.rows), content.part) for content in contents if content.part]
        return Printout(
            answer=with_break(answer.text, answer.state),
            answered_at=answer.created_at,
            gym=self.gym,
            branch=answer.branch,
            asked_by=answer.author,
            question=self._question_of(answer),
            extent=parts[0] if parts else "",
            source_line=source_line(answer),
            state=answer.state,
            address=self._web_app.address,
        )

    def when_table_printout(self, then: "Callable[[Printout], None]") -> None:
        """Call `then` with the rows of the table panel as they are shown now, for paper; never where none is open.

        Now, or of a long table as soon as they are written.
        """
        from strakly_desktop.rendering.printing.printout import Printout
        from strakly_desktop.rendering.tables.table_markdown import escaped, markdown_of_table

        answer = self._feed.answer
        if answer is None:
            return
        panel, viewing = self._dock.panel, viewing_of(self._session)
        content, above = panel.shown(), f"**{escaped(panel.extent)}**\n\n" if panel.extent else ""
        without_rows = Printout(
            answer="",
            answered_at=answer.created_at,
            gym=self.gym,
            branch=answer.branch,
            asked_by=answer.author,
            title=panel.title,
            extent=panel.extent,
            source_line=source_line(answer),
            state=self._feed.state,
            address=self._web_app.address,
            chart=panel.chart,
        )

        def tell(tables: tuple[str, ...]) -> None:
            made = replace(without_rows, answer=above + tables[0], more=tables[1:])
            then(as_seen_by_now(made, viewing))

        async def write() -> None:
            tell(await asyncio.to_thread(markdown_of_table, content, _PIECE))

        if len(content.rows) * len(content.headers) <= _FEW_CELLS:
            tell(markdown_of_table(content, _PIECE))
        else:
            self._reader.start(write())

    def write_pdf(self, answer: Message, path: Path) -> None:
        """Write an answer as a desk printout; a notice tells how it went."""
        self.when_printout(answer, lambda printout: self._paper.write_pdf(printout, path))

    def save_table(self, file_format: TableFormat, path: Path) -> None:
        """Write the rows of the table panel as they are shown; a notice tells how it went."""
        self._saving.save(file_format, path)

    def table_facts(self) -> "TableFacts":
        """What there is to know of the rows in the table panel, for whoever gets them."""
        from strakly_desktop.rendering.export.table_facts import TableFacts

        panel, answer = self._dock.panel, self._feed.answer
        if answer is None:
            today = datetime.now().astimezone().date()
            return TableFacts(panel.title, today, rows=panel.counted, note=panel.note)
        return TableFacts(
            panel.title,
            answer.created_at.date(),
            answer.created_at,
            self._question_of(answer),
            source_line(answer),
            answer.branch,
            panel.counted,
            panel.note,
        )

    def forget_wishes(self) -> None:
        """Another person comes, or the desk is locked: no late copy on the clipboard, and no late dialog."""
        self._copying.forget()
        self._reader.forget()

    async def aclose(self) -> None:
        """Let what is being written get to its end."""
        await self._reader.aclose()
        await self._copying.aclose()
        await self._feed.aclose()
        await self._saving.aclose()
        await self._paper.aclose()

    def _answers(self) -> list[Message]:
        return [message for message in self._session.messages if message.role is Role.ASSISTANT]

    def _answer(self, message_id: str) -> Message | None:
        answers = self._answers()
        if not message_id:
            return answers[-1] if answers else None
        return next((answer for answer in answers if answer.id == message_id), None)

    def _subject_of(self, answer: Message) -> str:
        return self._named(subject_of_answer(self._session.messages, answer))

    def _named(self, title: str) -> str:
        return title_without_values(self._session, title)

    def _question_of(self, answer: Message) -> str:
        return telling_question_of(self._session.messages, answer)

    def _offer(self, choices: dict[str, Callable[[], object]]) -> None:
        """A menu at the button that was pressed, by mouse or keyboard; else at the mouse."""
        from strakly_desktop.ui.table.panel import TablePanel

        menu = Menu(self._transcript.window())
        menu.aboutToHide.connect(menu.deleteLater)
        for words, act in choices.items():
            menu.add_named(words).triggered.connect(lambda _checked, act=act: act())
        pressed = QApplication.focusWidget()
        if isinstance(pressed, QAbstractButton) and isinstance(pressed.parent(), AnswerActions | TablePanel):
            menu.popup(pressed.mapToGlobal(QPoint(0, pressed.height() + 4)))
        else:
            menu.popup(QCursor.pos())

    def _choose_table(self, answer: Message) -> None:
        def choose(read: ReadAnswer) -> None:
            self._choose(answer, read, range(len(read.tables)), self._feed.show, _NO_TABLE)

        self._feed.when_read(answer, choose)

    def _choose_chart(self, answer: Message) -> None:
        def choose(read: ReadAnswer) -> None:
            charted = [index for index, table in enumerate(read.tables) if table.has_chart]
            from strakly_desktop.rendering.masking.masker import AMOUNT

            none = _MASKED_CHART if AMOUNT in read.text else _NO_CHART
            self._choose(answer, read, charted, self._feed.show_chart, none)

        self._feed.when_read(answer, choose)

    def _choose(
        self,
        answer: Message,
        read: ReadAnswer,
        tables: Sequence[int],
        show: Callable[[Message, int], object],
        none: str,
    ) -> None:
        """Show the one table of these, by its number from 0; of several the one that is chosen; say `none` else."""
        self._forget_none()
        if len(tables) > 1:
            names = {index: f"{index + 1}.  {name_of(read.tables[index])}" for index in tables}

            def show_now(index: int) -> None:
                # The menu may have stood for long.
                if (now := self._answer(answer.id)) is not None:
                    show(now, index)

            self._offer({name: partial(show_now, index) for index, name in names.items()})
        elif tables:
            show(answer, tables[0])
        else:
            self._tell(none)

    def _tell(self, fact: str) -> None:
        notice = Notice(TABLE_NOTICE, NoticeKind.INFO, fact, timeout_ms=PASSING_MS, icon="table-2")
        self._notices.show_notice(notice)

    def _forget_none(self, *_news: object) -> None:
        """There may be a table or a chart by now, or what was asked of is not there any more."""
        self._notices.dismiss(TABLE_NOTICE)

    def _offer_table_on_paper(self) -> None:
        self._offer_paper(self.when_table_printout, self._named(self._dock.panel.title))

    def _offer_paper(self, when_printout: "Callable[[Callable[[Printout], None]], None]", title: str) -> None:
        def put(on_paper: "Callable[[Printout, str], None]") -> None:
            when_printout(lambda printout: on_paper(printout, title or "Answer"))

        self._offer(
            {
                "Print...": lambda: put(self._paper.print),
                "Save as PDF...": lambda: put(self._paper.ask_where_to_save),
            }
        )
