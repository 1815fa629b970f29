"""Conversations as files: Markdown, HTML, PDF and JSON out, that JSON back in."""

import asyncio
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.background import BackgroundTasks
from strakly_desktop.app.files import (
    FILE_NOTICE,
    ask_what_to_open,
    ask_where_to_save,
    failed_notice,
    file_name,
    saved_notice,
    write_bytes,
    write_whole,
)
from strakly_desktop.app.history import History
from strakly_desktop.app.shown import source_line
from strakly_desktop.app.web_app import WebApp
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message
from strakly_desktop.ui.main_window import MainWindow
from strakly_desktop.ui.notice import Notice, NoticeKind

EXTENSIONS = {"markdown": "md", "html": "html", "pdf": "pdf", "json": "json"}


class Exports(QObject):
    """Carries out the wishes of the history's menu.

    Signals:
        imported(ConversationSummary): a conversation came in from a file.
    """

    imported = Signal(object)

    def __init__(self, session: ChatSession, history: History, window: MainWindow, web_app: WebApp) -> None:
        super().__init__(window)
        self._session = session
        self._history = history
        self._window = window
        self._web_app = web_app
        self._tasks = BackgroundTasks("export")
        window.history.export_requested.connect(self.ask_and_export)
        window.history.import_requested.connect(self.ask_and_import)

    def ask_and_export(self, conversation_id: str, file_format: str) -> None:
        """Ask where to, then write the conversation there."""
        self._tasks.start(self._ask_where(conversation_id, file_format))

    def ask_and_import(self) -> None:
        """Ask for a file, then take its conversations in and open the first."""
        ask_what_to_open(self._window, "Import conversations", "Conversations (*.json)", self.read)

    def write(self, conversation_id: str, file_format: str, path: Path) -> None:
        """Write the conversation to `path`; a notice tells how it went."""
        self._tasks.start(self._write(conversation_id, file_format, path))

    def read(self, path: Path) -> None:
        """Take in what `path` holds; a notice tells where that fails."""
        self._tasks.start(self._read(path))

    async def aclose(self) -> None:
        """Let what is being written get to its end."""
        await self._tasks.finish()

    async def _ask_where(self, conversation_id: str, file_format: str) -> None:
        found = await self._conversation(conversation_id)
        if found is None:
            return
        name = file_name(found[0].title, EXTENSIONS[file_format])
        ask_where_to_save(
            self._window,
            "Export conversation",
            name,
            lambda path: self.write(conversation_id, file_format, path),
        )

    async def _write(self, conversation_id: str, file_format: str, path: Path) -> None:
        found = await self._conversation(conversation_id)
        if found is None:
            return
        try:
            if file_format == "pdf":
                self._write_pdf(*found, path)
            else:
                data = (await self._text(*found, file_format)).encode("utf-8")
                await asyncio.to_thread(write_bytes, path, data)
        except OSError as error:
            self._window.show_notice(failed_notice(error))
        except StoreError as error:
            self._tell(error)
        else:
            self._window.show_notice(saved_notice(path))

    async def _conversation(self, conversation_id: str) -> tuple[ConversationSummary, list[Message]] | None:
        """From the store; off the record, or without one, from the session."""
        open_one = self._session.summary
        store = self._history.store
        if store is not None and (
            open_one is None or open_one.id != conversation_id or self._session.is_saved
        ):
            await self._history.finish_saving()
            try:
                summary = await store.conversation(conversation_id)
                if summary is not None:
                    return summary, await store.all_messages(conversation_id)
            except StoreError as error:
                self._tell(error)
                return None
        if open_one is not None and open_one.id == conversation_id:
            return open_one, list(self._session.messages)
        return None

    async def _text(self, summary: ConversationSummary, messages: list[Message], file_format: str) -> str:
        # What only an export needs is imported with the first one.
        from strakly_desktop.rendering.conversation_export import html_of, markdown_of

        now = datetime.now().astimezone()
        if file_format == "markdown":
            return await asyncio.to_thread(markdown_of, summary, messages, source_line, now)
        if file_format == "html":
            return await asyncio.to_thread(html_of, summary, messages, source_line, now, self._address)
        store = self._history.store
        if store is None or not self._session.is_saved:
            raise StoreError("Only saved conversations can be exported as JSON.", "Choose Markdown or HTML.")
        return await store.export_json(summary.id)

    def _write_pdf(self, summary: ConversationSummary, messages: list[Message], path: Path) -> None:
        from strakly_desktop.rendering.conversation_export import markdown_of
        from strakly_desktop.rendering.print_page import Slip, print_document, write_pdf

        now = datetime.now().astimezone()
        document = print_document(
            Slip(answer=markdown_of(summary, messages, source_line, now), answered_at=now)
        )
        write_whole(path, lambda partial: write_pdf(document, partial))

    async def _read(self, path: Path) -> None:
        store = self._history.store
        if store is None:
            return
        try:
            text = await asyncio.to_thread(path.read_text, "utf-8")
            summary = await store.import_json(text)
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            fact = f"The file could not be read ({reason})."
            self._window.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, fact, "Nothing was imported."))
        except StoreError as error:
            self._tell(error)
        else:
            self.imported.emit(summary)

    def _address(self, href: str) -> str:
        target = self._web_app.resolve(href)
        return "" if target is None else target.url

    def _tell(self, error: StoreError) -> None:
        self._window.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, error.headline, error.advice))
