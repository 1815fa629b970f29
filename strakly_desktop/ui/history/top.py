"""The head and the foot of the history panel: whose app this is, New chat, and who sits at the desk."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import IconButton, TextButton
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box, fill_area, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, elided, wrapped

APP_NAME = "Strakly"
TOP = 52
FOOT = 60
_MARK = 26
_MARK_ICON = 16
_MARK_RADIUS = 7
_AVATAR = 32
_BESIDE_AVATAR = 10
_LINE = 16
_NAME_LINES = 2
_BETWEEN_BUTTONS = 2


class Brand(Guarded, QWidget):
    """The app's mark and name."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(_MARK), self._look.scaled(TOP))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        side = look.scaled(_MARK)
        mark = QRect(0, (self.height() - side) // 2, side, side)
        draw_box(painter, mark, _MARK_RADIUS, color(look, "accent"), color(look, "accent-outline"))
        size = look.scaled(_MARK_ICON)
        inset = (side - size) // 2
        icon = icon_pixmap(look, "activity", "on-accent", size, self.devicePixelRatioF())
        painter.drawPixmap(mark.topLeft() + QPoint(inset, inset), icon)
        painter.setPen(color(look, "text"))
        draw_line(painter, self.rect().adjusted(side + 10, 0, 0, 0), Type.TITLE.font(look), APP_NAME)


class NewChatButton(TextButton):
    """New chat over the whole width, and at its right end a menu of other ways to begin.

    Signals:
        off_the_record_requested(): a new chat that is not saved.
        import_requested(): a conversation from a file.
        backup_requested(): all conversations into a file.
    """

    off_the_record_requested = Signal()
    import_requested = Signal()
    backup_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, "New chat", icon="square-pen", parent=parent)
        self.setToolTip("New chat (Ctrl+N)")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._others = IconButton(look, "chevron-down", "Other ways to begin", 28, self)
        self._menu = Menu(self)
        self._menu.addAction("New chat, off the record").triggered.connect(self.off_the_record_requested)
        self._menu.addAction("Import a conversation...").triggered.connect(self.import_requested)
        self._menu.addAction("Back up all conversations...").triggered.connect(self.backup_requested)
        self._others.clicked.connect(self._open_menu)

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._others.set_look(look)
        self._others.resize(self._others.sizeHint())
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        inset = (self.height() - self._others.height()) // 2
        self._others.move(self.width() - self._others.width() - inset, inset)

    def _open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))


class _Person(Guarded, QWidget):
    """Initials, name and role."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._name = ""
        self._role = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def set_account(self, name: str, role: str) -> None:
        self._name, self._role = name, role
        self.setAccessibleName(f"Signed in: {name}, {role}" if role else f"Signed in: {name}" if name else "")
        self.setToolTip(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        look = self._look
        painter = QPainter(self)
        side = look.scaled(_AVATAR)
        disc = QRectF(0, (self.height() - side) / 2, side, side)
        outline = color(look, "control-border") if look.high_contrast else None
        draw_box(painter, disc, side / 2, color(look, "accent-soft"), outline)
        painter.setPen(color(look, "accent-text"))
        draw_line(painter, disc, Type.BADGE.font(look), initials(self._name), centred=True)
        room = self.width() - side - _BESIDE_AVATAR
        lines = [(Type.SMALL_STRONG, "text", line) for line in self.name_lines(room)]
        lines += [(Type.CAPTION, "text-muted", self._role)] if self._role else []
        apart = look.scaled(_LINE)
        top = (self.height() - apart * len(lines)) / 2
        for number, (type_, role, text) in enumerate(lines):
            painter.setPen(color(look, role))
            font = type_.font(look)
            area = QRectF(side + _BESIDE_AVATAR, top + number * apart, room, apart)
            draw_line(painter, area, font, elided(font, text, room))

    def name_lines(self, room: float) -> list[str]:
        """The name in `room` px: in one line, or in two where it is longer; what stands in neither is in the tip."""
        font = Type.SMALL_STRONG.font(self._look)
        lines = wrapped(font, self._name, room)
        return [*lines[: _NAME_LINES - 1], " ".join(lines[_NAME_LINES - 1 :])] if lines[1:] else lines


class Foot(Guarded, QWidget):
    """Who is signed in, Sign in, Lock, and Settings.

    Signals:
        settings_requested(), lock_requested(), sign_in_requested().
    """

    lock_requested = Signal()
    settings_requested = Signal()
    sign_in_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._person = _Person(look, self)
        self._sign_in = IconButton(look, "log-in", "Sign in to your gym", parent=self)
        self._lock = IconButton(look, "lock", "Lock (Ctrl+L)", parent=self)
        self._settings = IconButton(look, "settings", "Settings", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 1, 9, 0)
        row.setSpacing(_BETWEEN_BUTTONS)
        row.addWidget(self._person, 1)
        row.addWidget(self._sign_in)
        row.addWidget(self._lock)
        row.addWidget(self._settings)
        self._sign_in.clicked.connect(self.sign_in_requested)
        self._lock.clicked.connect(self.lock_requested)
        self._settings.clicked.connect(self.settings_requested)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._person.set_look(look)
        self._sign_in.set_look(look)
        self._lock.set_look(look)
        self._settings.set_look(look)
        self.setFixedHeight(look.scaled(FOOT))

    def set_sign_in_offered(self, offered: bool) -> None:
        """Whether there is a button for signing in."""
        self._sign_in.setVisible(offered)

    def set_account(self, name: str, role: str) -> None:
        """Who is signed in; both "" for nobody."""
        self._person.set_account(name, role)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill_area(QPainter(self), QRect(0, 0, self.width(), 1), color(self._look, outline_role(self._look)))


def initials(name: str) -> str:
    """The first letters of the first and the last word: "AN" for "Asha Nair"."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
