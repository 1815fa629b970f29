"""Tells the long figures that are known to be no amount: days, years, counts, what names something, parts of addresses.

A list of what money looks like is never whole. So it is the other way round: what is not known here is hidden.
"""

import re
from collections.abc import Iterator

from strakly_desktop.rendering.masking.words import (
    COUNT_HEADINGS,
    COUNTED,
    FEW_COUNTED,
    IDENTIFIERS,
    MONTHS,
    NAMED,
    NUMBERS,
    PEOPLE,
    PRICES,
    QUALITIES,
)
from strakly_desktop.rendering.tables.heading_words import mentions_amounts

LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])"


def one_of(words: tuple[str, ...]) -> str:
    """The regular expression of any of the words, which ends where it does."""
    return rf"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!{LETTER})"


_FIRST = r"(?<![^\W\d_])(?<![\u0900-\u0963\u0970-\u097f])"
_DAY = re.compile(
    r"(?<![\d.,/-])(?:(?P<y>(?:19|20)\d\d)[-./](?P<ym>\d{1,2})[-./](?P<yd>\d{1,2})"
    r"|(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?:(?:19|20)\d\d|\d\d))(?![\d/]|[-.,]\d)"
)
_CLOCK = r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::\d\d(?:\.\d{1,6})?)?(?![\d:])"
_MONTH = one_of(MONTHS)
# "In 2000" is more often an amount.
_YEAR = r"(?:19[3-9]\d|20(?!00)[0-4]\d)(?![\d,_'.]\d|\d|\s\d{3}(?!\d))"
_MONTHLY = r"(?<![\d.,/-])(?:20[1-3]\d-(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])/20[1-3]\d)(?![\d.,/-]\d|\d)"
_DAYS = re.compile(
    rf"{_CLOCK}|{_MONTHLY}|(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?[\s-]*{_MONTH}\.?(?:[\s,-]+{_YEAR})?"
    rf"|{_FIRST}{_MONTH}\.?[\s-]+\d{{1,2}}(?:st|nd|rd|th)?(?![\d,.]\d|\d)(?:,?\s+{_YEAR})?"
    rf"|{_FIRST}{_MONTH}\.?,?[\s-]+{_YEAR}|(?<![:=\s])\s?[\"\u201c]20[1-3]\d[\"\u201d]"
    rf"|{_FIRST}(?:in|since|year|during|fy|born|until|(?:end|start|half|quarter) of|q[1-4]|h[12])\W{{1,5}}{_YEAR}"
    r"|(?<![\d.,])(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})(?![\d.,])"
)
_FINANCIAL = re.compile(r"(?<![\d.,/-])20([0-4]\d)-(?:20)?(\d\d)(?![\d,/-])")
_QUALITIES = rf"(?:{one_of(QUALITIES)}[\s-]+){{0,2}}"
_PRICED = rf"['\u2019)]?[\s/(-]{{0,3}}(?:{one_of(PRICES)}|[₹$€£])"
_COUNTED = re.compile(rf"[\s_(-]*(?:%|per\s*cent|{_QUALITIES}{one_of(COUNTED)})(?!{_PRICED})")
_FEW_COUNTED = re.compile(rf"[\s_(-]*{_QUALITIES}{one_of(FEW_COUNTED)}")
_NAMED = re.compile(
    rf"(?:#|{_FIRST}{one_of(NAMED)}[\s#]{{1,3}}|{_FIRST}{one_of(IDENTIFIERS)}[\s:.=#\"']{{0,4}}"
    rf"|{_FIRST}{one_of(NAMED)}\s(?:no|number)(?!{LETTER})[\s:.=#]{{1,4}}"
    rf"|{_FIRST}(?:inv|invoice|rcpt|receipt|txn|ord|order)-(?:[\da-z]{{1,10}}-)*)\Z"
)
_PATH = re.compile(r"(?:(?:https?:|www\.)\S*|(?<!\S)/[a-z]\S*)(?<=/)\Z")
_IN_ADDRESS = re.compile(r"[/#]\Z|(?:width|height|size|span)\W{1,3}\Z")
_NO_NAME_IN_ADDRESS = re.compile(
    r"(?:wa\.me|whatsapp|viber|signal|tel|sms|call|callto|phone|mobile)[^\s\d]*\Z"
    r"|(?:(?:paypal|razorpay)\.me/\S*|/(?:pay|amount|amt|am|price)/)\Z"
)
"""Behind these, the figures of an address are a telephone number or an amount."""
_LONGEST_ID = 9
_RUN = re.compile(r"\+?\d+(?:[.-]\d+)*")
_TELEPHONE = re.compile(r"(?:\+|00)?(?:91|0)?[6-9]\d{9}|\+\d{8,}")
_LANDLINE = re.compile(r"(?=(?:\d[ -]?){11}\Z)0\d{2,4}[ -]\d{6,8}")
_LABEL_ENDS = re.compile(rf"(?:\"?\s*[:=-]|{_FIRST}(?:is|are|was|were))[\s*_\"']*\Z")
_PEOPLE = re.compile(rf"{_FIRST}{one_of(PEOPLE)}")
_OF_DAYS = re.compile(
    r"(?:\A|[,|\n]\s*)\W*(?:number of\s)?(?:day|week|month|hour)s?\s"
    rf"(?:until|till|before|since|to|after|past|left)(?!{LETTER})[^\d,|\n]*\Z"
)
_SUMS = ("total", "कुल")
_NUMBER_OF = re.compile(rf"{_FIRST}(?:number|count|no\.?) of\s")
_CLAUSE = re.compile(r";|[.!?]\s|[?&](?=\S)")
_ADJECTIVES = ("due", "pending", "overdue", "outstanding")
_WORD = re.compile(rf"{LETTER}+")
_NO_COUNT = re.compile(rf"\d|{_FIRST}{one_of(NUMBERS)}")


