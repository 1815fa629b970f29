"""Masks a Markdown text as it streams in: what it lets out never shows more of a value, however the text was cut.

What may still grow into a value waits: a number, until the word behind it says what it is. The text is taken apart by
itself alone, never by how it came, so a stream and the whole of it come to the same, and what was let out stays.
"""

import re
from unicodedata import normalize
from urllib.parse import unquote

from strakly_desktop.rendering.masking.line_starts import LineStart, Start, line_start
from strakly_desktop.rendering.masking.places import Places
from strakly_desktop.rendering.masking.source_reader import Kind, Piece, read_pieces, seen_of
from strakly_desktop.rendering.masking.values import Context, Found, MaskKind, find_values, goes_on
from strakly_desktop.rendering.masking.words import OPEN_WORDS, SPOKEN

AMOUNT, PHONE, EMAIL = "•••", "••••••", "•••@•••"
_AGAIN = "•"
_MASKS = {MaskKind.AMOUNTS: AMOUNT, MaskKind.PHONES: PHONE, MaskKind.EMAILS: EMAIL}
READ = 300_000
"""Characters of a text that are read word by word, as many as a page shows of it: behind them no figure stays."""
_LONGEST = 600
"""Letters that wait for their end at most: of what is longer, no figure is shown at all."""
_KEPT_DIGITS = 2
_FEWEST_TO_KEEP = 8
_MOST_TO_KEEP = 13
_MAY_HOLD = re.compile(r"[0-9@]|%40|[^\x00-\x7f]")
_FIGURES_LEFT = re.compile(r"[^\s|<>()\[\]]*[\d@][^\s|<>()\[\]]*")
_PLAIN_WORDS = re.compile(
    rf"(?:(?!(?:{'|'.join(map(re.escape, sorted(OPEN_WORDS)))})(?![A-Za-z\u0900-\u097f]))"
    r"(?:[A-Za-z]+|[\u0900-\u0963\u0970-\u097f]+)[.,;:!?]{0,2}[ \t])+",
    re.IGNORECASE,
)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_BLOCKS = frozenset(
    (
        *(
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "caption",
            "p",
            "div",
            "ul",
            "ol",
            "li",
            "h1",
            "h2",
            "h3",
        ),
        *(
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
            "hr",
            "dl",
            "dt",
            "dd",
            "details",
            "summary",
            "section",
            "article",
        ),
    )
)


