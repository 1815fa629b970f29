"""Notices of one person's work: it may take minutes, and what came of it is no news for whoever sits there by then.

What somebody starts takes this in place of the bar. The work itself goes on to its end; only nobody else hears of it.
"""

from typing import TYPE_CHECKING

from strakly_desktop.ui.notices.notice import Notice, NoticeKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from strakly_desktop.ui.notices.notice_bar import NoticeBar


UNFINISHED = Notice(
    "unfinished",
    NoticeKind.WARNING,
    "Something that the person before had asked for was not finished.",
    "A file was not saved or not imported, pages were not printed, or a member was not checked in: they have to"
    " ask for it again.",
    is_of_computer=True,
)


class PersonNotices:
    """The bar, for as long as it is the same person's. Take it when the work is asked for, not when it is over."""

    def __init__(self, bar: "NoticeBar") -> None:
        self._bar = bar
        self._person = bar.person

    @property
    def is_theirs(self) -> bool:
        """Whether the person who asked for it is still the one at the desk."""
        return self._bar.person == self._person

    @property
    def may_ask(self) -> bool:
        """Whether a dialog may come up: it is their desk, and neither locked nor away."""
        around = self._bar.parentWidget()
        is_in_picture = around is None or around.isWindow() or around.isVisibleTo(self._bar.window())
        return self.is_theirs and is_in_picture

    def window(self) -> "QWidget":
        """What a dialog belongs over."""
        return self._bar.window()

    def show_notice(self, notice: Notice) -> None:
        """See `NoticeBar`. Where another person came, only that something failed, and not what."""
        if self.is_theirs:
            self._bar.show_notice(notice)
        elif notice.kind is not NoticeKind.INFO:
            self._bar.show_notice(UNFINISHED)

    def restate(self, key: str, fact: str) -> None:
        """See `NoticeBar`; nothing where another person came."""
        if self.is_theirs:
            self._bar.restate(key, fact)

    def dismiss(self, key: str) -> None:
        """See `NoticeBar`; nothing where another person came: it may be a notice of theirs by now."""
        if self.is_theirs:
            self._bar.dismiss(key)
