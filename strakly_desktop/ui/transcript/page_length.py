"""Keeps the page of a long day or answer short: what is far above is given back, and comes as earlier messages do.

Every edit of a document costs a little for all that stands in it, so the three thousandth turn would cost ten times the
first, and the end of a long answer with tables half as much again as its beginning. Nobody misses what is given back:
the reader is at the end, and has selected, found and gone to nothing. What is left of it, a document keeps while it has
a word: after many turns the page is written anew, when nobody asks anything.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication, QTextEdit

from strakly_desktop.rendering.document.document import ShownMessage, TranscriptDocument
from strakly_desktop.ui.transcript.earlier_messages import EarlierMessages
from strakly_desktop.ui.transcript.scrolling.autoscroll import Autoscroll

TURNS_KEPT = 50
DEAD_TURNS = 150
"""So many have left their formats behind, some 40 KB each, when the page is written anew."""
LENGTH_KEPT = 8_000
"""Characters of a long answer that stay, with the turns above it: and never less than some screens of it."""
_SCREENS_KEPT = 3
"""More than those at which what was given back comes again."""
_TURNS_IN_PART = 2
"""So many turns leave as much behind as a part of an answer."""
_IDLE_MS = 5_000
_GIVEN_BACK_AT_ONCE = 4
_PAUSE_MS = 50
_BETWEEN_PARTS_MS = 16
"""A fast server brings thirty of them a second."""
_AFTER_KEY_MS = 15
"""What a key changed is painted by then, and the next one comes later."""
_AFTER_FRAME_MS = 2
"""Before the next frame, and not in the same round of the event loop as this one."""
_MOST_PUT_OFF = 20
"""So many turns of the wheel in a rush are waited for."""


class PageLength(QObject):
    """Takes turns off the page of `view`, and brings all again where the whole conversation is to be selected.

    Signals:
        shortened(): turns have left, which took as long as a frame.
    """

    shortened = Signal()

    def __init__(
        self,
        content: TranscriptDocument,
        earlier: EarlierMessages,
        end: Autoscroll,
        is_in_use: Callable[[], bool],
        write_anew: Callable[[], None],
        view: QTextEdit,
    ) -> None:
        """`is_in_use`: whether anything that the person has marked may stand far above. `write_anew`: the page."""
        super().__init__(view)
        self._content = content
        self._earlier = earlier
        self._end = end
        self._is_in_use = is_in_use
        self._write_anew = write_anew
        self._dead = 0
        self._put_off = 0
        self._view = view
        self._selects_all = False
        self._pass = QTimer(self, singleShot=True)
        self._pass.timeout.connect(self.shorten)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._freshen)
        earlier.settled.connect(self._select_rest)

    def clear(self) -> None:
        """Another conversation."""
        self._pass.stop()
        self._idle.stop()
        self._dead = 0
        self._selects_all = False

    def look(self) -> None:
        """See soon whether there is too much, where a long answer is on the page."""
        if self._content.has_parts and not self._pass.isActive():
            self._pass.start(_PAUSE_MS)

    def give_way(self) -> None:
        """Somebody types or scrolls: what leaves the page, which takes a frame's time, does between two keys."""
        if self._pass.isActive() and self._put_off < _MOST_PUT_OFF:
            self._put_off += 1
            self._pass.start(_AFTER_KEY_MS)

    def rest(self, ms: int = _AFTER_FRAME_MS) -> None:
        """Let nothing leave for so long: a frame was drawn, and a key, or a Stop, would wait for the two together."""
        if self._pass.isActive():
            self._pass.start(max(ms, self._pass.remainingTime()))

    def shorten(self) -> None:
        """Give turns back, if there are too many and nobody is in need of them; many of them between frames."""
        self._put_off = 0
        has_parts = self._content.has_parts
        spare = self._content.spare(LENGTH_KEPT) if has_parts else self._content.turns - TURNS_KEPT
        if spare <= 0 or not self._end.follows or not self._is_still:
            return
        # Of what stays Qt lays out again as much as leaves: several parts in one go would only hold up the next key.
        count = 1 if has_parts else min(spare, _GIVEN_BACK_AT_ONCE)
        if has_parts and not self._is_far_above(self._content.below_earliest(count)):
            return
        removed: list[ShownMessage] = []
        self._end.keep(lambda: removed.extend(self._content.remove_earliest(count)))
        self._earlier.give_back(removed)
        self.shortened.emit()
        self._dead += count * (_TURNS_IN_PART if has_parts else 1)
        if self._dead >= DEAD_TURNS:
            self._idle.start()
        if spare > count:
            self._pass.start(_BETWEEN_PARTS_MS if has_parts else _PAUSE_MS)

    @property
    def _is_still(self) -> bool:
        """Whether the reader is where the last answer has led to on a whole page, and has marked nothing on it."""
        is_whole = self._earlier.is_settled and self._content.is_linked
        return (
            (self._end.follows or self._end.is_where_it_opened)
            and is_whole
            and not self._view.textCursor().hasSelection()
            and not self._is_in_use()
        )

    def _is_far_above(self, block: QTextBlock) -> bool:
        """Whether all above a block can leave in the middle of an answer: nobody is about to go up, or to mark it."""
        bar = self._view.verticalScrollBar()
        top = self._view.document().documentLayout().blockBoundingRect(block).top()
        has_place = self._view.hasFocus() and 0 < self._view.textCursor().position() < block.position()
        is_held = self._end.is_held or bar.isSliderDown() or QApplication.activePopupWidget() is not None
        return bar.value() - top >= _SCREENS_KEPT * bar.pageStep() and not (
            has_place or is_held or _is_read_aloud()
        )

    def _freshen(self) -> None:
        """Write the page anew, unless somebody is at it: a screen reader would tell of it."""
        if self._content.is_writing or _is_read_aloud() or not self._is_still:
            self._idle.start()
            return
        self._dead = 0
        self._write_anew()

    def select_all(self) -> None:
        """Select the whole conversation; what was given back comes again for it, between frames."""
        self._view.selectAll()
        self._selects_all = self._earlier.bring_back()

    @property
    def is_selecting(self) -> bool:
        """Whether what is selected is to be the whole conversation, some of which is still on its way back."""
        return self._selects_all and self._is_end_selected

    def finish_selecting(self) -> None:
        """Bring back at once what is still to come: half of a conversation must not be copied as if it were all."""
        if self._selects_all:
            self._earlier.write_all()
            self._select_rest()

    def _select_rest(self) -> None:
        """All is there that was to be selected, unless the person has selected something else meanwhile."""
        if self._selects_all and self._is_end_selected:
            self._view.selectAll()
        self._selects_all = False

    @property
    def _is_end_selected(self) -> bool:
        return self._view.textCursor().selectionEnd() == self._view.document().characterCount() - 1


def _is_read_aloud() -> bool:
    """Whether a screen reader may be in the middle of the text."""
    # Its enumerations are large, and no start needs them.
    from PySide6.QtGui import QAccessible

    return QAccessible.isActive()
