"""Splits a growing answer into settled segments, handed out once, and a short tail that is still changing.

A segment is settled when no later text can change it, so the document draws it once and only the tail again.
The one exception is a link reference definition (`[label]: address`) that follows the segments using it: they
are drawn as text first and become links when the finished answer is drawn with the stream's `references`.
"""

import re

from strakly_desktop.conversation.written_values import last_gap
from strakly_desktop.rendering.markdown.grammar.block_parser import BlockParser
from strakly_desktop.rendering.markdown.grammar.inline import InlineText
from strakly_desktop.rendering.markdown.grammar.leaf_blocks import Paragraph, text_element
from strakly_desktop.rendering.markdown.grammar.limits import (
    MARKDOWN_LIMIT,
    SLICE_HARD,
    SLICE_SOFT,
    SLICE_TRIES,
)
from strakly_desktop.rendering.markdown.grammar.segment_buffer import ParsedSegment, SourceLine
from strakly_desktop.rendering.markdown.grammar.segments import References, Segment, SegmentKind
from strakly_desktop.rendering.markdown.partial_markdown import (
    complete_lines,
    complete_texts,
    plain_continuation,
)
from strakly_desktop.rendering.markdown.settled_beginning import SettledBeginning

_REACH_BACK = 512
_LINK_END = re.compile(r"\]\([^()\s<>]*\)")


