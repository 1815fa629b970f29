"""The pages of the sign-in card: who signs in, at which server, for which gym."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import AddressField, ErrorLine, FormLabel
from strakly_desktop.ui.sign_in.fields import EmailField, PasswordField, SignInField
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type

_MARK, _MARK_ICON, _MARK_RADIUS = 40, 24, 10
_BUTTON_HEIGHT = 40
BACK = "Back"
DEMO = "Try the demo gym instead"
_EMAIL_HERE = "This is an e-mail. Here goes the server's address; e-mail and password come after it."
_NOT_NOW = "Not now"


@dataclass(frozen=True, slots=True)
class GymChoice:
    """A gym to choose; `city` "" where it is not known."""

    id: int
    name: str
    city: str = ""


class _Mark(Guarded, QWidget):
    """The app's mark at the head of the card."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._look.scaled(_MARK)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        side, size = look.scaled(_MARK), look.scaled(_MARK_ICON)
        draw_box(
            painter,
            QRect(0, 0, side, side),
            _MARK_RADIUS,
            color(look, "accent"),
            color(look, "accent-outline"),
        )
        icon = icon_pixmap(look, "activity", "on-accent", size, self.devicePixelRatioF())
        painter.drawPixmap((side - size) // 2, (side - size) // 2, icon)


class CardPage(QWidget):
    """One page: mark, title, what to know, fields, an error that belongs to none of them, and buttons.

    Signals:
        size_changed(): it wants another height.
    """

    size_changed = Signal()

    def __init__(self, look: Look, title: str, words: str) -> None:
        super().__init__()
        self._look = look
        self._error = ErrorLine(look, "", Type.SMALL, "danger")
        self._error.hide()
        self._title = FormLabel(look, title, Type.DIALOG_TITLE)
        self._words = FormLabel(look, words, Type.SMALL, "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        mark = _Mark(look)
        self._column.addWidget(mark)
        self._column.addSpacing(16)
        self._column.addWidget(self._title)
        self._column.addWidget(self._words)
        self._parts: list[_Mark | FormLabel | AddressField | TextButton] = [
            mark,
            self._title,
            self._words,
            self._error,
        ]
        self._fields: dict[SignInField, AddressField] = {}

    @property
    def title(self) -> str:
        return self._title.text()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in self._parts:
            part.set_look(look)

    def focus_first(self) -> None:
        """Put the keyboard where it is needed first."""
        fields = list(self._fields.values())
        target = next((field for field in fields if not field.text()), fields[-1] if fields else None)
        (target or self._buttons()[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, field: SignInField, words: str) -> None:
        """Say what is wrong, at the field at fault where it is on this page; "" for nothing."""
        at_fault = self._fields.get(field)
        self.clear_errors()
        if at_fault is not None:
            at_fault.show_error(words)
            at_fault.setFocus(Qt.FocusReason.OtherFocusReason)
        elif words:
            self._error.setText(words)
            self._error.setAccessibleName(words)
            self._error.show()
        self.size_changed.emit()

    def clear_errors(self) -> None:
        """Take every error away."""
        self._error.hide()
        for field in self._fields.values():
            field.show_error("")

    def set_busy(self, busy: bool) -> None:
        """While something is asked, nothing can be changed."""
        for part in (*self._fields.values(), *self._buttons()):
            part.setEnabled(not busy)

    def forget_secrets(self) -> None:
        """Empty the fields that hold any."""
        for field in self._fields.values():
            if isinstance(field, PasswordField):
                field.clear()

    def _buttons(self) -> list[TextButton]:
        return [part for part in self._parts if isinstance(part, TextButton)]

    def _add_field(self, key: SignInField, field: AddressField) -> None:
        self._column.addSpacing(16 if self._fields else 20)
        self._column.addWidget(field)
        self._parts.append(field)
        self._fields[key] = field

    def _add_error(self) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(self._error)

    def _add_button(self, label: str, kind: ButtonKind, *, apart: int = 16) -> TextButton:
        button = TextButton(self._look, label, kind)
        button.set_height(_BUTTON_HEIGHT)
        # As wide as the card, also where that is narrower than its words.
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._column.addSpacing(apart)
        self._column.addWidget(button)
        self._parts.append(button)
        return button

    def _link(self, label: str) -> TextButton:
        link = TextButton(self._look, label, ButtonKind.LINK, small=True)
        self._parts.append(link)
        return link


class CredentialsPage(CardPage):
    """E-mail and password.

    Signals:
        submitted(str, str): e-mail and password as they were typed.
        forgotten(), server_change_requested(), demo_requested().
        left(): the person does not want to sign in now.
    """

    submitted = Signal(str, str)
    forgotten = Signal()
    server_change_requested = Signal()
    demo_requested = Signal()
    left = Signal()

    def __init__(self, look: Look, email: str) -> None:
        super().__init__(look, "Sign in to Strakly", "Use the account you use in the web app.")
        self._email = EmailField(look, email)
        self._password = PasswordField(look, "Password")
        self._add_field(SignInField.EMAIL, self._email)
        self._add_field(SignInField.PASSWORD, self._password)
        self._add_error()
        self._submit = self._add_button("Sign in", ButtonKind.PRIMARY)
        self._demo = self._add_button(DEMO, ButtonKind.QUIET, apart=4)
        self._leave = self._add_button(_NOT_NOW, ButtonKind.QUIET, apart=4)
        self._forgot = self._link("Forgot your password?")
        self._column.addSpacing(4)
        self._column.addWidget(self._forgot, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._server = FormLabel(look, "", Type.SMALL, "muted")
        self._server.setWordWrap(False)
        self._server.setMinimumWidth(1)
        self._change = self._link("Change")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        row.addWidget(self._server)
        row.addWidget(self._change)
        row.addStretch()
        self._column.addSpacing(12)
        self._column.addLayout(row)
        self._parts.append(self._server)
        self._email.submitted.connect(self._password.setFocus)
        self._password.submitted.connect(self._send)
        self._submit.clicked.connect(self._send)
        self._demo.clicked.connect(self.demo_requested)
        self._leave.clicked.connect(self.left)
        self._forgot.clicked.connect(self.forgotten)
        self._change.clicked.connect(self.server_change_requested)

    def email(self) -> str:
        """What stands in the field of the e-mail."""
        return self._email.text()

    def set_email(self, email: str) -> None:
        """Show this address."""
        self._email.set_text(email)

    def ask_for_email(self) -> None:
        """Put the keyboard on the e-mail, so that another one replaces it."""
        self._email.setFocus(Qt.FocusReason.TabFocusReason)

    def go_on_with_email(self, begun: str) -> None:
        """Put the keyboard behind what was typed of the e-mail."""
        self._email.set_text(begun)
        self._email.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_server(self, host: str, *, may_change: bool) -> None:
        """Where passwords go; "" while no server was named."""
        self._server.setText(f"Server {host}" if host else "No server is set up yet.")
        self._change.set_label("Change" if host else "Enter its address")
        self._change.setVisible(may_change)

    def set_demo_offered(self, offered: bool) -> None:
        """Whether there is a demo gym to try."""
        self._demo.setVisible(offered)

    def set_words(self, words: str) -> None:
        """What stands below the title: why somebody is asked."""
        self._words.setText(words)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self._submit.set_label("Signing in..." if busy else "Sign in")

    def set_waiting(self, seconds: int) -> None:
        """How long nothing can be tried; 0 for at once."""
        self._submit.setEnabled(not seconds)
        self._submit.set_label(f"Wait {seconds} s" if seconds else "Sign in")

    def show_error(self, field: SignInField, words: str) -> None:
        super().show_error(field, words)
        if field is SignInField.PASSWORD and words:
            self._password.select_all()

    def _send(self) -> None:
        if self._submit.isEnabled():
            self.submitted.emit(self._email.text(), self._password.password())


class ServerPage(CardPage):
    """The addresses of the gym's servers: the first page where none is known, for without one there is no sign-in.

    Signals:
        submitted(str, str): the server's, and the assistant's or "".
        left(), demo_requested().
    """

    submitted = Signal(str, str)
    left = Signal()
    demo_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Your gym's server", "")
        self._is_first = False
        self._has_demo = True
        self._server = AddressField(look, "Server address", "For example gym.example.com", "")
        self._assistant = AddressField(look, "Assistant address", "Only where it is another one.", "")
        self._assistant.set_placeholder("The same")
        self._add_field(SignInField.SERVER, self._server)
        self._add_field(SignInField.ASSISTANT, self._assistant)
        self._add_error()
        self._use = self._add_button("Use this server", ButtonKind.PRIMARY)
        self._demo = self._add_button(DEMO, ButtonKind.QUIET, apart=4)
        self._back = self._add_button(BACK, ButtonKind.QUIET, apart=4)
        for field in (self._server, self._assistant):
            field.submitted.connect(self._send)
            field.edited.connect(self._keep_password_out)
        self._use.clicked.connect(self._send)
        self._demo.clicked.connect(self.demo_requested)
        self._back.clicked.connect(self.left)
        self.set_first(False)

    def set_first(self, is_first: bool) -> None:
        """Whether it stands before e-mail and password; else it is come to from there, and goes back."""
        self._is_first = is_first
        knows = "Whoever looks after this computer knows its address."
        self._words.setText(f"Needed once, to sign in. {knows}" if is_first else knows)
        self._use.set_label("Continue" if is_first else "Use this server")
        self._name_way_out()

    def set_demo_offered(self, offered: bool) -> None:
        """Whether there is a demo gym to try."""
        self._has_demo = offered
        self._name_way_out()

    def set_addresses(self, server: str, assistant: str) -> None:
        """What stands in the fields."""
        self._server.set_text(server)
        self._assistant.set_text(assistant)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        if not busy:
            self._keep_password_out()

    def _keep_password_out(self) -> bool:
        """Whether an e-mail stands in a field: who types that here types a password next, which would be readable."""
        fields = (self._server, self._assistant)
        wrong = next((field for field in fields if "@" in field.text()), None)
        for field in fields:
            field.setEnabled(wrong in (None, field))
        if wrong is not None and not wrong.has_error:
            wrong.show_error(_EMAIL_HERE)
            self.size_changed.emit()
        return wrong is not None

    def _send(self) -> None:
        if self._keep_password_out():
            # A button takes no letters.
            self._use.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.submitted.emit(self._server.text(), self._assistant.text())

    def _name_way_out(self) -> None:
        self._demo.setVisible(self._is_first and self._has_demo)
        self._back.set_label(_NOT_NOW if self._is_first else BACK)


class GymPage(CardPage):
    """One of several gyms.

    Signals:
        chosen(int): its id.
        left().
    """

    chosen = Signal(int)
    left = Signal()

    def __init__(self, look: Look, gyms: Sequence[GymChoice]) -> None:
        super().__init__(look, "Which gym?", "To change it later, sign out and in again.")
        self._add_error()
        for number, gym in enumerate(gyms):
            label = f"{gym.name}, {gym.city}" if gym.city else gym.name
            button = self._add_button(label, ButtonKind.NEUTRAL, apart=8 if number else 12)
            button.clicked.connect(lambda _checked=False, chosen=gym.id: self.chosen.emit(chosen))
        self._back = self._add_button(BACK, ButtonKind.QUIET, apart=8)
        self._back.clicked.connect(self.left)
