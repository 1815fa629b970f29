"""Saves the rows of the table panel as a file: asks where to, writes it, and says what became of it, and of copies."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from strakly_desktop.app.files.file_names import file_name
from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    FileKind,
    ask_where_and_how_to_save,
    ask_where_to_save,
    called_off_notice,
    failed_notice,
    tell_copied,
    tell_saved,
    write_bytes,
)
from strakly_desktop.app.files.slow_writing import write_in_thread
from strakly_desktop.app.files.time_slicing import Cancelled
from strakly_desktop.app.masking.on_screen import ChatOnScreen, title_without_values, viewing_of
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.ui.controls.file_formats import PictureFormat, TableFormat
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices
from strakly_desktop.ui.window.table_dock import TableDock

if TYPE_CHECKING:
    from strakly_desktop.rendering.export.delimited import Delimiter
    from strakly_desktop.rendering.export.table_facts import TableFacts
    from strakly_desktop.rendering.tables.table_data import TableContent

_NO_TABLE = ("Nothing was saved: the table is not open any more.", "Open it, and save it again.")
_OTHER_TABLE = (
    "Nothing was saved: another table is open by now.",
    "Open the one that you meant, and save it again.",
)
_NO_PICTURE = ("The chart was not saved: its values are masked again.", "F9 shows them for 30 s.")


class TableSaving(QObject):
    """Carries out the panel's wishes to save. `facts` tells what there is to know of its rows."""

    def __init__(
        self,
        session: ChatOnScreen,
        dock: TableDock,
        notices: NoticeBar,
        facts: "Callable[[], TableFacts]",
    ) -> None:
        super().__init__(dock)
        self._session = session
        self._dock = dock
        self._notices = notices
        self._facts = facts
        self._tasks = BackgroundTasks("saving")
        dock.save_requested.connect(self.ask_and_save)
        dock.picture_requested.connect(self.ask_and_save_picture)
        dock.copied.connect(lambda lacks: tell_copied(PersonNotices(notices), lacks))

    def ask_and_save(self, file_format: TableFormat) -> None:
        """Ask where to, and for CSV what stands between the cells, then write the rows there."""
        name, meant = self._file_name(self._dock.panel.title, file_format.value), self._table()

        def save(path: Path, delimiter: "Delimiter | None" = None) -> None:
            # One that came meanwhile must not go by this one's name; the whole of a list has that of its part.
            if self._dock.panel.shown().headers and self._table() != meant:
                self._notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, *_OTHER_TABLE))
            else:
                self.save(file_format, path, delimiter)

        if file_format is TableFormat.CSV:
            from strakly_desktop.rendering.export.delimited import Delimiter, delimiter_of

            kinds = {
                FileKind(f"CSV, {mark.name.lower()} between cells", "csv"): mark
                for mark in Delimiter.of_csv()
            }
            proposed = list(kinds.values()).index(delimiter_of(QLocale.system().decimalPoint()))
            ask_where_and_how_to_save(
                self._dock.window(),
                "Save table",
                name,
                list(kinds),
                lambda path, kind: save(path, kinds[kind]),
                proposed,
            )
        else:
            ask_where_to_save(self._dock.window(), "Save table", name, save)

    def save(self, file_format: TableFormat, path: Path, delimiter: "Delimiter | None" = None) -> None:
        """Write the rows as they are shown; a notice tells how it went. `delimiter`: of CSV; None is a comma."""
        # What is shown now: by the time that the work begins it may be another person's.
        panel = self._dock.panel
        content, facts, lacks = panel.shown(), self._facts(), panel.warning
        if not content.headers:
            self._notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, *_NO_TABLE))
            return
        notices = PersonNotices(self._notices)
        self._tasks.start(_save(notices, content, facts, file_format, path, delimiter, lacks))

    def ask_and_save_picture(self, file_format: PictureFormat) -> None:
        """Ask where to, then write the chart there as it is shown now."""
        panel = self._dock.panel
        title, picture, lacks = panel.title, panel.picture(file_format), panel.warning
        name, viewing = self._file_name(title, file_format.value), viewing_of(self._session)

        def save(path: Path) -> None:
            if viewing.is_over():
                self._notices.show_notice(Notice(FILE_NOTICE, NoticeKind.WARNING, *_NO_PICTURE))
                return
            self._tasks.start(_save_picture(PersonNotices(self._notices), path, picture, lacks))

        ask_where_to_save(self._dock.window(), "Save chart", name, save)

    def _table(self) -> tuple[str, tuple[str, ...]]:
        """By what the table in the panel is known again."""
        panel = self._dock.panel
        return title_without_values(self._session, panel.title), panel.shown().headers

    def _file_name(self, title: str, extension: str) -> str:
        return file_name(
            title_without_values(self._session, title), extension, datetime.now().astimezone().date()
        )

    async def aclose(self) -> None:
        """Let what is being written get to its end."""
        await self._tasks.finish()


async def _save_picture(notices: PersonNotices, path: Path, picture: bytes, lacks: str) -> None:
    try:
        await asyncio.to_thread(write_bytes, path, picture)
    except OSError as error:
        notices.show_notice(failed_notice(error, path))
    else:
        tell_saved(notices, path, lacks=lacks)


async def _save(
    notices: PersonNotices,
    content: "TableContent",
    facts: "TableFacts",
    file_format: TableFormat,
    path: Path,
    delimiter: "Delimiter | None",
    lacks: str,
) -> None:
    from strakly_desktop.rendering.export.delimited import Delimiter
    from strakly_desktop.rendering.export.table_files import table_steps

    total, now = len(content.rows), datetime.now().astimezone()

    def fact(done: int) -> str:
        return f"The table is being saved: {done:,} of {total:,} rows."

    try:
        steps = table_steps(file_format.value, content, facts, now, delimiter or Delimiter.COMMA)
        await write_in_thread(notices, path, steps, fact)
    except Cancelled:
        notices.show_notice(called_off_notice())
    except OSError as error:
        notices.show_notice(failed_notice(error, path))
    else:
        tell_saved(notices, path, lacks=lacks)
