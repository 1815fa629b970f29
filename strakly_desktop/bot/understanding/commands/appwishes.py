"""Wishes that are about the app itself, and questions for what nobody here can tell.

What the gym does not record is refused as well, by its name: an answer about something near it would look like one.
"""

import re

from strakly_desktop.bot.understanding.commands.appcommands import command_alone
from strakly_desktop.bot.understanding.commands.notorders import not_ordered
from strakly_desktop.bot.understanding.details import find_accent, find_page, find_theme
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, plain
from strakly_desktop.bot.understanding.requests import Intent, Request

_WHICH_THEME = (
    "Which one? I can switch to **dark**, **light** or **system**, and to the accents green, blue, purple, red, "
    "orange, teal, pink, black and white."
)
_WHICH_PAGE = 'Which page? For example "open the attendance page", or "open Asha Rao\'s page".'
_NOT_KEPT = {
    "birthday": "Birthdays",
    "refunds": "Refunds",
    "profit": "Profit",
    "expense": "Expenses",
    "salary": "Salaries",
    "locker": "Lockers",
    "diet": "Diet plans",
    "weight": "Weights and measures",
    "age": "Ages",
    "target": "Targets",
    "discount": "Discounts",
    "attrition": "Attrition figures",
}
_COLOURS = ("green", "blue", "purple", "red", "orange", "teal", "pink", "black", "white")
_LOOK = re.compile(r"\b(?:eyes|too bright|too dark|glare)\b")


def kept_nowhere(sentence: Sentence) -> str | None:
    """The refusal for something that the records do not hold; None when it is not about such a thing."""
    for meaning, name in _NOT_KEPT.items():
        if sentence.has(meaning):
            return (
                f"Not recorded in this gym's data: **{name.lower()}**. So I cannot tell, and do not guess.\n\n"
                "I can look up clients, memberships, attendance, payments, trainers, enquiries and branches."
            )
    if (
        sentence.has("trainer")
        and sentence.has("male", "female")
        and not sentence.has("member", "trains with", "without", "active", "expired")
        and not any(sentence.meaning(place) == "trainer" for place in sentence.negated)
    ):
        return (
            "Whether a trainer is a man or a woman (the gender) is not recorded, so I cannot tell. "
            'I can list trainers by shift, speciality and branch: "morning trainers", "who takes yoga?".'
        )
    return None


def app_request(sentence: Sentence, message: str) -> Request | str | None:
    """What the app itself is asked to do, or what to say instead; None when it is about the gym."""
    wish = _app_wish(sentence, message)
    return (not_ordered(wish, sentence, message) or wish) if isinstance(wish, Request) else wish


def _app_wish(sentence: Sentence, message: str) -> Request | str | None:
    text = plain(message)
    about_gym = sentence.has(
        "member", "revenue", "attendance", "due", "enquiry", "membership", "trainer", "payment", "count"
    )
    command = command_alone(sentence, message)
    if command is not None:
        return command
    if (
        sentence.has("theme", "accent", "dark", "light", "colour")
        or _LOOK.search(text)
        or (sentence.has(*_COLOURS, "system") and not about_gym and not sentence.has("page", "go to"))
    ):
        if about_gym and not sentence.has("theme", "dark", "accent"):
            return None
        meant = " ".join(
            word.means if word.means != FILLER else word.typed.casefold() for word in sentence.words
        )
        theme, accent = find_theme(text) or find_theme(meant), find_accent(meant)
        return Request(Intent.CHANGE_THEME, theme=theme, accent=accent) if theme or accent else _WHICH_THEME
    return _page(sentence, text)


def _page(sentence: Sentence, text: str) -> Request | str | None:
    first = next((word.means for word in sentence.words if word.means != FILLER), "")
    opens = sentence.has("go to", "page") or (first == "open" and not sentence.has("enquiry", "now"))
    if (
        not opens
        or (sentence.has("who") and first not in ("go to", "open"))
        or (sentence.has("more") and sentence.has("page"))
    ):
        return None
    meant = " ".join(word.means for word in sentence.words if word.means != FILLER)
    path = find_page(text) or find_page(meant)
    people = [sentence.words[place].typed for place, _ in sentence.names("client")]
    people = people or [sentence.words[place].typed for place in sentence.unnamed()]
    if path is None and people:
        return Request(Intent.NAVIGATE, name=" ".join(people[:3]))
    if path is None:
        return _WHICH_PAGE if sentence.has("page") else None
    return Request(Intent.NAVIGATE, path=path)
