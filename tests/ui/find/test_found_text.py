"""Finding a text in the conversation: every place, the marks in sight, and where the reader is taken."""

import pytest
from PySide6.QtGui import QColor, QTextBlock, QTextCursor
from PySide6.QtWidgets import QAbstractSlider
from pytestqt.qtbot import QtBot
from support.documents import blocks
from support.looks import real_look
from support.views import shown_view

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.document import document
from strakly_desktop.rendering.document.answer import streaming_answer
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.writing.formats import is_of_app
from strakly_desktop.rendering.writing.long_text import goes_on
from strakly_desktop.ui.find import found_text
from strakly_desktop.ui.find.text_pattern import phrase_pattern, words_pattern
from strakly_desktop.ui.transcript.view import TranscriptView

TABLE = "| Client | Plan |\n|---|---|\n| Rohan | Gold |\n| 🎉 Priya | *Gold* |\n"


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot, 800, 500)


class Counts(list[tuple[int, int]]):
    """What was told, in order."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__()
        view.found.counted.connect(lambda current, total: self.append((current, total)))


def turn(number: int, text: str) -> list[ShownMessage]:
    return [
        ShownQuestion(f"Question {number}?", f"q{number}"),
        ShownAnswer(text, AnswerEnd("From client stats", message_id=f"a{number}")),
    ]


def turns(first: int, last: int) -> list[ShownMessage]:
    return [
        message
        for n in range(first, last)
        for message in turn(n, f"Needle {n}.\n\n" + "\n\n".join(["Hay."] * 8))
    ]


def open_conversation(view: TranscriptView, qtbot: QtBot, messages: list[ShownMessage]) -> None:
    with qtbot.waitSignal(view.earlier_shown):
        view.show_conversation(messages, has_earlier=False)


def marked(view: TranscriptView) -> list[str]:
    return [mark.cursor.selectedText() for mark in view.extraSelections()]


def current(view: TranscriptView) -> QTextCursor:
    """The strongest mark."""
    ink = QColor(real_look().colors["accent-text"])
    return next(
        QTextCursor(mark.cursor)  # Its own dies with the mark.
        for mark in view.extraSelections()
        if mark.format.background().color() == ink
    )


def is_in_sight(view: TranscriptView, cursor: QTextCursor) -> bool:
    return 0 <= view.cursorRect(cursor).top() < view.viewport().height()


def test_every_place_is_found_in_bubbles_tables_and_behind_emoji(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(
        view, qtbot, [ShownQuestion("🎉🎉 gold?", "q"), *turn(1, f"**GOLD** 🏋\n\n{TABLE}\ngóld end")]
    )
    view.found.find(phrase_pattern("gold"))
    assert counts[-1] == (1, 5)
    assert marked(view) == ["gold", "GOLD", "Gold", "Gold", "góld"]


def test_nothing_is_marked_once_nothing_is_looked_for(view: TranscriptView, qtbot: QtBot) -> None:
    open_conversation(view, qtbot, turn(1, "Gold"))
    view.found.find(phrase_pattern("gold"))
    assert marked(view)
    view.found.find(None)
    assert marked(view) == []


def test_the_first_place_in_sight_is_gone_to_and_the_page_stays(view: TranscriptView, qtbot: QtBot) -> None:
    open_conversation(view, qtbot, turns(0, 10))
    view.found.find(phrase_pattern("question 9"))
    bar = view.verticalScrollBar()
    at_end = bar.value() == bar.maximum()
    assert at_end, "what is in sight needs no other page"
    assert is_in_sight(view, current(view))


def test_steps_go_round_and_bring_each_place_into_sight(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 10))
    view.found.find(phrase_pattern("needle"))
    first = counts[-1]
    assert first[1] == 10
    seen = set()
    for _ in range(10):
        view.found.step(-1)
        assert is_in_sight(view, current(view))
        seen.add(counts[-1][0])
    assert seen == set(range(1, 11))
    assert counts[-1] == first
    assert len(marked(view)) < 10, "only what is in sight is marked"


def test_going_up_unpins_and_arriving_text_leaves_the_reader_there(
    view: TranscriptView, qtbot: QtBot
) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 10))
    view.found.find(phrase_pattern("needle 2."))
    place = view.cursorRect(current(view)).top()
    view.begin_answer()
    view.found.step(1)
    view.append_text("More.\n\n" * 20 + "Needle 2. again")
    qtbot.waitUntil(lambda: counts[-1] == (1, 2))
    assert view.cursorRect(current(view)).top() == place


def test_a_place_at_the_end_keeps_the_reader_pinned(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 6))
    view.add_user_message("And now?", "q7")
    view.begin_answer()
    view.append_text("Hay.\n\n" * 3 + "The first straw")
    qtbot.waitUntil(lambda: "straw" in view.toPlainText())
    view.found.find(phrase_pattern("straw"))
    view.append_text(" and another straw.\n\n" + "Hay.\n\n" * 60 + "the last straw")
    qtbot.waitUntil(lambda: counts[-1] == (1, 3))
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_earlier_messages_are_counted_and_the_place_stays_the_same(
    view: TranscriptView, qtbot: QtBot
) -> None:
    counts = Counts(view)
    view.show_conversation(turns(5, 8), has_earlier=True)
    view.found.find(phrase_pattern("needle 6"))
    assert counts[-1] == (1, 1)
    view.found.find(phrase_pattern("needle"))
    here = current(view).block().text()
    view.add_earlier(turns(0, 5), has_earlier=False)
    qtbot.waitUntil(lambda: counts[-1] == (7, 8))
    assert current(view).block().text() == here == "Needle 6."


def test_the_first_hit_above_is_gone_to_when_it_comes(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    view.show_conversation(turns(5, 8), has_earlier=True)
    view.found.find(phrase_pattern("needle 3"))
    assert counts[-1] == (0, 0)
    view.add_earlier(turns(0, 5), has_earlier=False)
    qtbot.waitUntil(lambda: counts[-1] == (1, 1))
    assert is_in_sight(view, current(view))


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_the_places_stay_right_after_another_look(view: TranscriptView, qtbot: QtBot, scale: float) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 5))
    view.found.find(phrase_pattern("needle 3"))
    counts.clear()
    dark = real_look("dark", "purple", text_scale=scale)
    view.set_look(dark)
    qtbot.waitUntil(lambda: bool(counts))
    assert counts[-1] == (1, 1)
    assert marked(view) == ["Needle 3"]
    (mark,) = view.extraSelections()
    assert mark.format.background().color() == QColor(dark.colors["accent-text"])


def test_another_conversation_is_searched_from_its_end(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 10))
    view.found.find(phrase_pattern("needle"))
    view.found.step(-4)
    open_conversation(view, qtbot, turns(20, 23))
    qtbot.waitUntil(lambda: counts[-1][1] == 3)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_incremental_search_finds_what_a_new_one_finds(view: TranscriptView, qtbot: QtBot) -> None:
    text = f"Gold 🎉 gold\n\n{TABLE}\n- gold one\n- two 🏋 gold\n\n```\ngold\n```\n\nOld **go**ld"
    view.add_user_message("gold 🎉?", "q1")
    view.begin_answer()
    view.found.find(phrase_pattern("gold"))
    for at in range(0, len(text), 7):
        view.append_text(text[at : at + 7])
        view.draw_all()
        view.found.refresh()
        spans = list(view.found._spans)
        view.found.find(phrase_pattern("gold"))
        assert spans == view.found._spans
    assert len(spans) == 9


def test_words_are_marked_from_a_message_on(view: TranscriptView, qtbot: QtBot) -> None:
    open_conversation(view, qtbot, [*turns(0, 3), *turn(3, f"{'Hay. ' * 900}\n\nRohan owes."), *turns(4, 6)])
    view.show_message("a3")
    view.found.find(words_pattern("roh"), view.start_of("a3"))
    assert current(view).selectedText() == "Rohan"
    assert is_in_sight(view, current(view))


def test_a_found_answer_is_shown_from_its_beginning(view: TranscriptView, qtbot: QtBot) -> None:
    open_conversation(view, qtbot, turns(0, 10))
    view.show_message("a4")
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.start_of("a4"))
    assert cursor.block().text() == "Needle 4."
    assert is_in_sight(view, cursor)


def test_places_in_the_open_end_of_an_answer_stay_marked_while_it_grows(qtbot: QtBot) -> None:
    view = shown_view(qtbot)
    view.add_user_message("Question?")
    view.begin_answer()
    view.append_text("A client and **another client** of")
    view.draw_all()
    view.found.find(phrase_pattern("client"))
    for word in (" the", " gym", " and", " **more", " words** here"):
        view.append_text(word)
        view.draw_all()
        marked = [mark.cursor.selectedText() for mark in view.extraSelections()]
        assert marked == ["client", "client"], word


def test_all_places_in_sight_are_marked_wherever_the_page_stands(qtbot: QtBot) -> None:
    view = shown_view(qtbot)
    rows = "".join(f"| client {n} | 5 | the client and more |\n" for n in range(20))
    text = f"A client.\n\n| Who | Due | Note |\n|---|---|---|\n{rows}\n- client\n\n```\nclient = 1\n```\n\n> client\n"
    for _ in range(2):
        view.add_user_message("Which client?")
        view.begin_answer()
        view.finish_answer(text, AnswerEnd("From client"))
        view.draw_all()
    view.found.find(phrase_pattern("client"))
    bar, document = view.verticalScrollBar(), view.document()
    for value in range(0, bar.maximum(), 90):
        bar.setValue(value)
        marks = view.extraSelections()
        marked = {mark.cursor.selectionStart() for mark in marks}
        cursor = document.find("client")
        while not cursor.isNull():
            start = QTextCursor(document)
            start.setPosition(cursor.selectionStart())
            rect = view.cursorRect(start)
            if rect.bottom() > 0 and rect.top() < view.viewport().height():
                assert cursor.selectionStart() in marked
            cursor = document.find("client", cursor)
        grounds = {mark.format.background().color().name() for mark in marks}
        assert len(grounds) <= 2


@pytest.mark.parametrize("question", [False, True])
def test_what_stands_over_the_seam_of_a_long_text_is_found_once_and_marked(
    view: TranscriptView, qtbot: QtBot, question: bool
) -> None:
    text = "".join(f"{number:05d}" for number in range(6_000))
    told = Counts(view)
    shown = ShownQuestion(text, "q1") if question else ShownAnswer("🎉\n\n" + text, AnswerEnd())
    open_conversation(view, qtbot, [shown])
    seam = next(block for block in blocks(view.document()) if goes_on(block))
    word = seam.previous().text()[-4:] + seam.text()[:4]
    view.found.find(phrase_pattern(word), 0)
    assert told[-1] == (1, 1)
    assert marked(view) == [word[:4] + "\u2029" + word[4:]]
    view.found.find(phrase_pattern(seam.text()[20:30]), 0)
    assert marked(view) == [seam.text()[20:30]]


def test_what_stands_over_a_seam_is_found_while_the_text_grows(view: TranscriptView) -> None:
    text = "".join(f"{number:05d}" for number in range(6_000))
    told = Counts(view)
    view.begin_answer()
    view.found.find(phrase_pattern("0199902"), 0)
    for start in range(0, len(text), 999):
        view.append_text(text[start : start + 999])
        view.draw_all()
        view.found.refresh()
    assert told[-1] == (1, 1)


def test_what_the_stream_brings_is_counted_and_moves_no_reader(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 10))
    view.add_user_message("And now?", "q11")
    view.begin_answer()
    view.show_message("a4")
    place = view.verticalScrollBar().value()
    view.found.find(phrase_pattern("straw"))
    assert counts[-1] == (0, 0)
    view.append_text("Hay.\n\n" * 40 + "The first straw.\n\n" + "Hay.\n\n" * 40 + "The last straw.")
    qtbot.waitUntil(lambda: counts[-1] == (1, 2))
    assert view.verticalScrollBar().value() == place
    view.found.step(1)
    assert counts[-1] == (1, 2), "the first of them has not been gone to yet"
    assert is_in_sight(view, current(view))
    view.found.step(1)
    assert counts[-1] == (2, 2)


def test_who_follows_the_stream_goes_on_following_it(view: TranscriptView, qtbot: QtBot) -> None:
    counts = Counts(view)
    open_conversation(view, qtbot, turns(0, 3))
    view.add_user_message("And now?", "q11")
    view.begin_answer()
    view.found.find(phrase_pattern("straw"))
    view.append_text("The first straw.\n\n" + "Hay.\n\n" * 60)
    qtbot.waitUntil(lambda: counts[-1] == (1, 1))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_who_has_scrolled_meanwhile_is_not_taken_to_a_hit_in_earlier_messages(
    view: TranscriptView, qtbot: QtBot
) -> None:
    counts = Counts(view)
    view.show_conversation(turns(5, 12), has_earlier=True)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    view.found.find(phrase_pattern("needle 3"))
    view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderSingleStepSub)
    below = view.verticalScrollBar().maximum() - view.verticalScrollBar().value()
    view.add_earlier(turns(0, 5), has_earlier=False)
    qtbot.waitUntil(lambda: counts[-1] == (1, 1))
    assert view.verticalScrollBar().maximum() - view.verticalScrollBar().value() == below
    view.found.step(1)
    assert is_in_sight(view, current(view))


def test_what_the_app_says_of_a_text_is_no_place(
    view: TranscriptView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400
    monkeypatch.setattr(streaming_answer, "DRAWN_LIMIT", limit)
    monkeypatch.setattr(document, "DRAWN_LIMIT", limit)
    counts = Counts(view)
    incomplete = AnswerEnd(
        "From answer stats", MessageState.INCOMPLETE, "Incomplete", "The answer stopped.", "a1"
    )
    long = "An answer. " + "Hay. " * limit
    open_conversation(
        view,
        qtbot,
        [
            ShownQuestion("Which answer?", "q1"),
            ShownAnswer("The answer is 5.", incomplete),
            ShownQuestion("Another answer?", "q2", "Questions are about another answer from here."),
            ShownAnswer(long, AnswerEnd(message_id="a2")),
        ],
    )
    assert view.toPlainText().lower().count("answer") > 5
    view.found.find(phrase_pattern("answer"))
    assert counts[-1] == (1, 5), "two questions, two answers and a source line"
    view.found.find(phrase_pattern("incomplete"))
    assert counts[-1] == (0, 0)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[QTextBlock]:
    """The blocks of which it was asked whether the app says them by itself."""
    asked: list[QTextBlock] = []

    def judge(block: QTextBlock) -> bool:
        asked.append(block)
        return is_of_app(block)

    monkeypatch.setattr(found_text, "is_of_app", judge)
    return asked


def test_each_kind_of_block_is_judged_once_however_often_a_letter_is_found(
    view: TranscriptView, qtbot: QtBot, judged: list[QTextBlock]
) -> None:
    open_conversation(view, qtbot, turn(1, "hay " * 200 + "\n\n" + "- hay hay\n" * 60))
    counts = Counts(view)
    view.found.find(phrase_pattern("h"))
    assert counts[-1][1] == 320
    assert len(judged) < 10


def test_a_further_letter_looks_at_no_block_again_until_the_text_is_another(
    view: TranscriptView, qtbot: QtBot, judged: list[QTextBlock]
) -> None:
    open_conversation(view, qtbot, turn(1, "Hay and needles."))
    counts = Counts(view)
    view.found.find(phrase_pattern("n"))
    assert judged
    judged.clear()
    view.found.find(phrase_pattern("ne"))
    assert counts[-1] == (1, 1) and not judged
    view.found.find(None)
    view.add_user_message("And one needle?")
    view.draw_all()
    view.found.find(phrase_pattern("ne"))
    assert counts[-1][1] == 3 and judged
