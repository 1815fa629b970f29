"""Takes a message apart that asks for different things: "revenue and attendance last month, and switch to dark"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from strakly_desktop.bot.understanding.commands.appwishes import app_request
from strakly_desktop.bot.understanding.lexicon.naming import with_names
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence, sentence_of
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.finding import find_limits
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.subjects import Subject, subject_of
from strakly_desktop.bot.understanding.requests import Intent, Request

_MOST_PARTS = 6
_SEAMS = re.compile(
    r"[?!;\n]+|\s+&\s+|\.\s+|,?\s+\b(?:and|n|also|then|plus|aur)\b\s+|\s+\u0914\u0930\s+|,\s+", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween (?:\S+ )?\S*\d\S*(?: [^\W\d]+)? and (?:\S+ )?(?=\S*\d)", re.IGNORECASE)
_PERSON = r"(?:(?:wo)?m[ae]ns?|females?|males?|lad(?:y|ies)|gents?|boys?|girls?)"
_MEN_AND_WOMEN = re.compile(rf"\b{_PERSON} (?:and|n|aur|&) {_PERSON}\b", re.IGNORECASE)
_JOINED = "\N{WORD JOINER}"
_OF_PEOPLE = frozenset(
    {
        "active",
        "expired",
        "inactive",
        "male",
        "female",
        "absent",
        "come",
        "not",
        "notback",
        "day",
        "week",
        "month",
    }
)
"""A part of these words alone asks for nobody new."""
_TOLD = (
    "due",
    "settled",
    "paid nothing",
    "paid",
    "come",
    "absent",
    "join",
    "expired",
    "expiring",
    "received",
    "inside",
)
"""What can be said of somebody."""
_LISTS = re.compile(
    r"\b(?:dues|payments|fees|balances|joinings|joiners|admissions|registrations|renewals|absentees)\b"
)
"""Those are things, and a list of them is asked for."""
_ASKING = (
    "which",
    "what",
    "kaun",
    "kaunsi",
    "kis",
    "kiski",
    "kiska",
    "kiske",
    "\u0915\u094c\u0928",
    "\u0915\u093f\u0938\u0915\u093e",
    "\u0915\u093f\u0938\u0915\u0940",
)
_RELATIVE = (
    "whose", "jinka", "jinki", "jinke", "jinhone", "jo",
    "\u091c\u093f\u0928\u0915\u093e", "\u091c\u093f\u0928\u0915\u0940",
    "\u091c\u093f\u0928\u0915\u0947",
    "\u091c\u093f\u0928\u094d\u0939\u094b\u0902\u0928\u0947", "\u091c\u094b",
)  # fmt: skip
_LISTS_PEOPLE = (Intent.MEMBERS, Intent.DUES, Intent.INSIDE, Intent.ATTENDANCE)
_SAYS_MORE = re.compile(
    r"(?:has|have|having|with|without|whose|jinka|jinki|jinke"
    r"|\u091c\u093f\u0928\u0915\u093e|\u091c\u093f\u0928\u0915\u0940|\u091c\u093f\u0928\u0915\u0947)(?!\w)",
    re.IGNORECASE,
)
"""How a part begins that says more of the people before it: "who is inside and has dues"."""
DATED = (
    Intent.PAYERS,
    Intent.VISITORS,
    Intent.REVENUE,
    Intent.ATTENDANCE,
    Intent.SALES,
    Intent.ENQUIRIES,
    Intent.PAYMENTS,
)
"""A period that another part of the message names is meant for these too."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the look-up of one turn found: the parts of the unknown words, and the branches that there are."""

    parts: tuple[dict[str, Any], ...] = ()
    branches: tuple[dict[str, Any], ...] = ()


