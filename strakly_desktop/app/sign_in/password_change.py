"""Lets an owner change the password: of other accounts the backend changes none by this way (protocol rule 26)."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from strakly_desktop.account.attempts import Attempts
from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import Session
from strakly_desktop.account.troubles import Culprit, SignInError
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from strakly_desktop.ui.dialogs.new_password import NewPasswordDialog

PASSWORD_NOTICE = "password"  # noqa: S105 - the key of a notice
_WAIT = "Too many wrong passwords. Wait a minute, then try again."


class PasswordChange(QObject):
    """Owns the dialog while there is one."""

    def __init__(
        self,
        signing_in: SigningIn,
        service: SignInService,
        attempts: Attempts,
        notices: NoticeBar,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`attempts` counts wrong passwords wherever they are typed. `clock` is monotonic, in seconds."""
        super().__init__(signing_in)
        self._signing_in = signing_in
        self._service = service
        self._attempts = attempts
        self._notices = notices
        self._clock = clock
        self._tasks = BackgroundTasks("password")

    def open(self, look: Look, window: QWidget) -> None:
        """Show the dialog; where nobody is signed in whose password can be changed, nothing happens."""
        session = self._signing_in.session
        if session is None or not session.claims.is_admin:
            return
        from strakly_desktop.ui.dialogs.new_password import NewPasswordDialog

        dialog = NewPasswordDialog(look, window)
        dialog.save_requested.connect(
            lambda now, new: self._tasks.start(self._change(dialog, session, now, new))
        )
        dialog.open()

    async def _change(self, dialog: "NewPasswordDialog", session: Session, now: str, new: str) -> None:
        if self._attempts.seconds_to_wait(self._clock()):
            dialog.show_error(_WAIT, is_new=False)
            return
        notices = PersonNotices(self._notices)
        try:
            await self._service.change_password(session, now, new)
        except SignInError as error:
            if error.is_wrong_password:
                self._attempts.note_wrong(self._clock())
            if self._is_open(dialog):
                dialog.show_error(error.words, is_new=error.culprit is Culprit.NEW_PASSWORD)
            return
        self._attempts.note_right()
        if self._is_open(dialog):
            dialog.accept()
        notices.show_notice(
            Notice(
                PASSWORD_NOTICE,
                NoticeKind.INFO,
                "Your password is changed.",
                "Use it in the web app too.",
                icon="lock",
                timeout_ms=PASSING_MS,
            )
        )

    @staticmethod
    def _is_open(dialog: "NewPasswordDialog") -> bool:
        """Whether it is still there: a lock or a sign-out takes it away."""
        return isValid(dialog) and dialog.isVisible()
