"""Connects what shows the conversation, keeps it, and carries it away, with the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from strakly_desktop.account.claims import claims_of
from strakly_desktop.account.session import account_key
from strakly_desktop.app.assistant.action_router import ActionRouter
from strakly_desktop.app.assistant.connection import Connection, Endpoint
from strakly_desktop.app.assistant.endpoint_choice import ServerLink
from strakly_desktop.app.assistant.link_opening import LinkOpening
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.drafts import Drafts
from strakly_desktop.app.chat.finding import Finding
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.chat.server_history import ServerHistory, make_history_client
from strakly_desktop.app.composition.start import Start
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.closing import Closing
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.app.masking.on_screen import ChatOnScreen
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.app.settings.site_settings import locks_of
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.ui.controls.typed import is_somebody_writing
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow


def connect_history(
    qt: QApplication,
    start: Start,
    session: ChatSession,
    recorder: TurnRecorder,
    window: MainWindow,
    transcript: TranscriptView,
) -> tuple[History, Finding]:
    """Keep every conversation, list them, and find words in them."""
    history = History(
        start.history_file(""), session, recorder, window.history, window.header, transcript, window.notices
    )
    finding = Finding(qt, window.find_bar, transcript)
    session.conversation_opened.connect(finding.forget_words)
    session.conversation_cleared.connect(finding.forget_words)
    history.hit_opened.connect(finding.show_words)
    return history, finding


def connect_server_history(
    qt: QApplication,
    connection: Connection,
    server: ServerLink,
    session: ChatSession,
    history: History,
    window: MainWindow,
) -> ServerHistory:
    """Exchange the conversations with the gym's server, of whoever is signed in there."""
    server_history = ServerHistory(session, history, window.notices, make_history_client)

    def use_endpoint(endpoint: Endpoint) -> None:
        claims = claims_of(endpoint.token)
        account = account_key(endpoint.backend_url or "", claims)
        server_history.use("" if server.is_demo else account, endpoint, claims)

    def look(now: object) -> None:
        if now in (Qt.ApplicationState.ApplicationActive, ConnectionState.CONNECTED):
            server_history.look()

    connection.endpoint_changed.connect(use_endpoint)
    connection.state_changed.connect(look)
    qt.applicationStateChanged.connect(look)
    server_history.refused.connect(connection.backend_refused)
    server_history.made_elsewhere_changed.connect(window.history.set_elsewhere)
    return server_history


def connect_files(
    session: ChatSession,
    shown: ChatOnScreen,
    history: History,
    web_app: WebApp,
    window: MainWindow,
    transcript: TranscriptView,
) -> tuple[Answers, Exports]:
    """Save, print, copy and export answers and conversations."""
    answers = Answers(session, transcript, window.table_dock, window.notices, web_app, shown)
    window.menu.table_requested.connect(answers.open_near_table)
    window.menu.print_requested.connect(answers.print_shown)
    exports = Exports(session, history, web_app, window.history, window.notices, shown)
    exports.imported.connect(history.take_in)
    window.menu.export_requested.connect(exports.ask_and_export_open)
    return answers, exports


def connect_closing(
    window: MainWindow,
    history: History,
    recorder: TurnRecorder,
    drafts: Drafts,
    exports: Exports,
    restart: Restart,
) -> Closing:
    """Ask before the window closes over what is saved nowhere."""
    closing = Closing(window, history, recorder, drafts, exports, window.ask_before_loss, window.close_now)
    window.may_close = closing.may_close
    closing.kept_open.connect(restart.withdraw)
    return closing


def connect_chat(
    start: Start,
    session: ChatSession,
    shown: ChatOnScreen,
    themes: ThemeManager,
    web_app: WebApp,
    window: MainWindow,
    transcript: TranscriptView,
) -> ChatPresenter:
    """Show what is asked and answered on the page."""
    presenter = ChatPresenter(
        shown,
        transcript,
        window.pages,
        window.header,
        window.composer,
        window.suggestions,
        window.notices,
        ActionRouter(
            themes,
            web_app,
            parent=window,
            locks=locks_of(start.site),
            is_desk_locked=lambda: window.privacy.is_locked,
            is_writing=is_somebody_writing,
        ),
        LinkOpening(web_app, transcript, window.notices),
    )
    presenter.sign_in_requested.connect(window.sign_in_requested)
    session.branch_changed.connect(presenter.note_branch)
    window.stop_requested.connect(session.stop_turn)
    window.new_chat_requested.connect(session.new_conversation)
    window.new_chat_requested.connect(window.history.end_search)
    return presenter
