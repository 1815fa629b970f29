"""What a paste or a drop puts into the question: its plain text, or why nothing of it can be sent.

Programs offer one copy in several forms. A file manager offers names of files as text beside the files, and
those must not slip into a question as if somebody had written them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

from strakly_desktop.conversation.text_safety import TURNING

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

FILES_REFUSED = "Files cannot be sent. Copy the text in them and paste that."
PICTURES_REFUSED = "Pictures cannot be sent: only text can."
OTHER_REFUSED = "This cannot be sent: only text can."
RICH_TEXT_TOO_LONG = "This text is too long to be pasted. Paste a part of it."

MOST_RICH_TEXT_CHARS = 1_000_000
_ADDRESSES = frozenset({"http", "https", "mailto", "tel"})
_PLAIN = "text/plain"
# Some file managers say what the text beside it is only in here.
_FILE_LISTS = ("x-special/gnome-copied-files", "application/x-kde-cutselection")
_FILE_LIST_TEXT = "x-special/nautilus-clipboard"
_NO_CHARACTERS = dict.fromkeys(map(ord, "\0\ufffc\ufeff\ufffe"), None)
# What steers a terminal or a printer has no look of its own: it stood in the question as an empty box.
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None)
_LINE_ENDS = dict.fromkeys(map(ord, "\n\v\f\x85\u2028\u2029"), "\n") | {ord("\t"): "\t"}
_NOT_TYPED = _CONTROLS | _NO_CHARACTERS | TURNING | _LINE_ENDS


@dataclass(frozen=True, slots=True)
class PastedText:
    """`text` to insert, or `refusal`: one sentence for the person. Both are "" where there was nothing at all."""

    text: str = ""
    refusal: str = ""


def pasted_text(source: QMimeData) -> PastedText:
    """Read what was copied: text in whatever form, but neither names of files nor a picture's description."""
    formats = source.formats()
    if _offers_files(source, formats):
        return PastedText(refusal=FILES_REFUSED)
    text = _plain_text(source, formats)
    if text:
        return PastedText(_clean(text))
    if source.hasImage() or any(name.startswith("image/") for name in formats):
        return PastedText(refusal=PICTURES_REFUSED)
    if source.hasHtml():
        return _of_rich_text(source.html())
    if source.hasUrls():
        return PastedText("\n".join(url.toString() for url in source.urls()))
    if any(not name.startswith(_PLAIN) and source.data(name).size() for name in formats):
        return PastedText(refusal=OTHER_REFUSED)
    return PastedText()


def _offers_files(source: QMimeData, formats: list[str]) -> bool:
    if any(name in formats for name in _FILE_LISTS) or source.text().startswith(_FILE_LIST_TEXT):
        return True
    return any(_is_file(url) for url in source.urls())


def _is_file(url: "QUrl") -> bool:
    """Also one of a network folder, a phone or a waste basket: whatever has no address that people write."""
    return url.isValid() and url.scheme().lower() not in _ADDRESSES


def _plain_text(source: QMimeData, formats: list[str]) -> str:
    # Not `text()`: where there is no text, that makes one out of the addresses.
    if source.hasFormat(_PLAIN):
        return source.text()
    for name in formats:
        if name.startswith(f"{_PLAIN};charset="):
            raw = bytes(source.data(name).data())
            try:
                return raw.decode(name.partition("=")[2].strip("\"'"), "replace")
            except LookupError:
                return raw.decode("utf-8", "replace")
    return ""


def _of_rich_text(html: str) -> PastedText:
    if len(html) > MOST_RICH_TEXT_CHARS:
        return PastedText(refusal=RICH_TEXT_TOO_LONG)
    text = _clean(QTextDocumentFragment.fromHtml(html).toPlainText())
    if text.strip():
        return PastedText(text)
    return PastedText(refusal=PICTURES_REFUSED if "<img" in html.lower() else "")


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_TYPED)
