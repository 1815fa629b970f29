"""Copy on code cards: one real button serves all of them, at the card under the mouse or the last one in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QTextEdit

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.copy_button import CopyButton
from strakly_desktop.ui.page.code_cards import BUTTON, CodeInSight, code_of


class CodeCopy(QObject):
    """Places the button in `view` and copies the code of its card.

    Signals:
        card_changed(): the button stands on another card, or nowhere.
    """

    card_changed = Signal()

    def __init__(self, look: Look, view: QTextEdit) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._codes: Sequence[CodeInSight] = ()
        self._group = 0
        self._button = CopyButton(look, "Copy code", BUTTON, view.viewport())
        self._button.hide()
        self._button.clicked.connect(self._copy)

    @property
    def group(self) -> int:
        """The group of the card on which the button stands; 0 for none."""
        return self._group

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._button.set_look(look)

    def place(self, codes: Sequence[CodeInSight], mouse_y: float | None) -> None:
        """Put the button where it belongs. `codes`: the cards in sight; `mouse_y`: in the document."""
        self._codes = codes
        hovered = [code for code in codes if mouse_y is not None and code.top <= mouse_y <= code.bottom]
        code = next(reversed(hovered or codes), None)
        if code is not None:
            area = code.button_area(self._look).translated(0, -self._view.verticalScrollBar().value())
            self._button.setGeometry(area.toRect())
        group = 0 if code is None else code.group
        if group != self._group:
            self._group = group
            self._button.setVisible(group != 0)
            self._button.show_ready()
            self.card_changed.emit()

    def _copy(self) -> None:
        code = next((code for code in self._codes if code.group == self._group), None)
        if code is not None:
            text = code_of(code.group, code.first)
            QApplication.clipboard().setText(text)
            self._button.show_copied()
