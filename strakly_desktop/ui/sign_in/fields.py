"""The fields of the sign-in: an e-mail, a code, and a password that can be looked at."""

import sys
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import IconButton
from strakly_desktop.ui.controls.form_fields import AddressField

_LONGEST = 500
_EYE = 30


class SignInField(Enum):
    """What can be wrong on the card. NONE: nothing that was typed."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - the name of a field
    SERVER = "server"
    ASSISTANT = "assistant"
    CODE = "code"
    NEW_PASSWORD = "new-password"  # noqa: S105
    NONE = ""


class EmailField(AddressField):
    """An e-mail address."""

    def __init__(self, look: Look, text: str = "") -> None:
        super().__init__(look, "E-mail", "", text)
        self._line.setMaxLength(_LONGEST)
        hints = Qt.InputMethodHint.ImhEmailCharactersOnly | Qt.InputMethodHint.ImhNoAutoUppercase
        self._line.setInputMethodHints(hints)


class CodeField(AddressField):
    """The figures from an e-mail."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Code from the e-mail", "", "")
        self._line.setMaxLength(20)
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)


class _Line(Guarded, QLineEdit):
    """A line that keeps its eye at its right end, and takes what was typed: no figure or letter of a shortcut."""

    eye: IconButton | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What the eye does not take comes here too, although the keyboard is there and not in the line.
        if _is_shortcut(event) or (self.eye is not None and self.eye.hasFocus()):
            event.ignore()  # Behind dots, nobody would see what it wrote.
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.eye is not None:
            inset = (self.height() - self.eye.height()) // 2
            self.eye.move(self.width() - self.eye.width() - inset, inset)


def _is_shortcut(event: QKeyEvent) -> bool:
    """Whether a key would write what stands on it although Alt or the system's key is held. On a Mac Option writes
    other characters; elsewhere AltGr does, which may be Ctrl and Alt."""
    if sys.platform == "darwin" or not event.text().isprintable() or not event.text():
        return False
    held = event.modifiers()
    is_alt_gr = bool(held & Qt.KeyboardModifier.ControlModifier) or bool(
        held & Qt.KeyboardModifier.GroupSwitchModifier
    )
    return bool(held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier)) and not is_alt_gr


class PasswordField(AddressField):
    """A password behind dots, with an eye that shows it. It is never trimmed: blanks may belong to it."""

    def __init__(self, look: Look, name: str, hint: str = "") -> None:
        super().__init__(look, name, hint, "", line=_Line())
        assert isinstance(self._line, _Line)
        self._line.setMaxLength(_LONGEST)
        self._eye = IconButton(look, "eye", f"Show {name.lower()}", _EYE, self._line)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._line.eye = self._eye
        self._show(False)
        self.set_look(look)

    def password(self) -> str:
        """What was typed, to the last blank."""
        return self._line.text()

    def clear(self) -> None:
        """Forget what was typed, and cover it again."""
        self._line.setText("")  # Not `clear`, which Undo takes back once the eye is open.
        self._eye.setChecked(False)

    def set_bare(self) -> None:
        """Stand without the label above: the name is in the line itself."""
        self._label.hide()
        self._line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def take_figures(self) -> None:
        """It is a PIN: a screen keyboard shows figures."""
        self._line.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
        )

    def set_name(self, name: str) -> None:
        """What it asks for, where it stands without its label."""
        self._line.setPlaceholderText(name)
        self._line.setAccessibleName(name)

    def select_all(self) -> None:
        """Mark it, so that typing replaces it."""
        self._line.selectAll()

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        if hasattr(self, "_eye"):
            self._eye.set_look(look)
            self._eye.resize(self._eye.sizeHint())
            self._line.setTextMargins(0, 0, self._eye.width(), 0)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)
        self._eye.setToolTip(self._eye.accessibleName() if not shown else "Hide it")
