"""What very long texts cost the window: `python tests/benchmarks/bench_long_texts.py [answers|copies|memory] [NAME]`.

Answers of 200,000 characters that are one growing construct are drawn in the real window, as fast as it can; then the
end of each comes in small tokens, a frame for each. Told is the longest step of the window's thread, in CPU time
(goal: 100 ms), between two rounds of the event loop.
`copies` selects and copies whole answers of 290,000 characters, and tells the same (goal: 50 ms), beside what it takes
to write both forms in one step, as a paste at once does.
`memory` draws an answer of 8 MB and tells what stays of it (goal: 32 MB).
"""

# ruff: noqa: T201

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from strakly_desktop.app.process.program.interpreter import import_asyncio, prepare_interpreter

if __name__ == "__main__":
    # Before anything else is imported, as in the app.
    prepare_interpreter()
    import_asyncio()

import psutil
from bench_rendering import code, corpus, items, paragraph, table
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from support.desk import OpenDesk, open_desk

from strakly_desktop.app.process.background import worker_threads
from strakly_desktop.app.process.event_loop import EventLoop
from strakly_desktop.rendering.document.copied_html import copied_html
from strakly_desktop.rendering.document.copying import copied_text
from strakly_desktop.rendering.document.document import AnswerEnd
from strakly_desktop.rendering.export.typed_html import clipboard_html

LENGTH = 200_000
WHOLE = 290_000
TOKENS, TOKEN = 60, 12
LINE = "Asha Rao renewed **Gold** for [12 months](/clients/5) and paid `Rs. 12,000` in cash.\n"
WORDS = "Asha Rao renewed Gold for 12 months and paid Rs. 12,000 in cash. "


