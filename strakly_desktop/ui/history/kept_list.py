"""The saved conversations by day, as a list that keeps the arrows and the reader where they are."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.history.list import HistoryList
from strakly_desktop.ui.history.model import HistoryModel

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary


class KeptList(HistoryList):
    """Signals: see HistoryList."""

    def __init__(self, look: Look, today: date, parent: QWidget) -> None:
        days = HistoryModel(today)
        super().__init__(look, days, "Conversations", parent)
        self._days = days

    @property
    def has_rows(self) -> bool:
        """Whether a conversation stands in it."""
        return len(self._days) > 0

    def set_conversations(self, conversations: "Sequence[ConversationSummary]") -> None:
        """Show these in place of all others, from the top."""
        self._days.set_conversations(conversations)
        self.scrollToTop()

    def add_conversations(self, conversations: "Sequence[ConversationSummary]") -> None:
        """Show these too."""
        self._days.add_conversations(conversations)

    def put(self, conversation: "ConversationSummary") -> None:
        """Bring one to its place, as it is now; the arrows go with it."""
        followed = self.current_id() == conversation.id
        self._days.put(conversation)
        if followed:
            self.go_to(self._days.index_of(conversation.id))

    def remove(self, conversation_id: str) -> None:
        """Show one no more."""
        self._days.remove(conversation_id)

    def set_drafts(self, conversation_ids: frozenset[str]) -> None:
        self._days.set_drafts(conversation_ids)
        super().set_drafts(conversation_ids)

    def set_unsaved(self, conversation_ids: frozenset[str]) -> None:
        self._days.set_unsaved(conversation_ids)
        super().set_unsaved(conversation_ids)

    def set_elsewhere(self, conversation_ids: frozenset[str]) -> None:
        self._days.set_elsewhere(conversation_ids)
        super().set_elsewhere(conversation_ids)

    def set_today(self, today: date) -> None:
        """Another day has begun: the same rows under its headings."""
        current, place = self.current_id(), self.verticalScrollBar().value()
        self._days.set_today(today)
        self.go_to(self._days.index_of(current))
        self.verticalScrollBar().setValue(place)

    def look_for_end(self) -> None:
        """Tell if the end is near, once the rows of now are laid out."""
        self.executeDelayedItemsLayout()
        self.watch_end()
