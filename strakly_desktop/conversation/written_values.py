"""Amounts, days, times and telephones as they are written with a blank inside: which blanks of a text are theirs."""

import re

LONGEST_VALUE = 36
"""Characters of the longest one."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?(?::\d{2})? [ap]\.?m\b\.?"
_CURRENCY = r"(?:\brs\.?|\binr|₹|\$|€|£)"
_FIGURES = r"[-+\u2212]?\d[\d,]{0,18}(?:\.\d{1,4})?"
_SCALE = r"(?: (?:lakhs?|lacs?|crores?|cr\.?|k)\b)"
VALUE = re.compile(
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

_ALIKE = "\u00a0"
"""The no-break space, which the page has in the place of some of these blanks."""


def last_gap(text: str, start: int, end: int) -> int:
    """The last blank from `start` on that is inside no value, however the text goes on after `end`; else the last
    blank that there is; -1 for none."""
    # What begins before may reach into it, and what begins there may end later.
    first, last = max(0, start - 2 * LONGEST_VALUE), end - LONGEST_VALUE - 2
    inside = {
        at
        for value in VALUE.finditer(text[first:end].replace(_ALIKE, " "))
        for at in range(first + value.start(), first + value.end())
    }
    at = text.rfind(" ", start, max(start, last))
    while at in inside:
        at = text.rfind(" ", start, at)
    return at if at >= 0 else text.rfind(" ", start, end)
