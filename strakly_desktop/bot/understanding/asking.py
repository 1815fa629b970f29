"""What a message asks of the gym: the last question changed, several at once, or a new one."""

from collections.abc import Sequence
from datetime import date

from strakly_desktop.bot.understanding.commands.appwishes import app_request
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.limits.deeds import DEEDS
from strakly_desktop.bot.understanding.limits.dues import TWO_MEANINGS, two_meanings
from strakly_desktop.bot.understanding.limits.found import Found
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed
from strakly_desktop.bot.understanding.question.interpretation import requests_of
from strakly_desktop.bot.understanding.question.one_client import of_one
from strakly_desktop.bot.understanding.question.parts import Names, limits_in, sentence_in, several
from strakly_desktop.bot.understanding.question.pronouns import points_back
from strakly_desktop.bot.understanding.question.shared_person import asked_of_one
from strakly_desktop.bot.understanding.question.side_by_side import asked_of_each
from strakly_desktop.bot.understanding.question.subjects import Subject, subject_of
from strakly_desktop.bot.understanding.question.together import requests_of_parts
from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, PastTurn, Request, State
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD
from strakly_desktop.bot.understanding.talk.back import asked_of_before
from strakly_desktop.bot.understanding.talk.beside import page_beside, page_of
from strakly_desktop.bot.understanding.talk.followups import narrowed
from strakly_desktop.bot.understanding.talk.going_along import gone_along, same_limits
from strakly_desktop.bot.understanding.talk.going_on import goes_on
from strakly_desktop.bot.understanding.talk.groups import among, says_more_of_those
from strakly_desktop.bot.understanding.talk.pointing import (
    of_those_people,
    point_at_things,
    that_person,
    that_row,
)
from strakly_desktop.bot.understanding.talk.somebody import (
    as_asked,
    asked_of_another,
    may_be_about_one,
    named_now,
    somebody,
)

_STARTS_ON = ("and", "aur", "\u0914\u0930", "also", "what about", "how about", "same", "ok and")


def questions_in(
    message: str, sentence: Sentence, state: State, past: Sequence[PastTurn], today: date, names: Names
) -> list[Request] | str:
    """What is asked, or what to say instead. Raises NotApplied."""
    pointed = that_row(sentence.copy(), past) or that_person(
        sentence.copy(), state.requests[-1] if state.requests else None, past, today
    )
    if (beside := page_beside(message, names, today, pointed)) is not None:
        rest, page = beside
        asked = questions_in(rest, sentence_in(rest, names), state, past, today, names)
        return asked if isinstance(asked, str) else [*asked, page]
    one = pointed or (state.requests[-1] if state.requests else None)
    if (page_alone := page_of(message, sentence, one)) is not None:
        return [page_alone]
    app = app_request(sentence, message)
    if app is not None and not several(message, names, today):
        return app if isinstance(app, str) else [app]
    pointed = that_row(sentence, past) or that_person(
        sentence, state.requests[-1] if state.requests else None, past, today
    )
    asked_together = asked_of_each(message, names, today) or asked_of_one(message, names, today, pointed)
    if asked_together is not None:
        return asked_together
    last = state.requests[-1] if state.requests else None
    if pointed is not None and (chosen := as_asked(pointed, sentence, last)) is not None:
        return [chosen]
    if pointed is not None:
        sentence.take("his", "same", "one", "only")
        return [of_one(pointed, sentence, limits_in(sentence, today, names), today)]
    if last is not None and of_those_people(sentence, last):
        return [changed(last, {"phones": True, "counted": None})]
    found = limits_in(sentence.copy(), today, names)
    back = asked_of_before(sentence, found, state, today, names)
    if back is not None:
        return back
    if points_back(sentence) and not any(sentence.names("client")):
        return [Request(Intent.CLIENT_DETAILS)]
    together = DEEDS & set(found.values) or "due_state" in found.compared
    parts = [] if together else several(message, names, today)
    if len(parts) > 1:
        return requests_of_parts(parts, today)
    found = limits_in(sentence, today, names)
    point_at_things(sentence, found, last)
    subject = subject_of(sentence, found)
    again = _continued(sentence, found, subject, state, today)
    if again is not None:
        return again
    return _new_question(message, sentence, found, subject, state, today)


def _continued(
    sentence: Sentence, found: Found, subject: Subject | None, state: State, today: date
) -> list[Request] | None:
    """The last requests, changed by this message; None when it is a question of its own."""
    if any(sentence.names("client")) or (subject is None and sentence.has_telephone):
        return None
    if state.requests and subject is not None and says_more_of_those(sentence, subject):
        return among(sentence, found, subject, state, today)
    only_place = subject is not None and subject.intent is Intent.BRANCHES and "branch_id" in found.values
    if subject is None or only_place or goes_on(sentence, found, state.requests):
        return narrowed(sentence, found, state.requests, today)
    return None


def _new_question(
    message: str, sentence: Sentence, found: Found, subject: Subject | None, state: State, today: date
) -> list[Request] | str:
    another = asked_of_another(
        sentence, state.requests[-1] if state.requests else None, starts_on=_starts_on(message)
    )
    if subject is None and another is not None and not (found.values or found.periods):
        return [another]
    known = any(sentence.names("client")) or any(sentence.names("trainer"))
    limited = found.values or found.periods or sentence.unnamed() or sentence.has("all", "whole", "list")
    if sentence.has("details") and not known and not limited and _is_of_members(subject):
        return [Request(Intent.CLIENT_DETAILS)]
    waiting = [each for each in state.requests if each.intent in ABOUT_ONE and not each.names_somebody]
    if waiting and (named := named_now(sentence, waiting[0])) is not None:
        return [named]
    if subject is None or may_be_about_one(subject, sentence):
        unknown = somebody(sentence, subject)
        if unknown is not None:
            return [unknown]
    if subject is None and not known and not _has_number(sentence):
        if found.values or found.periods:
            limits = [*found.words.values(), *(period.words for period in found.periods)]
            raise NotApplied([*limits, *sentence.left()], None)
        return _whose_or_unknown(sentence)
    if subject is not None and two_meanings(sentence, found):
        return TWO_MEANINGS
    new = requests_of(subject, sentence, found, today)
    if _starts_on(message):
        return same_limits(new, state.requests, today)
    return gone_along(new, state.requests, sentence, found)


def _is_of_members(subject: Subject | None) -> bool:
    return subject is not None and subject.intent is Intent.MEMBERS


def _whose_or_unknown(sentence: Sentence) -> list[Request] | str:
    if sentence.has("details", "phone", "email", "address") and not sentence.unnamed():
        return [Request(Intent.CLIENT_DETAILS)]
    return NOT_UNDERSTOOD


def _has_number(sentence: Sentence) -> bool:
    longest = max((len(sentence.figures(number)) for number in sentence.numbers()), default=0)
    return longest >= 5 or (longest >= 3 and sentence.has("phone", "ending with", "number", "find"))


def _starts_on(message: str) -> bool:
    return message.strip().casefold().startswith(_STARTS_ON)
