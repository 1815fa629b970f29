"""What happens while the sign-in card is open: one request at a time, and what it came to on the card."""

import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.account.addresses import servers_at
from strakly_desktop.account.attempts import Attempts
from strakly_desktop.account.login_answer import LoginAnswer
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import Servers, Session, session_of
from strakly_desktop.account.troubles import SignInError
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.rendering.look import Look

if TYPE_CHECKING:
    # The first paint does not wait for a card that most starts do not show.
    from strakly_desktop.ui.sign_in.card import SignInCard

_NO_SERVER = "Enter the address of your gym's server first."
_ELSEWHERE = (
    "You are signed in, but the assistant is not at this address. Ask whoever looks after this computer."
)
_BAD_ADDRESS = "This is no web address like gym.example.com."


@dataclass(frozen=True, slots=True)
class CardOffer:
    """What the card opens with. `servers` None: none is known yet. `gym_id` is chosen again without asking.

    `words` say why somebody is asked, "" for the usual ones. `may_change`: the address is not the gym's choice.
    `may_be_another`: the keyboard starts on the e-mail, as it need not be whose it was. `begun`: so much of the e-mail
    was typed before the card was there.
    """

    servers: Servers | None
    email: str = ""
    gym_id: int | None = None
    words: str = ""
    may_change: bool = True
    has_demo: bool = True
    may_be_another: bool = False
    begun: str = ""


