"""The chips above the composer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.composer import suggestion_bar
from strakly_desktop.ui.composer.suggestion_bar import Chip, SuggestionBar
from strakly_desktop.ui.style.typography import Type, text_width

THREE = ["Show the two unpaid ones", "Send them a reminder", "Who renewed last week?"]


@pytest.fixture
def bar(qtbot: QtBot) -> SuggestionBar:
    widget = SuggestionBar(real_look())
    qtbot.addWidget(widget)
    widget.resize(1016, 42)
    return widget


@pytest.fixture
def chosen(bar: SuggestionBar) -> list[str]:
    questions: list[str] = []
    bar.suggestion_chosen.connect(questions.append)
    return questions


def seen(bar: SuggestionBar) -> list[Chip]:
    chips = [chip for chip in bar.findChildren(Chip) if not chip.isHidden()]
    return sorted(chips, key=lambda chip: (chip.y(), chip.x()))


def names(bar: SuggestionBar) -> list[str]:
    return [chip.accessibleName() for chip in seen(bar)]


def test_chips_stand_in_the_assistants_order(bar: SuggestionBar) -> None:
    bar.set_suggestions(THREE)
    assert bar.isVisible()
    assert names(bar) == THREE


def test_new_suggestions_replace_the_old_and_none_hides_the_bar(bar: SuggestionBar) -> None:
    bar.set_suggestions(THREE)
    bar.set_suggestions(["Only one"])
    assert names(bar) == ["Only one"]
    bar.set_suggestions([])
    assert not bar.isVisible()


def test_a_click_gives_the_whole_text(qtbot: QtBot, bar: SuggestionBar, chosen: list[str]) -> None:
    long = "Which of the " + "very " * 60 + "late ones?"
    bar.set_suggestions([long])
    chip = seen(bar)[0]
    assert chip.width() == 760
    assert chip.toolTip() == long
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chosen == [long]


@pytest.mark.parametrize(
    "question",
    ["a" * 3_000, "Who owes? " * 300, "\u0915\u094d" * 1_500, "9" * 3_000, "\u0661" * 3_000],
    ids=["letters", "words", "a letter to Qt", "digits", "Arabic digits"],
)
def test_of_an_endless_question_as_much_is_shown_as_fits(
    qtbot: QtBot, bar: SuggestionBar, chosen: list[str], monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(suggestion_bar, "draw_line", lambda _p, _r, _f, text, **_: drawn.append(text))
    bar.set_suggestions([question])
    (chip,) = seen(bar)
    chip.grab()
    (text,) = set(drawn)
    assert text.endswith("…")
    assert question.startswith(text.removesuffix("…"))
    room = chip.width() - 30
    assert room * 0.8 < text_width(Type.SMALL_MEDIUM.font(real_look()), text) <= room + 1
    assert (chip.toolTip(), chip.accessibleName()) == (question, question)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chosen == [question]


def test_an_ampersand_is_a_letter(bar: SuggestionBar) -> None:
    """Qt would make "T&erms" a shortcut and draw no ampersand."""
    bar.set_suggestions(["Fees & T&erms"])
    chip = seen(bar)[0]
    assert chip.text() == ""
    assert chip.shortcut().isEmpty()
    assert chip.accessibleName() == "Fees & T&erms"


def test_chips_wrap_to_a_second_row(bar: SuggestionBar) -> None:
    bar.resize(480, 42)
    bar.set_suggestions(THREE)
    assert len({chip.y() for chip in seen(bar)}) == 2
    assert bar.height() == 10 + 32 + 8 + 32
    assert all(chip.geometry().right() < 480 - 16 for chip in seen(bar))


def test_one_row_keeps_the_rest_behind_a_count(qtbot: QtBot, bar: SuggestionBar, chosen: list[str]) -> None:
    bar.resize(480, 42)
    bar.set_rows(1)
    bar.set_suggestions(THREE)
    assert names(bar) == [*THREE[:2], "Show 1 more"]
    assert bar.height() == 42
    assert bar.choose(2), "Alt+3 reaches a chip that waits"
    qtbot.mouseClick(seen(bar)[-1], Qt.MouseButton.LeftButton)
    assert names(bar) == THREE
    assert chosen == [THREE[2]]


def test_choosing_by_number(bar: SuggestionBar, chosen: list[str]) -> None:
    assert not bar.choose(0)
    bar.set_suggestions(THREE)
    assert bar.choose(1)
    assert not bar.choose(3)
    assert chosen == [THREE[1]]


def test_tab_stops_once_and_arrows_move_inside(qtbot: QtBot, bar: SuggestionBar) -> None:
    bar.set_suggestions(THREE)
    with qtbot.waitActive(bar):
        bar.activateWindow()
    bar.focus_first(Qt.FocusReason.TabFocusReason)
    visited = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.accessibleName())
        qtbot.keyClick(focused, key)
    assert visited == [*THREE, THREE[0]]
    by_tab = [chip for chip in seen(bar) if chip.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(by_tab) == 1


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("width", [480, 640, 1280])
@pytest.mark.parametrize("rows", [1, 2])
def test_nothing_overlaps_or_leaves_the_column(
    bar: SuggestionBar, scale: float, width: int, rows: int
) -> None:
    bar.set_look(real_look(text_scale=scale))
    bar.resize(width, 42)
    bar.set_rows(rows)
    bar.set_suggestions([*THREE, "How much is unpaid at Main branch?", "List the trainers of Lake Road"])
    chips = seen(bar)
    assert chips
    for index, chip in enumerate(chips):
        assert bar.rect().contains(chip.geometry())
        assert not any(chip.geometry().intersects(other.geometry()) for other in chips[index + 1 :])
