"""Long work of the window's own thread, done in turns with all else that the window has to do."""

import asyncio
from collections.abc import Callable, Generator
from time import perf_counter
from typing import TypeVar

from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.person_notices import PersonNotices

TURN_S = 0.006
PAUSE_S = 0.001
TOLD_AFTER_S = 0.5

Result = TypeVar("Result")


class Cancelled(Exception):
    """The person pressed Cancel."""


async def run_in_slices(
    notices: PersonNotices,
    steps: Generator[None, None, Result],
    fact: str,
    give_up: Callable[[], object] = lambda: None,
) -> Result:
    """Run `steps` to their end and return what they return. `fact` tells what takes a while, beside Cancel.

    `give_up` is called before steps that have not come to their end are closed.

    Raises:
        Cancelled: the person thought better of it.
    """
    key = f"work-{id(steps)}"
    is_cancelled = is_told = is_over = False

    def cancel() -> None:
        nonlocal is_cancelled
        is_cancelled = True

    begin = turn = perf_counter()
    try:
        while not is_cancelled:
            try:
                next(steps)
            except StopIteration as end:
                is_over = True
                return end.value  # type: ignore[no-any-return]
            now = perf_counter()
            if now - turn < TURN_S:
                continue
            if not is_told and now - begin > TOLD_AFTER_S:
                is_told = True
                action = NoticeAction("Cancel", cancel)
                notices.show_notice(
                    Notice(key, NoticeKind.INFO, fact, "You can go on meanwhile.", action, icon="printer")
                )
            await asyncio.sleep(PAUSE_S)
            turn = perf_counter()
        raise Cancelled
    finally:
        if not is_over:
            give_up()
        steps.close()
        notices.dismiss(key)
