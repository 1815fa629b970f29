"""The questions that wait for the answer to end, in rows above the composer: each can be changed, removed, and sent."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import (
    FOCUS_RADIUS,
    ICON_SMALL,
    ButtonKind,
    IconButton,
    PaintedButton,
    TextButton,
)
from strakly_desktop.ui.style.announcing import announce
from strakly_desktop.ui.style.column import column, is_narrow
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

MOST_QUEUED = 3
GAP_ABOVE = 10
_HEIGHT, _LOW_HEIGHT = 36, 28
_GAP, _LOW_GAP = 6, 3
_RADIUS = 12
_INSET = 12
_BUTTON, _LOW_BUTTON = 28, 24
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LONGEST_SPOKEN = 200


class QueuedQuestion(NamedTuple):
    """One of them. `is_held`: it is not asked by itself. `about` is its `branch`, by name, where that is to be seen."""

    number: int
    text: str
    is_held: bool
    branch: str = ""
    about: str = ""


class _Question(PaintedButton):
    """The whole row: what waits, and the word for how it waits. A press brings it back into the field."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, _RADIUS, parent)
        self._text = ""
        self._word = ""
        self._is_held = False
        self._reserved = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_question(self, text: str, word: str, *, is_held: bool, name: str) -> None:
        self._text, self._word, self._is_held = text, word, is_held
        self.setAccessibleName(name)
        self.setAccessibleDescription("Enter: change it in the field below")
        self.update()

    def set_reserved(self, width: int) -> None:
        """So many pixels at the right belong to other buttons."""
        self._reserved = width
        look, font = self._look, Type.UI.font(self._look)
        self.setToolTip("Change" if text_width(font, self._text) < self._room(look) else self._text[:2000])
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The bar's: QAbstractButton would go to any control that lies above or below.
        if Qt.Key(event.key()) in _KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        fill = (
            "surface-pressed" if self.isDown() else "surface-hover" if self.underMouse() else "surface-raised"
        )
        draw_box(painter, self.rect(), _RADIUS, color(look, fill), color(look, outline_role(look)))
        size = look.scaled(ICON_SMALL)
        icon, role = ("triangle-alert", "warning") if self._is_held else ("clock", "text-muted")
        self._draw_icon(painter, icon, role, QRect(_INSET, 0, size, self.height()))
        area = self.rect().adjusted(_INSET + size + 8, 0, -self._reserved, 0)
        painter.setPen(color(look, "text"))
        font = Type.UI.font(look)
        draw_line(painter, area, font, elided(font, self._text, self._room(look)))
        if self._word:
            small = Type.SMALL.font(look)
            area.setLeft(area.right() - round(text_width(small, self._word)) - 8)
            painter.setPen(color(look, "text-muted"))
            draw_line(painter, area, small, self._word)

    def _room(self, look: Look) -> float:
        """What the question may take, in pixels."""
        taken = _INSET + look.scaled(ICON_SMALL) + 8 + self._reserved + 8
        if self._word:
            taken += round(text_width(Type.SMALL.font(look), self._word)) + 16
        return max(0, self.width() - taken)


