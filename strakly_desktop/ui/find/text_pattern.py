"""What to look for, as a pattern over the text itself: capitals and accents make no difference.

The pattern takes the accents in, instead of the text being stripped of them: so a hit is where the reader sees
it, and a long conversation is searched without a copy of it.
"""

import re
import unicodedata
from functools import cache
from typing import TypeAlias

TextPattern: TypeAlias = re.Pattern[str]

# Letters with accents are looked for here; Hangul and the like are no plain letters with marks.
_ACCENTED = ((0x00C0, 0x0E00), (0x1E00, 0x2000))
_MARKS = "[\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc]*"
_MARK = re.compile(_MARKS.removesuffix("*"))
# In Python's words, the vowel signs of Indic scripts are no letters.
_SIGN = r"[\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d]"
_WORD = re.compile(f"{_SIGN}+")


def phrase_pattern(text: str) -> TextPattern | None:
    """`text` as it stands, anywhere; any space counts as a space. None where there is nothing to look for."""
    words = [_folded(word) for word in text.split()]
    found = f"[ \u00a0]+{_MARKS}".join(_letters(word) for word in words if word)
    return re.compile(found, re.IGNORECASE) if found else None


def words_pattern(text: str) -> TextPattern | None:
    """Whole words that begin with one of the words of `text`, as the history finds them."""
    words = sorted({_folded(word) for word in _WORD.findall(text)}, key=len, reverse=True)
    found = "|".join(_letters(word) for word in words if word)
    return re.compile(f"(?<!{_SIGN})(?:{found}){_SIGN}*", re.IGNORECASE) if found else None


def _folded(text: str) -> str:
    """`text` in small letters without their accents; vowel signs, viramas and marks on other signs stay."""
    bare, is_on_letter = [], True
    for sign in unicodedata.normalize("NFD", text.lower()):
        if _MARK.match(sign):
            if is_on_letter:
                continue
        else:
            is_on_letter = sign.isalpha()
        bare.append(sign)
    return unicodedata.normalize("NFC", "".join(bare))


def _letters(folded: str) -> str:
    return "".join(_letter(sign) for sign in folded)


def _letter(sign: str) -> str:
    same = _accented().get(sign, "")
    # Only what can carry an accent: a mark behind each sign would cost plain English half of its speed.
    one = f"[{re.escape(sign)}{same}]" if same else re.escape(sign)
    return one + _MARKS if sign.isalpha() else one


@cache
def _accented() -> dict[str, str]:
    """Letter to all letters that are the same one with accents."""
    found: dict[str, str] = {}
    for first, last in _ACCENTED:
        for code in range(first, last):
            letter = chr(code)
            folded = _folded(letter)
            if len(folded) == 1 and folded != letter:
                found[folded] = found.get(folded, "") + letter
    return found
