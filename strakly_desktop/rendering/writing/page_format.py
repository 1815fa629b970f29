"""How a document is a page: its margins, how its lines break, how far a tab reaches, and how it is emptied."""

from PySide6.QtGui import QFontMetricsF, QTextDocument, QTextFrameFormat, QTextOption

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.text_styles import CODE
from strakly_desktop.rendering.writing.block_writer import LIST_INDENT
from strakly_desktop.rendering.writing.formats import font_of

PAGE_MARGIN = 28
_TAB_LETTERS = 4


def prepare(document: QTextDocument) -> None:
    """Make a page of a new document: nothing to undo, and no line wider than the page."""
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)


def set_tab_stops(document: QTextDocument, look: Look) -> None:
    """Let a tab be as wide as some letters of code; Qt's own is wider."""
    option = document.defaultTextOption()
    code = QFontMetricsF(font_of(CODE, look, code=True))
    option.setTabStopDistance(_TAB_LETTERS * code.horizontalAdvance(" "))
    document.setDefaultTextOption(option)


def fit_margins(document: QTextDocument, left: int, right: int) -> None:
    """Leave so many px beside the text, and the page's own margin above and below it."""
    format_ = QTextFrameFormat()
    format_.setLeftMargin(left)
    format_.setRightMargin(right)
    format_.setTopMargin(PAGE_MARGIN)
    format_.setBottomMargin(PAGE_MARGIN)
    document.rootFrame().setFrameFormat(format_)


def empty(document: QTextDocument) -> None:
    """Take all text away; the margins go with it."""
    # Half cleared, the layout would report to the view, which asks it back and crashes.
    layout = document.documentLayout()
    layout.blockSignals(True)
    document.clear()
    layout.blockSignals(False)
    document.setIndentWidth(LIST_INDENT)
