"""Finds everything that limits a question, in an order in which no finder takes the words of another."""

from datetime import date

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.amounts import (
    find_amounts,
    find_average,
    find_exact_amounts,
    find_rows,
)
from strakly_desktop.bot.understanding.limits.choices import (
    METHODS,
    STATUSES,
    find_choices,
    find_group,
    find_named,
    mark_left_out,
)
from strakly_desktop.bot.understanding.limits.deeds import find_deeds, find_without_plan
from strakly_desktop.bot.understanding.limits.due_days import find_due_days
from strakly_desktop.bot.understanding.limits.dues import find_due_state
from strakly_desktop.bot.understanding.limits.found import SHIFTS, Found
from strakly_desktop.bot.understanding.limits.lengths import find_length
from strakly_desktop.bot.understanding.limits.orders import find_order
from strakly_desktop.bot.understanding.limits.renewals import find_renewals
from strakly_desktop.bot.understanding.limits.times import find_absence, find_days, find_hours


def find_limits(sentence: Sentence, today: date) -> Found:
    """Everything that limits `sentence`; the words it is made of are taken."""
    found = Found()
    mark_left_out(sentence)
    find_due_state(sentence, found)
    find_due_days(sentence, found)
    find_hours(sentence, found)
    find_renewals(sentence, found, today)
    find_length(sentence, found)
    find_deeds(sentence, found, today)
    find_without_plan(sentence, found)
    find_absence(sentence, found, today)
    find_amounts(sentence, found)
    find_exact_amounts(sentence, found)
    find_days(sentence, found, today)
    find_rows(sentence, found)
    find_average(sentence, found)
    find_group(sentence, found)
    find_choices(sentence, found)
    find_named(sentence, found)
    find_order(sentence, found)
    _refuse_two_lists(sentence, found)
    _refuse_only_another(sentence, found)
    return found


def _refuse_only_another(sentence: Sentence, found: Found) -> None:
    """ "Active members only inactive": the second value is no other side, and contradicts the first."""
    for place in sentence.at("only"):
        other = sentence.beside(place)
        kind = _kind_at(sentence, other)
        linked = place and sentence.words[place - 1].typed.casefold() in _AND | {"or", "ya", "vs", "but"}
        earlier = {_kind_at(sentence, before) for before in range(place)}
        if kind is not None and kind in earlier and not linked:
            found.unclear.append(sentence.typed([place, other]))


def _kind_at(sentence: Sentence, place: int) -> str | None:
    """Of what kind of limit the word at a place is a value."""
    means = sentence.meaning(place)
    of_kind = {"status": STATUSES, "method": METHODS, "gender": ("male", "female"), "shift": SHIFTS}
    for kind in ("plan", "branch", "source"):
        if kind in sentence.named.get(place, {}):
            return kind
    return next((kind for kind, values in of_kind.items() if means in values), None)


_AND = frozenset({"and", "n", "&", "plus", "aur", "\u0914\u0930"})


def _refuse_two_lists(sentence: Sentence, found: Found) -> None:
    """ "Expiring and expired", "who joined and who expired": no one list tells both."""
    for ended in sentence.at("expired"):
        for other in sentence.at("expiring", "join"):
            first, second = sorted((ended, other))
            between = [word.typed.casefold() for word in sentence.words[first + 1 : second]]
            if _AND & set(between):
                found.unclear.append(sentence.typed(range(first, second + 1)))
