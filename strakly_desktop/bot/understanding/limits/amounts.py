"""Finds the numbers that limit a question: amounts of money, and how many rows are wanted."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.dates import MONTHS
from strakly_desktop.bot.understanding.limits.found import UNITS, Found

_COMPARED = {"above": ("least", 1), "atleast": ("least", 0), "below": ("most", -1), "atmost": ("most", 0)}
_LINKED = {"and above": 1, "and more": 1, "and below": -1}
""" "5000 and above" has the 5000; "45 days and above 5000" has not."""
_LIMITS = ("first", "last", "latest", "top", "final", "new")
_LISTED = (
    "member",
    "membership",
    "payment",
    "enquiry",
    "trainer",
    "attendance",
    "due",
    "overdue",
    "sale",
    "join",
    "plan",
    "branch",
)
_OF_RUPEES = ("due", "overdue", "payment", "paid", "price")
_EXACTLY = ("exactly", "exact", "theek", "thik")
_ROUGHLY = (
    "about",
    "around",
    "approx",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "lagbhag",
    "kareeb",
    "karib",
)
_AN_AMOUNT = 200
"""Below it a bare number is rather how many rows are wanted."""
_LAST_DAY = 31
_ENDS = ("most", "least", "latest", "oldest", "new")
_DONE = ("paid", "come")
_FEW = 2000
"""Above it a bare number is an amount and no number of rows."""


def find_amounts(sentence: Sentence, found: Found) -> None:
    """ "Above 5000", "5000 se zyada", "between 1000 and 2000"."""
    for place in sentence.at("between"):
        first = sentence.beside(place)
        second = sentence.beside(first) if first >= 0 else -1
        one, other = sentence.number(first), sentence.number(second)
        if (
            one is not None
            and other is not None
            and max(one, other) > _LAST_DAY
            and sentence.meaning(sentence.beside(second)) not in UNITS
        ):
            if 1990 < one < 2100 and 1990 < other < 2100:
                continue  # Years.
            _put_amount(sentence, found, "least", min(one, other), [place, first])
            _put_amount(sentence, found, "most", max(one, other), [place, second])
    for place in sentence.at(*_COMPARED):
        kind, step = _COMPARED[sentence.words[place].means]
        for direction in (1, -1):
            near = sentence.beside(place, direction)
            number = sentence.number(near)
            following = sentence.meaning(sentence.beside(near))
            is_a_day = number is not None and number <= _LAST_DAY and following in MONTHS
            if number is not None and not is_a_day and following not in (*UNITS, "pm", "oclock"):
                if direction == 1 and sentence.words[place].typed.casefold() in _LINKED:
                    step = _LINKED[sentence.words[place].typed.casefold()]
                _put_amount(sentence, found, kind, number + step, [place, near])
                break


def find_exact_amounts(sentence: Sentence, found: Found) -> None:
    """ "Who owes 1300", "payments of exactly 2500": a bare amount beside what is counted in rupees."""
    exactly = any(word.typed.casefold() in _EXACTLY for word in sentence.words)
    if {"least", "most"} & set(found.values) or any(
        word.typed.casefold() in _ROUGHLY for word in sentence.words
    ):
        return
    for place in range(len(sentence.words)):
        number = sentence.number(place)
        before, after = sentence.meaning(sentence.beside(place, -1)), sentence.meaning(sentence.beside(place))
        if (
            number is None
            or not (exactly or number >= _AN_AMOUNT)
            or after in (*UNITS, *MONTHS, "oclock", "pm")
        ):
            continue
        if before in (*_LIMITS, "list", "all", "whole") or (1990 < number < 2100 and not exactly):
            continue
        if (
            before in _OF_RUPEES
            or after in ("due", "overdue")
            or (after == "payment" and _is_one(sentence, place))
        ):
            _put_amount(sentence, found, "least", number, [place])
            found.put("most", number, f"exactly {sentence.words[place].typed}")
            return


def _is_one(sentence: Sentence, place: int) -> bool:
    """ "1300 wala payment" is of so much; "1300 payments" are so many."""
    return not sentence.words[sentence.beside(place)].typed.casefold().endswith("s")


def find_average(sentence: Sentence, found: Found) -> None:
    """ "The average collection per day": of what, each subject tells for itself."""
    if sentence.has("average"):
        found.put("average", "day", sentence.typed(sentence.at("average")))
        sentence.take("average")


def _put_amount(sentence: Sentence, found: Found, kind: str, amount: int, places: list[int]) -> None:
    rupees = [
        place for place in sentence.at("rupees", "amount") if min(places) - 2 <= place <= max(places) + 2
    ]
    sentence.taken.update([*places, *rupees])
    found.put(kind, max(0, amount), sentence.typed(places))


def find_rows(sentence: Sentence, found: Found) -> None:
    """How many rows: "last 5 payments", "top 10", "show all 40", "the full list"."""
    if sentence.has("whole"):
        found.put("whole", True, sentence.typed(sentence.at("whole")))
        sentence.take("whole")
    for place in range(len(sentence.words)):
        number = sentence.number(place)
        before, after = sentence.beside(place, -1), sentence.beside(place)
        if number is None or not 0 < number <= _FEW or sentence.meaning(after) in (*UNITS, "oclock", "pm"):
            continue
        if sentence.meaning(before) in ("all", "whole") or found.values.get("whole"):
            found.put("whole", True, sentence.typed([before, place]))
            sentence.taken.update((before, place))
        elif (
            (
                sentence.meaning(after) in _ENDS
                and sentence.meaning(sentence.beside(after)) in (*_LISTED, *_DONE)
            )
            or sentence.meaning(before) in _LIMITS
            or sentence.meaning(after) in _LISTED
            or sentence.meaning(before) == "list"
            or (place and sentence.words[place - 1].typed.casefold() in ("show", "give", "list", "display"))
        ):
            used = [
                place,
                *(
                    [before]
                    if sentence.meaning(before) in _LIMITS and sentence.meaning(before) != "new"
                    else []
                ),
            ]
            found.put("limit", number, sentence.typed(used))
            sentence.taken.update(used)
