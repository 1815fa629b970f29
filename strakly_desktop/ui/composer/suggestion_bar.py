"""The follow-up questions as buttons above the composer.

Chips are real buttons in one tab stop, with the arrow keys inside, and they never push the page: at most
two rows, one where the page is low, and what does not fit waits behind "+1".
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import FOCUS_RADIUS, PaintedButton
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

GAP = 8
GAP_ABOVE = 10
_HEIGHT = 32
_PADDING = 15
_WALK = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_KEYS = (*_WALK, *_ROWS)


class _Spot(NamedTuple):
    """Where a chip stands: row, left edge in the column, width."""

    row: int
    x: int
    width: int


class Chip(PaintedButton):
    """One question as a pill; a long one is cut at its end and whole in the tooltip."""

    def __init__(self, look: Look, label: str, parent: QWidget) -> None:
        super().__init__(look, _HEIGHT // 2, parent)
        self._label = label
        self.setAccessibleName(label)

    def sizeHint(self) -> QSize:
        return QSize(_chip_width(self._look, self._label), self._look.scaled(_HEIGHT))

    def place(self, position: QPoint, width: int) -> None:
        """Stand at `position`, `width` px wide."""
        size = self.sizeHint()
        self.setFixedSize(width, size.height())
        self.setProperty(FOCUS_RADIUS, size.height() // 2)
        self.setToolTip(in_reading_order(self._label) if width < size.width() else "")
        self.move(position)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # QAbstractButton would take the arrows to the window's next control; here they belong to the bar.
        if Qt.Key(event.key()) in _KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        fill, outline = "background", outline_role(look)
        if self.isDown():
            fill, outline = "accent-soft-hover", "accent-soft-hover"
        elif self.underMouse():
            fill, outline = "accent-soft", "accent-outline"
        draw_box(painter, self.rect(), self.height() / 2, color(look, fill), color(look, outline))
        font = Type.SMALL_MEDIUM.font(look)
        painter.setPen(color(look, "text" if self.isEnabled() else "text-disabled"))
        room = self.width() - 2 * look.scaled(_PADDING) + 1
        draw_line(painter, self.rect(), font, elided(font, self._label, room), centred=True)


class SuggestionBar(Guarded, QWidget):
    """The chips, in the order the assistant gave.

    Signals:
        suggestion_chosen(str): the whole text of the chosen question.
        changed(): there are others now.
        keyboard_released(): the chip that has the keyboard is about to go away, or Down was pressed in the last row.
        left_upwards(): Up was pressed in the first row.
    """

    suggestion_chosen = Signal(str)
    changed = Signal()
    keyboard_released = Signal()
    left_upwards = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.seen: Callable[[str], str] = str
        """What may be seen of a question; all of it is asked."""
        self._questions: list[str] = []
        self._chips: list[Chip] = []
        self._more: Chip | None = None
        self._rows = 2
        self._expanded = False
        self.setAccessibleName("Suggested questions")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for chip in self._chips:
            chip.set_look(look)
        self._lay_out()

    def set_suggestions(self, questions: list[str]) -> None:
        """Show these questions in place of the earlier ones; none hides the bar."""
        if any(chip.hasFocus() for chip in self._stops()):
            self.keyboard_released.emit()
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._questions = [question for question in questions if question.strip()]
        self._expanded = False
        self._chips = [self._chip(question) for question in self._questions]
        for chip in self._chips[1:]:
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.setVisible(bool(self._questions and self._rows))
        self.changed.emit()

    def set_rows(self, rows: int) -> None:
        """At most this many rows, 1 or 2; 0 where there is no room at all."""
        if rows != self._rows:
            self._rows = rows
            if rows:
                self._lay_out()
            elif any(chip.hasFocus() for chip in self._stops()):
                self.keyboard_released.emit()
            self.setVisible(bool(self._questions and rows))

    def one_row(self) -> int:
        """The height of one row of chips, in pixels; 0 where there are none."""
        return GAP_ABOVE + self._look.scaled(_HEIGHT) if self._questions else 0

    def choose(self, index: int) -> bool:
        """Choose a question by its place, seen or waiting behind "+1". False if there is none."""
        if self.isHidden() or not 0 <= index < len(self._questions):
            return False
        self.suggestion_chosen.emit(self._questions[index])
        return True

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the first chip."""
        if self._chips:
            self._chips[0].setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        seen = self._stops()
        at = next((index for index, chip in enumerate(seen) if chip.hasFocus()), None)
        if at is None or key not in _KEYS:
            super().keyPressEvent(event)
        elif key in _WALK:
            seen[(at + _WALK[key]) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._change_row(seen, seen[at], _ROWS[key])

    def _change_row(self, seen: list[Chip], chip: Chip, step: int) -> None:
        """Go to the nearest chip in the row above or below; out of the bar where there is none."""
        beyond = [other for other in seen if (other.y() - chip.y()) * step > 0]
        if beyond:
            row = min((other.y() for other in beyond), key=lambda y: abs(y - chip.y()))
            middle = chip.geometry().center().x()
            in_row = (other for other in beyond if other.y() == row)
            nearest = min(in_row, key=lambda other: abs(other.geometry().center().x() - middle))
            nearest.setFocus(Qt.FocusReason.TabFocusReason)
        elif step < 0:
            self.left_upwards.emit()
        else:
            self.keyboard_released.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return list(self._chips[:1])

    def _stops(self) -> list[Chip]:
        """What the arrow keys visit, in order."""
        return [chip for chip in [*self._chips, self._more] if chip is not None and not chip.isHidden()]

    def _chip(self, question: str) -> Chip:
        chip = Chip(self._look, self.seen(question), self)
        chip.clicked.connect(lambda: self.suggestion_chosen.emit(question))
        return chip

    def _show_all(self) -> None:
        self._expanded = True
        hidden = next((chip for chip in self._chips if chip.isHidden()), None)
        self._lay_out()
        if hidden is not None:
            hidden.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        if self._more is not None:
            self._more.hide()
            self._more.deleteLater()
            self._more = None
        place = column(self.width(), self._look.text_scale)
        rows = len(self._chips) if self._expanded else max(1, self._rows)
        spots = _flow([chip.sizeHint().width() for chip in self._chips], place.width, rows)
        if len(spots) < len(self._chips):
            spots, self._more = self._make_room_for_more(spots, place.width)
            shown = [*self._chips[: len(spots) - 1], self._more]
        else:
            shown = self._chips
        row_height = self._look.scaled(_HEIGHT)
        for chip, spot in zip(shown, spots, strict=True):
            chip.place(QPoint(place.left + spot.x, GAP_ABOVE + spot.row * (row_height + GAP)), spot.width)
        for chip in self._chips:
            chip.setVisible(chip in shown)
        used = max((spot.row for spot in spots), default=0) + 1
        self.setFixedHeight(GAP_ABOVE + used * row_height + (used - 1) * GAP)

    def _make_room_for_more(self, spots: list[_Spot], room: int) -> tuple[list[_Spot], Chip]:
        """The spots of the chips that stay and of the "+N" chip after them, and that chip."""
        kept = list(spots)
        while True:
            waiting = len(self._chips) - len(kept)
            label = f"+{waiting}"
            free = room - _chip_width(self._look, label) - GAP
            row, x, width = kept[-1]
            if x + width <= free:
                break
            if x == 0:
                # Alone in its row: cut its text rather than drop it.
                kept[-1] = _Spot(row, x, max(1, free))
                break
            kept.pop()
        more = Chip(self._look, label, self)
        more.setAccessibleName(f"Show {waiting} more")
        more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        more.clicked.connect(self._show_all)
        row, x, width = kept[-1]
        return [*kept, _Spot(row, x + width + GAP, more.sizeHint().width())], more


def _chip_width(look: Look, label: str) -> int:
    padding = 2 * look.scaled(_PADDING)
    return round(text_width(Type.SMALL_MEDIUM.font(look), label) + padding + 0.5)


def _flow(widths: list[int], room: int, rows: int) -> list[_Spot]:
    """The place of each chip that fits into `rows` rows of `room` px, in order."""
    spots: list[_Spot] = []
    row, x = 0, 0
    for width in widths:
        taken = min(width, room)
        if x and x + taken > room:
            row, x = row + 1, 0
        if row >= rows:
            break
        spots.append(_Spot(row, x, taken))
        x += taken + GAP
    return spots
