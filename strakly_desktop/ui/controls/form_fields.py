"""The controls of a form: an address with its error below, one of a few choices, and a check box.

Each stands under its label, and says below what it means, or that the gym set it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import PaintedButton
from strakly_desktop.ui.controls.managed_settings import SET_BY_GYM, WHY_LOCKED
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width, wrapped

_FIELD_HEIGHT = 40
_CHEVRON = 14
_CHECK = 14
_BOX = 18
_LINE = 28
_ALERT = 16
_INSET = 12
_GAP = 10


class FormLabel(QLabel):
    """Plain text in one of the text styles. `role`: "muted", "danger" or ""."""

    def __init__(self, look: Look, text: str, style: Type, role: str = "") -> None:
        super().__init__(text)
        self._style = style
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take a new text size."""
        self.setFont(self._style.font(look))


class ErrorLine(Guarded, FormLabel):
    """Says what is wrong behind an icon, so that colour is not the only sign of it."""

    def set_look(self, look: Look) -> None:
        self._look = look
        self.setContentsMargins(look.scaled(_ALERT) + 8, 0, 0, 0)
        super().set_look(look)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._look.scaled(_ALERT)
        icon = icon_pixmap(self._look, "circle-alert", "danger", size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, (self.fontMetrics().height() - size) // 2, icon)


class AddressField(QWidget):
    """A label, a line to write an address in, and below it what it means or what is wrong with it.

    Signals:
        submitted(): Enter.
        edited(): the person wrote something else.
    """

    submitted = Signal()
    edited = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        hint: str,
        text: str,
        *,
        locked: bool = False,
        line: QLineEdit | None = None,
    ) -> None:
        """`line` is what to write in, where it shall be of another kind."""
        super().__init__()
        self._hint_text = SET_BY_GYM if locked else hint
        self._label = FormLabel(look, name, Type.UI_MEDIUM)
        self._line = line or QLineEdit()
        self._line.setText(text)
        self._line.setObjectName("formField")
        self._line.setAccessibleName(name)
        self._line.setEnabled(not locked)
        self._line.setToolTip(WHY_LOCKED if locked else "")
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._label.setBuddy(self._line)
        self._hint = FormLabel(look, self._hint_text, Type.CAPTION, "muted")
        self._hint.setVisible(bool(self._hint_text))
        self._error = ErrorLine(look, "", Type.SMALL, "danger")
        self._error.hide()
        column = _column(self)
        for part in (self._label, self._line, self._error, self._hint):
            column.addWidget(part)
        self.setFocusProxy(self._line)
        self._line.returnPressed.connect(self.submitted)
        self._line.textEdited.connect(self._note_edit)
        self.show_error("")
        self.set_look(look)

    @property
    def takes_keyboard(self) -> bool:
        """Whether it can be written in."""
        return self._line.isEnabled()

    @property
    def has_error(self) -> bool:
        """Whether it says that something is wrong."""
        return bool(self._error.text())

    def watch_line(self, watcher: QObject) -> None:
        """Let `watcher` filter the events of the line before the line has them."""
        self._line.installEventFilter(watcher)

    def text(self) -> str:
        """What was written, without spaces around it."""
        return self._line.text().strip()

    def set_text(self, text: str) -> None:
        """Write this into the line."""
        self._line.setText(text)

    def set_placeholder(self, text: str) -> None:
        """What applies while the line is empty."""
        self._line.setPlaceholderText(text)

    def show_error(self, error: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._line.setAccessibleDescription(error or self._hint_text)
        self._line.setProperty("invalid", bool(error))
        # A stylesheet looks at properties only when it is applied.
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for label in (self._label, self._hint, self._error):
            label.set_look(look)
        self._line.setFont(Type.UI.font(look))
        self._line.setFixedHeight(look.scaled(_FIELD_HEIGHT))

    def _note_edit(self) -> None:
        self.show_error("")
        self.edited.emit()


class ChoiceButton(PaintedButton):
    """Shows one of a few choices and opens a menu of all of them.

    Signals:
        chosen(object): the value of the new choice.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, choices: Sequence[tuple[object, str]], current: object) -> None:
        """`choices`: values and their words; `current` is one of the values."""
        super().__init__(look, 10)
        self._name = name
        self._words = dict(choices)
        self._value = current
        self._menu = Menu(self)
        self._menu.setAccessibleName(name)
        group = QActionGroup(self)
        self._entries: dict[object, QAction] = {}
        for value, words in choices:
            action = self._entries[value] = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == current)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked, chosen=value: self._choose(chosen))
        self.clicked.connect(self._open_menu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()

    @property
    def value(self) -> object:
        return self._value

    def follow(self, before: object, now: object) -> None:
        """Show `now`, which holds elsewhere in place of `before`, unless the person has chosen another one here."""
        if self._value == before and now in self._entries:
            self._entries[now].setChecked(True)
            self._value = now
            self._tell()

    def sizeHint(self) -> QSize:
        font = Type.UI.font(self._look)
        widest = max(text_width(font, words) for words in self._words.values())
        width = 2 * _INSET + widest + _GAP + self._look.scaled(_CHEVRON)
        return QSize(round(width + 0.5), self._look.scaled(_FIELD_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        fill = "surface-pressed" if self.isDown() else "surface-hover" if self.underMouse() else "background"
        if not self.isEnabled():
            fill = "surface"
        outline = "control-border" if self.isEnabled() else "border"
        draw_box(painter, self.rect(), 10, color(look, fill), color(look, outline))
        chevron = look.scaled(_CHEVRON)
        right = self.width() - _INSET - chevron
        role = "text-muted" if self.isEnabled() else "text-disabled"
        self._draw_icon(painter, "chevron-down", role, QRect(right, 0, chevron, self.height()))
        painter.setPen(color(look, "text" if self.isEnabled() else "text-disabled"))
        font = Type.UI.font(look)
        area = self.rect().adjusted(_INSET, 0, right - _GAP - self.width(), 0)
        draw_line(painter, area, font, elided(font, self._words[self._value], area.width() + 1))

    def _choose(self, value: object) -> None:
        self._value = value
        self._tell()
        self.chosen.emit(value)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._words[self._value]}")
        self.update()

    def _open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        # The arrows go on from what holds now.
        self._menu.setActiveAction(self._entries[self._value])


class CheckBox(PaintedButton):
    """A box to tick, with its words beside it, in as many lines as they need."""

    def __init__(self, look: Look, words: str, *, checked: bool) -> None:
        super().__init__(look, 6)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setText(words)
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = self._look.scaled(_BOX) + _GAP + text_width(Type.UI.font(self._look), self.text())
        return QSize(round(width + 0.5), self._look.scaled(_LINE))

    def minimumSizeHint(self) -> QSize:
        font = Type.UI.font(self._look)
        longest = max(text_width(font, word) for word in self.text().split())
        return QSize(self._look.scaled(_BOX) + _GAP + round(longest + 0.5), self._look.scaled(_LINE))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._look.scaled(_LINE) + (len(self._lines(width)) - 1) * Type.UI.line(self._look)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, side = self._look, self._look.scaled(_BOX)
        first = QRect(0, 0, self.width(), look.scaled(_LINE))
        box = QRect(0, (first.height() - side) // 2, side, side)
        fill, outline, mark = self._roles()
        draw_box(painter, box, 5, color(look, fill), color(look, outline))
        if self.isChecked():
            size = look.scaled(_CHECK)
            self._draw_icon(painter, "check", mark, QRect((side - size) // 2, 0, size, first.height()))
        painter.setPen(color(look, "text" if self.isEnabled() else "text-disabled"))
        area = first.adjusted(side + _GAP, 0, 0, 0)
        for number, line in enumerate(self._lines(self.width())):
            draw_line(painter, area.translated(0, number * Type.UI.line(look)), Type.UI.font(look), line)

    def _lines(self, width: int) -> list[str]:
        room = width - self._look.scaled(_BOX) - _GAP
        # The width of the whole is rounded, and drawn without a break.
        return wrapped(Type.UI.font(self._look), self.text(), room + 1)

    def _roles(self) -> tuple[str, str, str]:
        """Fill, outline and mark."""
        if not self.isEnabled():
            return "surface", "border", "text-disabled"
        if self.isChecked():
            return ("accent-hover" if self.underMouse() else "accent"), "accent-outline", "on-accent"
        return ("surface-hover" if self.underMouse() else "background"), "control-border", "text"


class LabelledControl(QWidget):
    """A control under its label, or beside nothing, with a hint below.

    Locked, it is disabled and says that the gym set it.
    """

    def __init__(
        self, look: Look, label: str, control: PaintedButton, hint: str = "", *, locked: bool = False
    ) -> None:
        super().__init__()
        self._control = control
        self._label = FormLabel(look, label, Type.UI_MEDIUM)
        self._label.setVisible(bool(label))
        self._hint = FormLabel(look, "", Type.CAPTION, "muted")
        control.setEnabled(not locked)
        control.setToolTip(WHY_LOCKED if locked else "")
        column = _column(self)
        if label:
            column.addWidget(self._label)
        column.addWidget(control)
        column.addWidget(self._hint)
        self.setFocusProxy(control)
        self.set_hint(SET_BY_GYM if locked else hint)

    @property
    def takes_keyboard(self) -> bool:
        """Whether it can be changed."""
        return self._control.isEnabled()

    def set_hint(self, hint: str) -> None:
        """What is said below, "" for nothing."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._control.setAccessibleDescription(hint)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for part in (self._label, self._hint, self._control):
            part.set_look(look)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return column
