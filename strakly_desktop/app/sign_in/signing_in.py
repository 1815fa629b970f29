"""Who is signed in: from the start of the app to signing out, and whom the connection asks as.

The token comes from the environment (for one run, never kept), from the keychain, or from the card. A running answer
outlives a newer token of the same person; another person begins with a new conversation.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from strakly_desktop.account.claims import Claims, claims_of
from strakly_desktop.account.keychain import KeychainError
from strakly_desktop.account.session import Servers, Session, account_key, backend_beside
from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.assistant.endpoint_choice import ServerLink
from strakly_desktop.app.assistant.server_time import ServerTime
from strakly_desktop.app.assistant.sign_in import CLOCK_SKEW_S, SignInState
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.sign_in.card_flow import CardFlow, CardOffer
from strakly_desktop.app.sign_in.kept_sign_in import KeptSignIn
from strakly_desktop.app.sign_in.renewal import Renewal
from strakly_desktop.app.sign_in.sign_in_notices import SignInNotices
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.ui.notices.notice_bar import NoticeBar

_KEYCHAIN_PATIENCE_S = 5.0
_LAST_PATIENCE_S = 2.0
"""So long the end of the app waits for what the keychain is to keep, or to forget."""

_DEMO = "demo"


@dataclass(frozen=True, slots=True)
class SignInStart:
    """What the app was started with. `bot_url` None: no server is set up, so the demo gym answers.

    `token` is of the environment. `is_unknown`: there is a server, but which cannot be told. `is_managed`: the gym
    named its server for this computer.
    """

    bot_url: str | None
    backend_url: str | None
    token: str | None
    is_unknown: bool = False
    is_managed: bool = False

    @property
    def servers(self) -> Servers | None:
        """Where to sign in."""
        if self.bot_url is None:
            return None
        return Servers(self.bot_url, self.backend_url or backend_beside(self.bot_url))


class SigningIn(QObject):
    """Moves the connection to whoever signs in.

    Signals:
        changed(bool): whether somebody is signed in now.
        person_changed(str, bool): the account that is at the desk now, "" for nobody's; whether it is the demo's.
        people_changed(): others open the desk by a PIN.
        look_requested(): ask the backend whether it still knows who is signed in.
        returned(str): the account that signed in, so that what waited for it can go on.
    """

    changed = Signal(bool)
    person_changed = Signal(str, bool)
    people_changed = Signal()
    look_requested = Signal()
    returned = Signal(str)

    def __init__(
        self,
        start: SignInStart,
        server: ServerLink,
        kept: KeptSignIn,
        cards: CardFlow,
        renewal: Renewal,
        saver: SettingsSaver,
        notices: NoticeBar,
        server_time: ServerTime,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` gives the time of day in seconds since 1970; `server_time` is told what a new token says of it."""
        super().__init__(notices)
        self._start = start
        self._servers = start.servers
        self._server = server
        self._kept = kept
        self._cards = cards
        self._renewal = renewal
        self._saver = saver
        self._words = SignInNotices(notices, self.open_card, now)
        self._server_time = server_time
        self._now = now
        self._session: Session | None = None
        self._is_resuming = True
        # Whose conversations are in the window: "" for nobody's, None as long as that is not known.
        self._account: str | None = None
        # To whom it was said that their sign-in ends with the app: once is enough, also where PINs change the person.
        self._told_not_kept: set[str] = set()
        self.take_begun: Callable[[], str] = str
        """Takes what was typed before the first card was there, if it may be of an e-mail."""
        self._tasks = BackgroundTasks("keychain")
        self._writing = BackgroundTasks("keychain")
        cards.signed_in.connect(self.welcome)
        cards.demo_requested.connect(self._use_demo)
        renewal.renewed.connect(self._renew)
        renewal.ending.connect(self._words.tell_end)

    @property
    def is_known(self) -> bool:
        """Whether it has turned out who is at the desk; else the keychain is still asked."""
        return self._account is not None

    @property
    def is_demo(self) -> bool:
        """Whether the demo gym is used."""
        return self._account == _DEMO

    @property
    def account(self) -> str:
        """Whose conversations are in the window; "" for nobody's."""
        return "" if self.is_demo else self._account or ""

    @property
    def servers(self) -> Servers | None:
        """Where to sign in; None where that is not known, and for the demo."""
        return None if self.is_demo else self._servers

    @property
    def claims(self) -> Claims:
        """What the token in use says of its person; empty where there is none."""
        if self._session is not None:
            return self._session.claims
        return claims_of(self._start.token) if self.account else Claims()

    @property
    def gym_name(self) -> str:
        """The gym's name, "" where it is not known."""
        return "" if self._session is None else self._session.gym_name

    @property
    def session(self) -> Session | None:
        """Whose sign-in is used; None for nobody's, for the demo's and for a token of the environment."""
        return self._session

    def begin(self) -> None:
        """Connect as whoever this start is for. After the first paint: it looks into the keychain."""
        start = self._start
        if start.is_unknown:
            self._be("")
            self._server.use_none()
        elif self._servers is None:
            self._be(_DEMO)
            self._server.use_demo()
        elif start.token:
            claims = claims_of(start.token)
            servers = self._servers
            self._be(account_key(servers.backend_url, claims) if claims.names_somebody else "")
            # A token that names nobody is no account's: an assistant may take it, and no backend.
            backend_url = servers.backend_url if claims.names_somebody else start.backend_url
            self._server.use_server(Endpoint(servers.bot_url, start.token, backend_url, claims.gym_id))
        elif self._kept.account:
            self._tasks.start(self._resume(self._servers))
        else:
            self._stand_outside(self._servers)
            self._tasks.start(self._load_people(self._servers))
            # Not now: the window has only just been painted, and this imports the card.
            QTimer.singleShot(0, self, self._open_first_card)

    def _open_first_card(self) -> None:
        """Nobody asked for it, but who knows that it comes types at once: what came before it belongs into it."""
        self.open_card(begun="" if self._cards.card is not None else self.take_begun())

    def open_card_by_wish(self) -> None:
        """Ask for e-mail and password, maybe of somebody else than who is signed in."""
        self.open_card(may_be_another=self._session is not None)

    def open_card(self, *, may_be_another: bool = False, begun: str = "") -> None:
        """Ask for e-mail and password, now."""
        if self._start.is_unknown:
            return
        session = self._session
        self._cards.open(
            CardOffer(
                self._servers,
                session.claims.email if session is not None else "",
                session.claims.gym_id if session is not None else None,
                may_change=not self._start.is_managed,
                has_demo=not self._start.is_managed and session is None,
                may_be_another=may_be_another,
                begun=begun,
            )
        )

    @property
    def server_name(self) -> str:
        """The host where one signs in, also while the demo gym is used; "" where none is known yet."""
        return "" if self._servers is None else self._servers.host

    def open_card_at_server(self) -> None:
        """Ask which server it is, and then for e-mail and password."""
        self.open_card(may_be_another=self._session is not None)
        self._cards.show_server()

    def open_card_for_another(self) -> None:
        """Ask for e-mail and password of somebody else: the desk is locked."""
        if not self._start.is_unknown:
            words = "Your own conversations open; those of the person before stay hidden."
            self._cards.open(CardOffer(self.servers, words=words, may_change=False, has_demo=False))

    def come_back(self, session: Session) -> None:
        """Somebody whose sign-in is kept here has opened the desk by a PIN."""
        self._words.withdraw_sign_in()
        if self._session is None or session.token != self._session.token:
            self._use(session)
            self._writing.start(self._keep(session))
        else:
            self.look_requested.emit()

    def note_people(self) -> None:
        """A PIN is new or has ended: a locked desk asks for it, or no more."""
        self.people_changed.emit()

    def wait_for_nobody(self) -> None:
        """Somebody goes on without a sign-in: what the keychain brings late is not used."""
        self._is_resuming = False

    def sign_out(self) -> None:
        """Forget the sign-in, here and in the keychain, and ask for the next one."""
        if self._session is None or self._servers is None:
            return
        self._session = None
        self._renewal.watch(None)
        self._writing.start(self._forget())
        self._stand_outside(self._servers)
        self.open_card()

    def look(self) -> None:
        """See how long the sign-in still holds."""
        self._renewal.look()

    def note_state(self, _state: SignInState) -> None:
        """It holds no more, or does after all: when it would end is told no longer. Before `tell_found`."""
        self._words.withdraw_sign_in()

    def tell_found(self, state: SignInState) -> None:
        """The sign-in does not hold any more, and nobody asked anything: say so before the next question."""
        if self._cards.card is None:
            self._words.tell_found(state)

    async def aclose(self) -> None:
        """Ask for nothing more. Who has just signed out has done so, if the keychain hears it soon."""
        await self._cards.aclose()
        await self._renewal.aclose()
        await self._tasks.aclose()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_PATIENCE_S):
                await self._writing.finish()
                await self._kept.finish()
        await self._writing.aclose()

    async def _load_people(self, servers: Servers) -> None:
        """Bring everybody who opens the desk by a PIN: to change between them must not wait for the keychain."""
        with suppress(KeychainError):
            await self._kept.load_people(servers)
            self.people_changed.emit()

    async def _resume(self, servers: Servers) -> None:
        loading = asyncio.ensure_future(self._kept.load(servers))
        try:
            done, _ = await asyncio.wait((loading,), timeout=_KEYCHAIN_PATIENCE_S)
            if not done:
                self._words.tell_keychain("The keychain of this computer does not answer yet.")
                self._stand_outside(servers)
            session = await loading
        except KeychainError as error:
            session = None
            self._words.tell_keychain(error.words)
        finally:
            loading.cancel()
        if self._session is not None or self._server.is_demo or not self._is_resuming:
            pass  # Somebody did not wait for the keychain.
        elif session is not None:
            self._words.withdraw_keychain()
            self._use(session)
        else:
            self._stand_outside(servers)
            self.open_card()
        await self._load_people(servers)

    def welcome(self, session: Session) -> None:
        """Somebody has just signed in."""
        ahead = self._note_time(session)
        self._servers = session.servers
        self._remember_addresses(session.servers)
        self._words.withdraw_sign_in()
        self._words.withdraw_keychain()
        self._use(session)
        if abs(ahead) > CLOCK_SKEW_S:
            self._words.tell_clock(ahead)
        self._writing.start(self._keep(session))
        self.returned.emit(session.account)

    def _note_time(self, session: Session) -> float:
        """Take from a new token what time it is at the server. How far its clock is ahead of ours, in seconds."""
        issued_at = session.claims.issued_at
        if issued_at is None:
            self._server_time.forget()
            return 0.0
        self._server_time.note(issued_at)
        return issued_at - self._now()

    def _renew(self, session: Session) -> None:
        self._use(session)
        self._writing.start(self._keep(session))

    def _use(self, session: Session) -> None:
        self._session = session
        self._be(session.account)
        self._server.use_server(
            Endpoint(
                session.servers.bot_url,
                session.token,
                session.servers.backend_url,
                session.claims.gym_id,
                session.gym_name,
            )
        )
        self._renewal.watch(session)
        self.changed.emit(True)

    def _stand_outside(self, servers: Servers) -> None:
        """At the gym's server, without a sign-in: whether it is there can be seen, nothing can be asked."""
        self._be("")
        self._server.use_server(Endpoint(servers.bot_url, ""))
        self.changed.emit(False)

    def _use_demo(self) -> None:
        self._server_time.forget()
        self._be(_DEMO)
        # It needs no sign-in: nothing that was said of one is to be done any more.
        self._words.withdraw_sign_in()
        self._words.withdraw_keychain()
        self._server.use_demo()
        self.changed.emit(False)

    def _be(self, account: str) -> None:
        """Before anything is asked as this person: nothing of the former may still be there."""
        if account != self._account:
            self._account = account
            is_demo = account == _DEMO
            self.person_changed.emit("" if is_demo else account, is_demo)

    def _remember_addresses(self, servers: Servers) -> None:
        """What was typed on the card holds for the next starts; what was named for this run does not."""
        started = self._start.servers
        if self._start.is_managed or servers == started:
            return
        # Not named where it goes without saying: else another address in the settings would leave it behind.
        is_beside = servers.backend_url == backend_beside(servers.bot_url)
        backend_url = None if is_beside else servers.backend_url
        self._saver.change(replace(self._saver.settings, bot_url=servers.bot_url, backend_url=backend_url))

    async def _keep(self, session: Session) -> None:
        try:
            await self._kept.keep(session)
        except KeychainError as error:
            if session.account == self._account and session.account not in self._told_not_kept:
                self._told_not_kept.add(session.account)
                self._words.tell_not_kept(error.words)

    async def _forget(self) -> None:
        try:
            await self._kept.forget()
        except KeychainError as error:
            if not self.is_demo:
                self._words.tell_keychain(error.words)
