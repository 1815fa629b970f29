"""Whose a token is: two people are never one account, and nobody's token shows in what is printed."""

import json
from dataclasses import replace

import pytest
from support.replay import Recording, load_recordings

from strakly_desktop.account.claims import Claims, claims_of
from strakly_desktop.account.login_answer import read_login_answer
from strakly_desktop.account.session import Servers, account_key, folder_name, session_of

SERVERS = Servers("https://gym.example", "https://gym.example/api")
OWNER = Claims("Olivia", 1, 1, "admin", email="owner@gym.example", is_admin=True)


@pytest.mark.parametrize(
    "other",
    [
        replace(OWNER, is_admin=False),
        replace(OWNER, is_admin=False, is_superadmin=True),
        replace(OWNER, email="Owner@gym.example"),
        replace(OWNER, gym_id=2),
        replace(OWNER, gym_id=None),
    ],
)
def test_kind_e_mail_and_gym_tell_people_of_one_number_apart(other: Claims) -> None:
    server = "https://gym.example/api"
    assert account_key(server, OWNER) != account_key(server, other)
    assert not OWNER.is_of_same_person(other)


def test_one_account_at_two_servers_is_two_and_an_address_may_be_written_in_two_ways() -> None:
    here = account_key("https://gym.example/api", OWNER)
    assert here != account_key("https://lake.example/api", OWNER)
    assert here == account_key("https://GYM.example/api/", OWNER)


def test_a_new_name_and_a_new_end_are_the_same_person() -> None:
    later = replace(OWNER, name="Olivia O.", expires_at=1.0, issued_at=2.0)
    assert OWNER.is_of_same_person(later)


def test_a_token_without_e_mail_is_told_apart_by_its_number() -> None:
    first, second = Claims(user_id=1), Claims(user_id=2)
    assert account_key("https://a", first) != account_key("https://a", second)


def test_neither_token_nor_person_shows_in_what_is_printed() -> None:
    session = session_of(SERVERS, "head.secret-payload.signature", "Iron Temple")
    assert "secret" not in repr(session)
    assert "owner@gym.example" not in repr(replace(session, claims=OWNER))


def test_the_folder_of_an_account_is_called_as_by_every_version_before() -> None:
    """By another name all conversations of before would be out of sight."""
    account = account_key("https://gym.example/api", OWNER)
    assert account == "https://gym.example/api 1 owner@gym.example admin"
    assert folder_name(account) == "cba50007bc43c294ea9c254d"


def test_where_passwords_go_is_named() -> None:
    assert Servers("http://127.0.0.1:8000", "http://127.0.0.1:3000/api").host == "127.0.0.1:3000"


@pytest.mark.parametrize("recording", load_recordings("be_login_"), ids=lambda one: one.name)
def test_recorded_sign_ins_are_read_and_refusals_are_none(recording: Recording) -> None:
    body = json.loads(recording.about["body"])
    answer = read_login_answer(body, SERVERS)
    if "accessToken" not in body:
        assert answer is None
        return
    assert answer is not None
    claims = answer.session.claims
    assert (claims.email, claims.gym_id) == (body["user"]["email"], body["user"].get("gymId"))
    assert claims == claims_of(body["accessToken"])
    assert answer.session.gym_name == body["user"].get("gym", {}).get("name", "")
    assert [gym.id for gym in answer.gyms] == ([2, 1] if body.get("requiresGymSelection") else [])


@pytest.mark.parametrize(
    "spoiled",
    [
        {"accessToken": None},
        {"accessToken": ""},
        {"accessToken": "two words.b.c"},
        {"accessToken": "a.b\r\nX: y.c"},
        {"accessToken": "a" * 9_000},
        {"accessToken": 7},
        {"user": None},
        {"user": "Olivia"},
        {"user": {"email": "somebody@else.example"}},
        {"user": {"email": "owner@example.test", "gymId": 2}},
        {"user": {"email": "owner@example.test", "gymId": 1, "id": 7}},
        {"user": {"email": "owner@example.test", "gymId": 1, "role": "client"}},
    ],
)
def test_what_is_no_sign_in_or_of_two_people_is_none(spoiled: dict[str, object]) -> None:
    (recording,) = load_recordings("be_login_ok")
    body = json.loads(recording.about["body"])
    assert read_login_answer(body | spoiled, SERVERS) is None


def test_gyms_that_are_none_are_left_out_and_there_are_bounds() -> None:
    (recording,) = load_recordings("be_login_multi_gym")
    body = json.loads(recording.about["body"])
    good = body["user"]["gyms"]
    bad = [
        None,
        {"gymId": True, "gym": {}},
        {"gymId": "3", "gym": {}},
        {"gymId": 2**70, "gym": {}},
        {"gymId": 3},
    ]
    nameless = {"gymId": 9, "gym": {"name": " \n", "city": 5}}
    body["user"]["gyms"] = [*bad, *good, nameless, good[0]]
    answer = read_login_answer(body, SERVERS)
    assert answer is not None
    assert [(gym.id, gym.name, gym.city) for gym in answer.gyms] == [
        (2, "Lake Side Fitness", "Pune"),
        (1, "Iron Temple", "Pune"),
        (9, "Gym 9", ""),
    ]
