"""A bug anywhere in drawing: every word is on the page, it says so, and what comes next is drawn as ever."""

import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from support.documents import snapshot, transcript
from support.looks import real_look

from strakly_desktop.rendering.document import link_resolution, sheet
from strakly_desktop.rendering.document.answer import answer_writer, run_writer
from strakly_desktop.rendering.document.answer.answer_writer import AnswerWriter
from strakly_desktop.rendering.document.answer.open_tail import OpenTail
from strakly_desktop.rendering.document.document import (
    AnswerEnd,
    ShownAnswer,
    ShownMessage,
    ShownQuestion,
    TranscriptDocument,
)
from strakly_desktop.rendering.document.recoloring import Recoloring
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.writing import document_cursor, last_text, table_writer
from strakly_desktop.rendering.writing.block_writer import DocumentWriter
from strakly_desktop.rendering.writing.code_writer import CodeWriter
from strakly_desktop.rendering.writing.plain_writer import NOTE
from strakly_desktop.rendering.writing.table_writer import TableWriter

pytestmark = pytest.mark.usefixtures("qapp")

SECRET = "otp778899"
ANSWER = f"""First paragraph of {SECRET} with **bold** words.

| Client | Due |
|---|---|
| Rohan | 14500 |
| Priya | 1800 |

- one item
- another item
  - nested item

> quoted words

```python
value = 42
```

See [client][c] and more.

## Heading at last

{"Long words of a paragraph go on and on. " * 60}

The final sentence.

[c]: /clients/5
"""
NEXT = "The **next** answer.\n\n| A | B |\n|---|---|\n| x | y |\n"
WORDS = re.compile(r"[A-Za-z]{2,}\d*|\d+")
END = AnswerEnd("From client stats", message_id="a1")

TARGETS: list[tuple[Any, str]] = [
    (AnswerWriter, "show"),
    (AnswerWriter, "finish"),
    (AnswerWriter, "_write_run"),
    (AnswerWriter, "_settle_open"),
    (AnswerWriter, "_return_to"),
    (AnswerWriter, "go_on"),
    (IncrementalParser, "append_segments"),
    (IncrementalParser, "tail_segments"),
    (IncrementalParser, "finish_segments"),
    (CodeWriter, "add"),
    (CodeWriter, "close"),
    (DocumentWriter, "write"),
    (DocumentWriter, "write_items"),
    (DocumentWriter, "continue_paragraph"),
    (TableWriter, "add_rows"),
    (TableWriter, "_write_cell"),
    (TableWriter, "_begin_part"),
    (TableWriter, "settle"),
    (document_cursor.DocumentCursor, "start_block"),
    (document_cursor.DocumentCursor, "hide_empty_block"),
    (run_writer, "parse_html"),
    (last_text, "write_inline"),
    (answer_writer, "rewrite_last_text"),
    (OpenTail, "last_parts"),
    (table_writer, "write_inline"),
]
RELAXED = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class _Broken:
    """Lets the `number`-th call of something fail, or also all that follow."""

    def __init__(self, number: int, always: bool) -> None:
        self.number, self.always = number, always
        self.calls = 0
        self.has_failed = False
        self.is_mended = False

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def broken(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            wanted = self.calls == self.number or (self.always and self.calls > self.number)
            if wanted and not self.is_mended:
                self.has_failed = True
                raise RuntimeError(f"a bug at {SECRET}")
            return function(*args, **kwargs)

        return broken


def words(text: str) -> Counter[str]:
    return Counter(WORDS.findall(text))


def promised(text: str) -> Counter[str]:
    """The words that a reader has to see of this much of the answer."""
    return words(text.split("[c]:", maxsplit=1)[0].replace("python", ""))


def shown_words(content: TranscriptDocument) -> Counter[str]:
    return words(content.document.toPlainText())


@RELAXED
@given(st.sampled_from(TARGETS), st.integers(1, 80), st.booleans(), st.sampled_from([1, 7, 40, 300, 9000]))
def test_a_failure_at_any_point_costs_no_word(
    caplog: pytest.LogCaptureFixture, target: tuple[Any, str], number: int, always: bool, size: int
) -> None:
    caplog.clear()
    owner, name = target
    if size == 1 and owner is not document_cursor.DocumentCursor:
        size = 5
    broken = _Broken(number, always)
    content = transcript()
    content.add_user_message("Question?")
    content.begin_answer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, broken.wrap(getattr(owner, name)))
        for start in range(0, len(ANSWER), size):
            content.append(ANSWER[start : start + size])
            if broken.has_failed:
                assert not promised(ANSWER[: start + size].rsplit(None, 1)[0]) - shown_words(content)
        content.finish_answer(ANSWER, END)
    broken.is_mended = True
    content.link_all()
    assert not promised(ANSWER) - shown_words(content)
    text = content.document.toPlainText()
    assert "From client stats" in text
    assert text.count(NOTE) == broken.has_failed or owner is document_cursor.DocumentCursor
    assert (len(caplog.records) == 0) == (not broken.has_failed)
    assert len(caplog.records) <= 2 and SECRET not in caplog.text
    assert content.footer_block().isValid()
    _check_next(content)


