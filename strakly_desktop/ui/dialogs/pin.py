"""Sets the PIN that opens this desk for one person. It knows no account: who opened it says what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.dialogs.form_dialog import FormDialog
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.style.typography import Type

WORDS = (
    "It opens this desk for you, on this computer only, and lets you change places with others who have one: "
    "Ctrl+L, Alt and their number, the PIN. It ends with your sign-in."
)
_DIFFERENT = "This is another PIN than the one above."


class PinDialog(FormDialog):
    """Open with `open()`. It stays until `accept` or the person closes it.

    Signals:
        save_requested(str, str): the password, and the PIN that was typed twice. Nothing can be changed until it is
            answered with `show_error` or `accept`.
        remove_requested().
    """

    save_requested = Signal(str, str)
    remove_requested = Signal()

    def __init__(self, look: Look, parent: QWidget, *, has_pin: bool) -> None:
        super().__init__(look, parent, "PIN for this computer")
        self._password = PasswordField(look, "Password", "So that nobody else sets a PIN for you.")
        self._pin = PasswordField(look, "New PIN", "At least four figures.")
        self._again = PasswordField(look, "New PIN again")
        for field in (self._pin, self._again):
            field.take_figures()
        self._remove = TextButton(look, "Remove the PIN", ButtonKind.QUIET)
        self._remove.setVisible(has_pin)
        self._cancel = TextButton(look, "Cancel")
        self._save = TextButton(look, "Save", ButtonKind.PRIMARY)
        words = FormLabel(look, WORDS, Type.SMALL, "muted")
        parts = (words, self._password, self._pin, self._again)
        self.lay_out(parts, (self._cancel, self._save), self._remove)
        self._password.submitted.connect(self._pin.setFocus)
        self._pin.submitted.connect(self._again.setFocus)
        self._again.submitted.connect(self._ask_to_save)
        self._save.clicked.connect(self._ask_to_save)
        self._cancel.clicked.connect(self.reject)
        self._remove.clicked.connect(self.remove_requested)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str, *, is_password: bool) -> None:
        """Say what is wrong, at the field at fault."""
        self.set_busy(False)
        field = self._password if is_password else self._pin
        field.show_error(words)
        field.select_all()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(field)

    def set_busy(self, busy: bool) -> None:
        """While it is looked at, nothing can be changed."""
        for part in (self._password, self._pin, self._again, self._save, self._remove):
            part.setEnabled(not busy)

    def _ask_to_save(self) -> None:
        if not self._save.isEnabled():
            return  # Its key came twice: it is asked for.
        if self._pin.password() != self._again.password():
            self._again.show_error(_DIFFERENT)
            self._again.select_all()
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit(self._again)
        else:
            self.set_busy(True)
            self.save_requested.emit(self._password.password(), self._pin.password())
