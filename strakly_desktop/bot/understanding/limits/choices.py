"""Finds which of a few known things limit a question, such as a status or a branch, by what to split it, and what to
leave out."""

from collections.abc import Sequence

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import SHIFTS, Found

STATUSES = (
    "active",
    "expired",
    "inactive",
    "pending",
    "frozen",
    "cancelled",
    "new",
    "contacted",
    "converted",
    "lost",
    "open",
)
METHODS = {"cash": "Cash", "upi": "UPI", "card": "Card", "bank transfer": "Bank transfer"}
_GROUPS = (
    "method",
    "plan",
    "branch",
    "hour",
    "weekday",
    "day",
    "month",
    "source",
    "trainer",
    "gender",
    "status",
    "week",
)
_OF_EACH = frozenset({"plan", "method", "source", "trainer", "branch", "status"})
"""What "each" splits by: "each plan". "Each day" is rather how often somebody comes."""
_MEASURED = {
    "plan": ("due", "revenue", "sale", "member", "membership"),
    "trainer": ("member", "membership", "trains with"),
    "method": ("revenue", "payment", "paid", "received"),
    "branch": ("due", "revenue", "member", "membership", "attendance", "come", "enquiry", "join", "sale"),
    "day": ("revenue", "attendance", "come", "payment", "received"),
    "weekday": ("revenue", "attendance", "come", "payment", "received"),
    "month": ("revenue", "payment", "received"),
    "source": ("enquiry", "source"),
}
"""What is measured where one of several is asked for: "the best plan" by its members, and not by its price."""
_NO_GROUPS = (
    "member", "membership", "payment", "trainer", "attendance", "enquiry", "due", "interest", "speciality", "shift",
)  # fmt: skip
"""By these nothing is split or averaged."""
_AND = ("and", "&", "aur", "\u0914\u0930")
_FORWARD, _BACKWARD = ("not", "without", "except"), ("notback", "exceptback")


def _can_be_left_out(sentence: Sentence, place: int) -> bool:
    known = (
        *STATUSES,
        *METHODS,
        *SHIFTS,
        "male",
        "female",
        "trainer",
        "overdue",
        "come",
        "attendance",
        "received",
        "paid",
    )
    if sentence.meaning(place) == "due" and sentence.words[place].typed.casefold().startswith("pend"):
        return True  # "Not pending dues" are the overdue ones.
    return place >= 0 and (sentence.meaning(place) in known or place in sentence.named)


def mark_left_out(sentence: Sentence) -> None:
    """Mark what "not", "without" and "except" speak of: what follows them, and in Hindi what they follow."""
    for place in sentence.at(*_FORWARD, *_BACKWARD):
        backward = sentence.words[place].means in _BACKWARD
        for step in _reach(sentence, place) if backward else (1,):
            target = sentence.beside(place, step)
            if target >= 0 and not _can_be_left_out(sentence, target):
                further = sentence.beside(target, step)
                skipped = sentence.meaning(target) in (
                    "branch",
                    "plan",
                    "method",
                    "membership",
                    "member",
                    "only",
                    "shift",
                    "status",
                )
                target = further if skipped else -1
            named = sentence.beside(target)
            if sentence.meaning(target) == "trainer" and "trainer" in sentence.named.get(named, {}):
                target = named  # "Not of trainer Grace Lobo" has one, all the same.
            if _can_be_left_out(sentence, target) and target not in sentence.negated:
                sentence.negated.add(target)
                sentence.taken.add(place)
                break


def _reach(sentence: Sentence, place: int) -> tuple[int, ...]:
    """Hindi says "not" behind what it speaks of, but before a verb: "mahilayen nahi aayin" are no men."""
    verb = sentence.meaning(sentence.beside(place)) in ("come", "paid", "received")
    of_money = sentence.meaning(sentence.beside(place, -1)) in METHODS
    return (1, -1) if verb and not of_money else (-1, 1)


