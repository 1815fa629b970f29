"""Keeps a sign-in from running out unnoticed: a newer token where the backend gives one, else a word a day before."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from strakly_desktop.account.service import SignInService
from strakly_desktop.account.session import DAY_S, Session
from strakly_desktop.chat.background_tasks import BackgroundTasks

REFRESH_WITHIN_S = 3 * DAY_S
TRIES_APART_S = 3600.0
# By the clock on the wall each time: a computer that slept has no timer to trust.
_LOOK_EVERY_MS = 60_000


class Renewal(QObject):
    """Watches one sign-in at a time.

    Signals:
        renewed(Session): the same person's, with a newer token.
        ending(float): seconds that are left, told once for each token.
    """

    renewed = Signal(object)
    ending = Signal(float)

    def __init__(
        self, service: SignInService, parent: QObject | None = None, *, now: Callable[[], float] = time.time
    ) -> None:
        """`now` gives the server's time in seconds since 1970."""
        super().__init__(parent)
        self._service = service
        self._now = now
        self._session: Session | None = None
        self._tried_at: float | None = None
        self._is_told = False
        self._tasks = BackgroundTasks("renewal")
        self._looking = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looking.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._looking.timeout.connect(self.look)

    def watch(self, session: Session | None) -> None:
        """Look at this sign-in from now on, None for none."""
        self._tasks.cancel()
        self._session = session
        self._tried_at, self._is_told = None, False
        if session is None:
            self._looking.stop()
        else:
            self._looking.start()
            self.look()

    def look(self) -> None:
        """See how long the token still holds, and do what that asks for."""
        session, now = self._session, self._now()
        left = None if session is None else session.seconds_left(now)
        if session is None or left is None or left <= 0:
            return
        if session.may_refresh and left < REFRESH_WITHIN_S and self._is_time_to_try(now):
            self._tried_at = now
            self._tasks.start(self._refresh(session))
        if left < DAY_S and not self._is_told and not (session.may_refresh and left > DAY_S / 2):
            self._is_told = True
            self.ending.emit(left)

    async def aclose(self) -> None:
        """Ask for nothing more."""
        self._looking.stop()
        await self._tasks.aclose()

    def _is_time_to_try(self, now: float) -> bool:
        return self._tried_at is None or not 0 <= now - self._tried_at < TRIES_APART_S

    async def _refresh(self, session: Session) -> None:
        new = await self._service.refresh(session)
        if new is not None and self._session is session:
            self.renewed.emit(new)
