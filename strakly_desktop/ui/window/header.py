"""The slim bar at the top: the title, where the answers come from, and New chat while the history is away."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ButtonKind, IconButton, TextButton
from strakly_desktop.ui.controls.demo_badge import DemoBadge
from strakly_desktop.ui.controls.managed_settings import WHY_LOCKED
from strakly_desktop.ui.style.column import is_narrow
from strakly_desktop.ui.style.shapes import color, draw_box, fill_area
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width
from strakly_desktop.ui.window.branch_picker import BranchPicker
from strakly_desktop.ui.window.presence_button import PresenceButton

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import Branch

HEIGHT = 52
_TINY_BELOW = 420
_GAP, _GAP_OF_PAIR = 12, 8
_TITLE_AT_LEAST = 120
_SHORT_NAME, _SHORT_BADGE, _NO_WORD, _NO_EYE, _NO_PRESENCE, _NEITHER = range(1, 7)
"""What is given up for the rest to have room, one after the other: what is missed least comes first.

The eye comes back where the number of who is in makes the room for it.
"""

_DOT_ROLES = {
    ConnectionState.CONNECTED: "success",
    ConnectionState.CONNECTING: "warning",
    ConnectionState.RECONNECTING: "warning",
    ConnectionState.OFFLINE: "danger",
}


class _Title(Guarded, QWidget):
    """The conversation's title, which gives way first."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def needed(self) -> int:
        """The width below which too little of it could be read."""
        whole = text_width(Type.TITLE.font(self._look), self._text)
        return min(round(whole + 0.5), self._look.scaled(_TITLE_AT_LEAST))

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(color(self._look, "text"))
        font = Type.TITLE.font(self._look)
        draw_line(painter, self.rect(), font, elided(font, self._text, self.width()))