class TextMasker:
    """Masks one text: `feed` it in any pieces and then `finish` it; what both return is the masked text, in order."""

    def __init__(self, kinds: frozenset[MaskKind]) -> None:
        self._kinds = kinds
        self._fed = 0
        self._rest = ""
        self._source = ""
        self._done = 0
        self._read = 0
        self._pieces: list[Piece] = []
        self._chunk: list[str] = []
        self._length = 0
        self._has_figures = self._has_digits = False
        self._places = Places()
        self._begins_line = True
        self._before = Start.BLANK
        self._number_before = 0

    def feed(self, text: str) -> str:
        """Take more of the text; return what can be shown by now, "" for nothing."""
        room = READ - self._fed
        self._fed += len(text)
        if len(text) <= room:
            return self._take(text, is_over=False)
        read = ""
        if room >= 0:
            read = self._take(text[:room], is_over=False)
            # What waits there may be the beginning of a value, which is over only behind it.
            self._rest = self._source[self._done :]
        self._rest += text[max(0, room) :]
        # Half a word waits.
        end = max(map(self._rest.rfind, (" ", "\n"))) + 1
        whole, self._rest = self._rest[:end], self._rest[end:]
        return read + _FIGURES_LEFT.sub(AMOUNT, whole)

    def finish(self) -> str:
        """The text is over: return the rest."""
        return self._take("", is_over=True) if self._fed <= READ else _FIGURES_LEFT.sub(AMOUNT, self._rest)

    def _take(self, text: str, *, is_over: bool) -> str:
        self._source = self._source[self._done :] + text
        shift, self._done = self._done, 0
        self._read -= shift
        self._pieces = [_moved(piece, -shift) for piece in self._pieces] if shift else self._pieces
        out: list[str] = []
        while self._step(out, is_over=is_over):
            pass
        if is_over:
            self._end_unit(out)
        return "".join(out)

    def _step(self, out: list[str], *, is_over: bool) -> bool:
        """Read on to the next line's start; False where more has to come."""
        if self._begins_line and not self._begin_line(out, is_over=is_over):
            return False
        if not self._pieces and (words := _PLAIN_WORDS.match(self._source, self._read)):
            # Most of an answer: nothing in it can be a value, or go on as one.
            out.append(words[0])
            self._places.note(normalize("NFC", words[0].lower()), [])
            self._read = self._done = words.end()
        for piece in read_pieces(self._source, self._read, is_over=is_over):
            if piece.kind is Kind.LINE_END:
                self._read = piece.end
                self._pieces.append(piece)
                self._begins_line = True
                return True
            self._read = piece.end
            self._add(piece, out)
        return False

    def _begin_line(self, out: list[str], *, is_over: bool) -> bool:
        if self._read == len(self._source):
            return False
        if not self._places.is_fenced:
            found = line_start(
                self._source,
                self._read,
                before=self._before,
                number_before=self._number_before,
                is_over=is_over,
            )
        else:
            found = self._start_in_fence(is_over=is_over)
        if found is None:
            return False
        self._begins_line = False
        self._end_chunk(out)
        is_soft = (
            found.start is Start.TEXT
            and self._before in (Start.TEXT, Start.ITEM)
            and not self._places.is_apart
        )
        if not is_soft:
            self._end_unit(out)
            self._places.begin_line(found.start, self._before)
        if found.text_at > self._read:
            self._pieces.append(Piece(Kind.MARKUP, self._read, found.text_at))
            self._read = found.text_at
        self._number_before = found.number or (0 if found.start is Start.HEADING else self._number_before)
        if not (found.start is Start.TEXT and self._before is Start.ITEM):
            self._before = found.start
        return True

    def _start_in_fence(self, *, is_over: bool) -> LineStart | None:
        rest = self._source[self._read : self._read + 8].lstrip(" >")
        if not rest.strip("`~") and len(rest) < 3 and not is_over:
            return None
        is_end = rest.startswith(("```", "~~~"))
        return LineStart(Start.FENCE if is_end else Start.ROW, self._read)

    def _add(self, piece: Piece, out: list[str]) -> None:
        if piece.kind is Kind.TAG:
            name = _NAME.match(self._source, piece.start)
            tag = name[1].lower() if name else ""
            if tag == "br":
                piece = Piece(Kind.BLANK, piece.start, piece.end, " ")
            elif tag in _BLOCKS:
                self._end_chunk(out)
                self._end_unit(out)
                self._pieces.append(piece)
                self._end_unit(out)
                said = self._source[piece.start : piece.end].lower()
                self._places.note_tag(tag, is_end=said[1] == "/", is_spanning="span" in said)
                return
        if piece.kind is Kind.MARKUP and self._source[piece.start] == "`":
            last = self._pieces[-1] if self._pieces else None
            is_doubled = last is not None and self._source[last.start : piece.end] == "``"
            self._places.note_code(is_doubled=is_doubled)
        if piece.seen == "|" and not piece.is_escaped:
            self._pieces.append(piece)
            self._end_unit(out)
            self._places.end_cell()
            return
        self._pieces.append(piece)
        if piece.kind is Kind.BLANK:
            self._end_chunk(out)
        elif piece.seen:
            self._chunk.append(piece.seen)
            self._has_digits = self._has_digits or piece.seen.isdigit()
            self._has_figures = self._has_digits or self._has_figures or piece.seen in SPOKEN
        # What is not seen counts too, or a number with nothing but that in it would wait for ever.
        self._length += len(piece.seen) or 1
        if self._length > _LONGEST:
            self._end_unit(out, forced=True)

    def _end_chunk(self, out: list[str]) -> None:
        """A blank: a word alone, or behind a number, decides what stands before it."""
        chunk, self._chunk = "".join(self._chunk), []
        if chunk and not goes_on(
            chunk, is_behind_figures=self._has_figures, is_behind_digits=self._has_digits
        ):
            self._end_unit(out)

    def _end_unit(self, out: list[str], *, forced: bool = False) -> None:
        if not self._pieces:
            return
        pieces, self._pieces, self._chunk, self._length = self._pieces, [], [], 0
        self._has_figures = self._has_digits = False
        seen = "".join(piece.seen for piece in pieces)
        found = _all_figures(seen) if forced else find_values(seen, self._places.context(), self._kinds)
        out.append(self._masked(pieces, seen, found))
        self._places.note(seen, found)
        self._done = pieces[-1].end

    def _masked(self, pieces: list[Piece], seen: str, found: list[Found]) -> str:
        source = self._source
        if not found:
            return "".join(self._unseen(piece) for piece in pieces)
        masks: dict[int, str] = {}
        owners = [at for at, piece in enumerate(pieces) for _ in piece.seen]
        for one in found:
            kept = _kept(one, seen)
            fresh, last = _MASKS[one.kind], -2
            for place in range(one.start, one.end):
                at = owners[place]
                if place >= kept and "0" <= seen[place] <= "9":
                    masks[at] = "" if masks.get(at) else source[pieces[at].start : pieces[at].end]
                    continue
                if at in masks or pieces[at].kind is Kind.LINE_END:
                    continue
                masks[at] = "" if last == at - 1 else fresh
                fresh = _AGAIN if masks[at] else fresh
                last = at
        self._drop_brackets(pieces, masks)
        return "".join(masks[at] if at in masks else self._unseen(piece) for at, piece in enumerate(pieces))

    def _drop_brackets(self, pieces: list[Piece], masks: dict[int, str]) -> None:
        """What was an automatic link is none any more."""
        opened = None
        for at, piece in enumerate(pieces):
            text = self._source[piece.start : piece.end]
            if piece.kind is Kind.MARKUP and text == "<":
                opened = at
            elif text == ">" and opened is not None:
                if any(opened < one < at for one in masks):
                    masks[opened] = masks[at] = ""
                opened = None

    def _unseen(self, piece: Piece) -> str:
        text = self._source[piece.start : piece.end]
        if piece.kind not in (Kind.TARGET, Kind.TAG) or not _MAY_HOLD.search(text):
            return text
        said = "".join(map(seen_of, unquote(text)))
        if not find_values(said, Context(is_address=True), self._kinds):
            return text
        if piece.kind is Kind.TARGET:
            return "]()" if text.startswith("](") else "]"
        name = _NAME.match(text)
        return f"{name[0]}>" if name else ""