def limits_in(sentence: Sentence, today: date, names: Names) -> Found:
    """What limits a sentence of this gym: "not Main branch" is the other one, where there are two."""
    found = find_limits(sentence, today)
    away = found.values.get("other_than_branch_id")
    others = [branch["branch_id"] for branch in names.branches if branch["branch_id"] != away]
    if away is not None and len(others) == 1:
        del found.values["other_than_branch_id"]
        found.put("branch_id", others[0], found.words.pop("other_than_branch_id"))
    if (
        sentence.has("branchwise")
        and found.values.get("group") == "branch"
        and not _splits_by_branch(sentence)
    ):
        del found.values["group"]
        found.put("branch_id", 0, found.words["group"])
    return found


def _splits_further(before: Sentence, part: Sentence) -> bool:
    """Whether a part only names one more thing to split by: "members by branch and plan"."""
    meant = [word.means for word in part.words if word.means != FILLER]
    return (
        before.has("by") and len(meant) == 1 and meant[0] in ("plan", "branch", "status", "trainer", "method")
    )


def _limits_further(
    before: tuple[Sentence, Found, Subject | Request],
    part: Sentence,
    found: Found,
    subject: Subject | Request,
) -> bool:
    """Whether a part only says more of the same people: "members with dues and expired"."""
    if before[0].has("member", "who") and before[2].intent in _LISTS_PEOPLE and _SAYS_MORE.match(part.source):
        return True
    people = (Intent.MEMBERS, Intent.DUES)
    meant = {word.means for word in part.words if word.means != FILLER and not word.means.isdecimal()}
    gender = meant in ({"male"}, {"female"}) or (set(found.values) == {"gender"} and not part.left())
    if gender and {"gender", "group"} & set(before[1].values):
        return True  # "Dues of women and men", "attendance by men and women this week".
    return (
        subject.intent is Intent.MEMBERS
        and before[2].intent in people
        and before[0].has("member", "who")
        and meant <= _OF_PEOPLE
    )


def _splits_by_branch(sentence: Sentence) -> bool:
    typed = [word.typed.casefold() for word in sentence.words]
    of_members = sentence.has("member", "join") and not sentence.has("list", "whole")
    both = any(word.startswith(("both", "dono", "\u0926\u094b\u0928\u094b\u0902")) for word in typed)
    return (
        sentence.has("revenue", "payment", "compare", "wise", "by", "received")
        or bool({"each branch", "every branch"} & set(typed))
        or (both and of_members)
    )


def several(message: str, names: Names, today: date) -> list[tuple[Sentence, Found, Subject | Request]]:
    """The parts of a message that ask for different things; fewer than two when it asks for one."""
    found: list[tuple[Sentence, Found, Subject | Request]] = []
    waiting = ""
    for part in pieces_of(message):
        # Words that ask for nothing by themselves belong to what is beside them: "between 1 and 10 November".
        whole = f"{waiting} and {part}" if waiting else part
        sentence, limits, subject = part_of(whole, names, today)
        if subject is None or (
            found
            and not are_two_lists([*found, (sentence, limits, subject)])
            and (
                _splits_further(found[-1][0], sentence)
                or _limits_further(found[-1], sentence, limits, subject)
            )
        ):
            waiting = whole
            continue
        joined = part_of(f"{found[-1][0].source} and {waiting}", names, today) if found and waiting else None
        if joined is not None and joined[2] is not None:
            found[-1] = _known(joined)
            sentence, limits, subject = part_of(part, names, today)
        waiting = ""
        if subject is not None:
            found.append((sentence, limits, subject))
    if found and waiting:
        joined = part_of(f"{found[-1][0].source} and {waiting}", names, today)
        if joined[2] is None:
            return []  # A command is taken back by what follows: "print this, or no, not now".
        found[-1] = _known(joined)
    if are_two_lists(found):
        return found
    if len({each[2].intent for each in found}) < 2 or _is_about_the_same_people(found):
        return []
    return found


_OF_A_LIST = {"expiring": "expiring", "expired": "expired", "join": "join", "new": "join"}