def find_group(sentence: Sentence, found: Found) -> None:
    """By what to split: "by mode", "mode wise", "hourly"."""
    for place in range(len(sentence.words)):
        means, typed = sentence.words[place].means, sentence.words[place].typed.casefold()
        group = "branch" if means == "branchwise" else "gender" if means in ("male", "female") else means
        before, after = sentence.beside(place, -1), sentence.beside(place)
        asked = (
            sentence.meaning(before) == "by"
            or sentence.meaning(after) == "wise"
            or sentence.meaning(place - 1) == "by"
            or means in ("weekday", "branchwise", "method")
            or typed in ("daily", "hourly", "monthwise", "datewise", "daywise")
            or (typed == "monthly" and not sentence.has("member", "membership", "plan", "price", "sale"))
            or (means in ("hour", "day") and sentence.has("busiest", "most"))
            or (
                means in _GROUPS
                and _asks_which(sentence, place)
                and (sentence.has("most", "least", "more", "busiest") or _is_free(sentence, "above", "below"))
            )
            or (sentence.has("breakdown") and means in ("plan", "method", "branch"))
            or (means in _OF_EACH and _is_each(sentence, place - 1))
            or (
                means in ("day", "month")
                and sentence.has("average")
                and sentence.has("revenue", "attendance", "come")
            )
            or _is_the_extreme(sentence, place)
        )
        if group == "gender" and means != "gender" and not _are_both(sentence):
            asked = False  # "By women" says whose.
        if group in _GROUPS and asked and place not in sentence.taken:
            used = [place, *(near for near in (before, after) if sentence.meaning(near) in ("by", "wise"))]
            found.put("group", group, sentence.typed(used))
            sentence.taken.update(used)
            if group == "gender":
                sentence.take("male", "female")
            _refuse_second_group(sentence, found, max(used))
    for place in sentence.at("by"):
        of = sentence.meaning(sentence.beside(place))
        ranked = sentence.has("top", "most", "least") and of in ("due", "attendance", "payment")
        ordered = ranked or (of == "due" and sentence.has("sort"))
        if "group" not in found.values and of in _NO_GROUPS and not ordered:
            found.unclear.append(sentence.typed([place, sentence.beside(place)]))
    if "group" in found.values:
        sentence.take("most", "least", "more", "above", "below", "breakdown")
    if "group" not in found.values and sentence.has("breakdown") and sentence.has("attendance", "revenue"):
        found.put("group", "day", sentence.typed(sentence.at("breakdown")))
        sentence.take("breakdown")
    if "group" not in found.values and sentence.has("busiest"):
        sentence.take("above", "most")
        found.put("group", "hour", sentence.typed(sentence.at("busiest")))


def _are_both(sentence: Sentence) -> bool:
    """ "By men and women" splits, as "women wise" does."""
    return sentence.has("wise", "breakdown") or (sentence.has("male") and sentence.has("female"))


def _refuse_second_group(sentence: Sentence, found: Found, place: int) -> None:
    """ "By branch and plan": one table splits by one thing."""
    joins = place + 1 < len(sentence.words) and sentence.words[place + 1].typed.casefold() in _AND
    second = sentence.beside(place + 1) if joins else -1
    if second >= 0 and sentence.meaning(second) in _GROUPS and not found.compared:
        found.unclear.append(sentence.typed([place + 1, second]))


def _is_each(sentence: Sentence, place: int) -> bool:
    return place >= 0 and sentence.words[place].typed.casefold() in ("each", "every", "har", "\u0939\u0930")


def _is_the_extreme(sentence: Sentence, place: int) -> bool:
    """ "The lowest earning plan", "worst source": beside "most" or "least", with something that is measured."""
    measured = _MEASURED.get(sentence.meaning(place), ())
    near = [word.means for word in sentence.words[max(0, place - 3) : place + 3]]
    return bool({"most", "least"} & set(near)) and sentence.has(*measured)


