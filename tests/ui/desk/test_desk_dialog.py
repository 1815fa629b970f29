"""The desk's dialog: lists by keyboard, cards that Enter acts on once, everything said to a screen reader."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from support.looks import real_look

from strakly_desktop.ui.controls import dialog_room
from strakly_desktop.ui.desk import desk_dialog
from strakly_desktop.ui.desk.desk_dialog import DeskDialog, DeskList
from strakly_desktop.ui.desk.member_card import CardLine, CardView, Tone
from strakly_desktop.ui.desk.people_list import PeopleList, PersonRow

Key = Qt.Key
ROWS = [PersonRow(number, f"Member {number}", "since 18:05") for number in range(1, 31)]
NAMES = {kind: kind.value for kind in DeskList}
ASHA = CardView("Asha Rao", "AR", "Member", (CardLine("Gold."),), action="Check in")


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(window: QWidget, qtbot: Any) -> DeskDialog:
    made = DeskDialog(real_look(), window)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def shown(dialog: QWidget) -> list[str]:
    return [one.accessibleName() for one in dialog.findChildren(QAbstractButton) if one.isVisible()]


def front() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_it_stays_on_the_screen_when_what_its_buttons_say_makes_it_wider(
    dialog: DeskDialog, qtbot: Any
) -> None:
    """At 200 % the counts came after it was placed, and Close stood half beyond the edge."""
    screen = dialog.screen().availableGeometry()
    dialog.move(screen.right() - dialog.frameGeometry().width(), screen.top() + 40)
    before = dialog.width()
    dialog.show_lists({kind: f"{kind.value}, of whom there are very many today, 1,234" for kind in DeskList})
    qtbot.waitUntil(lambda: dialog.width() > before + 100)
    assert screen.contains(dialog.frameGeometry())


def test_a_list_is_walked_and_chosen_by_keyboard(dialog: DeskDialog) -> None:
    chosen: list[int] = []
    dialog.person_chosen.connect(chosen.append)
    dialog.show_lists(NAMES)
    dialog.show_list(DeskList.FOUND, ROWS, "")
    dialog.focus_list(DeskList.FOUND)
    assert isinstance(front(), QLineEdit)
    QTest.keyClick(front(), Key.Key_Down)
    people = front()
    assert isinstance(people, PeopleList) and people.accessibleName() == DeskList.FOUND.value
    QTest.keyClick(people, Key.Key_Down)
    QTest.keyClick(people, Key.Key_Return)
    assert chosen == [2]
    # What is typed over the list goes on in the field.
    QTest.keyClicks(people, "as")
    assert isinstance(front(), QLineEdit) and front().property("text") == "as"
    dialog.show_list(DeskList.FOUND, ROWS[:1], "")
    dialog.set_listed("as")
    QTest.keyClick(front(), Key.Key_Return)
    assert chosen == [2, 1]
    index = people.model().index(0, 0)
    assert people.model().data(index, Qt.ItemDataRole.AccessibleTextRole) == "Member 1, since 18:05"


def test_one_list_alone_needs_no_buttons_and_the_chosen_one_is_marked(dialog: DeskDialog) -> None:
    dialog.show_lists({DeskList.FOUND: "Find a member"})
    dialog.show_list(DeskList.FOUND, [], "Type a name.")
    assert "Find a member" not in shown(dialog)
    dialog.show_lists(NAMES | {DeskList.IN_NOW: "In now · 19"})
    dialog.show_list(DeskList.IN_NOW, ROWS, "")
    assert "In now · 19" in shown(dialog)
    marked = [one.accessibleName() for one in dialog.findChildren(QAbstractButton) if one.isChecked()]
    assert marked == ["In now · 19"]


def test_enter_acts_once_and_what_was_done_is_not_undone_by_a_second_one(dialog: DeskDialog) -> None:
    acted: list[str] = []
    dialog.action_requested.connect(lambda: acted.append("in"))
    dialog.show_card(ASHA)
    QTest.keyClick(front(), Key.Key_Return)
    dialog.show_card(
        CardView("Asha Rao", "AR", "Member", news=CardLine("Done.", Tone.GOOD), action="Check out")
    )
    assert front().accessibleName() == "Close"
    QTest.keyClick(front(), Key.Key_Return)
    assert acted == ["in"] and not dialog.isVisible()


def test_a_card_tells_a_screen_reader_all_it_shows(dialog: DeskDialog) -> None:
    dialog.show_card(ASHA)
    assert dialog.card.accessibleName() == "Asha Rao"
    assert dialog.card.accessibleDescription() == "Member Gold."
    assert "Ask about Asha" in shown(dialog) and "Open in the web app" not in shown(dialog)
    nobody = CardView("Code 1", "#", "", news=CardLine("Nobody.", Tone.BAD), can_ask=False)
    dialog.show_card(nobody)
    assert shown(dialog) == ["Close"]


def test_escape_goes_back_to_the_list_and_then_away(dialog: DeskDialog) -> None:
    back: list[bool] = []
    dialog.back_requested.connect(lambda: back.append(True))
    dialog.show_list(DeskList.IN_NOW, ROWS, "")
    dialog.show_card(ASHA)
    QTest.keyClick(front(), Key.Key_Escape)
    assert back == [True] and dialog.isVisible()
    dialog.forget_lists()
    dialog.show_card(ASHA)
    QTest.keyClick(front(), Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_a_long_name_and_a_long_sentence_fit(window: QWidget, text_scale: float) -> None:
    made = DeskDialog(real_look(text_scale=text_scale), window)
    made.open()
    view = CardView(
        "Venkatanarasimharajuvaripeta " * 2,
        "VV",
        "Member · Lake Road",
        (CardLine("x " * 120),),
        action="Check in",
    )
    made.show_card(view)
    made.show_list(DeskList.IN_NOW, [PersonRow(1, "Venkatanarasimharajuvaripeta " * 3, "y" * 60)], "")
    made.repaint()
    made.show_card(view)
    assert made.width() <= made.maximumWidth() and made.card.width() <= made.width()
    made.close()


def test_where_there_is_room_only_the_list_scrolls_and_the_buttons_of_a_card_stand_in_one_line(
    dialog: DeskDialog, qtbot: Any
) -> None:
    dialog.show_lists({kind: f"{kind.value} (12)" for kind in DeskList})
    dialog.show_list(DeskList.FOUND, ROWS, "Only Lake Road was looked at. " * 3, can_widen=True)
    area, people = dialog._area, dialog.findChild(PeopleList)
    assert people is not None
    qtbot.waitUntil(lambda: people.height() > 2 * people.visualRect(people.model().index(0, 0)).height())
    assert area.verticalScrollBar().maximum() == 0 < people.verticalScrollBar().maximum()
    dialog.show_card(replace(ASHA, name="Dharmendra Krishnamurthy", can_open=True))
    names = ("Check in", "Ask about Dharmendra", "Open in the web app")
    buttons = [one for one in dialog.findChildren(QAbstractButton) if one.accessibleName() in names]
    qtbot.waitUntil(lambda: all(one.height() == buttons[0].height() > 0 for one in buttons))
    qtbot.waitUntil(lambda: len({one.y() for one in buttons}) == 1)
    assert len(buttons) == 3


def test_a_card_alone_is_as_high_as_it_is(window: QWidget, qtbot: Any) -> None:
    made = DeskDialog(real_look(), window)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    lines = (CardLine("Was here yesterday from 18:05 to 19:20, and three times in the last week."),) * 3
    made.show_card(replace(ASHA, name="Dharmendra Krishnamurthy", can_open=True, lines=lines))
    opener = next(one for one in made.findChildren(QAbstractButton) if "web app" in one.accessibleName())
    qtbot.waitUntil(lambda: opener.visibleRegion().boundingRect() == opener.rect())
    assert made._area.verticalScrollBar().maximum() == 0
    made.close()


class TestOnASmallScreenWithLargeText:
    """At 1366 by 768, twice as fine, and with text of 200 %: its right half and Close were beyond the screen."""

    @pytest.fixture
    def small(self, window: QWidget, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> DeskDialog:
        for module in (desk_dialog, dialog_room):
            monkeypatch.setattr(module, "room_for_dialog", lambda _dialog: QSize(610, 323))
        made = DeskDialog(real_look(text_scale=2.0), window)
        made.open()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    def is_in_sight(self, part: QWidget) -> bool:
        return bool(part.visibleRegion().boundingRect() == part.rect())

    def test_the_list_and_its_buttons_can_all_be_reached(self, small: DeskDialog, qtbot: Any) -> None:
        small.show_lists({kind: f"{kind.value} (12)" for kind in DeskList})
        small.show_list(DeskList.FOUND, ROWS, "Only Lake Road was looked at. " * 3, can_widen=True)
        small.focus_list(DeskList.FOUND)
        assert small.width() <= 610 and small.height() <= 323
        field = front()
        qtbot.waitUntil(lambda: self.is_in_sight(field))
        buttons = [one for one in small.findChildren(QAbstractButton) if one.isVisible()]
        assert len(buttons) >= 5
        for button in buttons:
            assert button.width() >= button.sizeHint().width()
            button.setFocus()
            qtbot.waitUntil(lambda button=button: self.is_in_sight(button))
        people = small.findChild(PeopleList)
        assert people is not None
        people.enter()
        row = people.visualRect(people.currentIndex())
        qtbot.waitUntil(lambda: people.visibleRegion().contains(row))

    def test_the_name_of_a_card_is_in_sight_and_its_buttons_can_be_reached(
        self, small: DeskDialog, qtbot: Any
    ) -> None:
        lines = tuple(CardLine(f"Line {number} of what is known. " * 3) for number in range(4))
        small.show_card(
            CardView("Dharmendra Krishnamurthy", "DK", "Member", lines, action="Check in", can_open=True)
        )
        assert front().accessibleName() == "Check in"
        name = next(label for label in small.findChildren(QLabel) if label.text().startswith("Dharmendra"))
        qtbot.waitUntil(lambda: self.is_in_sight(name))
        assert small.width() <= 610 and small.height() <= 323
        page = small.card.parentWidget()
        assert page is not None
        for part in small.card.findChildren(QWidget):
            if part.isVisible():
                assert part.mapTo(page, part.rect().bottomRight()).x() < page.width(), part
        area = page.parentWidget()
        assert area is not None and page.width() <= area.width()
        QTest.keyClick(front(), Key.Key_Tab)
        ask = front()
        assert ask.accessibleName() == "Ask about Dharmendra"
        qtbot.waitUntil(lambda: self.is_in_sight(ask))


class TestTheRowThatEnterTakes:
    """Three Gauris: the wrong one was checked in by Enter, Enter."""

    GAURIS = tuple(PersonRow(number, "Gauri Rao", f"9{number}") for number in (1, 2, 3))

    @pytest.fixture
    def chosen(self, dialog: DeskDialog) -> list[int]:
        told: list[int] = []
        dialog.person_chosen.connect(told.append)
        dialog.show_lists(NAMES)
        dialog.show_list(DeskList.FOUND, [], "Type a name.")
        dialog.focus_list(DeskList.FOUND)
        return told

    def type(self, dialog: DeskDialog, text: str, rows: Sequence[PersonRow]) -> None:
        QTest.keyClicks(front(), text)
        self.find(dialog, text, rows)

    def find(self, dialog: DeskDialog, text: str, rows: Sequence[PersonRow]) -> None:
        dialog.show_list(DeskList.FOUND, rows, "")
        dialog.set_listed(text)

    def is_marked(self, dialog: DeskDialog) -> bool:
        """Whether the first row is painted in another colour than the one below it."""
        people = dialog.findChild(PeopleList)
        assert people is not None
        image, height = people.viewport().grab().toImage(), people.row_height()
        return image.pixelColor(200, 4) != image.pixelColor(200, height + 4)

    def test_of_several_the_first_enter_only_goes_there(self, dialog: DeskDialog, chosen: list[int]) -> None:
        self.type(dialog, "gauri", self.GAURIS)
        assert self.is_marked(dialog)
        QTest.keyClick(front(), Key.Key_Return)
        assert chosen == []
        assert isinstance(front(), PeopleList) and self.is_marked(dialog)
        QTest.keyClick(front(), Key.Key_Down)
        QTest.keyClick(front(), Key.Key_Return)
        assert chosen == [2]

    def test_the_only_one_is_taken_at_once(self, dialog: DeskDialog, chosen: list[int]) -> None:
        self.type(dialog, "gauri", self.GAURIS[1:2])
        QTest.keyClick(front(), Key.Key_Return)
        assert chosen == [2]

    def test_enter_takes_nobody_of_what_was_typed_before(self, dialog: DeskDialog, chosen: list[int]) -> None:
        self.type(dialog, "g", self.GAURIS[:1])
        QTest.keyClicks(front(), "auri")
        assert not self.is_marked(dialog)
        QTest.keyClick(front(), Key.Key_Return)
        assert chosen == []
        self.find(dialog, "gauri", self.GAURIS[2:])
        assert chosen == [3], "the Enter that came before its rows was lost"

    def test_nor_once_it_was_typed_on(self, dialog: DeskDialog, chosen: list[int]) -> None:
        QTest.keyClicks(front(), "gauri")
        QTest.keyClick(front(), Key.Key_Return)
        QTest.keyClicks(front(), " s")
        self.find(dialog, "gauri s", self.GAURIS[2:])
        assert chosen == []

    def test_a_key_that_is_held_down_goes_one_step(self, dialog: DeskDialog, chosen: list[int]) -> None:
        self.type(dialog, "gauri", self.GAURIS)
        QTest.keyClick(front(), Key.Key_Return)
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(front(), held)
        assert chosen == []


def test_who_is_meant_by_a_code_is_taken_before_others_in_whose_number_it_stands(dialog: DeskDialog) -> None:
    chosen: list[int] = []
    dialog.person_chosen.connect(chosen.append)
    dialog.show_lists(NAMES)
    dialog.show_list(DeskList.FOUND, [], "Type a name.")
    dialog.focus_list(DeskList.FOUND)
    QTest.keyClicks(front(), "1042")
    dialog.show_list(DeskList.FOUND, [PersonRow(9, "Asha", "", is_exact=True), *ROWS], "")
    dialog.set_listed("1042")
    QTest.keyClick(front(), Key.Key_Return)
    assert chosen == [9]


def test_a_card_that_says_to_find_the_member_opens_where_one_does(dialog: DeskDialog, qtbot: Any) -> None:
    dialog.show_card(CardView("Code 0063", "#", "", news=CardLine("Nobody.", Tone.BAD), can_find=True))
    assert front().accessibleName() == DeskList.FOUND.value
    with qtbot.waitSignal(dialog.find_requested):
        QTest.keyClick(front(), Key.Key_Return)
