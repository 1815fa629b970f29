"""Feeds the table panel: from an answer that is over, or live from the one that streams in."""

from PySide6.QtCore import QObject

from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.rendering.table_data import AnswerTables, TableContent, tables_of
from strakly_desktop.ui.main_window import MainWindow


class TableFeed(QObject):
    """Shows a table of an answer in the panel and keeps it up to date while the answer grows."""

    def __init__(self, session: ChatSession, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._live: AnswerTables | None = None
        self._index = 0
        session.token_received.connect(self._grow)
        session.turn_finished.connect(self._end)
        session.turn_stopped.connect(self._end)
        session.turn_failed.connect(lambda answer, _failure: self._end(answer))
        session.conversation_cleared.connect(self._close)
        session.conversation_opened.connect(lambda *_: self._close())
        window.table_panel.closed.connect(self._stop)

    def tables(self, answer: Message) -> list[str]:
        """A name for each table of an answer: its first headings, and how many rows it has."""
        return [_name(content) for content in tables_of(self._text_of(answer))]

    def show(self, answer: Message, index: int) -> None:
        """Open the panel with a table of `answer`."""
        text = self._text_of(answer)
        contents = tables_of(text)
        if index >= len(contents):
            return
        self._live = None
        self._index = index
        content = contents[index]
        if answer.state is MessageState.STREAMING and self._session.is_running:
            self._live = AnswerTables()
            self._live.append(text)
            content = self._live.content(index) if index < len(self._live) else content
        panel = self._window.table_panel
        summary = self._session.summary
        title = summary.title if summary is not None else "Table"
        panel.show_table(title, content, answer.created_at.date())
        panel.set_complete(answer.state)
        self._window.show_table_panel()

    def _text_of(self, answer: Message) -> str:
        return self._session.running_text if answer.state is MessageState.STREAMING else answer.text

    def _grow(self, delta: str) -> None:
        if self._live is not None and self._live.append(delta) and self._index < len(self._live):
            self._window.table_panel.update_rows(self._live.content(self._index))

    def _end(self, answer: Message) -> None:
        if self._live is None:
            return
        self._live = None
        contents = tables_of(answer.text)
        if self._index < len(contents):
            self._window.table_panel.update_rows(contents[self._index])
        self._window.table_panel.set_complete(answer.state)

    def _stop(self) -> None:
        self._live = None

    def _close(self) -> None:
        self._live = None
        self._window.hide_table_panel()


def _name(content: TableContent) -> str:
    headings = ", ".join(heading for heading in content.headers if heading.strip(" #"))
    rows = len(content.rows)
    return f"{headings[:50] or 'Table'} ({rows} {'row' if rows == 1 else 'rows'})"
