"""Keeps the page of a long day short: turns far above are given back, and come again as earlier messages do.

Every edit of a document costs a little for all that stands in it, so the three thousandth turn would cost ten times the
first. Nobody misses what is given back: the reader is at the end, and has selected, found and gone to nothing.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.document.document import ShownMessage, TranscriptDocument
from strakly_desktop.ui.transcript.autoscroll import Autoscroll
from strakly_desktop.ui.transcript.earlier_messages import EarlierMessages

TURNS_KEPT = 50
_GIVEN_BACK_AT_ONCE = 4
_PAUSE_MS = 50


class PageLength(QObject):
    """Takes turns off the page of `view`, and brings all again where the whole conversation is to be selected."""

    def __init__(
        self,
        content: TranscriptDocument,
        earlier: EarlierMessages,
        end: Autoscroll,
        is_in_use: Callable[[], bool],
        view: QTextEdit,
    ) -> None:
        """`is_in_use`: whether anything that the person has marked may stand far above."""
        super().__init__(view)
        self._content = content
        self._earlier = earlier
        self._end = end
        self._is_in_use = is_in_use
        self._view = view
        self._selects_all = False
        self._pass = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pass.timeout.connect(self.shorten)
        earlier.settled.connect(self._select_rest)

    def clear(self) -> None:
        """Another conversation."""
        self._pass.stop()
        self._selects_all = False

    def shorten(self) -> None:
        """Give turns back, if there are too many and nobody is in need of them; many of them between frames."""
        spare = self._content.turns - TURNS_KEPT
        is_still = self._end.follows and self._earlier.is_settled and self._content.is_linked
        if spare <= 0 or not is_still or self._view.textCursor().hasSelection() or self._is_in_use():
            return
        removed: list[ShownMessage] = []
        count = min(spare, _GIVEN_BACK_AT_ONCE)
        self._end.keep(lambda: removed.extend(self._content.remove_earliest(count)))
        self._earlier.give_back(removed)
        if spare > count:
            self._pass.start()

    def select_all(self) -> None:
        """Select the whole conversation; what was given back comes again for it, between frames."""
        self._view.selectAll()
        self._selects_all = self._earlier.bring_back()

    def finish_selecting(self) -> None:
        """Half of a conversation must not be copied as if it were all."""
        if self._selects_all:
            self._earlier.write_all()
            self._select_rest()

    def _select_rest(self) -> None:
        """All is there that was to be selected, unless the person has selected something else meanwhile."""
        end = self._view.document().characterCount() - 1
        if self._selects_all and self._view.textCursor().selectionEnd() == end:
            self._view.selectAll()
        self._selects_all = False
