"""Conversations as files: Markdown, HTML, PDF and JSON out, that JSON back in."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.assistant.offering import When, at_once
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.message_view import source_line
from strakly_desktop.app.files.file_names import file_name
from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    ask_what_to_open,
    ask_where_to_save,
    failed_notice,
    tell_saved,
    write_bytes,
)
from strakly_desktop.app.files.printing import save_pdf
from strakly_desktop.app.masking.on_screen import ChatOnScreen
from strakly_desktop.app.process.plain_file import open_plain
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.ui.controls.file_formats import ExportFormat
from strakly_desktop.ui.history.panel import HistoryPanel
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from strakly_desktop.rendering.printing.printout import Printout
    from strakly_desktop.store.conversations import ConversationStore

_TOLD_AFTER_S = 0.5
_Seen: TypeAlias = Callable[
    [ConversationSummary, Sequence[Message]], tuple[ConversationSummary, list[Message]]
]


class Exports(QObject):
    """Carries out the wishes of the history's menu and, for the open conversation, of the main menu.

    Signals:
        imported(ConversationSummary): a conversation came in from a file.
    """

    imported = Signal(object)

    def __init__(
        self,
        session: ChatSession,
        history: History,
        web_app: WebApp,
        panel: HistoryPanel,
        notices: NoticeBar,
        shown: "ChatOnScreen | None" = None,
    ) -> None:
        """`shown` masks what leaves; None: nothing is masked."""
        super().__init__(panel)
        self._shown = shown or session
        self._session = session
        self._history = history
        self._web_app = web_app
        self._panel = panel
        self._notices = notices
        self._tasks = BackgroundTasks("export")
        self._imports: set[_Begun] = set()
        panel.export_requested.connect(self.ask_and_export)
        panel.import_requested.connect(self.ask_and_import)

    def ask_and_export(
        self, conversation_id: str, file_format: ExportFormat, *, when: When = at_once
    ) -> None:
        """Ask where to, as soon as `when` lets it, then write the conversation there."""
        # Who signs out before the question comes up asked for no file: that theirs closes meanwhile is no failure.
        read = self._history.keep_open()
        asking = self._tasks.start(self._ask_where(self._begun(), read, conversation_id, file_format, when))
        asking.add_done_callback(lambda _task: read())

    def ask_and_export_open(self, file_format: ExportFormat, *, when: When = at_once) -> None:
        """Ask where to, then export the open conversation."""
        if self._session.summary is not None:
            self.ask_and_export(self._session.summary.id, file_format, when=when)
            return
        fact = "There is nothing to export yet."
        self._notices.show_notice(
            Notice(FILE_NOTICE, NoticeKind.INFO, fact, timeout_ms=PASSING_MS, is_of_conversation=True)
        )

    def ask_and_import(self) -> None:
        """Ask for a file, then take its conversations in and open the first."""
        ask_what_to_open(self._panel.window(), "Import conversations", "Conversations (*.json)", self.read)

    def write(self, conversation_id: str, file_format: ExportFormat, path: Path) -> None:
        """Write the conversation to `path`; a notice tells how it went."""
        # Whoever asked may sign out in the next moment: what they saved is saved.
        read = self._history.keep_open()
        writing = self._tasks.start(self._write(self._begun(), read, conversation_id, file_format, path))
        writing.add_done_callback(lambda _task: read())

    async def write_together(self, conversation_ids: Sequence[str], path: Path) -> bool:
        """Write these conversations into one JSON file, which can be imported; whether it is there.

        Where not, a notice tells why.
        """
        from strakly_desktop.store.exchange.export_format import ExportedConversation, to_json

        begun, found = self._begun(), []
        for conversation_id in conversation_ids:
            one = await self._conversation(begun, conversation_id)
            if one is None:
                return False
            found.append(ExportedConversation(one[0], tuple(one[1])))
        try:
            await asyncio.to_thread(lambda: write_bytes(path, to_json(found).encode("utf-8", "replace")))
        except OSError as error:
            begun.notices.show_notice(failed_notice(error, path))
            return False
        return True

    def read(self, path: Path) -> None:
        """Take in what `path` holds; a notice tells where that fails."""
        self._tasks.start(self._read(self._begun(), path))

    async def aclose(self) -> None:
        """Let what is being written get to its end; what comes in is called off."""
        for begun in self._imports:
            begun.call_off()
        await self._tasks.finish()

    def _begun(self) -> "_Begun":
        shown = self._shown
        seen = _all if isinstance(shown, ChatSession) else shown.mask_for_export()
        return _Begun(PersonNotices(self._notices), self._history.store, seen)

    async def _ask_where(
        self,
        begun: "_Begun",
        read: Callable[[], None],
        conversation_id: str,
        file_format: ExportFormat,
        when: When,
    ) -> None:
        found = await self._conversation(begun, conversation_id)
        read()
        if found is None or not begun.notices.may_ask:
            return
        today = datetime.now().astimezone().date()
        name = file_name(found[0].title, file_format.value, today)
        when(
            lambda: ask_where_to_save(
                self._panel.window(),
                "Export conversation",
                name,
                lambda path: self.write(conversation_id, file_format, path),
            )
        )

    async def _write(
        self,
        begun: "_Begun",
        read: Callable[[], None],
        conversation_id: str,
        file_format: ExportFormat,
        path: Path,
    ) -> None:
        notices = begun.notices
        found = await self._conversation(begun, conversation_id)
        read()
        if found is None:
            return
        about = _halves_in(found[1])
        if file_format is ExportFormat.PDF:
            await save_pdf(notices, await asyncio.to_thread(self._printout_of, *found), path, about)
            return
        try:
            await asyncio.to_thread(self._write_text, *found, file_format, path)
        except OSError as error:
            notices.show_notice(failed_notice(error, path))
        else:
            tell_saved(notices, path, about=about)

    async def _conversation(
        self, begun: "_Begun", conversation_id: str
    ) -> tuple[ConversationSummary, list[Message]] | None:
        """All of it that who asked may see, whoever is at the desk by now."""
        found = await self._whole_conversation(begun, conversation_id)
        return None if found is None else await asyncio.to_thread(begun.seen, *found)

    async def _whole_conversation(
        self, begun: "_Begun", conversation_id: str
    ) -> tuple[ConversationSummary, list[Message]] | None:
        """All of it: from the store; off the record, or without one, from the session. None, and it is told."""
        summary, store = self._session.summary, begun.store
        is_open = summary is not None and summary.id == conversation_id
        if summary is not None and is_open and (store is None or not self._session.is_saved):
            return summary, self._messages_so_far()
        try:
            if store is not None:
                await self._history.finish_saving()
            if found := await self._history.whole_conversation(store, conversation_id):
                return found
        except StoreError as error:
            _tell(begun.notices, error)
            return None
        _tell(
            begun.notices,
            StoreError("This conversation is no longer there.", "Choose another one in the history."),
        )
        return None

    def _messages_so_far(self) -> list[Message]:
        running = self._session.running_text
        return [
            replace(message, text=running) if message.state is MessageState.STREAMING else message
            for message in self._session.messages
        ]

    def _write_text(
        self, summary: ConversationSummary, messages: list[Message], file_format: ExportFormat, path: Path
    ) -> None:
        """Write Markdown, HTML or JSON. Runs in a thread: it touches nothing of Qt.

        Raises:
            OSError: the disk did not take it.
        """
        # What only an export needs is imported with the first one.
        from strakly_desktop.rendering.export.conversation_export import html_of, markdown_of
        from strakly_desktop.store.exchange.export_format import ExportedConversation, to_json

        now = datetime.now().astimezone()
        if file_format is ExportFormat.MARKDOWN:
            text = markdown_of(summary, messages, source_line, now)
        elif file_format is ExportFormat.HTML:
            text = html_of(summary, messages, source_line, now, self._web_app.address)
        else:
            text = to_json([ExportedConversation(summary, tuple(messages))])
        write_bytes(path, text.encode("utf-8", "replace"))

    def _printout_of(self, summary: ConversationSummary, messages: list[Message]) -> "Printout":
        from strakly_desktop.rendering.export.conversation_export import exported_line, markdown_of_message
        from strakly_desktop.rendering.printing.printout import Printout

        return Printout(
            answer=exported_line(messages, datetime.now().astimezone()),
            more=tuple(markdown_of_message(message, source_line) for message in messages),
            outline=tuple(message.text if message.role is Role.USER else "" for message in messages),
            answered_at=summary.updated_at,
            title=summary.title,
            address=self._web_app.address,
        )

    async def _read(self, begun: "_Begun", path: Path) -> None:
        store, notices = begun.store, begun.notices
        if store is None:
            nowhere = "No conversations are kept on this computer now."
            _tell(notices, StoreError("Nothing can be imported.", nowhere))
            return
        # What an earlier one came to is not what this one does.
        notices.dismiss(FILE_NOTICE)
        key = f"import-{id(begun)}"
        telling = asyncio.get_running_loop().call_later(_TOLD_AFTER_S, _tell_import, begun, key)
        self._imports.add(begun)
        try:
            file = await asyncio.to_thread(open_plain, path)
            with file:
                summary = await store.import_from(file, lambda: begun.is_called_off)
        except OSError as error:
            fact = f"The file could not be read ({error.strerror or 'for an unknown reason'})."
            notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, fact, "Nothing was imported."))
        except StoreError as error:
            _tell(notices, error)
        else:
            if notices.is_theirs:
                self.imported.emit(summary)
        finally:
            telling.cancel()
            notices.dismiss(key)
            self._imports.discard(begun)


def _halves_in(messages: Sequence[Message]) -> str:
    """How many of these answers are not whole, as a notice says it; "" where all are. Each says so in the file too."""
    count = sum(message.state is not MessageState.COMPLETE for message in messages)
    if not count:
        return ""
    return "One answer in it is not whole." if count == 1 else f"{count:,} answers in it are not whole."


class _Begun:
    """Whose wish it was: who hears of it, whose conversations it is about, and what of them is `seen`."""

    def __init__(self, notices: PersonNotices, store: "ConversationStore | None", seen: _Seen) -> None:
        self.notices = notices
        self.store = store
        self.seen = seen
        self.is_called_off = False

    def call_off(self) -> None:
        """Bring nothing in."""
        self.is_called_off = True


def _all(
    summary: ConversationSummary, messages: Sequence[Message]
) -> tuple[ConversationSummary, list[Message]]:
    return summary, list(messages)


def _tell_import(begun: _Begun, key: str) -> None:
    fact, rest = "Conversations are being imported.", "You can go on meanwhile."
    cancel = NoticeAction("Cancel", begun.call_off)
    begun.notices.show_notice(Notice(key, NoticeKind.INFO, fact, rest, cancel, icon="history"))


def _tell(notices: PersonNotices, error: StoreError) -> None:
    notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, error.headline, error.advice))
