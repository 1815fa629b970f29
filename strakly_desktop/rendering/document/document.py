"""The transcript as one QTextDocument: settled text is written once, a frame touches only the open tail.

It holds text, margins and roles; backgrounds are painted by the view from those roles. This is the seam
behind which the rendering engine works: callers know deltas, frames and the end of an answer, nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from strakly_desktop.conversation.cut_text import end_within
from strakly_desktop.rendering.document.answer.answer_seams import PageEntries, is_above
from strakly_desktop.rendering.document.answer.streaming_answer import StreamingAnswer
from strakly_desktop.rendering.document.link_resolution import LinkResolution
from strakly_desktop.rendering.document.messages_apart import MessagesApart, insert_above, remove_above
from strakly_desktop.rendering.document.recoloring import Recoloring
from strakly_desktop.rendering.document.sheet import Sheet
from strakly_desktop.rendering.document.shown_messages import (
    DRAWN_LIMIT,
    AnswerPart,
    BegunAnswer,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    joined,
    with_others,
)
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.document_cursor import editing, keep_glyphs
from strakly_desktop.rendering.writing.page_format import PAGE_MARGIN
from strakly_desktop.rendering.writing.plain_writer import remove_from
from strakly_desktop.rendering.writing.table_fit import tables_of
from strakly_desktop.rendering.writing.turn_writer import FOOTER_HEIGHT, AnswerEnd, collapse_footer

__all__ = [
    "FOOTER_HEIGHT",
    "PAGE_MARGIN",
    "AnswerEnd",
    "ShownAnswer",
    "ShownMessage",
    "ShownQuestion",
    "TranscriptDocument",
]

_FEW_TABLES = 20
"""Qt looks at every bit of a document's text when a table in it gets a row. Of a long table each part counts."""


