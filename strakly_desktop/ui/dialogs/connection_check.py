"""Shows the steps of a check of the connection as they are done, each with what was found and what to do about it.

It knows no network: it shows lines that it is given, and asks for more by signals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON, ButtonKind, TextButton
from strakly_desktop.ui.controls.dialog_room import fit_dialog, keep_on_screen, scrolled_part
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.controls.form_fields import FormLabel
from strakly_desktop.ui.style.dressing import dress
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.typography import Type

_WIDTH, _WIDEST = 560, 820
_MARGIN = 24


class CheckState(Enum):
    """How a step stands: the word for it, the icon and its colour."""

    WAITING = ("not yet", "minus", "text-muted")
    RUNNING = ("checking", "clock", "accent-text")
    GOOD = ("good", "check", "success")
    NOTE = ("take note", "triangle-alert", "warning")
    BAD = ("fault", "circle-alert", "danger")
    SKIPPED = ("not checked", "minus", "text-muted")

    @property
    def word(self) -> str:
        return self.value[0]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One step: its name, how it stands, what was found, and what to do; both are sentences, or "" for none."""

    title: str
    state: CheckState
    fact: str = ""
    advice: str = ""


class ConnectionCheckDialog(QDialog):
    """Open with `open()`; it is deleted when it is closed.

    Signals:
        again_requested(): all steps from the beginning.
        stop_requested(): what is being checked is to be left.
        answer_requested(): a test answer, which costs something.
    """

    again_requested = Signal()
    stop_requested = Signal()
    answer_requested = Signal()

    def __init__(self, look: Look, subject: str, answer_note: str, parent: QWidget) -> None:
        """`subject` says what is checked; `answer_note` what a test answer does and costs."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Check connection")
        self._look = look
        self._report = ""
        self._is_running = False
        self._width = min(look.scaled(_WIDTH), _WIDEST)
        self._rows: list[_Row] = []
        page = QWidget()
        self._column = QVBoxLayout(page)
        # As wide as the focus ring reaches.
        self._column.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        self._column.setSpacing(14)
        self._note = FormLabel(look, answer_note, Type.CAPTION, "muted")
        self._answer = TextButton(look, "Test an answer", small=True)
        self._answer.setAccessibleDescription(answer_note)
        self._indent = QHBoxLayout()
        self._indent.setSpacing(12)
        self._indent.addWidget(self._note, 1)
        self._indent.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._indent)
        self._column.addStretch(1)
        self._scrolled = scrolled_part(page)
        self._scrolled.setAccessibleName("Steps")
        # The arrow keys scroll, where there is something to scroll.
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = FormLabel(look, "Check connection", Type.DIALOG_TITLE)
        about = FormLabel(look, subject, Type.UI, "muted")
        self._labels = [title, about, self._note]
        self._copy = TextButton(look, "Copy report")
        self._copy.setToolTip("For your administrator: without password, sign-in or questions")
        self._copy.setAccessibleDescription(self._copy.toolTip())
        self._again = TextButton(look, "Retry")
        self._close = TextButton(look, "Close", ButtonKind.PRIMARY)
        self._lay_out(title, about)
        self._ring = FocusRing(look, self)
        self._copy.clicked.connect(self._copy_report)
        self._again.clicked.connect(self._press_again)
        self._answer.clicked.connect(self.answer_requested)
        self._close.clicked.connect(self.accept)
        self._close.setFocus()

    def show_lines(self, lines: Sequence[CheckLine], report: str, *, running: bool, can_answer: bool) -> None:
        """All steps as they stand now. `report` is what is copied; `can_answer`: whether an answer can be tested."""
        while len(self._rows) < len(lines):
            row = _Row(self._look)
            self._rows.append(row)
            self._column.insertWidget(len(self._rows) - 1, row)
        for row, line in zip(self._rows, lines, strict=True):
            row.show_line(line)
        self._report = report
        self._copy.set_label("Copy report")
        self._copy.setEnabled(not running)
        self._answer.setEnabled(can_answer and not running)
        if running != self._is_running:
            self._is_running = running
            self._again.set_label("Stop" if running else "Retry")
        self._fit()
        if not running:
            self._show_worst(lines)

    def announce(self, words: str) -> None:
        """Have a screen reader say it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _lay_out(self, title: QWidget, about: QWidget) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        foot.setSpacing(8)
        foot.addWidget(self._copy)
        foot.addStretch()
        foot.addWidget(self._again)
        foot.addWidget(self._close)
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        head.setSpacing(4)
        head.addWidget(title)
        head.addWidget(about)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        whole.setSpacing(16)
        whole.addLayout(head)
        whole.addWidget(self._scrolled, 1)
        whole.addLayout(foot)
        # Again, now that every label has its place: under a stylesheet one that moves loses its font.
        for label in self._labels:
            label.set_look(self._look)
        self._indent.setContentsMargins(self._look.scaled(ICON) + 12, 0, 0, 0)

    def set_look(self, look: Look) -> None:
        """Take new colours."""
        self._look = look
        dress((*self._rows, self._answer, self._copy, self._again, self._close, self._ring), look)

    def _show_worst(self, lines: Sequence[CheckLine]) -> None:
        worst = next((at for at, line in enumerate(lines) if line.state is CheckState.BAD), None)
        if worst is not None:
            row = self._rows[worst]
            # It has its new place with the next event.
            QTimer.singleShot(0, row, lambda: self._scrolled.ensureWidgetVisible(row))

    def _press_again(self) -> None:
        (self.stop_requested if self._is_running else self.again_requested).emit()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copy.set_label("Copied")

    def _fit(self) -> None:
        fit_dialog(self, self._scrolled, self._width)
        keep_on_screen(self)


class _Row(Guarded, QWidget):
    """One step: an icon, its name, and below that the sentences."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._line = CheckLine("", CheckState.WAITING)
        self._title = FormLabel(look, "", Type.UI_STRONG)
        self._fact = FormLabel(look, "", Type.UI, "muted")
        self._advice = FormLabel(look, "", Type.UI)
        self._parts = (self._title, self._fact, self._advice)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.scaled(ICON) + 12, 0, 0, 0)
        column.setSpacing(2)
        for part in self._parts:
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(part)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.update()

    def show_line(self, line: CheckLine) -> None:
        if line == self._line:
            return
        self._line = line
        for part, text in zip(self._parts, (line.title, line.fact, line.advice), strict=True):
            part.setText(text)
            part.setVisible(bool(text))
            part.set_look(self._look)
        said = f"{line.title}: {line.state.word}. {line.fact} {line.advice}"
        self.setAccessibleName(" ".join(said.split()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        _word, icon, role = self._line.state.value
        size = self._look.scaled(ICON)
        pixmap = icon_pixmap(self._look, icon, role, size, self.devicePixelRatioF())
        top = (self._title.fontMetrics().height() - size) // 2
        QPainter(self).drawPixmap(0, max(0, top), pixmap)
