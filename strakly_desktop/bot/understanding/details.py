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
