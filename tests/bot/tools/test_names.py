"""What the words of a question name, and that two people with nearly one name are never taken for each other."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, update

from strakly_desktop.bot.gym.schema import Client
from strakly_desktop.bot.tools.gym_toolbox import GymTools

TODAY = date(2026, 11, 22)
SHILA = "\u0936\u0940\u0932\u093e \u0935\u0930\u094d\u092e\u093e"
SHALA = "\u0936\u093e\u0932\u093e \u0935\u0930\u094d\u092e\u093e"


def ask(
    calls: list[tuple[str, dict[str, Any]]], renamed: dict[int, str] | None = None
) -> list[dict[str, Any]]:
    """The results of some calls, in a gym in which some clients have other names."""

    async def body() -> list[dict[str, Any]]:
        gym = GymTools(today=TODAY)
        try:
            await gym.ready()

            def rename(connection: Connection) -> None:
                for number, name in (renamed or {}).items():
                    connection.execute(update(Client).where(Client.c.id == number).values(name=name))

            await gym.gym.run(rename)
            return [(await gym.call(tool, arguments, None)).result for tool, arguments in calls]
        finally:
            await gym.close()

    return asyncio.run(body())


def test_of_two_hindi_names_that_differ_by_a_vowel_sign_each_is_its_own() -> None:
    both = ask(
        [("get_client_details", {"client": SHILA}), ("get_client_details", {"client": SHALA})],
        {5: SHILA, 18: SHALA},
    )
    assert [found["name"] for found in both] == [SHILA, SHALA]
    assert [found["client_id"] for found in both] == [5, 18]


def test_a_hindi_name_that_is_only_like_another_is_asked_back_for() -> None:
    (found,) = ask([("get_client_membership", {"client": SHILA})], {18: SHALA})
    assert found["found"] is False


def test_a_name_that_is_like_two_is_asked_back_for() -> None:
    (found,) = ask([("get_client_details", {"client": "Rohan Mehto"})], {5: "Rohan Mehta", 18: "Rohan Mehtu"})
    assert found["found"] is False
    assert {match["name"] for match in found["matches"]} == {"Rohan Mehta", "Rohan Mehtu"}


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("lake rd", "branch", "Lake Road"),
        ("\u0932\u0947\u0915 \u0930\u094b\u0921", "branch", "Lake Road"),
        ("gold", "plan", "Gold 12 months"),
        ("monthly", "plan", "Monthly"),
        ("leela krishnan", "trainer", "Leela Krishnan"),
        ("zumba", "speciality", "Zumba"),
        ("instagram", "source", "Instagram"),
        ("priya sharmas", "client", "Priya Sharma"),
        ("\u0930\u094b\u0939\u0928 \u092e\u0947\u0939\u0924\u093e", "client", "Rohan Mehta"),
    ],
)
def test_words_are_told_what_they_name(words: str, kind: str, name: str) -> None:
    (found,) = ask([("find_names", {"words": [words]})])
    (part,) = found["parts"]
    meanings = {each["kind"]: each["names"] for each in part["meanings"]}
    assert meanings[kind] == [name]


def test_what_names_nothing_is_cut_into_words_without_meanings() -> None:
    (found,) = ask([("find_names", {"words": ["gold xyzzy plugh"]})])
    assert [(part["words"], bool(part["meanings"])) for part in found["parts"]] == [
        ("gold", True),
        ("xyzzy", False),
        ("plugh", False),
    ]


def test_a_plan_is_the_one_with_just_its_name() -> None:
    monthly, all_plans = ask([("get_plans", {"plan": "monthly"}), ("get_plans", {})])
    assert [plan["plan"] for plan in monthly["plans"]] == ["Monthly"]
    assert len(all_plans["plans"]) == 6


def test_digits_are_the_end_of_a_phone_number_where_they_are_one() -> None:
    (found,) = ask([("search_clients", {"name": "00005"})])
    assert [client["phone"] for client in found["clients"]] == ["90000 00005"]
