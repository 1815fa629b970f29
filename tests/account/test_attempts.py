"""Five wrong passwords are free; after that each costs time, and a right one ends it."""

from strakly_desktop.account.attempts import FREE_TRIES, Attempts


def test_who_mistypes_is_not_held_up_and_who_guesses_is() -> None:
    attempts = Attempts()
    waits = []
    for try_ in range(FREE_TRIES + 8):
        attempts.note_wrong(try_ * 1000.0)
        waits.append(attempts.seconds_to_wait(try_ * 1000.0))
    assert waits[: FREE_TRIES - 1] == [0.0] * (FREE_TRIES - 1)
    assert waits[FREE_TRIES - 1 :] == [10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_the_wait_passes_and_a_right_password_ends_it() -> None:
    attempts = Attempts()
    for _ in range(FREE_TRIES):
        attempts.note_wrong(100.0)
    assert attempts.seconds_to_wait(104.0) == 6.0
    assert attempts.seconds_to_wait(110.0) == 0.0
    for _ in range(2_000):
        attempts.note_wrong(100.0)
    assert attempts.seconds_to_wait(100.0) == 300.0, "however long somebody guesses"
    attempts.note_right()
    attempts.note_wrong(120.0)
    assert attempts.seconds_to_wait(120.0) == 0.0
