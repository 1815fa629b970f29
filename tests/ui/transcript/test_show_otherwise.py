"""Messages that are over read otherwise, in place: wherever they wait, whatever streams, and where the reader is."""

from pytestqt.qtbot import QtBot
from support.views import shown_view

from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.writing.turn_writer import ValuesState
from strakly_desktop.ui.page.answer_actions import HIDE_VALUES, AnswerAction, AnswerActions
from strakly_desktop.ui.transcript.view import TranscriptView


def turn(number: int, word: str = "•••", values: ValuesState = ValuesState.HIDDEN) -> list[ShownMessage]:
    end = AnswerEnd(source_line=f"From {number}", message_id=f"a{number}", values=values)
    return [
        ShownQuestion(f"Question {number} of {word}", f"q{number}"),
        ShownAnswer(f"Answer {number} is {word}.\n\n" + "More of it.\n\n" * 8, end),
    ]


def text_of(view: TranscriptView) -> str:
    return view.toPlainText()


def opened(qtbot: QtBot, turns: int) -> TranscriptView:
    view = shown_view(qtbot)
    view.show_conversation(
        [message for number in range(turns) for message in turn(number)], has_earlier=False
    )
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view))
    return view


def test_only_the_turn_that_was_named_reads_otherwise_and_the_rest_stays(qtbot: QtBot) -> None:
    view = opened(qtbot, 12)
    view.show_otherwise(turn(5, "₹500", ValuesState.SHOWN))
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view) and "₹500" in text_of(view))
    assert text_of(view).count("₹500") == 2
    assert text_of(view).count("•••") == 22
    view.show_otherwise(turn(5))
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view) and "₹500" not in text_of(view))
    assert text_of(view).count("•••") == 24


def test_what_still_waits_to_be_written_is_written_otherwise(qtbot: QtBot) -> None:
    view = shown_view(qtbot)
    view.show_conversation([one for number in range(40) for one in turn(number, "₹500")], has_earlier=False)
    view.show_otherwise([one for number in range(40) for one in turn(number)])
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view))
    assert "₹500" not in text_of(view)


def test_the_reader_stays_at_the_line(qtbot: QtBot) -> None:
    view = opened(qtbot, 20)
    view.show_message("q9")
    top = view.cursorForPosition(view.viewport().rect().center()).block().text()
    view.show_otherwise(turn(9, "₹500", ValuesState.SHOWN))
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view) and "₹500" in text_of(view))
    qtbot.waitUntil(lambda: view.cursorForPosition(view.viewport().rect().center()).block().text() == top)


def test_an_answer_streams_on_below_and_a_selection_is_in_nobodys_way(qtbot: QtBot) -> None:
    view = opened(qtbot, 3)
    view.add_user_message("And now?", "q9")
    view.begin_answer("a9")
    view.append_text("It **goes ")
    view.draw_all()
    view.selectAll()
    view.show_otherwise(turn(1, "₹500", ValuesState.SHOWN))
    view.append_text("on**.")
    view.finish_answer("It **goes on**.", AnswerEnd(message_id="a9"))
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view) and "It goes on." in text_of(view))
    assert text_of(view).count("₹500") == 2
    assert text_of(view).index("And now?") < text_of(view).index("It goes on.")
    view.show_otherwise(turn(1))
    qtbot.waitUntil(lambda: "Question 0 " in text_of(view) and "₹500" not in text_of(view))
    assert "It goes on." in text_of(view)


def test_the_eye_stands_under_an_answer_that_has_values_and_says_what_it_does(qtbot: QtBot) -> None:
    view = shown_view(qtbot)

    def names() -> list[str]:
        bars = view.findChildren(AnswerActions)
        return [one.accessibleName() for bar in bars if bar.isVisible() for one in bar._buttons]

    view.show_conversation(turn(1, values=ValuesState.NONE), has_earlier=False)
    qtbot.waitUntil(lambda: bool(names()))
    assert AnswerAction.VALUES.value.name not in names()
    view.show_otherwise(turn(1))
    qtbot.waitUntil(lambda: AnswerAction.VALUES.value.name in names())
    view.show_otherwise(turn(1, "₹500", ValuesState.SHOWN))
    qtbot.waitUntil(lambda: HIDE_VALUES in names())


def test_nothing_is_written_again_for_messages_of_elsewhere(qtbot: QtBot) -> None:
    view = opened(qtbot, 2)
    before = view.document().revision()
    view.show_otherwise(turn(77, "₹500"))
    assert view.document().revision() == before
