"""What follows a question that was refused: nothing can be added to it, and what was asked before is not meant."""

from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.followups import adds_only
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.parts import Names, limits_in
from strakly_desktop.bot.understanding.requests import State


def after_refusal(sentence: Sentence, state: State, today: date, names: Names) -> State:
    """Where a talk stands after a question that was refused: what is only added to one leaves that as it was."""
    return state if only_adds(sentence, today, names) else replace(state, requests=(), unanswered=True)


def only_adds(sentence: Sentence, today: date, names: Names) -> bool:
    """Whether a message says only how a question before it is meant: "only gents", "and last month?"."""
    return sentence.has("only", "same") or adds_only(sentence, limits_in(_copy(sentence), today, names))


def _copy(sentence: Sentence) -> Sentence:
    """To look at: what is read takes words."""
    return Sentence(list(sentence.words), dict(sentence.named), set(sentence.taken), set(sentence.negated))
