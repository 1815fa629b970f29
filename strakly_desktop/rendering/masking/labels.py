"""Tells from the words before a figure, or over a column, that it is money: "Balance due:", "Fee for 3 months:"."""

import re

from strakly_desktop.rendering.masking.harmless import LETTER, is_of_days
from strakly_desktop.rendering.masking.words import COUNTED, FEW_COUNTED, OF_WHAT, OF_WHEN, OWED, PER, SUMS
from strakly_desktop.rendering.tables.heading_words import names_amounts

_CONNECTOR = re.compile(
    rf"(?:(?!{LETTER})[^\d/,;]|(?<!{LETTER})(?:is|was|are|of|only|about|just|still|another|us|you|me|him|her|them|hai|है|था|का|की)(?!{LETTER}))*\Z"
)
_ENDS_LABEL = re.compile(rf"[:=|-]|(?<!{LETTER})(?:is|was|are|hai|है|था)(?!{LETTER})")
_ENDS_NAME = re.compile(r"[:=|-]")
_ENDS_CLAUSE = re.compile(r"[.!?]\s|;")
_ENDS_SENTENCE = re.compile(r"[.!?]\s")
_CLAUSE = re.compile(r"[.!?;:,|\n]\s*|\s-\s")
_WORD = re.compile(rf"{LETTER}+")
_LABELLED_COUNT = re.compile(
    rf"(?<!{LETTER})(?:{'|'.join(map(re.escape, COUNTED))})[^.;|\n]{{0,40}}:[\s*]*\Z"
)
_TOKEN = re.compile(rf"{LETTER}+|\d+|[/(]")
_COUNTED_TOO = ("payments", "pending")
_NO_AMOUNT = frozenset(
    ("date", "on", "until", "till", "method", "mode", "type", "via", "by", "number", "count")
)
_COUNTS = frozenset((*COUNTED, *FEW_COUNTED))
_LONGEST_LABEL = 8
_FINES = frozenset(("fines", "penalty", "penalties", "surcharge"))
_DUE = re.compile(rf"\s+(?:due|overdue|pending)(?!{LETTER})")
_HAS = re.compile(rf"(?<!{LETTER})(?:has|had|with)\s+(?:(?:still|only|just|about)\s+)*\Z")
_BEHIND = re.compile(
    r"\s+(?:is\s+)?(?:still\s+)?(?:outstanding|unpaid|payable|owed|(?:left\s+)?to\s+(?:pay|be\s+paid))\b"
    r"|\s+is\s+(?:still\s+)?(?:due|overdue|pending)\b"
    r"|\s*(?:per|/)\s*(?:month|quarter|year|annum|head|person|member|visit|session|class)\b"
)


def is_about_amounts(text: str) -> bool:
    """Whether a heading or a label speaks of money, and of nothing that may be counted: "Payments", "Pending"."""
    return (_is_amount_word(text) or _is_of_something(_TOKEN.findall(text))) and not is_of_days(text)


def labels_amount(before: str) -> bool:
    """Whether the last words before a number say that it is money: "Balance due:", "paid", "Fee per month:"."""
    connector = _CONNECTOR.search(before)
    label = before[: connector.start()] if connector else before
    if _ENDS_NAME.search(before[len(label) :]) and is_of_days(_ENDS_CLAUSE.split(label)[-1]):
        return False
    words = _WORD.findall(label[-40:])
    if words and label.endswith(words[-1]):
        if _is_amount_word(words[-1]):
            return words[-2:] != ["days", "due"]
        if words[-1] in _FINES or words[-2:] == ["late", "fine"]:
            return True
    tail = before[len(label) :]
    if _ENDS_SENTENCE.search(tail):
        return False
    tokens = _TOKEN.findall(_CLAUSE.split(label)[-1])
    return _is_of_something(
        tokens if _ENDS_LABEL.search(tail) else tokens[-3:], is_open=not _ENDS_LABEL.search(tail)
    )


def tells_amount(text: str, end: int, before: str) -> bool:
    """Whether what stands behind a small number says that it is money: "95 is due", "has 95 due".

    "3 due" alone may be people, and so may those that "we have".
    """
    if not _BEHIND.match(text, end) and not (_DUE.match(text, end) and _HAS.search(before)):
        return False
    return _COUNTS.isdisjoint(_WORD.findall(_CLAUSE.split(before)[-1])) and not _LABELLED_COUNT.search(before)


def says_amount(before: str) -> bool:
    """Whether a small number in words is money behind these words: "Fee: eighty", "he owes eighty"."""
    words = _WORD.findall(before[-40:])
    if words and words[-1] in OWED and before.rstrip().endswith(words[-1]):
        return True
    connector = _CONNECTOR.search(before)
    tail = before[connector.start() :] if connector else ""
    return _ENDS_LABEL.search(tail) is not None and labels_amount(before)


def _is_amount_word(text: str) -> bool:
    return names_amounts(text) and text.strip(" .:*") not in _COUNTED_TOO


def _is_of_something(tokens: list[str], *, is_open: bool = False) -> bool:
    """Whether words say of what an amount is: "fee per month". `is_open`: nothing says that they are a label."""
    for at, word in enumerate(tokens[:-2]):
        if word in _COUNTS:
            return False
        if _is_amount_word(word):
            link, rest = tokens[at + 1], tokens[at + 2 :]
            if link in PER or (link == "(" and is_open):
                return len(rest) == 1 or (not is_open and len(rest) < _LONGEST_LABEL)
            if not is_open and (link in OF_WHAT or (link == "by" and word in OWED)):
                is_counted = word in SUMS and not _COUNTS.isdisjoint(rest)
                return not is_counted and len(rest) < _LONGEST_LABEL and rest[-1] not in _NO_AMOUNT
    return not is_open and len(tokens) > 1 and _is_amount_word(tokens[-2]) and tokens[-1] in OF_WHEN
