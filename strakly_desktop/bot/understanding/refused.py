"""What follows a question that was refused: nothing can be added to it, and what was asked before is not meant."""

from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.followups import adds_only
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.parts import Names, limits_in
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, State


def after_refusal(sentence: Sentence, state: State, today: date, names: Names) -> State:
    """Where a talk stands after a question that was refused: what is only added to one leaves that as it was."""
    return state if only_adds(sentence, today, names) else replace(state, requests=(), unanswered=True)


def only_adds(sentence: Sentence, today: date, names: Names) -> bool:
    """Whether a message says only how a question before it is meant: "only gents", "and last month?"."""
    return adds_only(sentence, limits_in(_copy(sentence), today, names))


def hangs_in_the_air(sentence: Sentence, state: State, past: bool, today: date, names: Names) -> bool:
    """Whether a message only adds something, and there is no question that it could be added to.

    `past`: something was said before. As a question of its own "only gents" would be a figure for all of them.
    """
    if state.unanswered:
        return only_adds(sentence, today, names)
    able = any(request.intent not in ABOUT_ONE for request in state.requests)
    return past and not able and sentence.has("only") and only_adds(sentence, today, names)


def _copy(sentence: Sentence) -> Sentence:
    """To look at: what is read takes words."""
    return Sentence(list(sentence.words), dict(sentence.named), set(sentence.taken), set(sentence.negated))
