"""The tour: plays the demo in the real window, at the pace of a person, against the local bot.

A question whose answer uses tools and has a table, a chip, a change of theme by the assistant, and New Chat
in the middle of a long list. `--record` keeps a picture of every quarter of a second and one per step.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.ui.composer.composer import Composer
from strakly_desktop.ui.composer.suggestion_bar import SuggestionBar

FRAME_MS = 250
_ROWS_BEFORE_NEW_CHAT = 24
"""Of a list of some hundred: New Chat falls into its middle, however fast the computer is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the tour goes, in seconds."""

    key: float = 0.045
    read: float = 2.5
    before_new_chat: float = 0.4


class FrameRecorder:
    """Saves pictures of one window into a directory: `frame-0001.png`, ... and one named picture per step."""

    def __init__(self, window: QWidget, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._window = window
        self._directory = directory
        self._frames = 0
        self._timer = QTimer(window, interval=FRAME_MS)
        self._timer.timeout.connect(self._save_frame)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def save_step(self, name: str) -> None:
        self._window.grab().save(str(self._directory / f"{name}.png"))

    def _save_frame(self) -> None:
        self._frames += 1
        self.save_step(f"frame-{self._frames:04}")


class Tour:
    """One showing. `play` returns when it is over; the window stays as it is then."""

    def __init__(
        self,
        session: ChatSession,
        composer: Composer,
        suggestions: SuggestionBar,
        new_chat: Callable[[], object],
        recorder: FrameRecorder | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`new_chat` begins a new conversation as the person does."""
        self._composer = composer
        self._suggestions = suggestions
        self._new_chat = new_chat
        self._recorder = recorder
        self._pace = pace or Pace()
        self._session = session
        self._may_act = asyncio.Event()
        self._may_act.set()
        self._idle = asyncio.Event()
        self._is_in_the_middle = asyncio.Event()
        session.running_changed.connect(self._note_running)
        session.token_received.connect(self._note_text)

    def hold(self, locked: bool) -> None:
        """Type and choose nothing while the desk is locked: it would be done behind the lock, unseen."""
        if locked:
            self._may_act.clear()
        else:
            self._may_act.set()

    async def play(self) -> None:
        if self._recorder:
            self._recorder.start()
        await self._step("1-empty")
        await self._ask("Which memberships expire in the next 3 days?")
        await self._step("2-table")
        await self._may_act.wait()
        self._suggestions.choose(0)
        await self._answer()
        await self._step("3-suggestion")
        await self._ask("switch to dark mode with a purple accent")
        await self._step("4-dark-purple")
        await self._type("List all active clients")
        await self._submit()
        await self._is_in_the_middle.wait()
        await asyncio.sleep(self._pace.before_new_chat)
        self._save("5-mid-answer")
        await self._may_act.wait()
        self._new_chat()
        await self._step("6-new-chat")
        if self._recorder:
            self._recorder.stop()

    async def _ask(self, question: str) -> None:
        await self._type(question)
        await self._submit()
        await self._answer()

    async def _submit(self) -> None:
        await self._may_act.wait()
        self._composer.submit()

    async def _type(self, text: str) -> None:
        for end in range(1, len(text) + 1):
            await self._may_act.wait()
            self._composer.set_text(text[:end])
            await asyncio.sleep(self._pace.key)
        self._idle.clear()
        self._is_in_the_middle.clear()

    async def _answer(self) -> None:
        await self._idle.wait()

    async def _step(self, name: str) -> None:
        await asyncio.sleep(self._pace.read)
        self._save(name)

    def _save(self, name: str) -> None:
        if self._recorder:
            self._recorder.save_step(name)

    def _note_text(self, _delta: str) -> None:
        if self._session.running_text.count("\n|") > _ROWS_BEFORE_NEW_CHAT:
            self._is_in_the_middle.set()

    def _note_running(self, running: bool) -> None:
        if running:
            self._idle.clear()
        else:
            self._idle.set()
            self._is_in_the_middle.set()