def _check_next(content: TranscriptDocument) -> None:
    blocks_before = content.document.blockCount()
    content.add_user_message("Next?")
    content.begin_answer()
    for character in NEXT:
        content.append(character)
    content.finish_answer(NEXT, END)
    expected = transcript()
    expected.add_messages([ShownQuestion("First?"), ShownAnswer("First.", END)])
    first = expected.document.blockCount()
    expected.add_messages([ShownQuestion("Next?"), ShownAnswer(NEXT, END)])
    assert snapshot(content.document)[blocks_before:] == snapshot(expected.document)[first:]


@pytest.mark.parametrize("name", ["write_end", "write_bubble"])
def test_what_frames_an_answer_is_there_even_if_drawing_it_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    broken = _Broken(1, False)
    monkeypatch.setattr(sheet, name, broken.wrap(getattr(sheet, name)))
    content = transcript()
    content.add_messages([ShownQuestion(f"My {SECRET}?\nSecond", "q1"), ShownAnswer("Words.", END)])
    text = content.document.toPlainText()
    assert "Second" in text and "Words." in text and "From client stats" in text
    assert content.block_of("q1").isValid() and content.block_of("a1").isValid()
    assert len(caplog.records) == 1 and SECRET not in caplog.text
    content.set_column(28, 500, 28)
    _check_next_width(content)


def _check_next_width(content: TranscriptDocument) -> None:
    content.set_column(28, 760, 28)
    _check_next(content)


@pytest.mark.parametrize("number", range(1, 6))
def test_a_message_that_cannot_be_drawn_leaves_the_others_as_they_are(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    messages: list[ShownMessage] = []
    for turn in range(5):
        messages += [
            ShownQuestion(f"Question {turn}?", f"q{turn}"),
            ShownAnswer(f"Answer **{turn}** it.", END),
        ]
    whole = transcript()
    whole.add_messages(messages)
    broken = _Broken(number, False)
    content = transcript()
    with monkeypatch.context() as patch:
        patch.setattr(AnswerWriter, "finish", broken.wrap(AnswerWriter.finish))
        content.add_messages(messages[-2:])
        content.add_earlier(messages[:-2])
    lines = content.document.toPlainText().splitlines()
    assert lines.count(NOTE) == 1
    failed = [line for line in lines if "**" in line]
    assert len(failed) == 1
    mended = [line.replace("**", "") for line in lines if line != NOTE]
    assert mended == whole.document.toPlainText().splitlines()
    content.set_look(real_look(text_scale=1.2))
    assert NOTE not in content.document.toPlainText(), "written anew, it was drawn"


@pytest.mark.parametrize("name", ["patch_text", "AnswerWriter"])
def test_links_that_cannot_be_written_late_stay_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    text = "".join(f"See [client {n}][c{n}].\n\n" for n in range(6))
    addresses = "".join(f"[c{n}]: /clients/{n}\n" for n in range(6))
    content = transcript()
    content.begin_answer()
    content.append(text)
    content.finish_answer(text + addresses, AnswerEnd())
    broken = _Broken(3, False)
    monkeypatch.setattr(link_resolution, name, broken.wrap(getattr(link_resolution, name)))
    content.link_all()
    assert broken.has_failed and content.is_linked
    assert content.document.toPlainText().count("client") == 6
    assert content.document.toHtml().count("href") == 5
    assert len(caplog.records) == 1


def test_text_that_cannot_be_coloured_can_still_be_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    content = transcript()
    content.add_messages([ShownQuestion("Question?"), ShownAnswer(ANSWER, END)])
    broken = _Broken(1, True)
    monkeypatch.setattr(Recoloring, "_recolor_block", broken.wrap(Recoloring._recolor_block))
    dark = real_look("dark")
    content.set_look(dark)
    block = content.document.begin()
    while block.isValid():
        if block.length() > 1:
            assert block.textFormats()[0].format.foreground().color().name() == dark.colors["text"].lower()
        block = block.next()
    assert len(caplog.records) == 1


def test_the_log_says_where_and_never_what(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    content = TranscriptDocument(QTextDocument(), real_look())
    broken = _Broken(1, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AnswerWriter, "show", broken.wrap(AnswerWriter.show))
        for _ in range(3):
            content.begin_answer()
            content.append(f"{SECRET} {SECRET}")
            content.finish_answer(f"{SECRET} {SECRET}", END)
    assert len(caplog.records) == 1
    assert "RuntimeError at" in caplog.text and SECRET not in caplog.text
