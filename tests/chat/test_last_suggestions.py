"""What was offered below an answer is offered again while the same person comes back to it."""

from strakly_desktop.chat.last_suggestions import LastSuggestions


def test_of_many_answers_the_last_are_kept_and_none_for_another_person() -> None:
    kept = LastSuggestions()
    for number in range(200):
        kept.keep(f"a{number}", [f"Next {number}?"])
    assert kept.of("a199") == ("Next 199?",)
    assert kept.of("a0") == ()
    kept.forget()
    assert kept.of("a199") == ()