class CardFlow(QObject):
    """Owns the card while there is one.

    Signals:
        signed_in(Session): accepted; the card is gone.
        demo_requested(), left(): the person chose otherwise; the card is gone.
    """

    signed_in = Signal(object)
    demo_requested = Signal()
    left = Signal()

    def __init__(
        self,
        service: SignInService,
        window: QWidget,
        behind: Callable[[], QWidget],
        look: Callable[[], Look],
        is_elsewhere: Callable[[str], Awaitable[bool]],
        *,
        attempts: Attempts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`window` is what the card lies over, `behind` gives what of it is out of reach then.

        `is_elsewhere` tells whether something answers at an address that is no assistant. `clock` is monotonic, in
        seconds.
        """
        super().__init__(window)
        self._service = service
        self._window = window
        self._behind = behind
        self._look = look
        self._is_elsewhere = is_elsewhere
        self._clock = clock
        self._attempts = attempts or Attempts()
        self._tasks = BackgroundTasks("sign-in")
        self._offer = CardOffer(None)
        self._typed: Servers | None = None
        """What was typed on an earlier card: an address is asked for once, though nobody has signed in there yet."""
        self._card: SignInCard | None = None
        self._answer: LoginAnswer | None = None
        # Signed in already; only where its assistant is has still to be told.
        self._accepted: Session | None = None
        self._waiting = QTimer(self, interval=500)
        self._waiting.timeout.connect(self._show_wait)

    @property
    def card(self) -> "SignInCard | None":
        """The open card."""
        return self._card

    def open(self, offer: CardOffer) -> None:
        """Show the card, or leave the one that is open."""
        from strakly_desktop.ui.sign_in.card import SignInCard

        if self._card is not None:
            return
        if offer.servers is None and offer.may_change:
            offer = replace(offer, servers=self._typed)
        self._offer = offer
        card = self._card = SignInCard(self._look(), self._window, self._behind(), offer.email)
        if offer.words:
            card.credentials.set_words(offer.words)
        card.set_demo_offered(offer.has_demo)
        self._show_server(card)
        card.sign_in_requested.connect(self._sign_in)
        card.server_chosen.connect(self._choose_server)
        card.gym_chosen.connect(self._choose_gym)
        card.code_requested.connect(self._send_code)
        card.password_requested.connect(self._set_password)
        card.demo_requested.connect(lambda: self._turn_away(self.demo_requested.emit))
        card.left.connect(lambda: self._turn_away(self.left.emit))
        card.open_card(asks_server=offer.servers is None and offer.may_change)
        if offer.may_be_another:
            card.credentials.ask_for_email()
        if offer.begun:
            card.credentials.go_on_with_email(offer.begun)
        self._show_wait()

    def show_server(self) -> None:
        """Turn to the page of the server's address, where it may be another one."""
        if self._card is not None and self._offer.may_change:
            self._card.show_server()

    def give_up(self) -> None:
        """Take the card away, if one is open; nothing is told of it."""
        self._turn_away(lambda: None)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        if self._card is not None:
            self._card.set_look(look)

    async def aclose(self) -> None:
        """Ask for nothing more."""
        self._waiting.stop()
        await self._tasks.aclose()

    def _sign_in(self, email: str, password: str) -> None:
        # Whoever was accepted before, and stopped at the assistant's address, may be somebody else.
        self._accepted = None
        self._start(lambda servers: self._signed_in(servers, email, password))

    async def _signed_in(self, servers: Servers, email: str, password: str) -> None:
        if self._attempts.seconds_to_wait(self._clock()):
            self._show_wait()
            return
        try:
            answer = await self._service.sign_in(servers, email, password)
        except SignInError as error:
            if error.is_wrong_password:
                self._attempts.note_wrong(self._clock())
            raise
        self._attempts.note_right()
        gyms = [gym.id for gym in answer.gyms]
        if self._offer.gym_id in gyms and email.strip() == self._offer.email:
            await self._enter_gym(answer.session, self._offer.gym_id)
        elif gyms and self._card is not None:
            from strakly_desktop.ui.sign_in.pages import GymChoice

            self._answer = answer
            self._card.show_gyms([GymChoice(gym.id, gym.name, gym.city) for gym in answer.gyms])
        else:
            await self._finish(answer.session)

    def _choose_gym(self, gym_id: int) -> None:
        answer = self._answer
        if answer is not None:
            self._start(lambda _servers: self._enter_gym(answer.session, gym_id))

    async def _enter_gym(self, session: Session, gym_id: int | None) -> None:
        assert gym_id is not None
        await self._finish(await self._service.choose_gym(session, gym_id))

    def _send_code(self, email: str, again: bool) -> None:
        async def send(servers: Servers) -> None:
            await self._service.send_code(servers, email, again=again)
            if self._card is not None:
                self._card.show_new_password(email.strip())

        self._start(send)

    def _set_password(self, email: str, code: str, password: str) -> None:
        async def set_and_sign_in(servers: Servers) -> None:
            await self._service.set_password(servers, email, code, password)
            if self._card is not None:
                self._card.credentials.set_email(email)
                self._card.show_credentials()
            await self._signed_in(servers, email, password)

        self._start(set_and_sign_in)

    def _choose_server(self, server: str, assistant: str) -> None:
        from strakly_desktop.ui.sign_in.fields import SignInField

        assert self._card is not None
        try:
            servers = servers_at(server, assistant)
        except ValueError:
            self._card.show_error(SignInField.SERVER, _BAD_ADDRESS)
            return
        self._typed = servers
        self._offer = replace(self._offer, servers=servers)
        self._show_server(self._card)
        accepted, self._accepted = self._accepted, None
        if accepted is not None and accepted.servers.backend_url == servers.backend_url:
            moved = session_of(servers, accepted.token, accepted.gym_name)
            self._start(lambda _servers: self._finish(moved))
        else:
            self._card.show_credentials()

    def _start(self, what: Callable[[Servers], Coroutine[None, None, None]]) -> None:
        from strakly_desktop.ui.sign_in.fields import SignInField

        card, servers = self._card, self._offer.servers
        if card is None:
            return
        if servers is None:
            card.show_error(SignInField.NONE, _NO_SERVER)
            return
        card.set_busy(True)
        self._tasks.start(self._ask(card, what(servers)))

    async def _ask(self, card: "SignInCard", what: Coroutine[None, None, None]) -> None:
        from strakly_desktop.ui.sign_in.fields import SignInField

        error: SignInError | None = None
        try:
            await what
        except SignInError as caught:
            error = caught
        if self._card is not card:
            return
        card.set_busy(False)
        if error is not None:
            card.show_error(SignInField(error.culprit.value), error.words)
        self._show_wait()

    def _show_wait(self) -> None:
        wait = self._attempts.seconds_to_wait(self._clock())
        if self._card is None or not wait:
            self._waiting.stop()
        else:
            self._waiting.start()
        if self._card is not None and not self._card.is_busy:
            self._card.credentials.set_waiting(int(wait + 0.999))

    def _show_server(self, card: "SignInCard") -> None:
        servers = self._offer.servers
        card.credentials.set_server(
            "" if servers is None else servers.host, may_change=self._offer.may_change
        )
        if servers is not None:
            backend = servers.backend_url.removesuffix("/api")
            card.server.set_addresses(backend, "" if servers.bot_url == backend else servers.bot_url)

    async def _finish(self, session: Session) -> None:
        """Signed in: the card goes, if the assistant is where it is looked for."""
        from strakly_desktop.ui.sign_in.fields import SignInField

        elsewhere = self._offer.may_change and await self._is_elsewhere(session.servers.bot_url)
        if elsewhere and self._card is not None:
            self._accepted = session
            self._card.show_server()
            self._card.show_error(SignInField.ASSISTANT, _ELSEWHERE)
            return
        self._end(lambda: self.signed_in.emit(session))

    def _turn_away(self, tell: Callable[[], None]) -> None:
        """What was asked of the server signs in nobody any more, least of all on the next card."""
        self._tasks.cancel()
        self._end(tell)

    def _end(self, tell: Callable[[], None]) -> None:
        card, self._card, self._answer, self._accepted = self._card, None, None, None
        if card is not None:
            card.close_card()
            tell()
