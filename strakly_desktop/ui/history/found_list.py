"""What a search found, as a list that asks for the excerpts that come into sight."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.history.hits import HitModel
from strakly_desktop.ui.history.list import HistoryList

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece


class FoundList(HistoryList):
    """A page of a stack, which hides it while another one is shown.

    Signals:
        excerpts_requested(list[str]): the ids of found messages of which an excerpt comes into sight.
        Further ones: see HistoryList.
    """

    excerpts_requested = Signal(list)

    def __init__(self, look: Look, today: date, parent: QWidget) -> None:
        hits = HitModel(today)
        super().__init__(look, hits, "Found conversations", parent)
        self._hits = hits
        self._is_waiting_for_excerpts = False
        self.verticalScrollBar().valueChanged.connect(self._ask_for_excerpts)
        self.verticalScrollBar().rangeChanged.connect(self._ask_for_excerpts)

    @property
    def has_rows(self) -> bool:
        """Whether something was found."""
        return len(self._hits) > 0

    def set_hits(self, hits: "Sequence[SearchHit]") -> None:
        """Show these, from the top."""
        self._hits.set_hits(hits)
        self.scrollToTop()
        self._await_excerpts()

    def renew_hits(self, hits: "Sequence[SearchHit]") -> None:
        """Show what the same question finds by now, and leave the reader where he is."""
        # What is being typed would be gone; the news of its end comes with other hits.
        if not self.is_renaming:
            current, place = self.current_id(), self.verticalScrollBar().value()
            if self._hits.renew(hits):
                self.go_to_conversation(current)
                self.executeDelayedItemsLayout()
                self.verticalScrollBar().setValue(place)
        self._await_excerpts()

    def set_excerpts(self, excerpts: "Mapping[str, tuple[TextPiece, ...]]") -> None:
        """The answer to `excerpts_requested`."""
        self._hits.set_excerpts(excerpts)

    def put(self, conversation: "ConversationSummary") -> None:
        """Show one as it is now, if it was found."""
        self._hits.put(conversation)

    def remove(self, conversation_id: str) -> None:
        """Show one no more."""
        self._hits.remove(conversation_id)

    def set_today(self, today: date) -> None:
        """Another day has begun: speak of the days by it."""
        self._hits.set_today(today)

    def _await_excerpts(self) -> None:
        self._is_waiting_for_excerpts = False
        # Only when the hits are laid out it is known how many are in sight.
        QTimer.singleShot(0, self, self._ask_for_excerpts)

    def _ask_for_excerpts(self) -> None:
        missing = self._hits.without_excerpt()
        if missing and not self._is_waiting_for_excerpts and self._is_in_sight(min(missing.values())):
            self._is_waiting_for_excerpts = True
            self.excerpts_requested.emit(list(missing))

    def _is_in_sight(self, row: int) -> bool:
        return not self.isHidden() and row <= self.last_in_sight()
