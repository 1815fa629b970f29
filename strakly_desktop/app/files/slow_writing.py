"""Writes a file in a thread of its own, tells how far it is where that takes a while, and can be called off."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from strakly_desktop.app.files.files import write_whole
from strakly_desktop.app.files.time_slicing import TOLD_AFTER_S, Cancelled
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.person_notices import PersonNotices

_RESTATED_EVERY_S = 0.25


class _Progress:
    """What the two threads know of each other: how far it is, and whether it shall go on."""

    def __init__(self) -> None:
        self.done = 0
        self.is_cancelled = False


async def write_in_thread(
    notices: PersonNotices,
    path: Path,
    steps: Callable[[Path], Generator[int, None, None]],
    fact: Callable[[int], str],
) -> None:
    """Let `steps` fill a file, which yields how many rows are done, and put it in the place of `path` in one step.

    `fact` tells what takes a while, with the rows so far.

    Raises:
        Cancelled: the person thought better of it; nothing was changed.
        OSError: see `write_whole`.
    """
    progress = _Progress()

    def fill(partial: Path) -> None:
        with closing(steps(partial)) as rows:
            for progress.done in rows:
                if progress.is_cancelled:
                    raise Cancelled
            if progress.is_cancelled:
                raise Cancelled

    def cancel() -> None:
        progress.is_cancelled = True

    key = f"writing-{id(progress)}"
    work = asyncio.ensure_future(asyncio.to_thread(write_whole, path, fill))
    try:
        done, _ = await asyncio.wait([work], timeout=TOLD_AFTER_S)
        if not done:
            action = NoticeAction("Cancel", cancel)
            rest = "You can go on meanwhile."
            notices.show_notice(
                Notice(key, NoticeKind.INFO, fact(progress.done), rest, action, icon="download")
            )
        while not done:
            done, _ = await asyncio.wait([work], timeout=_RESTATED_EVERY_S)
            notices.restate(key, fact(progress.done))
        await work
    finally:
        # Whoever stops waiting leaves no half file behind.
        progress.is_cancelled = True
        notices.dismiss(key)
