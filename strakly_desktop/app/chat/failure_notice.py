"""Tells why the last question got no whole answer, for as long as that is so.

What stood in the way may go by itself: a server that is back is not said to be away, and the question can be asked
again with the same button.
"""

from collections.abc import Callable

from strakly_desktop.app.assistant.sign_in import SIGN_IN_FAILURES
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import Failure, FailureKind
from strakly_desktop.conversation.failures import advice_beside
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

FAILURE_NOTICE = "turn-failed"
_ON_THE_WAY = frozenset(
    {
        FailureKind.HOST_UNKNOWN,
        FailureKind.REFUSED,
        FailureKind.TIMEOUT,
        FailureKind.NETWORK,
        FailureKind.INSECURE,
        FailureKind.NOT_FOUND,
        FailureKind.NOT_AN_ANSWER,
        FailureKind.TRUNCATED,
    }
)
"""What a check of the connection may find the cause of."""
_OVER_WHEN_CONNECTED = _ON_THE_WAY - {FailureKind.TRUNCATED} | {FailureKind.RATE_LIMITED}
"""What says how the server is, and not what became of the answer."""


class FailureNotice:
    """One at a time. `retry` asks again, `sign_in` opens the card, `check` looks at the way to the server."""

    def __init__(
        self,
        notices: NoticeBar,
        retry: Callable[[], object],
        sign_in: Callable[[], object],
        check: Callable[[], object],
    ) -> None:
        self._notices = notices
        self._retry = retry
        self._sign_in = sign_in
        self._check = check
        self._shown: Failure | None = None

    def tell(self, failure: Failure, came: str) -> None:
        """A turn failed; `came` is what there is of its answer."""
        self._shown = failure
        action = NoticeAction("Retry", self._retry) if failure.retryable else None
        if failure.kind in SIGN_IN_FAILURES:
            action = NoticeAction("Sign in", self._sign_in, stays=True)
        on_the_way = failure.kind in _ON_THE_WAY and action is not None
        self._notices.show_notice(
            Notice(
                key=FAILURE_NOTICE,
                kind=NoticeKind.DANGER,
                fact=failure.headline,
                rest=advice_beside(came, failure),
                details=failure.details,
                action=action,
                on_closed=self._forget,
                other=NoticeAction("Check connection", self._check, stays=True) if on_the_way else None,
            )
        )

    def withdraw(self) -> None:
        """Another question is asked, or another conversation is shown."""
        self._forget()
        self._notices.dismiss(FAILURE_NOTICE)

    def note_state(self, state: ConnectionState) -> None:
        """The connection is so from now on: what says otherwise goes, and what was not answered can be asked."""
        failure = self._shown
        if state is not ConnectionState.CONNECTED or failure is None:
            return
        if failure.kind not in _OVER_WHEN_CONNECTED:
            return
        self.withdraw()
        if failure.retryable:
            self._notices.show_notice(
                Notice(
                    key=FAILURE_NOTICE,
                    kind=NoticeKind.INFO,
                    fact="The assistant can be reached again.",
                    rest="Your last question is not answered yet.",
                    action=NoticeAction("Retry", self._retry),
                )
            )

    def _forget(self) -> None:
        self._shown = None
