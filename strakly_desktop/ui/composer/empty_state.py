"""The page before the first question: a greeting and six questions to start with."""

from PySide6.QtCore import QRect, QSize, Qt, QTime, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import PaintedButton
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.style.column import column
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type

EXAMPLES = (
    ("user-check", "Who checked in today?"),
    ("calendar-clock", "Which memberships expire this week?"),
    ("indian-rupee", "How much revenue did we make this month?"),
    ("user-x", "Which clients have not come for 14 days?"),
    ("user-plus", "Add a new enquiry"),
    ("moon", "Switch to a dark theme"),
)
_LIGHT = ("sun", "Switch to a light theme")
"""In the place of the last example while the theme is dark."""
_CARD_HEIGHT = 92
_CARD_ICON = 20
_CARD_RADIUS = 12
_THREE_FROM = 680
_TWO_FROM = 400
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignBottom) | int(Qt.AlignmentFlag.AlignLeft)


def greeting(hour: int, name: str = "") -> str:
    """The greeting at an hour of the day (0 to 23), by name if one is known."""
    if 5 <= hour < 12:
        words = "Good morning"
    elif 12 <= hour < 17:
        words = "Good afternoon"
    else:
        words = "Good evening"
    return f"{words}, {name}" if name else words


class ExampleCard(PaintedButton):
    """A question on a card, with an icon above it."""

    def __init__(self, look: Look, icon: str, question: str, parent: QWidget) -> None:
        super().__init__(look, _CARD_RADIUS, parent)
        self._icon = icon
        self._question = question
        self.setAccessibleName(question)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def question(self) -> str:
        """What it asks."""
        return self._question

    def offer(self, icon: str, question: str) -> None:
        """Ask this from now on."""
        self._icon, self._question = icon, question
        self.setAccessibleName(question)
        self.update()

    def fit(self, width: int) -> None:
        """Be as high as the question needs at this width, at least the design's height."""
        look = self._look
        metrics = QFontMetrics(Type.UI_MEDIUM.font(look))
        text = metrics.boundingRect(QRect(0, 0, width - 32, 10_000), _WRAP, self._question)
        self.setFixedHeight(
            max(look.scaled(_CARD_HEIGHT), 15 + look.scaled(_CARD_ICON) + 8 + text.height() + 14)
        )

    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(236), self._look.scaled(_CARD_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        fill, outline = "background", outline_role(look)
        if self.isDown():
            fill, outline = "accent-soft-hover", "accent-soft-hover"
        elif self.underMouse():
            fill, outline = "accent-soft", "accent-outline"
        draw_box(painter, self.rect(), _CARD_RADIUS, color(look, fill), color(look, outline))
        size = look.scaled(_CARD_ICON)
        self._draw_icon(painter, self._icon, "accent-text", QRect(15, 15, size, size))
        painter.setPen(color(look, "text"))
        painter.setFont(Type.UI_MEDIUM.font(look))
        painter.drawText(self.rect().adjusted(16, 0, -16, -14), _WRAP, self._question)


class EmptyState(Guarded, QScrollArea):
    """Greeting, question and example cards, a little above the middle; scrolls where the page is low.

    Signals:
        question_chosen(str): the question of the chosen card.
    """

    question_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = known_viewport(self)
        self._look = look
        self._name = ""
        self._branch = ""
        self._trouble, self._advice = "", ""
        page = QWidget(self)
        self._greeting = _label(page)
        self._question = _label(page, role="muted")
        self._cards = [self._card(icon, question, page) for icon, question in EXAMPLES]
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._column = QVBoxLayout(page)
        self._column.setSpacing(0)
        self._column.addStretch(3)
        self._column.addWidget(self._greeting)
        self._column.addSpacing(2)
        self._column.addWidget(self._question)
        self._column.addSpacing(26)
        self._column.addLayout(self._grid)
        self._column.addStretch(4)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Start")
        self.set_branch("")
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        for label, style in ((self._greeting, Type.GREETING), (self._question, Type.BODY)):
            label.setFont(style.font(look))
            label.setMinimumHeight(style.line(look))
        self._cards[-1].offer(*(_LIGHT if look.dark else EXAMPLES[-1]))
        for card in self._cards:
            card.set_look(look)
        self._lay_out()

    def set_person(self, name: str) -> None:
        """The first name to greet, "" for none."""
        self._name = name
        self._greet()

    def set_branch(self, name: str) -> None:
        """The branch that answers are about, "" for all of them or none."""
        self._branch = name
        self._greet()

    def set_trouble(self, trouble: str, advice: str) -> None:
        """Say this in place of the greeting, where no question would be answered; "" and "" for no trouble."""
        self._trouble, self._advice = trouble, advice
        self._greet()

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Put the keyboard on the first card."""
        self._cards[0].setFocus(reason)

    def showEvent(self, event: QShowEvent) -> None:
        self._greet()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _greet(self) -> None:
        about = f" about {self._branch}" if self._branch else ""
        self._greeting.setText(self._trouble or greeting(QTime.currentTime().hour(), self._name))
        self._question.setText(self._advice or f"What would you like to know{about}?")

    def _card(self, icon: str, question: str, page: QWidget) -> ExampleCard:
        card = ExampleCard(self._look, icon, question, page)
        card.clicked.connect(lambda: self.question_chosen.emit(card.question))
        return card

    def _lay_out(self) -> None:
        place = column(self.width(), self._look.text_scale)
        bar = self.width() - self.viewport().width()
        self._column.setContentsMargins(place.left, 16, max(0, place.right - bar), 12)
        room = self.width() / self._look.text_scale
        columns = 3 if room >= _THREE_FROM else 2 if room >= _TWO_FROM else 1
        card_width = (place.width - 12 * (columns - 1)) // columns
        for index, card in enumerate(self._cards):
            self._grid.addWidget(card, index // columns, index % columns)
            card.fit(card_width)
        for index in range(3):
            self._grid.setColumnStretch(index, 1 if index < columns else 0)


def _label(page: QWidget, role: str = "") -> QLabel:
    label = QLabel(page)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
