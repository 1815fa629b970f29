"""A PIN: what can be one, how it is kept, and how guessing at it is slowed down."""

import json
from pathlib import Path

import pytest

from strakly_desktop.account.pin import (
    MOST_WRONG,
    PinTries,
    hashed,
    is_right,
    pin_trouble,
    read_tries,
    write_tries,
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


def test_tries_outlive_a_restart_and_a_broken_file_is_no_way_around_them(tmp_path: Path) -> None:
    path = tmp_path / "accounts" / "of-somebody" / "pin-tries.json"
    assert read_tries(path) == PinTries()
    write_tries(path, PinTries(3, 1000.0))
    assert read_tries(path) == PinTries(3, 1000.0)
    assert path.stat().st_mode & 0o777 == 0o600
    for broken in (
        "",
        "[]",
        "{",
        json.dumps({"wrong": -5, "last": 0}),
        json.dumps({"wrong": "0", "last": 0}),
    ):
        path.write_text(broken)
        assert read_tries(path).wrong == MOST_WRONG - 1
