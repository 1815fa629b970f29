"""The document that a conversation is written on, in one look and column.

All but the answers themselves is written here, at its end: questions, notes, and what stands below an answer. Where
that fails, the words are there as plain text.
"""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QTextBlock, QTextDocument

from strakly_desktop.rendering.document.drawing_bugs import DrawingBugs
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.grammar.table_syntax import may_hold_table
from strakly_desktop.rendering.tables.table_layout import Room
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor, anchored, room_of
from strakly_desktop.rendering.writing.formats import BlockRole, Mark
from strakly_desktop.rendering.writing.page_format import (
    PAGE_MARGIN,
    empty,
    fit_margins,
    prepare,
    set_tab_stops,
)
from strakly_desktop.rendering.writing.plain_writer import remove_from, write_plain_bubble, write_plain_end
from strakly_desktop.rendering.writing.table_fit import refit, tables_of
from strakly_desktop.rendering.writing.turn_writer import (
    NOTE_GAP,
    REST_TITLE,
    AnswerEnd,
    refit_bubble,
    rest_note,
    rewrite_source_line,
    write_bubble,
    write_end,
    write_note,
    write_rest_note,
)


class Sheet:
    """Writes at the end of `document`, within the caller's edit. `width`: of the column, in px; the caller sets `look`.

    `fresh`: the last block may be used, for nothing stands in it yet.
    """

    def __init__(self, document: QTextDocument, look: Look) -> None:
        self.document = document
        self.look = look
        self.width = 600
        self.fresh = True
        self.bugs = DrawingBugs()
        self._margins = PAGE_MARGIN, PAGE_MARGIN
        prepare(document)
        set_tab_stops(document, look)

    @property
    def column(self) -> tuple[int, int, int]:
        """The column: what is left of it, its width, and what is right of it, in px."""
        left, right = self._margins
        return left, self.width, right

    @property
    def room(self) -> Room:
        """The room that a table has."""
        return room_of(self.document, self.width, self.look)

    def set_column(self, left: int, width: int, right: int) -> None:
        """Let what is written from now on have another column; `fit_margins` and `refit` tell what is there."""
        self.width, self._margins = width, (left, right)

    def empty(self) -> None:
        """Take everything away."""
        empty(self.document)
        # Not before: Qt would lay out all that is about to leave.
        set_tab_stops(self.document, self.look)
        self.fresh = True
        self.fit_margins()

    def fit_margins(self) -> None:
        """Let the page have the margins of the column."""
        fit_margins(self.document, *self._margins)

    def refit(self) -> None:
        """Bubbles and tables take the width of the column; all other text flows by itself."""
        for block in self.blocks():
            if block.blockFormat().property(Mark.ROLE) == BlockRole.USER:
                refit_bubble(block, self.width)
        room = self.room
        for table in tables_of(self.document):
            self.bugs.attempt(partial(refit, table, room), _leave)

    def blocks(self) -> Iterator[QTextBlock]:
        """All blocks, from the top."""
        block = self.document.begin()
        while block.isValid():
            yield block
            block = block.next()

    def block_of(self, message_id: str) -> QTextBlock:
        """The bubble of a question or the footer of an answer; invalid where there is none."""
        return next(
            (block for block in self.blocks() if block.blockFormat().property(Mark.MESSAGE) == message_id),
            QTextBlock(),
        )

    def footer(self) -> QTextBlock:
        """The block under an answer that ends the page; invalid where there is none."""
        block = self.document.lastBlock()
        return block if block.blockFormat().property(Mark.ROLE) == BlockRole.FOOTER else QTextBlock()

    def write_question(self, text: str, message_id: str, *, is_first: bool) -> None:
        """The person's own words."""
        self._write(
            lambda page: write_bubble(page, text, message_id, is_first=is_first),
            lambda: write_plain_bubble(self.document, self.look, text, message_id),
        )

    def write_note(self, note: str) -> None:
        """A quiet line; nothing for ""."""
        if note:
            self._write(
                lambda page: write_note(page, note, top=NOTE_GAP, role=BlockRole.NOTE),
                lambda: write_plain_end(self.document, self.look, note, ""),
            )

    def write_rest_note(self, rest: str) -> None:
        """How much of an answer is not drawn: `rest`."""
        note = rest_note(rest)
        self._write(
            lambda page: write_rest_note(page, note),
            lambda: write_plain_end(self.document, self.look, f"{REST_TITLE}  {note}", ""),
        )

    def write_end(self, text: str, end: AnswerEnd) -> None:
        """What stands below an answer, of which `text` is all."""
        words = "  ".join(filter(None, (end.state_title, end.state_text, end.source_line)))
        self._write(
            lambda page: write_end(page, end, has_table=may_hold_table(text)),
            lambda: write_plain_end(self.document, self.look, words, end.message_id),
        )

    def rewrite_source_line(self, footer: QTextBlock, line: str) -> None:
        """Another line of sources in a footer that has one."""
        rewrite_source_line(footer, self.look, line)

    def _write(self, draw: Callable[[DocumentCursor], None], instead: Callable[[], None]) -> None:
        """Draw at the end of the document; where that fails, write `instead` of what it has left there."""
        page = DocumentCursor.at_end_of(self.document, self.look, self.width, fresh=self.fresh)
        place = anchored(page.cursor)

        def write_instead() -> None:
            remove_from(self.document, place.position())
            instead()
            page.fresh = False

        self.bugs.attempt(lambda: draw(page), write_instead)
        self.fresh = page.fresh


def _leave() -> None:
    """What could not be changed stays as it is."""
