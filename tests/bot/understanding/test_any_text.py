"""Whatever is typed, in whatever order: an answer or a tool call, never an exception, and never slow."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading_alone import read_alone

from strakly_desktop.bot.agent.language_model import ToolResult
from strakly_desktop.bot.tools import TOOLS
from strakly_desktop.bot.understanding.calls import calls_for
from strakly_desktop.bot.understanding.lexicon.fillers import FILLERS
from strakly_desktop.bot.understanding.lexicon.words import KNOWN_WORDS
from strakly_desktop.bot.understanding.question.parts import Names
from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import PastTurn, State
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD

TODAY = date(2026, 11, 22)
WORDS = [
    *sorted(KNOWN_WORDS | FILLERS),
    "?", ",", "and", "3", "14", "31", "9876543210", "Asha", "Rohan Mehta", "october", "second", "yes", "no", "them",
    "Lake Road", "'s", "2026-11-01", "a@b.in", "#2", "-",
]  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
)
BRANCHES = ({"branch_id": 1, "branch": "Main branch"}, {"branch_id": 2, "branch": "Lake Road"})
MEANINGS = st.sampled_from([
    [],
    *([{"kind": kind, "names": ["A name"], "ids": [1], "likeness": 100, "total": 1}]
      for kind in ("branch", "plan", "trainer", "speciality", "source", "interest", "client")),
    [{"kind": "client", "names": ["A", "B"], "ids": [1, 2], "likeness": 88, "total": 2}],
])  # fmt: skip
SHOWN = ToolResult("get_clients_list", {"clients": [{"client_id": 5, "name": "Rohan Mehta"}], "total": 1})
ARGUMENTS = {spec.name: {*spec.describe().parameters["properties"], "branch_id"} for spec in TOOLS}


@settings(max_examples=300, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=4), st.data())
def test_every_message_is_answered_or_becomes_calls_that_the_tools_know(
    messages: list[str], data: st.DataObject
) -> None:
    state, past = State(), list[PastTurn]()
    for message in messages:
        reading = read(message, state, past, TODAY)
        if reading.look_up:
            parts = tuple({"words": span, "meanings": data.draw(MEANINGS)} for span in reading.look_up)
            reading = read(message, state, past, TODAY, Names(parts, BRANCHES))
        assert not reading.look_up, message
        calls = calls_for(reading.requests, ())
        assert calls or reading.say, message
        # A change that is refused stands under what else was asked; nothing beside figures may say there are none.
        assert not (calls and "show no figures" in reading.say), message
        assert not (calls and reading.say == NOT_UNDERSTOOD), message
        for call in calls:
            assert set(call.arguments) <= ARGUMENTS[call.tool], message
        state = reading.state
        past.append(PastTurn(message, (SHOWN,) if calls else ()))


def test_a_pasted_book_is_read_as_quickly_as_a_page() -> None:
    """Not timed: patterns that run away on repeated words would not end within the test run at all."""
    for word in ("membership ", "show me all the ", "and ", "a", "how many ", "1 and ", "between 1 ", "'s "):
        for message in (word * 100_000, (word * 600)[:600]):
            assert read(message, State(), (), TODAY).state is not None


def test_a_change_is_refused_under_the_answer_to_what_else_was_asked() -> None:
    reading = read("CREATE!AUR/BOUGHT", State(), (), TODAY, Names((), BRANCHES))
    assert [call.tool for call in calls_for(reading.requests, ())] == ["get_revenue"]
    assert reading.say.startswith("I can't do that: offline I cannot add this")


def test_what_is_asked_below_a_quoted_answer_is_read_alone() -> None:
    rows = "".join(f"> | {row} | Asha Rao | Gold 12 months | Rs. {row},500 |\n" for row in range(40))
    quoted = (
        f"> **40 clients owe Rs. 1,74,000**\n> \n> | # | Name | Plan | Due |\n> |---|---|---|---|\n{rows}"
    )
    alone = read_alone("revenue last month")
    assert alone.requests
    assert read_alone(f"{quoted}\n\nrevenue last month").requests == alone.requests
    assert read_alone("> 5000 dues").requests == read_alone(">5000 dues").requests
