"""The backend's list of branches: what is one is shown, and nothing else can hold the window up or stop the chat."""

import json

import pytest
from support.asking import run_bounded
from support.replay import http_answer, replay

from strakly_desktop.client.backend_client import BackendClient
from strakly_desktop.conversation.errors import ChatError, FailureKind
from strakly_desktop.conversation.model import Branch

LAKE = {"id": 7, "name": "Lake Road"}


def branches_in(body: str) -> tuple[Branch, ...]:
    async def story() -> tuple[Branch, ...]:
        async with replay([http_answer(body, "application/json")]) as server:
            client = BackendClient(f"{server.url}/api", lambda: "a.b.c")
            try:
                return await client.branches(1)
            finally:
                await client.aclose()

    return run_bounded(story())


@pytest.mark.parametrize(
    "row",
    [
        '{"id": 9223372036854775808, "name": "x"}', '{"id": -9223372036854775809, "name": "x"}',
        f'{{"id": {"9" * 5000}, "name": "x"}}', '{"id": 1e3, "name": "x"}', '{"id": true, "name": "x"}',
        '{"id": null, "name": "x"}', '{"id": 8}', '{"id": 8, "name": 8}', "[]", "null", '"x"',
    ],
)  # fmt: skip
def test_what_is_no_branch_is_left_out_and_the_others_stay(row: str) -> None:
    assert branches_in(f"[{row}, {json.dumps(LAKE)}]") == (Branch(7, "Lake Road"),)


def test_the_largest_numbers_are_branches() -> None:
    rows = [{"id": number, "name": "x"} for number in (2**63 - 1, 1 - 2**63)]
    assert [branch.id for branch in branches_in(json.dumps(rows))] == [2**63 - 1, 1 - 2**63]


def test_a_name_is_one_line_that_can_be_shown() -> None:
    rows = [{"id": 1, "name": "Lake\nRoad \ud83d"}, {"id": 2, "name": " "}, {"id": 3, "name": "x" * 90_000}]
    first, second, third = branches_in(json.dumps(rows))
    assert (first.name, second.name) == ("Lake Road \ufffd", "Branch 2")
    assert len(third.name) == 200


def test_a_number_that_comes_twice_is_one_branch() -> None:
    assert branches_in(json.dumps([LAKE, LAKE | {"name": "Other"}])) == (Branch(7, "Lake Road"),)


def test_of_very_many_the_first_are_taken() -> None:
    rows = [{"id": number, "name": f"Branch {number}"} for number in range(1, 20_001)]
    found = branches_in(json.dumps(rows))
    assert [branch.id for branch in found] == list(range(1, 501))


@pytest.mark.parametrize(
    "body", ["[" + '{"id":1,"name":"x"},' * 300_000 + "null]", "[" * 900_000, '{"branches": []}', "7"]
)
def test_what_is_no_list_of_branches_is_told(body: str) -> None:
    with pytest.raises(ChatError) as caught:
        branches_in(body)
    assert caught.value.failure.kind is FailureKind.NOT_AN_ANSWER
