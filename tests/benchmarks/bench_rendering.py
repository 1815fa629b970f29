"""What streaming costs the GUI thread: `python tests/benchmarks/bench_rendering.py`, CPU time, the window offscreen.

One frame is what the app does for it: the delta goes into the document, it is laid out, and the visible part is
painted with its background.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from markdown import Markdown
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser
from support.answers import handwritten, styles
from support.looks import real_look

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.transcript.view import TranscriptView

TOKEN = 4
FRAME = 60  # characters that arrive in one frame of a fast answer
LONGEST = 290_000  # characters of an answer; a page draws little more of one


def corpus(size: int) -> str:
    """A varied answer of `size` characters."""
    answers = [answer for style in styles() for answer in handwritten(style)]
    whole = "\n\n".join(answers) + "\n\n"
    return (whole * (size // len(whole) + 1))[:size]


def table(rows: int) -> str:
    """A table as the assistant writes them."""
    lines = ["| # | Client | Plan | Due | Status |", "|---|---|---|---|---|"]
    lines += [
        f"| {n} | [Client {n}](/clients/{n}) | Gold, 12 months | Rs. {n * 37 % 9000:,} | Paid |"
        for n in range(1, rows + 1)
    ]
    return "\n".join(lines) + "\n\nDone."


def code(lines: int) -> str:
    """A block of Python."""
    return (
        "```python\n" + "\n".join(f"    value_{n} = compute({n}, 'text')" for n in range(lines)) + "\n```\n"
    )


def items(count: int) -> str:
    """A numbered list."""
    return "\n".join(f"{n}. Item **{n}** with `code` and words" for n in range(1, count + 1)) + "\n\nDone."


def paragraph(size: int) -> str:
    """One long paragraph with emphasis."""
    return ("Some plain words, then **bold ones** and a [link](/clients/5), which go on. " * (size // 70))[
        :size
    ]


def pieces(text: str, size: int) -> Iterator[str]:
    """The text in deltas."""
    for start in range(0, len(text), size):
        yield text[start : start + size]


def shown_view() -> TranscriptView:
    """An empty conversation in a window of usual size."""
    view = TranscriptView(real_look())
    view.resize(1000, 760)
    view.show()
    QApplication.processEvents()
    view.add_user_message("Question?")
    view.begin_answer()
    return view


def frame_times(text: str, delta: int) -> tuple[list[float], float]:
    """CPU ms of each frame, and of the end."""
    view = shown_view()
    times = []
    for piece in pieces(text, delta):
        start = time.thread_time()
        view.append_text(piece)
        view._queue.draw_frame()
        QApplication.processEvents()
        times.append((time.thread_time() - start) * 1000)
    start = time.thread_time()
    view.finish_answer(text, AnswerEnd())
    view.viewport().repaint()
    end = (time.thread_time() - start) * 1000
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    return times, end


def naive_time(text: str, delta: int, step: int, show: Callable[[QTextDocument, str], None]) -> float:
    """CPU ms of showing all that came, per delta; every `step`th is measured and stands for the others."""
    browser = QTextBrowser()
    browser.resize(1000, 760)
    browser.show()
    total = 0.0
    for number, end in enumerate(range(delta, len(text), delta)):
        if number % step:
            continue
        start = time.thread_time()
        show(browser.document(), text[:end])
        browser.viewport().repaint()
        total += (time.thread_time() - start) * 1000 * step
    browser.close()
    return total


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all are not above."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table. `ratio`: the goal is to be at least as much, not at most."""

    what: str
    measured: float
    goal: float
    unit: str
    detail: str = ""
    ratio: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is."""
        return self.measured >= self.goal if self.ratio else self.measured <= self.goal


def show(figure: Figure) -> None:
    """Print a row."""
    bound = "at least" if figure.ratio else "at most"
    digits = 4 if figure.goal < 0.1 else 2
    sys.stdout.write(
        f"{figure.what:<52}{figure.measured:>9.{digits}f} {figure.unit:<7}"
        f"{bound} {figure.goal:<7g}{'reached' if figure.reached else 'MISSED':<9}{figure.detail}\n"
    )
    sys.stdout.flush()


def measure_flatness() -> Iterator[Figure]:
    """How the cost of a frame grows with the answer."""
    frame_times(corpus(5_000), FRAME)
    small, _ = frame_times(corpus(20_000), FRAME)
    middle, _ = frame_times(corpus(100_000), FRAME)
    long, end = frame_times(corpus(LONGEST), FRAME)
    detail = f"{mean(middle):.2f} / {mean(small):.2f} ms"
    yield Figure("mean frame, 100 KB against 20 KB", mean(middle) / mean(small), 1.25, "x", detail)
    fifth = len(long) // 5
    slope = (mean(long[-fifth:]) - mean(long[:fifth])) / (0.8 * LONGEST / 1000)
    detail = f"{mean(long[:fifth]):.2f} ms to {mean(long[-fifth:]):.2f} ms"
    yield Figure("slope of the mean frame up to 290 KB", slope, 0.002, "ms/KB", detail)
    tail = long[-fifth:]
    yield Figure("frame at 290 KB, p95", percentile(tail, 0.95), 4, "ms", f"half below {median(tail):.1f} ms")
    yield Figure("frame at 290 KB, longest", max(tail), 16, "ms", f"the end of the answer {end:.0f} ms")


def measure_hard_tails() -> Iterator[Figure]:
    """Blocks that grow without end."""
    for what, text, goal in (
        ("2,000-row table", table(2000), 8),
        ("5,000-line code block", code(5_000), 8),
        ("1,000-item list", items(1000), 8),
        ("32 KB paragraph", paragraph(32_000), 16),
    ):
        times, end = frame_times(text, FRAME)
        fifth = times[-len(times) // 5 :]
        detail = f"longest {max(fifth):.1f} ms, the end {end:.0f} ms"
        yield Figure(f"{what}, mean of the last fifth", mean(fifth), goal, "ms", detail)


def measure_against_naive() -> Iterator[Figure]:
    """A frame for two tokens, against everything again for each token."""
    text = corpus(20_000)
    times, end = frame_times(text, 2 * TOKEN)
    total = sum(times) + end
    for what, goal, again in (
        ("setHtml(markdown(all))", 25, lambda document, part: document.setHtml(markdown(part))),
        ("setMarkdown(all)", 12, lambda document, part: document.setMarkdown(part)),
    ):
        naive = naive_time(text, TOKEN, 50, again)
        detail = f"{total:.0f} / {naive:.0f} ms; {naive / total / 2:.1f}x if it drew every second token only"
        yield Figure(f"20 KB, times less than {what}", naive / total, goal, "x", detail, ratio=True)


def markdown(text: str) -> str:
    """What a peer does: Python-Markdown as it comes, with tables and fences."""
    return Markdown(extensions=["tables", "fenced_code"]).convert(text)


def measure_theme_change() -> Iterator[Figure]:
    """Fifty rich answers change their colours."""
    view = shown_view()
    parts = [table(6), "", items(6), "", "> **Tip:** quoted", "", code(8), corpus(700)]
    rich = [f"Answer {number}\n\n" + "\n".join(parts) for number in range(50)]
    for answer in rich:
        view.finish_answer(answer, AnswerEnd("From memberships"))
        view.add_user_message("Next?")
        view.begin_answer()
    view.finish_answer(rich[0], AnswerEnd())
    view.draw_all()
    costs, rest = [], []
    for mode in ("dark", "light", "dark", "light"):
        look = real_look(mode)
        start = time.thread_time()
        view.set_look(look)
        view.viewport().repaint()
        shown = time.thread_time()
        for _ in range(100):
            QApplication.processEvents()
        costs.append((shown - start) * 1000)
        rest.append((time.thread_time() - shown) * 1000)
    detail = f"{sum(map(len, rich)) // 1000} KB; between later frames {max(rest):.0f} ms"
    yield Figure("theme change with 50 rich messages", max(costs), 100, "ms", detail)


def main() -> None:
    """Print the table."""
    application = QApplication([])
    install_fonts()
    wanted = sys.argv[1:]
    for name, measure in (
        ("flat", measure_flatness),
        ("hard", measure_hard_tails),
        ("naive", measure_against_naive),
        ("theme", measure_theme_change),
    ):
        if not wanted or name in wanted:
            for figure in measure():
                show(figure)
            application.processEvents()


if __name__ == "__main__":
    main()
