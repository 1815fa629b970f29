"""Puts answers on the clipboard: as they read and with typed tables, Markdown as it was written, HTML as code.

A long one is prepared in a thread and laid out part by part: the window would hold still for half a second.
"""

import asyncio
from collections.abc import Callable, Generator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.files.answer_reading import SHORT
from strakly_desktop.app.files.time_slicing import PAUSE_S
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.ui.controls.file_formats import CopyFormat

if TYPE_CHECKING:
    from strakly_desktop.rendering.document.answer_text import TextPart
    from strakly_desktop.rendering.export.addresses import Address


class Wanted(NamedTuple):
    """What is to be copied: the Markdown of an answer that was written on a `day`. `address`: of its links."""

    text: str
    day: date
    address: "Address"
    form: CopyFormat


class _Prepared(NamedTuple):
    """`text` as it goes to the clipboard, unless it is still in `parts`; `html` beside it."""

    form: CopyFormat
    text: str = ""
    html: str = ""
    parts: "tuple[TextPart, ...]" = ()


class AnswerCopying:
    """Copies one answer at a time: the last one that was asked for is what the clipboard gets.

    What somebody copies before it is ready, here or in another program, stays.
    """

    def __init__(self) -> None:
        self._tasks = BackgroundTasks("answer copying")
        self._is_closed = False
        QApplication.clipboard().changed.connect(self._drop)

    def copy(self, wanted: Wanted, then: Callable[[], None]) -> None:
        """Put it on the clipboard, then call `then`: now if it is short, else as soon as it is ready."""
        self._tasks.cancel()
        if len(wanted.text) > SHORT:
            self._tasks.start(_copy_long(wanted, then))
        else:
            for _ in _put(_prepared(wanted)):
                pass
            then()

    def forget(self) -> None:
        """What is not on the clipboard yet does not come onto it."""
        self._tasks.cancel()

    async def aclose(self) -> None:
        """Copy nothing any more."""
        if not self._is_closed:
            self._is_closed = True
            QApplication.clipboard().changed.disconnect(self._drop)
        await self._tasks.aclose()

    def _drop(self, mode: QClipboard.Mode) -> None:
        """Something else was copied since; or it was this copy, which has nothing left to wait for."""
        if mode is QClipboard.Mode.Clipboard:
            self._tasks.cancel()


async def _copy_long(wanted: Wanted, then: Callable[[], None]) -> None:
    for _ in _put(await asyncio.to_thread(_prepared, wanted)):
        await asyncio.sleep(PAUSE_S)
    then()


def _prepared(wanted: Wanted) -> _Prepared:
    """All of it that needs nothing of Qt."""
    # Imported when there is an answer: markdown must not delay the first paint.
    from strakly_desktop.rendering.document.answer_text import text_parts
    from strakly_desktop.rendering.export.addresses import markdown_with_addresses, with_addresses
    from strakly_desktop.rendering.export.typed_html import clipboard_html, typed_tables
    from strakly_desktop.rendering.markdown.markup import to_html

    shown = to_html(wanted.text)
    if wanted.form is CopyFormat.MARKDOWN:
        return _Prepared(wanted.form, markdown_with_addresses(wanted.text, shown, wanted.address))
    html = with_addresses(shown, wanted.address)
    if wanted.form is CopyFormat.HTML:
        return _Prepared(wanted.form, html)
    typed = clipboard_html(typed_tables(html, wanted.day))
    return _Prepared(wanted.form, html=typed, parts=tuple(text_parts(wanted.text)))


def _put(prepared: _Prepared) -> Generator[None, None, None]:
    from strakly_desktop.rendering.document.answer_text import text_of

    data = QMimeData()
    data.setText((yield from text_of(prepared.parts)) if prepared.parts else prepared.text)
    if prepared.form is CopyFormat.MARKDOWN:
        data.setData("text/markdown", prepared.text.encode("utf-8", "replace"))
    elif prepared.form is CopyFormat.TEXT:
        data.setHtml(prepared.html)
    QApplication.clipboard().setMimeData(data)
