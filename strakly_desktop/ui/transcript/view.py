"""The conversation on the page, as the window has it: questions, answers, their ends, and what is done with each."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QTextBlock, QTextCursor

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document.document import AnswerEnd, ShownMessage
from strakly_desktop.rendering.document.shown_messages import id_of
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.page.answer_actions import AnswerAction
from strakly_desktop.ui.page.answer_footers import footer_of, message_of
from strakly_desktop.ui.page.answer_tables import TableInAnswer, table_at
from strakly_desktop.ui.page.table_cards import nearest_table
from strakly_desktop.ui.transcript.frames.frame_queue import CLOSING_MS
from strakly_desktop.ui.transcript.menu import add_answer_entries, add_table_entry, transcript_menu
from strakly_desktop.ui.transcript.streamed_page import StreamedPage

_BLANK_MS = 400


class TranscriptView(StreamedPage):
    """Shows one conversation.

    What is written goes through one queue, in order: the end of an answer waits for its last words to be drawn,
    and the next question for that end.

    Signals:
        action_requested(AnswerAction, str): a button of an answer was pressed, and the id of the answer; "" where
            it has none.
        table_requested(TableInAnswer): the wish to open one table of an answer.
        copy_requested(str, CopyFormat): id of an answer, and how.
        ask_again_requested(): the wish to ask the last question once more.
    """

    action_requested = Signal(object, str)
    table_requested = Signal(object)
    copy_requested = Signal(str, object)
    ask_again_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._answer: list[str] | None = None
        self._answer_id = ""
        self._blank = QTimer(self, singleShot=True, interval=_BLANK_MS)
        self._blank.timeout.connect(self._show_unless_written_again)
        self._awaited.open_table.connect(
            lambda: self.action_requested.emit(AnswerAction.TABLE, self._answer_id)
        )
        self._bars.requested.connect(self._act)
        self._more.requested.connect(self._open_table)

    @property
    def answer_text(self) -> str:
        """The markdown of the running or last answer as far as it was handed over."""
        return self._content.answer_text if self._answer is None else "".join(self._answer)

    def set_look(self, look: Look) -> None:
        """Re-colour everything, what is already there included; scroll position and selection stay."""
        rescaled = look.text_scale != self._look.text_scale
        super().set_look(look)
        self._awaited.set_look(look)
        in_sight = self._positions_in_sight()
        if not self._content.writes_anew_with(look):
            self._content.set_look(look, in_sight)
        elif self._is_long and self._can_write_again:
            self._write_again(look)
        else:
            self._end.follow_on()
            self._opening.forget_place()

            def write_anew() -> None:
                self._take_font()
                self._edit(lambda: self._content.set_look(look), 0)
                if rescaled:
                    self._fit_column()

            self._reflow(write_anew)
        self._place_children()
        if rescaled:
            self._fit_room()

    def clear_conversation(self) -> None:
        """Show an empty conversation."""
        self._copy_on()
        self._rewritten = self._kept_copy = None
        self._awaits_answer = False
        self._pill.end_filling()
        self._end.comes_below = False
        self._blank.stop()
        self.viewport().setUpdatesEnabled(True)
        self._show_again()
        self._queue.clear()
        self._answer = None
        self._is_answering = False
        self._awaited.end()
        self._earlier.clear()
        self._length.clear()
        with self._end.own_move():
            self._content.clear()
        self.forget_place()
        self._fit_room()
        self._end.jump()

    def show_conversation(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Open a conversation at its end, with dots below it until that is there. `has_earlier`: there are messages
        before these."""
        self.clear_conversation()
        self._earlier.add(messages, has_earlier)
        self._earlier.write_first()
        if messages and self.document().isEmpty():
            # Its end is shown at once: nobody can read what runs by. But nobody looks at nothing for long either.
            self.viewport().setUpdatesEnabled(False)
            self._blank.start()
            self._pill.begin_filling()
            # A long last answer is written from its beginning on: its foot is no end until then.
            self._awaited.begin()
            self._fit_room()
        self.jump_to_end()

    def _show_unless_written_again(self) -> None:
        if self._rewritten is None:
            self.viewport().setUpdatesEnabled(True)

    def add_user_message(self, text: str, message_id: str = "", note: str = "") -> None:
        """Show the person's own words and go to the end: who asks wants to see the answer.

        `note`: a quiet line above them.
        """
        self._leave_line()
        self._earlier.write_last()
        self.viewport().setUpdatesEnabled(True)
        self._show_again()
        self._queue.then(lambda: self._write_question(text, message_id, note))
        self.jump_to_end()

    def _leave_line(self) -> None:
        """What stands below all else is asked for: that is the end from now on."""
        if self._rewritten is not None:
            self._rewritten.forget_line()
        if self._earlier.comes_below:
            self._end.jump()

    def begin_answer(self, message_id: str = "") -> None:
        """Show the waiting dots where the text will come."""
        if self._earlier.comes_below:
            self._leave_line()
            self._earlier.write_last()
        self._answer = []
        self._opening.begin()
        self._taken = 0
        self._is_answering = True
        self._queue.then(lambda: self._begin_answer(message_id))
        self._awaited.tell("")
        self._awaited.begin()
        self._fit_room()
        self._place_children()
        self.jump_to_end()

    def set_busy_line(self, text: str) -> None:
        """What to say beside the dots; "" for nothing."""
        self._awaited.tell(text)

    def append_text(self, delta: str) -> None:
        """Take the next piece of the answer; it is drawn with the next frame or later."""
        if self._answer is not None:
            self._answer.append(delta)
        self._opening.note_text()
        self._put(delta)

    def finish_answer(self, text: str, end: AnswerEnd) -> None:
        """The answer is over: `text` is the whole of it; what stands below it shows when all of it is drawn."""
        shown = self.answer_text
        if self._is_answering and text.startswith(shown):
            self._put(text[len(shown) :])
        self._answer = [text]
        self._is_answering = False
        if end.state is MessageState.COMPLETE and self._opening.is_unread:
            self._end.open_at(self._opening.place)
        self._queue.then(lambda: self._write_end(text, end))
        self._queue.draw_short()
        if end.state is MessageState.STOPPED:
            self._queue.rest(CLOSING_MS)
            self._length.rest(CLOSING_MS)
        else:
            self._queue.rest()

    def set_source_line(self, message_id: str, line: str) -> None:
        """Another line of sources under a finished answer, "" for the same; once all of it is drawn."""

        def write() -> None:
            self._earlier.set_source_line(message_id, line)
            self._edit(lambda: self._content.set_source_line(message_id, line))

        if line:
            self._queue.then(write)

    def show_otherwise(self, messages: Sequence[ShownMessage]) -> None:
        """Show these in place of the messages with their ids, which are over; the reader stays at the line."""
        others = {id_of(message): message for message in messages}
        self._copy_on()
        self._queue.draw_all()
        if not self._is_answering and (last := others.get(self._answer_id)) is not None and self._answer:
            self._answer = [last.text]
        was_writing = self._earlier.replace(others)
        if self._content.replace(others) or was_writing:
            if self._bars.has_keyboard:
                self.setFocus()
            if not self._can_write_again:
                # No place can be found again in an answer that goes on meanwhile.
                with self._end.own_move():
                    self.setTextCursor(self.cursorForPosition(QPoint(0, 0)))
                self.found.find(None)
            self._write_again(self._look)
        # As it stood nobody may copy it any more.
        self._kept_copy = None

    def _begin_answer(self, message_id: str) -> None:
        self._answer_id = message_id
        self._length.shorten()
        self._opening.note_place()
        self._content.begin_answer(message_id)

    def _write_question(self, text: str, message_id: str, note: str) -> None:
        self._bars.hide_last()
        self._edit(lambda: self._content.add_user_message(text, message_id, note))

    def _write_end(self, text: str, end: AnswerEnd) -> None:
        if self._content.is_other(text):
            self._earlier.drop_parts()

        def finish() -> None:
            self._content.finish_answer(text, end)

        was_unseen = self._frames.is_unseen
        try:
            # What was not shown of its last words is with the end.
            change = (lambda: self._show_unseen(finish)) if was_unseen else finish
            self._edit(change, self._content.position_of_change(text))
        finally:
            if not self._is_answering:
                # Else they wait for the next answer already.
                self._awaited.end()
        self._show_bar()
        self._pill.count()
        self._earlier.go_on()

    def table_in_sight(self) -> TableInAnswer | None:
        """The table that the reader is at: the last in sight at the end of the page, elsewhere the middle one."""
        self._note_all_in_sight()
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        table = nearest_table(self._tables.values(), None if self._end.follows else middle)
        return None if table is None else self._table_at(table.cell.block())

    def set_table_beside(self, table: TableInAnswer | None) -> None:
        """Which table is open beside the page; None for none. Below it nothing is offered: it is seen there."""
        self._more.set_beside(None if table is None else lambda block: self._table_at(block) == table)
        self._place_more()

    def _table_at(self, block: QTextBlock) -> TableInAnswer | None:
        footer = footer_of(block)
        message_id = self._content.answer_id if footer is None else message_of(footer)
        return table_at(block, message_id, lambda: self._earlier.tables_above)

    def _open_table(self, place: QTextCursor, row: int | None) -> None:
        table = self._table_at(place.block())
        if table is not None:
            self.table_requested.emit(replace(table, row=row))

    def _place_more(self) -> None:
        self._more.place(self._tables, self.found.place, growing=self._content.is_writing)

    def _act(self, action: AnswerAction, message_id: str) -> None:
        self.action_requested.emit(action, message_id)
        if action is AnswerAction.ASK_AGAIN:
            self.ask_again_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = transcript_menu(
            self, event.pos(), self._length.select_all, self.address, can_copy=self.can_copy
        )
        block = self.cursorForPosition(event.pos()).block()
        if (table := self._table_at(block)) is not None:
            add_table_entry(menu, table, self.table_requested.emit)
        footer = footer_of(block)
        if footer is not None:
            add_answer_entries(menu, footer, self.copy_requested.emit, self._act)
        elif self._awaited.has_table:
            act, answer_id = self._act, self._answer_id
            entry = menu.addAction("Open a table of this answer")
            entry.triggered.connect(lambda: act(AnswerAction.TABLE, answer_id))
        menu.popup(event.globalPos())
