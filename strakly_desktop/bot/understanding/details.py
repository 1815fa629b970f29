"""Finds the app's own things in a message: its themes, its colours and its pages; and e-mail addresses.

All tables live here as data, so that a new word is a new line and not new code. `text` is always in plain
form (see words.py) except where a person's own spelling matters."""

import re
from collections.abc import Mapping

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
    r"dark(?: \w+)? (?:off|band|inactive)": "light",
    "turn off (?:the )?dark": "light",
    "(?:no|not|without|disable|leave|exit) (?:the )?dark": "light",
    r"light(?: \w+)? (?:off|band|inactive)": "dark",
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
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


_KNOWN = (
    r"(?:(?:a|an|his|her|their|our|one of our) )?(?:friends?|(?:existing |old )?members?|relatives?|clients?)"
)
_SOURCES: tuple[tuple[str, str], ...] = (
    (
        "Referral",
        r"(?:refe?r+ed|recommended)(?: by)?(?: " + _KNOWN + r")?|referr?al|(?:a |the )?reference(?: of| by)?"
        r"|(?:through|via|from|by) " + _KNOWN,
    ),
    (
        "Instagram",
        r"inst[a-z]{0,3}gr[a-z]{0,2}m|insta|\u0907\u0902\u0938\u094d\u091f\u093e\u0917\u094d\u0930\u093e\u092e",
    ),
    ("Facebook", r"facebook(?: ads?)?|fb"),
    ("Google", r"google(?: maps?| search| ads?)?"),
    ("WhatsApp", r"whats ?app"),
    ("Website", r"web ?sites?|our site|\u0935\u0947\u092c\u0938\u093e\u0907\u091f"),
    (
        "Phone call",
        r"called(?= (?:us|in|today|now|up|about|for|to|yesterday|and|on)\b|\s*(?:[,.;]|$|\+?\d))"
        r"|(?:phone |telephone )call|(?:a |by |on |over )call|(?:by|on|over)(?: the)? (?:phone|telephone)",
    ),
    ("Walk-in", r"walk(?:ed)?[ -]?in|walkin"),
)
"""How somebody came to ask, as enquiries have it, and the words for it."""
_CAME = (
    r"(?:(?:came |saw us |found us |heard of us )?"
    r"(?:from|through|via|by|on|with|source(?: is)?:?)? ?(?:the |our )?)?"
)


def find_source(raw: str) -> tuple[str, str] | None:
    """Where somebody heard of the gym, and the words that say so as they were typed; None where nothing says so."""
    found = [
        (match.start(), name, match[0])
        for name, words in _SOURCES
        for match in re.finditer(rf"(?<!\w){_CAME}(?:{words})(?!\w)", raw, re.IGNORECASE)
        if not re.search(r"\b(?:not|nahi|nahin)\s*$", raw[: match.start()], re.IGNORECASE)
    ]
    return min(found)[1:] if found else None


def find_theme(text: str) -> str | None:
    """`dark`, `light` or `system`, when the message names one."""
    return _first(_THEME_WORDS, text)


def find_accent(text: str) -> str | None:
    """The accent colour the message names."""
    return _first(_ACCENT_WORDS, text)


def find_page(text: str) -> str | None:
    """The path of the web app's page that the message names; the longest name wins."""
    for name in sorted(PAGES, key=len, reverse=True):
        if re.search(rf"\b{name}s?(?:es)?\b", text):
            return PAGES[name]
    return None


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
