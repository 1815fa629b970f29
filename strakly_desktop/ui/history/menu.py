"""What can be done with a saved conversation: the menu of its row in the history."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.controls.file_formats import ExportFormat
from strakly_desktop.ui.controls.menu import Menu

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import ConversationSummary


class ConversationMenu(Menu):
    """One menu for all rows; `popup_for` says which it is about.

    Signals:
        rename_requested(): type another name in the row.
        pin_requested(str, bool): id; whether it shall be pinned.
        export_requested(str, ExportFormat): the id, and as what.
        delete_requested(str): id.
    """

    rename_requested = Signal(str)
    pin_requested = Signal(str, bool)
    export_requested = Signal(str, object)
    delete_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._conversation: ConversationSummary | None = None
        self.setAccessibleName("Conversation")
        rename = self._add("Rename", "F2")
        rename.triggered.connect(self._rename)
        self._pin = self._add("Pin")
        self._pin.triggered.connect(self._toggle_pin)
        export = self.add_submenu("Export as")
        for file_format in ExportFormat:
            action = export.addAction(file_format.label)
            action.triggered.connect(lambda _checked, chosen=file_format: self._export(chosen))
        self.addSeparator()
        delete = self._add("Delete", "Del")
        delete.triggered.connect(self._delete)

    def popup_for(self, conversation: "ConversationSummary", at: QPoint) -> None:
        """Open at `at` (on the screen) for a conversation."""
        self._conversation = conversation
        self._pin.setText("Unpin" if conversation.pinned else "Pin")
        self.popup(at)

    def _add(self, text: str, keys: str = "") -> QAction:
        action = self.addAction(text)
        # Only shown: the list itself answers to the keys, and only while it has the keyboard.
        if keys:
            action.setText(f"{text}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
        return action

    def _rename(self) -> None:
        if self._conversation is not None:
            self.rename_requested.emit(self._conversation.id)

    def _toggle_pin(self) -> None:
        if self._conversation is not None:
            self.pin_requested.emit(self._conversation.id, not self._conversation.pinned)

    def _export(self, file_format: ExportFormat) -> None:
        if self._conversation is not None:
            self.export_requested.emit(self._conversation.id, file_format)

    def _delete(self) -> None:
        if self._conversation is not None:
            self.delete_requested.emit(self._conversation.id)