class _Row(Guarded, QWidget):
    """One question with its buttons."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._is_low = False
        self.question = _Question(look, self)
        self.send = TextButton(look, "Send", ButtonKind.NEUTRAL, small=True, parent=self)
        self.remove = IconButton(look, "x", "Remove", _BUTTON, self)
        self.number = -1

    def set_look(self, look: Look) -> None:
        self._look = look
        for part in (self.question, self.send, self.remove):
            part.set_look(look)

    def set_low(self, low: bool) -> None:
        self._is_low = low
        self.send.set_height(_LOW_BUTTON if low else _BUTTON)

    def show_question(
        self, queued: QueuedQuestion, at: int, of: int, *, is_next: bool, narrow: bool, is_folded: bool
    ) -> None:
        """`is_folded`: others are out of sight, so the row says which one it is."""
        self.number = queued.number
        word = "Not sent" if queued.is_held else "Next" if is_next else "Queued"
        if queued.about:
            word = f"{word}, {queued.about}"
        # No first picture has a row.
        from strakly_desktop.conversation.cut_text import whole_words

        spoken = whole_words(" ".join(queued.text.split()), _LONGEST_SPOKEN)
        place = f"{word}, {at} of {of}" if of > 1 else word
        self.question.show_question(
            in_reading_order(queued.text),
            place if is_folded else "" if narrow and not queued.about else word,
            is_held=queued.is_held,
            name=f"{place}: {spoken}",
        )
        self.send.setVisible(queued.is_held)
        self.send.setAccessibleName(f"Send: {spoken}")
        self.send.setToolTip("Ask this now")
        self.remove.setAccessibleName(f"Remove: {spoken}")
        self.lay_out()

    def lay_out(self) -> None:
        self.question.setGeometry(self.rect())
        side = self._look.scaled(_LOW_BUTTON if self._is_low else _BUTTON)
        top = (self.height() - side) // 2
        left = self.width() - side - 4
        self.remove.setGeometry(left, top, side, side)
        if not self.send.isHidden():
            size = self.send.sizeHint()
            left -= size.width() + 4
            self.send.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
        self.question.set_reserved(self.width() - left + 4)

    def stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [self.question, self.send, self.remove]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()


class QueueBar(Guarded, QWidget):
    """Shows the queued questions, the next one first; hidden while there are none. Where the page is low it shows some
    of them: wheel, Up and Down bring the others.

    Signals:
        edit_requested(int), send_requested(int), remove_requested(int): a row was pressed; the question's number.
        changed(): other rows are in sight.
        keyboard_released(): the row that has the keyboard goes away, or Down was pressed in the last one.
        left_upwards(): Up was pressed in the first row.
    """

    edit_requested = Signal(int)
    send_requested = Signal(int)
    remove_requested = Signal(int)
    changed = Signal()
    keyboard_released = Signal()
    left_upwards = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._questions: tuple[QueuedQuestion, ...] = ()
        self.seen: Callable[[str], str] = str
        """What may be seen of a question; all of it is asked, and changed in the field."""
        self._rows: list[_Row] = []
        self._is_low = False
        self._most = MOST_QUEUED
        self._first = 0
        self.setAccessibleName("Queued questions")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for row in self._rows:
            row.set_look(look)
        self._lay_out()

    def set_low(self, low: bool) -> None:
        """Whether the page is low, and the rows have to be."""
        if low != self._is_low:
            self._is_low = low
            self._lay_out()

    def set_most_rows(self, most: int) -> None:
        """Show so many of them at once, one at least."""
        if most != self._most:
            self._most = most
            self._lay_out()

    def height_of(self, rows: int) -> int:
        """How high it is with so many rows, in px; 0 for none."""
        height, gap = self._row_height(), self._gap()
        return GAP_ABOVE + rows * (height + gap) - gap if rows else 0

    @property
    def count(self) -> int:
        """How many questions wait."""
        return len(self._questions)

    def set_questions(self, questions: Sequence[QueuedQuestion]) -> None:
        """Show these in place of the earlier ones."""
        had_keyboard = any(stop.hasFocus() for row in self._rows for stop in row.stops())
        numbers = {question.number for question in questions}
        if had_keyboard and not all(row.number in numbers for row in self._rows):
            self.keyboard_released.emit()
        self._questions = tuple(question._replace(text=self.seen(question.text)) for question in questions)
        while len(self._rows) < len(questions):
            self._rows.append(self._make_row())
        for row in self._rows[len(questions) :]:
            row.hide()
            row.deleteLater()
        del self._rows[len(questions) :]
        self._lay_out()
        self.setVisible(bool(questions))
        self.changed.emit()

    def say(self, text: str) -> None:
        """Have news of them read aloud."""
        announce(self, text)

    def focus_last(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the question that came last."""
        if self._rows:
            self._focus(len(self._rows) - 1, reason)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [stop for row in self._rows for stop in row.stops()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((at for at, row in enumerate(self._rows) if row.question.hasFocus()), None)
        step = _KEYS.get(Qt.Key(event.key()))
        if at is None or step is None:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(self._rows):
            self._focus(at + step, Qt.FocusReason.TabFocusReason)
        else:
            (self.left_upwards if step < 0 else self.keyboard_released).emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._most < self.count and event.angleDelta().y():
            self._show_from(self._first + (-1 if event.angleDelta().y() > 0 else 1))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _focus(self, at: int, reason: Qt.FocusReason) -> None:
        """Put the keyboard on a row, which comes into sight first."""
        self._show_from(min(max(self._first, at - self._most + 1), at))
        self._rows[at].question.setFocus(reason)

    def _show_from(self, first: int) -> None:
        if max(0, min(first, self.count - self._most)) != self._first:
            self._first = first
            self._lay_out()

    def _row_height(self) -> int:
        return self._look.scaled(_LOW_HEIGHT if self._is_low else _HEIGHT)

    def _gap(self) -> int:
        return _LOW_GAP if self._is_low else _GAP

    def _make_row(self) -> _Row:
        row = _Row(self._look, self)
        row.question.clicked.connect(lambda: self.edit_requested.emit(row.number))
        row.send.clicked.connect(lambda: self.send_requested.emit(row.number))
        row.remove.clicked.connect(lambda: self.remove_requested.emit(row.number))
        return row

    def _lay_out(self) -> None:
        look, count = self._look, len(self._questions)
        place = column(self.width(), look.text_scale)
        height, gap = self._row_height(), self._gap()
        self._first = max(0, min(self._first, count - self._most))
        shown = range(self._first, min(count, self._first + self._most))
        narrow = is_narrow(self.width(), look.text_scale)
        upcoming = next((question.number for question in self._questions if not question.is_held), None)
        top = GAP_ABOVE
        for at, (row, question) in enumerate(zip(self._rows, self._questions, strict=True)):
            row.set_low(self._is_low)
            if at not in shown:
                if any(stop.hasFocus() for stop in row.stops()):
                    self.keyboard_released.emit()
                row.hide()
                row.number = question.number
                continue
            row.setGeometry(place.left, top, place.width, height)
            row.question.setProperty(FOCUS_RADIUS, _RADIUS)
            row.show_question(
                question,
                at + 1,
                count,
                is_next=question.number == upcoming,
                narrow=narrow,
                is_folded=len(shown) < count,
            )
            row.show()
            top += height + gap
        self.setFixedHeight(self.height_of(len(shown)))
