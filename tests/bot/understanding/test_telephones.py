"""A telephone number is what was typed in figures: number words and other figures of the question are none of it."""

import pytest
from support.reading_alone import calls_of, read_alone

NUMBER = "9876500011"


@pytest.mark.parametrize(
    "message",
    [
        f"find {NUMBER}",
        "find 98765 00011",
        "find +91 98765 00011",
        "find 91 98765 00011",
        "find 0 98765 00011",
        "find 98 76 50 00 11",
        "who is 98765-00011",
        "find 98765 000 11",
    ],
)
def test_it_is_looked_up_however_its_figures_are_parted(message: str) -> None:
    assert calls_of(message) == [("search_clients", {"name": NUMBER})]


@pytest.mark.parametrize(
    "message",
    [
        f"enquiries of {NUMBER} who lose ten kilos",
        f"who is {NUMBER} with two kids",
        f"find {NUMBER} 2 kids",
        "find 98765 00011 2 kids",
        f"details of {NUMBER} and ten others",
        f"two dues of {NUMBER} in one",
        f"find {NUMBER} and 9876500022",
        f"find the number {NUMBER} with 12 badges",
        "find 123 of 456",
    ],
)
def test_no_number_is_named_or_looked_up_that_nobody_said(message: str) -> None:
    reading = read_alone(message)
    told = f"{calls_of(message)} {reading.say.partition(chr(10))[0]}"
    others = message.replace("98765 00011", NUMBER).split()
    said = {word for word in others if word.isdecimal()}
    assert {word for word in _numbers(told) if len(word) > 2} <= said
    assert "kids" not in str(calls_of(message)), "that is nobody's name beside a telephone"


def _numbers(text: str) -> list[str]:
    return "".join(letter if letter.isdecimal() else " " for letter in text).split()


def test_what_stands_beside_it_and_was_not_used_is_named() -> None:
    assert "**two kids**" in read_alone(f"who is {NUMBER} with two kids").say
    refused = read_alone(f"enquiries of {NUMBER} who lose ten kilos").say
    assert f"**{NUMBER}**" in refused
    assert "A period can be said" not in refused, "a telephone is no time"


def test_a_client_who_was_asked_for_is_named_by_figures_alone() -> None:
    asked = read_alone("show payments").state
    whose = read_alone("details", asked).state
    assert calls_of("the two of 98765 00011", whose) == [("get_client_details", {"client": NUMBER})]


def test_who_is_asked_for_behind_a_list_is_looked_up_and_limits_no_list() -> None:
    asked = read_alone("who owes us money?").state
    assert calls_of(f"who is {NUMBER}", asked) == [("search_clients", {"name": NUMBER})]
    assert calls_of(f"who is {NUMBER} with two kids", asked) == []
    assert "**two kids**" in read_alone(f"who is {NUMBER} with two kids", asked).say