def _filled(head: str, text: str) -> str:
    """`head` and `text` so many times that it is `LENGTH` characters."""
    return (head + text * (LENGTH // len(text) + 1))[:LENGTH]


def _lined(mark: str, further: str, line: str = LINE) -> str:
    """The same of lines, behind `further` each; the first behind `mark`."""
    first = further if mark.endswith("\n") else ""
    return (mark + first + (line + further) * (LENGTH // (len(line) + len(further)) + 1))[:LENGTH]


ANSWERS = {
    "item, of lines": _lined("- ", "  "),
    "item, of words": _filled("- ", WORDS),
    "item, without a blank": _filled("- ", "x"),
    "item, of lazy lines": _lined("- ", ""),
    "item, of paragraphs": _lined("- ", "\n  "),
    "item, of items": _lined("- All:\n", "  - "),
    "item, of items of items": _lined("- All:\n  - All:\n", "    - "),
    "item, of numbers": _lined("1. All:\n", "   1. "),
    "item, of loose items": _lined("- All:\n", "\n  - "),
    "item, of a table": _lined(
        "- All:\n\n  | a | b |\n  |---|---|\n", "  ", "| Asha Rao | [Gold](/clients/5) |\n"
    ),
    "item, of code": _lined("- All:\n\n  ```python\n", "  ", "x = renew('Asha Rao', months=12)\n"),
    "item, of indented code": _lined("- All:\n\n", "      ", "x = renew('Asha Rao', months=12)\n"),
    "item, of HTML": _lined("- <div>\n", "  ", "<b>Asha Rao</b> renewed Gold<br>\n"),
    "item, of definitions": _lined("- All [a], [b].\n\n", "  ", "[a]: /clients/5 'Asha Rao'\n"),
    "item, of headings": _lined("- All:\n", "  ", "# Asha Rao renewed\n"),
    "item, of a quote": _lined("- All:\n", "  > "),
    "item, of an item of lines": _lined("- - ", "    "),
    "quote, of lines": _lined("> ", "> "),
    "quote, of words": _filled("> ", WORDS),
    "quote, of paragraphs": _lined("> ", ">\n> "),
    "quote, of items": _lined("> ", "> - "),
    "quote, of loose items": _lined("> ", ">\n> - "),
    "quote, of items of items": _lined("> - All:\n", ">   - "),
    "quote, of a table": _lined("> | a | b |\n> |---|---|\n", "> ", "| Asha Rao | [Gold](/clients/5) |\n"),
    "quote, of code": _lined("> ```\n", "> ", "x = renew('Asha Rao', months=12)\n"),
    "quote, of quotes": _lined("> > ", "> > "),
    "quote, of paragraphs in quotes": _lined("> > ", "> >\n> > "),
    "quote, of HTML": _lined("> <div>\n", "> ", "<b>Asha Rao</b> renewed Gold<br>\n"),
    "items": _lined("- ", "- "),
    "loose items": _lined("- ", "\n- "),
    "paragraph, of lines": _lined("", ""),
    "paragraph, of words": _filled("", WORDS),
    "paragraph, of links": _filled("", "[Asha Rao](/clients/5) "),
    "paragraph, of links without a blank": _filled("", "[Asha](/clients/5),"),
    "paragraph, of bold words": _filled("", "**Asha Rao** "),
    "paragraph, bold": _filled("**", WORDS),
    "paragraph, in brackets": _filled("[", WORDS),
    "paragraph, of brackets": _filled("", "[a] "),
    "paragraph, of asterisks": _filled("", "*a "),
    "paragraph, code": _filled("`", WORDS),
    "paragraph, link target": _filled("[Asha](/", "x"),
    "paragraph, without a blank": _filled("", "x"),
    "table": _lined("| a | b |\n|---|---|\n", "", "| Asha Rao | [Gold](/clients/5) |\n"),
    "table, one cell": _filled("| a | b |\n|---|---|\n| ", WORDS),
    "table, one row of cells": _filled("| a | b |\n|---|---|\n", "| Asha "),
    "table, header of cells": _filled("", "| Asha "),
    "table, rows without a head": _lined("", "", "| Asha Rao | [Gold](/clients/5) |\n"),
    "code": _lined("```python\n", "", "x = renew('Asha Rao', months=12)\n"),
    "code, one line": _filled("```python\n", "x = renew('Asha Rao', months=12) "),
    "code, indented": _lined("    ", "    ", "x = renew('Asha Rao', months=12)\n"),
    "HTML": _lined("<div>\n", "", "<b>Asha Rao</b> renewed Gold<br>\n"),
    "HTML, one line": _filled("<div>", "<b>Asha Rao</b> renewed Gold<br>"),
    "comment": _filled("<!-- ", WORDS),
    "definitions": _lined("", "", "[a]: /clients/5 'Asha Rao'\n"),
    "definition, its title": _filled("[a]: /clients/5 '", WORDS),
    "heading": _filled("# ", WORDS),
    "blank lines": _filled("Asha\n", "\n"),
    "quote marks": _filled("", "> "),
    "item marks": _filled("", "- "),
}


class Steps:
    """CPU time of the window's thread between two rounds of its event loop, in seconds."""

    def __init__(self) -> None:
        self.longest = self.total = 0.0
        self._last = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        timer = QTimer(interval=0)
        timer.timeout.connect(self._tick)
        self._last = thread_time()
        timer.start()
        yield
        self._tick()
        timer.stop()

    def _tick(self) -> None:
        now = thread_time()
        self.longest = max(self.longest, now - self._last)
        self.total += now - self._last
        self._last = now


async def turns(count: int = 5) -> None:
    """Some rounds of the event loop, and what they have put off."""
    for _ in range(count):
        await asyncio.sleep(0.02)


async def measure_answer(desk: OpenDesk, name: str, text: str) -> str:
    page = desk.house.transcript
    page.clear_conversation()
    page.add_user_message("Who renewed?")
    page.begin_answer()
    flood, drip, end = Steps(), Steps(), Steps()
    first = len(text) - TOKENS * TOKEN
    with flood.watched():
        page.append_text(text[:first])
        await desk.until(lambda: page.is_drawn)
        await turns()
    with drip.watched():
        for start in range(first, len(text), TOKEN):
            page.append_text(text[start : start + TOKEN])
            await desk.until(lambda: page.is_drawn)
    with end.watched():
        page.finish_answer(text, AnswerEnd())
        await desk.until(lambda: page.is_drawn)
        await turns()
    spread = " / ".join(f"{steps.longest * 1e3:5.0f}" for steps in (flood, drip, end))
    return f"{name:38} longest step as it comes / a token at its end / its end {spread} ms; {flood.total:5.1f} s in all"


def copied_answers() -> dict[str, str]:
    """Whole pages to copy."""
    rows = "".join(
        f"| {row} | Asha **Rao** {row} | Rs. {row * 37:,} | +91 98765 43210 |\n" for row in range(50)
    )
    small = f"Some words.\n\n| # | Client | Due | Phone |\n|---|---|---|---|\n{rows}\n"
    return {
        "all kinds": corpus(WHOLE),
        "words": paragraph(WHOLE),
        "items": items(5_000),
        "one table": table(4_000),
        "code": code(5_000),
        "tables of 50 rows": small * (WHOLE // len(small)),
    }


async def measure_copy(desk: OpenDesk, name: str, text: str) -> str:
    page = desk.house.transcript
    page.clear_conversation()
    page.begin_answer()
    page.append_text(text)
    await desk.until(lambda: page.is_drawn)
    page.finish_answer(text, AnswerEnd())
    await desk.until(lambda: page.is_drawn)
    page._length.select_all()
    await desk.until(lambda: page._earlier.is_settled and page._content.is_linked)
    await turns()
    copying, once, left = Steps(), Steps(), Steps()
    with copying.watched():
        page.copy()
        await desk.until(lambda: page._copies.is_ready)
    selection = page.textCursor()
    with once.watched():
        clipboard_html(copied_html(selection)), copied_text(selection)
        await turns(1)
    page.copy()
    with left.watched():
        page.clear_conversation()
        await desk.until(lambda: page._copies.is_ready)
    QApplication.clipboard().clear()
    steps = f"{copying.longest * 1e3:4.0f} ms; in one step {once.longest * 1e3:5.0f} ms"
    return f"{name:20} {len(text):,} characters: longest step {steps}; page left at once {left.longest * 1e3:4.0f} ms"


async def measure_memory(application: QApplication, home: Path) -> str:
    """A question over the wire whose answer is cut at 8 MB, saved and drawn; then memory is given back."""
    here = str(Path(__file__).parent / "bench_limits.py")
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on yet
        [sys.executable, here, "server", "100 MB of words"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        desk = open_desk(application, home, server.stdout.readline().decode().strip(), "a token")
        desk.house.window.resize(1180, 800)
        desk.house.connect()
        await asyncio.sleep(1)
        idle, began = psutil.Process().memory_info().rss, thread_time()
        desk.type("Who renewed?")
        await asyncio.sleep(1)
        await desk.until_idle()
        await desk.until(lambda: desk.house.transcript.is_drawn)
        spent = thread_time() - began
        await asyncio.sleep(10)
        grown = psutil.Process().memory_info().rss - idle
        await desk.close()
        server.terminate()
    return f"8 MB: {grown / 1e6:+.0f} MB over {idle / 1e6:.0f} MB (goal: +32), {spent:.1f} s of CPU time"


def main() -> None:
    what, *names = sys.argv[1:] or ["answers"]
    application = QApplication(["strakly-desktop"])
    application.setQuitOnLastWindowClosed(False)
    loop = EventLoop(application, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)

    async def run(home: Path) -> None:
        if what == "memory":
            print(await measure_memory(application, home))
            return
        desk = open_desk(application, home, None)
        desk.house.window.resize(1180, 800)
        await asyncio.sleep(0.5)
        if what == "answers":
            for name in ["items", *ANSWERS]:
                if not names or any(word in name for word in names):
                    print(await measure_answer(desk, name, ANSWERS[name]), flush=True)
        if what == "copies":
            for name, text in copied_answers().items():
                if not names or any(word in name for word in names):
                    print(await measure_copy(desk, name, text), flush=True)
        await desk.close()

    with tempfile.TemporaryDirectory() as home, loop:
        loop.run_until_complete(run(Path(home)))


if __name__ == "__main__":
    main()
