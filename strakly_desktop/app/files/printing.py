"""Puts printouts on paper: the dialog of the system's printers, a PDF file where there is none, and what went wrong."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    ask_where_to_save,
    called_off_notice,
    failed_notice,
    file_name,
    saved_notice,
    write_bytes,
)
from strakly_desktop.app.files.time_slicing import Cancelled, run_in_slices
from strakly_desktop.app.process.background import BackgroundTasks
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from strakly_desktop.rendering.printing.printout import Printout

PRINTER_NOTICE = "printer"
_SAID_MS = 12_000


def has_printer() -> bool:
    """Whether this computer can print."""
    # Looks for printers on the network: only when one is wanted.
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


async def save_pdf(window: MainWindow, printout: "Printout", path: Path) -> None:
    """Write the printout as PDF while the window goes on; a notice tells how it went."""
    from strakly_desktop.rendering.printing.print_output import pdf_of

    try:
        data = await run_in_slices(window, pdf_of(printout), "The PDF is being made.")
        # Made whole before anything is written: Qt would not tell of a full disk.
        await asyncio.to_thread(write_bytes, path, data)
    except Cancelled:
        window.show_notice(called_off_notice())
    except OSError as error:
        window.show_notice(failed_notice(error))
    else:
        window.show_notice(saved_notice(path))


class Paper(QObject):
    """Prints printouts and writes them as PDF. `find_printer`: see `has_printer`."""

    def __init__(self, window: MainWindow, find_printer: Callable[[], bool] = has_printer) -> None:
        super().__init__(window)
        self._window = window
        self._find_printer = find_printer
        self._tasks = BackgroundTasks("paper")
        self._waiting: tuple[Printout, str] | None = None
        window.notice_action_requested.connect(self._save_instead)

    def print(self, printout: "Printout", title: str) -> None:
        """Ask which printer; without one, offer a PDF. `title` is for the print queue and the file's name."""
        if not self._find_printer():
            self._waiting = (printout, title)
            self._window.show_notice(
                Notice(
                    PRINTER_NOTICE,
                    NoticeKind.WARNING,
                    "There is no printer on this computer.",
                    "A PDF can be printed elsewhere.",
                    action_label="Save as PDF",
                    icon="printer",
                )
            )
            return
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
        from PySide6.QtWidgets import QDialog

        self._window.dismiss_notice(PRINTER_NOTICE)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._window)
        # All pages are painted: a choice of some would be a false promise.
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.accepted.connect(lambda: self._tasks.start(self._paint(printout, printer)))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # Its own `open` wants a slot by name.

    def ask_where_to_save(self, printout: "Printout", title: str) -> None:
        """Ask for a place, and write the printout there as PDF."""
        name = file_name(title, "pdf", datetime.now().astimezone().date())
        ask_where_to_save(self._window, "Save as PDF", name, lambda path: self.write_pdf(printout, path))

    def write_pdf(self, printout: "Printout", path: Path) -> None:
        """Write the printout as PDF; a notice tells how it went."""
        self._tasks.start(save_pdf(self._window, printout, path))

    async def aclose(self) -> None:
        """Let what is being written or printed get to its end."""
        await self._tasks.finish()

    async def _paint(self, printout: "Printout", printer: "QPrinter") -> None:
        from strakly_desktop.rendering.printing.print_output import paint_printout

        try:
            await run_in_slices(
                self._window, paint_printout(printout, printer), "The pages go to the printer.", printer.abort
            )
        except Cancelled:
            self._tell("Printing was cancelled.", "Pages that were on their way may still come out.")
        except OSError:
            self._tell("Nothing was printed: the printer does not answer.", "Check it, or save a PDF.")

    def _tell(self, fact: str, rest: str) -> None:
        notice = Notice(FILE_NOTICE, NoticeKind.WARNING, fact, rest, timeout_ms=_SAID_MS, icon="printer")
        self._window.show_notice(notice)

    def _save_instead(self, key: str) -> None:
        waiting, self._waiting = self._waiting, None if key == PRINTER_NOTICE else self._waiting
        if key == PRINTER_NOTICE and waiting is not None:
            self.ask_where_to_save(*waiting)
