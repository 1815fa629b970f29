"""Finds in what order rows are wanted: "sort by name", "z to a", "lowest first", "naam ke hisaab se ulta".

What a direction means depends on what is listed, so it is settled there (`settled_order`); an order that a list
cannot have is named, for the one that it has would look like it.
"""

import re

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, Word
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.requests import Intent, Limits

_DIRECTIONS = ("descending", "ascending", "newest first", "oldest first")
_NAMES = ("name", "names", "naam", "nam", "nme", "\u0928\u093e\u092e")
_BY = {
    "amount": "amount",
    "due": "amount",
    "price": "amount",
    "member": "name",
    "day": "day",
    "expiring": "end",
    "join": "joined",
    "latest": "joined",
    "new": "joined",
    "attendance": "visit",
    "come": "visit",
    "last": "visit",
}
_NEWEST, _OLDEST = "newest", "oldest"
_ORDERS: dict[Intent, dict[str, tuple[str | None, str | None]]] = {
    Intent.MEMBERS: {
        "name": ("name", "name_desc"),
        "amount": ("due_lowest", "due"),
        "end": ("end_date", "end_date_desc"),
        "joined": (_OLDEST, _NEWEST),
        "visit": ("last_visit", "last_visit_desc"),
    },
    Intent.DUES: {
        "name": ("name", "name_desc"),
        "amount": ("lowest", "due"),
        "end": ("end_date", None),
    },
    Intent.PAYMENTS: {"amount": ("lowest", "due"), "joined": (_OLDEST, _NEWEST)},
    Intent.ENQUIRIES: {"joined": (_OLDEST, _NEWEST)},
    Intent.ATTENDANCE: {"joined": (None, _NEWEST)},
    Intent.INSIDE: {"joined": (None, _NEWEST)},
    Intent.TRAINERS: {"name": ("name", None)},
}
"""For each thing to order by, the order up and the order down; None where there is none."""
_OWN = {
    Intent.ENQUIRIES: _NEWEST,
    Intent.ATTENDANCE: _NEWEST,
    Intent.INSIDE: _NEWEST,
    Intent.TRAINERS: "name",
}
"""The order that a list has anyway."""
_OF_SIZE = re.compile(
    r"\b(?:low|high|big|small|large|least|most|few|kam|zyada|jyada|zyaada|bada|bade|chhot|chot)"
    "|\u0915\u092e|\u091c\u093c?\u094d\u092f\u093e\u0926\u093e|\u092c\u0921\u093c|\u091b\u094b\u091f"
)
"""Those directions are of amounts; "ascending" and "z to a" are of names as well."""
_LISTED = ("member", "membership", "payment", "paid", "revenue", "plan", "sort")
"""Where none of these is said, "top 5 by dues" are dues."""
_NEAR = 3
_DOWN_FIRST = ("amount", "joined")


def find_order(sentence: Sentence, found: Found) -> None:
    """The order, as what to order by and in which direction: "name down"; either may be missing."""
    wise = "group" not in found.values and (sentence.has("wise") or _is_by_something(sentence))
    if not wise and not sentence.has("sort", *_DIRECTIONS):
        return
    directions = sentence.at(*_DIRECTIONS)
    down = any(sentence.words[place].means in ("descending", "newest first") for place in directions)
    key, places = _key(sentence, directions)
    if not key and not directions:
        return
    used = [*places, *directions, *sentence.at("sort", "by", "wise")]
    direction = ("down" if down else "up") if directions else ""
    found.put("sort", f"{key} {direction}", sentence.typed(used))
    sentence.taken.update(used)


def _is_by_something(sentence: Sentence) -> bool:
    """ "By name", "by amount", "by joining date": what clients and payments can stand in order by."""
    for place in sentence.at("by"):
        following = [word.typed.casefold() for word in sentence.words[place + 1 : place + 3]]
        means = [word.means for word in sentence.words[place + 1 : place + 3]]
        dated = any(word.endswith("date") for word in following) and means[0] in ("expiring", "join")
        if set(following[:1]) & set(_NAMES) or means[:1] in (["amount"], ["due"]) or dated:
            return True
    return False


