"""Puts slips on paper: the dialog of the system's printers, a PDF file where there is none, and what went wrong."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog

from strakly_desktop.app.files import ask_where_to_save, failed_notice, file_name, saved_notice, write_whole
from strakly_desktop.ui.main_window import MainWindow
from strakly_desktop.ui.notice import Notice, NoticeKind

PRINTER_NOTICE = "printer"


def has_printer() -> bool:
    """Whether this computer can print."""
    # Looks for printers on the network: only when one is wanted.
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


class Paper(QObject):
    """Prints documents and writes them as PDF. `find_printer`: see `has_printer`."""

    def __init__(self, window: MainWindow, find_printer: Callable[[], bool] = has_printer) -> None:
        super().__init__(window)
        self._window = window
        self._find_printer = find_printer
        self._waiting: tuple[QTextDocument, str] | None = None
        window.notice_action_requested.connect(self._save_instead)

    def print(self, document: QTextDocument, title: str) -> None:
        """Ask which printer; without one, offer a PDF. `title` is for the print queue and the file's name."""
        if not self._find_printer():
            self._waiting = (document, title)
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

        from strakly_desktop.rendering.print_page import paint_pages

        self._window.dismiss_notice(PRINTER_NOTICE)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._window)
        # All pages are painted: a choice of some would be a false promise.
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.accepted.connect(lambda: paint_pages(document, printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # Its own `open` wants a slot by name.

    def ask_where_to_save(self, document: QTextDocument, title: str) -> None:
        """Ask for a place, and write the document there as PDF."""
        name = file_name(title, "pdf", datetime.now().astimezone().date())
        ask_where_to_save(self._window, "Save as PDF", name, lambda path: self.write_pdf(document, path))

    def write_pdf(self, document: QTextDocument, path: Path) -> None:
        """Write the document as PDF; a notice tells how it went."""
        from strakly_desktop.rendering.print_page import write_pdf

        try:
            write_whole(path, lambda partial: write_pdf(document, partial))
        except OSError as error:
            self._window.show_notice(failed_notice(error))
        else:
            self._window.show_notice(saved_notice(path))

    def _save_instead(self, key: str) -> None:
        waiting, self._waiting = self._waiting, None if key == PRINTER_NOTICE else self._waiting
        if key == PRINTER_NOTICE and waiting is not None:
            self.ask_where_to_save(*waiting)
