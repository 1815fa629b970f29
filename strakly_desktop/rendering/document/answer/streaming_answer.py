"""One answer on its way to the page: read and drawn as markdown until that fails, and from there on as plain text.

Whatever a bug may be, the person reads every word, and the next answer begins as if nothing had been.
"""

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor, QTextDocument

from strakly_desktop.conversation.cut_text import certain_end, end_within
from strakly_desktop.rendering.document.answer.answer_writer import AnswerWriter
from strakly_desktop.rendering.document.answer.unresolved_links import UnresolvedLink
from strakly_desktop.rendering.document.drawing_bugs import DrawingBugs
from strakly_desktop.rendering.document.shown_messages import DRAWN_LIMIT
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.grammar.segment_buffer import parted
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser, split
from strakly_desktop.rendering.writing.document_cursor import anchored
from strakly_desktop.rendering.writing.plain_writer import PlainWriter, remove_from


class StreamingAnswer:
    """Writes at the end of `document`, within the caller's edit. `fresh`: the last block there may be used.

    Of a text beyond `DRAWN_LIMIT` only the beginning is drawn, up to the end of a line or word; the last words before
    that wait until it is known whether it goes so far. `above`: the beginning of the answer, which is shown by
    others; what follows it can be read alone.
    """

    def __init__(
        self,
        document: QTextDocument,
        look: Look,
        width: int,
        bugs: DrawingBugs,
        *,
        fresh: bool,
        above: str = "",
    ) -> None:
        self._document = document
        self._look = look
        self._bugs = bugs
        self._text: list[str] = [above]
        self._length = self._begin = self._came = len(above)
        self._has_returns = False
        end = QTextCursor(document)
        end.movePosition(QTextCursor.MoveOperation.End)
        self._start = anchored(end)
        self._plain: PlainWriter | None = None
        self._stream = IncrementalParser(start=self._begin)
        self._writer = AnswerWriter(document, look, width, fresh=fresh, start=self._begin)

    @property
    def text(self) -> str:
        """The markdown so far."""
        return "".join(self._text)

    @property
    def begin(self) -> int:
        """Where in it begins what is not shown by others, in characters."""
        return self._begin

    @property
    def length(self) -> int:
        """How many characters of it are on the page, from `begin` on."""
        return self._length - self._begin

    @property
    def first(self) -> QTextCursor | None:
        """Where its first block begins; None where nothing has settled."""
        return self._writer.first

    def take_parts(self) -> Sequence[tuple[str, QTextCursor]]:
        """What has settled of it and can be read alone, in parts, and where each of them ends; they are shown by others
        from now on."""
        # With other line ends the places in the text are not those of its segments.
        if self._has_returns or self._plain is not None or not (seams := self._writer.take_seams()):
            return ()
        text, parts = self.text, []
        for seam in seams:
            parts.append((text[self._begin : seam.start], seam.place))
            self._begin = seam.start
        return parts

    @property
    def _drawn(self) -> str:
        """What of it is on the page."""
        return self.text[: self._length]

    @property
    def fresh(self) -> bool:
        """Whether the document's last block is empty and may be used."""
        return self._plain is None and self._writer.fresh

    @property
    def settled_position(self) -> int:
        """Where the text begins that the next `append` may change on the page."""
        return self._end if self._plain is not None else self._writer.settled_position

    def position_of_change(self, text: str | None = None) -> int:
        """From where on text may be written anew by the next `append`, or by the end with this `text`."""
        if text is not None and not text.startswith(self.text):
            return self._start.position()
        return self._end if self._plain is not None else self._writer.block_position

    @property
    def _end(self) -> int:
        return self._document.characterCount() - 1

    def set_look(self, look: Look) -> None:
        """Write what follows in other colours."""
        self._look = look
        self._writer.set_look(look)
        if self._plain is not None:
            self._plain.set_look(look)

    def take_back_tail(self) -> None:
        """Leave only what has settled, until the width is set."""
        if self._plain is not None:
            return
        self._bugs.attempt(self._writer.take_back_tail, self._go_on_plainly)

    def set_width(self, width: int) -> None:
        """Write the tail, and what follows, for another width of the reading column."""
        if self._plain is not None:
            return
        self._bugs.attempt(lambda: self._draw_for(width), self._go_on_plainly)

    def append(self, delta: str, *, more: bool = False) -> None:
        """Take the next piece and show it: only the open tail is written again, and that not while `more` follows."""
        self._text.append(delta)
        self._has_returns |= "\r" in delta
        was_cut = self._came > DRAWN_LIMIT
        self._came += len(delta)
        if self._came > DRAWN_LIMIT and not was_cut:
            text = self.text
            delta = text[self._length : end_within(text, DRAWN_LIMIT)]
        else:
            delta = delta[: max(0, certain_end(DRAWN_LIMIT) - self._length)]
        self._length += len(delta)
        if not delta:
            return
        if self._plain is not None:
            self._plain.append(delta)
            return
        more &= self._length == self._came
        self._bugs.attempt(lambda: self._draw(delta, more=more), self._go_on_plainly)

    def finish(self, text: str, *, in_list: bool = False) -> Sequence[UnresolvedLink]:
        """The answer is over: `text` is all of it. Return the places where links may have got their addresses.

        `in_list`: the list at its end goes on below, written by others.
        """
        shown = self._drawn
        self._text = [text]
        self._length = end_within(text, DRAWN_LIMIT)
        text = self._drawn
        grew = text.startswith(shown)
        if self._plain is not None and grew:
            self._plain.append(text[len(shown) :])
        elif self._plain is not None:
            self._start_again_plainly()
        elif grew:
            self._bugs.attempt(
                lambda: self._draw_rest(text[len(shown) :], in_list=in_list), self._go_on_plainly
            )
        else:
            self._bugs.attempt(lambda: self._draw_again(text), self._start_again_plainly)
        return () if self._plain is not None else self._writer.take_unlinked()

    def _draw(self, delta: str, *, more: bool) -> None:
        stream, writer = self._stream, self._writer
        settled = stream.append_segments(delta)
        if more:
            if settled:
                segments, elements = parted(settled)
                writer.show(segments, (), stream.references, elements)
            return
        added = stream.take_continuation() if not settled and writer.ends_in_plain_text else None
        if added is None or not writer.go_on(added):
            segments, elements = parted(settled)
            # A row joins its table when it is whole.
            tail, tail_elements = parted([] if stream.is_within_row else stream.tail_segments())
            writer.show(segments, tail, stream.references, elements | tail_elements)

    def _draw_for(self, width: int) -> None:
        self._writer.set_width(width)
        self._writer.show((), self._stream.tail(), self._stream.references)

    def _draw_rest(self, rest: str, *, in_list: bool = False) -> None:
        segments, elements = parted(self._stream.append_segments(rest) + self._stream.finish_segments())
        self._writer.finish(segments, self._stream.references, elements, in_list=in_list)
        used = self._writer.misjudged(self._stream.references)
        if used is not None:
            self._writer.start_again(used)
            self._writer.finish(split(self._drawn, self._begin), self._stream.references)

    def _draw_again(self, text: str) -> None:
        """Other text than was shown: written again, once."""
        assert not self._begin
        self._stream = IncrementalParser()
        self._writer.start_again()
        self._draw_rest(text)

    def _start_again_plainly(self) -> None:
        self._write_plainly(self._start.position(), self._drawn)

    def _go_on_plainly(self) -> None:
        """From the block on that was being drawn: what is above it is whole."""
        text = self._drawn.replace("\r\n", "\n").replace("\r", "\n")
        self._write_plainly(self._writer.block_position, text[self._writer.block_start :])

    def _write_plainly(self, position: int, text: str) -> None:
        remove_from(self._document, position)
        self._plain = PlainWriter(self._document, self._look)
        self._plain.append(text)
