"""Makes text safe to encode and to show.

JSON can spell half a character, which neither Qt nor UTF-8 can carry, and U+FFFE, at which Qt swaps the bytes of all
that follows; and a few unseen characters turn the text behind them round, so that an amount or a name reads otherwise
than it is.
"""

import unicodedata

_REPLACEMENT = "\ufffd"
_SWAPPED = "\ufffe"
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""For `str.translate`: takes away what begins and ends a run in a direction of its own; letters need none of it."""
_MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C))


def in_reading_order(text: str) -> str:
    """Text to be shown without the unseen characters that turn other text round.

    Letters written from right to left stay so, and with them the marks that place a sign between two of them.
    """
    if text.isascii():
        return text
    text = text.translate(TURNING)
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text.translate(_MARKS)):
        return text
    return text.translate(_MARKS)


def reads_from_right(text: str) -> bool:
    """Whether text begins at the right, as its first letter says (UAX #9, rules P2 and P3)."""
    return not text.isascii() and _first_letter(text) in ("R", "AL")


def says_its_side(text: str) -> bool:
    """Whether there is a letter in it that says at which side it begins."""
    return bool(_first_letter(text))


def _first_letter(text: str) -> str:
    return next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "")


def well_formed(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates and U+FFFE by U+FFFD; other text comes back as it is."""
    if text.isascii():
        return text
    if _SWAPPED in text:
        text = text.replace(_SWAPPED, _REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def well_formed_within(text: str) -> str:
    """As `well_formed`, but leave half a character at the start or the end, for the piece before or after it."""
    if text.isascii():
        return text
    start = text[:1] if _is_second_half(text[:1]) else ""
    end = text[-1:] if _is_first_half(text[-1:]) else ""
    return start + well_formed(text[len(start) : len(text) - len(end)]) + end


class HalfCharacters:
    """Joins the halves of characters that were cut between two pieces of text."""

    def __init__(self) -> None:
        self._first_half = ""

    @property
    def is_waiting(self) -> bool:
        """Whether a first half waits for its second."""
        return bool(self._first_half)

    def join(self, piece: str) -> str:
        """Return what can be shown by now of all pieces; half a character at the end waits for the next one."""
        if not self._first_half and piece.isascii():
            return piece
        piece, self._first_half = self._first_half + piece, ""
        if _is_first_half(piece[-1:]):
            piece, self._first_half = piece[:-1], piece[-1]
        return well_formed(piece)

    def end(self) -> str:
        """Return what stands for a half that waits; nothing follows."""
        waiting, self._first_half = self._first_half, ""
        return _REPLACEMENT if waiting else ""


def _is_first_half(character: str) -> bool:
    return "\ud800" <= character <= "\udbff"


def _is_second_half(character: str) -> bool:
    return "\udc00" <= character <= "\udfff"
