"""Tells which text a spreadsheet program would run, and takes its sting out.

What begins like a formula is text here, whatever the model or a client's name made of it (OWASP, "CSV injection").
The apostrophe in front of it is seen in the cell, so nothing gets one that does not run: not an amount, and not a
telephone, for a plus before figures and blanks is no formula. Where only a hyphen would make it one, a blank is enough.
"""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# One number, with what sets its figures apart. An operator between figures would be worked out: "-2+3".
_AMOUNT = re.compile(
    r"[-+\u2212]\s*(?:(?:rs\.?|inr\.?|₹|\$|€|£)\s*[-+\u2212]?\s*)?\d[\d\s.,]*(?:%|/-)?", re.IGNORECASE
)
_TELEPHONE = re.compile(r"\+[\s\d().-]+")
_SHORTEST_TELEPHONE = 8
_APART = re.compile(r"[\s().-]+")
# "-Rs.500" and "-INR500" are names of cells.
_NAME_LIKE = re.compile(r"(?i)(rs\.?|inr\.?)(?=\d)")
_DASHES = frozenset("-\u2013\u2014")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program may take a cell for a formula."""
    begin = text if text.startswith(_STARTS) else text.lstrip()
    if not begin.startswith(_STARTS):
        return False
    bare = text.strip(" ")
    return not (bare in _DASHES or _AMOUNT.fullmatch(bare) or _is_telephone(bare))


def harmless(text: str) -> str:
    """The text as a cell of a text file: what begins like a formula gets an apostrophe in front."""
    if is_formula(text):
        return "'" + text
    bare = text.strip(" ")
    if bare.startswith("+") and _is_telephone(bare):
        return "+" + _APART.sub(" ", bare[1:]).strip()
    return _NAME_LIKE.sub(r"\1 ", text) if bare.startswith(_STARTS) else text


def _is_telephone(text: str) -> bool:
    return _TELEPHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= _SHORTEST_TELEPHONE