class IncrementalParser:
    """One answer as it grows. The cost of a call depends on the new text and the tail, not on the length."""

    def __init__(self, parser: BlockParser | None = None, start: int = 0, *, glued: bool = False) -> None:
        """`start`: where in the answer the text begins that will be appended; `glued`: in the middle of a line."""
        self._parser = parser or BlockParser()
        self._partial = ""  # the last line, not ended yet
        self._offset = start  # of the partial line in the answer
        self._glued = glued  # the partial line goes on with a line that was cut
        self._tries = 0  # how often a place to cut was looked for in the partial line
        self._carriage = False  # a CR came last: a LF after it belongs to it
        self._shown_as_is = -1  # so much of the partial line was shown as it is, as the end of a paragraph
        self._beginning = SettledBeginning()  # of the paragraph that is open

    def append(self, text: str) -> tuple[Segment, ...]:
        """Take the next text; return the segments that it settled, in order (often none).

        All kinds of line ends count as one newline, also in the offsets of segments; NUL becomes U+FFFD.
        """
        return tuple(block for block, _ in self.append_segments(text))

    def finish(self) -> tuple[Segment, ...]:
        """No more text comes: return the last segments. The tail is empty afterwards."""
        return tuple(block for block, _ in self.finish_segments())

    def tail(self) -> tuple[Segment, ...]:
        """The segments after the settled ones as they look now, unfinished markdown repaired. Draw and replace.

        The first may continue the last settled segment. Usually one segment, or none.
        """
        return tuple(block for block, _ in self.tail_segments())

    def tail_segments(self) -> list[ParsedSegment]:
        """`tail`, each segment with its element."""
        lines = self._parser.unsettled
        self._shown_as_is = -1
        if self._offset >= MARKDOWN_LIMIT:
            return self._plain_tail()
        if not lines and (words := self._line_of_words()) is not None:
            return [words]
        partial = SourceLine(self._partial, self._offset, self._glued)
        parser = self._parser.resume()
        completed = complete_lines(parser, [*lines, partial], self._beginning)
        if completed is not None:
            parser = self._parser.resume()
            for line in completed:
                parser.feed(line)
        elif _ends_in_text(parser, partial):
            self._shown_as_is = len(self._partial)
        parser.finish()
        return parser.take()

    def _line_of_words(self) -> ParsedSegment | None:
        """The last line, where it begins a paragraph: what begins with a letter is nothing else, whatever follows."""
        text, parser = self._partial, self._parser
        if not text[:1].isalpha() or self._glued or not parser.is_at_text or parser.open_leaf is not None:
            return None
        words = text.rstrip(" \t")
        shown = complete_texts(words, self._beginning)
        if shown == words:
            shown, self._shown_as_is = text, len(text)
        segment = Segment(SegmentKind.PARAGRAPH, shown, start=self._offset)
        return segment, text_element("p", shown.rstrip())

    @property
    def is_within_row(self) -> bool:
        """Whether the tail is at most the beginning of a further row of a table."""
        is_begun = self._partial.startswith("|") and not self._glued and self._offset < MARKDOWN_LIMIT
        return is_begun and self._parser.is_at_rows and not self._parser.unsettled

    def take_continuation(self) -> str | None:
        """What the text since the last `tail` adds to the end of what that one showed; None if it must be read.

        Only where nothing has settled since.
        """
        known = self._shown_as_is
        if known < 0 or known > len(self._partial):
            return None
        added = plain_continuation(self._partial[:known], self._partial[known:])
        self._shown_as_is = -1 if added is None else len(self._partial)
        return added

    @property
    def references(self) -> References:
        """The link reference definitions met so far; a definition may follow the segments that use it."""
        return self._parser.references

    def append_segments(self, text: str) -> list[ParsedSegment]:
        """`append`, each segment with the element that it was read into, which saves reading it again."""
        self._partial = self._consume(self._partial + self._normal(text))
        return self._parser.take()

    def finish_segments(self) -> list[ParsedSegment]:
        """`finish`, each segment with its element."""
        if self._partial:
            self._feed(self._partial)
            self._partial = ""
        self._parser.finish()
        return self._parser.take()

    def _normal(self, text: str) -> str:
        if self._carriage and text:
            self._carriage = False
            text = text.removeprefix("\n")
        if "\r" in text:
            self._carriage = text.endswith("\r")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\0", "\ufffd")

    def _consume(self, text: str) -> str:
        """Feed the whole lines of `text` and beginnings of lines that are too long; return the rest."""
        begin = 0
        while self._offset < MARKDOWN_LIMIT:
            newline = text.find("\n", begin)
            end = len(text) if newline < 0 else newline
            cut = self._find_cut(text, begin, end)
            if cut is not None:
                self._feed(text[begin:cut])
                self._glued = True
                begin = cut
            elif newline < 0:
                return text[begin:]
            else:
                self._feed(text[begin:end])
                self._offset += 1
                self._glued = False
                begin = end + 1
            self._tries = 0
        while len(text) - begin > SLICE_SOFT:
            newline = text.rfind("\n", begin + 1, begin + SLICE_SOFT)
            cut = newline if newline > 0 else begin + SLICE_SOFT
            self._feed(text[begin:cut])
            begin = cut
        return text[begin:]

    def _find_cut(self, text: str, begin: int, end: int) -> int | None:
        """Where to cut a long line; it depends on the text before the cut, not on how the text came."""
        length = end - begin
        while self._tries < len(SLICE_TRIES) and SLICE_TRIES[self._tries] < length:
            cut = self._settled_cut(text, begin, begin + SLICE_TRIES[self._tries])
            self._tries += 1
            if cut is not None:
                return cut
        if length <= SLICE_HARD:
            return None
        reach = begin + SLICE_HARD
        cut = self._settled_cut(text, begin, reach)
        if cut is not None:
            return cut
        cut = last_gap(text, reach - _REACH_BACK, reach)
        return cut if cut > begin else reach

    def _settled_cut(self, text: str, begin: int, reach: int) -> int | None:
        """The last blank before `reach` that is in no value, or else the end of the last link there, if nothing is
        open at it."""
        blank = last_gap(text, max(begin, reach - _REACH_BACK), reach)
        if reach - begin < SLICE_SOFT:
            is_settled = (
                blank > begin and self._is_prose(text, begin, blank) and _is_settled(text, begin, blank)
            )
            return blank if is_settled else None
        if blank > begin and _is_settled(text, begin, blank):
            return blank
        ends = [link.end() for link in _LINK_END.finditer(text, reach - _REACH_BACK, reach)]
        return ends[-1] if ends and _is_settled(text, begin, ends[-1]) else None

    def _is_prose(self, text: str, begin: int, end: int) -> bool:
        """Whether a line is a paragraph's, by what is there of it: a row or an item must not be cut early."""
        begins = self._glued or text[begin].isalpha()
        return begins and self._parser.is_at_text and "|" not in text[begin:end]

    def _feed(self, text: str) -> None:
        self._shown_as_is = -1
        line = SourceLine(text, self._offset, self._glued)
        if self._offset < MARKDOWN_LIMIT:
            self._parser.feed(line)
        else:
            self._parser.feed_plain(line)
        self._offset += len(text)

    def _plain_tail(self) -> list[ParsedSegment]:
        parser = self._parser.resume()
        for line in self._parser.unsettled:
            parser.feed(line)
        if self._partial:
            parser.feed_plain(SourceLine(self._partial, self._offset, self._glued))
        parser.finish()
        return parser.take()


def _is_settled(text: str, begin: int, end: int) -> bool:
    return InlineText(text[begin:end]).is_settled


def _ends_in_text(parser: BlockParser, last: SourceLine) -> bool:
    """Whether `last` is the end of a paragraph, and was read as it is."""
    leaf, lines = parser.open_leaf, parser.unsettled
    if not isinstance(leaf, Paragraph) or leaf.text.startswith("["):
        return False
    return bool(last.text.strip()) and bool(lines) and lines[-1].text == last.text


def split(text: str, start: int = 0) -> tuple[Segment, ...]:
    """All segments of a finished answer from `start` on: what any way of streaming it settles, in the same order."""
    stream = IncrementalParser(start=start)
    return stream.append(text[start:]) + stream.finish()
