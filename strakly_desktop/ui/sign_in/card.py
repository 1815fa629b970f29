"""The sign-in card: one page at a time, over the window.

It knows no server and no account: it shows what it is told and hands on what was typed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.dialog_room import scrolled_part
from strakly_desktop.ui.sign_in.fields import SignInField
from strakly_desktop.ui.sign_in.pages import CardPage, CredentialsPage, GymChoice, GymPage, ServerPage
from strakly_desktop.ui.sign_in.reset_pages import ForgottenPage, NewPasswordPage
from strakly_desktop.ui.sign_in.scrim import Scrim

WIDTH = 400
_PADDING = 32
_REACH = 4


class SignInCard(Guarded, QDialog):
    """Made over `window` and shown by `open_card`; it stays until `close_card`.

    Signals:
        sign_in_requested(str, str): e-mail and password, as typed.
        server_chosen(str, str): the server's address, the assistant's or "".
        gym_chosen(int): its id.
        code_requested(str, bool): a code for this e-mail; whether it is another one.
        password_requested(str, str, str): e-mail, code and the new password.
        demo_requested().
        left(): the person does not want to sign in now.
    """

    sign_in_requested = Signal(str, str)
    server_chosen = Signal(str, str)
    gym_chosen = Signal(int)
    code_requested = Signal(str, bool)
    password_requested = Signal(str, str, str)
    demo_requested = Signal()
    left = Signal()

    def __init__(self, look: Look, window: QWidget, behind: QWidget, email: str = "") -> None:
        """`behind` is what of the window is out of reach meanwhile."""
        self._scrim = Scrim(look, window, behind)
        super().__init__(self._scrim)
        # No second window, but still a dialog to screen readers.
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("signInCard")
        self._look = look
        self._email = email
        self._is_busy = False
        self._pages = QWidget()
        self._pages.setObjectName("signInPages")
        self._column = QVBoxLayout(self._pages)
        # As wide as the focus ring reaches.
        self._column.setContentsMargins(_PADDING, _PADDING - 4, _PADDING, _PADDING - 8)
        self._scrolled = scrolled_part(self._pages)
        self._scrolled.setObjectName("form")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _REACH, 0, _REACH)
        whole.addWidget(self._scrolled)
        self.credentials = CredentialsPage(look, email)
        self.server = ServerPage(look)
        self.forgotten = ForgottenPage(look)
        self.new_password = NewPasswordPage(look)
        self._page: CardPage = self.credentials
        self._first: CardPage = self.credentials
        self._gyms: GymPage | None = None
        for page in self._every_page():
            self._add(page)
        self._connect()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for page in self._every_page():
            page.set_look(look)
        self._scrim.set_look(look)

    def set_demo_offered(self, offered: bool) -> None:
        """Whether there is a demo gym to try."""
        self.credentials.set_demo_offered(offered)
        self.server.set_demo_offered(offered)

    def open_card(self, *, asks_server: bool = False) -> None:
        """Show it, with the keyboard in its first empty field. `asks_server`: for the gym's server, before the rest."""
        self._first = self.server if asks_server else self.credentials
        self.server.set_first(asks_server)
        self._show_page(self._first)
        self._scrim.open_over(self)
        self.show()
        self._page.focus_first()

    def close_card(self) -> None:
        """Forget every secret, give the window back and be deleted."""
        for page in (self.credentials, self.new_password):
            page.forget_secrets()
        self._scrim.close_over()
        self._scrim.deleteLater()

    def show_credentials(self) -> None:
        """E-mail and password: back to them, or on, for by now it is known where they go."""
        self._first = self.credentials
        self.server.set_first(False)
        self._show_page(self.credentials)

    def show_server(self) -> None:
        """The addresses of the servers."""
        self._show_page(self.server)

    def show_gyms(self, gyms: Sequence[GymChoice]) -> None:
        """Offer these gyms."""
        if self._gyms is not None:
            self._column.removeWidget(self._gyms)
            self._gyms.deleteLater()
        self._gyms = gyms_page = GymPage(self._look, gyms)
        gyms_page.chosen.connect(self.gym_chosen)
        gyms_page.left.connect(self.show_credentials)
        self._add(gyms_page)
        gyms_page.set_busy(self._is_busy)
        self._show_page(gyms_page)

    def show_new_password(self, email: str) -> None:
        """A code was sent to this address."""
        self._email = email
        self.new_password.tell_where(email)
        if self._page is not self.new_password:
            self.new_password.begin()
            self._show_page(self.new_password)
        self._place()

    def show_error(self, field: SignInField, words: str) -> None:
        """Say what is wrong on the page that is open."""
        self._page.show_error(field, words)
        self._place()

    @property
    def is_busy(self) -> bool:
        """Whether something is being asked."""
        return self._is_busy

    def set_busy(self, busy: bool) -> None:
        """Something is being asked, or has been answered."""
        self._is_busy = busy
        if busy:
            # What is disabled would lose the keyboard to the window behind: a password typed again became a question.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for page in self._every_page():
            # All of them: what is asked may turn the page, and who comes back to the one before has to find it usable.
            page.set_busy(busy)
        if busy:
            self._page.clear_errors()
        elif self.isVisible():
            # What had the keyboard lost it when it was disabled.
            self._page.focus_first()
        self._place()

    def size_within(self, room: QSize) -> QSize:
        width = min(self._look.scaled(WIDTH), room.width())
        self._column.invalidate()
        self._column.activate()
        height = self._column.totalHeightForWidth(width) if self._column.hasHeightForWidth() else 0
        height = max(height, self._column.totalSizeHint().height() if not height else 0) + 2 * _REACH
        return QSize(width, min(height, room.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A dialog of Qt would take Enter and Escape by its own rules, and hand on the rest to the window behind.
        event.accept()
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._step_back()

    def _step_back(self) -> None:
        if self._page is self._first:
            self.left.emit()
        else:
            self.show_credentials()

    def _every_page(self) -> list[CardPage]:
        pages: list[CardPage] = [self.credentials, self.server, self.forgotten, self.new_password]
        return [*pages, self._gyms] if self._gyms is not None else pages

    def _add(self, page: CardPage) -> None:
        self._column.addWidget(page)
        page.hide()
        page.size_changed.connect(self._place)

    def _show_page(self, page: CardPage) -> None:
        self._page.hide()
        self._page.forget_secrets()
        self._page = page
        page.clear_errors()
        page.show()
        self.setAccessibleName(page.title)
        self.setWindowTitle(page.title)
        self._place()
        if self.isVisible():
            page.focus_first()
            self._scrolled.verticalScrollBar().setValue(0)

    def _place(self) -> None:
        self._scrim.place()

    def _connect(self) -> None:
        self.credentials.submitted.connect(self.sign_in_requested)
        for offering in (self.credentials, self.server):
            offering.demo_requested.connect(self.demo_requested)
        self.credentials.server_change_requested.connect(self.show_server)
        self.credentials.forgotten.connect(self._ask_for_email)
        self.server.submitted.connect(self.server_chosen)
        self.forgotten.submitted.connect(lambda email: self.code_requested.emit(email, False))
        self.new_password.submitted.connect(
            lambda code, password: self.password_requested.emit(self._email, code, password)
        )
        self.new_password.another_requested.connect(lambda: self.code_requested.emit(self._email, True))
        for page in (self.credentials, self.server, self.forgotten, self.new_password):
            page.left.connect(self._step_back)

    def _ask_for_email(self) -> None:
        self.forgotten.set_email(self.credentials.email())
        self._show_page(self.forgotten)
