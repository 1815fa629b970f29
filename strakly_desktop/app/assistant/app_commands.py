"""Carries out what the assistant asks of the app after a whole answer, through the commands that menus and keys use.

A line says what became of each, also where it was not done. What opens a dialog opens one at a time, so that a server
cannot heap them up over the person's work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.assistant.outcome import Outcome
from strakly_desktop.conversation.events import (
    AppCommand,
    ChangeBranch,
    ChangeTextSize,
    Copy,
    Export,
    FileType,
    Find,
    NewChat,
    OpenSettings,
    Print,
    TextSize,
    UndoTheme,
    WhichAnswer,
)
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind

COMMAND_NOTICE = "command-"
_OPEN_DIALOG = "Close what is open over the window, and ask again."


def key_of(command: type[AppCommand]) -> str:
    """That of the notice which tells of such a command."""
    return f"{COMMAND_NOTICE}{command.__name__}"


@dataclass(frozen=True, slots=True)
class Powers:
    """The app's own commands. Each returns what became of it; None where it tells that by itself."""

    undo_theme: Callable[[], Outcome]
    print_answer: Callable[[WhichAnswer], Outcome | None]
    copy_answer: Callable[[WhichAnswer], Outcome]
    export: Callable[[FileType], Outcome | None]
    begin_new_chat: Callable[[], Outcome]
    change_branch: Callable[[int | None], Outcome]
    find: Callable[[str], Outcome]
    open_settings: Callable[[], Outcome | None]
    change_text_size: Callable[[TextSize], Outcome]


class AppCommands(QObject):
    """One power for each command.

    Signals:
        notice_requested(object): a Notice that tells what became of one.
        notice_outdated(str): the key of one that speaks of an earlier answer.
    """

    notice_requested = Signal(object)
    notice_outdated = Signal(str)

    def __init__(
        self,
        powers: Powers,
        parent: QObject | None = None,
        *,
        is_desk_locked: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing is done while the desk is locked: nobody is there to see it."""
        super().__init__(parent)
        self._is_desk_locked = is_desk_locked
        self._powers = powers
        self._told: set[str] = set()

    def begin_turn(self) -> None:
        """Another question is asked: what was done after the answer before it is no news any more."""
        for key in self._told:
            self.notice_outdated.emit(key)
        self._told.clear()

    def perform(self, command: AppCommand) -> None:
        """Do it, live and once, and tell what became of it."""
        key = key_of(type(command))
        self._told.add(key)
        outcome = self._done(command)
        if outcome is None:
            return
        self.notice_requested.emit(
            Notice(
                key=key,
                kind=NoticeKind.INFO if outcome.is_done else NoticeKind.WARNING,
                fact=outcome.fact,
                rest=outcome.rest,
                action=outcome.action,
                timeout_ms=PASSING_MS,
                icon="check" if outcome.is_done else "",
                is_of_conversation=isinstance(command, Print | Copy | Export | Find),
            )
        )

    def _done(self, command: AppCommand) -> Outcome | None:
        powers = self._powers
        if self._is_desk_locked():
            return Outcome("This was not done: the desk was locked.", "Ask for it again.", is_done=False)
        opens = {Print: "Nothing was printed.", Export: "Nothing was exported.", OpenSettings: ""}
        if type(command) in opens and QApplication.activeModalWidget() is not None:
            return Outcome(
                opens[type(command)] or "The settings were not opened.", _OPEN_DIALOG, is_done=False
            )
        match command:
            case UndoTheme():
                return powers.undo_theme()
            case Print():
                return powers.print_answer(command.which)
            case Copy():
                return powers.copy_answer(command.which)
            case Export():
                return powers.export(command.file_type)
            case NewChat():
                return powers.begin_new_chat()
            case ChangeBranch():
                return powers.change_branch(command.branch_id)
            case Find():
                return powers.find(command.text)
            case OpenSettings():
                return powers.open_settings()
            case ChangeTextSize():
                return powers.change_text_size(command.size)
            case _:
                assert_never(command)
