"""What streaming costs the GUI thread: `python tests/benchmarks/bench_rendering.py`, CPU time, the window offscreen.

One frame is what the app does for it: the delta goes into the document, it is laid out, and the visible part is
painted with its underlay.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser
from support.answers import handwritten, styles
from support.looks import real_look

from strakly_desktop.rendering.markup import to_html
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.transcript_view import TranscriptView

TOKEN = 4
FRAME = 60  # characters that arrive in one frame of a fast answer


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
    view.finish_answer(text, "", "complete", "", "")
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


def line(what: str, figure: str, goal: str) -> None:
    """One line of the table."""
    sys.stdout.write(f"{what:<58}{figure:<40}{goal}\n")
    sys.stdout.flush()


def measure_flatness() -> None:
    """How the cost of a frame grows with the answer."""
    frame_times(corpus(5_000), FRAME)
    small, _ = frame_times(corpus(20_000), FRAME)
    middle, _ = frame_times(corpus(100_000), FRAME)
    long, end = frame_times(corpus(500_000), FRAME)
    last = mean(middle[-len(middle) // 5 :])
    first = mean(small[-len(small) // 5 :])
    line(
        "frame at 100 KB against 20 KB (last fifths)",
        f"{last:.2f} / {first:.2f} ms = {last / first:.2f}x",
        "<= 1.25x",
    )
    line("mean of all frames, 100 KB against 20 KB", f"{mean(middle) / mean(small):.2f}x", "<= 1.25x")
    fifth = len(long) // 5
    slope = (mean(long[-fifth:]) - mean(long[:fifth])) / 400
    line("slope up to 500 KB", f"{slope:.5f} ms per KB", "< 0.002")
    tail = long[-fifth:]
    figure = f"mean {mean(tail):.2f}, p95 {percentile(tail, 0.95):.2f}, max {max(tail):.1f} ms"
    line("frame at 500 KB", figure, "p95 4 ms, max 16 ms")
    line("the end of 500 KB", f"{end:.1f} ms", "")


def measure_hard_tails() -> None:
    """Blocks that grow without end."""
    for what, text, goal in (
        ("2,000-row table", table(2000), "8 ms"),
        ("10,000-line code", code(10_000), "8 ms"),
        ("1,000-item list", items(1000), "8 ms"),
        ("32 KB paragraph", paragraph(32_000), "16 ms"),
    ):
        times, end = frame_times(text, FRAME)
        fifth = times[-len(times) // 5 :]
        figure = f"mean {mean(fifth):.2f}, max {max(fifth):.1f}, end {end:.0f} ms"
        line(f"{what}, last fifth", figure, goal)


def measure_against_naive() -> None:
    """Two tokens a frame, 20 KB."""
    text = corpus(20_000)
    times, end = frame_times(text, 2 * TOKEN)
    total = sum(times) + end
    html = naive_time(text, 2 * TOKEN, 25, lambda document, part: document.setHtml(to_html(part)))
    markdown = naive_time(text, 2 * TOKEN, 25, lambda document, part: document.setMarkdown(part))
    line(
        "20 KB, total against setHtml per two tokens",
        f"{total:.0f} / {html:.0f} ms: {html / total:.1f}x less",
        "25x",
    )
    figure = f"{total:.0f} / {markdown:.0f} ms: {markdown / total:.1f}x less"
    line("20 KB, total against setMarkdown per two tokens", figure, "12x")


def measure_theme_change() -> None:
    """Fifty rich answers change their colours."""
    view = shown_view()
    parts = [table(6), "", items(6), "", "> **Tip:** quoted", "", code(8), corpus(700)]
    rich = [f"Answer {number}\n\n" + "\n".join(parts) for number in range(50)]
    for answer in rich:
        view.finish_answer(answer, "From memberships", "complete", "", "")
        view.add_user_message("Next?")
        view.begin_answer()
    view.finish_answer(rich[0], "", "complete", "", "")
    costs = []
    for mode in ("dark", "light", "dark", "light"):
        look = real_look(mode)
        start = time.thread_time()
        view.set_look(look)
        view.viewport().repaint()
        costs.append((time.thread_time() - start) * 1000)
    size = sum(map(len, rich)) // 1000
    line(
        f"theme change with 50 rich answers ({size} KB)", f"{min(costs):.0f} to {max(costs):.0f} ms", "100 ms"
    )


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
            measure()
            application.processEvents()


if __name__ == "__main__":
    main()
