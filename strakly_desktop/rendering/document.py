"""The transcript as one QTextDocument: settled text is written once, a frame touches only the open tail.

It holds text, margins and roles; backgrounds are painted by the view from those roles. This is the seam
behind which the rendering engine works: callers know deltas, frames and the end of an answer, nothing else.
"""

from dataclasses import dataclass

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
)

from strakly_desktop.rendering.answer_writer import AnswerWriter
from strakly_desktop.rendering.block_stream import BlockStream
from strakly_desktop.rendering.blocks import References
from strakly_desktop.rendering.formats import BlockRole, Mark
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.page import Page
from strakly_desktop.rendering.recoloring import recolor
from strakly_desktop.rendering.table_writer import refit
from strakly_desktop.rendering.turn_writer import (
    FOOTER_HEIGHT,
    AnswerEnd,
    refit_bubble,
    write_bubble,
    write_end,
)
from strakly_desktop.rendering.writer import LIST_INDENT

__all__ = ["FOOTER_HEIGHT", "PAGE_MARGIN", "AnswerEnd", "TranscriptDocument"]

PAGE_MARGIN = 28


@dataclass(frozen=True, slots=True)
class _UserMessage:
    text: str


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    end: AnswerEnd


class TranscriptDocument:
    """Writes one conversation into `document`. Widths are in px of the document.

    The caller sets the column before the first message and after each resize.
    """

    def __init__(self, document: QTextDocument, look: Look) -> None:
        self._document = document
        self._look = look
        self._left = PAGE_MARGIN
        self._right = PAGE_MARGIN
        self._width = 600
        self._bottom = PAGE_MARGIN
        self._entries: list[_UserMessage | _Answer] = []
        self._bubbles: list[QTextBlock] = []
        self._stream: BlockStream | None = None
        self._writer: AnswerWriter | None = None
        self._text: list[str] = []
        self._fresh = True
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        option = document.defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.clear()

    @property
    def document(self) -> QTextDocument:
        """What it is written into."""
        return self._document

    @property
    def answer_text(self) -> str:
        """The markdown of the answer that streams, or of the last one."""
        if self._stream is not None:
            return "".join(self._text)
        return next((entry.text for entry in reversed(self._entries) if isinstance(entry, _Answer)), "")

    @property
    def settled_position(self) -> int:
        """Where the text begins that the next `append` may change."""
        return 0 if self._writer is None else self._writer.settled_position

    def clear(self) -> None:
        """An empty conversation."""
        self._entries.clear()
        self._stream = self._writer = None
        self._empty()

    def set_column(self, left: int, width: int, right: int) -> None:
        """Where the reading column lies in the page."""
        if (left, width, right) == (self._left, self._width, self._right):
            return
        width_changed = width != self._width
        self._left, self._width, self._right = left, width, right
        self._fit_page()
        if width_changed:
            self._refit()

    def set_bottom_space(self, pixels: int) -> None:
        """Room below the text, for the waiting dots."""
        if pixels != self._bottom:
            self._bottom = pixels
            self._fit_page()

    def set_look(self, look: Look) -> None:
        """Re-colour everything that is there; a new text size is a new layout."""
        old, self._look = self._look, look
        if (old.text_scale, old.links_underlined) == (look.text_scale, look.links_underlined):
            recolor(self._document, look)
            if self._writer is not None:
                self._writer.set_look(look)
        else:
            self._rebuild()

    def add_user_message(self, text: str) -> None:
        """The person's own words, verbatim."""
        self._entries.append(_UserMessage(text))
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._collapse_footer()
        page = self._page()
        self._bubbles.append(write_bubble(page, text, is_first=self._document.isEmpty()))
        self._fresh = page.fresh
        cursor.endEditBlock()

    def begin_answer(self) -> None:
        """An answer will stream in."""
        self._stream = BlockStream()
        self._writer = AnswerWriter(self._document, self._look, self._width, fresh=self._fresh)
        self._text = []

    def append(self, delta: str) -> None:
        """Take the next piece of the answer and show it: only the open tail is written again."""
        stream, writer = self._stream, self._writer
        if stream is None or writer is None:
            return
        self._text.append(delta)
        settled = stream.append(delta)
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        writer.show(settled, stream.tail(), stream.references)
        cursor.endEditBlock()
        self._fresh = writer.fresh

    def finish_answer(self, text: str, end: AnswerEnd) -> None:
        """The answer is over: `text` is all of it. What was still open is settled, and the end follows."""
        if self._writer is None:
            self.begin_answer()
        stream, writer, shown = self._stream, self._writer, "".join(self._text)
        assert stream is not None and writer is not None
        self._entries.append(_Answer(text, end))
        self._stream = self._writer = None
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        grew = text.startswith(shown)
        rest = (*stream.append(text[len(shown) :]), *stream.finish()) if grew else ()
        if not grew or (shown and _has_late_definitions(text, stream.references)):
            # Other text than was shown, or links whose addresses came last: written again, once.
            stream = BlockStream()
            rest = (*stream.append(text), *stream.finish())
            writer.start_again()
        writer.finish(rest, stream.references)
        page = self._page(fresh=writer.fresh)
        write_end(page, end)
        self._fresh = page.fresh
        cursor.endEditBlock()

    def footer_block(self) -> QTextBlock:
        """The block under the last finished answer; invalid where there is none."""
        block = self._document.lastBlock()
        return block if block.blockFormat().property(Mark.ROLE) == BlockRole.FOOTER else QTextBlock()

    # What follows writes; the public methods decide when.

    def _page(self, *, fresh: bool | None = None) -> Page:
        ready = self._fresh if fresh is None else fresh
        return Page.at_end_of(self._document, self._look, self._width, fresh=ready)

    def _collapse_footer(self) -> None:
        """Only the last answer has actions: without a source line, an older footer takes no room."""
        block = self.footer_block()
        if block.isValid() and not block.text():
            thin = QTextBlockFormat(block.blockFormat())
            thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            QTextCursor(block).setBlockFormat(thin)

    def _empty(self) -> None:
        # Half cleared, the layout would report to the view, which asks it back and crashes.
        layout = self._document.documentLayout()
        layout.blockSignals(True)
        self._document.clear()
        layout.blockSignals(False)
        self._document.setIndentWidth(LIST_INDENT)
        self._bubbles.clear()
        self._fresh = True
        self._fit_page()

    def _refit(self) -> None:
        """Another width of the column: bubbles and tables take it, all other text flows by itself."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for bubble in self._bubbles:
            refit_bubble(bubble, self._width)
        for frame in self._document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                refit(frame, self._width)
        cursor.endEditBlock()
        if self._writer is not None:
            self._writer.set_width(self._width)

    def _rebuild(self) -> None:
        """Write the whole conversation again, for another text size."""
        entries, self._entries = self._entries, []
        text = "".join(self._text) if self._stream is not None else None
        self._stream = self._writer = None
        self._empty()
        for entry in entries:
            match entry:
                case _UserMessage():
                    self.add_user_message(entry.text)
                case _Answer():
                    self.begin_answer()
                    self.finish_answer(entry.text, entry.end)
        if text is not None:
            self.begin_answer()
            self.append(text)

    def _fit_page(self) -> None:
        format_ = QTextFrameFormat()
        format_.setLeftMargin(self._left)
        format_.setRightMargin(self._right)
        format_.setTopMargin(PAGE_MARGIN)
        format_.setBottomMargin(self._bottom)
        self._document.rootFrame().setFrameFormat(format_)


def _has_late_definitions(text: str, references: References) -> bool:
    """Whether a link may stand before the definition of its address: it was shown as text until then."""
    folded = " ".join(text.split()).casefold() if references else ""
    for label in references:
        definition = f"[{label}]:"
        if folded.count(definition) != 1 or folded.find(f"[{label}]") != folded.find(definition):
            return True
    return False
