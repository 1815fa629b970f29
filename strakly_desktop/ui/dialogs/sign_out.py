"""Asks who signs out whether their conversations shall stay on this computer: it may be nobody's own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import CheckBox, FormLabel
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.style.typography import Type

STAYS = "Your conversations stay on this computer, and open when you sign in again."
GOES = "Every conversation that this computer keeps for you is deleted. They cannot be brought back."
_MARGIN, _WIDTH = 24, 420


class SignOutDialog(Guarded, QDialog):
    """Open with `open()`.

    Signals:
        confirmed(bool): sign out; whether the conversations go.
    """

    confirmed = Signal(bool)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sign out")
        self._words = FormLabel(look, STAYS, Type.SMALL, "muted")
        self._remove = CheckBox(look, "Delete my conversations from this computer", checked=False)
        self._remove.toggled.connect(self._say)
        cancel = TextButton(look, "Cancel")
        self._confirm = TextButton(look, "Sign out", ButtonKind.PRIMARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(16)
        column.addWidget(FormLabel(look, "Sign out?", Type.DIALOG_TITLE))
        column.addWidget(self._remove)
        column.addWidget(self._words)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(cancel)
        foot.addWidget(self._confirm)
        column.addLayout(foot)
        self.setFixedWidth(min(look.scaled(_WIDTH), 640))
        self._ring = FocusRing(look, self)
        cancel.clicked.connect(self.reject)
        self._confirm.clicked.connect(self._send)
        self._confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, removes: bool) -> None:
        self._words.setText(GOES if removes else STAYS)
        self._confirm.set_label("Sign out and delete" if removes else "Sign out")
        self.adjustSize()

    def _send(self) -> None:
        removes = self._remove.isChecked()
        self.accept()
        self.confirmed.emit(removes)
