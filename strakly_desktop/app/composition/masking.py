"""Connects the masking of values with all that shows, copies or carries them away; only where the gym has set it."""

from datetime import datetime
from functools import partial

from strakly_desktop.account.claims import claims_of
from strakly_desktop.app.assistant.connection import Connection, Endpoint
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.message_view import shown_again
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.chat.question_queue import QuestionQueue
from strakly_desktop.app.desk.desk_door import DeskDoor
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.history_backup import HistoryBackup
from strakly_desktop.app.masking.shown_session import ShownSession
from strakly_desktop.app.settings.site_masking import SiteMasking
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.people import Member
from strakly_desktop.ui.window.main_window import MainWindow


def shown_session(
    masking: SiteMasking, session: ChatSession, history: History, window: MainWindow
) -> ShownSession:
    """The session as it may be seen, before anything shows it."""
    shown = ShownSession(session, masking, parent=window)
    history.show_masked(
        lambda messages: shown_again(shown.masked(messages), datetime.now().astimezone(), shown.values_of),
        shown.searched,
    )
    window.mask_texts(shown.line, shown.excerpt)
    return shown


def connect_masking(
    shown: ShownSession,
    presenter: ChatPresenter,
    answers: Answers,
    backup: HistoryBackup,
    desk: DeskDoor,
    signing_in: SigningIn,
    window: MainWindow,
) -> None:
    """Let nothing past the mask; call it before what moves the window to another person is connected."""

    def seen_member(member: Member) -> Member:
        from strakly_desktop.app.desk.desk_words import without_values

        return without_values(member, shown.line, shown.phone) if shown.masks else member

    # Of whoever leaves nothing is unmasked on the way out.
    signing_in.person_changed.connect(
        lambda _account, is_demo: shown.expect(signing_in.claims.role, is_somebody=not is_demo)
    )
    backup.is_masked = lambda: shown.masks
    desk.seen = seen_member
    shown.values_changed.connect(presenter.show_otherwise)
    shown.values_changed.connect(answers.show_otherwise)
    window.menu.values_requested.connect(partial(shown.toggle_values, ""))


def follow_role(
    shown: ShownSession,
    signing_in: SigningIn,
    connection: Connection,
    history: History,
    queue: QuestionQueue,
    window: MainWindow,
) -> None:
    """Mask by the role of whoever is at the desk; call it after what moves the window to them is connected."""

    def use_role(role: str) -> None:
        if shown.set_role(role, is_somebody=not signing_in.is_demo):
            queue.show_anew()
            history.show_anew()
        window.menu.set_values_masked(shown.masks)

    def use_endpoint(endpoint: Endpoint) -> None:
        use_role(claims_of(endpoint.token).role)

    signing_in.person_changed.connect(lambda *_: use_role(signing_in.claims.role))
    connection.endpoint_changed.connect(use_endpoint)
