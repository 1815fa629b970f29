"""What a locked window shows: the time, whose desk it is, and a field for the secret that opens it.

Nothing of a conversation is in it. It knows no password and no account: it hands on what was typed. Where the window is
lower than all of it, it scrolls.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.scan_reading import ScanReading
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.demo_badge import DemoBadge
from strakly_desktop.ui.controls.dialog_room import scrolled_part
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.history.top import Brand
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type
from strakly_desktop.ui.window.lock_face import LOCK_WIDTH, LockedPerson, LockFace

KEPT = "Conversations are hidden and kept. An answer that was being written goes on."
SOMEONE_ELSE = "Sign in as someone else"
USE_PASSWORD, USE_PIN = "Use password", "Use PIN"
PASSWORD = "Password"  # noqa: S105 - the name of a field
SCANNED = "That was a scan, and no PIN. Unlock first, then scan again."
_MOST_OTHERS = 8
_LOW = 560
_LOWER = 440
_MARGIN, _GAP = 32, 8
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SHORTEST_CODE = 4
_TICK_MS = 1000


class LockPage(Guarded, QWidget):
    """Lies over all of `window`, opaque, until it is taken away.

    Signals:
        unlock_requested(str, str, bool): whose key, what was typed, and whether it is a password whatever it looks
            like.
        person_chosen(str): the key of another person who can open the desk.
        someone_else_requested(): another account.
    """

    unlock_requested = Signal(str, str, bool)
    person_chosen = Signal(str)
    someone_else_requested = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._person = LockedPerson()
        self._keys: list[str] = []
        self._reading = ScanReading()
        self._is_password = False
        self._height_above = 0
        self.setObjectName("lockPage")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._content = QWidget()
        self._area = scrolled_part(self._content)
        self._area.setParent(self)
        self._area.setObjectName("form")
        self._brand = Brand(look, self._content)
        self._badge = DemoBadge(look, self._content)
        self._face = LockFace(look, self._content)
        self._field = PasswordField(look, "Password")
        self._field.set_bare()
        self._unlock = TextButton(look, "Unlock", ButtonKind.PRIMARY)
        self._way = TextButton(look, USE_PASSWORD, ButtonKind.QUIET)
        self._others = QWidget(self._content)
        self._other_buttons: list[TextButton] = []
        self._else = TextButton(look, SOMEONE_ELSE, ButtonKind.QUIET)
        self._kept = FormLabel(look, KEPT, Type.SMALL, "muted")
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._face.look_at_clock)
        self._clock.start()
        self._lay_out()
        self._field.watch_line(self)
        self._field.submitted.connect(self._send)
        self._unlock.clicked.connect(self._send)
        self._way.clicked.connect(self._change_way)
        self._else.clicked.connect(self.someone_else_requested)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._brand, self._badge, self._face, self._field, self._unlock, self._kept):
            part.set_look(look)
        for button in (self._way, self._else):
            button.set_look(look)
        for button in self._other_buttons:
            button.set_look(look)
        for wide in (self._field, self._unlock):
            wide.setFixedWidth(min(look.scaled(LOCK_WIDTH), max(1, self._room - 32)))
        self.update()

    def set_people(self, person: LockedPerson, others: Sequence[LockedPerson], *, is_demo: bool) -> None:
        """Who may open the desk now, and who else could by a key."""
        self._badge.setVisible(is_demo)
        self._else.setVisible(not is_demo)
        for button in self._other_buttons:
            button.deleteLater()
        self._keys, self._other_buttons = [], []
        for number, other in enumerate(others[:_MOST_OTHERS], 1):
            button = TextButton(
                self._look, f"{number}  {other.name}", ButtonKind.NEUTRAL, parent=self._others
            )
            button.setToolTip(f"{other.name}, {other.about} (Alt+{number})")
            button.clicked.connect(lambda _checked=False, key=other.key: self.person_chosen.emit(key))
            self._keys.append(other.key)
            self._other_buttons.append(button)
        self._others.setVisible(bool(others))
        self._arrange_others()
        self.show_person(person)

    @property
    def _room(self) -> int:
        """How wide what it shows may be, beside a scroll bar."""
        return self.width() - self._area.verticalScrollBar().sizeHint().width()

    def _arrange_others(self) -> None:
        """In as many rows as the width asks for: at 200 % four names do not stand beside each other."""
        room = self._room - 2 * _MARGIN
        rows: list[list[TextButton]] = []
        left = 0
        for button in self._other_buttons:
            needed = button.sizeHint().width() + _GAP
            if needed > left:
                rows.append([])
                left = room
            rows[-1].append(button)
            left -= needed
        top = 0
        for row in rows:
            sizes = [button.sizeHint() for button in row]
            x = (self._room - sum(size.width() + _GAP for size in sizes) + _GAP) // 2
            for button, size in zip(row, sizes, strict=True):
                button.setGeometry(x, top, size.width(), size.height())
                button.show()
                x += size.width() + _GAP
            top += max(size.height() for size in sizes) + _GAP
        self._others.setFixedSize(max(1, self._room), max(0, top - _GAP))

    def show_person(self, person: LockedPerson) -> None:
        """Ask this one."""
        self._person = person
        self._face.set_person(person)
        self._field.clear()
        self._field.show_error("")
        self._is_password = False
        self._name_way()
        self._field.setVisible(bool(person.asks))
        self._fit_height()
        self.focus_field()

    def _change_way(self) -> None:
        """A password of figures alone would be taken for a PIN."""
        self._is_password = not self._is_password
        self._field.clear()
        self._field.show_error("")
        self._name_way()
        self.focus_field()

    def _name_way(self) -> None:
        self._field.set_name(PASSWORD if self._is_password else self._person.asks or PASSWORD)
        self._way.set_label(USE_PIN if self._is_password else USE_PASSWORD)
        self._way.setVisible(self._person.has_pin)

    def focus_field(self) -> None:
        """Put the keyboard where the secret goes."""
        target = self._field if self._person.asks else self._unlock
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str) -> None:
        """Say why it stays locked."""
        self._field.clear()
        self._field.show_error(words)
        self._fit_height()
        self.focus_field()

    def set_busy(self, busy: bool) -> None:
        """It is being looked at."""
        if busy:
            self.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # What is disabled would lose the keyboard to nobody.
        self._field.setEnabled(not busy)
        self._unlock.setEnabled(not busy)
        self._unlock.set_label("Unlocking..." if busy else "Unlock")
        if not busy:
            self.focus_field()

    def set_waiting(self, seconds: int) -> None:
        """How long nothing can be tried; 0 for at once."""
        self._unlock.setEnabled(not seconds)
        self._unlock.set_label(f"Wait {seconds} s" if seconds else "Unlock")

    def forget_secrets(self) -> None:
        """Empty the field."""
        self._field.clear()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Said to be a key of ours: no shortcut of the window gets past it.
            event.accept()
            return True
        if event.type() == QEvent.Type.Resize and hasattr(self, "_column"):
            self._area.setGeometry(self.rect())
            self.set_look(self._look)
            self._arrange_others()
            self._fit_height()
        return super().event(event)

    def _fit_height(self) -> None:
        """Whose desk it is, and the field, need their room first; they stay where they are when an error comes."""
        height = self.height() / self._look.text_scale
        self._content.setMinimumHeight(0)
        self._keep_above(0)
        self._kept.setVisible(height > _LOW)
        self._brand.setVisible(height > _LOWER)
        self._face.set_brief(False)
        self._face.set_brief(height <= _LOWER or self._needed_height() > self.height())
        needed = self._needed_height()
        self._content.setMinimumHeight(needed)
        spare = max(0, self.height() - needed)
        if not self._field.has_error:
            self._height_above = spare * 2 // 5
        self._keep_above(min(self._height_above, spare))

    def _needed_height(self) -> int:
        self._column.invalidate()
        wraps = self._column.hasHeightForWidth()
        return (
            self._column.totalHeightForWidth(self._room) if wraps else self._column.totalSizeHint().height()
        )

    def _keep_above(self, height: int) -> None:
        self._above.changeSize(0, height)
        self._column.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line would write the figure, whatever is held beside it.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._chooses(event) or self._is_scan(event)
        return False

    def _is_scan(self, event: QKeyEvent) -> bool:
        """A member's code that came in one rush is no PIN that somebody tried, nor is its end a key for anything."""
        if event.key() not in _ENDS:
            self._reading.note(event)
            return False
        code = self._reading.text if self._reading.end(event) else ""
        self._reading.forget()
        is_code = code.isdigit() and code == self._field.password()
        # What fills in passwords types as fast, and may type figures.
        if not is_code or not (self._takes_pin or len(code) == _SHORTEST_CODE):
            return False
        self.show_error(SCANNED)
        return True

    @property
    def _takes_pin(self) -> bool:
        return self._person.has_pin and not self._is_password

    def _chooses(self, event: QKeyEvent) -> bool:
        number = event.key() - Qt.Key.Key_1
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.AltModifier or not 0 <= number < _MOST_OTHERS:
            return False
        # A number that nobody has is no part of a password either.
        if number < len(self._keys):
            self.person_chosen.emit(self._keys[number])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if self._chooses(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self._field.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._send()  # Tab came back to the page itself.

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.focus_field()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._look, "background"))

    def _send(self) -> None:
        if self._unlock.isEnabled() and (self._field.password() or not self._person.asks):
            self.unlock_requested.emit(self._person.key, self._field.password(), self._is_password)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(32, 14, 32, 0)
        top.addWidget(self._brand, 1)
        top.addWidget(self._badge)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._column = column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(0)
        column.addLayout(top)
        self._above = QSpacerItem(0, 0)
        column.addItem(self._above)
        column.addWidget(self._face)
        column.addSpacing(20)
        # In a row and not aligned: else no room is kept for the second line of an error.
        field = QHBoxLayout()
        field.addStretch()
        field.addWidget(self._field)
        field.addStretch()
        column.addLayout(field)
        column.addSpacing(10)
        column.addWidget(self._unlock, alignment=centre)
        column.addSpacing(8)
        column.addWidget(self._others, alignment=centre)
        column.addSpacing(4)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addStretch()
        ways.addWidget(self._way)
        ways.addWidget(self._else)
        ways.addStretch()
        column.addLayout(ways)
        column.addStretch()
        self._kept.setAlignment(centre)
        column.addWidget(self._kept)
        for button in (self._unlock, self._way, self._else):
            button.set_height(40)