class _Connection(Guarded, QWidget):
    """A dot and a word: whether the assistant can be reached."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._state = ConnectionState.CONNECTING
        self._word = ""
        self._wordless = False
        self._needs_word = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def set_state(self, state: ConnectionState, word: str, advice: str) -> None:
        self._state = state
        self._word = word
        self._needs_word = bool(advice)
        self.setAccessibleName(f"Connection: {word}")
        self.setAccessibleDescription(advice)
        self.setToolTip(f"{word}. {advice}" if advice else word)
        self.updateGeometry()
        self.update()

    def set_wordless(self, wordless: bool) -> None:
        self._wordless = wordless
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        dot = self._look.scaled(8)
        height = self._look.scaled(20)
        if self._wordless and not self._needs_word:
            return QSize(dot, height)
        return QSize(dot + 8 + round(text_width(Type.SMALL.font(self._look), self._word) + 0.5), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dot = self._look.scaled(8)
        circle = QRectF(0, (self.height() - dot) / 2, dot, dot)
        draw_box(painter, circle, dot / 2, color(self._look, _DOT_ROLES[self._state]))
        if not self._wordless or self._needs_word:
            painter.setPen(color(self._look, "text-muted"))
            area = self.rect().adjusted(dot + 8, 0, 0, 0)
            draw_line(painter, area, Type.SMALL.font(self._look), self._word)


class Header(Guarded, QWidget):
    """History and New chat, title, demo badge, branch, connection and the More menu.

    Signals:
        history_requested(): the history shall be shown.
        new_chat_requested(): New chat was pressed.
        title_changed(str): another conversation's title, or a new one of the same.
        branch_chosen(object): id of the chosen branch (int), None for all branches.
        branch_named(str): the name of the branch that is chosen now, "" for all branches.
        menu_closed(): the branch menu went away.
        menu_about_to_open(): the More menu is placed next, by its width.
        hiding_requested(): nobody shall read what is on the screen.
        sign_in_requested(): Sign in, offered where questions are not answered without.
        presence_requested(): who is in now.
    """

    history_requested = Signal()
    new_chat_requested = Signal()
    title_changed = Signal(str)
    branch_chosen = Signal(object)
    branch_named = Signal(str)
    menu_closed = Signal()
    menu_about_to_open = Signal()
    hiding_requested = Signal()
    sign_in_requested = Signal()
    presence_requested = Signal()

    def __init__(self, look: Look, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.seen: Callable[[str], str] = str
        """What may be seen of a title."""
        self._menu = menu
        self._history = IconButton(look, "panel-left", "Show history (Ctrl+B)", parent=self)
        self._new_chat = IconButton(look, "square-pen", "New chat", parent=self)
        self._new_chat.setToolTip("New chat (Ctrl+N)")
        self._title = _Title(look, self)
        self._badge = DemoBadge(look, self)
        self._badge.hide()
        self._presence = PresenceButton(look, self)
        self._picker = BranchPicker(look, self)
        self._connection = _Connection(look, self)
        self._sign_in = TextButton(look, "Sign in", ButtonKind.PRIMARY, small=True, parent=self)
        self._sign_in.hide()
        self._hide = IconButton(look, "eye", "Hide what is on the screen (F8)", parent=self)
        self._more = IconButton(look, "ellipsis", "More", parent=self)
        row = QHBoxLayout(self)
        row.setSpacing(_GAP)
        # Side by side, as two of a kind.
        first = QHBoxLayout()
        first.setSpacing(_GAP_OF_PAIR)
        first.addWidget(self._history)
        first.addWidget(self._new_chat)
        row.addLayout(first)
        for widget in self._parts()[2:]:
            row.addWidget(widget, 1 if widget is self._title else 0)
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._history.clicked.connect(self.history_requested)
        self._new_chat.clicked.connect(self.new_chat_requested)
        self._presence.clicked.connect(self.presence_requested)
        self._picker.branch_chosen.connect(self._choose_branch)
        self._picker.menu_closed.connect(self.menu_closed)
        self._sign_in.clicked.connect(self.sign_in_requested)
        self._hide.clicked.connect(self.hiding_requested)
        self._more.clicked.connect(self._open_menu)
        self.set_connection(ConnectionState.CONNECTING, "Connecting")
        self.set_history_shown(False)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for part in self._parts():
            part.set_look(look)
        self.setFixedHeight(look.scaled(HEIGHT) + 1)
        self._fit()

    def set_title(self, title: str) -> None:
        """The conversation's title."""
        title = in_reading_order(self.seen(title))
        self._title.set_text(title)
        self._fit()
        self.title_changed.emit(title)

    def set_history_shown(self, shown: bool) -> None:
        """Whether the history stands beside the page: it has the buttons for itself and for New chat then."""
        self._history.setVisible(not shown)
        self._new_chat.setVisible(not shown)
        self._row.setContentsMargins(24 if shown else 12, 0, 12, 1)
        self._fit()

    def set_demo(self, demo: bool) -> None:
        """Whether the gym is the local bot's demonstration."""
        self._badge.setVisible(demo)
        self._fit()

    def set_presence(self, count: int | None) -> None:
        """How many are in the gym now; None where that is not known."""
        self._presence.set_count(count)
        self._fit()

    def set_sign_in_offered(self, offered: bool) -> None:
        """Whether there is a button for signing in."""
        self._sign_in.setVisible(offered)
        self._fit()

    def set_branches(self, branches: "Sequence[Branch]", current: int | None) -> None:
        """The branches to offer and the chosen one; without any, the picker is hidden."""
        self._picker.set_branches(branches, current)
        self._fit()
        self.branch_named.emit(self._picker.current_name())

    def set_branch_locked(self, locked: bool, why: str = WHY_LOCKED) -> None:
        """Whether the branch is not the person's choice, and why."""
        self._picker.set_locked(locked, why)
        self._fit()

    def set_connection(self, state: ConnectionState, word: str, advice: str = "") -> None:
        """The state of the connection and the word for it; `advice`: what to do, where something is to be done."""
        self._connection.set_state(state, word, advice)
        self._fit()

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the first control in sight."""
        first = next((part for part in (self._history, self._picker) if part.isVisible()), self._more)
        first.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_area(painter, self.rect(), color(self._look, "background"))
        fill_area(painter, QRect(0, self.height() - 1, self.width(), 1), color(self._look, "border"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.isVisible():
            return  # It is told ten things before it is shown, and measured once then.
        narrow = is_narrow(self.width(), self._look.text_scale)
        tiny = self.width() / self._look.text_scale < _TINY_BELOW
        for given_up in range(_NEITHER + 1):
            self._picker.set_short(narrow or given_up >= _SHORT_NAME)
            self._badge.set_short(tiny or given_up >= _SHORT_BADGE)
            self._connection.set_wordless(narrow or given_up >= _NO_WORD)
            has_eye = not narrow and given_up not in (_NO_EYE, _NEITHER)
            has_presence = given_up < _NO_PRESENCE
            if self._needed(has_eye, has_presence) <= self.width():
                break
        self._hide.setVisible(has_eye)
        self._presence.set_has_room(has_presence)

    def _needed(self, has_eye: bool, has_presence: bool) -> int:
        """The width that all of it takes, with as much of the title as is to be read."""
        to_be_shown: dict[QWidget, bool] = {
            self._title: False,
            self._hide: has_eye,
            self._presence: has_presence and self._presence.is_known,
        }
        shown = [part for part in self._parts() if to_be_shown.get(part, not part.isHidden())]
        around = self._row.contentsMargins()
        return (
            around.left()
            + around.right()
            + self._title.needed()
            + sum(part.sizeHint().width() + _GAP for part in shown)
        )

    def _parts(
        self,
    ) -> tuple[
        IconButton,
        IconButton,
        _Title,
        DemoBadge,
        PresenceButton,
        BranchPicker,
        _Connection,
        TextButton,
        IconButton,
        IconButton,
    ]:
        """From left to right."""
        return (
            self._history,
            self._new_chat,
            self._title,
            self._badge,
            self._presence,
            self._picker,
            self._connection,
            self._sign_in,
            self._hide,
            self._more,
        )

    def _choose_branch(self, branch_id: object) -> None:
        self.branch_named.emit(self._picker.current_name())
        self.branch_chosen.emit(branch_id)

    def _open_menu(self) -> None:
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + 4))
        self.menu_about_to_open.emit()
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))
