"""The pages for a forgotten password: to whom a code is sent, and the new password with it."""

from PySide6.QtCore import Qt, Signal

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind
from strakly_desktop.ui.sign_in.fields import CodeField, EmailField, PasswordField, SignInField
from strakly_desktop.ui.sign_in.pages import BACK, CardPage


class ForgottenPage(CardPage):
    """The e-mail address that a code is sent to.

    Signals:
        submitted(str): the address.
        left().
    """

    submitted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            "A new password",
            "A code comes to your e-mail. This is also the way for who signs in to the web app with Google.",
        )
        self._email = EmailField(look)
        self._add_field(SignInField.EMAIL, self._email)
        self._add_error()
        self._submit = self._add_button("Send the code", ButtonKind.PRIMARY)
        self._back = self._add_button(BACK, ButtonKind.QUIET, apart=4)
        self._email.submitted.connect(self._send)
        self._submit.clicked.connect(self._send)
        self._back.clicked.connect(self.left)

    def set_email(self, email: str) -> None:
        """Show this address."""
        self._email.set_text(email)

    def _send(self) -> None:
        self.submitted.emit(self._email.text())


class NewPasswordPage(CardPage):
    """The code from the e-mail, and the new password.

    Signals:
        submitted(str, str): code and password.
        another_requested(): the code did not come.
        left().
    """

    submitted = Signal(str, str)
    another_requested = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "A new password", "")
        self._code = CodeField(look)
        self._password = PasswordField(look, "New password", "At least 8 characters.")
        self._add_field(SignInField.CODE, self._code)
        self._add_field(SignInField.NEW_PASSWORD, self._password)
        self._add_error()
        self._submit = self._add_button("Set it and sign in", ButtonKind.PRIMARY)
        self._back = self._add_button(BACK, ButtonKind.QUIET, apart=4)
        self._another = self._link("Send another code")
        self._column.addSpacing(4)
        self._column.addWidget(self._another, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._code.submitted.connect(self._password.setFocus)
        self._password.submitted.connect(self._send)
        self._submit.clicked.connect(self._send)
        self._another.clicked.connect(self.another_requested)
        self._back.clicked.connect(self.left)

    def tell_where(self, email: str) -> None:
        """The code was sent to this address, just now."""
        self._words.setText(f"A code was sent to {email}. It comes within minutes; look under spam too.")

    def begin(self) -> None:
        """Empty the fields."""
        self._code.set_text("")
        self.forget_secrets()

    def _send(self) -> None:
        self.submitted.emit(self._code.text(), self._password.password())
