"""Changes the password of whoever is signed in. It knows no rule: who opened it says what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.dialogs.form_dialog import FormDialog
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.style.typography import Type


class NewPasswordDialog(FormDialog):
    """Open with `open()`. It stays until `accept` or the person closes it.

    Signals:
        save_requested(str, str): the password of now, and the new one. Nothing can be changed until it is answered
            with `show_error` or `accept`.
    """

    save_requested = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, "Change password")
        self._now = PasswordField(look, "Password of now")
        self._new = PasswordField(
            look, "New password", "At least 8 characters, with a capital, a small letter and a figure."
        )
        self._cancel = TextButton(look, "Cancel")
        self._save = TextButton(look, "Change", ButtonKind.PRIMARY)
        words = FormLabel(look, "It is the one of the web app too.", Type.SMALL, "muted")
        self.lay_out((words, self._now, self._new), (self._cancel, self._save))
        self._now.submitted.connect(self._new.setFocus)
        self._new.submitted.connect(self._ask_to_save)
        self._save.clicked.connect(self._ask_to_save)
        self._cancel.clicked.connect(self.reject)
        self._now.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str, *, is_new: bool) -> None:
        """Say what is wrong, at the field at fault."""
        self.set_busy(False)
        field = self._new if is_new else self._now
        field.show_error(words)
        field.select_all()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(field)

    def set_busy(self, busy: bool) -> None:
        """While it is asked for, nothing can be changed."""
        for part in (self._now, self._new, self._save):
            part.setEnabled(not busy)

    def _ask_to_save(self) -> None:
        if not self._save.isEnabled():
            return  # Its key came twice: it is asked for.
        self.set_busy(True)
        self.save_requested.emit(self._now.password(), self._new.password())
