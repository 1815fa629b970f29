"""Asks who signs out whether their conversations shall stay on this computer: it may be nobody's own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import CheckBox, FormLabel
from strakly_desktop.ui.dialogs.form_dialog import FormDialog
from strakly_desktop.ui.style.typography import Type

STAYS = "Your conversations stay on this computer, and open when you sign in again."
GOES = "Every conversation that this computer keeps for you is deleted. They cannot be brought back."


class SignOutDialog(FormDialog):
    """Open with `open()`.

    Signals:
        confirmed(bool): sign out; whether the conversations go.
    """

    confirmed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, "Sign out?")
        self._words = FormLabel(look, STAYS, Type.SMALL, "muted")
        self._remove = CheckBox(look, "Delete my conversations from this computer", checked=False)
        self._remove.toggled.connect(self._say)
        cancel = TextButton(look, "Cancel")
        self._confirm = TextButton(look, "Sign out", ButtonKind.PRIMARY)
        self.lay_out((self._remove, self._words), (cancel, self._confirm))
        cancel.clicked.connect(self.reject)
        self._confirm.clicked.connect(self._send)
        self._confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, removes: bool) -> None:
        self._words.setText(GOES if removes else STAYS)
        self._confirm.set_label("Sign out and delete" if removes else "Sign out")
        self.fit(self._words)

    def _send(self) -> None:
        removes = self._remove.isChecked()
        self.accept()
        self.confirmed.emit(removes)
