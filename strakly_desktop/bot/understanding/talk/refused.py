"""What follows a question that was refused: it goes on from the one before that, and says so; else nothing is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.question.one_client import clients_in
from strakly_desktop.bot.understanding.question.parts import Names, limits_in
from strakly_desktop.bot.understanding.question.roles import OF_THE_PAST
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Request, State
from strakly_desktop.bot.understanding.talk.going_on import adds_only
from strakly_desktop.bot.understanding.talk.groups import only_says_more
from strakly_desktop.bot.understanding.talk.people_before import points_at_several

_SURE = 95
_COMING = frozenset({
    "will", "shall", "hogi", "hoga", "honge", "aayega", "aayegi", "ayega", "ayegi",
    "\u0939\u094b\u0917\u0940", "\u0939\u094b\u0917\u093e", "\u0939\u094b\u0902\u0917\u0947",
    "\u0906\u090f\u0917\u093e", "\u0906\u090f\u0917\u0940",
})  # fmt: skip
""" "What will come in December" is the coming one, which a month without a year else is not."""


def after_refusal(sentence: Sentence, state: State, today: date, names: Names) -> State:
    """Where a talk stands after a question that was refused: what is only added to one leaves that as it was."""
    if only_adds(sentence, today, names) and (state.requests or state.unanswered):
        return replace(state, unanswered=True)
    sure = [
        Request(Intent.CLIENT_DETAILS, name=sentence.words[place].typed, person_id=named["ids"][0])
        for place, named in clients_in(replace(sentence, taken=set()))
        if named["total"] == 1 and named["likeness"] >= _SURE
    ]
    # Of whom it was, is known all the same: "and his dues?" is none about everybody.
    return replace(state, requests=tuple(sure) if len(sure) == 1 else state.requests, unanswered=True)


def only_adds(sentence: Sentence, today: date, names: Names) -> bool:
    """Whether a message says only how a question before it is meant: "only gents", "and last month?"."""
    return adds_only(sentence, limits_in(sentence.copy(), today, names))


def leans(sentence: Sentence, today: date, names: Names) -> bool:
    """Whether a message is understood only by what was asked before it."""
    return bool(only_says_more(sentence) or points_at_several(sentence) or only_adds(sentence, today, names))


def hangs_in_the_air(sentence: Sentence, state: State, past: bool, today: date, names: Names) -> bool:
    """Whether a message only adds something, and there is no question that it could be added to.

    `past`: something was said before. As a question of its own "only gents" would be a figure for all of them.
    """
    if state.unanswered and not state.requests:
        return leans(sentence, today, names)
    able = any(request.intent not in ABOUT_ONE for request in state.requests)
    return past and not able and sentence.has("only") and only_adds(sentence, today, names)


def ahead_of(asked: Sequence[Request], sentence: Sentence, today: date) -> str | None:
    """What to say of what comes to be only later: that there is none yet would look like a forecast of none."""
    will = any(word.typed.casefold() in _COMING for word in sentence.words)
    for request in asked:
        period = request.limits.period or request.limits.joined
        of_the_past = request.intent in OF_THE_PAST or (will and request.limits.joined is not None)
        ahead = period is not None and (period.start > today or (will and period.end < today))
        ahead = ahead or (will and request.limits.joined is not None)
        if of_the_past and period is None and _is_to_come(sentence):
            # "How much will we get" behind those that end soon: what came in so far is no answer.
            return (
                "I can't tell: what is still to come is **not forecast** here. So I show no figures. The nearest "
                'that I have: "revenue this month", "who still has to pay?" and "memberships expiring next month".'
            )
        if of_the_past and period is not None and ahead:
            return (
                f"I can't tell: **{period.words or 'that time'}** has not come yet, and I do not forecast. So I show "
                'no figures. The nearest that I have: "revenue this month", "who still has to pay?" and "memberships '
                'expiring next month".'
            )
    return None


def _is_to_come(sentence: Sentence) -> bool:
    return any(word.typed.casefold() in ("will", "shall") for word in sentence.words)


def without_new_chat(asked: list[Request]) -> tuple[list[Request], str]:
    """What is asked beside a new chat without that, which would take the answer off the page; and what to say of it."""
    left = [request for request in asked if request.command != "new_chat"]
    if len(left) == len(asked) or all(request.intent is Intent.ASK_APP for request in left):
        return asked, ""
    return (
        left,
        'I began no new chat, so that this answer stays on the page: say "new chat", or press **Ctrl+N**.',
    )
