"""What it costs that an answer names its links' addresses last: `python tests/benchmarks/bench_late_links.py`.

CPU time of every step of the GUI thread, the window offscreen, from the first address on until nothing is left to
do: the frames in which the addresses arrive, the end of the answer, and what is written between frames after it.
"""

import sys
import time
from collections.abc import Callable

from bench_rendering import LONGEST, Figure, percentile, pieces, show, shown_view
from PySide6.QtWidgets import QApplication

from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.ui.transcript.view import TranscriptView

_BODY_DELTA = 2000
_DELTA = 60
_QUIET_ROUNDS = 200


def answer(size: int, linked_share: int = 1) -> tuple[str, str]:
    """An answer of about `size` characters in all, and the addresses of its links, which one section of
    `linked_share` has."""
    sections, definitions, length, number = [], [], 0, 0
    while length < size:
        number += 1
        refs = (f"[{n}][r{number}-{i}]" for i, n in enumerate(("Rohan", "Asha", "Gold", "the plan", "notes")))
        if number % linked_share:
            refs = (name for name in ("Rohan", "Asha", "Gold", "the plan", "notes"))
        else:
            definitions += [f"[r{number}-{i}]: https://example.com/clients/{number}/{i}" for i in range(5)]
        a, b, c, d, e = refs
        sections.append(
            f"## Section {number}\n\nThis month {a} came more often than {b}, which is why the desk should ask "
            f"about a longer plan, and see `notes` about it.\n\n"
            f"- first of all {c}\n- then something plain\n- **{d}**\n\n"
            f"| # | Client | Due |\n|---|---|---|\n| 1 | {e} | Rs. 4,200 |\n| 2 | Meera | Rs. 900 |\n\n"
        )
        length = sum(map(len, sections)) + sum(map(len, definitions))
    return "".join(sections), "\n".join(definitions) + "\n"


def one_table(rows: int) -> tuple[str, str]:
    """A table of which each row has a link."""
    lines = "".join(
        f"| {n} | [Client {n}][c{n}] | Gold, 12 months | Rs. {n * 37 % 9000:,} |\n" for n in range(rows)
    )
    definitions = "\n".join(f"[c{n}]: https://example.com/clients/{n}" for n in range(rows))
    return "| # | Client | Plan | Due |\n|---|---|---|---|\n" + lines + "\nDone.\n\n", definitions + "\n"


def steps_of(view: TranscriptView, body: str, definitions: str) -> tuple[list[float], list[float]]:
    """CPU ms of each step: while the addresses arrive, and from the end of the answer on."""
    for piece in pieces(body, _BODY_DELTA):
        view.append_text(piece)
        view.draw_all()
        QApplication.processEvents()
    steps: list[float] = []

    def step(work: Callable[[], None]) -> None:
        start = time.thread_time()
        work()
        QApplication.processEvents()
        steps.append((time.thread_time() - start) * 1000)

    for piece in pieces(definitions, _DELTA):
        view.append_text(piece)
        step(view._queue.draw_frame)
    arriving, steps = steps, []
    step(lambda: view.finish_answer(body + definitions, AnswerEnd()))
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        time.sleep(0.001)
        step(lambda: None)
        quiet = quiet + 1 if steps[-1] < 0.3 else 0
    return arriving, steps


def measure(what: str, texts: tuple[str, str]) -> None:
    """Print the rows of one answer."""
    view = shown_view()
    arriving, steps = steps_of(view, *texts)
    busy = [step for step in steps if step > 0.3]
    detail = f"half below {percentile(arriving, 0.5):.1f}, longest {max(arriving):.1f} ms"
    show(Figure(f"{what}: addresses arrive, p99", percentile(arriving, 0.99), 16, "ms", detail))
    detail = f"half below {percentile(busy, 0.5):.1f} ms; {len(busy)} steps, {sum(busy):.0f} ms in all"
    show(Figure(f"{what}: links are written, p99", percentile(busy, 0.99), 16, "ms", detail))
    show(Figure(f"{what}: longest step", max(busy), 16, "ms", f"the end of the answer {steps[0]:.1f} ms"))
    view.close()
    view.deleteLater()
    QApplication.processEvents()


def main() -> None:
    """Print the table."""
    application = QApplication([])
    install_fonts()
    wanted = sys.argv[1:]
    for name, what, texts in (
        ("20", "20 KB, every section", answer(20_000)),
        ("100", "100 KB, every section", answer(100_000)),
        ("long", "290 KB, every section", answer(LONGEST)),
        ("few", "290 KB, every 20th section", answer(LONGEST, 20)),
        ("table", "2,000-row table", one_table(2000)),
    ):
        if not wanted or name in wanted:
            measure(what, texts)
    application.processEvents()


if __name__ == "__main__":
    main()
