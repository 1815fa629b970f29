"""The transcript as one QTextDocument: settled text is written once, a frame touches only the open tail.

It holds text, margins and roles; backgrounds are painted by the view from those roles. This is the seam
behind which the rendering engine grows: callers know deltas, frames and the end of an answer, nothing else.
"""

from dataclasses import dataclass

from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)

from strakly_desktop.rendering.block_stream import BlockStream
from strakly_desktop.rendering.blocks import Block, References
from strakly_desktop.rendering.formats import (
    BODY,
    SMALL,
    BlockRole,
    Mark,
    block_format,
    set_color,
    text_format,
)
from strakly_desktop.rendering.html_tree import parse_html
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writer import LIST_INDENT, DocumentWriter

BUBBLE_SHARE = 0.8
BUBBLE_PADDING = 16
TURN_GAP = 32
PAGE_MARGIN = 28
FOOTER_HEIGHT = 28
_AFTER_BUBBLE = 28
_STATE_ICON_SPACE = 26


@dataclass(frozen=True, slots=True)
class AnswerEnd:
    """What stands under a finished answer. Empty texts are left out.

    `source_line`: "From client stats · Main branch · 18:42". `state`: "complete", "stopped", "incomplete".
    `state_title` is its bold word, `state_text` the explanation.
    """

    source_line: str = ""
    state: str = "complete"
    state_title: str = ""
    state_text: str = ""


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
        self._stream: BlockStream | None = None
        self._text: list[str] = []
        self._held: list[Block] = []
        self._settled_end = 0
        self._settled_fresh = True
        self._fresh = True
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setIndentWidth(LIST_INDENT)
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

    def clear(self) -> None:
        """An empty conversation."""
        self._entries.clear()
        self._stream = None
        self._document.clear()
        self._document.setIndentWidth(LIST_INDENT)
        self._fresh = True
        self._fit_page()

    def set_column(self, left: int, width: int, right: int) -> None:
        """Where the reading column lies in the page."""
        if (left, width, right) == (self._left, self._width, self._right):
            return
        width_changed = width != self._width
        self._left, self._width, self._right = left, width, right
        self._fit_page()
        if width_changed:
            self._rebuild()

    def set_bottom_space(self, pixels: int) -> None:
        """Room below the text, for the waiting dots."""
        if pixels != self._bottom:
            self._bottom = pixels
            self._fit_page()

    def set_look(self, look: Look) -> None:
        """Re-colour everything that is there; a new text size is a new layout."""
        old, self._look = self._look, look
        same_layout = (old.text_scale, old.links_underlined) == (look.text_scale, look.links_underlined)
        if same_layout:
            self._recolor()
        else:
            self._document.setIndentWidth(LIST_INDENT)
            self._rebuild()

    def add_user_message(self, text: str) -> None:
        """The person's own words, verbatim."""
        self._entries.append(_UserMessage(text))
        self._write_user_message(text)

    def begin_answer(self) -> None:
        """An answer will stream in."""
        self._stream = BlockStream()
        self._text = []
        self._held = []
        self._mark_settled()

    def append(self, delta: str) -> None:
        """Take the next piece of the answer and show it: only the open tail is written again."""
        stream = self._stream
        if stream is None:
            return
        self._text.append(delta)
        settled = [*self._held, *stream.append(delta)]
        tail = list(stream.tail())
        # The last list, table, code or quote may still grow: it stays in the tail as a whole.
        keep = len(settled)
        if not tail or tail[0].continues:
            keep = max((at for at, block in enumerate(settled) if not block.continues), default=0)
        self._held = settled[keep:]
        cursor = self._open_tail()
        cursor.beginEditBlock()
        self._drop_tail(cursor)
        if keep:
            self._write_blocks(cursor, settled[:keep], stream.references)
            self._mark_settled()
        self._write_blocks(cursor, [*self._held, *tail], stream.references)
        cursor.endEditBlock()

    def finish_answer(self, text: str, end: AnswerEnd) -> None:
        """The answer is over: `text` is all of it. What was still open is settled, and the end follows."""
        stream, shown = self._stream, "".join(self._text)
        self._entries.append(_Answer(text, end))
        self._stream = None
        if stream is None or not text.startswith(shown):
            self._rebuild()
            return
        cursor = self._open_tail()
        cursor.beginEditBlock()
        self._drop_tail(cursor)
        rest = [*self._held, *stream.append(text[len(shown) :]), *stream.finish()]
        self._write_blocks(cursor, rest, stream.references)
        self._write_end(cursor, end)
        cursor.endEditBlock()

    def footer_block(self) -> QTextBlock:
        """The block under the last finished answer; invalid where there is none."""
        block = self._document.lastBlock()
        return block if block.blockFormat().property(Mark.ROLE) == BlockRole.FOOTER else QTextBlock()

    # What follows writes; the public methods decide when.

    def _write_user_message(self, text: str) -> None:
        cursor = self._open_tail()
        cursor.beginEditBlock()
        self._collapse_footer()
        format_ = block_format(BODY.line, self._look, bottom=_AFTER_BUBBLE + 10)
        format_.setTopMargin(0 if self._document.isEmpty() else TURN_GAP + 10)
        format_.setProperty(Mark.ROLE, BlockRole.USER)
        style = text_format(BODY, self._look, "bubble-text")
        metrics = QFontMetricsF(style.font())
        widest = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
        most = self._width * BUBBLE_SHARE - 2 * BUBBLE_PADDING
        format_.setLeftMargin(self._width - BUBBLE_PADDING - min(widest + 2, most))
        format_.setRightMargin(BUBBLE_PADDING)
        if self._document.isEmpty():
            format_.setTopMargin(10)
        writer = DocumentWriter(cursor, self._look, self._width, fresh=self._fresh)
        writer.start_block(format_)
        cursor.insertText(text.replace("\n", "\u2028"), style)
        self._fresh = False
        cursor.endEditBlock()

    def _write_blocks(self, cursor: QTextCursor, blocks: list[Block], references: References) -> None:
        if not blocks:
            return
        # Imported at the first answer: markdown must not delay the first paint.
        from strakly_desktop.rendering.markup import blocks_html

        writer = DocumentWriter(cursor, self._look, self._width, fresh=self._fresh)
        writer.write(parse_html(blocks_html(blocks, references)))
        self._fresh = writer.fresh

    def _write_end(self, cursor: QTextCursor, end: AnswerEnd) -> None:
        writer = DocumentWriter(cursor, self._look, self._width, fresh=self._fresh)
        if end.state_title:
            stopped = end.state == "stopped"
            format_ = block_format(SMALL.line, self._look, bottom=8, left=_STATE_ICON_SPACE)
            format_.setProperty(Mark.ROLE, BlockRole.STATE_STOPPED if stopped else BlockRole.STATE_INCOMPLETE)
            writer.start_block(format_)
            title = text_format(SMALL, self._look, "text-muted" if stopped else "warning")
            title.setFontWeight(500)
            cursor.insertText(end.state_title, title)
            cursor.insertText("  " + end.state_text, text_format(SMALL, self._look, "text-muted"))
        format_ = block_format(FOOTER_HEIGHT, self._look)
        format_.setProperty(Mark.ROLE, BlockRole.FOOTER)
        writer.start_block(format_)
        cursor.setBlockCharFormat(text_format(SMALL, self._look, "text-muted"))
        cursor.insertText(end.source_line, text_format(SMALL, self._look, "text-muted"))
        self._fresh = False

    def _collapse_footer(self) -> None:
        """Only the last answer has actions: without a source line, an older footer takes no room."""
        block = self.footer_block()
        if block.isValid() and not block.text():
            thin = QTextBlockFormat(block.blockFormat())
            thin.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            QTextCursor(block).setBlockFormat(thin)

    def _open_tail(self) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _mark_settled(self) -> None:
        self._settled_end = self._document.characterCount() - 1
        self._settled_fresh = self._fresh

    def _drop_tail(self, cursor: QTextCursor) -> None:
        """Remove everything after the settled text."""
        cursor.setPosition(self._settled_end)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if self._settled_fresh:
            text_list = cursor.block().textList()
            if text_list is not None:
                text_list.remove(cursor.block())
            cursor.setBlockFormat(QTextBlockFormat())
            cursor.setBlockCharFormat(QTextCharFormat())
        self._fresh = self._settled_fresh

    def _rebuild(self) -> None:
        """Write the whole conversation again, for another width or text size."""
        entries, self._entries = self._entries, []
        text = self._text if self._stream is not None else None
        self._stream = None
        self._document.clear()
        self._document.setIndentWidth(LIST_INDENT)
        self._fresh = True
        self._fit_page()
        for entry in entries:
            match entry:
                case _UserMessage():
                    self.add_user_message(entry.text)
                case _Answer():
                    self.begin_answer()
                    self.finish_answer(entry.text, entry.end)
        if text is not None:
            self.begin_answer()
            self.append("".join(text))

    def _recolor(self) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        block = self._document.begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                role = fragment.charFormat().property(Mark.COLOR_ROLE)
                if role:
                    color = QTextCharFormat()
                    set_color(color, self._look, str(role))
                    cursor.setPosition(fragment.position())
                    end = fragment.position() + fragment.length()
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(color)
                iterator += 1
            block = block.next()
        cursor.endEditBlock()

    def _fit_page(self) -> None:
        format_ = QTextFrameFormat()
        format_.setLeftMargin(self._left)
        format_.setRightMargin(self._right)
        format_.setTopMargin(PAGE_MARGIN)
        format_.setBottomMargin(self._bottom)
        self._document.rootFrame().setFrameFormat(format_)
