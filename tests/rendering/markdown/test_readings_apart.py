"""Two readings at once share nothing: an export runs in a thread while an answer streams."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html

LINKS = 300


def answer(of: str) -> str:
    """An answer whose links all have their addresses at its end."""
    said = "\n\n".join(f"See [{of} {number}][l{number}]." for number in range(LINKS))
    return said + "\n\n" + "\n".join(f"[l{number}]: /{of}/{number}" for number in range(LINKS))


@pytest.fixture(autouse=True)
def hasty_threads() -> Iterator[None]:
    """Threads take turns so often that one is met in the middle of anything."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_an_export_and_a_live_answer_keep_their_own_links() -> None:
    exported, live = answer("exported"), answer("live")
    wanted = to_html(exported)
    is_over = threading.Event()

    def stream() -> int:
        parser = IncrementalParser()
        segments = parser.append(live) + parser.finish()
        wrong = 0
        while not is_over.is_set():
            wrong += blocks_html(segments[:40], parser.references).count("/live/") != 40
        return wrong

    with ThreadPoolExecutor(1) as pool:
        streaming = pool.submit(stream)
        try:
            found = [to_html(exported) for _ in range(12)]
        finally:
            is_over.set()
        assert found == [wanted] * 12
        assert streaming.result(20) == 0
