"""Connects what the assistant may ask of the app with the commands that menus and keys use."""

from functools import partial
from typing import TYPE_CHECKING

from strakly_desktop.app.assistant.branches import BranchChoice
from strakly_desktop.app.assistant.look_commands import LookCommands
from strakly_desktop.app.chat.finding import Finding
from strakly_desktop.app.chat.wished_new_chat import WishedNewChat
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.app.settings.preferences import Preferences
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.ui.controls.file_formats import ExportFormat, TableFormat
from strakly_desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from strakly_desktop.app.assistant.app_commands import AppCommands
    from strakly_desktop.app.assistant.offering import When
    from strakly_desktop.app.assistant.outcome import Outcome
    from strakly_desktop.conversation.events import AppCommand, FileType

_OF_TABLES = ("xlsx", "csv", "tsv")


def connect_commands(
    session: ChatSession,
    looks: LookCommands,
    branches: BranchChoice,
    new_chat: WishedNewChat,
    finding: Finding,
    preferences: Preferences,
    answers: Answers,
    exports: Exports,
    window: MainWindow,
) -> None:
    """Let every command of the assistant go where the person's own goes."""
    session.running_changed.connect(looks.note_running)
    made: list[AppCommands] = []

    def perform(command: "AppCommand") -> None:
        if not made:
            made.append(_commands(looks, branches, new_chat, finding, preferences, answers, exports, window))
        made[0].perform(command)

    def begin_turn() -> None:
        for commands in made:
            commands.begin_turn()

    session.command_requested.connect(perform)
    session.turn_started.connect(lambda _question, _answer: begin_turn())


def _commands(
    looks: LookCommands,
    branches: BranchChoice,
    new_chat: WishedNewChat,
    finding: Finding,
    preferences: Preferences,
    answers: Answers,
    exports: Exports,
    window: MainWindow,
) -> "AppCommands":
    # Most answers ask for none: loaded with the first.
    from strakly_desktop.app.assistant.app_commands import AppCommands, Powers, key_of
    from strakly_desktop.app.assistant.offering import unless_writing
    from strakly_desktop.conversation.events import ChangeTextSize, Export, OpenSettings, Print

    show = window.notices.show_notice
    powers = Powers(
        undo_theme=looks.undo_theme,
        print_answer=partial(
            answers.print_wished, when=unless_writing(show, key_of(Print), "print an answer", "Print...")
        ),
        copy_answer=answers.copy_wished,
        export=partial(
            _export, answers, exports, unless_writing(show, key_of(Export), "save a file", "Save...")
        ),
        begin_new_chat=new_chat.begin,
        change_branch=branches.change,
        find=partial(_find, finding),
        open_settings=partial(
            unless_writing(show, key_of(OpenSettings), "open the settings", "Open settings"),
            preferences.open,
        ),
        change_text_size=looks.change_text_size,
    )
    commands = AppCommands(powers, parent=window, is_desk_locked=lambda: window.privacy.is_locked)
    commands.notice_requested.connect(window.notices.show_notice)
    commands.notice_outdated.connect(window.notices.dismiss)
    looks.text_size_left.connect(lambda: window.notices.dismiss(key_of(ChangeTextSize)))
    return commands


def _export(answers: Answers, exports: Exports, when: "When", file_type: "FileType") -> "Outcome | None":
    if file_type in _OF_TABLES:
        return answers.save_wished(TableFormat(file_type), when=when)
    exports.ask_and_export_open(ExportFormat(file_type), when=when)
    return None


def _find(finding: Finding, text: str) -> "Outcome":
    from strakly_desktop.ui.controls.typed import is_somebody_writing

    return finding.look_for(text, takes_keyboard=not is_somebody_writing())
