"""The follow-up questions as buttons above the composer.

Chips are real buttons in one tab stop, with the arrow keys inside, and they never push the page: at most
two rows, one where the page is low, and what does not fit waits behind "+1".
"""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.buttons import FOCUS_RADIUS, PaintedButton
from strakly_desktop.ui.column import column
from strakly_desktop.ui.shapes import color, draw_box, outline_role
from strakly_desktop.ui.typography import Type, draw_line, elided, text_width

GAP = 8
GAP_ABOVE = 10
_HEIGHT = 32
_PADDING = 15
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Chip(PaintedButton):
    """One question as a pill; a long one is cut at its end and whole in the tooltip."""

    def __init__(self, look: Look, label: str, parent: QWidget) -> None:
        super().__init__(look, _HEIGHT // 2, parent)
        self._label = label
        self.setAccessibleName(label)

    def sizeHint(self) -> QSize:
        padding = 2 * self._look.scaled(_PADDING)
        width = text_width(Type.SMALL_MEDIUM.font(self._look), self._label) + padding
        return QSize(round(width + 0.5), self._look.scaled(_HEIGHT))

    def place(self, position: QPoint, most: int) -> None:
        """Move to `position`, at most `most` px wide."""
        size = self.sizeHint()
        self.setFixedSize(min(size.width(), most), size.height())
        self.setProperty(FOCUS_RADIUS, size.height() // 2)
        self.setToolTip(self._label if size.width() > most else "")
        self.move(position)
        self.show()

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


class SuggestionBar(QWidget):
    """The chips, in the order the assistant gave.

    Signals:
        suggestion_chosen(str): the whole text of the chosen question.
    """

    suggestion_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
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
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._questions = [question for question in questions if question.strip()]
        self._expanded = False
        self._chips = [self._chip(question) for question in self._questions]
        for chip in self._chips[1:]:
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self.setVisible(bool(self._questions))

    def set_rows(self, rows: int) -> None:
        """At most this many rows, 1 or 2."""
        if rows != self._rows:
            self._rows = rows
            self._lay_out()

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
        step = _KEYS.get(Qt.Key(event.key()))
        seen = [chip for chip in [*self._chips, self._more] if chip is not None and not chip.isHidden()]
        at = next((index for index, chip in enumerate(seen) if chip.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        seen[(at + step) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _chip(self, question: str) -> Chip:
        chip = Chip(self._look, question, self)
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
        rows = len(self._chips) if self._expanded else self._rows
        spots = _flow([chip.sizeHint().width() for chip in self._chips], place.width, rows)
        row_height = self._look.scaled(_HEIGHT)
        shown = spots
        if len(spots) < len(self._chips):
            shown = self._make_room_for_more(spots, place.left, place.width, row_height)
        for index, chip in enumerate(self._chips):
            if index < len(shown):
                row, x = shown[index]
                chip.place(QPoint(place.left + x, GAP_ABOVE + row * (row_height + GAP)), place.width)
            else:
                chip.hide()
        used = max((row for row, _ in spots), default=0) + 1
        self.setFixedHeight(GAP_ABOVE + used * row_height + (used - 1) * GAP)

    def _make_room_for_more(
        self, spots: list[tuple[int, int]], left: int, width: int, row_height: int
    ) -> list[tuple[int, int]]:
        """Put "+N" after the last chips that leave it room; return the spots that stay."""
        kept = list(spots)
        while True:
            waiting = len(self._chips) - len(kept)
            more = Chip(self._look, f"+{waiting}", self)
            row, x = kept[-1]
            x += min(self._chips[len(kept) - 1].sizeHint().width(), width) + GAP
            if x + more.sizeHint().width() <= width or len(kept) == 1:
                break
            more.deleteLater()
            kept.pop()
        x = min(x, width - more.sizeHint().width())
        more.setAccessibleName(f"Show {waiting} more")
        more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        more.clicked.connect(self._show_all)
        more.place(QPoint(left + x, GAP_ABOVE + row * (row_height + GAP)), width)
        self._more = more
        return kept


def _flow(widths: list[int], room: int, rows: int) -> list[tuple[int, int]]:
    """Row and left edge of each chip that fits into `rows` rows of `room` px, in order."""
    spots: list[tuple[int, int]] = []
    row, x = 0, 0
    for width in widths:
        taken = min(width, room)
        if x and x + taken > room:
            row, x = row + 1, 0
        if row >= rows:
            break
        spots.append((row, x))
        x += taken + GAP
    return spots
