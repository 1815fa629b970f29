"""Session, recorder, window and history around a real store behind gates, without a server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.gated_store import GatedStore
from support.looks import real_look
from support.notices import press_notice, time_out_notice
from support.scripted_transport import ScriptedTransport

from strakly_desktop.app.assistant.action_router import ActionRouter
from strakly_desktop.app.assistant.link_opening import LinkOpening
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.drafts import Drafts
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.app.chat.store_opening import Opened
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.events import AnswerFinished, ConversationStarted, TokenReceived
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.history.model import ENTRY
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class _Opened:
    """In the place of the attempts to open a file: one store, at once."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def stop(self) -> None:
        return

    async def is_lost(self, _store: object) -> bool:
        return False

    async def states(self, _impatient: object) -> AsyncIterator[Opened]:
        yield Opened(self._store, is_last=True)


class HistoryDesk:
    """Open it with `open`, put it away with `close`."""

    def __init__(self, application: Any, path: Path) -> None:
        self.path = path
        look = real_look()
        self.transport = ScriptedTransport()
        self.recorder = TurnRecorder()
        self.session = ChatSession(self.transport, self.recorder, now=lambda: NOON)
        self.transcript = TranscriptView(look)
        self.window = MainWindow(look, self.transcript)
        resources = Path(__file__).parents[2] / "resources"
        themes = ThemeManager(
            application,
            load_themes(resources / "themes" / "tokens.json"),
            ThemeMode.LIGHT,
            Accent.GREEN,
            1.0,
        )
        themes.setParent(self.window)
        web_app = WebApp(None)
        window, transcript = self.window, self.transcript
        notices = window.notices
        router = ActionRouter(themes, web_app, parent=window)
        self.history = History(
            path, self.session, self.recorder, window.history, window.header, transcript, notices
        )
        self.presenter = ChatPresenter(
            self.session,
            transcript,
            window.pages,
            window.header,
            window.composer,
            window.suggestions,
            notices,
            router,
            LinkOpening(web_app, transcript, notices),
        )
        self.session.branch_changed.connect(self.presenter.note_branch)
        window.stop_requested.connect(self.session.stop_turn)
        window.new_chat_requested.connect(self.session.new_conversation)
        self.queue = QuestionQueue(self.session, window.composer, window.queue)
        window.question_submitted.connect(self.queue.ask)
        self.drafts = Drafts(self.session, window.composer, self.queue)
        self.recorder.conversation_saved.connect(self.drafts.note_saved)
        self.history.store_opened.connect(self.drafts.use_store)
        self.history.keeping.before_closing = self.drafts.save_before_closing
        self.drafts.places_changed.connect(window.history.set_drafts)
        self.window.show()

    async def open(self, **conversations: int) -> None:
        """Open with saved conversations by id, each of so many turns."""
        real = await ConversationStore.open(self.path)
        for number, (name, turns) in enumerate(conversations.items()):
            when = NOON.replace(hour=number)
            summary = ConversationSummary(name, f"About {name}", when, when)
            for turn in range(turns):
                asked = Message(f"{name}-q{turn:03}", Role.USER, f"{name} {turn}?", when)
                empty = Message(f"{name}-a{turn:03}", Role.ASSISTANT, "", when, MessageState.STREAMING)
                await real.begin_turn(summary, asked, empty)
                whole = replace(empty, text=f"{name} {turn}.", state=MessageState.COMPLETE)
                await real.finish_answer(name, whole, None)
        self.store = GatedStore(real)
        self.history.keeping._now._attempts = _Opened(self.store)  # type: ignore[assignment]
        self.history.start()
        await self.until(lambda: self.history.store is not None and len(self.listed) == len(conversations))

    async def close(self) -> None:
        self.store.open_gates()
        self.store.failing.clear()
        self.session.stop_turn()
        await self.session.finish_cancelling()
        await self.history.finish_saving()
        await self.drafts.aclose()
        await self.history.aclose()
        self.window.deleteLater()

    @property
    def listed(self) -> list[str]:
        """The ids in the history panel."""
        model = self.window.history._kept.model()
        entries = (model.index(row, 0).data(ENTRY) for row in range(model.rowCount()))
        return [entry.id for entry in entries if isinstance(entry, ConversationSummary)]

    @property
    def open_id(self) -> str:
        return "" if self.session.summary is None else self.session.summary.id

    def choose(self, name: str) -> None:
        self.window.history.conversation_chosen.emit(name, "")

    def delete(self, name: str) -> None:
        self.window.history.delete_requested.emit(name)

    def press(self, key: str) -> None:
        """Press the button of a notice."""
        if key in self.window.notices.shown():
            press_notice(self.window.notices, key)

    def time_out(self, key: str) -> None:
        """A notice's time is over."""
        if key in self.window.notices.shown():
            time_out_notice(self.window.notices, key)

    def ask(self, text: str, *, answer: str | None = "42.") -> bool:
        if answer is not None:
            self.transport.answer(ConversationStarted("c-1"), TokenReceived(answer), AnswerFinished())
        return self.session.ask(text)

    async def until(self, condition: Callable[[], Any]) -> None:
        while not condition():  # noqa: ASYNC110 - the condition is about widgets, not about one event
            await asyncio.sleep(0.001)

    async def turn_over(self) -> None:
        await self.until(lambda: not self.session.is_running)
        await self.session.finish_cancelling()

    async def settle(self) -> None:
        """Let everything come to its end."""
        self.store.open_gates()
        await self.recorder.flush()
        await self.history._tasks.finish()
        await self.history._changes.finish()
        await self.recorder.flush()
