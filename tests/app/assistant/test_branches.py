"""Which branch questions are about: the person's choice, the gym's, or that of the sign-in, which nothing changes."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu
from support.looks import real_look

from strakly_desktop.app.assistant.branches import ALL_BRANCHES, WHY_BOUND, BranchChoice
from strakly_desktop.conversation.model import Branch
from strakly_desktop.ui.window.header import Header

MAIN, LAKE = Branch(1, "Main"), Branch(4, "Lake Road")


class Session:
    """Takes the branch as the session does."""

    def __init__(self) -> None:
        self.branch = Branch(None, "")
        self.is_known, self.is_named = True, False
        self.named: list[str] = []

    def set_branch(
        self, branch: Branch, *, is_known: bool = True, is_named: bool = False, others: Sequence[Branch] = ()
    ) -> None:
        self.branch, self.is_known, self.is_named = branch, is_known, is_named

    def name_asked(self, branch: str) -> None:
        self.named.append(branch)


class Desk:
    def __init__(
        self, qtbot: Any, wanted: int | None = None, name: str = "", gym: str = "", *, locked: bool = False
    ) -> None:
        self.session = Session()
        self.header = Header(real_look(), QMenu())
        qtbot.addWidget(self.header)
        session: Any = self.session
        self.choice = BranchChoice(session, self.header, wanted, name, gym, locked=locked)
        self.remembered: list[tuple[object, ...]] = []
        self.choice.branch_remembered.connect(lambda *what: self.remembered.append(what))
        self.header.show()

    @property
    def picker(self) -> Any:
        return self.header._picker


def test_a_sign_in_for_one_branch_fixes_the_picker_and_names_it(qtbot: Any) -> None:
    desk = Desk(qtbot, wanted=1)
    desk.choice.bind(4)
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE
    assert not desk.picker.isEnabled()
    assert desk.picker.accessibleName() == "Branch: Lake Road"
    assert WHY_BOUND in desk.picker.toolTip()
    assert desk.picker.accessibleDescription() == WHY_BOUND


def test_what_was_chosen_comes_back_with_who_may_choose(qtbot: Any) -> None:
    desk = Desk(qtbot, wanted=1)
    desk.choice.bind(4)
    desk.choice.offer((MAIN, LAKE))
    desk.choice.bind(None)
    assert desk.session.branch == MAIN
    assert desk.picker.isEnabled()
    assert desk.picker.accessibleDescription() == ""


@pytest.mark.parametrize("order", ["list first", "sign-in first"])
def test_the_order_of_the_two_news_is_all_the_same(qtbot: Any, order: str) -> None:
    desk = Desk(qtbot)
    if order == "list first":
        desk.choice.offer((MAIN, LAKE))
        desk.choice.bind(4)
    else:
        desk.choice.bind(4)
        desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE


def test_a_branch_that_the_list_does_not_have_is_named_by_its_number(qtbot: Any) -> None:
    desk = Desk(qtbot)
    desk.choice.bind(9)
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == Branch(9, "Branch 9")
    assert desk.picker.accessibleName() == "Branch: Branch 9"


def test_who_may_not_list_branches_sees_no_picker_and_sends_no_branch(qtbot: Any) -> None:
    desk = Desk(qtbot)
    desk.choice.bind(1)
    desk.choice.offer(())
    assert desk.session.branch == Branch(None, "Branch 1")
    assert not desk.picker.isVisible()


def test_the_sign_in_wins_over_what_the_gym_locked(qtbot: Any) -> None:
    desk = Desk(qtbot, wanted=1, locked=True)
    desk.choice.bind(4)
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE
    desk.choice.bind(None)
    assert desk.session.branch == MAIN
    assert not desk.picker.isEnabled()


def test_without_either_all_branches_are_asked_about(qtbot: Any) -> None:
    desk = Desk(qtbot)
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == ALL_BRANCHES


def test_the_branch_that_was_chosen_at_this_gym_is_asked_about_before_the_list_comes(qtbot: Any) -> None:
    desk = Desk(qtbot, 4, "Lake Road", "one gym")
    assert desk.session.branch == Branch(None, ""), "nobody knows yet where questions go"
    desk.choice.be_at("one gym")
    desk.choice.bind(None)
    assert desk.session.branch == LAKE
    assert (desk.session.is_known, desk.session.is_named) == (False, True)
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE
    assert desk.remembered == []


@pytest.mark.parametrize(
    ("name", "gym", "here"),
    [("Lake Road", "one gym", "another gym"), ("", "one gym", "one gym"), ("Lake Road", "", "")],
)
def test_one_that_is_not_known_to_be_of_this_gym_is_not_asked_about_before_the_list(
    qtbot: Any, name: str, gym: str, here: str
) -> None:
    desk = Desk(qtbot, 4, name, gym)
    desk.choice.be_at(here)
    assert desk.session.branch == Branch(None, "")
    assert not desk.session.is_named


def test_who_is_told_no_branches_is_asked_about_none(qtbot: Any) -> None:
    desk = Desk(qtbot, 4, "Lake Road", "one gym")
    desk.choice.be_at("one gym")
    desk.choice.offer(())
    assert desk.session.branch == LAKE, "the list may still come"
    desk.choice.have_none()
    assert desk.session.branch == Branch(None, "")
    desk.choice.be_at("one gym")
    assert desk.session.branch == LAKE, "somebody else may be at the desk, who is told them"


def test_what_the_gym_fixed_or_the_sign_in_wins_over_what_was_remembered(qtbot: Any) -> None:
    desk = Desk(qtbot, 4, "Lake Road", "one gym")
    desk.choice.be_at("one gym")
    desk.choice.bind(1)
    assert desk.session.branch == Branch(None, "Branch 1")
    locked = Desk(qtbot, 1, "Lake Road", "one gym", locked=True)
    locked.choice.be_at("one gym")
    assert locked.session.branch == Branch(1, "Branch 1")


def test_the_branch_of_another_gym_that_has_the_same_number_is_not_chosen(qtbot: Any) -> None:
    desk = Desk(qtbot, 4, "Lake Road", "one gym")
    desk.choice.be_at("another gym")
    desk.choice.offer((MAIN, Branch(4, "Fort")))
    assert desk.session.branch == ALL_BRANCHES
    assert desk.remembered == []
    desk.choice.be_at("one gym")
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE


def test_of_a_choice_that_an_earlier_version_saved_name_and_gym_are_learnt_from_the_list(qtbot: Any) -> None:
    desk = Desk(qtbot, 4)
    desk.choice.be_at("one gym")
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.branch == LAKE
    assert desk.remembered == [(4, "Lake Road", "one gym")]


@pytest.mark.parametrize(
    ("wanted", "locked", "bound", "name"),
    [
        (None, False, None, "All branches"),
        # The one that was chosen yesterday was not asked about: the gym might not have it any more.
        (4, False, None, "All branches"),
        (4, True, None, "Lake Road"),
        (None, False, 4, "Lake Road"),
        (None, False, 9, "Branch 9"),
        (1, True, 4, "Lake Road"),
    ],
)
def test_what_was_asked_before_the_list_came_is_named_by_what_was_sent(
    qtbot: Any, wanted: int | None, locked: bool, bound: int | None, name: str
) -> None:
    desk = Desk(qtbot, wanted, locked=locked)
    desk.choice.bind(bound)
    desk.choice.offer(())
    assert not desk.session.is_known
    assert desk.session.named == []
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.is_known
    assert desk.session.named == [name]
    desk.choice.offer((MAIN, LAKE))
    assert desk.session.named == [name], "a list that comes again names nothing"
