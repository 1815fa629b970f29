"""Reads what is asked of several who were listed before: "their dues", "unke plan", "their clients".

Those of everybody would look like theirs; so what cannot be told of just these is refused.
"""

from datetime import date

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed
from strakly_desktop.bot.understanding.question.pronouns import those_in
from strakly_desktop.bot.understanding.question.subjects import Subject
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, OF_THE_APP, Intent, Request, State
from strakly_desktop.bot.understanding.talk.followups import narrowed

_NOUNS = frozenset({
    "member", "membership", "trainer", "plan", "branch", "enquiry", "payment", "due", "join", "expiring", "absent",
    "expired", "active", "inside",
})  # fmt: skip
_OF_ONE = ("his", "her", "hers", "he", "she")
_LEADING = ("and", "but", "ok", "now", "show", "aur", "jo", "just", "those", "the", "\u0914\u0930")
_SAYING_MORE = (
    "with", "having", "whose", "jinka", "jinki", "jinke", "jinpe", "no ", "nothing",
    "\u091c\u093f\u0928\u0915\u093e", "\u091c\u093f\u0928\u0915\u0947",
)  # fmt: skip
"""How words begin that say more of those who were listed."""
_INVERTED = ("do", "did", "does", "have", "are", "will")
_IN_THE_LIST = {
    Intent.MEMBERS: ("plan", "membership", "status", "expiring", "when"),
    Intent.DUES: ("due", "plan", "membership", "howmuch", "status", "phone", "amount", "total"),
    Intent.ENQUIRIES: ("phone", "number", "status", "source", "interest"),
    Intent.TRAINERS: ("phone", "number", "shift", "speciality", "branch", "timing", "count"),
    Intent.PAYMENTS: ("amount", "method", "plan", "howmuch"),
    Intent.INSIDE: ("branch", "times", "number"),
}
"""What the list itself tells of each, so that it is shown again."""


def of_those(
    sentence: Sentence, found: Found, subject: Subject | None, last: Request | None
) -> list[Request] | None:
    """What is asked of those of the last answer; None when nobody of it is meant. Raises NotApplied."""
    of_one = last is not None and last.intent is Intent.TRAINERS and last.limits.trainer is not None
    places = [
        place
        for place, word in enumerate(sentence.words)
        if those_in(Sentence([word]))
        or (of_one and (word.means == "his" or word.typed.casefold() in _OF_ONE))
    ]
    back = [place for place in places if not _is_said_here(sentence, place)]
    if of_one and set(sentence.meanings) - {FILLER} <= {"member", "count", "howmuch", "list"}:
        back = back or sentence.at("member")  # Bare "clients", behind one trainer.
    if not back or last is None or last.intent in ABOUT_ONE | OF_THE_APP or any(sentence.names("client")):
        return None
    if subject is None and not sentence.has(*_IN_THE_LIST.get(last.intent, ()), "phone"):
        return None
    if _names_them(sentence, back) and found.values and not found.periods:
        return None  # "Who of them are women" is the list itself, narrowed.
    said = sentence.typed(range(back[0], min(back[0] + 3, len(sentence.words))))
    limited = set(found.values) - {"counted", "limit", "whole"} or found.periods
    asked = None if limited else _asked(sentence, subject, last)
    if asked is None:
        raise NotApplied([said], subject.intent if subject is not None else last.intent)
    return [asked]


def _names_them(sentence: Sentence, places: list[int]) -> bool:
    return any(sentence.words[place].typed.casefold() in ("them", "those", "these") for place in places)


def _is_said_here(sentence: Sentence, place: int) -> bool:
    """Whether the sentence itself says of whom it speaks: "members and their dues"."""
    before = sentence.words[:place]
    if (
        before
        and before[-1].typed.casefold() in _INVERTED
        and sentence.words[place].typed.casefold() == "they"
    ):
        return False  # "How many clients do they have?"
    return any(word.means in _NOUNS for word in before)


def _asked(sentence: Sentence, subject: Subject | None, last: Request) -> Request | None:
    about = subject.intent if subject is not None else None
    if sentence.has("phone", "number") and last.intent in (Intent.MEMBERS, Intent.DUES):
        return changed(last, {"phones": True, "counted": None})
    if sentence.has("phone", "number") and last.intent is Intent.INSIDE:
        inside = {
            "inside": True,
            "gender": last.limits.gender,
            "branch_id": last.limits.branch_id,
            "phones": True,
        }
        return changed(Request(Intent.MEMBERS), inside)
    if last.intent is Intent.MEMBERS and about is Intent.DUES and last.limits.group is None:
        return changed(last, {"least": last.limits.least or 1, "counted": None})
    if sentence.has("member") and about in (Intent.MEMBERS, Intent.TRAINERS):
        return _members_of(last, counted=sentence.has("count", "howmuch"))
    others = Intent.REVENUE, Intent.ATTENDANCE, Intent.PAYMENTS
    in_the_list = sentence.has(*_IN_THE_LIST.get(last.intent, ()))
    return changed(last, {"counted": None}) if in_the_list and about not in others else None


