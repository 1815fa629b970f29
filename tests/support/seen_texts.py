"""All that a person, a screen reader or a hovering mouse could read in the windows of an open desk."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QTextEdit, QWidget

from strakly_desktop.conversation.model import ConversationSummary, SearchHit
from strakly_desktop.ui.history.model import ENTRY

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_TEXTS = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)


def seen_texts(window: QWidget, *, without: QWidget | None = None) -> str:
    """Everything in a window and in the dialogs over it, one text a line; nothing of what is in `without`."""
    return "\n".join(text for text in _texts(window, without) if text)


def _texts(window: QWidget, without: QWidget | None) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        if without is not None and (widget is without or without.isAncestorOf(widget)):
            continue
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
        yield widget.accessibleDescription()
        if callable(own := getattr(widget, "text", None)):
            yield str(own())
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is not None and spoken.isValid():
            yield from (spoken.text(kind) for kind in _TEXTS)
            if (words := spoken.textInterface()) is not None:
                yield words.text(0, words.characterCount())
        if isinstance(widget, QTextEdit):
            yield from _of_document(widget.document())
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            yield from _of_model(model)


def _of_document(document: QTextDocument) -> Iterator[str]:
    yield document.toPlainText()
    yield document.toHtml()


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    # That of a list is private.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            yield from (
                str(model.data(index, role)) for role in _ROLES if model.data(index, role) is not None
            )
            yield from _of_entry(model.data(index, ENTRY))
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))


def _of_entry(entry: object) -> Iterator[str]:
    """What a row of the history paints: nobody reads an id or a moment there."""
    if isinstance(entry, ConversationSummary):
        yield entry.title
    elif isinstance(entry, SearchHit):
        yield entry.conversation.title
        yield "".join(piece.text for piece in (*entry.title, *entry.excerpt))
