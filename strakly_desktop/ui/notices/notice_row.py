"""One notice as a box: icon, fact, rest, and what can be done about it."""

from dataclasses import replace
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from strakly_desktop.conversation.text_safety import in_reading_order
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON, ButtonKind, IconButton, TextButton
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type

ARRIVAL_MS = 140
_UNBOUNDED = 16777215
_INSET = 14
_STACKED_BELOW = 480
_DETAIL_LINES = 8
_LEAST_LEFT_MS = 3_000
"""How long it is seen at least when what lay over it goes: long enough to find the button."""


class _Paint(NamedTuple):
    fill: str
    outline: str
    icon_role: str
    icon: str


_PAINTS = {
    NoticeKind.INFO: _Paint("info-soft", "border", "accent-text", "activity"),
    NoticeKind.WARNING: _Paint("warning-soft", "warning-border", "warning", "triangle-alert"),
    NoticeKind.DANGER: _Paint("danger-soft", "danger-border", "danger", "circle-alert"),
}


class NoticeRow(Guarded, QWidget):
    """A notice on screen.

    Signals:
        acted(NoticeAction): one of its actions was pressed.
        closed(): it was closed by the person.
        time_over(): it has been seen for as long as it should.
    """

    acted = Signal(object)
    closed = Signal()
    time_over = Signal()

    def __init__(self, look: Look, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self._look = look
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._text.setSizePolicy(policy)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        self._detail_button = self._button("Details", ButtonKind.LINK, bool(notice.details))
        self._action = self._action_button(notice.action)
        self._other = self._action_button(notice.other)
        row.addWidget(self._detail_button)
        row.addWidget(self._action)
        row.addWidget(self._other)
        row.addStretch()
        self._buttons.setVisible(bool(notice.details) or notice.action is not None)
        self._close = IconButton(look, "x", "Close this notice", 28, self)
        self._details = QPlainTextEdit(notice.details, self)
        self._details.setReadOnly(True)
        self._details.setObjectName("noticeDetails")
        self._details.setAccessibleName("Details")
        self._details.setTabChangesFocus(True)
        self._details.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_INSET, 8, 8, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._close, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._details, 2, 0, 1, 3)
        self._stacked: bool | None = None
        self._stack(stacked=False)
        # Not Fixed: that would cap the height at the size hint, and wrapped lines need more.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._detail_button.clicked.connect(self._toggle_details)
        self._close.clicked.connect(self.closed)
        self._left_ms = notice.timeout_ms
        self._in_sight = True
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self.time_over)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for button in (self._detail_button, self._action, self._other, self._close):
            button.set_look(look)
        self._text.setFont(Type.SMALL.font(look))
        self._write()
        self._text.setMinimumHeight(look.scaled(28))
        self._text.setContentsMargins(look.scaled(ICON) + 10, 0, 0, 0)
        self._details.setFont(Type.CAPTION.font(look))
        lines = min(_DETAIL_LINES, self._details.document().blockCount() + 1)
        self._details.setFixedHeight(lines * Type.CAPTION.line(look) + 16)
        self.update()

    def restate(self, fact: str) -> None:
        """Say how it is by now; its buttons, and the keyboard in one of them, stay."""
        self.notice = replace(self.notice, fact=fact)
        self._write()

    def arrive(self) -> None:
        """Open up, unless the person asked for less motion."""
        if self._look.reduced_motion:
            return
        animation = QPropertyAnimation(self, b"maximumHeight", self)
        animation.setDuration(ARRIVAL_MS)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.setStartValue(0)
        animation.setEndValue(max(self.sizeHint().height(), self.heightForWidth(self.width())))
        animation.finished.connect(lambda: self.setMaximumHeight(_UNBOUNDED))
        animation.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    def stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [self._detail_button, self._action, self._other, self._details, self._close]

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the first thing that can be done."""
        next(stop for stop in self.stops() if not stop.isHidden()).setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @property
    def left_ms(self) -> int:
        """How long it is still to be seen, in milliseconds; 0 where it stays. What nobody sees costs nothing."""
        return self._leaving.remainingTime() if self._leaving.isActive() else self._left_ms

    def height_at(self, width: int) -> int:
        """How high it has to be at this width."""
        self.fit(width)
        return max(self.minimumSizeHint().height(), self.heightForWidth(width))

    def set_in_sight(self, in_sight: bool) -> None:
        """Whether somebody can see and reach it. Who comes back to it has a moment in any case."""
        if in_sight and not self._in_sight and self._left_ms:
            self._left_ms = max(self._left_ms, min(_LEAST_LEFT_MS, self.notice.timeout_ms))
        self._in_sight = in_sight
        self._count_time()

    def wait_longer(self) -> None:
        """Its time was over as something came over it: it goes on when that is gone."""
        self._left_ms = 1
        self.set_in_sight(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_time()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._count_time()

    def _count_time(self) -> None:
        if self.isVisible() and self._in_sight:
            if self._left_ms and not self._leaving.isActive():
                self._leaving.start(self._left_ms)
        elif self._leaving.isActive():
            # A coarse timer may say more than it was given.
            self._left_ms = min(self._left_ms, max(1, self._leaving.remainingTime()))
            self._leaving.stop()

    def fit(self, width: int) -> None:
        """Arrange the parts for a row of this width, before the layout asks how high it is."""
        self._stack(stacked=width / self._look.text_scale < _STACKED_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, paint = self._look, _PAINTS[self.notice.kind]
        outline = paint.outline
        if look.high_contrast and self.notice.kind is NoticeKind.INFO:
            outline = "control-border"
        # A row that is still opening shows its upper part; the box itself keeps its height.
        box = QRectF(self.rect())
        draw_box(painter, box, 12, color(look, paint.fill), color(look, outline))
        size = look.scaled(ICON)
        name = self.notice.icon or paint.icon
        pixmap = icon_pixmap(look, name, paint.icon_role, size, self.devicePixelRatioF())
        painter.drawPixmap(_INSET, 8 + (look.scaled(28) - size) // 2, pixmap)

    def _write(self) -> None:
        muted, text = self._look.colors["text-muted"], self._look.colors["text"]
        words = (
            f'<span style="font-weight:600;color:{text}">{escape(in_reading_order(self.notice.fact))}</span>'
        )
        if self.notice.rest:
            words += f'&nbsp; <span style="color:{muted}">{escape(in_reading_order(self.notice.rest))}</span>'
        self._text.setText(words)
        self._text.setAccessibleName(f"{self.notice.fact} {self.notice.rest}".strip())

    def _action_button(self, action: NoticeAction | None) -> TextButton:
        button = self._button(
            action.label if action is not None else "", ButtonKind.NEUTRAL, action is not None
        )
        button.clicked.connect(lambda: self.acted.emit(action))
        return button

    def _button(self, label: str, kind: ButtonKind, wanted: bool) -> TextButton:
        button = TextButton(self._look, label, kind, small=True, parent=self._buttons)
        button.setVisible(wanted)
        return button

    def _stack(self, *, stacked: bool) -> None:
        """Buttons beside the text, or below it where there is no room for both."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self._grid.removeWidget(self._text)
        self._grid.removeWidget(self._buttons)
        self._grid.addWidget(self._text, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        if stacked:
            self._buttons.setContentsMargins(self._look.scaled(ICON) + 10, 0, 0, 0)
            self._grid.addWidget(self._buttons, 1, 0, 1, 3, top)
        else:
            self._buttons.setContentsMargins(0, 0, 0, 0)
            self._grid.addWidget(self._buttons, 0, 1, top)

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self._detail_button.set_label("Details" if self._details.isHidden() else "Hide details")
