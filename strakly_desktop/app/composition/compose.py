"""compose() builds the app and connects its features: read `complete` from top to bottom.

Start-up is a promise (a painted window within 350 ms): the app shows its first picture before it imports this, the HTTP
stack and pygments come later still, and the local bot is a process of its own.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from strakly_desktop.account.keychain import Keychain, SystemKeychain
from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.assistant.endpoint_choice import ServerLink, make_clients
from strakly_desktop.app.assistant.look_commands import LookCommands
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.drafts import Drafts
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.app.chat.server_history import ServerHistory
from strakly_desktop.app.chat.wished_new_chat import WishedNewChat
from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.assistant import connect_assistant
from strakly_desktop.app.composition.commands import connect_commands
from strakly_desktop.app.composition.conversations import (
    connect_chat,
    connect_closing,
    connect_files,
    connect_history,
    connect_server_history,
)
from strakly_desktop.app.composition.first_picture import FirstPicture, first_picture
from strakly_desktop.app.composition.front_desk import connect_check, connect_desk
from strakly_desktop.app.composition.start import Start
from strakly_desktop.app.desk.desk_door import DeskDoor
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.history_backup import HistoryBackup
from strakly_desktop.app.files.own_clipboard import OwnClipboard
from strakly_desktop.app.masking.on_screen import ChatOnScreen
from strakly_desktop.app.process.idle_watch import IdleWatch
from strakly_desktop.app.process.memory import MemoryReturn
from strakly_desktop.app.process.program.autostart import login_entry
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.preferences import Preferences
from strakly_desktop.app.settings.settings import Named, chosen_home
from strakly_desktop.app.settings.site_settings import locks_of
from strakly_desktop.app.sign_in.locking import Locking
from strakly_desktop.app.sign_in.person_change import PersonChange
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.app.sign_in.waiting_question import WaitingQuestion
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from strakly_desktop.app.masking.shown_session import ShownSession


def compose(
    qt: QApplication,
    arguments: Arguments,
    environment: Mapping[str, str],
    site_file: Path | None = None,
    keychain: Keychain | None = None,
) -> Application:
    """Build the whole app in one go. Nothing is shown and nothing is started yet.

    `site_file` holds the gym's settings for this computer; None: where this system keeps them. `keychain` keeps the
    sign-in; None: that of this system.

    Raises:
        SettingsError: an address that the environment names cannot be used.
        ResourceError, ThemeDataError: the installation is damaged.
    """
    return complete(qt, first_picture(qt, arguments, environment, site_file), keychain)


def complete(qt: QApplication, picture: FirstPicture, keychain: Keychain | None = None) -> Application:
    """Build all that the first picture does without, and connect it. `keychain`: see `compose`."""
    start, themes, appearance, window = picture.start, picture.themes, picture.appearance, picture.window
    transcript = _transcript(appearance, window)
    connection = Connection(make_clients, parent=window, is_watched=lambda: not window.isMinimized())
    recorder = TurnRecorder(parent=window)
    session = ChatSession(connection, recorder, parent=window)
    connection.settle_with(session.settled_question)
    history, finding = connect_history(qt, start, session, recorder, window, transcript)
    shown = _shown_session(start, session, history, window)
    queue = QuestionQueue(session, window.composer, window.queue)
    window.question_submitted.connect(queue.ask)
    drafts = Drafts(session, window.composer, queue)
    recorder.conversation_saved.connect(drafts.note_saved)
    history.store_opened.connect(drafts.use_store)
    drafts.places_changed.connect(window.history.set_drafts)
    restart = Restart(window.close)
    web_app = WebApp(start.settings.web_app_url)
    answers, exports = connect_files(session, shown, history, web_app, window, transcript)
    presenter = connect_chat(start, session, shown, themes, web_app, window, transcript)
    connection.state_changed.connect(presenter.note_connection)
    checking = connect_check(connection, session, presenter, window)
    desk, presence = connect_desk(connection, session, presenter, web_app, window)
    server = ServerLink(connection, start.directories.logs)
    server_history = connect_server_history(qt, connection, server, session, history, window)
    waiting = WaitingQuestion(session)
    signing_in, locking, branches = connect_assistant(
        qt,
        start,
        connection,
        session,
        appearance,
        answers,
        window,
        server,
        keychain or SystemKeychain(),
        waiting,
    )
    preferences = _settings(start, themes, appearance, history, restart, connection, signing_in, window)
    backup = HistoryBackup(history, window.history, window.notices)
    masking = _masking(shown, presenter, answers, backup, desk, signing_in, window)
    person = PersonChange(start.history_file, session, history, drafts, waiting, window.notices)
    signing_in.person_changed.connect(lambda *_: server_history.leave())
    signing_in.person_changed.connect(lambda account, demo: person.turn_to(account, is_demo=demo))
    signing_in.returned.connect(waiting.go_on)
    window.history_removal_requested.connect(person.remove_when_left)
    own_clipboard = OwnClipboard(qt.clipboard(), parent=window)
    _watch_use(preferences, locking, window, transcript, server_history)
    if masking is not None:
        _follow_role(masking, signing_in, connection, history, queue, own_clipboard, window)
        for hidden in (person.left, locking.locked):
            hidden.connect(masking.hide_values)
    for hidden in (person.left, locking.locked):
        hidden.connect(own_clipboard.clear_if_ours)
        hidden.connect(desk.close)
        hidden.connect(answers.forget_wishes)
    person.left.connect(lambda: _close_what_is_open(window))
    person.left.connect(window.forget_searches)
    person.left.connect(presenter.forget_suggestions)
    connect_commands(
        session,
        LookCommands(themes, locks_of(start.site), parent=window),
        branches,
        WishedNewChat(session, history, window.composer, queue),
        finding,
        preferences,
        answers,
        exports,
        window,
    )
    _return_memory(session, transcript, window)
    locking.begin()
    closed = _wish_to_close(window)
    picture.wishes.say_again()
    return Application(
        window=window,
        transcript=transcript,
        session=session,
        history=history,
        drafts=drafts,
        connection=connection,
        checking=checking,
        desk=desk,
        presence=presence,
        server=server,
        signing_in=signing_in,
        person=person,
        server_history=server_history,
        locking=locking,
        themes=themes,
        appearance=appearance,
        saver=start.saver,
        preferences=preferences,
        answers=answers,
        exports=exports,
        closing=connect_closing(window, history, recorder, drafts, exports, restart),
        backup=backup,
        web_app=web_app,
        restart=restart,
        closed=closed,
    )


def _transcript(appearance: Appearance, window: MainWindow) -> TranscriptView:
    transcript = TranscriptView(appearance.look)
    appearance.look_changed.connect(transcript.set_look)
    window.set_transcript(transcript)
    window.menu.about_requested.connect(lambda: _show_about(appearance, window))
    return transcript


def _wish_to_close(window: MainWindow) -> asyncio.Event:
    closed = asyncio.Event()
    window.close_requested.connect(closed.set)
    return closed


def _watch_use(
    preferences: Preferences,
    locking: Locking,
    window: MainWindow,
    transcript: TranscriptView,
    server_history: ServerHistory,
) -> None:
    idle = IdleWatch(window)
    preferences.lock_after_changed.connect(idle.wait_for)
    idle.went_idle.connect(locking.lock)
    idle.begin()
    idle.used.connect(transcript.give_way)
    idle.used.connect(server_history.note_used)
    # An input method hands its words to the field, past the window.
    window.composer.text_changed.connect(transcript.give_way)
    # So does what writes through the tools for screen readers, dictation for one.
    window.composer.text_changed.connect(idle.note_touch)


def _settings(
    start: Start,
    themes: ThemeManager,
    appearance: Appearance,
    history: History,
    restart: Restart,
    connection: Connection,
    signing_in: SigningIn,
    window: MainWindow,
) -> Preferences:
    def named() -> dict[str, Named]:
        # Whoever chose another server, or the demo, since the start does not use the one that was named for it.
        endpoint, all_named = connection.endpoint, start.named
        if endpoint is not None and endpoint.bot_url != start.settings.bot_url:
            all_named.pop("bot_url", None)
        return all_named

    home = chosen_home(start.arguments.home, start.environment)
    preferences = Preferences(
        window.composer,
        window.notices,
        appearance,
        themes,
        start.saver,
        start.site,
        lambda: login_entry(home, start.environment),
        restart,
        named,
        lambda: signing_in.server_name,
    )
    preferences.server_change_requested.connect(signing_in.open_card_at_server)
    preferences.keep_history_changed.connect(history.forgetting.keep_for)
    preferences.clear_history_requested.connect(history.clear_all)
    history.clearing_ended.connect(preferences.tell_clearing)
    window.settings_requested.connect(preferences.open)
    return preferences


def _shown_session(start: Start, session: ChatSession, history: History, window: MainWindow) -> ChatOnScreen:
    """The session as it may be seen: all of it, where the gym masks nothing for anybody."""
    if not start.site.masking:
        return session
    from strakly_desktop.app.composition.masking import shown_session

    return shown_session(start.site.masking, session, history, window)


def _masking(
    shown: ChatOnScreen,
    presenter: ChatPresenter,
    answers: Answers,
    backup: HistoryBackup,
    desk: DeskDoor,
    signing_in: SigningIn,
    window: MainWindow,
) -> "ShownSession | None":
    if isinstance(shown, ChatSession):
        return None
    from strakly_desktop.app.composition.masking import connect_masking

    connect_masking(shown, presenter, answers, backup, desk, signing_in, window)
    return shown


def _follow_role(
    masking: "ShownSession",
    signing_in: SigningIn,
    connection: Connection,
    history: History,
    queue: QuestionQueue,
    own_clipboard: OwnClipboard,
    window: MainWindow,
) -> None:
    from strakly_desktop.app.composition.masking import follow_role

    follow_role(masking, signing_in, connection, history, queue, window)
    window.privacy.everything_hidden.connect(masking.hide_values)
    # What somebody copied meanwhile by a wish is for another window, and stays until the desk is left.
    masking.values_hidden.connect(own_clipboard.clear_selection_if_ours)


def _return_memory(session: ChatSession, transcript: TranscriptView, window: MainWindow) -> None:
    memory = MemoryReturn(window)
    transcript.written_again.connect(memory.note_page)
    session.token_received.connect(memory.note_text)
    for over in (session.turn_finished, session.turn_stopped, session.turn_failed):
        over.connect(lambda answer, *_: memory.note_answer(len(answer.text)))


def _close_what_is_open(window: MainWindow) -> None:
    # Most runs have one person, and need it only to lock.
    from strakly_desktop.ui.window.window_lock import close_what_is_open

    close_what_is_open(window)


def _show_about(appearance: Appearance, window: MainWindow) -> None:
    # What gathers licences is imported when somebody wants to read them.
    from strakly_desktop.app.about import open_about

    open_about(appearance.look, window.composer)
