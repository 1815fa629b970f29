"""Keeps an amount, a day or a telephone within a longer text on one line, by the blanks inside it.

Qt breaks a line at any blank but the no-break space, which is as wide: so that stands for the blank on the page
alone, and what is copied has the blank again. One that the answer itself wrote is marked, and copied as it is.
"""

import re
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat

from strakly_desktop.rendering.writing.formats import Mark

JOINT = "\u00a0"
LONGEST = 36
"""Characters of the longest value."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?(?::\d{2})? [ap]\.?m\b\.?"
_CURRENCY = r"(?:\brs\.?|\binr|₹|\$|€|£)"
_FIGURES = r"[-+\u2212]?\d[\d,]{0,18}(?:\.\d{1,4})?"
_SCALE = r"(?: (?:lakhs?|lacs?|crores?|cr\.?|k)\b)"
_DIGIT = re.compile(r"\d")
_VALUE = re.compile(
    rf"{_CURRENCY} {_FIGURES}{_SCALE}?"  # Rs. 1,200; INR 2.5 lakh
    rf"|(?<![\w.,]){_CURRENCY}?{_FIGURES}(?:{_SCALE}| %)"  # 2.5 lakh; 45 %
    rf"|(?:\b{_WEEKDAY} )?(?<![\w.,:/-])\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}}\b)?"  # Fri 27 Nov 2026
    rf"|\b(?:{_WEEKDAY} )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"  # Nov 27, 2026
    rf"|\b{_MONTH} \d{{4}}\b"  # November 2026
    rf"|(?<![\w.,:]){_CLOCK}"  # 6:30 pm
    r"|(?<![\w.,])(?:\+\d{1,3}[ -])?(?:\(\d{2,5}\) |\d{2,5}[ -])?\d{3,5} \d{3,6}(?: \d{2,4})?(?!\w|[,.]\d)"  # phones
    r"|(?<![\w.,])\+\d{1,3} \d{6,12}\b|(?<![\w.,])\(?0\d{2,4}\)? \d{6,8}\b",
    re.IGNORECASE,
)


def with_whole_values(text: str) -> str:
    """The text as long as it was, with no blank inside a value."""
    if " " not in text or _DIGIT.search(text) is None:
        return text
    return _VALUE.sub(lambda value: value[0].replace(" ", JOINT), text)


def continued(before: str, text: str) -> str:
    """What stands on the page when `text` follows `before` there, which it may make a value, or make none any more."""
    return with_whole_values(before.replace(JOINT, " ") + text)


def as_written(text: str, format_: QTextCharFormat) -> str:
    """A run of text of the page with the blanks that the answer has."""
    return text if format_.property(Mark.WRITTEN) else text.replace(JOINT, " ")


def written_text(block: QTextBlock) -> str:
    """The text of a block of the page as the answer has it, character for character."""
    text = block.text()
    if JOINT not in text:
        return text
    return "".join(as_written(run, format_) for run, format_ in _runs(block))


def _runs(block: QTextBlock) -> Iterator[tuple[str, QTextCharFormat]]:
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        yield fragment.text(), fragment.charFormat()
        iterator += 1
