"""Reads "compare them", "dono ki tulna", "which is more": the last two answers side by side, and no third figure."""

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied
from strakly_desktop.bot.understanding.requests import Intent, Request, State

_POINTING = frozenset({"compare", "2", "his", "same", "all", "one", "both", "last"})
_HOW_MUCH = frozenset({"howmuch", "count", "by", "who", "one"})
_MORE = frozenset({"more", "most", "above", "below", "least", "busiest"})
_ASKING = ("which", "what", "who", "kaunsa", "kaunsi", "kaun", "konsa", "konsi", "kon", "\u0915\u094c\u0928")
_COMPARED = frozenset({
    Intent.REVENUE, Intent.SALES, Intent.ATTENDANCE, Intent.ENQUIRIES, Intent.MEMBERS, Intent.PAYMENTS, Intent.DUES,
    Intent.INSIDE,
})  # fmt: skip


def last_two(sentence: Sentence, found: Found, state: State) -> list[Request] | None:
    """The last two questions, to be compared; None when a message asks for something else. Raises NotApplied."""
    if not (_compares(sentence) or _asks_for_the_larger(sentence)) or found.periods:
        return None
    if set(found.values) - {"limit"} or any(sentence.named):
        return None
    if len(state.requests) > 2 and all(each.compared for each in state.requests):
        return list(state.requests)
    pair = _pair(state)
    if pair is None:
        raise NotApplied([sentence.typed(sentence.without_fillers())], None)
    return [Request(each.intent, each.limits, compared=True) for each in pair]


def _compares(sentence: Sentence) -> bool:
    meant = set(sentence.meanings) - {FILLER}
    return "compare" in meant and meant <= _POINTING | {"more", "count", "howmuch"}


def _asks_for_the_larger(sentence: Sentence) -> bool:
    """ "Which is more?", "kaunsa zyada hai": with nothing that it could be a question about."""
    meant = set(sentence.meanings) - {FILLER}
    typed = [word.typed.casefold() for word in sentence.words]
    asks = any(word.startswith(_ASKING) and not word.endswith(" else") for word in typed)
    if {"howmuch"} <= meant <= _MORE | _HOW_MUCH:
        return bool(meant & _MORE) or "by" in meant  # "How much more?", "by how much?"
    return asks and bool(meant & _MORE) and meant <= _MORE | {"who", "one", "2", "same"}


def _pair(state: State) -> tuple[Request, Request] | None:
    if len(state.requests) == 2:
        first, second = state.requests
    elif len(state.requests) == 1 and len(state.before) == 1:
        first, second = state.before[0], state.requests[0]
    else:
        return None
    alike = first.intent is second.intent and first.limits.group == second.limits.group
    able = first.intent in _COMPARED and first.limits != second.limits
    split = first.intent is Intent.MEMBERS and first.limits.group is not None
    return (first, second) if alike and able and not split else None
