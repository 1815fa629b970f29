"""Names in two scripts: a vowel sign is a part of a name, and a Latin name is found by its Devanagari spelling."""

import pytest

from strakly_desktop.bot.gym.spelling import folded, is_devanagari, latin, likeness, sound, with_plain_digits

SHILA, SHALA = (
    "\u0936\u0940\u0932\u093e \u0935\u0930\u094d\u092e\u093e",
    "\u0936\u093e\u0932\u093e \u0935\u0930\u094d\u092e\u093e",
)


def test_two_names_that_differ_by_a_vowel_sign_are_two_names() -> None:
    assert folded(SHILA) != folded(SHALA)
    assert likeness(SHILA, SHILA) == 100
    assert likeness(SHILA.split(maxsplit=1)[0], SHALA) < 80


def test_one_letter_in_two_forms_of_unicode_is_one() -> None:
    assert folded("\u0958\u092e\u0930") == folded("\u0915\u093c\u092e\u0930")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u0930\u094b\u0939\u0928 \u092e\u0947\u0939\u0924\u093e", "Rohan Mehta"),
        ("\u092a\u094d\u0930\u093f\u092f\u093e \u0936\u0930\u094d\u092e\u093e", "Priya Sharma"),
        ("\u0915\u0941\u0930\u0948\u0936\u0940", "Imran Qureshi"),
        ("\u0932\u0947\u0915 \u0930\u094b\u0921", "Lake Road"),
        ("rohn mheta", "Rohan Mehta"),
        ("fatima dsouza", "Fatima D'Souza"),
        ("Rohan Mehta", "\u0930\u094b\u0939\u0928 \u092e\u0947\u0939\u0924\u093e"),
    ],
)
def test_a_name_is_found_by_another_spelling(typed: str, name: str) -> None:
    assert likeness(typed, name) >= 80


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Karan", "Kiran Rao"),
        ("\u0915\u0930\u0923", "Kiran Rao"),
        ("Asha", "Usha Patel"),
        ("", "Asha"),
        ("Asha", ""),
    ],
)
def test_another_name_is_not_the_same(typed: str, name: str) -> None:
    assert likeness(typed, name) < 95


def test_digits_of_every_script_are_numbers() -> None:
    assert with_plain_digits("\u0967\u0968 \u0e53 x\u00b2") == "12 3 x\u00b2"


def test_words_of_hindi_are_one_by_their_sound() -> None:
    assert sound("mahine") == sound("maheene") == sound("\u092e\u0939\u0940\u0928\u0947")
    assert latin("\u0906\u091c abc") == "aaj abc"
    assert is_devanagari("\u0906\u091c")
    assert not is_devanagari("aaj")
