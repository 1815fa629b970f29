"""What a search found, as a list model."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.history.model import ENTRY, Index, spoken

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece

_NOWHERE = QModelIndex()


def _row(hit: "SearchHit") -> tuple[str, bool]:
    """What decides whether a row stands for the same: one with an excerpt is higher."""
    return hit.conversation.id, bool(hit.message_id)


class HitModel(Guarded, QAbstractListModel):
    """The hits in the order of the search, the best first."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._hits: list[SearchHit] = []

    def set_today(self, today: date) -> None:
        """Another day has begun: speak of the days by it."""
        self._today = today

    def set_hits(self, hits: "Sequence[SearchHit]") -> None:
        """Hold these in place of the earlier ones."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def renew(self, hits: "Sequence[SearchHit]") -> bool:
        """Hold these, which a later search found. False where they are the same rows: those stay as they are."""
        known = {(hit.conversation.id, hit.message_id): hit.excerpt for hit in self._hits}
        # An excerpt that is there is no reason to show none until it is worked out again.
        renewed = [
            hit if hit.excerpt else replace(hit, excerpt=known.get((hit.conversation.id, hit.message_id), ()))
            for hit in hits
        ]
        if [_row(hit) for hit in renewed] != [_row(hit) for hit in self._hits]:
            self.set_hits(renewed)
            return True
        for row, hit in enumerate(renewed):
            if hit != self._hits[row]:
                self._hits[row] = hit
                self.dataChanged.emit(self.index(row), self.index(row))
        return False

    def without_excerpt(self) -> dict[str, int]:
        """The ids of found messages of which nothing can be shown yet, and the row of each, from the top."""
        hits = enumerate(self._hits)
        return {hit.message_id: row for row, hit in hits if hit.message_id and not hit.excerpt}

    def set_excerpts(self, excerpts: "Mapping[str, tuple[TextPiece, ...]]") -> None:
        """What to show of these messages."""
        for row, hit in enumerate(self._hits):
            if hit.message_id in excerpts:
                self._hits[row] = replace(hit, excerpt=excerpts[hit.message_id])
                self.dataChanged.emit(self.index(row), self.index(row))

    def put(self, conversation: "ConversationSummary") -> None:
        """Bring a found conversation up to date; a new title has no hits marked in it."""
        # The first picture shows no conversation.
        from strakly_desktop.conversation.model import TextPiece

        for row, hit in enumerate(self._hits):
            if hit.conversation.id == conversation.id:
                same = hit.conversation.title == conversation.title
                title = hit.title if same else (TextPiece(conversation.title),)
                self._hits[row] = replace(hit, conversation=conversation, title=title)
                self.dataChanged.emit(self.index(row), self.index(row))

    def remove(self, conversation_id: str) -> None:
        """Remove the hits that stand in a conversation."""
        for row in reversed(range(len(self._hits))):
            if self._hits[row].conversation.id == conversation_id:
                self.beginRemoveRows(_NOWHERE, row, row)
                del self._hits[row]
                self.endRemoveRows()

    def __len__(self) -> int:
        return len(self._hits)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == ENTRY:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return hit.conversation.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            excerpt = "".join(piece.text for piece in hit.excerpt)
            words = spoken(hit.conversation, self._today)
            return f"{words}: {excerpt}" if excerpt else words
        return None
