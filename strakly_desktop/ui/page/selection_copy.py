"""The forms in which a selection is copied, written in slices: those of a page of 290,000 characters take 0.4 to 2.6 s.

They say what was selected when they were begun. Before any of that changes on the page, or leaves it, all of the page
is taken as it stands, which takes a twentieth of the time, and they are begun again from a document of its own.
"""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtGui import QTextCursor, QTextDocument, QTextDocumentFragment

from strakly_desktop.rendering.document.copied_html import copying_html
from strakly_desktop.rendering.document.copying import Copying, copying_text, finished
from strakly_desktop.rendering.export.typed_html import clipboard_html


class SelectionCopy:
    """Plain text and HTML of what `selection` marks now, as far as they are written.

    `address`: as `copied_html` takes it. `complete`: makes a selection whole at once that is to grow yet, and returns
    it; None for one that is whole.
    """

    def __init__(
        self,
        selection: QTextCursor,
        address: Callable[[str], str],
        complete: Callable[[], QTextCursor] | None = None,
    ) -> None:
        self._selection = QTextCursor(selection)
        self._complete = complete
        self._apart: _Apart | None = None
        self._text = _Form(copying_text)
        self._html = _Form(lambda marked: copying_html(marked, address))
        self._hearers: list[Callable[[str], None]] = []

    @property
    def is_ready(self) -> bool:
        """Whether both forms are written."""
        return self._text.written is not None and self._html.written is not None

    @property
    def is_waiting(self) -> bool:
        """Whether what is selected is not whole yet; `begin` makes an end of that."""
        return self._complete is not None

    def wait_for(self, complete: Callable[[], QTextCursor]) -> None:
        """What it waits for comes in another way."""
        self._complete = complete

    def begin(self, selection: QTextCursor) -> None:
        """What was to grow is whole now."""
        self._selection, self._complete = QTextCursor(selection), None

    def complete(self) -> None:
        """Make whole now what is selected."""
        if self._complete is not None:
            self.begin(self._complete())

    def go_on(self, until: float) -> None:
        """Write some of it, until a moment of `perf_counter`."""
        for form in (self._text, self._html):
            if not self.is_waiting and form.written is None and perf_counter() < until:
                form.go_on(self._marked(), until)
        self._note_written()

    def text(self) -> str:
        """The plain text: what is still to be written of it is, now."""
        return self._whole(self._text)

    def html(self) -> str:
        """The same of the HTML, a whole page."""
        return clipboard_html(self._whole(self._html))

    def when_text(self, hear: Callable[[str], None]) -> None:
        """Call `hear` with the plain text when it is written, or now if it is."""
        self._hearers.append(hear)
        self._note_written()

    def before_change(self, start: int) -> bool:
        """The page is about to change from position `start` on; whether it was taken for that, as it stands."""
        is_read = not self.is_ready and not self.is_waiting and self._apart is None
        if not is_read or start > self._selection.selectionEnd():
            return False
        self._apart = _Apart(self._selection)
        for form in (self._text, self._html):
            form.start_again()
        return True

    def _whole(self, form: "_Form") -> str:
        self.complete()
        if form.written is None:
            form.finish(self._marked())
            self._note_written()
        assert form.written is not None
        return form.written

    def _marked(self) -> QTextCursor:
        return self._selection if self._apart is None else self._apart.selection()

    def _note_written(self) -> None:
        if self._text.written is not None:
            hearers, self._hearers = self._hearers, []
            for hear in hearers:
                hear(self._text.written)
        if self.is_ready:
            self._selection, self._apart = QTextCursor(), None


class _Form:
    def __init__(self, begin: Callable[[QTextCursor], Copying]) -> None:
        self._begin = begin
        self._copying: Copying | None = None
        self.written: str | None = None

    def go_on(self, selection: QTextCursor, until: float) -> None:
        self._copying = self._copying or self._begin(selection)
        try:
            while perf_counter() < until:
                next(self._copying)
        except StopIteration as done:
            self.written, self._copying = str(done.value), None

    def finish(self, selection: QTextCursor) -> None:
        self.written, self._copying = finished(self._copying or self._begin(selection)), None

    def start_again(self) -> None:
        self._copying = None


class _Apart:
    """A page as it stood, and what was selected on it.

    To take it and to write it into a document are half of the time each: the second waits until somebody reads it.
    """

    def __init__(self, selection: QTextCursor) -> None:
        whole = QTextCursor(selection.document())
        whole.select(QTextCursor.SelectionType.Document)
        self._taken = QTextDocumentFragment(whole)
        self._ends = selection.anchor(), selection.position()
        self._document: QTextDocument | None = None

    def selection(self) -> QTextCursor:
        """What was selected, in a document of its own."""
        if self._document is None:
            self._document = QTextDocument()
            self._document.setUndoRedoEnabled(False)
            QTextCursor(self._document).insertFragment(self._taken)
            self._taken = QTextDocumentFragment()
        anchor, position = self._ends
        cursor = QTextCursor(self._document)
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        return cursor
