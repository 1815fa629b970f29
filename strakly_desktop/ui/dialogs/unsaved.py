"""Asks who closes the window though something of theirs is on no disk: it would be gone with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.dialogs.form_dialog import FormDialog
from strakly_desktop.ui.style.typography import Type


class UnsavedDialog(FormDialog):
    """Open with `open()`. Esc keeps the window.

    Signals:
        save_requested(): write it elsewhere first.
        loss_confirmed(): close all the same.
    """

    save_requested = Signal()
    loss_confirmed = Signal()

    def __init__(self, look: Look, parent: QWidget, words: str, *, can_be_saved: bool) -> None:
        """`words`: what is not saved, and why. Not `can_be_saved`: it cannot be written elsewhere from here."""
        super().__init__(look, parent, "Close without saving?")
        self._words = FormLabel(look, words, Type.SMALL, "muted")
        self.close_anyway = TextButton(look, "Close anyway")
        self.cancel = TextButton(look, "Cancel", ButtonKind.NEUTRAL if can_be_saved else ButtonKind.PRIMARY)
        self.save = TextButton(look, "Save as...", ButtonKind.PRIMARY)
        for button in (self.close_anyway, self.cancel, self.save):
            button.setAccessibleDescription(words)
        buttons = (self.cancel, self.save) if can_be_saved else (self.cancel,)
        self.lay_out((self._words,), buttons, aside=self.close_anyway)
        if not can_be_saved:
            self.save.hide()
            self.save.setParent(self)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self._end(self.save_requested.emit))
        self.close_anyway.clicked.connect(lambda: self._end(self.loss_confirmed.emit))
        (self.save if can_be_saved else self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, tell: Callable[[], None]) -> None:
        self.accept()
        tell()
