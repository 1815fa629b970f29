"""The command line of the app."""

from pathlib import Path

import pytest

from strakly_desktop.app.settings.arguments import Arguments, parse_arguments


def test_nothing_asked_for_means_as_the_settings_say() -> None:
    assert parse_arguments([]) == Arguments()


def test_everything_that_can_be_asked_for() -> None:
    asked = ["--server", "http://127.0.0.1:8000", "--web-app", "https://app.example", "--home", "/tmp/desk"]
    assert parse_arguments(asked) == Arguments(
        server="http://127.0.0.1:8000", web_app="https://app.example", home=Path("/tmp/desk")
    )


def test_the_tour_and_its_pictures() -> None:
    assert parse_arguments(["tour"]) == Arguments(tour=True)
    assert parse_arguments(["tour", "--record", "out"]) == Arguments(tour=True, record=Path("out"))


@pytest.mark.parametrize(
    "words", [["--sever", "http://a"], ["dance"], ["--server"], ["--record", "out"], ["tour", "--loud"]]
)
def test_words_that_are_not_ours_show_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments(words)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: strakly-desktop")


@pytest.mark.parametrize("option", ["--server", "--web-app"])
@pytest.mark.parametrize("address", ["assistant.example", "ftp://a", "http://", "desk:secret@bot"])
def test_an_address_that_is_none_is_refused_in_plain_words(
    option: str, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments([option, address])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert f"argument {option}: is no web address like https://assistant.example.com" in said
    assert "secret" not in said
