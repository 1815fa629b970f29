"""Puts printouts on paper: the dialog of the system's printers, a PDF file where there is none, and what went wrong."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from strakly_desktop.app.files.file_names import file_name
from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    ask_where_to_save,
    called_off_notice,
    failed_notice,
    tell_saved,
    write_bytes,
)
from strakly_desktop.app.files.time_slicing import PAUSE_S, Cancelled, run_in_slices
from strakly_desktop.app.masking.on_screen import Viewing
from strakly_desktop.app.process.memory import give_back_memory
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.state_words import lack_words
from strakly_desktop.ui.controls.dialog_end import delete_when_over
from strakly_desktop.ui.notices.notice import PASSING_MS, Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from strakly_desktop.rendering.printing.printout import Printout

PRINTER_NOTICE = "printer"


def has_printer() -> bool:
    """Whether this computer can print."""
    # Looks for printers on the network: only when one is wanted.
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def as_seen_by_now(printout: "Printout", viewing: Viewing) -> "Printout":
    """A printout that was made in `viewing` without what may be seen no more."""
    if not viewing.is_over():
        return printout
    return replace(
        printout,
        answer=viewing.text(printout.answer),
        question=viewing.text(printout.question),
        title=viewing.text(printout.title),
        more=tuple(map(viewing.text, printout.more)),
        chart=None,
    )


async def save_pdf(notices: PersonNotices, printout: "Printout", path: Path, about: str = "") -> None:
    """Write the printout as PDF while the window goes on; a notice tells how it went. `about`: see `tell_saved`."""
    from strakly_desktop.rendering.printing.pdf_file import finished
    from strakly_desktop.rendering.printing.print_output import pdf_of

    try:
        made = await run_in_slices(notices, pdf_of(printout), f"{path.name} is being made.")
        # Not in the same turn as the last of it.
        await asyncio.sleep(PAUSE_S)
        give_back_memory()
        # Made whole before anything is written: Qt would not tell of a full disk.
        await asyncio.to_thread(lambda: write_bytes(path, finished(made)))
    except Cancelled:
        notices.show_notice(called_off_notice())
    except OSError as error:
        notices.show_notice(failed_notice(error, path))
    else:
        tell_saved(notices, path, lacks=lack_words(printout.state, printout.answer), about=about)


class Paper(QObject):
    """Prints printouts and writes them as PDF, as they may be seen when a dialog or notice is answered.

    `find_printer`: see `has_printer`. `view` tells what may be seen at the time that one comes.
    """

    def __init__(
        self,
        notices: NoticeBar,
        find_printer: Callable[[], bool] = has_printer,
        view: Callable[[], Viewing] = Viewing,
    ) -> None:
        super().__init__(notices)
        self._view = view
        self._notices = notices
        self._find_printer = find_printer
        self._tasks = BackgroundTasks("paper")

    def print(self, printout: "Printout", title: str) -> None:
        """Ask which printer; without one, offer a PDF. `title` is for the print queue and the file's name."""
        viewing = self._view()
        if not self._find_printer():
            self._notices.show_notice(
                Notice(
                    PRINTER_NOTICE,
                    NoticeKind.WARNING,
                    "There is no printer on this computer.",
                    "A PDF can be printed elsewhere.",
                    action=NoticeAction(
                        "Save as PDF",
                        lambda: self.ask_where_to_save(as_seen_by_now(printout, viewing), title),
                    ),
                    icon="printer",
                    is_of_conversation=True,
                )
            )
            return
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
        from PySide6.QtWidgets import QDialog

        self._notices.dismiss(PRINTER_NOTICE)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._notices.window())
        # All pages are painted: a choice of some would be a false promise.
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        notices = PersonNotices(self._notices)
        dialog.accepted.connect(
            lambda: self._tasks.start(self._paint(notices, as_seen_by_now(printout, viewing), printer))
        )
        delete_when_over(dialog)
        QDialog.open(dialog)  # Its own `open` wants a slot by name.

    def ask_where_to_save(self, printout: "Printout", title: str) -> None:
        """Ask for a place, and write the printout there as PDF."""
        viewing = self._view()
        name = file_name(title, "pdf", datetime.now().astimezone().date())
        ask_where_to_save(
            self._notices.window(),
            "Save as PDF",
            name,
            lambda path: self.write_pdf(as_seen_by_now(printout, viewing), path),
        )

    def write_pdf(self, printout: "Printout", path: Path) -> None:
        """Write the printout as PDF; a notice tells how it went."""
        self._tasks.start(save_pdf(PersonNotices(self._notices), printout, path))

    async def aclose(self) -> None:
        """Let what is being written or printed get to its end."""
        await self._tasks.finish()

    async def _paint(self, notices: PersonNotices, printout: "Printout", printer: "QPrinter") -> None:
        from strakly_desktop.rendering.printing.print_output import paint_printout

        title = printer.docName()
        try:
            await run_in_slices(
                notices,
                paint_printout(printout, printer),
                f'"{title}" goes to the printer.',
                printer.abort,
            )
        except Cancelled:
            _tell(
                notices,
                f'Printing of "{title}" was cancelled.',
                "Pages that were on their way may still come out.",
            )
        except OSError:
            fact = f'"{title}" was not printed: the printer does not answer.'
            _tell(notices, fact, "Check it, or save a PDF.")
        else:
            if lacks := lack_words(printout.state, printout.answer):
                _tell(notices, f'"{title}" went to the printer, and is not whole.', lacks)


def _tell(notices: PersonNotices, fact: str, rest: str) -> None:
    notice = Notice(FILE_NOTICE, NoticeKind.WARNING, fact, rest, timeout_ms=PASSING_MS, icon="printer")
    notices.show_notice(notice)
