"""Reads what asks of the answers before it: both compared, a ranking by something else, those who were listed."""

from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.limits.taken import TAKES
from strakly_desktop.bot.understanding.question.parts import Names
from strakly_desktop.bot.understanding.question.subjects import subject_of
from strakly_desktop.bot.understanding.requests import Intent, Request, State
from strakly_desktop.bot.understanding.talk.again import asked_again, phones_of_enquirers
from strakly_desktop.bot.understanding.talk.comparing import last_two
from strakly_desktop.bot.understanding.talk.groups import of_those
from strakly_desktop.bot.understanding.talk.people_before import among_the_people, paid_by_each, payers_among

_RANKED_BY = {
    "attendance": Intent.VISITORS,
    "come": Intent.VISITORS,
    "payment": Intent.PAYERS,
    "paid": Intent.PAYERS,
    "revenue": Intent.PAYERS,
    "amount": Intent.PAYERS,
}
_AROUND = frozenset({FILLER, "by", "top", "most", "member", "only", "wise"})


def asked_of_before(
    sentence: Sentence, found: Found, state: State, today: date, names: Names
) -> list[Request] | None:
    """What a message asks of the answers before it; None where it is a question by itself. Raises NotApplied."""
    last = state.requests[-1] if state.requests else None
    return (
        last_two(sentence, found, state)
        or asked_again(sentence, found, last)
        or phones_of_enquirers(sentence, last)
        or _ranked_otherwise(sentence, found, last)
        or _payments_of_it(sentence, found, last)
        or among_the_people(sentence, last, today, names)
        or payers_among(sentence, found, last, today)
        or paid_by_each(sentence, found, last)
        or of_those(sentence, found, subject_of(sentence, found), last)
    )


def _ranked_otherwise(sentence: Sentence, found: Found, last: Request | None) -> list[Request] | None:
    """ "By visits", "top clients by payments": behind the one ranking the other, within the same limits."""
    meant = set(sentence.meanings) - _AROUND
    if (
        last is None
        or last.intent not in _RANKED_BY.values()
        or not sentence.has("by", "wise")
        or found.periods
    ):
        return None
    if len(meant) != 1 or (intent := _RANKED_BY.get(meant.pop())) in (None, last.intent):
        return None
    if intent is None or last.limits.given - TAKES[intent]:
        return None
    return [replace(last, intent=intent)]


_POINTING = frozenset({"it", "this", "that", "these", "those", "them"})
_OF_PAYING = frozenset({FILLER, "who", "paid", "payment", "list", "this"})


def _payments_of_it(sentence: Sentence, found: Found, last: Request | None) -> list[Request] | None:
    """ "Who paid it?" behind a revenue: the payments that make it, within the same limits."""
    points = any(word.typed.casefold() in _POINTING for word in sentence.words)
    if last is None or last.intent is not Intent.REVENUE or not points or found.periods or found.values:
        return None
    if not sentence.has("paid", "payment") or not set(sentence.meanings) <= _OF_PAYING:
        return None
    kept = replace(last.limits, counted=None, group=None, average=None)
    return [replace(last, intent=Intent.PAYMENTS, limits=kept)]
