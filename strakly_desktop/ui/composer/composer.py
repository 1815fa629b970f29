"""The composer: the card at the foot of the page in which the next question is written and sent.

Typing stays possible while an answer arrives; Enter then queues the text, so that no half-finished turn is cut. Where
no more can be queued it stays, and the line below says why: no text is lost.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.composer.composer_hint import ComposerHint
from strakly_desktop.ui.composer.composer_text import ComposerText
from strakly_desktop.ui.controls.buttons import FOCUS_RADIUS, ICON, PaintedButton
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.style.shapes import color, draw_box, draw_shadow
from strakly_desktop.ui.style.typography import Type

QUEUE_FULL = (
    "No more questions can be queued. Yours stays here: send it when there is room, or press Esc to stop."
)
MAX_QUESTION_CHARS = 200_000
"""More is not pasted: it would hold the window up at each key, and a server may refuse it."""

TOO_LONG = "This is too long for one question: it may have up to {most:,} characters. Ask about a part of it."
MAX_LINES = 8
RADIUS = 18
GAP_ABOVE = 10
FOOT = 33
_BARE_FOOT = 14
_TEXT_INSET = 18
_EDGE = 2
"""So wide at most is the outline of the card."""
_BUTTON_INSET = 9
_SEND = 36
_HINT_GAP = 11


class SendButton(PaintedButton):
    """The round button of the composer: Send, or Stop while an answer arrives; one beside Stop queues.

    A press means what the button said when it began. Nor does one count that comes within a double click of the
    button's change: the second click on Send is no wish to stop, the second on Stop none to send a draft.

    Signals:
        send_pressed(), stop_pressed(): it was pressed and let go as this.
    """

    send_pressed = Signal()
    stop_pressed = Signal()

    def __init__(
        self, look: Look, parent: QWidget, clock: Callable[[], float], *, queues: bool = False
    ) -> None:
        """`queues`: what it sends is asked later."""
        super().__init__(look, _SEND // 2, parent)
        self._clock = clock
        self._queues = queues
        self._stops = False
        self._changed_at = float("-inf")
        self._meant_stop = False
        self.set_stops(False)
        self.pressed.connect(self._note_meaning)
        self.clicked.connect(self._act)

    def set_stops(self, stops: bool) -> None:
        """Switch between Send and Stop."""
        if stops != self._stops:
            self._changed_at = self._clock()
        self._stops = stops
        self.setAccessibleName("Stop" if stops else "Queue" if self._queues else "Send")
        self._explain()
        self.update()

    def set_ready(self, ready: bool) -> None:
        """Whether a press would do something."""
        self.setEnabled(ready)
        self._explain()

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self.setProperty(FOCUS_RADIUS, look.scaled(_SEND) // 2)

    def sizeHint(self) -> QSize:
        side = self._look.scaled(_SEND)
        return QSize(side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        within_s = QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
        if self._clock() - self._changed_at < within_s:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # By the events' own times: after a busy moment both clicks arrive late, and then together.
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, round_ = self._look, self.width() / 2
        if not self.isEnabled():
            off = color(look, "text-disabled") if look.high_contrast else None
            draw_box(painter, self.rect(), round_, color(look, "surface-hover") if off is None else None, off)
            self._arrow(painter, "text-muted" if off is None else "text-disabled")
            return
        state = "-pressed" if self.isDown() else "-hover" if self.underMouse() else ""
        if self._queues:
            fill = "accent-soft-hover" if self.isDown() or self.underMouse() else "accent-soft"
            draw_box(painter, self.rect(), round_, color(look, fill), color(look, "accent-outline"))
            self._arrow(painter, "accent-text")
            return
        if self._stops:
            draw_box(painter, self.rect(), round_, color(look, f"stop{state}"))
            side = look.scaled(12)
            square = QRect(0, 0, side, side)
            square.moveCenter(self.rect().center())
            draw_box(painter, square, look.scaled(3), color(look, "on-stop"))
            return
        draw_box(painter, self.rect(), round_, color(look, f"accent{state}"), color(look, "accent-outline"))
        self._arrow(painter, "on-accent")

    def _note_meaning(self) -> None:
        self._meant_stop = self._stops

    def _act(self) -> None:
        if self._meant_stop == self._stops:
            (self.stop_pressed if self._stops else self.send_pressed).emit()

    def _arrow(self, painter: QPainter, role: str) -> None:
        size = self._look.scaled(ICON)
        self._draw_icon(painter, "arrow-up", role, QRect((self.width() - size) // 2, 0, size, self.height()))

    def _explain(self) -> None:
        if self._stops:
            self.setToolTip("Stop (Esc)")
        elif self._queues:
            self.setToolTip("Ask this when the answer is complete (Enter)")
        else:
            self.setToolTip("Send (Enter)" if self.isEnabled() else "Write a question first")


class Composer(Guarded, QWidget):
    """A text field that grows to eight lines, in a rounded card, with Send or Stop.

    Signals:
        submitted(str): a question, without surrounding white space, never empty; it is gone from the field.
        question_queued(str): the same, while an answer arrives.
        queued_wanted(): the last queued question shall come back into the field.
        stop_requested(): Stop was pressed.
        text_changed(): something else is written.
        left_upwards(): the keyboard wants to what stands above.
        page_key_pressed(QKeyEvent): a key for the page above, valid for this call.
    """

    submitted = Signal(str)
    question_queued = Signal(str)
    queued_wanted = Signal()
    stop_requested = Signal()
    text_changed = Signal()
    left_upwards = Signal()
    page_key_pressed = Signal(object)

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` is monotonic, in seconds."""
        super().__init__(parent)
        self._look = look
        self._busy = False
        self._has_room = True
        self._told_at = ""
        self._most_lines = MAX_LINES
        self._edit = ComposerText(look)
        self._edit.setParent(self)
        self._send = SendButton(look, self, clock)
        self._queue = SendButton(look, self, clock, queues=True)
        self._queue.hide()
        self._hint = ComposerHint(look, self)
        self.setFocusProxy(self._edit)
        # Else Qt takes this part for none that can be put in order.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._edit.send_pressed.connect(self.submit)
        self._edit.focus_changed.connect(self.update)
        self._edit.left_upwards.connect(self.left_upwards)
        self._edit.page_key_pressed.connect(self.page_key_pressed)
        self._edit.queued_wanted.connect(self.queued_wanted)
        self._edit.pasted.connect(self.take)
        self._edit.textChanged.connect(self._show_readiness)
        self._edit.textChanged.connect(self._note_edit)
        self._edit.textChanged.connect(self.text_changed)
        self._edit.document().documentLayout().documentSizeChanged.connect(self._lay_out)
        self._send.send_pressed.connect(self._press_send)
        self._send.stop_pressed.connect(self._press_stop)
        self._queue.send_pressed.connect(self._press_send)
        self.set_look(look)
        self._show_readiness()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._edit.set_look(look)
        self._send.set_look(look)
        self._queue.set_look(look)
        self._hint.set_look(look)
        self._lay_out()
        self.update()

    def set_most_lines(self, lines: int) -> None:
        """Grow to so many lines, at most `MAX_LINES`, and scroll from there on."""
        if lines != self._most_lines:
            self._most_lines = lines
            self._lay_out()

    def height_around_text(self) -> int:
        """What it takes beside its lines of text, in pixels."""
        width = column(self.width(), self._look.text_scale).width
        single = self._send.sizeHint().height() + 2 * _BUTTON_INSET
        return GAP_ABOVE + single - Type.BODY.line(self._look) + self._foot(width)

    @property
    def is_busy(self) -> bool:
        """Whether an answer arrives."""
        return self._busy

    def set_busy(self, busy: bool) -> None:
        """Whether an answer arrives: Send becomes Stop, and Enter queues the text."""
        self._busy = busy
        self._edit.set_takes_scans(busy)
        self._hint.set_busy(busy)
        self._rest_hint()
        self._send.set_stops(busy)
        self._show_readiness()

    def set_queue(self, *, waits: bool, has_room: bool) -> None:
        """Whether questions are queued, for Up in the empty field to bring back, and whether one more may be."""
        self._has_room = has_room
        self._edit.set_queue_waits(waits)

    def text(self) -> str:
        """What is written, as it stands."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace what is written and put the cursor at its end."""
        self._edit.replace_text(text)

    def take_word(self) -> str:
        """Take away what is written and return it, if it is one word; else leave it, and return ""."""
        text = self.text()
        if not text or any(map(str.isspace, text)):
            return ""
        self.set_text("")
        return text

    def show_draft(self, text: str) -> None:
        """Show what was written here before, in place of what is written, as if it had just been typed."""
        self._edit.show_draft(text)

    def insert_text(self, text: str) -> None:
        """Insert plain text at the cursor."""
        self._edit.insert_text(text)
        self._edit.ensureCursorVisible()

    def take(self, source: QMimeData) -> bool:
        """Insert what was pasted or dropped. False where it is no text, which the line below says then."""
        # Nothing is pasted before the first paint.
        from strakly_desktop.ui.composer.pasted_text import pasted_text

        found = pasted_text(source)
        refusal = found.refusal
        if len(found.text) > self._room():
            # Nothing of it: a part would be sent as if it were all.
            refusal = TOO_LONG.format(most=MAX_QUESTION_CHARS)
        if refusal:
            self.tell(refusal)
        elif found.text:
            self.insert_text(found.text)
        return not refusal

    def _room(self) -> int:
        """How many characters more a question may have, in place of those that are selected."""
        selected = self._edit.textCursor().selectedText()
        return max(0, MAX_QUESTION_CHARS - len(self.text()) + len(selected))

    def set_history(self, questions: list[str]) -> None:
        """The questions that Up recalls, oldest first. Questions sent from here are added by themselves."""
        self._edit.set_history(questions)

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        # This part itself too: Qt stops at whatever hands its keyboard on.
        return [self, self._edit, self._queue, self._send]

    def focus_input(self) -> None:
        """Put the keyboard into the text field."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_key(self, event: QKeyEvent) -> None:
        """Type a key that was pressed elsewhere in the window."""
        self.focus_input()
        self._edit.keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        card = self._card()
        if card.adjusted(RADIUS, _EDGE, -RADIUS, -_EDGE).contains(event.rect()):
            # Within the card, where the caret blinks all day: that is no reason to draw a shadow.
            painter.fillRect(event.rect(), color(self._look, "surface-raised"))
            return
        draw_shadow(painter, card, RADIUS, color(self._look, "shadow"))
        outline = "text-muted" if self._edit.hasFocus() else "control-border"
        width = 2.0 if self._look.high_contrast else 1.0
        draw_box(
            painter,
            card,
            RADIUS,
            color(self._look, "surface-raised"),
            color(self._look, outline),
            width=width,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._card().contains(event.position().toPoint()):
            self.focus_input()

    def submit(self) -> None:
        """Send what is written, as Enter does; while an answer arrives, queue it.

        Where several questions stand here that were too many to be queued: the first of them.
        """
        if not self.text().strip():
            return
        if self._busy and not self._has_room:
            self._edit.keep_scan_apart()
            self.tell(QUEUE_FULL)
            return
        question = self._edit.take_question()
        self._edit.remember(question)
        (self.question_queued if self._busy else self.submitted).emit(question)

    def tell(self, text: str) -> None:
        """Say why something did nothing, below the field, until something else is written."""
        self._told_at = self.text()
        self._hint.tell(text)
        self._lay_out()

    def _press_send(self) -> None:
        self.focus_input()
        self.submit()

    def _press_stop(self) -> None:
        self.focus_input()
        self.stop_requested.emit()

    def _note_edit(self) -> None:
        # Qt tells of a change after each drop, also where nothing was inserted.
        if self.text() != self._told_at:
            self._rest_hint()

    def _rest_hint(self) -> None:
        if self._hint.rest():
            self._lay_out()

    def _show_readiness(self) -> None:
        is_written = bool(self.text().strip())
        self._send.set_ready(self._busy or is_written)
        queues = self._busy and is_written
        if queues == self._queue.isHidden():
            if self._queue.hasFocus():
                self.focus_input()
            self._queue.setVisible(queues)
            self._lay_out()

    def _card(self) -> QRect:
        place = column(self.width(), self._look.text_scale)
        return QRect(place.left, GAP_ABOVE, place.width, self.height() - GAP_ABOVE - self._foot(place.width))

    def _foot(self, width: int) -> int:
        hint = self._hint.height_at(width)
        return max(FOOT, _HINT_GAP + hint + 4) if hint else _BARE_FOOT

    def _lay_out(self) -> None:
        look = self._look
        line = Type.BODY.line(look)
        button = self._send.sizeHint()
        place = column(self.width(), look.text_scale)
        left = place.left + _TEXT_INSET
        button_left = place.left + place.width - _BUTTON_INSET - button.width()
        queue_left = button_left - _BUTTON_INSET - button.width()
        text_right = button_left if self._queue.isHidden() else queue_left
        text_width = max(1, text_right - _BUTTON_INSET - left)
        if self._edit.width() != text_width:
            # Sets off another round: the width decides how many lines there are.
            self._edit.resize(text_width, self._edit.height())
        lines = max(1, round(self._edit.document().size().height() / line))
        shown = min(lines, self._most_lines)
        single = button.height() + 2 * _BUTTON_INSET
        height = max(single, shown * line + single - line)
        self._edit.show_bar(lines > self._most_lines)
        self.setFixedHeight(GAP_ABOVE + height + self._foot(place.width))
        capitals = QFontMetricsF(self._edit.font()).capHeight()
        top = round(GAP_ABOVE + single / 2 + capitals / 2 - 1 - self._edit.baseline())
        self._edit.setGeometry(left, top, text_width, shown * line)
        self._send.setFixedSize(button)
        self._send.move(button_left, GAP_ABOVE + height - _BUTTON_INSET - button.height())
        self._queue.setFixedSize(button)
        self._queue.move(queue_left, self._send.y())
        hint = self._hint.height_at(place.width)
        self._hint.setGeometry(place.left, GAP_ABOVE + height + _HINT_GAP, place.width, hint)
        self.update()