def are_two_lists(parts: Sequence[tuple[Sentence, Found, Subject | Request]]) -> bool:
    """ "Expiring and expired", "who joined and who expired": nobody is both, or each is asked for by itself."""
    if len(parts) != 2 or any(part[2].intent is not Intent.MEMBERS for part in parts):
        return False
    kinds = [{_OF_A_LIST[word.means] for word in part[0].words if word.means in _OF_A_LIST} for part in parts]
    if any(len(kind) != 1 for kind in kinds) or kinds[0] == kinds[1]:
        return False
    apart = kinds[0] | kinds[1] == {"expiring", "expired"}
    asked = parts[1][0].has("who", "count", "list", "new", "member", "membership")
    return apart or (asked and not only_tells_more(parts[0][0], parts[1][0]))


def pieces_of(message: str) -> list[str]:
    """A message cut at its seams: at "and", at commas, at the ends of sentences.

    None is in "between 1 and 10", and none in "men and women".
    """
    whole = message
    for pattern in (_BETWEEN, _MEN_AND_WOMEN):
        whole = pattern.sub(lambda match: match[0].replace(" ", _JOINED), whole)
    return [part.replace(_JOINED, " ") for part in _SEAMS.split(whole)[:_MOST_PARTS] if part.strip()]


def _is_about_the_same_people(parts: Sequence[tuple[Sentence, Found, Subject | Request]]) -> bool:
    """Whether an "and" means both, of clients: "expiring this week and owing money" is one list."""
    intents = {each[2].intent for each in parts}
    return intents <= {Intent.MEMBERS, Intent.DUES} and all(
        only_tells_more(before[0], after[0]) for before, after in pairwise(parts)
    )


def only_tells_more(before: Sentence, after: Sentence) -> bool:
    """Whether a part asks for nothing by itself, but says more of the people of the part before it.

    "And paid by cash" does; "and who paid", "and new payments" and "and expiring memberships" ask for a list.
    """
    of_people = before.has("who", "member", "membership", "join") or before.has(*_TOLD)
    told = [place for place in after.at(*_TOLD) if not _LISTS.search(after.words[place].typed.casefold())]
    if not told or not of_people or after.has("count", "list", "howmuch", "total", "when"):
        return False
    if any(word.typed.casefold() in _ASKING for word in after.words):
        return False
    asking = [after.words[place].typed.casefold() for place in after.at("who")]
    if any(word not in _RELATIVE for word in asking) and not before.has("member"):
        return False
    nouns = after.at("member", "membership", "payment", "sale")
    return not any(noun > told[0] for noun in nouns)


Part = tuple[Sentence, Found, Subject | Request | None]


def sentence_in(text: str, names: Names) -> Sentence:
    """The words of a part of a message, with what they name; nothing of it is taken yet."""
    sentence = with_names(sentence_of(text), _parts_in(text, names))
    sentence.source = text
    return sentence


def part_of(text: str, names: Names, today: date) -> Part:
    """The words of one part, what limits it, and what it is about; None when it asks for nothing by itself."""
    sentence = sentence_in(text, names)
    app = app_request(sentence.copy(), text)  # Before the limits take the words: "switch to Lake Road".
    limits = limits_in(sentence, today, names)
    if isinstance(app, Request):
        return sentence, limits, app
    subject = subject_of(sentence, limits)
    # "Gold and silver members" and "Main branch and Lake Road" are no questions about the plan or branch named first.
    own_words = {
        Intent.PLANS: ("plan", "price"),
        Intent.BRANCHES: ("phone", "address", "timing", "list", "count"),
        Intent.REVENUE: (
            "revenue", "received", "payment", "paid", "sale", "howmuch", "come", "price", "method", "total", "average",
        ),
    }  # fmt: skip
    words = own_words.get(subject.intent) if subject is not None else None
    only_named = words is not None and not sentence.has(*words)
    return sentence, limits, None if only_named else subject


def _known(part: Part) -> tuple[Sentence, Found, Subject | Request]:
    sentence, limits, subject = part
    assert subject is not None
    return sentence, limits, subject


def _parts_in(text: str, names: Names) -> list[dict[str, Any]]:
    return [part for part in names.parts if str(part.get("words", "")) in text]
