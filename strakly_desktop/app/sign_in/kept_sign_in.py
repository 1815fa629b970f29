"""Keeps the sign-in of this computer from one start to the next: in the keychain, and who it is of in the settings."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from strakly_desktop.account.kept_session import packed, pin_in, unpacked
from strakly_desktop.account.keychain import Keychain
from strakly_desktop.account.session import Servers, Session
from strakly_desktop.app.process.daemon_call import in_daemon_thread
from strakly_desktop.app.settings.settings_saver import SettingsSaver

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """A sign-in that a PIN opens; `pin` is what is kept of it."""

    session: Session
    pin: str = field(repr=False)


class KeptSignIn:
    """Every method that waits may raise KeychainError; the settings hold nothing secret."""

    def __init__(
        self, keychain: Keychain, saver: SettingsSaver, *, now: Callable[[], float] = time.time
    ) -> None:
        """`now` gives the time of day in seconds since 1970."""
        self._now = now
        self._keychain = keychain
        self._saver = saver
        # Also where there is no keychain: then until the app is closed.
        self._people: dict[str, KeptPerson] = {}
        # What is written is written in the order in which it was wished for: signing out comes last.
        self._in_order = asyncio.Lock()

    @property
    def account(self) -> str:
        """Who signed in last; "" for nobody."""
        return self._saver.settings.account

    @property
    def people(self) -> "tuple[KeptPerson, ...]":
        """Who opens the desk by a PIN, in the order in which they came."""
        return tuple(self._people.values())

    async def load(self, servers: Servers) -> Session | None:
        """The sign-in that was kept for the last account at these servers; None where there is none."""
        account = self.account
        return await self._load(account, servers) if account else None

    async def load_people(self, servers: Servers) -> None:
        """Bring everybody else who has a PIN at these servers. Whose sign-in is gone has none any more."""
        for account in self._saver.settings.people:
            if self._is_unread(account) and await self._load(account, servers) is None:
                self._leave_out(account)

    async def keep(self, session: Session) -> None:
        """Keep it, in place of that of the account before, unless that has a PIN."""
        before, account = self.account, session.account
        self._remember(account)
        self._take_newer(session)
        async with self._in_order:
            if self._is_unread(account):
                # What is written takes the place of what stands there, and a PIN is in that.
                await self._load(account, session.servers)
                self._take_newer(session)
            pin = self.pin_of(account)
            await self._ask(lambda: self._keychain.write(account, packed(session, pin)))
            if before not in ("", account, *self._people, *self._saver.settings.people):
                await self._ask(lambda: self._keychain.forget(before))

    async def set_pin(self, session: Session, pin: str) -> None:
        """Keep this of a PIN with the sign-in; "" for none any more."""
        account = session.account
        if pin:
            self._people[account] = KeptPerson(session, pin)
            self._list(*self._saver.settings.people, account)
        else:
            self._leave_out(account)
        async with self._in_order:
            if pin or account == self.account:
                await self._ask(lambda: self._keychain.write(account, packed(session, pin)))
            else:
                await self._ask(lambda: self._keychain.forget(account))

    def pin_of(self, account: str) -> str:
        """What is kept of the account's PIN; "" where it has none."""
        return self._people[account].pin if account in self._people else ""

    async def forget(self) -> None:
        """Keep nothing any more of who signed in last."""
        account = self.account
        self._remember("")
        if account:
            self._leave_out(account)
            async with self._in_order:
                await self._ask(lambda: self._keychain.forget(account))

    async def finish(self) -> None:
        """Return when the keychain has heard all that it was told."""
        async with self._in_order:
            pass

    async def _load(self, account: str, servers: Servers) -> Session | None:
        text = await self._ask(lambda: self._keychain.read(account))
        session = None if text is None else unpacked(text, servers, account)
        if account != self.account and account not in self._saver.settings.people:
            return None  # Signed out while the keychain was asked.
        if session is not None and text is not None and (pin := pin_in(text)):
            self._people.setdefault(account, KeptPerson(session, pin))
        return session

    def _is_unread(self, account: str) -> bool:
        """Whether there is a PIN of this account that the keychain has not given yet."""
        return account in self._saver.settings.people and account not in self._people

    def _take_newer(self, session: Session) -> None:
        """What the PIN of its account opens is this sign-in; a PIN ends with the one that it was set for."""
        person = self._people.get(session.account)
        left = None if person is None else person.session.seconds_left(self._now())
        if person is not None and left is not None and left <= 0:
            self._leave_out(session.account)
        elif person is not None:
            self._people[session.account] = KeptPerson(session, person.pin)

    def _leave_out(self, account: str) -> None:
        self._people.pop(account, None)
        self._list(*(one for one in self._saver.settings.people if one != account))

    def _list(self, *people: str) -> None:
        """Note who has a PIN: also of whom the keychain has not told yet."""
        self._saver.change(replace(self._saver.settings, people=tuple(dict.fromkeys(people))))

    def _remember(self, account: str) -> None:
        self._saver.change(replace(self._saver.settings, account=account))

    async def _ask(self, what: Callable[[], _Answer]) -> _Answer:
        return await in_daemon_thread(what, "keychain")
