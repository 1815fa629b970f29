"""Reads the tables of an answer, once for all who ask: names for a menu, the panel, the chart, paper.

A long one takes a thread: three thousand rows are a third of a second, in which the window would hold still.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from strakly_desktop.chat.background_tasks import BackgroundTasks

if TYPE_CHECKING:
    from strakly_desktop.rendering.tables.read_columns import ReadColumn
    from strakly_desktop.rendering.tables.table_data import AnswerTables, TableContent

SHORT = 4_000
"""Characters of an answer that are read on the spot."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of an answer. `heading`: the text of the one that it stands under, "" for none."""

    content: "TableContent"
    heading: str
    columns: "tuple[ReadColumn, ...]"
    has_chart: bool


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The tables in the `text` of an answer. `growing`: of one that goes on, what takes its further text."""

    text: str
    day: date
    tables: tuple[AnswerTable, ...] = ()
    growing: "AnswerTables | None" = None


class AnswerReader:
    """Reads one answer at a time: who asks for the next does not want what was asked for before."""

    def __init__(self) -> None:
        self._tasks = BackgroundTasks("answer reading")
        self._last = ReadAnswer("", date.min)

    def when_read(
        self, text: str, day: date, then: Callable[[ReadAnswer], None], *, goes_on: bool = False
    ) -> None:
        """Call `then` with the tables of an answer: now if it is short, or the last that was read.

        Else when it has been read, unless something else is asked for, or `forget` called, before. `day`: the one
        that the answer was written on.
        """
        self.forget()
        is_known = not goes_on and (self._last.text, self._last.day) == (text, day)
        if is_known or len(text) <= SHORT:
            then(self._last if is_known else self._kept(read_answer(text, day, goes_on=goes_on)))
        else:
            self._tasks.start(self._read_then(text, day, then, goes_on))

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do some work that reads answers, instead of what was asked for before."""
        self.forget()
        self._tasks.start(work)

    async def read(self, text: str, day: date, *, goes_on: bool = False) -> ReadAnswer:
        """The tables of an answer. `day`, `goes_on`: see `when_read`."""
        if len(text) <= SHORT:
            return self._kept(read_answer(text, day, goes_on=goes_on))
        return self._kept(await asyncio.to_thread(read_answer, text, day, goes_on=goes_on))

    def forget(self) -> None:
        """Call nobody any more."""
        self._tasks.cancel()

    async def aclose(self) -> None:
        """Call nobody any more, and wait for what still runs."""
        await self._tasks.aclose()

    async def _read_then(
        self, text: str, day: date, then: Callable[[ReadAnswer], None], goes_on: bool
    ) -> None:
        then(await self.read(text, day, goes_on=goes_on))

    def _kept(self, answer: ReadAnswer) -> ReadAnswer:
        if answer.growing is None:
            self._last = answer
        return answer


def read_answer(text: str, day: date, *, goes_on: bool = False) -> ReadAnswer:
    """All that there is to know of the tables of an answer. `day`, `goes_on`: see `AnswerReader.when_read`."""
    # Markdown, and what reads tables out of it: imported when there is an answer.
    from strakly_desktop.rendering.chart.chart_data import MOST_ROWS, charts_of
    from strakly_desktop.rendering.tables.read_columns import read_columns
    from strakly_desktop.rendering.tables.table_data import AnswerTables, headed_tables_of

    growing = AnswerTables() if goes_on else None
    if growing is not None:
        growing.append(text)
    tables = []
    for index, (content, heading) in enumerate(headed_tables_of(text)):
        if growing is not None and index < len(growing):
            # Half a row is no row.
            content = growing.content(index)  # noqa: PLW2901
        columns = read_columns(content, day)
        has_chart = len(content.rows) <= MOST_ROWS and bool(
            charts_of(content, [column.values for column in columns])
        )
        tables.append(AnswerTable(content, heading, columns, has_chart))
    return ReadAnswer(text, day, tuple(tables), growing)