def _key(sentence: Sentence, directions: list[int]) -> tuple[str, list[int]]:
    """By what to order, and the words that say so."""
    names = [place for place, word in enumerate(sentence.words) if word.typed.casefold() in _NAMES]
    letters = [place for place in directions if _is_of_letters(sentence.words[place].typed.casefold())]
    if names or letters:
        return "name", names
    if any(sentence.words[place].means in ("newest first", "oldest first") for place in directions):
        return "time", []
    places = _beside_a_mark(sentence, directions)
    keys = [_BY[sentence.words[place].means] for place in places]
    key = next((each for each in keys if each not in ("day", "name")), keys[0] if keys else "")
    marks = sentence.at("sort", "by")
    of_dues = key == "amount" and not sentence.has(*_LISTED)
    if key in ("end", "joined", "visit") or (
        key == "amount" and marks and places[0] > marks[0] and not of_dues
    ):
        for place in places:  # By these it is ordered, and not limited.
            sentence.words[place] = Word(sentence.words[place].typed, FILLER)
    return key, places


def _beside_a_mark(sentence: Sentence, directions: list[int]) -> list[int]:
    """Where the thing to order by stands: behind "sort" or "by", else before "wise" or the direction."""
    able = [
        place
        for place in sentence.without_fillers()
        if sentence.words[place].means in _BY and place not in sentence.taken
    ]
    marks = sentence.at("by") or sentence.at("sort")
    behind = [place for place in able if marks and marks[0] < place <= marks[0] + _NEAR]
    if behind:
        return behind[:1] + [place for place in behind[1:] if place <= behind[0] + 1]
    marks = [*sentence.at("wise", "sort"), *directions]
    before = [place for place in able if marks and marks[0] - _NEAR <= place < marks[0]]
    return [place for place in before if place >= before[-1] - 1]


def _is_of_letters(typed: str) -> bool:
    return "alphab" in typed or typed in ("a to z", "z to a", "a z", "z a")


def settled_order(intent: Intent, found: Found, before: Limits | None = None) -> None:
    """Settle the order for what is listed; one that it cannot have is unclear. `before`: how it was listed so far."""
    before = before or Limits()
    key, _, direction = str(found.values["sort"]).rpartition(" ")
    if not key and before.sort is not None:
        key = next((each for each, orders in _ORDERS.get(intent, {}).items() if before.sort in orders), "")
    key = _meant(intent, key, found, before)
    if intent is Intent.MEMBERS and key == "name" and _OF_SIZE.search(found.words["sort"].casefold()):
        key = ""  # A name is neither high nor low.
    direction = direction or ("down" if key in _DOWN_FIRST else "up")
    order = _ORDERS.get(intent, {}).get(key, (None, None))[direction == "down"]
    if order is None or "group" in found.values:
        found.unclear.append(found.words["sort"])
        del found.values["sort"]
    elif _OWN.get(intent) == order:
        del found.values["sort"]
    else:
        found.values["sort"] = order


def _meant(intent: Intent, key: str, found: Found, before: Limits) -> str:
    """What "day", "newest first" and a bare "descending" mean in a list."""
    if intent is Intent.MEMBERS:
        ended = "ends" in found.values or "expired" in (found.values.get("status"), before.status)
        ended = ended or before.ends is not None
        of_dues = bool({"least", "most"} & set(found.values)) or before.least is not None
        return {"day": "end", "time": "end" if ended else "joined", "": "amount" if of_dues else "name"}.get(
            key, key
        )
    if intent in (Intent.DUES, Intent.PAYMENTS):
        return {"day": "end" if intent is Intent.DUES else "joined", "time": "joined", "": "amount"}.get(
            key, key
        )
    return {"day": "joined", "time": "joined"}.get(key, key)
