"""A PIN: what can be one, how it is kept, and how guessing at it is slowed down."""

import pytest

from strakly_desktop.account.pin import (
    MOST_WRONG,
    UNREADABLE_TRIES,
    PinTries,
    hashed,
    is_right,
    packed_tries,
    pin_trouble,
    tries_in,
)


@pytest.mark.parametrize(
    "pin", ["", "123", "12345678901234", "47 11", "47a1", "४७११", "0000", "1234", "8765"]
)
def test_what_is_no_pin_or_guessed_at_once_is_refused(pin: str) -> None:
    assert pin_trouble(pin)


@pytest.mark.parametrize("pin", ["4711", "820514", "1123"])
def test_a_few_figures_are_one(pin: str) -> None:
    assert pin_trouble(pin) == ""


def test_only_its_hash_is_kept_and_never_the_same_twice() -> None:
    kept = hashed("4711")
    assert kept.startswith("$argon2id$")
    assert "4711" not in kept.split("$")
    assert kept != hashed("4711")
    assert is_right(kept, "4711")
    assert not is_right(kept, "4712")
    assert not is_right("no hash at all", "4711")


def test_each_wrong_one_after_the_third_waits_longer() -> None:
    tries, waits = PinTries(), []
    for _ in range(MOST_WRONG):
        tries = tries.after_wrong(1000.0)
        waits.append(tries.seconds_to_wait(1000.0))
    assert waits == [0, 0, 10, 20, 40, 80, 160, 300, 300, 300]
    assert tries.is_over
    assert PinTries(3, 1000.0).seconds_to_wait(1010.0) == 0
    assert PinTries(3, 1000.0).seconds_to_wait(0.0) == 10, "a clock that was set back makes it no longer"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\x00",
        b"[" * 100_000,
        b'{"wrong": -5, "last": 0}',
        b'{"wrong": "0", "last": 0}',
        b'{"wrong": 3, "last": NaN}',
        b'{"wrong": 3, "last": -1e9}',
        b'{"wrong": 3, "last": 1' + b"0" * 400 + b"}",
    ],
    ids=range(10),
)
def test_a_broken_note_of_tries_is_no_way_around_them(broken: bytes) -> None:
    assert tries_in(broken) == UNREADABLE_TRIES


def test_a_note_of_tries_that_was_cut_anywhere_is_none_either() -> None:
    noted = packed_tries(PinTries(3, 1000.0))
    assert tries_in(noted) == PinTries(3, 1000.0)
    assert {tries_in(noted[:length]) for length in range(len(noted))} == {UNREADABLE_TRIES}
