"""Found texts are cut so that the hit stays in sight."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from strakly_desktop.conversation.model import TextPiece
from strakly_desktop.ui.history.excerpt import FittedText, fit_pieces


def hits(fitted: FittedText) -> list[str]:
    return [fitted.text[at : at + length] for at, length in fitted.hits]


FAR = (
    TextPiece("Mon 23 Nov. The first of the four who still have to pay is "),
    TextPiece("Rohan", hit=True),
    TextPiece(" Mehta, then "),
    TextPiece("Rohan", hit=True),
    TextPiece(" Das, and the plan of both is Gold, 12 months"),
)


def test_a_text_with_room_stays_whole(qapp: QApplication) -> None:
    fitted = fit_pieces(FAR, QFont(), 10_000)
    assert fitted.text == "".join(piece.text for piece in FAR)
    assert hits(fitted) == ["Rohan", "Rohan"]


@pytest.mark.parametrize("width", [150, 220, 300, 450])
def test_words_in_front_of_a_far_hit_give_way(qapp: QApplication, width: int) -> None:
    fitted = fit_pieces(FAR, QFont(), width)
    assert QFontMetricsF(QFont()).horizontalAdvance(fitted.text) <= width
    assert hits(fitted)[0] == "Rohan"
    assert fitted.text.startswith("…")
    assert fitted.text[1:].split(" ")[0] in "".join(piece.text for piece in FAR).split(" "), "cut at a word"


def test_a_near_hit_keeps_the_beginning(qapp: QApplication) -> None:
    pieces = (
        TextPiece("12, "),
        TextPiece("Rohan", hit=True),
        TextPiece(" Mehta and very many others after him"),
    )
    fitted = fit_pieces(pieces, QFont(), 160)
    assert fitted.text.startswith("12, Rohan")
    assert fitted.text.endswith("…")


def test_marks_never_reach_over_the_cut(qapp: QApplication) -> None:
    pieces = (TextPiece("about "), TextPiece("memberships" * 8, hit=True), TextPiece(" again"))
    for width in range(30, 400, 17):
        fitted = fit_pieces(pieces, QFont(), width)
        assert all(at + length <= len(fitted.text.removesuffix("…")) for at, length in fitted.hits)
        assert all(length > 0 for _, length in fitted.hits)
        for (at, length), (after, _) in pairwise(fitted.hits):
            assert at + length <= after


def test_a_text_without_hits_is_cut_at_its_end(qapp: QApplication) -> None:
    fitted = fit_pieces((TextPiece("Compare October and November by branch and plan"),), QFont(), 120)
    assert fitted.text.startswith("Compare")
    assert fitted.text.endswith("…")
    assert fitted.hits == ()
