"""Feeds the table panel: from an answer that is over, or live from the one that streams in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from strakly_desktop.app.chat.message_view import question_of
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.chat.titles import title_of
from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import split
from strakly_desktop.ui.window.table_dock import TableDock

if TYPE_CHECKING:
    from strakly_desktop.rendering.tables.table_data import AnswerTables, TableContent


class TableFeed(QObject):
    """Shows a table of an answer in the panel and keeps it up to date while the answer grows."""

    def __init__(self, session: ChatSession, dock: TableDock) -> None:
        super().__init__(dock)
        self._session = session
        self._dock = dock
        self._live: AnswerTables | None = None
        self._index = 0
        self._answer: Message | None = None
        session.token_received.connect(self._grow)
        session.turn_finished.connect(self._end)
        session.turn_stopped.connect(self._end)
        session.turn_failed.connect(lambda answer, _failure: self._end(answer))
        session.conversation_cleared.connect(self._close)
        session.conversation_opened.connect(lambda *_: self._close())
        dock.closed.connect(self._stop)

    @property
    def answer(self) -> Message | None:
        """The answer whose table is in the panel, as far as it has come; None where there is none."""
        return self._answer

    def tables(self, answer: Message) -> list[str]:
        """A name for each table of an answer: what stands above it or its headings, and how many rows it has."""
        # Markdown, and what reads tables out of it: imported when there is an answer.
        from strakly_desktop.rendering.tables.table_data import tables_of

        text = self._text_of(answer)
        contents = tables_of(text)
        above = _headings_above(text, len(contents))
        return [_name(content, heading) for content, heading in zip(contents, above, strict=True)]

    def charted(self, answer: Message) -> list[int]:
        """Which tables of an answer have a chart, from 0."""
        from strakly_desktop.rendering.chart.chart_data import charts_of
        from strakly_desktop.rendering.tables.table_data import tables_of

        day = answer.created_at.date()
        contents = enumerate(tables_of(self._text_of(answer)))
        return [index for index, content in contents if charts_of(content, day)]

    def show_chart(self, answer: Message, index: int) -> None:
        """Open the panel with the chart of a table of `answer`."""
        self.show(answer, index)
        self._dock.panel.show_chart()

    def show(self, answer: Message, index: int, row: int | None = None) -> None:
        """Open the panel with a table of `answer`, at one of its rows (from 0)."""
        from strakly_desktop.rendering.tables.table_data import AnswerTables, tables_of

        text = self._text_of(answer)
        contents = tables_of(text)
        if index >= len(contents):
            return
        self._live = None
        self._index = index
        self._answer = answer
        content = contents[index]
        if answer.state is MessageState.STREAMING and self._session.is_running:
            self._live = AnswerTables()
            self._live.append(text)
            content = self._live.content(index) if index < len(self._live) else content
        panel = self._dock.panel
        title = _headings_above(text, len(contents))[index] or title_of(
            question_of(self._session.messages, answer)
        )
        panel.show_table(title or "Table", content, answer.created_at.date())
        panel.set_complete(answer.state)
        self._dock.show_panel()
        if row is not None:
            panel.show_row(row)

    def _text_of(self, answer: Message) -> str:
        return self._session.running_text if answer.state is MessageState.STREAMING else answer.text

    def _grow(self, delta: str) -> None:
        if self._live is not None and self._live.append(delta) and self._index < len(self._live):
            self._update(self._live.content(self._index))

    def _end(self, answer: Message) -> None:
        if self._live is None:
            return
        from strakly_desktop.rendering.tables.table_data import tables_of

        self._live = None
        self._answer = answer
        contents = tables_of(answer.text)
        if self._index < len(contents):
            self._update(contents[self._index])
        self._dock.panel.set_complete(answer.state)

    def _update(self, content: "TableContent") -> None:
        self._dock.panel.update_rows(content)

    def _stop(self) -> None:
        self._live = self._answer = None

    def _close(self) -> None:
        self._stop()
        self._dock.hide_panel()


def _headings_above(text: str, count: int) -> list[str]:
    """For each of the `count` tables of an answer the heading that it stands under; "" for none."""
    from strakly_desktop.rendering.markdown.html_tree import parse_html
    from strakly_desktop.rendering.markdown.markup import to_html

    found: list[str] = []
    heading = ""
    for block in split(text):
        if block.kind is SegmentKind.HEADING:
            heading = title_of(parse_html(to_html(block.source)).text())
        elif block.kind is SegmentKind.TABLE and not block.continues:
            found.append(heading)
    # Tables in lists, quotes and HTML are no blocks of their own: then nothing is said rather than a wrong thing.
    return found if len(found) == count else [""] * count


def _name(content: "TableContent", heading: str) -> str:
    columns = ", ".join(column for column in content.headers if column.strip(" #"))
    from strakly_desktop.rendering.tables.table_part import rows_text

    return f"{heading or columns[:50] or 'Table'} ({rows_text(len(content.rows), content.part)})"
