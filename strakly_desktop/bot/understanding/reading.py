"""Decides what a message wants: small talk, an enquiry being taken down, a follow-up, or one or more questions.

`read` is a function of the message, the talk so far, today and what the names were found to mean, and of nothing else.
The talk itself is read the same way (`read_talk`), so nothing about a conversation has to be kept beside its messages.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from strakly_desktop.bot.understanding.asking import questions_in
from strakly_desktop.bot.understanding.commands.appcommands import (
    command_alone,
    command_on_answer,
    find_text,
    undo_of,
)
from strakly_desktop.bot.understanding.commands.appguide import beside_how_to, how_to
from strakly_desktop.bot.understanding.commands.appwishes import kept_nowhere
from strakly_desktop.bot.understanding.commands.changes import refused_wish
from strakly_desktop.bot.understanding.commands.chartwishes import ASK_FOR_CHART, chart_in, drawn
from strakly_desktop.bot.understanding.enquiries import (
    is_no,
    is_yes,
    read_enquiry,
    start_enquiry,
    wants_enquiry,
)
from strakly_desktop.bot.understanding.leftovers import say_left_over, say_no_branch, say_no_plan
from strakly_desktop.bot.understanding.lexicon.naming import unknown_spans, with_names
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence, sentence_of
from strakly_desktop.bot.understanding.lexicon.words import Word, plain
from strakly_desktop.bot.understanding.limits.follow_ups import read_follow_ups
from strakly_desktop.bot.understanding.places import place_like_a_name, unknown_place, unknown_plan
from strakly_desktop.bot.understanding.question.applied import NotApplied, changed
from strakly_desktop.bot.understanding.question.parts import Names, pieces_of, sentence_in, several
from strakly_desktop.bot.understanding.requests import (
    ABOUT_ONE,
    OF_THE_APP,
    Intent,
    PastTurn,
    Reading,
    Request,
    State,
)
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD, small_talk
from strakly_desktop.bot.understanding.talk.beside import asked_beside_a_change
from strakly_desktop.bot.understanding.talk.beside_a_day import with_dates
from strakly_desktop.bot.understanding.talk.better import as_comparison
from strakly_desktop.bot.understanding.talk.followups import HAS_PAGES
from strakly_desktop.bot.understanding.talk.refused import (
    after_refusal,
    ahead_of,
    hangs_in_the_air,
    leans,
    without_new_chat,
)
from strakly_desktop.bot.understanding.talk.somebody import asked_by_number, the_one

LOOK_UP = "find_names"
"""The tool that tells what words name."""
_MOST_CHARACTERS = 600
"""Of a message that is read: a question at the desk is shorter, and a pasted book must not stop the server."""
_QUOTE = re.compile(r"\A\s*(?:>[^\n]*\n)+\s*\n(?=\s*\S)")
"""An answer that is quoted above what is asked: its words are no limits of that, and may be many."""
_MOST_LOOKED_UP = 40
"""Runs of unknown words, as many as the tool takes."""
_TOO_LONG = (
    "That is too long for me to understand, so I looked nothing up and changed nothing. Please ask it in a sentence or "
    "two, without what was pasted or quoted."
)
_NOTHING_TO_ADD_TO = (
    "I did not answer your last question, so I don't know what this belongs to, and show no figures. Please ask it "
    "once more, whole."
)
_NOT_KEPT = (
    "I remember only the last questions of a talk, and what this belongs to is no longer among them, so I show no "
    "figures. Please ask it once more, whole."
)
_GOES_BACK = "Your last question was not answered: this goes on from the one before it."
_NO_DAYS_OF_CALLS = (
    "On which day somebody is to be called is not recorded: these are all who are new or contacted."
)
_WHOSE = "Whose? Please tell me the client's name or phone number."


def names_in(turn: PastTurn) -> Names | None:
    """What the look-up of a turn found, or None when there was none."""
    for result in turn.results:
        if result.tool == LOOK_UP and "parts" in result.result:
            return Names(tuple(result.result["parts"]), tuple(result.result.get("branches", ())))
    return None


def read_talk(
    turns: Sequence[PastTurn], today: date, tools_of: Callable[[Sequence[Request]], set[str]]
) -> State:
    """Where a talk stands after `turns`. `tools_of`: the tools by which requests are looked up."""
    state = State()
    for index, turn in enumerate(turns):
        reading = read(turn.question, state, turns[:index], today, names_in(turn) or Names())
        state = _TORN if not index and _is_torn(turn, tools_of(reading.requests)) else reading.state
    return state


_TORN = State(unanswered=True, forgotten=True)


def _is_torn(turn: PastTurn, read_as: set[str]) -> bool:
    """Whether the oldest turn that is kept went on from one that is not: it was answered, and not as it reads now."""
    tools = {result.tool for result in turn.results} - {LOOK_UP}
    return bool(tools) and not tools & read_as


def read(
    message: str, state: State, past: Sequence[PastTurn], today: date, names: Names | None = None
) -> Reading:
    """Understand `message`. Without `names` the reading may only be the wish to look some words up."""
    message = _QUOTE.sub("", message)
    if len(message) > _MOST_CHARACTERS:
        message = " ".join(message.split())
    # The first half of a question is another one.
    reading = _read(message, state, past, today, names) if len(message) <= _MOST_CHARACTERS else None
    if reading is None or len(reading.look_up) > _MOST_LOOKED_UP:
        # An enquiry that is taken down waits for another answer.
        return Reading(say=_TOO_LONG, state=state if state.draft else replace(state, unanswered=True))
    return reading


def _read(message: str, state: State, past: Sequence[PastTurn], today: date, names: Names | None) -> Reading:
    last = state.requests[-1] if state.requests else None
    message = with_dates(message, last, today)
    compared = as_comparison(plain(message), last) if state.draft is None else None
    message = compared or message
    text = plain(message)
    if not text:
        return Reading(say="Please type a question about the gym.", state=replace(state, draft=None))
    sentence = sentence_of(message)
    yes = is_yes(sentence)
    if state.draft is None and yes and (one := the_one(state, past)) is not None:
        return _asked([one], state)
    if state.draft is None and (said := small_talk(text)) is not None:
        return Reading(say=said, state=replace(state, draft=None))
    if state.draft is None and (numbered := asked_by_number(text, state)) is not None:
        return _asked([numbered], state)
    if state.draft is None and (find := find_text(message)) is not None:
        return _asked([find], state)
    if state.draft is None and (chart := chart_in(message)) is not None:
        shown, is_wanted = chart
        if not shown:
            return Reading(say=ASK_FOR_CHART, state=state)
        reading = read(shown, state, past, today, names)
        return drawn(reading) if is_wanted else reading
    if not (yes or (state.draft is not None and (is_no(message) or sentence.has("add")))) and (
        said := how_to(message)
    ):
        return Reading(say=said, state=state)
    if state.draft is None and (beside := beside_how_to(pieces_of(message))) is not None:
        rest, told = beside
        reading = read(rest, state, past, today, names)
        return reading if reading.look_up else replace(reading, say="\n\n".join([reading.say, *told]).strip())
    spans = [] if yes else unknown_spans(sentence, drafting=state.draft is not None)
    if spans and names is None:
        return Reading(look_up=tuple(spans), state=state)
    names = names or Names()
    sentence = with_names(sentence, names.parts)
    if state.draft is not None:
        enquiry = read_enquiry(message, sentence, state.draft)
        if enquiry is not None:
            return enquiry
        dropped = (state.draft.name or "").replace("*", "")
        answered = _understood(message, sentence, replace(state, draft=None), past, today, names)
        unsaved = f"The new enquiry of **{dropped}** is not saved: to add it, say it once more."
        return replace(answered, say=f"{answered.say}\n\n{unsaved}".strip()) if dropped else answered
    return _understood(message, sentence, state, past, today, names)


def _understood(
    message: str, sentence: Sentence, state: State, past: Sequence[PastTurn], today: date, names: Names
) -> Reading:
    if not state.requests:
        _read_as_dues(sentence)
    read_follow_ups(sentence)
    goes_back = any(request.intent not in OF_THE_APP for request in state.requests) and state.unanswered
    goes_back = goes_back and leans(sentence.copy(), today, names)
    at_once = _at_once(message, sentence, state, past, today, names)
    if at_once is not None:
        return at_once
    on_answer = command_on_answer(sentence, message)
    try:
        asked = questions_in(message, sentence, state, past, today, names)
    except NotApplied as error:
        there = [str(branch["branch"]) for branch in names.branches]
        unknown = unknown_place(sentence, error.words)
        state = after_refusal(sentence, state, today, names)
        if unknown is not None and there:
            return Reading(say=say_no_branch(unknown, there), state=state)
        no_plan = unknown_plan(sentence)
        if no_plan is not None and names.branches:
            return Reading(say=say_no_plan(no_plan), state=state)
        return Reading(say=say_left_over(error.words, error.intent), state=state)
    if isinstance(asked, str):
        if asked == NOT_UNDERSTOOD:
            state = after_refusal(sentence, state, today, names)
        return Reading(say=asked, state=state)
    if on_answer is not None and not any(request.intent is Intent.ASK_APP for request in asked):
        asked = [*map(_as_a_whole, asked), on_answer]
    if (ahead := ahead_of(asked, sentence, today)) is not None:
        return Reading(say=ahead, state=after_refusal(sentence, state, today, names))
    asked, kept_back = without_new_chat(asked)
    unnamed = [request for request in asked if request.intent in ABOUT_ONE and not request.names_somebody]
    if unnamed:
        return Reading(say=_WHOSE, state=State(requests=tuple(unnamed)))
    said = [
        kept_back,
        _GOES_BACK if goes_back else "",
        _NO_DAYS_OF_CALLS if sentence.has("follow up") else "",
    ]
    return replace(_asked(asked, state), say="\n\n".join(filter(None, said)))


def _at_once(
    message: str, sentence: Sentence, state: State, past: Sequence[PastTurn], today: date, names: Names
) -> Reading | None:
    """What is no question about the gym: a command, a refusal, an enquiry to take down; None for a question."""
    there = [str(branch["branch"]) for branch in names.branches]
    no_branch = place_like_a_name(sentence) if there else None
    if no_branch is not None:
        return Reading(
            say=say_no_branch(no_branch, there), state=after_refusal(sentence, state, today, names)
        )
    alone = command_alone(sentence, message)
    if isinstance(alone, Request) and alone.command == "undo_theme":
        alone = undo_of(_tools(past), sentence) or alone
    if alone is not None and not several(message, names, today):
        return Reading(say=alone, state=state) if isinstance(alone, str) else _asked([alone], state)
    if (unkept := kept_nowhere(sentence)) is not None:
        return Reading(say=unkept, state=after_refusal(sentence, state, today, names))
    if (refusal := refused_wish(sentence, message)) is not None:
        return _refused(refusal, message, state, past, today, names)
    if hangs_in_the_air(sentence, state, bool(past), today, names):
        return Reading(say=_NOT_KEPT if state.forgotten else _NOTHING_TO_ADD_TO, state=state)
    return start_enquiry(message, sentence, state) if wants_enquiry(sentence, message) else None


def _refused(
    refusal: str, message: str, state: State, past: Sequence[PastTurn], today: date, names: Names
) -> Reading:
    """The refusal of a change; what else is asked is answered, and the refusal stands under it."""
    beside = asked_beside_a_change(message, names, today)
    if beside is not None:
        rest, refusals = beside
        reading = _understood(rest, sentence_in(rest, names), state, past, today, names)
        if reading.requests:
            return replace(reading, say="\n\n".join(filter(None, (reading.say, *refusals))))
    return Reading(say=refusal, state=state)


def _asked(requests: Sequence[Request], state: State) -> Reading:
    of_gym = tuple(request for request in requests if request.intent not in OF_THE_APP)
    kept = State(of_gym, state.requests) if of_gym else State(state.requests, state.before)
    return Reading(requests=tuple(requests), state=kept)


def _as_a_whole(request: Request) -> Request:
    """What goes on paper or into a file is the whole list, unless a part of it was asked for."""
    if request.intent not in HAS_PAGES or request.limits.limit is not None or request.limits.counted:
        return request
    return changed(request, {"whole": True})


def _read_as_dues(sentence: Sentence) -> None:
    """ "Baaki dikhao" is the rest of a list, or what is to be paid where there is none."""
    for place, word in enumerate(sentence.words):
        if word.means == "more" and word.typed.casefold().startswith(
            ("baaki", "baki", "\u092c\u093e\u0915\u0940")
        ):
            sentence.words[place] = Word(word.typed, "due")


def _tools(past: Sequence[PastTurn]) -> list[str]:
    """What the last turn called."""
    return [result.tool for result in past[-1].results] if past else []
