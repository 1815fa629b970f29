"""What the history costs with 100,000 conversations: `python tests/benchmarks/bench_history_list.py`.

Times one frame (the paint of a page of rows) while scrolling through the whole list, how long a page of the
store takes to be added, and how long a conversation takes to move to the top.
"""

# ruff: noqa: T201

import os
import statistics
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from support.looks import RESOURCES, real_look

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
from strakly_desktop.theme.fonts import application_font, install_fonts
from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.history.list import HistoryList
from strakly_desktop.ui.history.panel import HistoryPanel

GOAL_MS = 8
CONVERSATIONS = 100_000
PAGE = 200
FRAMES = 400
TITLES = (
    "Which memberships expire this week, and who still has to pay?",
    "Revenue in November",
    "समाप्त होने वाली सदस्यताएँ",
    "Compare October and November by branch and by plan",
)


def conversations() -> list[ConversationSummary]:
    now = datetime.now().astimezone()
    return [
        ConversationSummary(
            f"{number:06}",
            f"{TITLES[number % len(TITLES)]} {number}",
            now,
            now - timedelta(minutes=17 * number),
        )
        for number in range(CONVERSATIONS)
    ]


def report(what: str, times: list[float], goal: str = "") -> None:
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    slow = sorted(times)[int(len(times) * 0.99)] * 1000
    print(f"{what}: median {middle:.2f} ms, 99 % under {slow:.2f} ms, worst {worst:.2f} ms {goal}")


def timed(act: object, *arguments: object) -> float:
    began = perf_counter()
    act(*arguments)  # type: ignore[operator]
    return perf_counter() - began


def frames(view: HistoryList, values: list[int]) -> list[float]:
    """The time of a scroll step and the paint after it."""
    page = QImage(view.size() * 2, QImage.Format.Format_RGB32)
    page.setDevicePixelRatio(2)
    times = []
    for value in values:
        began = perf_counter()
        view.verticalScrollBar().setValue(value)
        view.render(page)
        times.append(perf_counter() - began)
    return times


def main() -> None:
    application = QApplication([])
    install_fonts()
    application.setFont(application_font(1.0))
    theme = load_themes(RESOURCES / "themes" / "tokens.json").resolve(
        ThemeMode.LIGHT, Accent.GREEN, False, False
    )
    application.setStyleSheet(build_stylesheet(theme, 1.0))
    panel = HistoryPanel(real_look())
    panel.resize(264, 1000)
    panel.show()
    everything = conversations()
    pages = [everything[at : at + PAGE] for at in range(0, CONVERSATIONS, PAGE)]
    panel.set_conversations(pages[0], True)
    application.processEvents()

    def add(page: list[ConversationSummary]) -> None:
        panel.add_conversations(page, True)
        application.processEvents()

    report(f"{len(pages)} pages of {PAGE} added, laid out, painted", [timed(add, page) for page in pages[1:]])
    view, found = panel._kept, panel._found
    bottom = view.verticalScrollBar().maximum()
    print(f"{view.model().rowCount()} rows, {bottom} px high")
    goal = f"(goal {GOAL_MS} ms)"
    report("A frame, scrolling by 40 px", frames(view, [40 * step for step in range(FRAMES)]), goal)
    jumps = [bottom * step // FRAMES for step in range(FRAMES)]
    report("A frame, jumping through the whole list", frames(view, jumps), goal)

    def use_again(conversation: ConversationSummary) -> None:
        now = datetime.now().astimezone()
        panel.update_conversation(
            ConversationSummary(conversation.id, conversation.title, conversation.created_at, now)
        )
        application.processEvents()

    report("A conversation moves to the top", [timed(use_again, each) for each in everything[50_000:50_020]])
    report("The list opens with all of them", [timed(panel.set_conversations, everything, False)])
    hits = [
        SearchHit(
            each,
            (TextPiece(each.title[:6]), TextPiece(each.title[6:10], hit=True), TextPiece(each.title[10:])),
            "m",
            (
                TextPiece("The first who still has to pay is "),
                TextPiece("Rohan", hit=True),
                TextPiece(" Mehta"),
            ),
        )
        for each in everything[:500]
    ]
    panel.focus_search()
    panel._search.setText("rohan")
    panel._pause.timeout.emit()
    report("500 hits shown", [timed(panel.set_hits, hits)])
    report("A frame of hits", frames(found, [40 * step for step in range(FRAMES)]), goal)


if __name__ == "__main__":
    main()