def days(text: str) -> Iterator[tuple[int, int]]:
    """The days, times, years and addresses of computers in a text, as places in it."""
    for match in _DAY.finditer(text):
        one, other = (
            (int(match["d"]), int(match["m"])) if match["d"] else (int(match["yd"]), int(match["ym"]))
        )
        if 1 <= min(one, other) <= 12 and max(one, other) <= 31:
            yield match.span()
    for match in _DAYS.finditer(text):
        yield match.span()
    for match in _FINANCIAL.finditer(text):
        if (int(match[1]) + 1) % 100 == int(match[2]):
            yield match.span()


def is_counted(text: str, end: int, *, is_long: bool) -> bool:
    """Whether what stands behind a figure says that it counts something."""
    if _COUNTED.match(text, end):
        return True
    return not is_long and _FEW_COUNTED.match(text, end) is not None


def is_named(before: str, figures: str, *, is_address: bool = False) -> bool:
    """Whether what stands before these figures says that they name something, or are part of an address.

    No name of something is a telephone number: "Ref 98765 43210" is one for all that, and "https://wa.me/971501234567".
    """
    if _is_telephone(figures):
        return False
    if not (_IN_ADDRESS if is_address else _PATH).search(before):
        return _NAMED.search(before) is not None
    run = _RUN.match(figures)
    is_long = run is not None and sum(map(str.isdigit, run[0])) > _LONGEST_ID
    return not is_long and _NO_NAME_IN_ADDRESS.search(before) is None


def _is_telephone(figures: str) -> bool:
    plain = re.sub(r"[ .()-]", "", figures)
    return _TELEPHONE.fullmatch(plain) is not None or _LANDLINE.fullmatch(figures) is not None


def is_count_label(before: str) -> bool:
    """Whether what stands before a figure is a label of a count: "Members with dues:", not "Dues of members:"."""
    end = _LABEL_ENDS.search(before)
    if end is None:
        return False
    label = _CLAUSE.split(before[: end.start()])[-1]
    if not end[0].strip(" *_\"'").isalpha() and is_of_days(label):
        return True
    return _NUMBER_OF.search(label) is not None or _is_of_people(label)


def is_of_days(label: str) -> bool:
    """Whether a label counts days, whatever happens on the last of them: "Days until the fee is due"."""
    return _OF_DAYS.search(label) is not None


def is_count_heading(heading: str) -> bool:
    """Whether the heading of a column says that people, visits or days are counted in it, or things named."""
    if _is_of_people(heading):
        return True
    words = {word.strip(".") for word in heading.replace("-", " ").split()}
    return bool(words & COUNT_HEADINGS) and (
        not mentions_amounts(heading) or not words.isdisjoint(("number", "count", "no", "id"))
    )


def _is_of_people(label: str) -> bool:
    people = _PEOPLE.search(label)
    # "3 months", "12 members" as the name of a plan has a price.
    if people is None or _NO_COUNT.search(label):
        return False
    words = [word for word in _WORD.findall(label) if word not in _SUMS]
    before = _WORD.findall(label[: people.start()])
    if not words or any(word not in _SUMS and mentions_amounts(word) for word in before):
        return False
    return "with" in words or words[-1] in _ADJECTIVES or not mentions_amounts(words[-1])
