#!/usr/bin/env bash
# anyio 4.16.0 on asyncio, CPython 3.11 to 3.13.
#
# A child of a task group that asyncio cancels before its first step leaves its coroutine "never awaited".
#
# Guess before running it: asyncio throws CancelledError into a coroutine that has not begun, which ends it
# quietly, as it does for every task of create_task(); so a program that cancels asyncio.all_tasks() at its end
# needs no more than that.
# Seen: since 4.14 anyio runs the coroutine inside one of its own, and only that one is ended. The child's own is
# collected unawaited, with a RuntimeWarning; a plain task beside it, cancelled the same way, gives none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check anyio==4.16.0
"$work/venv/bin/python" - <<'PY'
import asyncio
import gc
import sys
import warnings

import anyio


async def child() -> None:
    await anyio.sleep(60)


async def plain() -> None:
    await asyncio.sleep(60)


async def grouped() -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(child)
        cancel_all_but_this()


async def ungrouped() -> None:
    task = asyncio.create_task(plain())
    cancel_all_but_this()
    await asyncio.gather(task, return_exceptions=True)


def cancel_all_but_this() -> None:
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


def told(main) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(main())
        gc.collect()
    return [str(warning.message) for warning in caught]


of_anyio, of_asyncio = told(grouped), told(ungrouped)
print("a child of an anyio task group:", of_anyio)
print("a task of asyncio:", of_asyncio)
sys.exit(0 if of_anyio == ["coroutine 'child' was never awaited"] and of_asyncio == [] else 1)
PY
