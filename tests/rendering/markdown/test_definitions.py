"""A link reference definition that nothing in the answer uses is the only place of its address: it is text."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from PySide6.QtGui import QFont, QTextCursor
from support.documents import at_once, snapshot, streamed, transcript

from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html
from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.printout import Printout, parts_of

pytestmark = pytest.mark.usefixtures("qapp")

# What is written, and the words that are read, without blanks.
_ANSWERS = {
    "[Ravi]: /clients/5": "[Ravi]:/clients/5",
    '[Ravi]: /clients/5 "Gold"\n[Asha]: /clients/6': '[Ravi]:/clients/5"Gold"[Asha]:/clients/6',
    "Ask [Ravi].\n\n[Ravi]: /clients/5": "AskRavi.",
    "[Ravi]: /clients/5\n\nAsk [Ravi].": "AskRavi.",
    "[Ravi]: /clients/5\n\nAsk [him][ravi].\n\nDone.": "Askhim.Done.",
    "[Ravi]: /clients/5\nHe pays.": "[Ravi]:/clients/5Hepays.",
    "[Ravi]: /clients/5\nHe pays, [Ravi].": "Hepays,Ravi.",
    "[Ravi]: /clients/5\n\n`[Ravi]` pays.": "[Ravi]:/clients/5[Ravi]pays.",
    "[Ravi]: /clients/5\n\n```\n[Ravi]\n```": "[Ravi]:/clients/5[Ravi]",
    "[Ravi]: /clients/5\n[ravi]: /clients/7\n\n[Ravi]": "[ravi]:/clients/7Ravi",
    "[Ravi]\n\n[Ravi]: /clients/5\n\n[Ravi]: /clients/5": "Ravi[Ravi]:/clients/5",
    "> [Ravi]: /clients/5": "[Ravi]:/clients/5",
    "> [Ravi]: /clients/5\n> [Asha]: /clients/6\n\n[Asha]": "[Ravi]:/clients/5Asha",
    "> [Ravi]: /clients/5\n\n[Ravi]": "Ravi",
    "> Word\n>\n> [Ravi]: /clients/5\n\nAsk [Ravi]": "WordAskRavi",
    "- [Ravi]: /clients/5\n- more": "[Ravi]:/clients/5more",
    "- [Ravi]: /clients/5\n- [Ravi]": "Ravi",
    "- one\n\n  [Ravi]: /clients/5\n  [Asha]: /clients/6\n- [Asha]": "one[Ravi]:/clients/5Asha",
    "1. > [Ravi]: /clients/5\n\n[Asha]: /a\n\n[Ravi]": "[Asha]:/aRavi",
    "| a |\n|---|\n| [Ravi] |\n\n[Ravi]: /clients/5\n[Asha]: /a": "aRavi[Asha]:/a",
    "[Ravi]: /clients/5\n\n| a |\n|---|\n| [Ravi] |": "aRavi",
    "[Ravi]: /clients/5\nHeading [x]\n===\n\n[x]: /y": "[Ravi]:/clients/5Headingx",
    "[Ravi]:\n/clients/5\n'Gold\nmember'\n\nDone.": "[Ravi]:/clients/5'Goldmember'Done.",
    "[x [Ravi] y][Asha]\n\n[Ravi]: /clients/5\n[Asha]: /a": "[xRaviy]Asha",
    "![Ravi]\n\n[Ravi]: /clients/5": "Ravi",
    "[Ravi]: https://gym.example/5": "[Ravi]:https://gym.example/5",
    "# Sources\n[1]: /a\n[2]: /b\n[3]: /c\n\nOnly [2].": "Sources[1]:/a[3]:/cOnly2.",
    "<div>\n[Ravi]\n</div>\n\n[Ravi]: /clients/5": "[Ravi][Ravi]:/clients/5",
    "[a]: /a\n      [b]: /b\n\n[b]": "[a]:/ab",
    "> [a]: /a\n[b]: /b\n\n[b]": "[a]:/ab",
    "[a]: /a 'see [b]'\n[b]: /b": "[a]:/a'see[b]'[b]:/b",
    "[a]: /a\n\n" + "Words. " * 900 + "[a]": "Words." * 900 + "a",
}


def _words(text: str) -> str:
    return re.sub(r"[\s\ufffc\u2022\u25e6]+", "", text.replace("Question?", ""))


@pytest.mark.parametrize("text", _ANSWERS)
def test_what_nothing_uses_is_read_everywhere(text: str) -> None:
    wanted = _ANSWERS[text]
    page = at_once(text).document
    assert _words(page.toPlainText()) == wanted
    html = to_html(text)
    assert _words(unescape(re.sub("<[^>]*>", "", html))) == wanted
    stream = IncrementalParser()
    assert blocks_html([*stream.append(text), *stream.finish()], stream.references) == html
    everything = QTextCursor(page)
    everything.select(QTextCursor.SelectionType.Document)
    for address in re.findall(r"(?<=: )/\w+", wanted):
        assert address in copied_text(everything) and address in copied_html(everything)
    paginator = Paginator(QFont())
    for segment in parts_of(Printout(text, datetime.now(UTC)), paginator.fonts):
        for _ in paginator.add(segment):
            pass
    assert wanted in _words("".join(document.toPlainText() for document in paginator.documents))


@pytest.mark.parametrize("text", _ANSWERS)
@pytest.mark.parametrize("size", [1, 5, 40])
def test_a_streamed_definition_ends_as_in_a_whole_answer(text: str, size: int) -> None:
    segments = [text[start : start + size] for start in range(0, len(text), size)]
    assert snapshot(streamed(segments).document) == snapshot(at_once(text).document)


def test_sources_that_were_named_above_never_show_while_they_stream() -> None:
    text = "As [1] and [the list][2] say.\n\n[1]: /clients/1\n[2]: /clients/2 'All'\n\nDone."
    for end in range(len(text)):
        assert "/clients" not in _growing(text[:end])


def _growing(text: str) -> str:
    content = transcript()
    content.begin_answer()
    for char in text:
        content.append(char)
    return content.document.toPlainText()
