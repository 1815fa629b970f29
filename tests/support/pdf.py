"""Makes the PDF of a printout, and reads it as another program does."""

import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from strakly_desktop.rendering.printing.paginator import Paginator
from strakly_desktop.rendering.printing.pdf_file import MadePdf, finished
from strakly_desktop.rendering.printing.print_output import BODY_POINTS, pdf_of, print_font
from strakly_desktop.rendering.printing.printout import Printout, parts_of

PDFTOTEXT = shutil.which("pdftotext")
needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext (poppler-utils)")


def made(printout: Printout) -> tuple[MadePdf, int]:
    """What Qt makes of it, and in how many steps."""
    steps = pdf_of(printout)
    for taken in count():
        try:
            next(steps)
        except StopIteration as end:
            found: MadePdf = end.value
            return found, taken
    raise AssertionError


def write_pdf(printout: Printout, path: Path) -> int:
    """Write the file as the app does; return in how many steps it was made."""
    pdf, steps = made(printout)
    path.write_bytes(finished(pdf))
    return steps


def print_document(printout: Printout) -> QTextDocument:
    """The printout as one endless page."""
    paginator = Paginator(print_font(BODY_POINTS))
    for part in parts_of(printout, paginator.fonts):
        for _ in paginator.add(part):
            pass
    paginator.finish()
    return paginator.documents[0]


def text_of(path: Path, *options: str) -> str:
    """The file's text as poppler reads it."""
    command = [str(PDFTOTEXT), *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
