"""Decides what a sentence is about, and which of its words that accounts for.

The first subject whose words are there wins: they stand from the narrow ones ("dues") to the wide ones ("members").
Words that a subject does not account for, and limits that it does not take, are left over.
"""

from collections.abc import Callable
from dataclasses import dataclass

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.money_subjects import (
    AWAY,
    ENDS,
    about_dues,
    about_members_who_paid,
    about_money,
    about_payers,
    about_payments,
    about_sales,
)
from strakly_desktop.bot.understanding.requests import Intent


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that can be asked about. `speaks` says whether a sentence is about it."""

    intent: Intent
    speaks: Callable[[Sentence, Found], bool]
    explains: frozenset[str]


def _words(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


def _about_enquiries(sentence: Sentence, found: Found) -> bool:
    interested = sentence.has("interest") and (
        {"plan", "speciality"} & set(found.values) or any(sentence.names("interest"))
    )
    return (
        sentence.has("enquiry", "converted", "contacted", "follow up")
        or "source" in found.values
        or (sentence.has("stats") and _asks_for_a_rate(sentence))
        or bool(interested and sentence.has("who", "count", "list", "member"))
        or of_an_enquirer(sentence)
    )


def _asks_for_a_rate(sentence: Sentence) -> bool:
    """ "Conversion rate": how many of those who enquired became clients."""
    return any(
        word.means == "stats" and word.typed.casefold().startswith("conver") for word in sentence.words
    )


def of_an_enquirer(sentence: Sentence) -> bool:
    """Whether somebody is named who is known by an enquiry alone."""
    return any(True for _ in sentence.names("enquirer")) and not any(True for _ in sentence.names("client"))


def _about_trainers(sentence: Sentence, found: Found) -> bool:
    if sentence.has("trains with") or "without_trainer" in found.values:
        return False
    named = any(True for _ in sentence.names("trainer"))
    if found.values.get("group") == "trainer" and (_about_members(sentence, found) or sentence.has("due")):
        return False
    if sentence.has("trainer"):
        return not (named and (sentence.has("member", "membership") or _asks_whose(sentence)))
    alone = not sentence.has(
        "member", "membership", "revenue", "attendance", "due", "come", "enquiry", "plan", "busiest"
    )
    return "speciality" in found.values or ("shift" in found.values and alone and not found.periods)


def _asks_whose(sentence: Sentence) -> bool:
    """ "Whose trainer is Grace Lobo": her clients."""
    return sentence.has("trainer") and any(word.typed.casefold() == "whose" for word in sentence.words)


def _about_clients_of_a_trainer(sentence: Sentence, found: Found) -> bool:
    return (
        sentence.has("trains with")
        or "without_trainer" in found.values
        or (
            (sentence.has("member", "membership") or _asks_whose(sentence))
            and any(True for _ in sentence.names("trainer"))
        )
    )


def _about_visitors(sentence: Sentence, found: Found) -> bool:
    """ "Who came the most", "lowest attendance": of days and hours those are asked for by their names."""
    if not sentence.has(*ENDS) or not sentence.has("come", "attendance") or "group" in found.values:
        return False
    people = sentence.has("who", "member") or "gender" in found.values
    return (people or sentence.has("attendance")) and not sentence.has(
        "busiest", "enquiry", "plan", "trainer", "revenue"
    )


def _about_inside(sentence: Sentence, found: Found) -> bool:
    if sentence.has("inside"):
        now = all(period.words == "today" for period in found.periods)
        return not sentence.has("enquiry", "revenue") and now
    others = sentence.has(
        "revenue", "due", "membership", "plan", "price", "join", "expiring", "sale", "payment"
    )
    return (
        sentence.has("now")
        and not others
        and "status" not in found.values
        and sentence.has("count", "who", "member", "come", "list", "attendance")
    )


def _about_attendance(sentence: Sentence, found: Found) -> bool:
    return (
        sentence.has("attendance", "come", "busiest")
        or "from_hour" in found.values
        or "to_hour" in found.values
    )


def _about_new_members(sentence: Sentence, found: Found) -> bool:
    is_new = sentence.has("new") or found.values.get("status") == "new"
    return is_new and sentence.has("come", "join") and not sentence.has("attendance", "revenue")


def _about_members(sentence: Sentence, found: Found) -> bool:
    limited = {"status", "other_than_status", "other_than_plan", "gender"} & set(found.values)
    if "plan" in found.values and (sentence.has("who") or _counts_people(sentence)):
        return True
    if found.values.get("group") == "plan" and sentence.has("breakdown"):
        return True
    return bool(limited or AWAY & set(found.values)) or sentence.has(
        "member", "membership", "join", "expiring", "absent"
    )


def _counts_people(sentence: Sentence) -> bool:
    """ "How many on the monthly plan": its members; "how many gold plans" are plans, "how many months" its length."""
    plans = any(word.means == "plan" and word.typed.casefold().endswith("s") for word in sentence.words)
    return sentence.has("count") and not plans and not sentence.has("price", "month", "day", "week", "year")


_OF_PEOPLE = (
    "who",
    "expiring",
    "due",
    "join",
    "absent",
    "come",
    "sale",
    "revenue",
    "price",
    "paid",
    "breakdown",
)


_WHOSE = ("whose", "jinka", "jinki", "jinke", "\u091c\u093f\u0928\u0915\u093e")


def _is_of_plans_themselves(sentence: Sentence, found: Found) -> bool:
    """ "Plans for women", "plans except Couple": plans are asked for, and no people."""
    plans = [place for place in sentence.at("plan") if "plan" not in sentence.named.get(place - 1, {})]
    people = sentence.at("member", "membership")
    if any(word.typed.casefold() in _WHOSE for word in sentence.words):
        return False
    if not plans or (people and people[0] < plans[0]) or sentence.has(*_OF_PEOPLE) or "group" in found.values:
        return False
    return bool(people) or bool({"gender", "other_than_plan"} & set(found.values))


def _about_plans(sentence: Sentence, found: Found) -> bool:
    if sentence.has("price") or "months" in found.values or _is_of_plans_themselves(sentence, found):
        return True
    if "plan" in found.values and sentence.has("who") and not sentence.has("plan"):
        return False  # "Who took gold".
    return (sentence.has("plan") or "plan" in found.values) and not _about_members(sentence, found)


_ASKING = "count total howmuch times unique left stats"
SUBJECTS: tuple[Subject, ...] = (
    Subject(
        Intent.ENQUIRIES,
        _about_enquiries,
        _words(
            f"enquiry source percent most least interest latest {_ASKING} converted come received stats phone number"
            " details email find"
        )
        | {"follow up"},
    ),
    Subject(
        Intent.MEMBERS,
        _about_clients_of_a_trainer,
        _words(f"member membership trainer join new expiring {_ASKING}") | {"trains with"},
    ),
    Subject(Intent.TRAINERS, _about_trainers, _words(f"trainer speciality shift phone {_ASKING}")),
    Subject(
        Intent.MEMBERS,
        lambda s, f: bool((DEEDS | {"without_plan"}) & set(f.values)) and not s.has("enquiry", "revenue"),
        _words(f"member membership absent due plan {_ASKING}"),
    ),
    Subject(
        Intent.MEMBERS,
        about_members_who_paid,
        _words(f"member membership join new expiring paid {_ASKING}"),
    ),
    Subject(Intent.PAYERS, about_payers, _words(f"member paid payment revenue {_ASKING}")),
    Subject(Intent.VISITORS, _about_visitors, _words(f"member come attendance {_ASKING}")),
    Subject(
        Intent.MEMBERS,
        lambda s, f: s.has("settled", "paid nothing", "part paid"),
        _words(f"member membership join new whole all {_ASKING}"),
    ),
    Subject(
        Intent.DUES,
        about_dues,
        _words(f"due phone member membership payment price revenue paid most {_ASKING}"),
    ),
    Subject(
        Intent.MEMBERS,
        lambda s, f: "never_came" in f.values,
        _words(f"absent phone member membership come attendance now join {_ASKING}"),
    ),
    Subject(
        Intent.MEMBERS,
        lambda s, f: "absent_days" in f.values,
        _words(f"absent phone member membership come attendance now {_ASKING}"),
    ),
    Subject(Intent.INSIDE, _about_inside, _words(f"inside now member attendance come gym {_ASKING}")),
    Subject(
        Intent.SALES, about_sales, _words(f"sale plan membership revenue most least member who {_ASKING}")
    ),
    Subject(
        Intent.PAYMENTS,
        about_payments,
        _words(f"payment paid member revenue received latest final {_ASKING}"),
    ),
    Subject(
        Intent.REVENUE,
        about_money,
        _words(f"revenue received sale payment paid come member membership price {_ASKING}"),
    ),
    Subject(Intent.REVENUE, lambda s, f: s.has("sale"), _words(f"sale revenue membership {_ASKING}")),
    Subject(
        Intent.MEMBERS,
        _about_new_members,
        _words(f"member come join new {_ASKING}"),
    ),
    Subject(
        Intent.ATTENDANCE,
        _about_attendance,
        _words(f"attendance come busiest member hour inside latest {_ASKING}"),
    ),
    Subject(
        Intent.PLANS,
        _about_plans,
        _words(f"plan price membership most least howmuch {_ASKING}"),
    ),
    Subject(
        Intent.MEMBERS,
        _about_members,
        _words(f"member membership join expiring absent new latest plan {_ASKING}"),
    ),
    Subject(
        Intent.BRANCHES,
        lambda s, f: s.has("branch", "branchwise") or "branch_id" in f.values,
        _words(f"branch phone address timing email gym {_ASKING}"),
    ),
    Subject(
        Intent.GYM_INFO,
        lambda s, f: s.has("gym", "timing", "address", "open"),
        _words("gym phone address timing email open inactive day hour count"),
    ),
)


def subject_of(sentence: Sentence, found: Found) -> Subject | None:
    """What the sentence is about; None when no word of it says so."""
    return next((subject for subject in SUBJECTS if subject.speaks(sentence, found)), None)
