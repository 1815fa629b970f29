"""A message that names a client once is about that client in every part: none gets the figures of the whole gym."""

import pytest
from support.reading_alone import read_alone

from strakly_desktop.bot.understanding.requests import ABOUT_ONE, Intent, Request, State

MEMBERSHIP, VISITS, DETAILS = Intent.CLIENT_MEMBERSHIP, Intent.CLIENT_VISITS, Intent.CLIENT_DETAILS


def pages_of(message: str, state: State | None = None) -> list[tuple[Intent, str | None]]:
    return [(each.intent, each.name) for each in read_alone(message, state).requests]


@pytest.mark.parametrize(
    ("message", "pages"),
    [
        ("Asha Rao last visit and his dues", [VISITS, MEMBERSHIP]),
        ("when did Asha Rao last come and how much he owes", [VISITS, MEMBERSHIP]),
        ("Asha Rao ne kab aaya tha aur uska kitna baki hai", [VISITS, MEMBERSHIP]),
        ("show Asha Rao membership and her attendance", [MEMBERSHIP, VISITS]),
        ("Asha Rao phone and dues", [DETAILS, MEMBERSHIP]),
        ("visits and dues of Asha Rao", [VISITS, MEMBERSHIP]),
        ("dues, visits and phone of Asha Rao", [MEMBERSHIP, VISITS, DETAILS]),
        ("Asha Rao ka phone aur uska due", [DETAILS, MEMBERSHIP]),
        ("Asha Rao ka phone aur उसका बकाया", [DETAILS, MEMBERSHIP]),
        ("Asha Rao details, his visits and his dues", [DETAILS, VISITS, MEMBERSHIP]),
        ("phone number of Asha Rao and their pending amount", [DETAILS, MEMBERSHIP]),
        ("Asha Rao dues aur unki membership", [MEMBERSHIP]),
        ("find Asha Rao and show her dues", [MEMBERSHIP]),
        ("Asha Rao visits & her dues", [VISITS, MEMBERSHIP]),
        ("Asha Rao visits and payments", [VISITS, Intent.CLIENT_PAYMENTS]),
        ("did Asha Rao come today and has she paid", [VISITS, MEMBERSHIP]),
    ],
)
def test_every_part_is_about_the_client_who_was_named(message: str, pages: list[Intent]) -> None:
    assert pages_of(message) == [(page, "Asha Rao") for page in pages]


def test_each_of_two_clients_keeps_what_was_asked_of_them() -> None:
    assert pages_of("Asha Rao dues and Neha Mishra visits") == [
        (MEMBERSHIP, "Asha Rao"),
        (VISITS, "Neha Mishra"),
    ]


@pytest.mark.parametrize(
    "message",
    [
        "Asha Rao dues and Neha Mishra visits and his phone",
        "his visits and her dues",
        "who is inside and how much does she owe",
        "revenue today and her membership",
        "Asha Rao dues and list members and their phone",
    ],
)
def test_a_part_that_points_at_nobody_in_particular_is_asked_whose(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert reading.say.startswith("Whose?")


@pytest.mark.parametrize("message", ["Asha Rao visits with her dues", "Asha Rao ka baki or uski attendance"])
def test_two_pages_in_one_part_are_both_shown(message: str) -> None:
    assert set(pages_of(message)) == {(VISITS, "Asha Rao"), (MEMBERSHIP, "Asha Rao")}


@pytest.mark.parametrize("message", ["expired members and their dues", "trainer list and their clients"])
def test_theirs_are_not_those_of_all(message: str) -> None:
    assert "could not use **their" in read_alone(message).say


@pytest.mark.parametrize("message", ["dues of Asha Rao and Neha Mishra", "Asha Rao and Neha Mishra dues"])
def test_of_two_clients_for_one_question_none_is_dropped(message: str) -> None:
    reading = read_alone(message)
    assert {name for _, name in pages_of(message)} == {
        "Asha Rao",
        "Neha Mishra",
    } or "could not use" in reading.say


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("Asha Rao visits and revenue this month", Intent.REVENUE),
        ("Asha Rao dues and who is inside", Intent.INSIDE),
        ("Asha Rao dues and list expired members", Intent.MEMBERS),
    ],
)
def test_a_question_about_the_gym_beside_it_stays_one(message: str, intent: Intent) -> None:
    first, second = read_alone(message).requests
    assert (first.name, second.intent, second.name) == ("Asha Rao", intent, None)


def test_what_points_at_the_client_of_the_turn_before_is_asked_whole() -> None:
    before = State(requests=(Request(DETAILS, name="Asha Rao", person_id=3),))
    assert pages_of("his visits and his dues", before) == [(VISITS, "Asha Rao"), (MEMBERSHIP, "Asha Rao")]


@pytest.mark.parametrize("pronoun", ["his", "her", "uska", "uski", "उसका"])
@pytest.mark.parametrize("thing", ["dues", "attendance", "membership", "revenue", "payments"])
def test_no_figure_of_the_gym_is_said_to_be_somebodys(pronoun: str, thing: str) -> None:
    """The guard itself: whatever took the message apart, a pronoun that nothing resolved is no filler."""
    reading = read_alone(f"Asha Rao last visit and {pronoun} {thing}")
    assert all(each.intent in ABOUT_ONE and each.name == "Asha Rao" for each in reading.requests)