def _is_free(sentence: Sentence, *meanings: str) -> bool:
    """Whether a word is no part of an amount: "kis branch mein zyada"."""
    return any(place not in sentence.taken for place in sentence.at(*meanings))


def _asks_which(sentence: Sentence, place: int) -> bool:
    near = [word.typed.casefold() for word in sentence.words[max(0, place - 2) : place]]
    return any(
        word in ("which", "wich", "what", "kaunsa", "kaunsi", "kaun") or word.startswith("\u0915\u094c\u0928")
        for word in near
    ) or any(word.means == "who" for word in sentence.words[max(0, place - 2) : place])


def find_choices(sentence: Sentence, found: Found) -> None:
    """One of a few known values: a status, a gender, a way to pay, a shift."""
    for place, word in enumerate(sentence.words):
        if place in sentence.taken:
            continue
        leave_out = "other_than_" if place in sentence.negated else ""
        if word.means in METHODS:
            found.put(f"{leave_out}method", METHODS[word.means], _told(sentence, place))
        elif word.means in ("male", "female"):
            other = {"male": "female", "female": "male"}
            found.put("gender", other[word.means] if leave_out else word.means, _told(sentence, place))
        elif word.means in SHIFTS:
            found.put("shift", word.means.capitalize(), word.typed)
            if leave_out:
                continue
        elif word.means in STATUSES and (word.means != "open" or sentence.has("enquiry")):
            found.put(f"{leave_out}status", word.means, _told(sentence, place))
        elif word.means == "trainer" and leave_out:
            found.put("without_trainer", True, _told(sentence, place))
        else:
            continue
        sentence.taken.add(place)
    for place in sentence.at("without"):
        if sentence.meaning(beside := sentence.beside(place)) == "trainer":
            found.put("without_trainer", True, sentence.typed([place, beside]))
            sentence.taken.update((place, beside))


def _told(sentence: Sentence, place: int) -> str:
    word = sentence.words[place].typed
    return f"not {word}" if place in sentence.negated else word


def find_named(sentence: Sentence, found: Found) -> None:
    """What a look-up found the words to name, where it is clear without knowing the question."""
    for kind in ("branch", "plan", "source", "speciality"):
        for place, named in list(sentence.names(kind)):
            others = set(sentence.named[place]) - {kind, "interest"}
            if (
                others
                and max(sentence.named[place][other]["likeness"] for other in others) > named["likeness"]
            ):
                continue
            if len(others - {"speciality"}) and kind == "speciality":
                continue
            leave_out = "other_than_" if place in sentence.negated else ""
            value = named["ids"][0] if kind == "branch" else named["names"][0]
            if kind == "plan" and len(named["names"]) > 1:
                value = _shared(sentence.words[place].typed, named["names"])
                if not value:
                    found.unclear.append(sentence.words[place].typed)
                    continue
            name = "branch_id" if kind == "branch" else kind
            found.put(f"{leave_out}{name}", value, _told(sentence, place))
            sentence.taken.add(place)
            if kind == "plan":
                _length_of_plan(sentence, place, str(value))


def _shared(typed: str, names: Sequence[str]) -> str:
    """What several names that are meant have in common: a misspelt or Hindi word itself is in none of them."""
    if all(typed.casefold() in name.casefold() for name in names):
        return typed
    others = [set(name.casefold().split()) for name in names[1:]]
    return " ".join(word for word in names[0].split() if all(word.casefold() in other for other in others))


def _length_of_plan(sentence: Sentence, place: int, plan: str) -> None:
    """The "12 months" of "Gold 12 months" are a part of its name."""
    number, unit = sentence.beside(place), sentence.beside(sentence.beside(place))
    if sentence.meaning(unit) == "month" and f"{sentence.meaning(number)} month" in plan.lower():
        sentence.taken.update((number, unit))