def _members_of(last: Request, *, counted: bool) -> Request | None:
    """The clients of the trainers, plans or branches that were listed."""
    if last.intent is Intent.TRAINERS:
        if last.limits.trainer is not None:
            return changed(Request(Intent.MEMBERS), {"trainer": last.limits.trainer})
        return last if counted else None  # The list of trainers tells how many each has.
    if last.intent is Intent.PLANS and last.limits.other_than_plan is None:
        plan = last.limits.plan
        return changed(Request(Intent.MEMBERS), {"plan": plan} if plan else {"group": "plan"})
    if last.intent is Intent.BRANCHES:
        branch = last.limits.branch_id
        return changed(Request(Intent.MEMBERS), {"branch_id": branch} if branch else {"group": "branch"})
    return None


def _of_those(sentence: Sentence) -> bool:
    back = (
        "them",
        "those",
        "these",
        "inme",
        "unme",
        "inmein",
        "unmein",
        "inmen",
        "unmen",
        "\u0909\u0928\u092e\u0947\u0902",
        "\u0907\u0928\u092e\u0947\u0902",
    )
    return any(word.typed.casefold() in back for word in sentence.words)


def only_says_more(sentence: Sentence) -> bool:
    """Whether a message asks for nothing by itself, but says more of those before: "with dues", "who of them owes"."""
    typed = [word.typed.casefold() for word in sentence.words if word.means != "only"]
    opening = next((word for word in typed if word not in _LEADING), "")
    noun = sentence.has("member", "membership", "list", "count", "total", "howmuch")
    trainer = any(sentence.names("trainer")) and opening in ("of", "under")
    return trainer or bool(_THEM & set(typed)) or (not noun and opening.startswith(("with", "having")))


_THEM = frozenset({
    "them", "inme", "unme", "inmein", "unmein", "inmen", "unmen",
    "\u0909\u0928\u092e\u0947\u0902", "\u0907\u0928\u092e\u0947\u0902",
})  # fmt: skip


def says_more_of_those(sentence: Sentence, subject: Subject) -> bool:
    """ "With dues", "sirf baaki wale": not asked for by itself, but said of those who were listed."""
    typed = [word.typed.casefold() for word in sentence.words if word.means != "only"]
    opening = next((word for word in typed if word not in _LEADING), "")
    settled = subject.intent is Intent.MEMBERS and sentence.has("settled", "paid nothing")
    of_money = subject.intent is Intent.DUES or settled
    noun = sentence.has("member", "membership", "list", "count", "total", "howmuch")
    opens = opening.startswith(_SAYING_MORE)
    return _of_those(sentence) or (of_money and not noun and (opens or sentence.has("only")))


def among(sentence: Sentence, found: Found, subject: Subject, state: State, today: date) -> list[Request]:
    """ "Who of them has dues?": the last list, narrowed. Raises NotApplied where that list cannot be."""
    if state.requests[-1].intent is Intent.TRAINERS and sentence.has("member"):
        raise NotApplied([_typed_back(sentence)], Intent.MEMBERS)
    if subject.intent is Intent.DUES and state.requests[-1].intent is Intent.MEMBERS:
        found.values.setdefault("least", state.requests[-1].limits.least or 1)
        found.words.setdefault("least", "dues")
    elif state.requests[-1].intent is Intent.MEMBERS and sentence.has("settled", "paid nothing"):
        found.put(
            "settled",
            "full" if sentence.take("settled") else "nothing",
            sentence.typed(sentence.without_fillers()),
        )
        sentence.take("paid nothing")
    elif subject.intent not in (Intent.MEMBERS, state.requests[-1].intent):
        raise NotApplied([_typed_back(sentence)], subject.intent)
    sentence.take(*subject.explains)
    narrower = narrowed(sentence, found, state.requests, today)
    if narrower is None:
        raise NotApplied([_typed_back(sentence)], subject.intent)
    return narrower


def _typed_back(sentence: Sentence) -> str:
    back = next((word.typed for word in sentence.words if _of_those(Sentence([word]))), None)
    return back or sentence.typed(range(len(sentence.words)))
