"""The saved conversations by day, as a list model with headings.

Conversations stand in order of a key, and so do the headings: each change is found by bisection and told to
the view as the one or two rows that it touches, however long the list is.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.ui.history.days import PINNED, DayGroup, day_group, spoken_moment

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
"""The row's own value: a DayGroup, a ConversationSummary or a SearchHit."""

_Key = tuple[int, float, str]
_Row: TypeAlias = "DayGroup | ConversationSummary"
_NOWHERE = QModelIndex()
_AFTER_EVERY_ID = "\U0010ffff"


class HistoryModel(Guarded, QAbstractListModel):
    """Pinned first, then the latest used first, under the headings of `today`."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._drafts: frozenset[str] = frozenset()
        self._unsaved: frozenset[str] = frozenset()
        self._elsewhere: frozenset[str] = frozenset()
        self._today = today
        self._by_id: dict[str, ConversationSummary] = {}
        self._rows: list[_Row] = []
        self._keys: list[_Key] = []

    def set_conversations(self, conversations: "Iterable[ConversationSummary]") -> None:
        """Hold these in place of all others."""
        self._by_id = {conversation.id: conversation for conversation in conversations}
        self._arrange()

    def set_drafts(self, conversation_ids: frozenset[str]) -> None:
        """In which conversations something is typed and not sent: it is read aloud with them."""
        self._drafts = conversation_ids

    def set_unsaved(self, conversation_ids: frozenset[str]) -> None:
        """Of which conversations something is not on the disk: it is read aloud with them."""
        self._unsaved = conversation_ids

    def set_elsewhere(self, conversation_ids: frozenset[str]) -> None:
        """Which conversations were made elsewhere: it is read aloud with them."""
        self._elsewhere = conversation_ids

    def set_today(self, today: date) -> None:
        """Group the rows by another day."""
        self._today = today
        self._arrange()

    def add_conversations(self, conversations: "Iterable[ConversationSummary]") -> None:
        """Hold these too; one that is known already is brought up to date."""
        fresh = []
        for conversation in conversations:
            if conversation.id in self._by_id:
                self.put(conversation)
            else:
                fresh.append(conversation)
        fresh.sort(key=_key)
        if fresh and self._keys and _key(fresh[0]) < self._keys[-1]:
            for conversation in fresh:
                self.put(conversation)
        elif fresh:
            self._by_id.update((conversation.id, conversation) for conversation in fresh)
            self._insert(len(self._rows), list(self._with_headings(fresh, self._last_group())))

    def put(self, conversation: "ConversationSummary") -> None:
        """Add a conversation, or bring it up to date and to its place."""
        known = self._by_id.get(conversation.id)
        if known is not None and _key(known) == _key(conversation):
            self._by_id[conversation.id] = conversation
            row = bisect_left(self._keys, _key(conversation))
            self._rows[row] = conversation
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.remove(conversation.id)
        self._by_id[conversation.id] = conversation
        group = self._group_of(conversation)
        row = bisect_left(self._keys, _heading_key(group))
        if row == len(self._keys) or self._keys[row] != _heading_key(group):
            self._insert(row, [group, conversation])
        else:
            self._insert(bisect_left(self._keys, _key(conversation)), [conversation])

    def remove(self, conversation_id: str) -> None:
        """Drop a conversation if it is known, and its heading with the last one under it."""
        conversation = self._by_id.pop(conversation_id, None)
        if conversation is None:
            return
        last = first = bisect_left(self._keys, _key(conversation))
        alone = last + 1 == len(self._rows) or isinstance(self._rows[last + 1], DayGroup)
        if alone and isinstance(self._rows[first - 1], DayGroup):
            first -= 1
        self.beginRemoveRows(_NOWHERE, first, last)
        del self._rows[first : last + 1]
        del self._keys[first : last + 1]
        self.endRemoveRows()

    def index_of(self, conversation_id: str) -> QModelIndex:
        """Where a conversation stands, invalid if it is not known."""
        conversation = self._by_id.get(conversation_id)
        return (
            QModelIndex() if conversation is None else self.index(bisect_left(self._keys, _key(conversation)))
        )

    def __len__(self) -> int:
        """How many conversations, without the headings."""
        return len(self._by_id)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], DayGroup):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ENTRY:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(row, DayGroup):
                return row.title
            words = spoken(row, self._today) + (", not saved" if row.id in self._unsaved else "")
            words += ", draft" if row.id in self._drafts else ""
            return words + (", made in the web app" if row.id in self._elsewhere else "")
        return None

    def _arrange(self) -> None:
        self.beginResetModel()
        self._rows = list(self._with_headings(sorted(self._by_id.values(), key=_key), None))
        self._keys = [_row_key(row) for row in self._rows]
        self.endResetModel()

    def _insert(self, at: int, rows: list[_Row]) -> None:
        self.beginInsertRows(_NOWHERE, at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self._keys[at:at] = [_row_key(row) for row in rows]
        self.endInsertRows()

    def _with_headings(
        self, conversations: "Iterable[ConversationSummary]", group: DayGroup | None
    ) -> Iterator[_Row]:
        """These, in order, each first one of a group after its heading; `group` is the one above them."""
        for conversation in conversations:
            same = group is not None and (group is PINNED) == conversation.pinned
            if group is None or not same or not group.holds(conversation.updated_at.timestamp()):
                group = self._group_of(conversation)
                yield group
            yield conversation

    def _last_group(self) -> DayGroup | None:
        last = self._rows[-1] if self._rows else None
        return self._group_of(last) if last is not None and not isinstance(last, DayGroup) else None

    def _group_of(self, conversation: "ConversationSummary") -> DayGroup:
        return PINNED if conversation.pinned else day_group(conversation.updated_at, self._today)


def conversation_at(index: Index) -> "ConversationSummary | None":
    """The conversation in a row of the history or of a search, None in a heading."""
    # The first picture shows no conversation.
    from strakly_desktop.conversation.model import ConversationSummary, SearchHit

    entry = index.data(ENTRY)
    match entry:
        case ConversationSummary():
            return entry
        case SearchHit():
            return entry.conversation
    return None


def spoken(conversation: "ConversationSummary", today: date) -> str:
    """What a screen reader says of a conversation."""
    words = f"{conversation.title}, {spoken_moment(conversation.updated_at, today)}"
    return f"{words}, pinned" if conversation.pinned else words


def _key(conversation: "ConversationSummary") -> _Key:
    return (0 if conversation.pinned else 1, -conversation.updated_at.timestamp(), conversation.id)


def _heading_key(group: DayGroup) -> _Key:
    # What was last used at the very moment where the group ends belongs to the next later one, above it.
    return (0 if group is PINNED else 1, -group.end, _AFTER_EVERY_ID)


def _row_key(row: _Row) -> _Key:
    return _heading_key(row) if isinstance(row, DayGroup) else _key(row)
