"""What the window says of the saved conversations: whether they are saved, what became of their file, what may go."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

_NOTHING_READ = "Nothing in them could be read."
_SAVING, _FILE, _FORGETTING = "history", "history-file", "forgetting"


class HistoryNotices:
    """Shows them. What became of a file stays in sight beside what is said of saving."""

    def __init__(self, notices: NoticeBar) -> None:
        self._notices = notices

    def tell(self, error: StoreError) -> None:
        """Something is not read or saved."""
        self._notices.show_notice(Notice(_SAVING, NoticeKind.WARNING, error.headline, error.advice))

    def tell_good(self, fact: str, rest: str) -> None:
        """It is again, or what was asked for is done: that passes."""
        self._notices.show_notice(Notice(_SAVING, NoticeKind.INFO, fact, rest, timeout_ms=PASSING_MS))

    def tell_damage(self, store: "ConversationStore") -> None:
        """The file was damaged, and what came of that: at each start until somebody has closed it."""
        if store.untold is None:
            return
        aside, saved = store.untold
        count = _recovered(saved.recovered, saved.known, saved.conversations)
        self._tell_file(
            "The saved conversations were damaged.",
            f"{count} {_not_brought(saved.not_brought)}The damaged file was set aside as"
            f" {aside.name}; new ones are saved from now on.",
            store.note_damage_read,
        )

    def tell_lost(self, aside: Path | None) -> None:
        """The file was lost while it was open. `aside` is where all of it is, None: in the new file."""
        self._tell_file(
            "The chat history file was moved, replaced or deleted.",
            "All of it is in a new file."
            if aside is None
            else f"What it held before is kept as {aside.name}: ask whoever looks after this PC if you need it.",
        )

    def ask_to_forget(self, old: int, days: int, forget: Callable[[], None]) -> None:
        """Whether `old` conversations may go, which by this clock are older than `days`."""
        today = datetime.now().astimezone()
        self._notices.show_notice(
            Notice(
                _FORGETTING,
                NoticeKind.WARNING,
                f"{old:,} conversation{'s are' if old > 1 else ' is'} older than {days} days.",
                f"Nothing was removed: is today {today.day} {today:%B %Y}, as this computer says?",
                action=NoticeAction("Remove them" if old > 1 else "Remove it", forget),
                icon="history",
            )
        )

    def withdraw_forgetting(self) -> None:
        """Nothing is to be asked any more: it was removed, or is kept."""
        self._notices.dismiss(_FORGETTING)

    def _tell_file(self, fact: str, rest: str, read: Callable[[], None] | None = None) -> None:
        self._notices.show_notice(Notice(_FILE, NoticeKind.WARNING, fact, rest, on_closed=read))


def _recovered(messages: int, known: int, conversations: int) -> str:
    """How much there is again. What the file no longer knows of is not counted: it never says that this is all."""
    if known > messages:
        return f"{messages:,} of at least {known:,} messages were recovered."
    if messages:
        return "One message was recovered." if messages == 1 else f"{messages:,} messages were recovered."
    if conversations:
        names = "name of one conversation was" if conversations == 1 else f"names of {conversations:,} were"
        return f"No message in them could be read; the {names} recovered."
    return _NOTHING_READ


def _not_brought(count: int) -> str:
    if not count:
        return ""
    answers = "One answer that waited" if count == 1 else f"{count:,} answers that waited"
    return f"{answers} for the gym's server will not be there. "
