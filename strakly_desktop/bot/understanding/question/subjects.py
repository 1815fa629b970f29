"""Decides what a sentence is about, and which of its words that accounts for.

The first subject whose words are there wins: they stand from the narrow ones ("dues") to the wide ones ("members").
Words that a subject does not account for, and limits that it does not take, are left over.
"""

from collections.abc import Callable
from dataclasses import dataclass

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.found import Found
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
        sentence.has("enquiry", "converted", "contacted")
        or "source" in found.values
        or bool(interested and sentence.has("who", "count", "list", "member"))
        or of_an_enquirer(sentence)
    )


def of_an_enquirer(sentence: Sentence) -> bool:
    """Whether somebody is named who is known by an enquiry alone."""
    return any(True for _ in sentence.names("enquirer")) and not any(True for _ in sentence.names("client"))


def _about_trainers(sentence: Sentence, found: Found) -> bool:
    if sentence.has("trains with") or "without_trainer" in found.values:
        return False
    named = any(True for _ in sentence.names("trainer"))
    if found.values.get("group") == "trainer" and _about_members(sentence, found):
        return False
    if sentence.has("trainer"):
        return not (named and sentence.has("member", "membership"))
    alone = not sentence.has(
        "member", "membership", "revenue", "attendance", "due", "come", "enquiry", "plan", "busiest"
    )
    return "speciality" in found.values or ("shift" in found.values and alone and not found.periods)


def _about_clients_of_a_trainer(sentence: Sentence, found: Found) -> bool:
    return (
        sentence.has("trains with")
        or "without_trainer" in found.values
        or (sentence.has("member", "membership") and any(True for _ in sentence.names("trainer")))
    )


_AWAY = {"absent_days", "never_came"}


def _about_dues(sentence: Sentence, found: Found) -> bool:
    if any(sentence.meaning(place) == "paid" for place in sentence.negated):
        return not _AWAY & set(found.values)
    if sentence.has("due"):
        new = found.values.get("status") == "new" and sentence.has("member", "join") and found.periods
        return not new and not sentence.has("expiring", "join", "absent") and not _AWAY & set(found.values)
    amounts = "least" in found.values or "most" in found.values
    return found.values.get("status") == "pending" and (
        amounts or sentence.has("amount", "howmuch", "revenue", "total")
    )


_ENDS = ("most", "least", "top")


def _about_payers(sentence: Sentence, found: Found) -> bool:
    """ "Who paid the most": by what each paid in all, and not by single payments."""
    people = sentence.has("who", "member") or "gender" in found.values
    payers = any(word.typed.casefold().startswith("payer") for word in sentence.words)
    if not sentence.has(*_ENDS) or "group" in found.values:
        return False
    by_payment = any(sentence.meaning(sentence.beside(place)) == "payment" for place in sentence.at("by"))
    paid = sentence.has("paid") or by_payment
    return (paid and (people or payers)) or _asks_for_the_best(sentence, found)


_NO_BEST = (
    "due", "come", "attendance", "absent", "join", "new", "latest", "oldest", "expiring", "expired", "plan",
    "membership", "trainer", "enquiry", "branch", "revenue", "payment", "sale", "price", "inside", "sort", "settled",
)  # fmt: skip


def _asks_for_the_best(sentence: Sentence, found: Found) -> bool:
    """ "Top 5 members", with nothing said of by what: by what they paid; by visits is offered beside it."""
    best = sentence.has("top") or any(word.typed.casefold() == "best" for word in sentence.words)
    people = sentence.has("member") or "gender" in found.values
    others = [word for word in _NO_BEST if not (word == "plan" and "plan" in found.values)]
    return best and people and not sentence.has(*others) and "sort" not in found.values


def _about_visitors(sentence: Sentence, found: Found) -> bool:
    """ "Who came the most", "lowest attendance": of days and hours those are asked for by their names."""
    if not sentence.has(*_ENDS) or not sentence.has("come", "attendance") or "group" in found.values:
        return False
    people = sentence.has("who", "member") or "gender" in found.values
    return (people or sentence.has("attendance")) and not sentence.has(
        "busiest", "enquiry", "plan", "trainer", "revenue"
    )


