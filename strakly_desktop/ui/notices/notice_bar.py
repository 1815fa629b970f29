"""The news above the composer: failures with Retry, a lost thread, a changed theme with Undo.

Three boxes at most, in a low window fewer, the worst nearest to the composer where the eyes and the Shift+Tab
key meet it first; what finds no place waits until one goes, and its time with it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.announcing import announce
from strakly_desktop.ui.style.column import column

if TYPE_CHECKING:
    from strakly_desktop.ui.notices.notice import Notice, NoticeAction
    from strakly_desktop.ui.notices.notice_row import NoticeRow

MOST = 3
UNDO = "Undo"
"""What the button of a notice says that takes something back: Ctrl+Z presses it as well."""
GAP = 10
_UNBOUNDED = 16777215


class NoticeBar(Guarded, QWidget):
    """The notices, one at a time for each key.

    Signals:
        notice_shown(): one came, and with it further places for the keyboard.
        keyboard_released(): the notice that has the keyboard is about to go away, or was acted on.
    """

    notice_shown = Signal()
    keyboard_released = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.person = 0
        """Grows with each who comes: by it a long piece of work knows that it is not theirs any more."""
        self.seen: Callable[[str], str] = str
        """What may be seen of a text."""
        self._rows: dict[str, NoticeRow] = {}
        self._room = _UNBOUNDED
        self.is_reached: Callable[[], bool] = lambda: True
        """Whether a click would meet a notice; asked once more when the time of one is over."""
        self._in_sight = True
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(GAP)
        self.setAccessibleName("Notices")
        # Not Fixed: that would cap the height at the size hint, and wrapped lines need more.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._follow_column()
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for row in self._rows.values():
            row.set_look(look)
        self._follow_column()

    def show_notice(self, notice: "Notice") -> None:
        """Show a notice, in place of an earlier one with the same key, and have it read aloud."""
        # The first picture of most starts has none.
        from strakly_desktop.ui.notices.notice_row import NoticeRow

        self._remove(notice.key)
        if self.seen is not str:
            notice = replace(
                notice,
                fact=self.seen(notice.fact),
                rest=self.seen(notice.rest),
                details=self.seen(notice.details),
            )
        row = NoticeRow(self._look, notice, self)
        row.hide()
        row.set_in_sight(self._in_sight)
        row.acted.connect(partial(self._act, row))
        row.closed.connect(partial(self._close, row))
        row.time_over.connect(partial(self._let_go, row))
        self._rows[notice.key] = row
        self._arrange()
        if not row.isHidden():
            row.arrive()
        self._announce(notice)
        self.notice_shown.emit()

    def restate(self, key: str, fact: str) -> None:
        """Let a notice say how it is by now, without being read aloud again. An unknown key does nothing."""
        if (row := self._rows.get(key)) is not None:
            row.restate(self.seen(fact))

    def dismiss(self, key: str) -> None:
        """Take a notice away; no news of it is sent. An unknown key does nothing."""
        if self._remove(key):
            self._arrange()

    def clear_personal(self) -> None:
        """Another person comes: what is not the computer's own news is gone, as if it had been closed.

        What was begun before, and tells by `PersonNotices`, tells nothing any more.
        """
        self.person += 1
        for row in [row for row in self._rows.values() if not row.notice.is_of_computer]:
            self._close(row)

    @property
    def has_passing(self) -> bool:
        """Whether one is there that goes by itself."""
        return any(row.notice.timeout_ms for row in self._rows.values())

    def undo(self) -> bool:
        """Press the Undo of the newest notice that has one and can be reached. False where there is none."""
        shown = self.shown() if self.is_reached() else []
        for row in reversed(self._rows.values()):
            action = row.notice.action
            if row.notice.key in shown and action is not None and action.label == UNDO:
                self._act(row, action)
                return True
        return False

    def leave_conversation(self) -> None:
        """Another conversation is on the page: what tells of the one before, and does not say so, goes."""
        for key in [row.notice.key for row in self._rows.values() if row.notice.is_of_conversation]:
            self.dismiss(key)

    def set_in_sight(self, in_sight: bool) -> None:
        """Whether somebody can see and reach them: no notice's time runs out while they cannot."""
        self._in_sight = in_sight
        for row in self._rows.values():
            row.set_in_sight(in_sight)

    def set_room(self, height: int) -> None:
        """Take no more than this height, in pixels; the worst notice is shown in any case, as far as it goes."""
        height = max(1, height)
        if height != self._room:
            self._room = height
            self.setMaximumHeight(height)
            self._arrange()

    def least_height(self) -> int:
        """What the worst notice alone takes, in pixels; 0 where there is none."""
        if not self._rows:
            return 0
        width = column(self.width(), self._look.text_scale).width
        return self._worst_first()[0].height_at(width) + GAP

    def shown(self) -> list[str]:
        """The keys on screen, from top to bottom."""
        return [row.notice.key for row in reversed(self._fitting())]

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard into the worst notice."""
        if self._rows:
            self._worst_first()[0].focus_first(reason)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order from the top notice to the worst."""
        return [stop for row in reversed(self._fitting()) for stop in row.stops()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow_column()

    def _worst_first(self) -> "list[NoticeRow]":
        newest_first = reversed(self._rows.values())
        return sorted(newest_first, key=lambda row: row.notice.kind, reverse=True)

    def _fitting(self) -> "list[NoticeRow]":
        """Those that there is room for, the worst first."""
        width = column(self.width(), self._look.text_scale).width
        found: list[NoticeRow] = []
        left = self._room
        for row in self._worst_first()[:MOST]:
            left -= row.height_at(width) + GAP
            if found and left < 0:
                break
            found.append(row)
        return found

    def _act(self, row: "NoticeRow", action: "NoticeAction") -> None:
        if self._rows.get(row.notice.key) is not row:
            return
        if not action.stays:
            self.keyboard_released.emit()
            self.dismiss(row.notice.key)
        action.run()

    def _close(self, row: "NoticeRow") -> None:
        if self._rows.get(row.notice.key) is not row:
            return
        self.dismiss(row.notice.key)
        if row.notice.on_closed is not None:
            row.notice.on_closed()

    def _let_go(self, row: "NoticeRow") -> None:
        if self.is_reached():
            self._close(row)
        else:
            row.wait_longer()

    def _remove(self, key: str) -> bool:
        row = self._rows.pop(key, None)
        if row is None:
            return False
        if any(stop.hasFocus() for stop in row.stops()):
            self.keyboard_released.emit()
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        return True

    def _arrange(self) -> None:
        shown = list(reversed(self._fitting()))
        for row in self._rows.values():
            self._layout.removeWidget(row)
            if row not in shown:
                row.hide()
        for row in shown:
            self._layout.addWidget(row)
            row.show()
        self._follow_column()
        self.setVisible(bool(shown))

    def _follow_column(self) -> None:
        place = column(self.width(), self._look.text_scale)
        for row in self._rows.values():
            row.fit(place.width)
        self._layout.setContentsMargins(place.left, GAP, place.right, 0)

    def _announce(self, notice: "Notice") -> None:
        from strakly_desktop.ui.notices.notice import NoticeKind

        words = f"{notice.fact} {notice.rest}".strip()
        announce(self, words, at_once=notice.kind is NoticeKind.DANGER)
