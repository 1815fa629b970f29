"""What is a yes and nothing else."""

import pytest

from strakly_desktop.chat.agreement import is_yes


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "ok",
        "Okay, go ahead",
        "yes please",
        "haan ji",
        "kar do",
        "do it!",
        "हाँ",
        "ठीक है",
        "जी, कर दो",
    ],
)
def test_a_yes(text: str) -> None:
    assert is_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "yes, who paid today?",
        "add Ravi",
        "show it",
        "yesterday",
        "नहीं",
        "add it to Lake Road",
        "please",
    ],
)
def test_no_yes(text: str) -> None:
    assert not is_yes(text)
