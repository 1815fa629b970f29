"""Who "the same client" and "the second one" are, and that no word of what is asked about them is dropped."""

import pytest
from support.reading_alone import TODAY

from strakly_desktop.bot.agent.language_model import ToolResult
from strakly_desktop.bot.understanding.question.parts import Names
from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import Intent, Limits, PastTurn, Reading, Request, State

NEHA = {"client_id": 13, "name": "Neha Mishra"}
ASHA = {"client_id": 3, "name": "Asha Bhat"}


def after_one(message: str) -> Reading:
    """The reading of a message after an answer about Neha alone."""
    asked = Request(Intent.CLIENT_DETAILS, name="Neha Mishra", person_id=13)
    return _after([NEHA], asked, message)


def after_a_list(message: str) -> Reading:
    return _after([ASHA, NEHA], Request(Intent.MEMBERS), message)


def _after(people: list[dict[str, object]], asked: Request, message: str) -> Reading:
    past = (PastTurn("before", (ToolResult("get_clients_list", {"clients": people}, "1"),)),)
    state = State(requests=(asked,))
    reading = read(message, state, past, TODAY)
    if not reading.look_up:
        return reading
    nothing = tuple({"words": span, "meanings": ()} for span in reading.look_up)
    return read(message, state, past, TODAY, Names(nothing))


@pytest.mark.parametrize(
    "message",
    [
        "what is the phone number of the same client",
        "that member's phone",
        "phone of this person",
        "usi client ka phone number",
        "is member ka number do",
        "us client ka phone",
        "उसी क्लाइंट का फोन नंबर",
        "इस मेंबर का नंबर",
    ],
)
def test_the_same_client_is_the_one_of_whom_was_spoken(message: str) -> None:
    assert [(each.intent, each.person_id) for each in after_one(message).requests] == [
        (Intent.CLIENT_DETAILS, 13)
    ]


@pytest.mark.parametrize(
    "message", ["phone of the same client", "usi client ka number", "that member's dues"]
)
def test_where_several_were_shown_it_is_asked_who_is_meant(message: str) -> None:
    reading = after_a_list(message)
    assert reading.requests == ()
    assert reading.say.startswith("Whose?")


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("her payments above 5000", "5000"),
        ("her visits after 6 pm", "after 6 pm"),
        ("her dues above 5000", "5000"),
        ("her blood group", "blood group"),
        ("is she not active", "not active"),
        ("her payments on gold", "gold"),
        ("members on that plan", "that plan"),
        ("revenue of the same branch", "same branch"),
    ],
)
def test_what_limits_it_and_cannot_be_applied_is_named(message: str, named: str) -> None:
    reading = after_one(message)
    assert reading.requests == ()
    assert named in reading.say


def test_a_period_limits_the_visits_of_the_one_that_is_meant() -> None:
    (hers,) = after_one("her visits in october").requests
    (second,) = after_a_list("the second one's visits in october").requests
    for request in (hers, second):
        assert (request.intent, request.person_id) == (Intent.CLIENT_VISITS, 13)
        assert request.limits.period is not None
        assert request.limits.period.start.month == request.limits.period.end.month == 10


def test_that_plan_is_the_plan_of_the_last_question() -> None:
    asked = Request(Intent.PLANS, Limits(plan="Gold 12 months"))
    for message in ("who bought it last month", "sales of that plan last month"):
        (request,) = _after([], asked, message).requests
        assert (request.intent, request.limits.plan) == (Intent.SALES, "Gold 12 months")


def test_their_numbers_are_those_of_the_whole_list() -> None:
    for message in ("their phone numbers", "unke number do", "phone numbers"):
        (request,) = after_a_list(message).requests
        assert (request.intent, request.limits.phones) == (Intent.MEMBERS, True)