def masked(text: str, kinds: frozenset[MaskKind]) -> str:
    """The whole of a text, masked."""
    masker = TextMasker(kinds)
    return masker.feed(text) + masker.finish()


def masked_line(text: str, kinds: frozenset[MaskKind], *, is_part: bool = False) -> str:
    """A short text, masked, that may have been cut off: `is_part` anywhere, else at its end, where a "…" stands.

    Half a value does not look like one: so of a part no figure stays, and of a cut end none in its last words.
    """
    shown = masked(text, kinds)
    if is_part:
        return _FIGURE_WORD.sub(AMOUNT, shown)
    if shown.rstrip().endswith(_CUT):
        return _CUT_FIGURES.sub(AMOUNT, shown)
    return shown


_CUT = ("…", "...")
_FIGURE_WORD = re.compile(r"\S*(?:\d|@)\S*")
_CUT_FIGURES = re.compile(
    r"[^\s]*\d[\d\s.,()/+_-]*(?=(?:\s*[^\W\d]*\s*)(?:…|\.\.\.)\s*\Z)|\S+@\S*(?=(?:…|\.\.\.)\s*\Z)"
)


def _kept(one: Found, seen: str) -> int:
    """From where on the digits of a value stay: the last two of a telephone number tell two of them apart."""
    digits = [at for at in range(one.start, one.end) if "0" <= seen[at] <= "9"]
    if one.kind is MaskKind.PHONES and _FEWEST_TO_KEEP <= len(digits) <= _MOST_TO_KEEP:
        return digits[-_KEPT_DIGITS]
    return one.end


def _all_figures(seen: str) -> list[Found]:
    return [Found(MaskKind.AMOUNTS, *match.span()) for match in re.finditer(r"[0-9]+", seen)]


def _moved(piece: Piece, by: int) -> Piece:
    return Piece(piece.kind, piece.start + by, piece.end + by, piece.seen, piece.is_escaped)
