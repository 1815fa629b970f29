"""Code keeps its colours at its own letters, whatever stands in it: characters that Qt or a lexer drops or changes."""

import re
from html import unescape

import pytest
from support.documents import at_once, block_with, blocks, snapshot, streamed

from strakly_desktop.rendering.markdown.highlighting import highlight

pytestmark = pytest.mark.usefixtures("qapp")

LINE = 'def due(name):  # note\n    return "text", 42\n'
ODD = {
    "byte order mark": "\ufeff",
    "mark of swapped bytes": "\ufffe",
    "byte order mark as an entity": "&#xFEFF;",
    "tab": "\t",
    "tabs": "\t\t",
    "carriage return": "\r",
    "form feed": "\f",
    "vertical tab": "\v",
    "nothing": "\0",
    "emoji": "\N{FLEXED BICEPS}",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "file separator": "\x1c",
    "next line": "\x85",
    "object": "\ufffc",
    "begins a frame": "\ufdd0",
    "turns round": "\u202e",
    "accent": "\u0301",
    "blanks": "   ",
    "empty lines": "\n\n",
}
TRIPLE = 3 * chr(34)
_WORDS = ("def", "due", "# note", "42")
LANGUAGES = ("python", "sql", "json", "bash", "html", "console", "robotframework")


def colored(code: str) -> list[tuple[str, object]]:
    """What is coloured of a page, with its colour, as one text."""
    document = streamed([code[at : at + 3] for at in range(0, len(code), 3)]).document
    runs: list[tuple[str, object]] = []
    for block in blocks(document):
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            runs.append((fragment.text(), fragment.charFormat().foreground().color().name()))
            iterator += 1
    return runs


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("place", ["{}x = 1\n", "x = 1{}\n", "x {} = 1\n", "x = '{}'\n"])
def test_colours_stand_at_their_own_letters(odd: str, place: str) -> None:
    code = f"```python\n{place.format(odd)}{LINE}```\n"
    runs = dict(colored(code))
    plain = dict(colored(f"```python\n{LINE}```\n"))
    for word in _WORDS:
        assert runs.get(word) == plain[word], word
    assert len({plain[word] for word in _WORDS}) == 4


def test_colours_behind_a_line_too_long_for_one_block_stand_at_their_own_letters() -> None:
    long = "x = [" + "1, " * 1_600 + "\u2028" + "2, " * 600 + "]  # \N{FLEXED BICEPS} end"
    runs = dict(colored(f"```python\n{TRIPLE}\n{long}{TRIPLE}\n{LINE}```\n"))
    plain = dict(colored(f"```python\n{LINE}```\n"))
    for word in _WORDS:
        assert runs.get(word) == plain[word], word


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("language", ["console", "robotframework"])
def test_streamed_code_has_the_colours_of_code_written_at_once(odd: str, language: str) -> None:
    text = f"```{language}\n{odd}select 1 -- 'x'\n{LINE}{odd}{LINE}x{odd}\n\n{LINE}{odd}\n```\n\nDone."
    grown = streamed([text[at : at + 5] for at in range(0, len(text), 5)]).document
    assert snapshot(grown) == snapshot(at_once(text).document)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_lost_to_colours(odd: str, language: str) -> None:
    code = f"{odd}a = 'b' {odd}\n{odd}$ ls{odd}"
    html = re.sub(r"</?span[^>]*>", "", highlight(code, language, 1_000))
    letters = dict.fromkeys(re.findall("[&<>]", code))
    assert not letters or unescape(html) == code
    assert letters or html == code


def test_words_behind_a_mark_of_swapped_bytes_stay_readable() -> None:
    text = "\ufffeDues 500\n\n&#xFFFE;Plan\n\n| \ufffeName |\n|---|\n| \ufffeAsha |\n"
    for document in (at_once(text).document, streamed(list(text)).document):
        for word in ("Dues 500", "Plan", "Name", "Asha"):
            assert block_with(document, word).isValid()
