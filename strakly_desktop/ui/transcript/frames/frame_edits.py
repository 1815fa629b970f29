"""Makes the edits of a growing answer so that only what is new of it is painted again.

Qt has all of a table or list painted again to which a line was added, and with each frame that is most of the page.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextDocument

from strakly_desktop.rendering.writing.formats import table_of
from strakly_desktop.rendering.writing.table_fit import VERTICAL_PADDING
from strakly_desktop.ui.page.table_cards import RADIUS
from strakly_desktop.ui.page.visible_blocks import REACH, shown

_NOWHERE = sys.maxsize
_ROUND_CORNERS = RADIUS + VERTICAL_PADDING + 2
"""So far above the text of a new row the card ended."""
_BETWEEN_LINES = 2
"""So many px above its letters nothing of a line is painted, nor of the line before."""


class FrameEdits(QObject):
    """Edits `document`, which its parent shows."""

    def __init__(self, document: QTextDocument, fit_range: Callable[[], None], parent: QObject) -> None:
        """`fit_range` lets the view reach to the end of a document of another size."""
        super().__init__(parent)
        self._document = document
        self._fit_range = fit_range
        self._is_unseen = False
        self._is_noting = False
        self._start, self._taken = _NOWHERE, 0
        document.contentsChange.connect(self._note)

    @property
    def is_unseen(self) -> bool:
        """Whether the view has not been told of the last change: what it shows stood there before."""
        return self._is_unseen

    def make(self, change: Callable[[], None], *, unseen: bool = False) -> float | None:
        """Change the document at its end; return the height from which on its picture is another now, None for none.

        The layout tells its view nothing of it: neither what to paint, nor a range that is not the right one yet.
        `unseen`: the view reaches to the new end with the next edit only, after which all of it is another.
        """
        layout = self._document.documentLayout()
        size = layout.documentSize()
        layout.blockSignals(True)
        # For this one edit alone: a place in the text moves with the next.
        self._is_noting, self._start, self._taken = True, _NOWHERE, 0
        try:
            change()
        finally:
            self._is_noting = False
            layout.blockSignals(False)
            was_unseen, self._is_unseen = self._is_unseen, unseen
            if not unseen and (was_unseen or layout.documentSize() != size):
                self._fit_range()
        if was_unseen:
            return 0
        start = self._start
        if start == _NOWHERE:
            return None
        block = shown(self._document.findBlock(min(start, self._document.characterCount() - 1)))
        offset = start - block.position()
        is_row = table_of(block) is not None
        if is_row and self._taken <= 1 and offset == block.length() - 1:
            # A row came below this cell, which stays as it is, but for the corners of the card.
            return layout.blockBoundingRect(block.next()).top() - _ROUND_CORNERS
        top = layout.blockBoundingRect(block).top()
        line = _first_changed_line(block, offset)
        if line > 0 or (line == 0 and offset > 0 and not is_row):
            # What is above stays as it is. Between two lines the edge of what is painted cuts through nothing.
            return top + block.layout().lineAt(line).y() - _BETWEEN_LINES
        # Cards reach out of their text, and a line that has become a card's stood higher.
        return top - REACH

    def _note(self, position: int, removed: int, added: int) -> None:
        if self._is_noting and (removed or added):
            self._start, self._taken = min(self._start, position), self._taken + removed


def _first_changed_line(block: QTextBlock, changed: int) -> int:
    """The number of the first line of a block that is another when its text from a place on is; -1 for none."""
    line = block.layout().lineForTextPosition(max(0, changed - 1))
    if not line.isValid():
        return -1
    # A word that has grown may have left the line above: where a blank ends the first one, its line begins as it did.
    begins_as_before = " " in block.text()[line.textStart() : changed]
    return max(0, line.lineNumber() - (0 if begins_as_before else 1))