class TranscriptDocument:
    """Writes one conversation into `document`. Widths are in px of the document.

    The caller sets the column before the first message and after each resize. Links whose addresses come last are
    written between frames: `sight` tells a position that the reader sees, `in_place` makes a change while the
    reader's place in the page is kept.
    """

    def __init__(
        self,
        document: QTextDocument,
        look: Look,
        sight: Callable[[], int] | None = None,
        in_place: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        self._document = document
        self._sheet = Sheet(document, look)
        self._recoloring = Recoloring(document, self._sheet.bugs)
        self._late_links = LinkResolution(
            document, look, self._sheet.width, self._sheet.bugs, sight, in_place
        )
        self._entries = PageEntries()
        self._answer: StreamingAnswer | None = None
        self._answer_id = ""
        self._in_place: MessagesApart | None = None
        """What is being written at the end of the page; the answer, and the last entries, are its own meanwhile."""
        self.before_change: Callable[[int], None] | None = None
        """Told of each change of the text, before it: the position from which on it may be another."""
        self.clear()

    @property
    def document(self) -> QTextDocument:
        """The `QTextDocument` that it is written into."""
        return self._document

    @property
    def answer_text(self) -> str:
        """The markdown of the answer that streams, or of the last one."""
        if self._answer is not None:
            return self._answer.text
        answers = (entry for entry in reversed(self._entries.messages) if isinstance(entry, ShownAnswer))
        return next((answer.text for answer in answers), "")

    @property
    def answer_id(self) -> str:
        """The id of the answer that streams, or of the last one: the page ends with it, or with a part of it."""
        return self._answer_id

    @property
    def settled_position(self) -> int:
        """Where the text begins that the next `append` may change."""
        return 0 if self._answer is None else self._answer.settled_position

    def position_of_change(self, text: str | None = None) -> int:
        """From where on text may be written anew by what comes next: `append`, or the end with this `text`."""
        if self._answer is None:
            return self._document.characterCount() - 1
        return (
            self._entries.start_of_last_parts
            if self.is_other(text)
            else self._answer.position_of_change(text)
        )

    def is_other(self, text: str | None) -> bool:
        """Whether `text` is not how the answer that streams in goes on, of which parts have been made."""
        answer = self._answer
        return (
            text is not None and answer is not None and answer.begin > 0 and not text.startswith(answer.text)
        )

    def clear(self) -> None:
        """Remove everything: the document shows no conversation."""
        self._entries.clear()
        self._answer = self._in_place = None
        self._empty()

    def set_column(self, left: int, width: int, right: int) -> None:
        """Where the reading column lies in the page."""
        sheet = self._sheet
        if (left, width, right) == sheet.column:
            return
        width_changed, room = width != sheet.width, sheet.room
        sheet.set_column(left, width, right)
        if width_changed:
            self._late_links.use(sheet.look, width)
        if self._answer is not None:
            self._tell_of_change()
        # In one edit, or Qt lays out the page twice.
        with editing(self._document):
            sheet.fit_margins()
            if width_changed or room != sheet.room:
                self._refit()

    def set_look(self, look: Look, in_sight: tuple[int, int] | None = None) -> None:
        """Re-colour everything that is there; a new text size is a new layout.

        `in_sight`: two positions; what is between them is re-coloured first, the rest within some frames.
        """
        anew = self.writes_anew_with(look)
        self._sheet.look = look
        if not anew:
            if in_sight is None:
                self._recoloring.recolor(look)
            else:
                self._recoloring.recolor_first(look, *in_sight)
            if self._answer is not None:
                self._answer.set_look(look)
        else:
            self._recoloring.stop()
            self._rebuild()
        self._late_links.use(look, self._sheet.width)

    @property
    def length(self) -> int:
        """The characters of all messages, of one that streams in as far as it came."""
        streaming = 0 if self._answer is None else self._answer.length
        return sum(len(entry.shown) for entry in self._entries.messages) + streaming

    @property
    def leaves_rest(self) -> bool:
        """Whether an answer has a rest for which the page has no room."""
        texts = [entry.text for entry in self._entries.messages if isinstance(entry, ShownAnswer)]
        return len(self.answer_text) > DRAWN_LIMIT or any(len(text) > DRAWN_LIMIT for text in texts)

    def break_off(self) -> BegunAnswer | None:
        """Write no more of the answer that streams in, for it begins again; return what came of it, None for none.

        Its parts stay among the messages. One of messages that are written as the first of all is over: whoever has
        them begins them again.
        """
        begun = self._take_begun()
        return begun if self._in_place is None else None

    def start_again(self, look: Look) -> Sequence[ShownMessage]:
        """Take all messages off the page, to be written in another look, and return them. Not while one streams in.

        Not with them are those that were being written at its end.
        """
        assert self._answer is None
        self._forget_in_place()
        entries = self._entries.clear()
        self._recoloring.stop()
        self._sheet.look = look
        self._empty()
        self._late_links.use(look, self._sheet.width)
        return entries

    def replace(self, messages: Mapping[str, ShownMessage]) -> bool:
        """Hold these in place of the messages with their ids, for when all is written again; whether any was here.

        Those that are being written at the end are not among them.
        """
        whole = self._whole_entries
        others = with_others(whole, messages)
        if others == whole:
            return False
        self._forget_in_place()
        return self._entries.replace(others)

    def writes_anew_with(self, look: Look) -> bool:
        """Whether another look is another layout, for which all is written again."""
        old = self._sheet.look
        return (old.text_scale, old.links_underlined) != (look.text_scale, look.links_underlined)

    @property
    def is_writing(self) -> bool:
        """Whether an answer is streaming in."""
        return self._answer is not None and self._in_place is None

    @property
    def takes_earlier(self) -> bool:
        """Whether messages may come above: not above an answer that streams in and is the first of all."""
        return self._answer is None or bool(self._entries.messages)

    @property
    def start_of_rest(self) -> QTextCursor | None:
        """Where the answer that streams in begins, as far as it is no part; None where nothing of that has settled."""
        if self._entries.has_part_last:
            return self._entries.start_of_rest
        return None if self._answer is None else self._answer.first

    def add_user_message(self, text: str, message_id: str = "", note: str = "") -> None:
        """The person's own words, verbatim; `note` is a quiet line above them, where something stands above it."""
        self._entries.messages.append(ShownQuestion(text, message_id, note))
        self._tell_of_change()
        with editing(self._document):
            collapse_footer(self.footer_block())
            is_first = self._document.isEmpty()
            if not is_first:
                self._sheet.write_note(note)
            self._sheet.write_question(text, message_id, is_first=is_first)

    def begin_answer(self, message_id: str = "", above: str = "") -> None:
        """Begin an answer below everything else; `append` then writes into it.

        `above`: the beginning of it, which is not written here.
        """
        self._answer_id = message_id
        sheet = self._sheet
        self._answer = StreamingAnswer(
            self._document, sheet.look, sheet.width, sheet.bugs, fresh=sheet.fresh, above=above
        )

    def append(self, delta: str, *, more: bool = False) -> None:
        """Take the next piece of the answer and show it: only the open tail is written again.

        `more`: the next one is here already, and what is open may wait for it.
        """
        if self._answer is None:
            return
        self._tell_of_change()
        with editing(self._document):
            keep_glyphs(self._document, keep=False)
            self._answer.append(delta, more=more)
            keep_glyphs(self._document, keep=not more)
        self._sheet.fresh = self._answer.fresh
        self._take_parts(self._answer)

    def finish_answer(self, text: str, end: AnswerEnd) -> None:
        """The answer is over: `text` is all of it. What was still open is settled, and the end follows."""
        if self._answer is None:
            self.begin_answer()
        self._tell_of_change(lambda: self.position_of_change(text))
        with editing(self._document):
            keep_glyphs(self._document, keep=False)
            if self.is_other(text):
                self._take_back_answer()
            answer, self._answer = self._answer, None
            assert answer is not None
            unlinked = answer.finish(text)
            self._sheet.fresh = answer.fresh
            self._take_parts(answer)
            self._entries.messages.append(ShownAnswer(text, end, answer.begin))
            if len(text) > DRAWN_LIMIT:
                self._sheet.write_rest_note(text[end_within(text, DRAWN_LIMIT) :])
            self._sheet.write_end(text, end)
            self._late_links.add(unlinked)

    def finish_part(self, part: AnswerPart) -> None:
        """Of the answer only `part` is written here, and nothing below it."""
        self._tell_of_change()
        answer, self._answer = self._answer, None
        assert answer is not None
        with editing(self._document):
            keep_glyphs(self._document, keep=False)
            answer.finish(part.text, in_list=part.in_list)
        self._sheet.fresh = answer.fresh
        self._entries.note_rest(answer.first)
        # The beginning of it may be a part already.
        self._entries.add_part(replace(part, text=part.text[answer.begin :]))

    def set_source_line(self, message_id: str, line: str) -> None:
        """Another line of sources under an answer that has one already; nothing where it is not on the page."""
        for at, entry in enumerate(self._entries.messages):
            if (
                isinstance(entry, ShownAnswer)
                and entry.end.message_id == message_id
                and entry.end.source_line
            ):
                self._entries.messages[at] = replace(entry, end=replace(entry.end, source_line=line))
                footer = self.block_of(message_id)
                if footer.isValid():
                    self._tell_of_change(footer.position)
                    with editing(self._document):
                        self._sheet.rewrite_source_line(footer, line)

    @property
    def is_linked(self) -> bool:
        """Whether all links are there whose addresses came after them."""
        return self._late_links.is_done

    def link_all(self) -> None:
        """Write now all links whose addresses came after them, however long that takes."""
        self._tell_of_change(lambda: 0)
        self._late_links.write_all()

    def add_messages(self, messages: Sequence[ShownMessage]) -> None:
        """Write messages that are over, below what is there."""
        for message in joined(messages):
            match message:
                case ShownQuestion():
                    self.add_user_message(message.text, message.message_id, message.note)
                case AnswerPart():
                    self.begin_answer(message.message_id)
                    self.finish_part(message)
                case ShownAnswer():
                    self.begin_answer(message.end.message_id, message.text[: message.start])
                    self.finish_answer(message.text, message.end)

    def add_earlier(self, messages: Sequence[ShownMessage]) -> None:
        """Write messages above all that is there, in place; see `insert_above`."""
        self.insert_above(self.apart(messages))

    def apart(self, messages: Sequence[ShownMessage]) -> MessagesApart:
        """Begin to write messages that come above all that is there, or first of all: `insert_above` brings them.

        They are written apart and then moved, for every writer writes at an end. The first are written in place.
        """
        if not self._entries.messages:
            return self.below(messages)
        return self._beside(messages)

    def all_beside(self, above: Sequence[ShownMessage], below: Sequence[ShownMessage]) -> MessagesApart:
        """Begin to write the whole conversation once more, into a document of its own, as it is now.

        `above` and `below`: what is not on the page, or is still being written as the first of all, or at its end.
        """
        messages = [*above, *self._whole_entries]
        if self._in_place is None:
            begun, begin = self._answer, 0 if self._answer is None else self._answer.begin
            if begun is not None and begun.text[begin:]:
                messages.append(AnswerPart(begun.text[begin:], self._answer_id))
        return self._beside([*messages, *below])

    def _beside(self, messages: Sequence[ShownMessage]) -> MessagesApart:
        document = QTextDocument()
        document.setDefaultFont(self._document.defaultFont())
        earlier = TranscriptDocument(document, self._sheet.look)
        earlier.set_column(*self._sheet.column)
        return MessagesApart(messages, earlier, in_place=False)

    def below(self, messages: Sequence[ShownMessage]) -> MessagesApart:
        """Begin to write messages below all that is there, in place; `insert_above` ends it."""
        above = len(self._entries.messages)
        self._in_place = MessagesApart(messages, self, in_place=True, above=above)
        return self._in_place

    def turn_at(self, position: int) -> tuple[int, QTextBlock]:
        """Which of all messages begins the turn, or the part of an answer, at a position, and the first block of it.

        Of an answer whose parts cannot be told apart on the page, the turn.
        """
        return self._entries.begun_at(self._document.findBlock(position))

    def insert_above(self, apart: MessagesApart) -> None:
        """Put messages that were written apart above all that is there; an answer may stream in below.

        What is not written yet is, however long that takes.
        """
        if apart.in_place:
            if apart.is_begun:
                apart.finish()
            else:
                self.add_messages(apart.messages)
            self._in_place = None
            return
        assert self.takes_earlier
        apart.finish()
        earlier = apart.content
        assert isinstance(earlier, TranscriptDocument)
        # The page may have got another width or look meanwhile.
        earlier.set_column(*self._sheet.column)
        if earlier._sheet.look is not self._sheet.look:
            earlier.set_look(self._sheet.look)
        collapse_footer(earlier.footer_block())
        earlier._sheet.write_note(self._note_above_all)
        self._tell_of_change(lambda: 0)
        self._entries.add_above(apart.messages, insert_above(self._document, earlier.document))

    @property
    def turns(self) -> int:
        """How many questions are on the page."""
        return sum(isinstance(entry, ShownQuestion) for entry in self._entries.messages)

    @property
    def has_parts(self) -> bool:
        """Whether a long answer is on the page in parts, which can leave it one by one."""
        return self._entries.has_parts

    def spare(self, length: int) -> int:
        """How many turns or parts can leave at the top, so that `length` characters stay, and all of the last part.

        None for few tables: other text costs the end of the page next to nothing.
        """
        if len(self._document.rootFrame().childFrames()) < _FEW_TABLES:
            return 0
        return self._entries.spare(self.length - length, goes_on=self._answer is not None)

    def below_earliest(self, turns: int) -> QTextBlock:
        """The block that would be the first without the first turns, of which there are more.

        A part of an answer counts as a turn.
        """
        return self._entries.below(turns, self._document)

    def remove_earliest(self, turns: int) -> Sequence[ShownMessage]:
        """Take the first turns off the page, as in `below_earliest`; return their messages. All links are written."""
        first = self.below_earliest(turns)
        above = [table for table in tables_of(self._document) if is_above(table, first)]
        removed = self._entries.take_first(turns, above)
        self._tell_of_change(lambda: 0)
        remove_above(first)
        return removed

    def block_of(self, message_id: str) -> QTextBlock:
        """The bubble of a question or the footer of an answer; invalid where there is none."""
        return self._sheet.block_of(message_id)

    def footer_block(self) -> QTextBlock:
        """The block under the last finished answer; invalid where there is none."""
        return self._sheet.footer()

    # What follows writes; the public methods decide when.

    def _tell_of_change(self, start: Callable[[], int] | None = None) -> None:
        """From `start` on, or where text goes on."""
        if self.before_change is not None:
            self.before_change((start or self.position_of_change)())

    @property
    def _note_above_all(self) -> str:
        """What stands above the question that opens the page, as soon as something stands above that."""
        first = next(iter(self._entries.messages), None)
        return first.note if isinstance(first, ShownQuestion) else ""

    def _take_parts(self, answer: StreamingAnswer) -> None:
        self._entries.note_rest(answer.first)
        for text, seam in answer.take_parts():
            self._entries.add_part(AnswerPart(text, self._answer_id), seam)

    @property
    def _whole_entries(self) -> list[ShownMessage]:
        """The messages on the page but for those that are being written at its end."""
        return self._entries.messages[: None if self._in_place is None else self._in_place.above]

    def _forget_in_place(self) -> None:
        if self._in_place is not None:
            self._entries.keep_first(self._in_place.above)
            self._answer = self._in_place = None

    def _take_begun(self, *, with_parts: bool = False) -> BegunAnswer | None:
        answer, self._answer = self._answer, None
        if answer is None:
            return None
        parts = self._entries.take_last_parts() if with_parts else []
        begin = answer.begin - sum(len(part.text) for part in parts)
        return BegunAnswer(self._answer_id, answer.text[:begin], answer.text[begin:])

    def _take_back_answer(self) -> None:
        """The answer is another one than was shown: begin it again."""
        start = self._entries.start_of_last_parts
        self._entries.take_last_parts()
        remove_from(self._document, start)
        if not start:
            QTextCursor(self._document).setBlockFormat(QTextBlockFormat())
        self._sheet.fresh = not start
        self.begin_answer(self._answer_id)

    def _empty(self) -> None:
        self._late_links.clear()
        self._tell_of_change(lambda: 0)
        self._sheet.empty()

    def _refit(self) -> None:
        """Another width of the column: what is open of an answer is written anew for it."""
        with editing(self._document):
            if self._answer is not None:
                self._answer.take_back_tail()
            self._sheet.refit()
            if self._answer is not None:
                self._answer.set_width(self._sheet.width)

    def _rebuild(self) -> None:
        """Write the whole conversation again, for another text size."""
        begun = self._take_begun(with_parts=True)
        entries = self._entries.clear()
        self._empty()
        self.add_messages(entries)
        if begun is not None:
            self.begin_answer(begun.message_id, begun.above)
            self.append(begun.text)
