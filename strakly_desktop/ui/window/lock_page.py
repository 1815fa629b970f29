"""What a locked window shows: the time, whose desk it is, and a field for the secret that opens it.

Nothing of a conversation is in it. It knows no password and no account: it hands on what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, TextButton
from strakly_desktop.ui.controls.demo_badge import DemoBadge
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.controls.guarded import Guarded
from strakly_desktop.ui.history.top import Brand, initials
from strakly_desktop.ui.sign_in.fields import PasswordField
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, elided

KEPT = "Conversations are hidden and kept. An answer that was being written goes on."
SOMEONE_ELSE = "Sign in as someone else"
_WIDTH = 320
_AVATAR = 56
_MOST_OTHERS = 8
_LOW = 560
_TICK_MS = 1000


@dataclass(frozen=True, slots=True)
class LockedPerson:
    """Who can open the desk. `key` tells them apart; `asks` is what for: "Password", "PIN", "" for nothing."""

    key: str = ""
    name: str = ""
    about: str = ""
    asks: str = ""


class _Face(Guarded, QWidget):
    """The time, the day, and who it is."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._person = LockedPerson()
        self._time = self._day = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.look_at_clock()

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def set_person(self, person: LockedPerson) -> None:
        self._person = person
        self.setAccessibleName(" ".join(part for part in ("Locked.", person.name, person.about) if part))
        self.updateGeometry()
        self.update()

    def look_at_clock(self) -> None:
        now = datetime.now().astimezone()
        shown = (f"{now:%H:%M}", f"{now:%A}, {now.day} {now:%B}")
        if shown != (self._time, self._day):
            self._time, self._day = shown
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(_WIDTH), sum(height for height, *_ in self._lines()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, top = QPainter(self), self._look, 0.0
        for height, style, role, text in self._lines():
            area = QRectF(0, top, self.width(), height)
            top += height
            if style is None and text:
                side = look.scaled(_AVATAR)
                disc = QRectF((self.width() - side) / 2, area.top(), side, side)
                outline = color(look, "control-border") if look.high_contrast else None
                draw_box(painter, disc, side / 2, color(look, "accent-soft"), outline)
                painter.setPen(color(look, "accent-text"))
                draw_line(painter, disc, Type.DIALOG_TITLE.font(look), text, centred=True)
            elif style is not None:
                font = style.font(look)
                if style is Type.CLOCK:
                    font.setFeature(QFont.Tag("tnum"), 1)
                painter.setPen(color(look, role))
                draw_line(painter, area, font, elided(font, text, self.width()), centred=True)

    def _lines(self) -> list[tuple[int, Type | None, str, str]]:
        look, person = self._look, self._person
        lines: list[tuple[int, Type | None, str, str]] = [
            (Type.CLOCK.line(look), Type.CLOCK, "text", self._time),
            (look.scaled(28), Type.BODY, "text-muted", self._day),
        ]
        if person.name:
            lines += [
                (look.scaled(44), None, "", ""),
                (look.scaled(_AVATAR), None, "", initials(person.name)),
                (look.scaled(12), None, "", ""),
                (look.scaled(22), Type.TITLE, "text", person.name),
            ]
            if person.about:
                lines.append((look.scaled(20), Type.SMALL, "text-muted", person.about))
        return lines


class LockPage(Guarded, QWidget):
    """Lies over all of `window`, opaque, until it is taken away.

    Signals:
        unlock_requested(str, str): whose key, and what was typed.
        person_chosen(str): the key of another person who can open the desk.
        someone_else_requested(): another account.
    """

    unlock_requested = Signal(str, str)
    person_chosen = Signal(str)
    someone_else_requested = Signal()

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self._person = LockedPerson()
        self._keys: list[str] = []
        self.setObjectName("lockPage")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._brand = Brand(look, self)
        self._badge = DemoBadge(look, self)
        self._face = _Face(look, self)
        self._field = PasswordField(look, "Password")
        self._field.set_bare()
        self._unlock = TextButton(look, "Unlock", ButtonKind.PRIMARY)
        self._others = QWidget(self)
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
        self._else.clicked.connect(self.someone_else_requested)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in (self._brand, self._badge, self._face, self._field, self._unlock, self._else, self._kept):
            part.set_look(look)
        for button in self._other_buttons:
            button.set_look(look)
        for wide in (self._field, self._unlock, self._else):
            wide.setFixedWidth(min(look.scaled(_WIDTH), max(1, self.width() - 32)))
        self.update()

    def set_people(self, person: LockedPerson, others: Sequence[LockedPerson], *, is_demo: bool) -> None:
        """Who may open the desk now, and who else could by a key."""
        self._badge.setVisible(is_demo)
        self._else.setVisible(not is_demo)
        for button in self._other_buttons:
            button.deleteLater()
        row = self._others.layout()
        assert row is not None
        self._keys, self._other_buttons = [], []
        for number, other in enumerate(others[:_MOST_OTHERS], 1):
            button = TextButton(
                self._look, f"{number}  {other.name}", ButtonKind.NEUTRAL, parent=self._others
            )
            button.setToolTip(f"{other.name}, {other.about} (Alt+{number})")
            button.clicked.connect(lambda _checked=False, key=other.key: self.person_chosen.emit(key))
            row.addWidget(button)
            button.show()
            self._keys.append(other.key)
            self._other_buttons.append(button)
        self._others.setVisible(bool(others))
        self.show_person(person)

    def show_person(self, person: LockedPerson) -> None:
        """Ask this one."""
        self._person = person
        self._face.set_person(person)
        self._field.clear()
        self._field.show_error("")
        self._field.set_name(person.asks or "Password")
        self._field.setVisible(bool(person.asks))
        self.focus_field()

    def focus_field(self) -> None:
        """Put the keyboard where the secret goes."""
        target = self._field if self._person.asks else self._unlock
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, words: str) -> None:
        """Say why it stays locked."""
        self._field.clear()
        self._field.show_error(words)
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
        if event.type() == QEvent.Type.Resize and hasattr(self, "_kept"):
            self.set_look(self._look)
            self._kept.setVisible(self.height() / self._look.text_scale > _LOW)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A line would write the figure, whatever is held beside it.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._chooses(event)
        return False

    def _chooses(self, event: QKeyEvent) -> bool:
        number = event.key() - Qt.Key.Key_1
        if event.modifiers() != Qt.KeyboardModifier.AltModifier or not 0 <= number < len(self._keys):
            return False
        self.person_chosen.emit(self._keys[number])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if not self._chooses(event) and event.key() == Qt.Key.Key_Escape:
            self._field.clear()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.focus_field()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._look, "background"))

    def _send(self) -> None:
        if self._unlock.isEnabled() and (self._field.password() or not self._person.asks):
            self.unlock_requested.emit(self._person.key, self._field.password())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(32, 14, 32, 0)
        top.addWidget(self._brand, 1)
        top.addWidget(self._badge)
        row = QHBoxLayout(self._others)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(0)
        column.addLayout(top)
        column.addStretch(2)
        column.addWidget(self._face)
        column.addSpacing(20)
        column.addWidget(self._field, alignment=centre)
        column.addSpacing(10)
        column.addWidget(self._unlock, alignment=centre)
        column.addSpacing(8)
        column.addWidget(self._others)
        column.addSpacing(4)
        column.addWidget(self._else, alignment=centre)
        column.addStretch(3)
        self._kept.setAlignment(centre)
        column.addWidget(self._kept)
        for button in (self._unlock, self._else):
            button.set_height(40)
