"""Writing and sending a question."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCursor, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.composer.composer import MAX_QUESTION_CHARS, QUEUE_FULL, Composer, SendButton
from strakly_desktop.ui.composer.composer_hint import KEYS, KEYS_WHILE_BUSY, ComposerHint
from strakly_desktop.ui.composer.composer_text import ComposerText
from strakly_desktop.ui.style.typography import Type

Key = Qt.Key
composer_module = "strakly_desktop.ui.composer.composer"
text_module = "strakly_desktop.ui.composer.composer_text"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def pass_double_click(self) -> None:
        self.now_s += QApplication.doubleClickInterval() / 1000 + 0.01


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def composer(qtbot: QtBot, clock: Clock) -> Composer:
    widget = Composer(real_look(), clock=clock)
    qtbot.addWidget(widget)
    widget.resize(700, widget.height())
    widget.show()
    return widget


@pytest.fixture
def field(composer: Composer) -> ComposerText:
    found = composer.findChild(ComposerText)
    assert found is not None
    return found


@pytest.fixture
def send(composer: Composer) -> SendButton:
    found = composer.findChild(SendButton)
    assert found is not None
    return found


@pytest.fixture
def sent(composer: Composer) -> list[str]:
    questions: list[str] = []
    composer.submitted.connect(questions.append)
    return questions


def test_enter_sends_and_empties_the_field(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    qtbot.keyClicks(field, "  Who came today? ")
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == ["Who came today?"]
    assert composer.text() == ""


def test_the_keypads_enter_sends_too(qtbot: QtBot, field: ComposerText, sent: list[str]) -> None:
    qtbot.keyClicks(field, "hello")
    qtbot.keyClick(field, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert sent == ["hello"]


def test_shift_enter_breaks_the_line(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    qtbot.keyClicks(field, "one")
    qtbot.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "two")
    assert sent == []
    assert composer.text() == "one\ntwo"
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == ["one\ntwo"]


@pytest.mark.parametrize("blank", ["", "   ", "\n\n", "\t \u00a0"])
def test_white_space_is_not_sent(
    qtbot: QtBot, composer: Composer, field: ComposerText, send: SendButton, sent: list[str], blank: str
) -> None:
    composer.set_text(blank)
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == []
    assert not send.isEnabled()


def test_enter_while_composing_does_not_send(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    QApplication.sendEvent(field, QInputMethodEvent("namas", []))
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == []
    assert composer.text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("नमस्ते")
    QApplication.sendEvent(field, done)
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == ["नमस्ते"]


def test_send_becomes_stop_and_typing_goes_on(
    qtbot: QtBot, composer: Composer, clock: Clock, field: ComposerText, send: SendButton, sent: list[str]
) -> None:
    composer.set_busy(True)
    clock.pass_double_click()
    assert send.accessibleName() == "Stop"
    qtbot.keyClicks(field, "next")
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == []
    assert composer.text() == ""
    composer.set_text("next")
    with qtbot.waitSignal(composer.stop_requested):
        qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    composer.set_busy(False)
    clock.pass_double_click()
    assert send.accessibleName() == "Send"
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    assert sent == ["next"]


@pytest.fixture
def stops(composer: Composer) -> list[str]:
    wishes: list[str] = []
    composer.stop_requested.connect(lambda: wishes.append("stop"))
    return wishes


def test_a_double_click_on_send_sends_once_and_stops_nothing(
    qtbot: QtBot, composer: Composer, clock: Clock, send: SendButton, sent: list[str], stops: list[str]
) -> None:
    composer.submitted.connect(lambda _question: composer.set_busy(True))
    composer.set_text("Who came today?")
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    clock.now_s += 0.06
    qtbot.mouseDClick(send, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    assert (sent, stops) == (["Who came today?"], [])
    clock.pass_double_click()
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    assert stops == ["stop"]


def test_a_double_click_counts_by_its_own_times_not_by_when_the_window_got_to_it(
    qtbot: QtBot, composer: Composer, clock: Clock, send: SendButton, stops: list[str]
) -> None:
    composer.set_busy(True)
    clock.now_s += 60
    press = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        QPointF(5, 5),
        send.mapToGlobal(QPointF(5, 5)),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(send, press)
    qtbot.mouseRelease(send, Qt.MouseButton.LeftButton)
    assert stops == []


def test_a_double_click_on_stop_sends_no_draft(
    qtbot: QtBot, composer: Composer, clock: Clock, send: SendButton, sent: list[str], stops: list[str]
) -> None:
    composer.stop_requested.connect(lambda: composer.set_busy(False))
    composer.set_busy(True)
    composer.set_text("half a thou")
    clock.pass_double_click()
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    assert (stops, sent, composer.text()) == (["stop"], [], "half a thou")


@pytest.mark.parametrize("busy", [True, False])
def test_a_press_means_what_the_button_said_when_it_began(
    qtbot: QtBot,
    composer: Composer,
    clock: Clock,
    send: SendButton,
    sent: list[str],
    stops: list[str],
    busy: bool,
) -> None:
    composer.set_text("half a thou")
    composer.set_busy(busy)
    clock.pass_double_click()
    qtbot.mousePress(send, Qt.MouseButton.LeftButton)
    composer.set_busy(not busy)
    qtbot.mouseMove(send, send.rect().center())
    qtbot.mouseRelease(send, Qt.MouseButton.LeftButton)
    assert (sent, stops) == ([], [])


def test_keys_that_are_held_do_nothing_twice(
    composer: Composer, field: ComposerText, send: SendButton, sent: list[str], stops: list[str]
) -> None:
    composer.submitted.connect(lambda _question: composer.set_busy(True))
    composer.set_text("Who came today?")
    for key, text in ((Key.Key_Return, "\r"), (Key.Key_Space, " ")):
        target = field if key == Key.Key_Return else send
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            for repeated in (False, True, True):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, repeated)
                if key == Key.Key_Return or repeated:
                    QApplication.sendEvent(target, event)
    assert (sent, stops) == (["Who came today?"], [])


@pytest.fixture
def queued(composer: Composer) -> list[str]:
    questions: list[str] = []
    composer.question_queued.connect(questions.append)
    return questions


def scan(
    field: ComposerText, code: str, end: Qt.Key = Key.Key_Return, *, at_ms: int, gap_ms: int = 10
) -> None:
    """Type as a scanner does, or with another gap as a person."""
    for letter in [*code, end]:
        key = letter if isinstance(letter, Qt.Key) else Key(ord(letter.upper()))
        text = {Key.Key_Return: "\r", Key.Key_Tab: "\t", Key.Key_I: "i"}.get(key, letter)
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, str(text))
        event.setTimestamp(at_ms)
        QApplication.sendEvent(field, event)
        at_ms += gap_ms


def test_enter_during_an_answer_queues(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str], queued: list[str]
) -> None:
    composer.set_busy(True)
    assert the_hint(composer).text() == KEYS_WHILE_BUSY
    qtbot.keyClick(field, Key.Key_Return)
    assert queued == [], "an empty field has nothing to wait for"
    qtbot.keyClicks(field, "  and Ravi? ")
    qtbot.keyClick(field, Key.Key_Return)
    assert (sent, queued, composer.text()) == ([], ["and Ravi?"], "")
    composer.set_busy(False)
    assert the_hint(composer).text() == KEYS


def test_a_button_beside_stop_queues(
    qtbot: QtBot, composer: Composer, field: ComposerText, clock: Clock, queued: list[str]
) -> None:
    stop, queue = composer.findChildren(SendButton)
    assert queue.isHidden()
    composer.set_busy(True)
    clock.pass_double_click()
    assert queue.isHidden(), "nothing is written"
    qtbot.keyClicks(field, "and Ravi?")
    assert (queue.accessibleName(), stop.accessibleName()) == ("Queue", "Stop")
    assert field.geometry().right() < queue.x() and queue.geometry().right() < stop.x()
    qtbot.mouseClick(queue, Qt.MouseButton.LeftButton)
    assert (queued, composer.text(), queue.isHidden(), composer.is_busy) == (["and Ravi?"], "", True, True)


def test_a_full_queue_keeps_the_text_and_says_why(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str], queued: list[str]
) -> None:
    composer.set_busy(True)
    composer.set_queue(waits=True, has_room=False)
    scan(field, "1111", at_ms=1000)
    assert (composer.text().strip(), queued, the_hint(composer).text()) == ("1111", [], QUEUE_FULL)
    scan(field, "2222", at_ms=5000)
    scan(field, "3333", Key.Key_Tab, at_ms=6000)
    assert composer.text().split() == ["1111", "2222", "3333"]
    composer.set_queue(waits=True, has_room=True)
    qtbot.keyClick(field, Key.Key_Return)
    composer.set_busy(False)
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClick(field, Key.Key_Return)
    assert (queued, sent, composer.text()) == (["1111"], ["2222", "3333"], "")


@pytest.mark.parametrize("end", [Key.Key_Return, Key.Key_Tab])
def test_a_scan_during_an_answer_is_a_question_apart(
    composer: Composer, field: ComposerText, queued: list[str], end: Qt.Key
) -> None:
    composer.set_busy(True)
    scan(field, "4471", end, at_ms=1000)
    scan(field, "MEM0042", end, at_ms=1060)
    composer.set_text("How much does Ra")
    scan(field, "8805", end, at_ms=2000)
    assert (queued, composer.text()) == (["4471", "MEM0042", "8805"], "How much does Ra")
    assert field.hasFocus() or not composer.isActiveWindow()
    composer.set_queue(waits=True, has_room=False)
    scan(field, "9906", end, at_ms=3000)
    scan(field, "v", Key.Key_I, at_ms=4000, gap_ms=150)
    assert composer.text() == "How much does Ravi\n9906", "who was writing goes on where that stood"


def test_a_scan_beside_a_draft_is_a_question_apart_where_no_answer_comes(
    composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    composer.set_text("How much does Ra")
    scan(field, "MEM0042", at_ms=2000)
    assert (sent, composer.text()) == (["MEM0042"], "How much does Ra")


@pytest.mark.parametrize("rest", ["ravi rao", " 300 4000", "now?", "500 due"])
@pytest.mark.parametrize("is_busy", [False, True])
def test_words_that_come_fast_behind_others_are_no_scan(
    composer: Composer, field: ComposerText, sent: list[str], queued: list[str], rest: str, is_busy: bool
) -> None:
    composer.set_busy(is_busy)
    composer.set_text("dues of")
    scan(field, rest, at_ms=1000)
    assert (queued if is_busy else sent, composer.text()) == ([f"dues of{rest}"], "")


def test_what_a_person_types_is_no_scan(
    qtbot: QtBot, composer: Composer, field: ComposerText, queued: list[str]
) -> None:
    composer.set_busy(True)
    composer.set_text("dues of ")
    scan(field, "ravi", Key.Key_Return, at_ms=1000, gap_ms=90)
    assert queued == ["dues of ravi"]
    scan(field, "ravi", Key.Key_Tab, at_ms=3000, gap_ms=90)
    assert (queued, composer.text()) == (["dues of ravi"], "ravi")
    composer.set_text("")
    composer.set_busy(False)
    scan(field, "ravi", Key.Key_Tab, at_ms=5000)
    assert composer.text() == "ravi", "Tab sends nothing where no answer comes"


def test_up_in_the_empty_field_wants_the_queued_question(
    qtbot: QtBot, composer: Composer, field: ComposerText
) -> None:
    wanted: list[None] = []
    composer.queued_wanted.connect(lambda: wanted.append(None))
    composer.set_history(["an old one"])
    composer.set_queue(waits=True, has_room=True)
    qtbot.keyClick(field, Key.Key_Up)
    assert (len(wanted), composer.text()) == (1, "")
    composer.set_queue(waits=False, has_room=True)
    qtbot.keyClick(field, Key.Key_Up)
    assert (len(wanted), composer.text()) == (1, "an old one")


def test_what_was_told_goes_with_the_next_letter(
    qtbot: QtBot, composer: Composer, field: ComposerText
) -> None:
    composer.set_busy(True)
    composer.set_queue(waits=True, has_room=False)
    qtbot.keyClicks(field, "next")
    qtbot.keyClick(field, Key.Key_Return)
    assert the_hint(composer).text() == QUEUE_FULL
    qtbot.keyClicks(field, "!")
    assert the_hint(composer).text() == KEYS_WHILE_BUSY, "who goes on writing has read it"


@pytest.mark.parametrize(("scale", "width"), [(1.0, 480), (2.0, 480), (2.0, 1200), (1.5, 700)])
def test_what_the_hint_says_is_seen_whole_at_every_size(
    qtbot: QtBot, composer: Composer, field: ComposerText, scale: float, width: int
) -> None:
    hint = the_hint(composer)
    composer.set_look(real_look(text_scale=scale))
    composer.resize(width, composer.height())
    usual = composer.height()
    composer.set_busy(True)
    composer.set_queue(waits=True, has_room=False)
    composer.set_text("next")
    qtbot.keyClick(field, Key.Key_Return)
    assert hint.text() == QUEUE_FULL and hint.isVisible()
    assert hint.height() >= hint.heightForWidth(hint.width())
    assert composer.rect().contains(hint.geometry())
    assert hint.geometry().top() > field.geometry().bottom()
    composer.set_busy(False)
    assert composer.height() == usual
    assert hint.isVisible() == (scale < 1.6)


def the_hint(composer: Composer) -> ComposerHint:
    found = composer.findChild(ComposerHint)
    assert found is not None
    return found


def test_the_card_grows_to_eight_lines_and_then_scrolls(composer: Composer, field: ComposerText) -> None:
    line = Type.BODY.line(real_look())
    one = composer.height()
    heights = []
    for lines in range(1, 12):
        composer.set_text("\n".join("x" * lines))
        heights.append(composer.height() - one)
    assert heights == [min(lines, 7) * line for lines in range(11)]
    assert field.verticalScrollBar().maximum() > 0
    composer.set_text("short")
    assert composer.height() == one


def test_a_long_line_wraps_and_grows_with_the_width(composer: Composer) -> None:
    composer.set_text("many words " * 20)
    narrow = composer.height()
    composer.resize(1200, composer.height())
    assert composer.height() < narrow


def test_the_line_height_survives_clearing_and_pasting(composer: Composer, field: ComposerText) -> None:
    line = Type.BODY.line(real_look())
    field.selectAll()
    field.cut()
    pasted = QMimeData()
    pasted.setText("a\nb\nc")
    field.insertFromMimeData(pasted)
    assert field.document().size().height() == 3 * line


def test_paste_is_plain_text(composer: Composer, field: ComposerText) -> None:
    rich = QMimeData()
    rich.setHtml("<h1>Big</h1><img src='file:///etc/passwd'>")
    rich.setText("Big\r\nsmall\rend")
    field.insertFromMimeData(rich)
    assert composer.text() == "Big\nsmall\nend"
    assert "font-size" not in field.toHtml().split("<p", 1)[1].split(">", 2)[2]


def test_up_recalls_earlier_questions_and_down_comes_back(
    qtbot: QtBot, composer: Composer, field: ComposerText
) -> None:
    composer.set_history(["first", "second"])
    qtbot.keyClicks(field, "third")
    qtbot.keyClick(field, Key.Key_Return)
    seen = []
    for key in (Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Down):
        qtbot.keyClick(field, key)
        seen.append(composer.text())
    assert seen == ["third", "second", "first", "first", "second", "third", ""]


def test_up_moves_the_cursor_in_ones_own_text(qtbot: QtBot, composer: Composer, field: ComposerText) -> None:
    composer.set_history(["old"])
    composer.set_text("mine\nstill mine")
    qtbot.keyClick(field, Key.Key_Up)
    assert composer.text() == "mine\nstill mine"
    assert field.textCursor().blockNumber() == 0


def test_an_edited_recalled_question_is_ones_own_text(
    qtbot: QtBot, composer: Composer, field: ComposerText
) -> None:
    composer.set_history(["older", "old"])
    qtbot.keyClick(field, Key.Key_Up)
    qtbot.keyClicks(field, "er still")
    qtbot.keyClick(field, Key.Key_Up)
    assert composer.text() == "older still"


def test_a_long_text_is_sent_whole(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    text = "\n".join(f"line {number} with some words" for number in range(4000))
    composer.insert_text(text)
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == [text]


def test_the_hint_goes_where_text_is_large(composer: Composer) -> None:
    hint = composer._hint
    assert hint.isVisible()
    composer.set_look(real_look(text_scale=2.0))
    assert not hint.isVisible()


@pytest.mark.parametrize("unit", ["x", "hello ", "\n", "राहुल ", "💪"])
def test_a_paste_of_more_than_200_000_characters_is_refused_in_words_and_changes_nothing(
    composer: Composer, unit: str, sent: list[str]
) -> None:
    composer.set_text("Who came?")
    source = QMimeData()
    source.setText((unit * 200_001)[:200_001])
    assert not composer.take(source)
    assert composer.text() == "Who came?"
    assert "200,000" in the_hint(composer).text()
    composer.submit()
    assert sent == ["Who came?"]


@pytest.mark.parametrize("unit", ["x", "hello ", "Please check.\n", "राहुल ", "💪"])
def test_a_paste_of_200_000_characters_is_sent_as_it_is(
    composer: Composer, unit: str, sent: list[str]
) -> None:
    text = (unit * 200_000)[:200_000].strip()
    source = QMimeData()
    source.setText(text)
    assert composer.take(source)
    composer.submit()
    is_sent = sent == [text]
    assert is_sent and not composer.text()


@pytest.mark.parametrize("unit", ["x\n", "😀 ", "Please check this. "])
def test_who_types_or_sends_while_a_long_paste_comes_in_loses_and_reorders_nothing(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str], unit: str
) -> None:
    text = "a" + (unit * 100_000)[:99_998] + "b"
    composer.set_text("Before and after.")
    cursor = field.textCursor()
    cursor.setPosition(len("Before "))
    field.setTextCursor(cursor)
    composer.insert_text(text)
    assert field.document().characterCount() < len(text)
    is_whole = composer.text() == f"Before {text}and after."
    assert is_whole
    qtbot.keyClicks(field, "!?")
    is_whole = composer.text() == f"Before {text}!?and after."
    assert is_whole
    for _ in range(2):  # What was typed, and the paste; Qt makes one of some.
        if composer.text() != "Before and after.":
            qtbot.keyClick(field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert composer.text() == "Before and after."
    composer.insert_text(text)
    composer.submit()
    is_whole = sent == [f"Before {text}and after."]
    assert is_whole and not composer.text()


def test_a_long_paste_is_laid_out_in_its_width_at_once(composer: Composer, field: ComposerText) -> None:
    # With the scroll bar the text gets narrower, and all of it is laid out once more.
    widths: list[tuple[int, bool]] = []
    layout = field.document().documentLayout()
    layout.documentSizeChanged.connect(
        lambda _: widths.append((field.viewport().width(), field.document().isEmpty()))
    )
    source = QMimeData()
    source.setText("x" * 20_000)
    assert composer.take(source)
    assert len({width for width, is_empty in widths if not is_empty}) == 1
    assert field.verticalScrollBar().isVisible()
    composer.submit()
    assert not field.verticalScrollBar().isVisible()


@pytest.mark.parametrize("line", ["", "a", "Please check this.", "x" * 600])
def test_many_lines_are_few_blocks_and_read_copied_and_edited_as_lines(
    qtbot: QtBot, composer: Composer, field: ComposerText, sent: list[str], line: str
) -> None:
    text = "first\n" + f"{line}\n" * 9_000 + "last"
    text = text[:150_000]
    composer.insert_text(text)
    assert composer.text() == text
    qtbot.waitUntil(lambda: field.document().characterCount() > len(text))
    assert composer.text() == text
    assert field.document().blockCount() < 350
    longest = max(
        field.document().findBlockByNumber(n).length() for n in range(field.document().blockCount())
    )
    assert longest < 1_200
    field.selectAll()
    copied = field.createMimeDataFromSelection()
    assert copied.text() == text
    field.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert composer.text() == "\n" + text
    field.undo()
    qtbot.keyClick(field, Key.Key_Return)
    assert sent == [text.strip()]
    qtbot.keyClick(field, Key.Key_Up)
    assert composer.text() == text.strip()


def test_lines_end_between_words_again_after_a_question_without_any(
    composer: Composer, field: ComposerText
) -> None:
    composer.insert_text("x" * 5_000)
    assert field.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere
    composer.submit()
    assert field.wordWrapMode() == QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    field.undo()
    assert composer.text() == ""
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert composer.text() == "x" * 5_000 and field.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere


def test_what_is_just_short_enough_is_pasted_in_place_of_what_is_selected(
    composer: Composer, field: ComposerText, sent: list[str]
) -> None:
    composer.set_text("y" * 10)
    field.selectAll()
    source = QMimeData()
    source.setText("x" * MAX_QUESTION_CHARS)
    assert composer.take(source)
    assert not composer.take(source)
    composer.submit()
    assert sent == ["x" * MAX_QUESTION_CHARS]


class TestBlinking:
    """The caret blinks twice a second while nothing else happens."""

    def test_the_place_of_the_caret_is_painted_with_nothing_around_it(
        self, composer: Composer, field: ComposerText, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        composer.focus_input()
        composer.grab()
        drawn: list[str] = []
        for name in ("draw_shadow", "draw_box"):
            monkeypatch.setattr(
                f"{composer_module}.{name}", lambda *args, name=name, **more: drawn.append(name)
            )
        monkeypatch.setattr(f"{text_module}.elided", lambda *args: drawn.append("elided"))
        field.viewport().repaint(field.cursorRect())
        assert drawn == []

    @pytest.mark.parametrize("contrast", [False, True])
    def test_each_part_of_it_is_painted_as_the_whole(self, composer: Composer, contrast: bool) -> None:
        composer.set_look(replace(real_look("dark"), high_contrast=contrast))
        for child in composer.findChildren(QWidget):
            child.hide()
        whole = composer.grab().toImage()
        for area in (QRect(x, y, 9, 7) for x in range(0, composer.width() - 9, 5) for y in range(0, 80, 3)):
            part, same = composer.grab(area).toImage(), whole.copy(area)
            pixels = [(x, y) for x in range(area.width()) for y in range(area.height())]
            # A round corner that is cut may be a level off, in each layer of the shadow.
            assert max(abs(part.pixelColor(*at).green() - same.pixelColor(*at).green()) for at in pixels) <= 4