def _about_inside(sentence: Sentence, found: Found) -> bool:
    if sentence.has("inside"):
        return not sentence.has("enquiry", "revenue") and not found.periods
    others = sentence.has(
        "revenue", "due", "membership", "plan", "price", "join", "expiring", "sale", "payment"
    )
    return (
        sentence.has("now")
        and not others
        and "status" not in found.values
        and sentence.has("count", "who", "member", "come", "list", "attendance")
    )


def _about_members_who_paid(sentence: Sentence, found: Found) -> bool:
    """ "New members last week who paid by cash": clients, of whom it is said how they paid."""
    limited = sentence.has("join", "new", "expiring") or "status" in found.values
    figure = sentence.has("payment", "revenue", "howmuch", "average", *_ENDS)
    return (
        "method" in found.values
        and sentence.has("paid")
        and sentence.has("who", "member")
        and limited
        and not figure
    )


def _about_payments(sentence: Sentence, found: Found) -> bool:
    if sentence.has("paid") and sentence.has("who", "list") and "group" not in found.values:
        return True
    if not sentence.has("payment") or "average" in found.values:
        return False
    if any(place not in sentence.taken for place in sentence.at("last")):
        return True
    rows = {"limit", "least", "most", "whole", "sort", "gender"} & set(found.values)
    return (
        bool(rows)
        or sentence.has("list", "who", "latest", "all", "final", "most", "top", "least", "first", "oldest")
        or not found.periods
    )


_OURS = ("did", "we", "made", "make", "hua", "hui", "\u0939\u0941\u0906", "\u0939\u0941\u0908")
"""Beside "how much", they make it a question for what came in, and not for a price."""


def _about_money(sentence: Sentence, found: Found) -> bool:
    if sentence.has("price") and sentence.has("come", "paid", "received") and found.periods:
        return True
    if sentence.has("howmuch") and not sentence.has("revenue", "received", "payment", "come", "paid", "sale"):
        return any(word.typed.casefold() in _OURS for word in sentence.words) or "method" in found.values
    if sentence.has("revenue", "received", "payment", "howmuch"):
        return not sentence.has("price") or sentence.has("revenue", "received")
    # "Members who came by UPI" are no money.
    people = sentence.has("member", "who") and not sentence.has("paid")
    by_method = found.values.get("group") == "method" or {"method", "other_than_method"} & set(found.values)
    return bool(by_method) and not people


_SOLD = (
    "sold",
    "bika",
    "biki",
    "bike",
    "\u092c\u093f\u0915\u0947",
    "\u092c\u093f\u0915\u093e",
    "\u092c\u093f\u0915\u0940",
)
"""What was sold are memberships, and no money; "sales" may be either."""


def _about_sales(sentence: Sentence, found: Found) -> bool:
    money = sentence.has("revenue") and found.values.get("group") == "plan"
    sold = any(word.typed.casefold() in _SOLD for word in sentence.words)
    of_money = money or (sold and sentence.has("howmuch", "revenue"))
    return (
        sentence.has("sale")
        and not of_money
        and (
            sold
            or sentence.has("plan", "membership", "count", "most", "who", "least")
            or "plan" in found.values
        )
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
    if "plan" in found.values and sentence.has("who"):
        return True
    if found.values.get("group") == "plan" and sentence.has("breakdown"):
        return True
    return bool(limited or _AWAY & set(found.values)) or sentence.has(
        "member", "membership", "join", "expiring", "absent"
    )


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
    if sentence.has("price") or _is_of_plans_themselves(sentence, found):
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
        ),
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
        _about_members_who_paid,
        _words(f"member membership join new expiring paid {_ASKING}"),
    ),
    Subject(Intent.PAYERS, _about_payers, _words(f"member paid payment revenue {_ASKING}")),
    Subject(Intent.VISITORS, _about_visitors, _words(f"member come attendance {_ASKING}")),
    Subject(
        Intent.MEMBERS,
        lambda s, f: s.has("settled", "paid nothing", "part paid"),
        _words(f"member membership join new whole all {_ASKING}"),
    ),
    Subject(
        Intent.DUES,
        _about_dues,
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
        Intent.SALES, _about_sales, _words(f"sale plan membership revenue most least member who {_ASKING}")
    ),
    Subject(
        Intent.PAYMENTS,
        _about_payments,
        _words(f"payment paid member revenue received latest final {_ASKING}"),
    ),
    Subject(
        Intent.REVENUE,
        _about_money,
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
        lambda s, f: s.has("branch") or "branch_id" in f.values,
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
