"""What of a question is applied: a limit that its subject does not take, and a word that is left over, refuse it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import GROUPS, TAKES
from strakly_desktop.bot.understanding.question.pronouns import somebody_in
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Limits, Request

LIMIT_NAMES = frozenset(each.name for each in fields(Limits))
_KIND_WORDS = {
    "branch_id": "branch",
    "plan": "plan",
    "other_than_plan": "plan",
    "method": "method",
    "other_than_method": "method",
    "source": "source",
    "other_than_source": "source",
    "speciality": "speciality",
    "shift": "shift",
    "from_hour": "hour",
}
"""The word for a kind of thing says no more than the thing itself: "the Lake Road branch"."""
_WANTED = frozenset({"chahiye", "chaahiye", "\u091a\u093e\u0939\u093f\u090f"})
""" "Is wanted": of an enquiry it tells the interest, and of anything else nothing."""


class NotApplied(Exception):
    """A request that cannot be made as it was meant. `words` are those that nothing accounts for."""

    def __init__(self, words: Sequence[str], intent: Intent | None) -> None:
        super().__init__(", ".join(words))
        self.words = list(dict.fromkeys(words))
        self.intent = intent


def limits_of(found: Found) -> Limits:
    """The values that were found, as limits."""
    return Limits(**{name: value for name, value in found.values.items() if name in LIMIT_NAMES})


def refuse_what_is_left(intent: Intent, sentence: Sentence, found: Found) -> None:
    """Raises NotApplied when a limit or a word is not accounted for."""
    for name, word in _KIND_WORDS.items():
        if found.values.get(name) is not None:
            sentence.take(word)
    left_out = [name for name in found.values if name.startswith("other_than_")]
    if any(name.removeprefix("other_than_") in found.values or name in found.compared for name in left_out):
        # "Except cash and UPI": it is not clear how far the "except" reaches.
        raise NotApplied([found.words[name] for name in left_out], intent)
    takes = TAKES.get(intent, frozenset())
    left = [found.words.get(name) or str(value) for name, value in found.values.items() if name not in takes]
    group = found.values.get("group")
    if group is not None and "group" in takes and group not in GROUPS.get(intent, frozenset()):
        left.append(found.words["group"])
    left += found.unclear
    if intent in (Intent.MEMBERS, Intent.ATTENDANCE, Intent.PAYMENTS):
        left += [word.typed for word in sentence.words if word.typed.casefold() == "left"]
    left += [word for word in sentence.left() if word not in ("compare",) and not _only(sentence, word)]
    if intent not in ABOUT_ONE:
        left += somebody_in(sentence)  # The figures of all are not "his".
    else:
        left += [sentence.typed([place]) for place in sentence.at("compare")]
    if left:
        raise NotApplied(left, intent)


def refuse_split_parts(request: Request) -> None:
    """Raises NotApplied where some enquiries were to be split: by source or status all are told."""
    limits = request.limits
    some = (limits.status, limits.other_than_status, limits.source, limits.other_than_source, limits.plan,
            limits.speciality)  # fmt: skip
    if request.intent is Intent.ENQUIRIES and limits.group is not None and any(some):
        raise NotApplied([f"by {limits.group}", *filter(None, some)], request.intent)


def _only(sentence: Sentence, words: str) -> bool:
    """Words that say how the rest is meant, and are read elsewhere."""
    if words.casefold() in _WANTED:
        return True
    said = {word.typed: word.means for word in sentence.words}
    return said.get(words, "") in ("only", "same", "compare", "sort", "descending", "his")


def changed(request: Request, values: dict[str, Any]) -> Request:
    """A request with other limits."""
    return replace(
        request,
        limits=replace(
            request.limits, **{name: value for name, value in values.items() if name in LIMIT_NAMES}
        ),
    )
