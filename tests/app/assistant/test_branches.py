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
        self.is_known = True
        self.named: list[str] = []

    def set_branch(self, branch: Branch, *, is_known: bool = True, others: Sequence[Branch] = ()) -> None:
        self.branch, self.is_known = branch, is_known

    def name_asked(self, branch: str) -> None:
        self.named.append(branch)


class Desk:
    def __init__(self, qtbot: Any, wanted: int | None = None, *, locked: bool = False) -> None:
        self.session = Session()
        self.header = Header(real_look(), QMenu())
        qtbot.addWidget(self.header)
        self.choice = BranchChoice(self.session, self.header, wanted, locked=locked)  # type: ignore[arg-type]
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
