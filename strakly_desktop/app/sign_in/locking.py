"""Locks the desk and opens it again: by the password, which the gym's server looks at, or by a PIN of its people.

Who was let in by a PIN is looked up at the backend right after: somebody who was switched off finds it locked again.

A locked desk stays locked over an end of the app: it is noted before anything else. Where nobody is signed in there is
no secret to ask for; the lock hides, and says so.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from strakly_desktop.account.attempts import Attempts
from strakly_desktop.account.claims import Claims
from strakly_desktop.account.pin import get_ready
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import Session
from strakly_desktop.account.troubles import SOMEBODY_ELSE, WRONG_PASSWORD, SignInError, account_state_words
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.sign_in.card_flow import CardFlow
from strakly_desktop.app.sign_in.pins import PinError, Pins
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.chat.background_tasks import BackgroundTasks

if TYPE_CHECKING:
    from strakly_desktop.ui.window.lock_face import LockedPerson
    from strakly_desktop.ui.window.lock_page import LockPage

PASSWORD = "Password"  # noqa: S105 - the name of a field
PIN = "PIN, or password"
_WRONG = "This password is not right. Try again."
_REFUSED = "The gym's server does not accept this sign-in any more. Enter your password."
_WAITING_MS = 500


class Lockable(Protocol):
    """The part of the window that this needs."""

    @property
    def is_locked(self) -> bool: ...
    @property
    def lock_page(self) -> "LockPage | None": ...
    def lock(self, prepare: "Callable[[LockPage], None]") -> None: ...
    def unlock(self) -> None: ...


class Locking(QObject):
    """Locks one window.

    Signals:
        locked(), unlocked().
    """

    locked = Signal()
    unlocked = Signal()

    def __init__(
        self,
        window: Lockable,
        signing_in: SigningIn,
        service: SignInService,
        pins: Pins,
        attempts: Attempts,
        cards: CardFlow,
        saver: SettingsSaver,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`attempts` counts wrong passwords wherever they are typed. `clock` is monotonic, in seconds."""
        super().__init__(signing_in)
        self._window = window
        self._signing_in = signing_in
        self._service = service
        self._pins = pins
        self._attempts = attempts
        # Whose secret is asked for: "" for who is at the desk.
        self._chosen = ""
        self._let_in_by_pin: Session | None = None
        self._cards = cards
        self._saver = saver
        self._clock = clock
        self._tasks = BackgroundTasks("lock")
        # A secret that is looked at; whoever comes instead does not wait for it, nor finds its person at the desk.
        self._checks = BackgroundTasks("unlock")
        self._waiting = QTimer(self, interval=_WAITING_MS)
        self._waiting.timeout.connect(self._show_wait)
        signing_in.person_changed.connect(self._note_person)
        signing_in.people_changed.connect(self._note_person)
        # Not whoever signs in anyhow: a PIN that is set ends with that too, and may be late.
        cards.signed_in.connect(lambda _session: self._open())
        cards.left.connect(self._note_card_left)

    def begin(self) -> None:
        """Lock where the desk was locked when the app ended. Call it before anybody is signed in."""
        if self._saver.settings.is_locked:
            self.lock()

    def lock(self) -> None:
        """Hide everything, now."""
        if self._window.is_locked:
            return
        self._cards.give_up()
        self._checks.cancel()
        self._chosen = ""
        self._let_in_by_pin = None
        self._window.lock(self._prepare)
        self._remember(True)
        if self._pins.people():
            self._tasks.start(asyncio.to_thread(get_ready))
        self.locked.emit()

    async def aclose(self) -> None:
        """Ask for nothing more."""
        self._waiting.stop()
        await self._checks.aclose()
        await self._tasks.aclose()

    def _prepare(self, page: "LockPage") -> None:
        page.unlock_requested.connect(self._unlock)
        page.person_chosen.connect(self._choose)
        page.someone_else_requested.connect(self._let_somebody_else)
        self._show_people(page)

    def note_refusal(self, said: str) -> None:
        """The backend does not know who is signed in any more, and says why: a PIN was not enough."""
        session, self._let_in_by_pin = self._let_in_by_pin, None
        if session is None or session.account != self._signing_in.account:
            return
        self.lock()
        self._tasks.start(self._end_pin(session, account_state_words(said) or _REFUSED))

    async def _end_pin(self, session: Session, words: str) -> None:
        await self._pins.end(session)
        if (page := self._window.lock_page) is not None:
            self._show_people(page)
            page.show_error(words)

    def _show_people(self, page: "LockPage") -> None:
        everybody = self._everybody()
        asked = self._asked(everybody)
        others = [one for one in everybody if one is not asked and one.key]
        page.set_people(asked, others, is_demo=self._signing_in.is_demo)
        page.set_busy(not self._signing_in.is_known)
        self._show_wait()

    def _everybody(self) -> "list[LockedPerson]":
        """Who can open the desk; first who is at it."""
        here = self._person_here()
        people = [self._person_of(one) for one in self._pins.people()]
        return [here, *(one for one in people if one.key != here.key)]

    def _asked(self, everybody: "list[LockedPerson]") -> "LockedPerson":
        return next((one for one in everybody if one.key == self._chosen), everybody[0])

    def _let_somebody_else(self) -> None:
        self._checks.cancel()
        if (page := self._window.lock_page) is not None:
            self._show_people(page)
        self._signing_in.open_card_for_another()

    def _choose(self, account: str) -> None:
        self._checks.cancel()
        self._chosen = account
        if (page := self._window.lock_page) is not None:
            self._show_people(page)

    def _person_here(self) -> "LockedPerson":
        from strakly_desktop.ui.window.lock_face import LockedPerson

        account = self._signing_in.account
        if (enrolled := self._pins.session_of(account)) is not None:
            return self._person_of(enrolled)
        claims = self._signing_in.claims
        asks = PASSWORD if self._signing_in.servers is not None and claims.email else ""
        return LockedPerson(account, claims.name, _about(claims, self._signing_in.gym_name), asks)

    def _person_of(self, session: Session) -> "LockedPerson":
        from strakly_desktop.ui.window.lock_face import LockedPerson

        return LockedPerson(
            session.account,
            session.claims.name,
            _about(session.claims, session.gym_name),
            PIN,
            has_pin=True,
        )

    def _unlock(self, account: str, secret: str, is_password: bool = False) -> None:
        page = self._window.lock_page
        if page is None or not self._signing_in.is_known:
            return
        enrolled = self._pins.session_of(account)
        if enrolled is not None and secret.isdigit() and not is_password:
            page.set_busy(True)
            self._checks.start(self._check_pin(page, account, secret))
        elif enrolled is None and not self._person_here().asks:
            # Nobody's desk: whoever signed in here last is not let in by this.
            self._signing_in.wait_for_nobody()
            self._open()
        elif self._attempts.seconds_to_wait(self._clock()):
            self._show_wait()
        else:
            page.set_busy(True)
            self._checks.start(self._check_password(page, account, secret))

    async def _check_pin(self, page: "LockPage", account: str, pin: str) -> None:
        try:
            session = await self._pins.open(account, pin)
        except PinError as error:
            if self._window.lock_page is page:
                self._show_people(page)
                page.show_error(error.words)
            return
        self._signing_in.come_back(session)
        self._open()
        self._let_in_by_pin = session

    async def _check_password(self, page: "LockPage", account: str, secret: str) -> None:
        try:
            session = await self.sign_in_again(account, secret)
        except SignInError as error:
            if error.is_wrong_password:
                self._attempts.note_wrong(self._clock())
            if self._window.lock_page is page:
                page.set_busy(False)
                page.show_error(error.words.replace(WRONG_PASSWORD, _WRONG))
                self._show_wait()
            return
        self._attempts.note_right()
        self._signing_in.welcome(session)
        self._open()

    async def sign_in_again(self, account: str, password: str) -> Session:
        """The sign-in of this very account, and of no other one.

        Raises:
            SignInError: it does not come about.
        """
        enrolled = self._pins.session_of(account)
        claims = self._signing_in.claims if enrolled is None else enrolled.claims
        servers = self._signing_in.servers if enrolled is None else enrolled.servers
        assert servers is not None
        answer = await self._service.sign_in(servers, claims.email, password)
        session = answer.session
        if claims.gym_id is not None and session.claims.gym_id != claims.gym_id:
            session = await self._service.choose_gym(session, claims.gym_id)
        if session.account != account:
            raise SignInError(SOMEBODY_ELSE)
        return session

    def _open(self) -> None:
        if self._window.is_locked:
            self._waiting.stop()
            self._window.unlock()
            self._remember(False)
            self.unlocked.emit()

    def _note_person(self) -> None:
        page = self._window.lock_page
        if page is not None:
            self._show_people(page)

    def _note_card_left(self) -> None:
        page = self._window.lock_page
        if page is not None:
            page.focus_field()

    def _show_wait(self) -> None:
        page, wait = self._window.lock_page, self._attempts.seconds_to_wait(self._clock())
        if page is None or not self._signing_in.is_known or not self._asked(self._everybody()).asks:
            return
        if wait:
            self._waiting.start()
        elif self._waiting.isActive():
            self._waiting.stop()
        else:
            return
        page.set_waiting(int(wait + 0.999))

    def _remember(self, locked: bool) -> None:
        self._saver.change(replace(self._saver.settings, is_locked=locked))


def _about(claims: Claims, gym: str) -> str:
    role = claims.role.replace("_", " ").capitalize()
    return "  \N{MIDDLE DOT}  ".join(part for part in (role, gym) if part)
