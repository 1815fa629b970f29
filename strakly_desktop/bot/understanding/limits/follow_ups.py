"""Reads who is to be called: "follow-ups due", "which enquiries should I call", "kisko call karna hai".

When somebody is to be called again is recorded nowhere, so that no day limits them: they are all who enquired and of
whom nothing has come yet. Beside dues or an end, their telephone numbers are asked for.
"""

import re

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word

_OF_MEMBERS = ("due", "expiring", "expired", "absent", "inactive", "birthday")
_STANDING = ("due", "overdue", "pending")
"""As they stand beside "follow-ups", these say only that somebody waits for a call."""
_WHOM = ("which", "whom", "kis", "kisko", "kisse", "kinko", "kinhe", "\u0915\u093f\u0938\u0915\u094b")
_RINGS = re.compile(r"call|phone|ring|\u0915\u0949\u0932|\u092b\u094b\u0928")
_DAYS = ("today", "tomorrow", "now")
_OF_A_DAY = ("today's", "todays", "tomorrow's", "tomorrows")
"""Today's enquiries are those that came today."""
_OF_WEEKS = ("this", "week", "next")


def read_follow_ups(sentence: Sentence) -> None:
    """Give the words for a call that is to be made their meaning: a follow-up, or the telephone numbers of others."""
    called = _calls(sentence)
    places = sentence.at("follow up")
    if not places and not called:
        return
    if places:
        _leave_out(
            sentence, [at for at, word in enumerate(sentence.words) if word.typed.casefold() in _STANDING]
        )
    others = sentence.has(*_OF_MEMBERS)
    for place in (*places, *called):
        sentence.words[place] = Word(sentence.words[place].typed, "phone" if others else "follow up")
    if not others:
        days = [*sentence.at(*_DAYS), *([] if sentence.has("enquiry") else sentence.at(*_OF_WEEKS))]
        _leave_out(
            sentence, [place for place in days if sentence.words[place].typed.casefold() not in _OF_A_DAY]
        )


def _leave_out(sentence: Sentence, places: list[int]) -> None:
    for place in places:
        sentence.words[place] = Word(FILLER, FILLER)  # As it was typed it would still be read as a day.


def _calls(sentence: Sentence) -> list[int]:
    """Where a call is asked about, and not ordered: "whom should I call", and not "call all who owe"."""
    places = [
        place
        for place, word in enumerate(sentence.words)
        if word.means in ("send", "phone") and _RINGS.match(word.typed.casefold())
    ]
    first = next(iter(sentence.without_fillers()), -1)
    asked = [at for at, word in enumerate(sentence.words) if _is_asked(word)]
    if not places or not asked or places[0] == first or asked[0] > places[0] or any(sentence.names("client")):
        return []
    to_make = sentence.has("send") or any(word.typed.casefold().startswith("kar") for word in sentence.words)
    return places if to_make else []


def _is_asked(word: Word) -> bool:
    return word.means == "who" or word.typed.casefold() in _WHOM
