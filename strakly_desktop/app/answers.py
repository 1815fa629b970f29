"""Answers at work: copied, opened as a table, saved as a spreadsheet, printed."""

import asyncio
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from strakly_desktop.app.background import BackgroundTasks
from strakly_desktop.app.files import (
    FILE_NOTICE,
    ask_where_to_save,
    failed_notice,
    file_name,
    saved_notice,
    write_bytes,
    write_whole,
)
from strakly_desktop.app.shown import source_line
from strakly_desktop.app.table_feed import TableFeed
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import Message, Role
from strakly_desktop.ui.answer_actions import AnswerAction
from strakly_desktop.ui.main_window import MainWindow
from strakly_desktop.ui.notice import Notice, NoticeKind
from strakly_desktop.ui.transcript_view import TranscriptView


class Answers(QObject):
    """Carries out what is asked of one answer, and of the table beside it. `gym` is the gym's name on paper."""

    def __init__(self, session: ChatSession, window: MainWindow, transcript: TranscriptView) -> None:
        super().__init__(window)
        self.gym = ""
        self._session = session
        self._window = window
        self._tasks = BackgroundTasks("answers")
        self._feed = TableFeed(session, window)
        transcript.action_requested.connect(self.perform)
        transcript.copy_requested.connect(self.copy)
        window.table_requested.connect(lambda: self.perform(AnswerAction.TABLE, ""))
        panel = window.table_panel
        panel.save_requested.connect(self._ask_where_to_save_table)
        panel.print_requested.connect(self._print_table)
        panel.link_activated.connect(transcript.link_activated)

    def perform(self, action: AnswerAction, message_id: str) -> None:
        """Do it with an answer; "" is the last one."""
        answer = self._answer(message_id)
        if answer is None:
            return
        match action:
            case AnswerAction.TABLE:
                self._choose_table(answer)
            case AnswerAction.PRINT:
                self._offer(
                    {
                        "Print...": lambda: self._print(self._slip_of(answer)),
                        "Save as PDF...": lambda: self._ask_where_to_save_pdf(answer),
                    }
                )
            case AnswerAction.COPY | AnswerAction.ASK_AGAIN:
                pass  # The transcript and the session do these.

    def copy(self, message_id: str, file_format: str) -> None:
        """Put an answer on the clipboard: "markdown" as it was written, "text" as it reads, "html" as code."""
        from strakly_desktop.rendering.markup import to_html

        answer = self._answer(message_id)
        if answer is None:
            return
        html = to_html(answer.text)
        data = QMimeData()
        if file_format == "markdown":
            data.setText(answer.text)
            data.setHtml(html)
        elif file_format == "html":
            data.setText(html)
        else:
            page = QTextDocument()
            page.setHtml(html)
            data.setText(page.toPlainText())
        QApplication.clipboard().setMimeData(data)

    def write_pdf(self, answer: Message, path: Path) -> None:
        """Write an answer as a desk slip; a notice tells how it went."""
        from strakly_desktop.rendering.print_page import write_pdf

        document = self._slip_of(answer)
        try:
            write_whole(path, lambda partial: write_pdf(document, partial))
        except OSError as error:
            self._window.show_notice(failed_notice(error))
        else:
            self._window.show_notice(saved_notice(path))

    def save_table(self, file_format: str, path: Path) -> None:
        """Write the rows of the table panel as they are shown; a notice tells how it went."""
        self._tasks.start(self._save_table(file_format, path))

    async def aclose(self) -> None:
        """Let what is being written get to its end."""
        await self._tasks.finish()

    def _answer(self, message_id: str) -> Message | None:
        answers = [message for message in self._session.messages if message.role is Role.ASSISTANT]
        if not message_id:
            return answers[-1] if answers else None
        return next((answer for answer in answers if answer.id == message_id), None)

    def _offer(self, choices: dict[str, object]) -> None:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for words, act in choices.items():
            menu.addAction(words).triggered.connect(act)
        menu.popup(QCursor.pos())

    def _choose_table(self, answer: Message) -> None:
        names = self._feed.tables(answer)
        if len(names) > 1:
            self._offer(
                {
                    name: lambda _checked=False, index=index: self._feed.show(answer, index)
                    for index, name in enumerate(names)
                }
            )
        elif names:
            self._feed.show(answer, 0)

    def _slip_of(self, answer: Message) -> QTextDocument:
        from strakly_desktop.rendering.print_page import Slip, print_document

        messages = self._session.messages
        at = messages.index(answer)
        question = messages[at - 1].text if at and messages[at - 1].role is Role.USER else ""
        return print_document(
            Slip(
                answer=answer.text,
                answered_at=answer.created_at,
                gym=self.gym,
                branch=answer.branch,
                asked_by=answer.author,
                question=question,
                source_line=source_line(answer),
                state=answer.state,
            )
        )

    def _print(self, document: QTextDocument) -> None:
        # Looks for printers on the network: only when one is wanted.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        from strakly_desktop.rendering.print_page import paint_pages

        if not QPrinterInfo.availablePrinterNames():
            fact, rest = "There is no printer on this computer.", "Save the answer as a PDF instead."
            self._window.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, fact, rest, icon="printer"))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(lambda: paint_pages(document, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # Its own `open` wants a slot by name.

    def _print_table(self) -> None:
        from strakly_desktop.rendering.print_page import Slip, print_document
        from strakly_desktop.rendering.table_data import markdown_of_table

        panel = self._window.table_panel
        answer = markdown_of_table(panel.shown())
        if panel.note:
            answer = f"**{panel.note}**\n\n{answer}"
        now = datetime.now().astimezone()
        self._print(print_document(Slip(answer=answer, answered_at=now, gym=self.gym, title=panel.title)))

    def _ask_where_to_save_pdf(self, answer: Message) -> None:
        title = self._session.summary.title if self._session.summary else "Answer"
        ask_where_to_save(
            self._window, "Save as PDF", file_name(title, "pdf"), lambda path: self.write_pdf(answer, path)
        )

    def _ask_where_to_save_table(self, file_format: str) -> None:
        name = file_name(self._window.table_panel.title, file_format)
        ask_where_to_save(self._window, "Save table", name, lambda path: self.save_table(file_format, path))

    async def _save_table(self, file_format: str, path: Path) -> None:
        from strakly_desktop.rendering.spreadsheet import csv_bytes, xlsx_bytes

        panel = self._window.table_panel
        content, title, note = panel.shown(), panel.title, panel.note

        def save() -> None:
            today = date.today()  # noqa: DTZ011 - the desk's own day
            data = (
                csv_bytes(content, note) if file_format == "csv" else xlsx_bytes(content, title, today, note)
            )
            write_bytes(path, data)

        try:
            await asyncio.to_thread(save)
        except OSError as error:
            self._window.show_notice(failed_notice(error))
        else:
            self._window.show_notice(saved_notice(path))
