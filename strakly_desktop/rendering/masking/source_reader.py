"""Reads what of a Markdown source is seen, letter by letter, with the place of each: as it comes, in any pieces.

A value may be written across markup (`**98765**43210`), as entities or with invisible characters in it. What is seen
is the same, so values are looked for in that. No more is read than is certain: half a tag or half an entity waits.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import category, decimal, normalize

LONGEST_TAG = 2_000
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--(?:(?!--)[\W_])*-->", re.DOTALL)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_MAY_BE_TAG = re.compile(r"</?[A-Za-z!][^<>]*\Z|<!--(?:(?!-->)[\W_])*\Z", re.DOTALL)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MAY_BE_ENTITY = re.compile(r"&#?[A-Za-z0-9]{0,32}\Z")
_TARGET = re.compile(r"\]\((?:[^()\n\\]|\\.|\((?:[^()\n\\]|\\.)*\))*\)|\]\[[^\[\]\n]{0,200}\]")
_MAY_BE_TARGET = re.compile(
    r"\](?:\((?:[^()\n\\]|\\.|\((?:[^()\n\\]|\\.)*\))*(?:\([^()\n]*)?|\[[^\[\]\n]{0,200})?\\?\Z"
)
_WORD = re.compile(r"[A-Za-z]+|[\u0900-\u0963\u0970-\u097f]+")
_FOOTNOTE = re.compile(r"\[\^[0-9]{1,2}\]")
_MAY_BE_FOOTNOTE = re.compile(r"\[(?:\^[0-9]{0,2})?\Z")
_UNSEEN = frozenset("*~`[")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Kind(Enum):
    """What a piece of source is."""

    LETTERS = auto()
    BLANK = auto()
    LINE_END = auto()
    MARKUP = auto()
    TARGET = auto()
    TAG = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of source, from `start` to `end`, and what is seen of it: small letters, digits of ASCII, "" for nothing.

    `is_escaped`: it is no markup, whatever it looks like.
    """

    kind: Kind
    start: int
    end: int
    seen: str = ""
    is_escaped: bool = False


def read_pieces(source: str, start: int, *, is_over: bool) -> Iterator[Piece]:
    """The pieces of `source` from `start` on; of one that goes on, only those which no later text can change."""
    at, end = start, len(source)
    while at < end:
        piece = _piece(source, at, is_over=is_over)
        if piece is None:
            return
        yield piece
        at = piece.end


def _piece(source: str, at: int, *, is_over: bool) -> Piece | None:
    character = source[at]
    if word := _WORD.match(source, at):
        return _word(source, word, is_over=is_over)
    if character == "\n":
        return Piece(Kind.LINE_END, at, at + 1, "\n")
    if character.isspace():
        if character == "\r" and at + 1 == len(source) and not is_over:
            return None
        return Piece(Kind.BLANK, at, at + 1, " ")
    if character in "<&[]\\" and (found := _special(source, at, is_over=is_over)) is not _NOTHING:
        return found
    if character in _UNSEEN or category(character) in _INVISIBLE:
        return Piece(Kind.MARKUP, at, at + 1)
    return Piece(Kind.LETTERS, at, at + 1, seen_of(character))


_NOTHING = Piece(Kind.MARKUP, -1, -1)
_LOOK_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
_INVISIBLE = ("Cf", "Me", "Mn")


def _word(source: str, word: re.Match[str], *, is_over: bool) -> Piece | None:
    if word.end() == len(source) and not is_over:
        return None
    return Piece(Kind.LETTERS, word.start(), word.end(), normalize("NFC", word[0].lower()))


def _special(source: str, at: int, *, is_over: bool) -> Piece | None:  # noqa: PLR0912 - one branch for each
    """What begins here; None while that cannot be told; `_NOTHING` for a character that stands for itself."""
    rest = source[at : at + LONGEST_TAG]
    is_open = not is_over and at + LONGEST_TAG > len(source)
    match source[at]:
        case "<":
            if found := _AUTOLINK.match(rest):
                # What it says is read like any text.
                return Piece(Kind.MARKUP, at, at + 1)
            if found := _TAG.match(rest):
                return Piece(Kind.TAG, at, at + found.end())
            if is_open and (len(rest) == 1 or _MAY_BE_TAG.match(rest) or _may_be_autolink(rest)):
                return None
        case "&":
            if found := _ENTITY.match(rest):
                seen = "".join(map(seen_of, html.unescape(found[0])))
                blank = seen.isspace()
                return Piece(
                    Kind.BLANK if blank else Kind.LETTERS, at, at + found.end(), " " if blank else seen
                )
            if is_open and _MAY_BE_ENTITY.match(rest):
                return None
        case "[":
            if found := _FOOTNOTE.match(rest):
                return Piece(Kind.MARKUP, at, at + found.end())
            if is_open and _MAY_BE_FOOTNOTE.match(rest):
                return None
        case "]":
            if found := _TARGET.match(rest):
                return Piece(Kind.TARGET, at, at + found.end())
            if is_open and _MAY_BE_TARGET.match(rest):
                return None
            return Piece(Kind.MARKUP, at, at + 1)
        case "\\":
            if len(rest) == 1 and is_open:
                return None
            if rest[1:2] and rest[1] in _ESCAPABLE:
                return Piece(Kind.LETTERS, at, at + 2, seen_of(rest[1]), is_escaped=True)
            if rest[1:2] in ("\n", "\r"):
                return Piece(Kind.MARKUP, at, at + 1)
    return _NOTHING


def _may_be_autolink(rest: str) -> bool:
    return not any(character.isspace() or character in "<>" for character in rest[1:])


def seen_of(character: str) -> str:
    """How a character is compared: a digit of any script as that of ASCII, a dash as a hyphen, letters small."""
    if character < "\x80":
        return character.lower()
    digit = decimal(character, None)
    if digit is not None:
        return str(digit)
    if category(character) == "Pd" or character == "\u2212":
        return "-"
    if category(character) in _INVISIBLE:
        return ""
    if character.isspace() or character in _LOOK_BLANK:
        return " "
    return normalize("NFKC", character).lower()
