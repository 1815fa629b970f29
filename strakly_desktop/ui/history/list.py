"""A list of conversations: one tab stop, arrows inside, a menu at each row.

The row that the arrows are on and the conversation that the window shows are two things: walking through the
list opens nothing.
"""

from functools import cached_property

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.uniform_list import UniformList
from strakly_desktop.ui.history.menu import ConversationMenu
from strakly_desktop.ui.history.model import ENTRY, conversation_at
from strakly_desktop.ui.history.rows import HistoryRows

_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WALK = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class HistoryList(UniformList):
    """Shows a HistoryModel or a HitModel.

    Signals:
        conversation_chosen(str, str): id, and the id of the message that a search found in it, else "".
        rename_requested(str, str): id and new title.
        pin_requested(str, bool), export_requested(str, ExportFormat), delete_requested(str): see ConversationMenu.
        left_upwards(): Up on the first row.
        keyboard_released(): the open conversation was renamed, or was not, by a wish that came from elsewhere.
        end_neared(): fewer than two pages of rows are left below.
    """

    conversation_chosen = Signal(str, str)
    rename_requested = Signal(str, str)
    pin_requested = Signal(str, bool)
    export_requested = Signal(str, object)
    delete_requested = Signal(str)
    left_upwards = Signal()
    keyboard_released = Signal()
    end_neared = Signal()

    def __init__(self, look: Look, model: QAbstractItemModel, name: str, parent: QWidget) -> None:
        super().__init__(model, parent)
        self._look = look
        self._rows = HistoryRows(look, self)
        self._open_id = ""
        self._is_elsewhere = False
        self._gives_back = False
        self.setObjectName("historyList")
        self.setAccessibleName(name)
        self.setItemDelegate(self._rows)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A click opens, and the keyboard stays where the question is written.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._rows.renamed.connect(self.rename_requested)
        # Qt's own slot, which takes the keyboard back into the list, is connected before.
        self._rows.closeEditor.connect(self._give_back)
        self.verticalScrollBar().valueChanged.connect(self.watch_end)
        self.verticalScrollBar().rangeChanged.connect(self.watch_end)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._rows.set_look(look)
        self.scheduleDelayedItemsLayout()

    def set_open(self, conversation_id: str) -> None:
        """Mark the conversation that the window shows, "" for none; the keyboard comes to it next time."""
        if conversation_id != self._open_id:
            self._open_id = conversation_id
            self._is_elsewhere = True
        self._rows.set_open(conversation_id)
        self.viewport().update()

    def set_drafts(self, conversation_ids: frozenset[str]) -> None:
        """In which conversations something is typed and not sent."""
        self._rows.set_drafts(conversation_ids)
        self.viewport().update()

    def set_unsaved(self, conversation_ids: frozenset[str]) -> None:
        """Of which conversations something is not on the disk."""
        self._rows.set_unsaved(conversation_ids)
        self.viewport().update()

    def set_elsewhere(self, conversation_ids: frozenset[str]) -> None:
        """Which conversations were made elsewhere."""
        self._rows.set_elsewhere(conversation_ids)
        self.viewport().update()

    def current_id(self) -> str:
        """The conversation that the arrows are on, "" for none."""
        conversation = conversation_at(self.currentIndex())
        return "" if conversation is None else conversation.id

    @property
    def is_renaming(self) -> bool:
        """Whether a name is being typed."""
        # A click beside it has Qt forget the state, but not the editor.
        is_open = self.isPersistentEditorOpen(self.currentIndex())
        return is_open or self.state() == QListView.State.EditingState

    def go_to(self, index: QModelIndex) -> None:
        """Put the arrows on a row and bring it into sight."""
        if index.isValid():
            self.setCurrentIndex(index)

    def go_to_conversation(self, conversation_id: str) -> None:
        """Put the arrows on a conversation, if it is there."""
        if (index := self._index_of(conversation_id)) is not None:
            self.setCurrentIndex(index)

    def go_to_first(self) -> None:
        """Put the arrows on the first conversation."""
        first = next((row for row in range(self.model().rowCount()) if self._is_conversation(row)), None)
        if first is not None:
            self.scrollToTop()
            self.setCurrentIndex(self.model().index(first, 0))

    def _go_to_open(self) -> None:
        if (index := self._index_of(self._open_id)) is not None:
            self.setCurrentIndex(index)
        else:
            self.go_to_first()

    def _index_of(self, conversation_id: str) -> QModelIndex | None:
        rows = (self.model().index(row, 0) for row in range(self.model().rowCount()))
        shown = (index for index in rows if (found := conversation_at(index)) and found.id == conversation_id)
        return next(shown, None)

    def open_first(self) -> bool:
        """Open the first conversation; False if there is none."""
        self.go_to_first()
        return self._open(self.currentIndex())

    def rename_current(self) -> None:
        """Have another name typed in the row that the arrows are on."""
        self._rename()

    def rename_open(self) -> bool:
        """Have another name typed in the row of the open conversation, wherever the keyboard was; it goes back then.

        False where that is in no row here.
        """
        if (index := self._index_of(self._open_id)) is None:
            return False
        self.setCurrentIndex(index)
        self._rename()
        self._gives_back = True
        return True

    def watch_end(self) -> None:
        """Tell once more if the end is near."""
        bar = self.verticalScrollBar()
        if bar.value() + 2 * self.viewport().height() >= bar.maximum():
            self.end_neared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        conversation = conversation_at(self.currentIndex())
        if self.is_renaming:
            event.ignore()  # What the name being typed leaves over: its Return ends the rename, no more.
        elif key in _OPEN and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_F2:
            self._rename()
        elif key == Qt.Key.Key_Delete:
            if conversation is not None:
                self.delete_requested.emit(conversation.id)
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            self._open_menu(self.currentIndex())
        elif key == Qt.Key.Key_Up and not self._above(self.currentIndex()):
            self.left_upwards.emit()
        elif key in _WALK:
            super().keyPressEvent(event)
        else:
            # Esc and what is typed are the window's.
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_keyboard = event.reason() in _BY_KEYBOARD
        if (self._is_elsewhere and by_keyboard) or not self.currentIndex().isValid():
            # Del and Return are for what is seen as open, not for the row that was clicked an hour ago.
            self._is_elsewhere = False
            self._go_to_open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._on_dots(event.position().toPoint()):
            self._open_menu(self.indexAt(event.position().toPoint()))
        elif event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        pressed = self.currentIndex()
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self._on_dots(at) and self.indexAt(at) == pressed:
            self._open(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._rows.set_dots_hovered(self._on_dots(event.position().toPoint()))
        self.set_mouse(event.position().toPoint())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._rows.set_dots_hovered(False)
            self.set_mouse(None)
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._open_menu(self.currentIndex())
        else:
            self._open_menu(self.indexAt(event.pos()), event.globalPos())

    def _open(self, index: QModelIndex) -> bool:
        conversation = conversation_at(index)
        if conversation is None:
            return False
        # The first picture shows no conversation.
        from strakly_desktop.conversation.model import SearchHit

        entry = index.data(ENTRY)
        self.conversation_chosen.emit(
            conversation.id, entry.message_id if isinstance(entry, SearchHit) else ""
        )
        return True

    def _rename(self) -> None:
        # A name that is still being typed is taken first: Qt opens no second editor. The rows may move by it.
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.is_renaming and conversation_at(self.currentIndex()) is not None:
            self.edit(self.currentIndex())

    def _give_back(self) -> None:
        gives_back, self._gives_back = self._gives_back, False
        if gives_back and self.hasFocus():
            self.keyboard_released.emit()

    def _rename_chosen(self, conversation_id: str) -> None:
        """The list may have been read anew under the open menu: its own conversation is renamed, or none."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.is_renaming:
            return
        if (index := self._index_of(conversation_id)) is not None:
            self.setCurrentIndex(index)
            self._rename()

    @cached_property
    def _menu(self) -> ConversationMenu:
        menu = ConversationMenu(self)
        menu.rename_requested.connect(self._rename_chosen)
        menu.pin_requested.connect(self.pin_requested)
        menu.export_requested.connect(self.export_requested)
        menu.delete_requested.connect(self.delete_requested)
        menu.aboutToHide.connect(lambda: self._mark_menu_row(QModelIndex()))
        return menu

    def _open_menu(self, index: QModelIndex, at: QPoint | None = None) -> None:
        conversation = conversation_at(index)
        if conversation is None or self._menu.isVisible():
            return
        self.setCurrentIndex(index)
        if at is None:
            dots = self._rows.dots(self.visualRect(index))
            at = self.viewport().mapToGlobal(dots.bottomLeft() + QPoint(0, 4))
        self._mark_menu_row(index)
        self._menu.popup_for(conversation, at)

    def _mark_menu_row(self, index: QModelIndex) -> None:
        self._rows.set_menu_row(index)
        self.viewport().update()

    def _on_dots(self, at: QPoint) -> bool:
        index = self.indexAt(at)
        return conversation_at(index) is not None and self._rows.dots(self.visualRect(index)).contains(at)

    def _is_conversation(self, row: int) -> bool:
        return conversation_at(self.model().index(row, 0)) is not None

    def _above(self, index: QModelIndex) -> bool:
        """Whether a conversation stands above this one: only a heading can be in between."""
        return any(self._is_conversation(row) for row in range(max(0, index.row() - 2), index.row()))
