"""What the window says of a sign-in: that it ends or holds no more, what the keychain does, and a wrong clock."""

from collections.abc import Callable
from datetime import datetime

from strakly_desktop.app.assistant.sign_in import SignInState
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

SIGN_IN_NOTICE = "sign-in"
KEYCHAIN_NOTICE = "keychain"
CLOCK_NOTICE = "clock"
_AGAIN = "Sign in again"
_FOUND = {
    SignInState.EXPIRED: ("Your sign-in has run out.", "Sign in again to go on; what is here stays."),
    SignInState.REFUSED: ("The server does not accept your sign-in any more.", "Sign in again to go on."),
    SignInState.SWITCHED_OFF: (
        "The gym's server does not accept this account any more.",
        "Ask an owner of your gym, or sign in with another account.",
    ),
}


class SignInNotices:
    """One notice of each kind at a time; `sign_in_again` opens the card."""

    def __init__(
        self, notices: NoticeBar, sign_in_again: Callable[[], None], now: Callable[[], float]
    ) -> None:
        """`now` gives the time of day in seconds since 1970."""
        self._notices = notices
        self._sign_in_again = sign_in_again
        self._now = now

    def withdraw_sign_in(self) -> None:
        """Somebody is signed in: what was said of the former sign-in is over."""
        self._notices.dismiss(SIGN_IN_NOTICE)

    def withdraw_keychain(self) -> None:
        """The keychain has answered after all."""
        self._notices.dismiss(KEYCHAIN_NOTICE)

    def tell_found(self, state: SignInState) -> None:
        """The sign-in does not hold any more; or it does after all, and what was said of it is taken back."""
        if state in _FOUND:
            fact, rest = _FOUND[state]
            self._tell_sign_in(NoticeKind.WARNING, fact, rest)
        else:
            self.withdraw_sign_in()

    def tell_end(self, seconds_left: float) -> None:
        """The sign-in ends soon, and could not be renewed."""
        moment = datetime.fromtimestamp(self._now() + seconds_left).astimezone()
        day = "today" if moment.date() == datetime.now().astimezone().date() else "tomorrow"
        self._tell_sign_in(
            NoticeKind.INFO,
            f"Your sign-in ends {day} at {moment:%H:%M}.",
            "Enter your password when it suits you; a running answer goes on.",
        )

    def tell_keychain(self, words: str) -> None:
        """The keychain does not give what it keeps; `words` say why."""
        self._tell_keychain(NoticeKind.WARNING, words, "Sign in with your password to go on.")

    def tell_not_kept(self, words: str) -> None:
        """The keychain did not take the sign-in; `words` say why."""
        self._tell_keychain(
            NoticeKind.INFO,
            "You stay signed in until the app is closed.",
            f"{words} So nothing is kept for the next start.",
        )

    def tell_clock(self, ahead_s: float) -> None:
        """The server's clock is `ahead_s` seconds before the one of this computer; behind it where negative."""
        way = "slow" if ahead_s > 0 else "fast"
        self._notices.show_notice(
            Notice(
                CLOCK_NOTICE,
                NoticeKind.WARNING,
                f"The clock of this computer is {_span(abs(ahead_s))} {way}.",
                "Set its date and time: answers and conversations carry wrong times.",
                timeout_ms=PASSING_MS,
            )
        )

    def _tell_sign_in(self, kind: NoticeKind, fact: str, advice: str) -> None:
        action = NoticeAction(_AGAIN, self._sign_in_again, stays=True)
        self._notices.show_notice(Notice(SIGN_IN_NOTICE, kind, fact, advice, icon="lock", action=action))

    def _tell_keychain(self, kind: NoticeKind, fact: str, advice: str) -> None:
        self._notices.show_notice(Notice(KEYCHAIN_NOTICE, kind, fact, advice, icon="lock"))


def _span(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3600)):
        if seconds >= 1.5 * length:
            return f"{round(seconds / length)} {unit}s"
    return f"{round(seconds / 60)} minutes"
