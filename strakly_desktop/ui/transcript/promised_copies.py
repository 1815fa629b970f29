"""Puts what is selected on a page on the clipboard at once, as a promise: it is written in slices beside the window.

Whoever pastes it before all is written waits for the form that is asked for. What is short is written at once. What was
to come back onto a page that is left before is written beside it.
"""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QMetaType, QMimeData, QObject, QTimer
from PySide6.QtGui import QTextCursor

from strakly_desktop.rendering.document.document import TranscriptDocument
from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.rendering.guarded import Guarded

if TYPE_CHECKING:
    # It reads the columns of tables: imported when something is copied.
    from strakly_desktop.ui.page.selection_copy import SelectionCopy

_SLICE_MS = 12
_FRAME_MS = 16
_TEXT, _HTML = "text/plain", "text/html"


class PromisedCopy(Guarded, QMimeData):
    """What is selected, for a clipboard or a drag, which may be still to write."""

    def __init__(self, copy: "SelectionCopy") -> None:
        super().__init__()
        self._copy = copy
        # Their names alone.
        self.setText("")
        self.setHtml("")

    def retrieveData(self, mimetype: str, preferredType: QMetaType | QMetaType.Type) -> object:  # noqa: N803
        if mimetype == _TEXT:
            return self._copy.text()
        if mimetype == _HTML:
            return self._copy.html()
        return super().retrieveData(mimetype, preferredType)

    def when_text(self, hear: Callable[[str], None]) -> None:
        """Call `hear` with the plain text when it is written, or now if it is; never, if nobody wants it any more."""
        self._copy.when_text(hear)


class PromisedCopies(QObject):
    """Copies from the page that `content` writes. What nobody holds any more, as a clipboard with another copy, is
    dropped.
    """

    def __init__(self, content: TranscriptDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._content = content
        self._promised: WeakSet[SelectionCopy] = WeakSet()
        self._beside: list[_Beside] = []
        self._pass = QTimer(self, singleShot=True)
        self._pass.timeout.connect(self._go_on)

    @property
    def is_ready(self) -> bool:
        """Whether all that was copied is written."""
        return not self._promised

    def copy(
        self,
        selection: QTextCursor,
        address: Callable[[str], str],
        complete: Callable[[], QTextCursor] | None = None,
    ) -> QMimeData:
        """What is selected, for whoever takes it over; see `SelectionCopy`."""
        from strakly_desktop.ui.page.selection_copy import SelectionCopy

        return self.promise(SelectionCopy(selection, address, complete))

    def take(self, selection: QTextCursor, address: Callable[[str], str]) -> "SelectionCopy":
        """What is selected, as it stands: the page is about to change, and it may be copied after that."""
        from strakly_desktop.ui.page.selection_copy import SelectionCopy

        copy = SelectionCopy(selection, address)
        copy.before_change(0)
        return copy

    def promise(self, copy: "SelectionCopy") -> QMimeData:
        """What was taken, for whoever takes it over."""
        copy.go_on(perf_counter() + _SLICE_MS / 1000)
        if copy.is_ready:
            data = QMimeData()
            data.setText(copy.text())
            data.setHtml(copy.html())
            return data
        self._promised.add(copy)
        self._content.before_change = self.before_change
        self._pass.start(0)
        return PromisedCopy(copy)

    def begin(self, whole: QTextCursor) -> None:
        """All is there that was to be selected: `whole`."""
        for copy in self.wait_for_page:
            copy.begin(whole)
        if self._promised:
            self._pass.start(0)

    @property
    def wait_for_page(self) -> "list[SelectionCopy]":
        """What was copied of the page and waits for what comes back onto it."""
        return [copy for copy in self._promised if copy.is_waiting and not self._is_beside(copy)]

    def write_beside(self, apart: MessagesApart) -> None:
        """What waits for the page is all of `apart`, which is written between events: the page gets another text."""
        beside = _Beside(apart, self.wait_for_page)
        self._beside.append(beside)
        for copy in beside.copies:
            copy.wait_for(beside.finished)
        # The other page is painted first.
        self._pass.start(_FRAME_MS)

    def finish(self) -> None:
        """Write now all that is still to be written."""
        for copy in list(self._promised):
            copy.text()
            copy.html()
        self._go_on()

    def before_change(self, start: int) -> None:
        """The page is about to change from position `start` on."""
        for copy in self._promised:
            if not self._is_beside(copy) and copy.before_change(start):
                # Not in this round of the event loop: what was taken is written apart first.
                self._pass.start(_FRAME_MS)

    def _is_beside(self, copy: "SelectionCopy") -> bool:
        return any(copy in beside.copies for beside in self._beside)

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE_MS / 1000
        self._beside = [beside for beside in self._beside if beside.is_wanted]
        for beside in self._beside:
            beside.go_on()
        for copy in list(self._promised):
            copy.go_on(until)
            if copy.is_ready:
                self._promised.discard(copy)
        if not self._promised:
            self._content.before_change = None
        if self._beside or not all(copy.is_waiting for copy in self._promised):
            self._pass.start(0)


class _Beside:
    """A conversation that is written once more, and what was copied of it."""

    def __init__(self, apart: MessagesApart, copies: "Iterable[SelectionCopy]") -> None:
        self._apart = apart
        self._is_written = False
        self.copies = WeakSet(copies)

    @property
    def is_wanted(self) -> bool:
        """Whether anybody still holds a copy of it that is not written."""
        return any(not copy.is_ready for copy in self.copies)

    def go_on(self) -> None:
        """Write a slice of it."""
        if not self._is_written and self._apart.go_on():
            self._is_written = True
            self._begin_copies()

    def finished(self) -> QTextCursor:
        """All of it, however long that takes."""
        if not self._is_written:
            self._apart.finish()
            self._is_written = True
        return self._whole

    def _begin_copies(self) -> None:
        for copy in self.copies:
            if copy.is_waiting:
                copy.begin(self._whole)

    @property
    def _whole(self) -> QTextCursor:
        content = self._apart.content
        assert isinstance(content, TranscriptDocument)
        whole = QTextCursor(content.document)
        whole.select(QTextCursor.SelectionType.Document)
        return whole
