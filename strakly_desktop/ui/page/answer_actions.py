"""What can be done with an answer: small icon buttons after its source line."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.writing.turn_writer import ValuesState
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.copy_button import CopyButton
from strakly_desktop.ui.controls.menu import Menu

BUTTON = 28
HIDE_VALUES = "Hide amounts and numbers (F9)"
_SPACING = 4


class _Button(NamedTuple):
    icon: str
    name: str
    for_any: bool = True
    in_bar: bool = True


class AnswerAction(Enum):
    """The actions, in the order of their buttons. One that is not `for_any` answer is for the last only.

    One that is not `in_bar` is in the menu of Copy: on the right mouse button, the menu key, or with Shift.
    """

    COPY = _Button("copy", "Copy answer")
    TABLE = _Button("table-2", "Open table")
    CHART = _Button("chart-column", "Show chart")
    ASK_AGAIN = _Button("rotate-cw", "Ask again", for_any=False)
    PRINT = _Button("printer", "Print or save as PDF")
    VALUES = _Button("eye", "Show amounts and numbers (F9)")
    COPY_MARKDOWN = _Button("", "Copy as Markdown", in_bar=False)
    COPY_TEXT = _Button("", "Copy as plain text", in_bar=False)
    COPY_HTML = _Button("", "Copy as HTML", in_bar=False)


class AnswerActions(Guarded, QWidget):
    """The buttons for one answer; `message_id` tells which.

    Signals:
        requested(AnswerAction, str): a button was pressed, and the id of the answer.
    """

    requested = Signal(object, str)

    def __init__(
        self,
        look: Look,
        actions: Iterable[AnswerAction],
        parent: QWidget,
        leave: Callable[[bool], bool] = lambda forwards: False,
    ) -> None:
        """`leave` takes the keyboard on from the last button, or back from the first; False: as usual."""
        super().__init__(parent)
        self.message_id = ""
        self._leave = leave
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._copy = CopyButton(look, AnswerAction.COPY.value.name, BUTTON, self)
        self._copy.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._all = {action: self._button(look, action) for action in actions if action.value.in_bar}
        for button in self._all.values():
            row.addWidget(button)
        self.hide()

    def set_answer(
        self,
        message_id: str,
        *,
        has_table: bool,
        has_chart: bool,
        values: ValuesState = ValuesState.NONE,
    ) -> None:
        """Stand for this answer from now on."""
        if message_id != self.message_id:
            self._copy.show_ready()
        self.message_id = message_id
        self._all[AnswerAction.TABLE].setVisible(has_table)
        self._all[AnswerAction.CHART].setVisible(has_chart)
        show_values = self._all[AnswerAction.VALUES]
        show_values.setVisible(bool(values))
        if values is ValuesState.SHOWN:
            show_values.set_icon("lock", HIDE_VALUES)
        else:
            show_values.set_icon(AnswerAction.VALUES.value.icon, AnswerAction.VALUES.value.name)
        self.resize(self.sizeHint())

    @property
    def _buttons(self) -> list[IconButton]:
        return [button for button in self._all.values() if not button.isHidden()]

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for button in self._all.values():
            button.set_look(look)
        self.resize(self.sizeHint())

    def take_focus(self, *, forwards: bool) -> None:
        """Give the keyboard to the first button, or coming back to the last one."""
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        self._buttons[0 if forwards else -1].setFocus(reason)

    def has_focus(self) -> bool:
        """Whether one of the buttons has the keyboard."""
        return any(button.hasFocus() for button in self._buttons)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Step from button to button, and then to where the bar stands."""
        if not self.has_focus():
            return super().focusNextPrevChild(next)
        index = [button.hasFocus() for button in self._buttons].index(True) + (1 if next else -1)
        if 0 <= index < len(self._buttons):
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            self._buttons[index].setFocus(reason)
            return True
        return self._leave(next) or super().focusNextPrevChild(next)

    def _button(self, look: Look, action: AnswerAction) -> IconButton:
        if action is AnswerAction.COPY:
            self._copy.clicked.connect(self._press_copy)
            self._copy.customContextMenuRequested.connect(self._offer_formats)
            return self._copy
        button = IconButton(look, action.value.icon, action.value.name, BUTTON, self)
        button.clicked.connect(lambda: self.requested.emit(action, self.message_id))
        return button

    def _press_copy(self) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._offer_formats()
        else:
            self._request_copy(AnswerAction.COPY)

    def _request_copy(self, action: AnswerAction) -> None:
        self.requested.emit(action, self.message_id)
        self._copy.show_copied()

    def _offer_formats(self) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for action in AnswerAction:
            if not action.value.in_bar:
                chosen = menu.addAction(action.value.name)
                chosen.triggered.connect(lambda _checked, action=action: self._request_copy(action))
        menu.popup(self._copy.mapToGlobal(QPoint(0, self._copy.height() + _SPACING)))
