"""Memory of a large import: `python tests/benchmarks/bench_import.py [MEGABYTES]`.

An exported file of that size is made, then taken in by a process of its own; what it needed at most is compared
with what it needed before.
"""

# ruff: noqa: T201

import asyncio
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from strakly_desktop.store.conversations import ConversationStore

MEGABYTES = 1000
_MESSAGES = 200
_TEXT = "| Anita Rao | Gold | 12,500 | active |\n" * 80


def make(path: Path, megabytes: int) -> None:
    """Write an export of about that size."""
    moment = "2026-03-02T12:00:00+05:30"
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"format": "strakly-desktop-conversations", "version": 1, "conversations": [')
        while file.tell() < megabytes * 1_000_000:
            messages = [
                {"id": f"m{number}-{n}", "role": "assistant", "text": f"{_TEXT}{n}", "created_at": moment}
                | {"state": "complete"}
                for n in range(_MESSAGES)
            ]
            head = {
                "id": f"c{number}",
                "title": f"Title {number}",
                "created_at": moment,
                "updated_at": moment,
            }
            file.write((", " if number else "") + json.dumps(head | {"messages": messages}))
            number += 1
        file.write("]}\n")


def peak() -> float:
    """The most memory that this process has needed so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def take_in(path: Path, size: float, home: Path) -> None:
    """Import and print the figures."""
    store = await ConversationStore.open(home / "history.sqlite3")
    await store.conversations()
    idle, began = peak(), time.monotonic()
    with path.open("rb") as file:
        await store.import_from(file)
    seconds = time.monotonic() - began
    print(
        f"{size:,.0f} MB in {seconds:.0f} s: {idle:.0f} MB before, {peak():.0f} MB at most: +{peak() - idle:.0f}"
    )
    await store.aclose()


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        make(path, megabytes)
        asyncio.run(take_in(path, path.stat().st_size / 1e6, Path(folder)))


if __name__ == "__main__":
    main()
