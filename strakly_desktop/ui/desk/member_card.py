"""One member as the desk needs them: who it is, whether they may come in, and what can be done."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON, ButtonKind, TextButton
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line
from strakly_desktop.ui.style.wrapping_row import WrappingRow

FIND = "Find a member"
ALL_BRANCHES = "Look in all branches"
CARD_EDGE = 4
"""So many px are free right of its parts and below them: as far as the focus ring reaches."""
_AVATAR = 44
_APART = 14


class Tone(Enum):
    """What kind of news a line is: its icon and colour."""

    PLAIN = ("info", "text-muted")
    GOOD = ("check", "success")
    NOTE = ("triangle-alert", "warning")
    BAD = ("circle-alert", "danger")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One thing that is known of a member, or was done."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CardView:
    """What the card shows. `initials` stand for a picture; `action` is what Enter does, "" for nothing.

    `news` is what was done, or why it was not. `can_ask`, `can_open`, `can_find`, `can_widen`: whether those buttons
    are there.
    """

    name: str
    initials: str
    about: str
    lines: tuple[CardLine, ...] = ()
    news: CardLine | None = None
    action: str = ""
    can_ask: bool = True
    can_open: bool = False
    can_find: bool = False
    can_widen: bool = False


class MemberCard(QWidget):
    """Shows a CardView.

    Signals:
        action_requested(), ask_requested(), open_requested(), find_requested(), all_branches_requested(): the
            buttons.
    """

    action_requested = Signal()
    ask_requested = Signal()
    open_requested = Signal()
    find_requested = Signal()
    all_branches_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._avatar = _Avatar(look)
        self._name = FormLabel(look, "", Type.DIALOG_TITLE)
        self._about = FormLabel(look, "", Type.UI, "muted")
        # A word that is wider than the card must not make it wider than its window.
        for label in (self._name, self._about):
            label.setMinimumWidth(1)
        self._lines: list[_Line] = []
        self._action = TextButton(look, "", ButtonKind.PRIMARY)
        self._ask = TextButton(look, "", ButtonKind.NEUTRAL)
        self._open = TextButton(look, "Open in the web app", ButtonKind.NEUTRAL, icon="external-link")
        self._widen = TextButton(look, ALL_BRANCHES, ButtonKind.PRIMARY)
        self._find = TextButton(look, FIND, ButtonKind.PRIMARY)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, CARD_EDGE, CARD_EDGE)
        self._column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(_APART)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self._column.addLayout(head)
        self._column.addSpacing(4)
        self.buttons = WrappingRow(8)
        for button in (self._action, self._ask, self._open, self._widen, self._find):
            self.buttons.addWidget(button)
        self._column.addSpacing(6)
        self._column.addLayout(self.buttons)
        self._column.addStretch(1)
        self._action.clicked.connect(self.action_requested)
        self._ask.clicked.connect(self.ask_requested)
        self._open.clicked.connect(self.open_requested)
        self._widen.clicked.connect(self.all_branches_requested)
        self._find.clicked.connect(self.find_requested)

    def show_view(self, view: CardView) -> None:
        """Show this; the keyboard goes to what Enter shall do."""
        self._avatar.set_initials(view.initials)
        self._name.setText(view.name)
        self._about.setText(view.about)
        lines = (*view.lines, *([view.news] if view.news is not None else []))
        while len(self._lines) < len(lines):
            line = _Line(self._look)
            self._lines.append(line)
            self._column.insertWidget(1 + len(self._lines), line)
        for shown, line_of_view in zip(self._lines, lines, strict=False):
            shown.show_line(line_of_view)
        for unused in self._lines[len(lines) :]:
            unused.hide()
        self._action.set_label(view.action)
        self._action.setVisible(bool(view.action))
        self._ask.set_label(f"Ask about {view.name.partition(' ')[0]}")
        self._ask.setVisible(view.can_ask)
        self._open.setVisible(view.can_open)
        self._widen.setVisible(view.can_widen)
        self._find.set_kind(ButtonKind.NEUTRAL if view.can_widen else ButtonKind.PRIMARY)
        self._find.setVisible(view.can_find)
        for label in (self._name, self._about):
            label.set_look(self._look)
        said = [view.about, *(line.text for line in lines)]
        self.setAccessibleName(view.name)
        self.setAccessibleDescription(" ".join(said))

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._look = look
        dress(
            (self._avatar, *self._lines, self._action, self._ask, self._open, self._widen, self._find), look
        )

    def focus_action(self) -> bool:
        """Put the keyboard on what Enter shall do. False where there is nothing."""
        wanted = next((one for one in (self._action, self._widen, self._find) if not one.isHidden()), None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        return wanted is not None


class _Avatar(Guarded, QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._initials = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def set_initials(self, initials: str) -> None:
        self._initials = initials
        self.update()

    def sizeHint(self) -> QSize:
        side = self._look.scaled(_AVATAR)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), self.height() / 2, color(self._look, "accent-soft"))
        painter.setPen(color(self._look, "accent-text"))
        draw_line(painter, self.rect(), Type.UI_STRONG.font(self._look), self._initials, centred=True)


class _Line(Guarded, QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tone = Tone.PLAIN
        self._label = FormLabel(look, "", Type.UI)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.scaled(ICON) + 10, 0, 0, 0)
        column.addWidget(self._label)
        self._label.setMinimumWidth(1)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def show_line(self, line: CardLine) -> None:
        self._tone = line.tone
        self._label.setText(line.text)
        self._label.set_look(self._look)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, role = self._tone.value
        size = self._look.scaled(ICON)
        top = (self._label.fontMetrics().height() - size) // 2
        area = QRect(0, max(0, top), size, size)
        pixmap = icon_pixmap(self._look, icon, role, size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(area.topLeft(), pixmap)
