"""What the window says of the conversations on the gym's server: only what somebody may want to know or to mend."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.conversation.server_history import DeliveryState

SERVER_NOTICE = "server-history"
NOT_TAKEN_NOTICE = "server-history-not-taken"
LOST_NOTICE = "server-history-lost"
_CHAT_ON = "They are kept on this computer, and you can go on chatting."


class ServerHistoryNotices:
    """Tells each thing once."""

    def __init__(self, notices: NoticeBar, try_again: Callable[[], None]) -> None:
        self._notices = notices
        self._try_again = try_again
        self._told = ""
        self._given_up = 0
        self._kept_here = 0
        self._lost = 0

    def forget(self) -> None:
        """Another person comes: what was told, was told to the one before."""
        self._told, self._given_up, self._kept_here, self._lost = "", 0, 0, 0
        for key in (SERVER_NOTICE, NOT_TAKEN_NOTICE, LOST_NOTICE):
            self._notices.dismiss(key)

    def tell_hold(self, words: str) -> None:
        """Nothing is saved on the server; "" where nobody needs to know."""
        if words and words != self._told:
            self._told = words
            self._notices.show_notice(Notice(SERVER_NOTICE, NoticeKind.INFO, words, _CHAT_ON, icon="server"))

    def tell_going(self) -> None:
        """It is saved there again."""
        if self._told:
            self._told = ""
            self._notices.dismiss(SERVER_NOTICE)

    def tell_lost(self, count: int) -> None:
        """So many more conversations are not on the server any more, which nobody deleted; 0 for none."""
        if not count:
            return
        self._lost += count
        conversations = "a conversation" if self._lost == 1 else f"{self._lost:,} conversations"
        self._notices.show_notice(
            Notice(
                LOST_NOTICE,
                NoticeKind.WARNING,
                f"The gym's server no longer has {conversations} of yours.",
                "It may have been set up anew, so nothing was deleted on this computer. What you ask in one from now on"
                " is saved there anew.",
                icon="server",
                on_closed=self._note_lost_read,
            )
        )

    def _note_lost_read(self) -> None:
        self._lost = 0

    def tell_counts(self, counts: "Mapping[DeliveryState, int]") -> None:
        """What could not be saved there, when it becomes more."""
        # What lies on the server is known long after the first paint.
        from strakly_desktop.conversation.server_history import DeliveryState

        given_up, before = counts.get(DeliveryState.GIVEN_UP, 0), self._given_up
        self._given_up = given_up
        if given_up > before:
            self._notices.show_notice(
                Notice(
                    SERVER_NOTICE,
                    NoticeKind.WARNING,
                    f"{_answers(given_up)} could not be saved on the gym's server.",
                    "Nothing is lost: all is on this computer. If it stays so, tell your administrator.",
                    NoticeAction("Try again", self._try_again),
                    icon="server",
                )
            )
        elif before and not given_up:
            self._notices.dismiss(SERVER_NOTICE)
        kept_here, known = counts.get(DeliveryState.KEPT_HERE, 0), self._kept_here
        self._kept_here = kept_here
        if kept_here > known:
            self._notices.show_notice(
                Notice(
                    NOT_TAKEN_NOTICE,
                    NoticeKind.INFO,
                    f"The gym's server did not take {_answers(kept_here).lower()}.",
                    "A very long one is refused there, for example. The web app may not show what is missing; on "
                    "this computer nothing is.",
                    icon="server",
                )
            )
        elif known and not kept_here:
            self._notices.dismiss(NOT_TAKEN_NOTICE)


def _answers(count: int) -> str:
    return "One answer" if count == 1 else f"{count:,} answers"
