"""The history panel of an open desk, as a person uses it with the keyboard."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from support.desk import OpenDesk

from strakly_desktop.conversation.model import ConversationSummary, SearchHit
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.history.days import DayGroup
from strakly_desktop.ui.history.model import ENTRY

Key = Qt.Key


class HistoryUse:
    """What stands in the panel, and the keys that act on it."""

    def __init__(self, desk: OpenDesk) -> None:
        self.desk = desk
        panel = desk.house.window.history
        # Before there are conversations to list, the panel makes no lists.
        self.list, self.found = panel._lists
        field = panel.findChild(SearchField)
        assert isinstance(field, SearchField)
        self.field = field

    @property
    def rows(self) -> list[str]:
        """Headings in capitals and titles, from the top."""
        return [
            entry.title.upper() if isinstance(entry, DayGroup) else entry.title for entry in self._entries()
        ]

    @property
    def titles(self) -> list[str]:
        """The titles alone."""
        return [entry.title for entry in self._entries() if isinstance(entry, ConversationSummary)]

    @property
    def hits(self) -> list[SearchHit]:
        """What the search found."""
        model = self.found.model()
        entries = (model.index(row, 0).data(ENTRY) for row in range(model.rowCount()))
        return [entry for entry in entries if isinstance(entry, SearchHit)]

    async def wait_for(self, title: str) -> None:
        """Wait until a conversation of this title stands in the list."""
        await self.desk.until(lambda: title in self.titles)

    async def open(self, title: str) -> None:
        """Open a conversation with Return."""
        await self.wait_for(title)
        self.press(title, Key.Key_Return)
        await self.desk.until(lambda: self._open_title() == title)

    def press(self, title: str, key: Qt.Key) -> None:
        """Press a key on the row of this title, with the keyboard in the list."""
        self.list.setFocus()
        self.list.go_to(self._index(title))
        QTest.keyClick(self.list, key)

    async def rename(self, title: str, to: str) -> None:
        """Rename with F2, as it is typed."""
        self.press(title, Key.Key_F2)
        await self.desk.until(lambda: self.list.findChild(QLineEdit) is not None)
        editor = self.list.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        editor.setText(to)
        QTest.keyClick(editor, Key.Key_Return)

    async def search(self, text: str) -> None:
        """Type into the search field and wait for the answer."""
        self.field.clear()
        QTest.keyClicks(self.field, text)
        await self.desk.until(lambda: bool(self.hits))

    def _open_title(self) -> str:
        summary = self.desk.house.session.summary
        return "" if summary is None else summary.title

    def _index(self, title: str) -> QModelIndex:
        model = self.list.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            entry = index.data(ENTRY)
            if isinstance(entry, ConversationSummary) and entry.title == title:
                return index
        raise LookupError(title)

    def _entries(self) -> list[DayGroup | ConversationSummary]:
        model = self.list.model()
        return [model.index(row, 0).data(ENTRY) for row in range(model.rowCount())]
