"""compose() builds the rooms and connects them; run() keeps the event loop until the window is closed.

Start-up is a promise (a painted window within 350 ms): the HTTP stack, markdown and pygments are imported after
the first paint, and the local bot is a process of its own.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.assistant.account import account_of
from strakly_desktop.app.assistant.action_router import ActionRouter
from strakly_desktop.app.assistant.branches import BranchChoice
from strakly_desktop.app.assistant.connection import Connection, Endpoint
from strakly_desktop.app.assistant.connection_words import ConnectionWords
from strakly_desktop.app.assistant.endpoint_choice import ServerLink, make_clients
from strakly_desktop.app.assistant.sign_in import SignIn
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.finding import Finding
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.app.files.history_backup import HistoryBackup
from strakly_desktop.app.process.autostart import login_entry
from strakly_desktop.app.process.background import worker_threads
from strakly_desktop.app.process.bug_report import BugHooks, open_log
from strakly_desktop.app.process.event_loop import EventLoop
from strakly_desktop.app.process.executable import is_packaged, program_command
from strakly_desktop.app.process.first_paint import FirstPaint
from strakly_desktop.app.process.garbage_collection import GarbageCollection
from strakly_desktop.app.process.program_update import UPDATE_NOTICE, ProgramUpdate
from strakly_desktop.app.process.restart import Restart, start_again
from strakly_desktop.app.process.single_instance import SingleInstance, use_activation_token
from strakly_desktop.app.process.termination import TerminationSignals
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.arguments import Arguments, parse_arguments
from strakly_desktop.app.settings.look import look_of
from strakly_desktop.app.settings.preferences import NEXT_START_NOTICE, Preferences
from strakly_desktop.app.settings.settings import (
    Directories,
    Settings,
    SettingsError,
    SettingsFile,
    chosen_home,
    with_environment,
)
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.settings.site_settings import (
    SiteSettings,
    locks_of,
    read_site_settings,
    site_settings_file,
)
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.theme import resources
from strakly_desktop.theme.fonts import install_fonts, is_expected_qt_warning
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.resources import ResourceError
from strakly_desktop.theme.theme import ThemeDataError, load_themes
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow

HISTORY_FILE = "history.sqlite3"


@dataclass(frozen=True, slots=True)
class House:
    """Everything that lives as long as the window."""

    window: MainWindow
    transcript: TranscriptView
    session: ChatSession
    history: History
    connection: Connection
    server: ServerLink
    themes: ThemeManager
    appearance: Appearance
    saver: SettingsSaver
    preferences: Preferences
    answers: Answers
    exports: Exports
    backup: HistoryBackup
    web_app: WebApp
    closed: asyncio.Event
    """Set when the person, or the system, wants the window closed: also before it lives."""

    async def live(self) -> None:
        """Show the window, connect after its first paint, and return when it was closed and all is put away."""
        first_paint = FirstPaint(self.window)
        self.window.show()
        await first_paint.wait()
        _freeze_garbage_collection()
        self.connection.state_changed.connect(
            _freeze_garbage_collection, Qt.ConnectionType.SingleShotConnection
        )
        self.connect()
        await self.closed.wait()
        await self.put_away()

    def connect(self) -> None:
        """Begin to reach the assistant and the saved conversations, beside everything else."""
        self.server.connect_to_assistant()
        self.history.start()
        self.preferences.apply_at_start()

    async def put_away(self) -> None:
        """Stop the turn, save what is remembered, close every socket and the local bot."""
        self.session.stop_turn()
        self.appearance.remember_geometry()
        self.window.hide()
        await self.session.finish_cancelling()
        await self.saver.finish()
        await self.answers.aclose()
        await self.exports.aclose()
        await self.backup.aclose()
        await self.history.aclose()
        await self.connection.aclose()
        await self.server.aclose()


def compose(
    application: QApplication,
    arguments: Arguments,
    environment: Mapping[str, str],
    site_file: Path | None = None,
) -> House:
    """Build the rooms and connect them. Nothing is shown and nothing is started yet.

    `site_file` holds the gym's settings for this computer; None: where this system keeps them.

    Raises:
        SettingsError: an address that the environment names cannot be used.
        ResourceError, ThemeDataError: the installation is damaged.
    """
    directories = Directories.find(arguments.home, environment)
    site = read_site_settings(site_file or site_settings_file())
    locks = locks_of(site)
    file = SettingsFile(directories.settings / "settings.json", site.defaults, site.locked)
    saved = file.load()
    settings = _for_this_run(saved, arguments, environment, site)
    token = environment.get("STRAKLY_TOKEN")

    install_fonts()
    themes = ThemeManager(
        application,
        load_themes(resources.tokens()),
        settings.theme_mode,
        settings.accent,
        settings.text_scale,
    )
    look = look_of(themes.theme, themes.text_scale, resources.icons())
    transcript = TranscriptView(look)
    window = MainWindow(look, transcript)
    themes.setParent(window)
    window.setWindowIcon(QIcon(str(resources.app_icon())))
    window.empty_state.set_person(account_of(token).name)
    window.set_locks(locks)
    saver = SettingsSaver(file, saved, parent=window)
    saver.save_failed.connect(lambda problem: _tell_settings(window, "Not saved.", problem))
    appearance = Appearance(themes, window, transcript, saver, resources.icons())

    connection = Connection(make_clients, parent=window, is_watched=lambda: not window.isMinimized())
    recorder = TurnRecorder(parent=window)
    session = ChatSession(connection, recorder, parent=window)
    history = History(directories.data / HISTORY_FILE, session, recorder, window, transcript)
    finding = Finding(application, window, transcript)
    session.conversation_opened.connect(finding.forget_words)
    session.conversation_cleared.connect(finding.forget_words)
    history.hit_opened.connect(finding.show_words)
    preferences = Preferences(
        window,
        themes,
        saver,
        site,
        lambda: login_entry(chosen_home(arguments.home, environment), environment),
    )
    preferences.keep_history_changed.connect(history.keep_for)
    preferences.clear_history_requested.connect(history.clear_all)
    window.about_requested.connect(lambda: _show_about(window))
    web_app = WebApp(settings.web_app_url)
    answers = Answers(session, window, transcript)
    connection.endpoint_changed.connect(lambda endpoint: _sign_in(endpoint, session, window, answers))
    exports = _files_of(session, history, window, web_app)
    router = ActionRouter(themes, web_app, parent=window, locks=locks)
    ChatPresenter(session, window, transcript, router, web_app)
    branches = BranchChoice(session, window, settings.branch_id, locked=locks.branch)
    branches.branch_remembered.connect(appearance.remember_branch)
    connection.branches_changed.connect(branches.offer)
    server = ServerLink(
        connection,
        settings.bot_url,
        token,
        settings.backend_url,
        directories.logs,
        is_unknown=site.server_unknown and settings.bot_url is None,
    )
    window.set_demo(server.is_demo)
    _show_connection(connection, session, window, None if server.is_demo else token)
    if file.problem:
        _tell_settings(window, "The settings could not be used as they were.", file.problem)
    if site.problem:
        _tell_site(window, site)
    closed = asyncio.Event()
    window.close_requested.connect(closed.set)
    return House(
        window,
        transcript,
        session,
        history,
        connection,
        server,
        themes,
        appearance,
        saver,
        preferences,
        answers,
        exports,
        HistoryBackup(directories.data / HISTORY_FILE, history, window),
        web_app,
        closed,
    )


def _files_of(session: ChatSession, history: History, window: MainWindow, web_app: WebApp) -> Exports:
    exports = Exports(session, history, window, web_app)
    exports.imported.connect(history.take_in)
    return exports


def run(argv: Sequence[str]) -> int:
    """Open the app and return its exit status when the window is closed."""
    arguments = parse_arguments(argv)
    directories = Directories.find(arguments.home, os.environ)
    instance = SingleInstance(directories.settings)
    if not arguments.tour and not instance.claim(os.environ):
        return 0
    # Filling a rectangle in several threads costs this one more than it saves: half a millisecond a frame.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    application = QApplication(["strakly-desktop"])
    application.setApplicationName("strakly-desktop")
    application.setDesktopFileName("strakly-desktop")
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)
    open_log(directories.logs)
    try:
        house = compose(application, arguments, os.environ)
    except (SettingsError, ResourceError, ThemeDataError) as error:
        raise SystemExit(f"strakly-desktop: {error}") from error
    report_bugs(house.window, loop)
    GarbageCollection(house.window).start()
    termination = TerminationSignals(house.window)
    termination.received.connect(house.window.close)
    termination.install()
    instance.come_forward_requested.connect(use_activation_token)
    instance.come_forward_requested.connect(house.window.come_forward)
    house.window.close_requested.connect(instance.stop_answering)
    instance.listen()
    update = ProgramUpdate(Path(sys.executable), house.window)
    update.notice_requested.connect(house.window.show_notice)
    if is_packaged():
        update.watch()
    restart = Restart(house.window, frozenset({UPDATE_NOTICE, NEXT_START_NOTICE}))
    with loop:
        loop.run_until_complete(_live(house, arguments))
    termination.restore()
    instance.release()
    if restart.is_wanted:
        start_again([*program_command(), *argv])
    return 0


def _freeze_garbage_collection() -> None:
    """Take what start-up made so far out of garbage collection for good.

    A full collection walks every module, class and widget, and comes every few hundred tokens. The first paint
    is one moment for it; the first word about the connection is another: by then the HTTP stack is imported too.
    Collecting before would hold up the window for 25 ms, and find some 80 objects.
    """
    gc.freeze()


async def _live(house: House, arguments: Arguments) -> None:
    living = asyncio.ensure_future(house.live())
    if arguments.tour:
        from strakly_desktop.app.tour import FrameRecorder, Tour

        recorder = FrameRecorder(house.window, arguments.record) if arguments.record else None
        tour = asyncio.ensure_future(Tour(house.window, house.session, recorder).play())
        await asyncio.wait((living, tour), return_when=asyncio.FIRST_COMPLETED)
        tour.cancel()
        if recorder is not None:
            house.window.close()
    await living


def _for_this_run(
    saved: Settings, arguments: Arguments, environment: Mapping[str, str], site: SiteSettings
) -> Settings:
    """What the gym locked wins over the command line, that over the environment, and that over what is saved."""
    settings = with_environment(saved, environment, site.locked)
    return site.enforce(
        replace(
            settings,
            bot_url=arguments.server or settings.bot_url,
            web_app_url=arguments.web_app or settings.web_app_url,
        )
    )


def _show_connection(
    connection: Connection, session: ChatSession, window: MainWindow, token: str | None
) -> None:
    connection.memory_lost.connect(session.note_lost_memory)
    connection.memory_doubted.connect(session.note_doubtful_memory)
    connection.proxies_left_out.connect(lambda problems: _tell_proxies(window, problems))
    sign_in = SignIn(window)
    sign_in.use(token)
    ConnectionWords(connection, sign_in, window)
    connection.endpoint_changed.connect(lambda endpoint: sign_in.use(endpoint.token))
    session.turn_started.connect(lambda _question, _answer: sign_in.look())
    session.turn_finished.connect(lambda _answer: sign_in.note_answer())
    session.turn_failed.connect(lambda _answer, failure: sign_in.note_failure(failure))


def _sign_in(endpoint: Endpoint, session: ChatSession, window: MainWindow, answers: Answers) -> None:
    account = account_of(endpoint.token)
    answers.gym = endpoint.gym_name
    session.set_account(f"{endpoint.bot_url} {account.gym_id} {account.user_id}", account.name)
    window.history.set_account(account.name, account.role)


def _show_about(window: MainWindow) -> None:
    # What gathers licences is imported when somebody wants to read them.
    from strakly_desktop.app.about import open_about

    open_about(window)


def _tell_settings(window: MainWindow, fact: str, problem: str) -> None:
    window.show_notice(Notice("settings", NoticeKind.WARNING, fact, problem))


def _tell_site(window: MainWindow, site: SiteSettings) -> None:
    window.show_notice(
        Notice(
            "site-settings",
            NoticeKind.DANGER,
            "Your gym's settings for this computer have a mistake.",
            "Tell whoever looks after it.",
            details=site.problem,
        )
    )


def report_bugs(window: MainWindow, loop: asyncio.AbstractEventLoop) -> None:
    """From now on log what nothing else caught in this process, and tell of it in `window`, once."""
    # Told from the event loop: a notice is no thing to make in the midst of the paint that failed.
    tell = partial(QTimer.singleShot, 0, window)
    BugHooks(lambda places: tell(lambda: _tell_bug(window, places)), is_expected_qt_warning).install(loop)


def _tell_proxies(window: MainWindow, problems: Sequence[str]) -> None:
    window.show_notice(
        Notice(
            "proxies",
            NoticeKind.WARNING,
            "A proxy setting of this computer cannot be used and is left out.",
            "Tell whoever looks after it.",
            details="\n".join(problems),
        )
    )


def _tell_bug(window: MainWindow, places: str) -> None:
    window.show_notice(
        Notice(
            "bug",
            NoticeKind.DANGER,
            "Something went wrong inside this app.",
            "You can go on; restart it if it behaves oddly.",
            details=places,
        )
    )
