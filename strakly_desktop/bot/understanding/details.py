"""Finds the details inside a message: numbers, phone numbers, statuses, colours, pages of the app.

All tables live here as data, so that a new word is a new line and not new code. `text` is always in plain
form (see words.py) except where a person's own spelling matters."""

import re
from collections.abc import Mapping

from strakly_desktop.bot.understanding.vocabulary import EVERYDAY_WORDS, GYM_WORDS, NO_NAMES

ACCENTS = ("green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white")
_ACCENT_WORDS = {
    **{name: name for name in ACCENTS},
    "violet": "purple",
    "lilac": "purple",
    "turquoise": "teal",
    "rose": "pink",
    "crimson": "red",
    "navy": "blue",
}
_THEME_WORDS = {
    "dark mode off": "light",
    "dark theme off": "light",
    "turn off (?:the )?dark": "light",
    "(?:no|not|without|disable|leave|exit) (?:the )?dark": "light",
    "light mode off": "dark",
    "turn off (?:the )?light": "dark",
    "too bright": "dark",
    "too light": "dark",
    "too dark": "light",
    "dark": "dark",
    "night": "dark",
    "darker": "dark",
    "light": "light",
    "day mode": "light",
    "bright": "light",
    "lighter": "light",
    "system": "system",
    "automatic": "system",
    "auto": "system",
    "follow the os": "system",
}
PAGES = {
    "dashboard": "/dashboard",
    "home": "/dashboard",
    "client": "/clients",
    "member": "/clients",
    "trainer": "/trainers",
    "coach": "/trainers",
    "manager": "/managers",
    "branch admin": "/branch-admins",
    "branch": "/branches",
    "attendance": "/attendance",
    "membership plan": "/membership-plan",
    "membership": "/memberships",
    "plan": "/plans",
    "offer": "/offers",
    "salary": "/salary",
    "salaries": "/salary",
    "diet": "/diet",
    "facilities": "/facilities",
    "facility": "/facilities",
    "amenities": "/amenities",
    "financial report": "/financial-reports",
    "finance": "/financial-reports",
    "report": "/financial-reports",
    "announcement": "/announcements",
    "setting": "/settings",
    "gym profile": "/gym-profile",
    "profile": "/profile",
    "subscription": "/gym-subscription",
    "user": "/users",
    "support": "/support",
    "enquiry": "/leads",
    "enquiries": "/leads",
    "lead": "/leads",
    "referral": "/referrals",
    "document": "/documents",
    "data migration": "/data-migration",
}
_STATUSES = {
    "active": "active",
    "current": "active",
    "inactive": "inactive",
    "expired": "expired",
    "lapsed": "expired",
    "pending": "pending",
    "frozen": "frozen",
    "cancelled": "cancelled",
    "new": "new",
    "contacted": "contacted",
    "converted": "converted",
    "lost": "lost",
    "open": "open",
}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "last": -1,
}
_PHONE = re.compile(r"(?<!\d)(?:\+?91[ -]?)?([6-9]\d{4}[ -]?\d{5})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def find_theme(text: str) -> str | None:
    """`dark`, `light` or `system`, when the message names one."""
    return _first(_THEME_WORDS, text)


def find_accent(text: str) -> str | None:
    """The accent colour the message names."""
    return _first(_ACCENT_WORDS, text)


def find_status(text: str) -> str | None:
    """The status of a client, membership or enquiry that the message names."""
    return _first(_STATUSES, text)


def find_plan(text: str) -> str | None:
    """The kind of plan the message names, as a part of its name."""
    match = re.search(r"\b(monthly|quarterly|silver|gold|couple|student)\b", text)
    return match[1] if match else None


def find_page(text: str) -> str | None:
    """The path of the web app's page that the message names; the longest name wins."""
    for name in sorted(PAGES, key=len, reverse=True):
        if re.search(rf"\b{name}s?(?:es)?\b", text):
            return PAGES[name]
    return None


def find_ordinal(text: str) -> int | None:
    """Which row is meant: 2 for "the second one", "number 2" or "#2"; -1 for the last."""
    for word, number in _ORDINALS.items():
        if re.search(
            rf"\b{word}(?: one| client| member| person| row)?\b(?! \d| week| month| year| day)", text
        ):
            return number
    match = re.search(r"(?:number|no\.?|row|#)\s*(\d{1,2})\b", text)
    return int(match[1]) if match else None


_GROUPS = {
    "by day": "day",
    "per day": "day",
    "daily": "day",
    "each day": "day",
    "day by day": "day",
    "day wise": "day",
    "by hour": "hour",
    "per hour": "hour",
    "hourly": "hour",
    "peak": "hour",
    "rush": "hour",
    "busiest hour": "hour",
    "busiest time": "hour",
    "by month": "month",
    "per month": "month",
    "monthly": "month",
    "month wise": "month",
    "by plan": "plan",
    "per plan": "plan",
    "by method": "method",
    "payment method": "method",
    "payment methods": "method",
    "cash": "method",
    "upi": "method",
}


def find_group(text: str) -> str | None:
    """By what numbers shall be split: `day`, `hour`, `month`, `plan` or `method` of payment."""
    return _first(_GROUPS, text)


def find_branch(text: str, raw: str = "") -> str | None:
    """The name beside the word branch, such as "lake road"; `all` for all branches.

    `raw` is the message as typed: a name in capitals after "at" is a branch too ("at Lake Road").
    """
    place = re.search(r"\bat (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)", raw)
    if place is not None:
        return place[1].lower()
    if re.search(r"\b(?:all|both|every|each) (?:the |our )?branch(?:es)?\b", text):
        return "all"
    after = re.search(r"\bbranch (?:called |named |number |no )?(\w+(?: \w+)?)", text)
    if after is not None and (name := _place_name(after[1])) is not None:
        return name
    before = re.search(
        r"\b(?:at|in|for|about|of|only|from|to)\s+(?:the\s+)?(\w+(?: \w+)?)\s+branch\b|\b(\w+ \w+|\w+) branch\b",
        text,
    )
    name = None
    if before is not None:
        words = (before[1] or before[2]).split()
        while words and _is_known(words[0]):
            del words[0]
        name = " ".join(words) or None
    return None if name is None or set(name.split()) & _NO_BRANCH_NAMES else name


def find_place(text: str) -> str | None:
    """Where a question is about, in small letters: "at lake road", "in kothrud". It must be a branch."""
    places = (_place_name(match[1]) for match in re.finditer(r"\b(?:at|in) (?:the )?(\w+(?: \w+)?)", text))
    return next((place for place in places if place is not None and place.replace(" ", "").isalpha()), None)


def _place_name(words: str) -> str | None:
    """`words` up to one that is no part of a name; None where there is no name."""
    kept: list[str] = []
    for word in words.split():
        if _is_known(word) or (kept and word in _NO_PLACES):
            break
        kept.append(word)
    return None if not kept or kept[0] in _NO_PLACES else " ".join(kept)


def _is_known(word: str) -> bool:
    return any(each in GYM_WORDS | EVERYDAY_WORDS | NO_NAMES for each in (word, word.removesuffix("s")))


_NO_PLACES = frozenset((
    "fy", "financial", "fiscal", "first", "second", "third", "half", "start", "beginning", "end", "middle", "mid",
    "early", "late",
    "cash", "upi", "card", "cheque", "bank", "netbanking", "detail", "details", "total", "totals", "rupees", "rs",
    "inr", "hindi", "english", "general", "short", "brief", "advance", "person", "least", "most", "present",
    "moment", "once", "risk", "average", "order", "line", "percentage", "words", "numbers", "table", "csv", "excel",
    "pdf", "front", "top", "bottom", "fact", "good", "bad", "descending", "ascending", "alphabetical", "bulk",
    "both", "two", "yoga", "zumba", "cardio", "strength", "gym", "club", "building", "floor", "morning", "evening",
    "noon", "midnight", "am", "pm", "all", "today", "right",
))  # fmt: skip
"""What stands behind "at" or "in" and is no place."""

_NO_BRANCH_NAMES = frozenset(
    (
        "the",
        "this",
        "my",
        "our",
        "which",
        "each",
        "a",
        "show",
        "list",
        "gym",
        "by",
        "per",
        "add",
        "what",
        "is",
    )
)


def find_limit(text: str) -> int | None:
    """How many rows are wanted: "top 10", "first 20", "show 15 clients"."""
    match = re.search(
        r"\b(?:top|first|last|latest|newest|recent|show|list)(?: me)?(?: the)? (\d{1,3})\b(?! day| week| month| year)",
        text,
    )
    return int(match[1]) if match else None


def find_days(text: str) -> int | None:
    """A number of days, weeks or months, in days: 14 for "two weeks" or "14 days"."""
    words = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}
    match = re.search(rf"\b(\d{{1,3}}|{'|'.join(words)}) (day|week|month)s?\b", text)
    if match is None:
        return None
    number = words.get(match[1]) or int(match[1])
    return number * {"day": 1, "week": 7, "month": 30}[match[2]]


def find_phone(raw: str) -> str | None:
    """An Indian mobile number, as ten digits."""
    match = _PHONE.search(raw)
    return re.sub(r"\D", "", match[1]) if match else None


def find_email(raw: str) -> str | None:
    """An e-mail address as it was typed."""
    match = _EMAIL.search(raw)
    return match[0] if match else None


def _first(words: Mapping[str, str], text: str) -> str | None:
    """The meaning of the first of `words` in `text`; of two that begin together, of the longer."""
    found = [
        (match.start(), -match.end(), meaning)
        for word, meaning in words.items()
        if (match := re.search(rf"\b(?:{word})\b", text))
    ]
    return min(found)[2] if found else None
