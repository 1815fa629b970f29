"""What Up and Down bring back, without a window."""

import pytest

from strakly_desktop.ui.composer.question_recall import QuestionRecall


@pytest.fixture
def recall() -> QuestionRecall:
    recall = QuestionRecall()
    recall.set_questions(["older", "old"])
    return recall


def test_it_ends_at_the_oldest_and_comes_back_to_an_empty_field(recall: QuestionRecall) -> None:
    text, seen = "", []
    for is_older in (True, True, True, False, False):
        text = recall.step(text, is_older=is_older) or ""
        seen.append(text)
    assert seen == ["old", "older", "older", "old", ""]
    assert recall.step("", is_older=False) is None, "there is nothing behind the newest"


def test_what_a_person_writes_is_never_replaced(recall: QuestionRecall) -> None:
    assert recall.step("mine", is_older=True) is None
    assert recall.step("", is_older=True) == "old"
    assert recall.step("old and more", is_older=True) is None
    assert recall.step("", is_older=True) == "old", "emptied again, it begins at the newest"


def test_a_draft_that_reads_like_a_recalled_question_is_a_draft(recall: QuestionRecall) -> None:
    assert recall.step("", is_older=True) == "old"
    recall.leave()
    assert recall.step("old", is_older=True) is None


def test_the_same_question_asked_twice_is_one_step(recall: QuestionRecall) -> None:
    recall.add("new")
    recall.add("new")
    assert recall.step("", is_older=True) == "new"
    assert recall.step("new", is_older=True) == "old"


def test_nothing_of_the_person_before_comes_back(recall: QuestionRecall) -> None:
    recall.set_questions([])
    assert recall.step("", is_older=True) is None
