"""Keeps the sign-in of this computer from one start to the next: in the keychain, and who it is of in the settings."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from strakly_desktop.account.kept_session import packed, unpacked
from strakly_desktop.account.keychain import Keychain
from strakly_desktop.account.session import Servers, Session
from strakly_desktop.app.process.daemon_call import in_daemon_thread
from strakly_desktop.app.settings.settings_saver import SettingsSaver

_Answer = TypeVar("_Answer")


class KeptSignIn:
    """Every method that waits may raise KeychainError; the settings hold nothing secret."""

    def __init__(self, keychain: Keychain, saver: SettingsSaver) -> None:
        self._keychain = keychain
        self._saver = saver
        # What is written is written in the order in which it was wished for: signing out comes last.
        self._in_order = asyncio.Lock()

    @property
    def account(self) -> str:
        """Who signed in last; "" for nobody."""
        return self._saver.settings.account

    async def load(self, servers: Servers) -> Session | None:
        """The sign-in that was kept for the last account at these servers; None where there is none."""
        account = self.account
        text = await self._ask(lambda: self._keychain.read(account)) if account else None
        return None if text is None else unpacked(text, servers, account)

    async def keep(self, session: Session) -> None:
        """Keep it, in place of that of the account before."""
        before, account = self.account, session.account
        self._remember(account)
        text = packed(session)
        async with self._in_order:
            await self._ask(lambda: self._keychain.write(account, text))
            if before not in ("", account):
                await self._ask(lambda: self._keychain.forget(before))

    async def forget(self) -> None:
        """Keep nothing any more."""
        account = self.account
        self._remember("")
        if account:
            async with self._in_order:
                await self._ask(lambda: self._keychain.forget(account))

    def _remember(self, account: str) -> None:
        self._saver.change(replace(self._saver.settings, account=account))

    async def _ask(self, what: Callable[[], _Answer]) -> _Answer:
        return await in_daemon_thread(what, "keychain")
