"""A page that came word by word looks as one that was written whole: pixel by pixel, wherever its text was cut."""

import random
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.answers import handwritten, styles
from support.looks import real_look
from support.views import followed_view

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.ui.transcript.view import TranscriptView

RGB = QImage.Format.Format_RGB32
CUTS = 20


def rich_text() -> str:
    row = "| {0} | [Rohan](/clients/{0}) | Rs. 14,500 | Paid |\n"
    table = "| # | Client | Due | Status |\n|---|---|---|---|\n" + "".join(row.format(n) for n in range(16))
    answers = "\n\n".join(answer for style in styles() for answer in handwritten(style))
    prose = "Members **came often** this week, `due` or not, and [Rohan](/clients/5) pays. " * 9
    short = "> **Tip:** quoted\n\n```sql\nSELECT 1\n```"
    return f"Words with `code`\n\n{table}\n{short}\n\n{prose}\n\n{answers[:2500]}\n\n{table}"


def alike(seen: QImage, whole: QImage) -> bool:
    """Whether two pictures are one. Of a round corner that the upper or lower edge cuts, Qt's rasterizer makes some
    pixels of that row by a level of 256 otherwise when it is painted there than when it was scrolled there."""
    if seen == whole:
        return True
    if seen.size() != whole.size():
        return False
    edges = (0, seen.height() - 1)
    inner = seen.rect().adjusted(0, 1, 0, -1)
    if seen.copy(inner) != whole.copy(inner):
        return False
    pairs = [(seen.pixelColor(x, y), whole.pixelColor(x, y)) for y in edges for x in range(seen.width())]
    others = [(one, other) for one, other in pairs if one != other]
    return len(others) <= 16 and all(
        abs(a - b) <= 1
        for one, other in others
        for a, b in zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(("mode", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_an_answer_cut_anywhere_looks_as_it_would_in_one_piece(qtbot: QtBot, mode: str, scale: float) -> None:
    text, source = rich_text(), random.Random(mode)
    for cut in source.sample(range(200, len(text)), CUTS):
        streamed, whole = asked(qtbot, mode, scale), asked(qtbot, mode, scale)
        for piece in pieces(text[:cut], source):
            streamed.append_text(piece)
            streamed.draw_all()
            QApplication.processEvents()
        assert alike(on_screen(streamed), painted_whole(streamed)), text[max(0, cut - 200) : cut]
        for view in (streamed, whole):
            view.finish_answer(text[:cut], AnswerEnd("From memberships"))
            view.draw_all()
            view.table_in_sight()  # Looks around, by which the buttons in the text come without waiting.
        for _ in range(3):  # They are placed, their cards are painted again, and the rest of it.
            QApplication.processEvents()
        assert alike(on_screen(streamed), painted_whole(whole)), text[max(0, cut - 200) : cut]
        streamed.close()
        whole.close()


@pytest.mark.parametrize("scrolls", [False, True])
def test_what_runs_by_unpainted_is_painted_in_the_end_and_when_the_page_moves(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scrolls: bool
) -> None:
    monkeypatch.setattr("strakly_desktop.ui.transcript.streamed_page._UNSEEN_MS", 3_600_000)
    view = asked(qtbot, "light")
    view.append_text("Some words.\n\n" * 20 + "And open ")
    view.draw_all()
    QApplication.processEvents()
    before = on_screen(view)
    view.append_text(rich_text())
    view._queue._timer.stop()  # A frame comes when this test says so.
    while view._queue.is_text_next:
        view._queue._advance(300)
        QApplication.processEvents()
        if not view._queue.is_text_next:
            break
        if not scrolls:
            assert on_screen(view) == before
        else:
            bar = view.verticalScrollBar()
            with view._end.own_move():
                bar.setValue(bar.value() - 30)
                QApplication.processEvents()
                assert on_screen(view) == painted_whole(view)
                bar.setValue(bar.value() + 30)
    QApplication.processEvents()  # The last frame may have come with the events.
    assert on_screen(view) == painted_whole(view)
    assert not view._end.is_text_below
    assert view.toPlainText().endswith(view.document().lastBlock().text())


def pieces(text: str, source: random.Random) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + source.choice((30, 100, 400))
        yield text[start:end]
        start = end


def asked(qtbot: QtBot, mode: str, scale: float = 1.0) -> TranscriptView:
    view = followed_view(qtbot, 800, 400)
    view.set_look(real_look(mode, text_scale=scale))
    view.add_user_message("Question?")
    view.begin_answer()
    return view


def on_screen(view: TranscriptView) -> QImage:
    """The page as it has come to the screen, part by part."""
    picture = view.screen().grabWindow(view.winId()).toImage()
    return picture.copy(view.viewport().geometry()).convertToFormat(RGB)


def painted_whole(view: TranscriptView) -> QImage:
    return view.grab().toImage().copy(view.viewport().geometry()).convertToFormat(RGB)
