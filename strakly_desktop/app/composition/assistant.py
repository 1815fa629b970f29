"""Connects the window with the assistant: who asks, at which server, about which branch, and who may see the desk."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from strakly_desktop.account.attempts import Attempts
from strakly_desktop.account.claims import claims_of
from strakly_desktop.account.keychain import Keychain
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import account_key, backend_beside, gym_key
from strakly_desktop.app.assistant.branches import BranchChoice
from strakly_desktop.app.assistant.connection import Connection, Endpoint
from strakly_desktop.app.assistant.connection_words import ConnectionWords
from strakly_desktop.app.assistant.endpoint_choice import ServerLink, backend_at, is_elsewhere
from strakly_desktop.app.assistant.server_time import ServerTime
from strakly_desktop.app.assistant.sign_in import SignIn
from strakly_desktop.app.composition.first_notices import (
    tell_demo_forgets,
    tell_model,
    tell_proxies,
    withdraw_model,
)
from strakly_desktop.app.composition.start import Start
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.site_settings import locks_of
from strakly_desktop.app.sign_in.card_flow import CardFlow
from strakly_desktop.app.sign_in.coming_back import ComingBack
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn
from strakly_desktop.app.sign_in.locking import Locking
from strakly_desktop.app.sign_in.pins import Pins
from strakly_desktop.app.sign_in.renewal import Renewal
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.app.sign_in.waiting_question import WaitingQuestion
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import Message
from strakly_desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from strakly_desktop.app.sign_in.password_change import PasswordChange
    from strakly_desktop.app.sign_in.pin_setting import PinSetting


_DEMO_GYM = "demo"
_ADDS = "create_enquiry"
"""What the assistant adds to a gym with."""


def connect_assistant(
    qt: QApplication,
    start: Start,
    connection: Connection,
    session: ChatSession,
    appearance: Appearance,
    answers: Answers,
    window: MainWindow,
    server: ServerLink,
    keychain: Keychain,
    waiting: WaitingQuestion,
) -> tuple[SigningIn, Locking, BranchChoice]:
    """Connect whoever signs in, the lock, and the choice of branch; nothing is asked before `SigningIn.begin`."""
    locked = locks_of(start.site).branch
    chosen = start.settings
    branches = BranchChoice(
        session, window.header, chosen.branch_id, chosen.branch_name, chosen.branch_gym, locked=locked
    )
    branches.branch_remembered.connect(appearance.remember_branch)
    connection.branches_changed.connect(branches.offer)
    connection.branches_refused.connect(branches.have_none)
    connection.memory_lost.connect(session.note_lost_memory)
    connection.memory_doubted.connect(session.note_doubtful_memory)
    connection.proxies_left_out.connect(lambda problems: tell_proxies(window.notices, problems))
    known = start.sign_in
    window.header.set_demo(known.servers is None and not known.is_unknown)
    server.demo_changed.connect(window.header.set_demo)
    server.problem_found.connect(lambda fact, advice: tell_model(window.notices, fact, advice))
    server.problem_over.connect(lambda: withdraw_model(window.notices))
    session.turn_finished.connect(lambda _answer: withdraw_model(window.notices))

    def note_added(answer: Message) -> None:
        if server.is_demo and _ADDS in answer.tools:
            tell_demo_forgets(window.notices)

    session.turn_finished.connect(note_added)
    server_time = ServerTime()
    sign_in = SignIn(window, now=server_time)
    sign_in.use(None if known.servers is None else known.token)
    ConnectionWords(connection, sign_in, window.header, window.empty_state)
    signing_in, locking = _signing_in(start, server, keychain, appearance, window, server_time)

    def use_endpoint(endpoint: Endpoint) -> None:
        claims = claims_of(endpoint.token)
        backend = endpoint.backend_url or backend_beside(endpoint.bot_url)
        account = account_key(backend, claims) if endpoint.token else ""
        answers.gym = endpoint.gym_name
        session.set_account(account, claims.name)
        waiting.set_account(account)
        window.history.set_account(claims.name, claims.role)
        window.empty_state.set_person(claims.name if known.servers or not server.is_demo else "")
        sign_in.use(endpoint.token)
        # The demo gym is at another port each time.
        branches.be_at(_DEMO_GYM if endpoint.forgets else gym_key(backend, endpoint.gym_id))
        branches.bind(claims.branch_id)

    connection.endpoint_changed.connect(use_endpoint)
    connection.backend_refused.connect(lambda refusal: sign_in.note_backend(refusal.failure))
    session.turn_started.connect(lambda _question, _answer: sign_in.look())
    session.turn_finished.connect(lambda _answer: sign_in.note_answer())
    session.turn_failed.connect(lambda _answer, failure: sign_in.note_failure(failure))
    connection.backend_refused.connect(lambda refusal: locking.note_refusal(refusal.said))
    signing_in.look_requested.connect(connection.look_at_backend)
    sign_in.state_changed.connect(signing_in.note_state)
    sign_in.found.connect(signing_in.tell_found)
    coming_back = ComingBack(window)
    qt.applicationStateChanged.connect(coming_back.note_state)
    for look in (sign_in.look, signing_in.look, connection.look_at_backend):
        coming_back.came_back.connect(look)
    return signing_in, locking, branches


def _signing_in(
    start: Start,
    server: ServerLink,
    keychain: Keychain,
    appearance: Appearance,
    window: MainWindow,
    server_time: ServerTime,
) -> tuple[SigningIn, Locking]:
    service, attempts = SignInService(backend_at), Attempts()
    kept = KeptSignIn(keychain, start.saver, now=server_time)
    cards = CardFlow(
        service,
        window,
        lambda: window.privacy.content,
        lambda: appearance.look,
        is_elsewhere,
        attempts=attempts,
    )
    appearance.look_changed.connect(cards.set_look)
    cards.left.connect(window.composer.focus_input)
    signing_in = SigningIn(
        start.sign_in,
        server,
        kept,
        cards,
        Renewal(service, window, now=server_time),
        start.saver,
        window.notices,
        server_time,
    )
    signing_in.changed.connect(
        lambda somebody: window.set_signed_in(somebody, may_change_password=signing_in.claims.is_admin)
    )
    signing_in.changed.connect(lambda _somebody: window.composer.focus_input())
    signing_in.take_begun = window.composer.take_word
    window.sign_in_requested.connect(signing_in.open_card_by_wish)
    window.sign_out_requested.connect(signing_in.sign_out)
    pins = Pins(kept, start.pin_tries_file, server_time=server_time)
    locking = Locking(window.privacy, signing_in, service, pins, attempts, cards, start.saver)
    window.lock_requested.connect(locking.lock)

    # Most runs change neither: loaded when somebody asks for it.
    @cache
    def password() -> "PasswordChange":
        from strakly_desktop.app.sign_in.password_change import PasswordChange

        return PasswordChange(signing_in, service, attempts, window.notices)

    @cache
    def pin() -> "PinSetting":
        from strakly_desktop.app.sign_in.pin_setting import PinSetting

        return PinSetting(signing_in, pins, locking.sign_in_again, attempts, window.notices)

    window.menu.password_requested.connect(lambda: password().open(appearance.look, window))
    window.menu.pin_requested.connect(lambda: pin().open(appearance.look, window))
    return signing_in, locking
