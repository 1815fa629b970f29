"""The chart of a table, in the place of its rows: the numbers at the mouse, by the arrow keys, and in a sentence."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from strakly_desktop.rendering.chart.chart_data import Chart, ChartKind
from strakly_desktop.rendering.chart.chart_picture import ChartPicture
from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import TextButton
from strakly_desktop.ui.controls.known_viewport import known_viewport
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.style.shapes import color
from strakly_desktop.ui.style.typography import Type

_SIDE = 16
_GAP = 12
_NOTHING = "These rows have no two numbers to compare."
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class _Canvas(Guarded, QWidget):
    """What the chart is painted on.

    Signals:
        held_changed(QRectF): the keyboard went to another number; where it is.
        left_upwards(): Up was pressed at the first number.
    """

    held_changed = Signal(QRectF)
    left_upwards = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._chart: Chart | None = None
        self._picture: ChartPicture | None = None
        self._held: int | None = None
        self._room = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_look(self, look: Look) -> None:
        self._look = look
        self._lay_out()

    def set_room(self, height: int) -> None:
        """How many px are in sight at once: a line is to be seen whole."""
        if height != self._room:
            self._room = height
            self._lay_out()

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart, or the same one further on, where the number that stands out does so still; None for
        none."""
        at, before = self._held, self._chart
        self.hold(None)
        self._chart = chart
        if chart is not None and before is not None and at is not None:
            same = [index for index, point in enumerate(chart.points) if point == before.points[at]]
            self.hold(at if at in same else next(iter(same), None))
        self._tell()
        self._lay_out()

    @property
    def held(self) -> int | None:
        """The number that stands out; None for none."""
        return self._held

    def hold(self, index: int | None) -> None:
        """Let a number stand out."""
        if index == self._held:
            return
        self._held = index
        point = None if index is None or self._chart is None else self._chart.points[index]
        self.setAccessibleDescription("" if point is None else f"{point.label}: {point.text}")
        self.update()

    def sizeHint(self) -> QSize:
        height = 0 if self._picture is None else round(self._picture.height)
        return QSize(0, height + 2 * _GAP)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color(self._look, "background"))
        if self._picture is None:
            return
        painter.translate(_SIDE, _GAP)
        self._picture.paint(painter, QRectF(event.rect().translated(-_SIDE, -_GAP)), self._held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hold(self._point_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.hold(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        last = -1 if self._chart is None else len(self._chart.points) - 1
        if last < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            step = _STEPS[key]
            if step < 0 and not self._held and key == Qt.Key.Key_Up:
                self.left_upwards.emit()
            else:
                self._go(max(0, min(last, (-1 if self._held is None else self._held) + step)))
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(last)
        else:
            super().keyPressEvent(event)

    def _go(self, index: int) -> None:
        self.hold(index)
        if self._picture is not None:
            self.held_changed.emit(self._picture.area_of(index).translated(_SIDE, _GAP))

    def _point_at(self, place: QPointF) -> int | None:
        return None if self._picture is None else self._picture.point_at(place - QPointF(_SIDE, _GAP))

    def _tell(self) -> None:
        """What is not in sight is not told either: its numbers may be of somebody else."""
        self.setAccessibleName(self._chart.sentence if self._chart is not None and self.isVisible() else "")

    def _lay_out(self) -> None:
        self._picture = None
        if self._chart is not None:
            self._picture = ChartPicture(
                self._chart, self._look, max(1, self.width() - 2 * _SIDE), room=self._room - 2 * _GAP
            )
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()


class _Scroll(Guarded, QScrollArea):
    """Tells the canvas how much of it can be seen at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = known_viewport(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        canvas = self.widget()
        if isinstance(canvas, _Canvas):
            canvas.set_room(self.viewport().height())


class ChartView(Guarded, QWidget):
    """Shows one of the charts that a table has; a button chooses the column where there are several.

    Signals:
        left_upwards(): Up was pressed at the first number.
    """

    left_upwards = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._charts: tuple[Chart, ...] = ()
        self._chosen: tuple[str, int] | None = None
        self._column = TextButton(look, "Column", small=True, chooses=True, parent=self)
        self._column.setToolTip("Choose what to draw")
        self._column.clicked.connect(self._open_columns)
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._canvas = _Canvas(look, self)
        self._canvas.left_upwards.connect(self.left_upwards)
        self._canvas.held_changed.connect(self._show_held)
        self._scroll = _Scroll(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._canvas)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, _GAP, 0, _GAP)
        page.setSpacing(_GAP)
        head = QVBoxLayout()
        head.setContentsMargins(_SIDE, 0, _SIDE, 0)
        head.addWidget(self._column)
        page.addLayout(head)
        page.addWidget(self._scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_SIDE, 0, _SIDE, 0)
        foot.addWidget(self._note)
        page.addLayout(foot)
        self.setFocusProxy(self._canvas)
        self.set_look(look)

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown; None where the table has none."""
        if self._chosen is None:
            return None
        name, column = self._chosen
        named = [chart for chart in self._charts if chart.value_name == name]
        return next((chart for chart in named if chart.column == column), named[0] if named else None)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self._column.set_look(look)
        self._canvas.set_look(look)
        self._note.setFont(Type.SMALL.font(look))

    def set_charts(self, charts: tuple[Chart, ...]) -> None:
        """The charts of the rows as they are now; the chosen column stays where it still has one."""
        self._charts = charts
        if self.chart is None and charts:
            # The last column of an answer is what the others lead up to; amounts before counts.
            chosen = max(charts, key=lambda chart: bool(chart.unit.unit))
            self._chosen = chosen.value_name, chosen.column
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """What the Tab key visits, in order."""
        return [self._column, self._canvas]

    def choose(self, value_name: str, column: int = 0) -> None:
        """Show the chart of another column: of that name, the one at `column` where several have it."""
        self._chosen = value_name, column
        self._show()

    def _show(self) -> None:
        chart = self.chart
        self._scroll.setVisible(chart is not None)
        self._canvas.show_chart(chart)
        if chart is None:
            self._column.hide()
            self._column.set_label("Column")
            self._note.setText(_NOTHING)
            self._note.show()
            return
        self._column.setVisible(len(self._charts) > 1)
        self._column.set_label(chart.caption)
        self._note.setText(chart.note)
        self._note.setVisible(bool(chart.note))
        if chart.kind is ChartKind.LINE:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_held(self, area: QRectF) -> None:
        place = area.center().toPoint()
        self._scroll.ensureVisible(place.x(), place.y(), 0, round(area.height()))

    def _open_columns(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = [chart.value_name for chart in self._charts]
        for chart in self._charts:
            is_known = bool(chart.value_name) and names.count(chart.value_name) == 1
            entry = menu.add_named(chart.value_name if is_known else _by_place(chart))
            entry.setCheckable(True)
            entry.setChecked(chart is self.chart)
            entry.triggered.connect(
                lambda _checked, name=chart.value_name, at=chart.column: self.choose(name, at)
            )
        menu.popup(self._column.mapToGlobal(QPoint(0, self._column.height() + 4)))


def _by_place(chart: Chart) -> str:
    """What a column is called whose heading says too little: "Amount (column 3)"."""
    place = f"column {chart.column + 1}"
    return f"{chart.value_name} ({place})" if chart.value_name else place.capitalize()
