"""Lets whoever is signed in set a PIN for this desk, once their password was looked at: an open desk is not theirs."""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from strakly_desktop.account.attempts import Attempts
from strakly_desktop.account.keychain import KeychainError
from strakly_desktop.account.pin import pin_trouble
from strakly_desktop.account.session import Session
from strakly_desktop.account.troubles import SignInError
from strakly_desktop.app.sign_in.pins import PinError, Pins
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from strakly_desktop.ui.dialogs.pin import PinDialog

PIN_NOTICE = "pin"
_WAIT = "Too many wrong passwords. Wait a minute, then try again."


class PinSetting(QObject):
    """Owns the dialog while there is one."""

    def __init__(
        self,
        signing_in: SigningIn,
        pins: Pins,
        sign_in_again: Callable[[str, str], Awaitable[Session]],
        attempts: Attempts,
        notices: NoticeBar,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sign_in_again` takes an account and its password, and raises SignInError."""
        super().__init__(signing_in)
        self._signing_in = signing_in
        self._pins = pins
        self._sign_in_again = sign_in_again
        self._attempts = attempts
        self._notices = notices
        self._clock = clock
        self._tasks = BackgroundTasks("pin")

    def open(self, look: Look, window: QWidget) -> None:
        """Show the dialog; where nobody is signed in, nothing happens."""
        session = self._signing_in.session
        if session is None:
            return
        from strakly_desktop.ui.dialogs.pin import PinDialog

        dialog = PinDialog(look, window, has_pin=self._pins.session_of(session.account) is not None)
        dialog.save_requested.connect(
            lambda password, pin: self._tasks.start(self._save(dialog, session, password, pin))
        )
        dialog.remove_requested.connect(lambda: self._tasks.start(self._remove(dialog, session)))
        dialog.open()

    async def aclose(self) -> None:
        """Let what is on its way come to its end."""
        await self._tasks.finish()

    async def _save(self, dialog: "PinDialog", session: Session, password: str, pin: str) -> None:
        if trouble := pin_trouble(pin):
            dialog.show_error(trouble, is_password=False)
            return
        if self._attempts.seconds_to_wait(self._clock()):
            dialog.show_error(_WAIT, is_password=True)
            return
        try:
            new = await self._sign_in_again(session.account, password)
        except SignInError as error:
            if error.is_wrong_password:
                self._attempts.note_wrong(self._clock())
            if isValid(dialog) and dialog.isVisible():
                dialog.show_error(error.words, is_password=True)
            return
        self._attempts.note_right()
        if self._is_gone(session):
            return  # Another person came.
        self._signing_in.welcome(new)
        notices = PersonNotices(self._notices)
        fact, rest = "Your PIN is set.", "Ctrl+L locks; the PIN opens the desk again."
        try:
            await self._pins.set_pin(new, pin)
        except KeychainError:
            rest = "This computer has no keychain, so it holds until the app is closed."
        except PinError as error:
            fact, rest = "No PIN was set.", error.words
        self._signing_in.note_people()
        if isValid(dialog):
            dialog.accept()
        self._tell(notices, fact, rest)

    async def _remove(self, dialog: "PinDialog", session: Session) -> None:
        notices = PersonNotices(self._notices)
        await self._pins.end(session)
        self._signing_in.note_people()
        if isValid(dialog):
            dialog.accept()
        self._tell(notices, "Your PIN is removed.", "The password opens the desk.")

    def _is_gone(self, session: Session) -> bool:
        return self._signing_in.account != session.account

    @staticmethod
    def _tell(notices: PersonNotices, fact: str, rest: str) -> None:
        notices.show_notice(
            Notice(PIN_NOTICE, NoticeKind.INFO, fact, rest, icon="lock", timeout_ms=PASSING_MS)
        )
