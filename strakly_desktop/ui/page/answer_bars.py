"""Places the actions of answers: one bar at the last answer, one at the older answer that is pointed at.

Two bars serve any number of answers. They stand right after the source line, or below it where it leaves no room.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from strakly_desktop.rendering.document.document import PAGE_MARGIN
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.page.answer_actions import AnswerAction, AnswerActions
from strakly_desktop.ui.page.answer_footers import has_table, is_footer, message_of, older_footer, values_of
from strakly_desktop.ui.page.answer_tables import has_numbers_above
from strakly_desktop.ui.style.column import Column

_GAP = 12
_INDENT = -5
_IN_SIGHT = 12
"""Room around a bar that the keyboard reaches, so that the ring of its button is seen whole."""
_BELOW_ANSWER = 6
"""What keeps a bar apart from an answer that has no source line: a table's frame would touch it."""


class AnswerBars(QObject):
    """The two bars in `view`.

    Signals:
        requested(AnswerAction, str): a button was pressed, and the id of its answer; "" where it has none.
        left(bool, int): the keyboard goes on from the bar of an older answer, forwards or back, from a position.
    """

    requested = Signal(object, str)
    left = Signal(bool, int)

    def __init__(self, look: Look, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._column = Column(0, 0, 0)
        older = (action for action in AnswerAction if action.value.for_any)
        self._older = AnswerActions(look, older, view.viewport(), self._leave)
        self._last = AnswerActions(look, AnswerAction, view.viewport())
        self._older_place = QTextCursor(view.document())
        self._has_last = False
        self.has_numbers_above: Callable[[], bool] = _nothing
        """Whether the answer that opens the page has a table with numbers that is not on it."""
        for bar in (self._older, self._last):
            bar.requested.connect(self.requested)
        QApplication.instance().focusChanged.connect(self._note_focus)  # type: ignore[union-attr]

    @property
    def room(self) -> int:
        """Room in px that the bar of the last answer needs below the text."""
        footer = self._last_footer()
        if footer is None or self._fits(self._last, footer):
            return 0
        return max(0, self._last.height() - PAGE_MARGIN // 2)

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is at the actions of an older answer."""
        return self._older.has_focus()

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        for bar in (self._older, self._last):
            bar.set_look(look)

    @property
    def column(self) -> Column:
        """Where the text of answers lies."""
        return self._column

    def set_column(self, column: Column) -> None:
        """Where the text of answers lies in the viewport."""
        self._column = column

    def show_last(self) -> None:
        """The last answer is over: its actions stay in sight."""
        self._has_last = True
        footer = self._last_footer()
        if footer is not None:
            self._tell(self._last, footer)
        self._last.setVisible(footer is not None)
        self.place()

    def show_last_again(self) -> None:
        """More of the last answer is on the page."""
        if self._has_last:
            self.show_last()

    def hide_last(self) -> None:
        """The conversation goes on below the last answer."""
        self._has_last = False
        self._last.hide()

    def clear(self) -> None:
        """Take the buttons of every answer away."""
        self.hide_last()
        self._older.hide()

    def point_at(self, block: QTextBlock | None) -> None:
        """The mouse is over the answer whose footer is `block`; None: over none."""
        if self._older.has_focus():
            return
        footer = None if block is None else older_footer(block)
        if footer is None:
            self._older.hide()
        else:
            self._show_older(footer)

    def give_keyboard(self, footer: QTextBlock, *, forwards: bool) -> None:
        """Give the keyboard to the bar of an older answer."""
        self._show_older(footer)
        self._older.take_focus(forwards=forwards)

    def place(self) -> None:
        """Put the bars where their answers end now."""
        footer = self._last_footer()
        if footer is not None and not self._last.isHidden():
            self._place(self._last, footer)
        if not self._older.isHidden():
            older = older_footer(self._older_place.block())
            if older is None:
                self._older.hide()
            else:
                self._place(self._older, older)

    def _show_older(self, footer: QTextBlock) -> None:
        self._older_place.setPosition(footer.position())
        self._tell(self._older, footer)
        self._older.show()
        self._place(self._older, footer)

    def _tell(self, bar: AnswerActions, footer: QTextBlock) -> None:
        """Let a bar stand for the answer above `footer`."""
        has_one = has_table(footer)
        bar.set_answer(
            message_of(footer),
            has_table=has_one,
            has_chart=has_one and has_numbers_above(footer, above=self.has_numbers_above()),
            values=values_of(footer),
        )

    def _last_footer(self) -> QTextBlock | None:
        if not self._has_last:
            return None
        block = self._view.document().lastBlock()
        return block if is_footer(block) else None

    def _fits(self, bar: QWidget, footer: QTextBlock) -> bool:
        return self._text_end(footer) + bar.width() <= self._column.width

    def _text_end(self, footer: QTextBlock) -> int:
        layout = footer.layout()
        text = layout.lineAt(layout.lineCount() - 1).naturalTextWidth() if layout.lineCount() else 0.0
        return round(text) + _GAP if text else _INDENT

    def _place(self, bar: QWidget, footer: QTextBlock) -> None:
        layout = footer.layout()
        top = self._view.document().documentLayout().blockBoundingRect(footer).top()
        x, y = _INDENT, top
        if layout.lineCount():
            line = layout.lineAt(layout.lineCount() - 1)
            y = top + line.y() + line.height()
            if self._fits(bar, footer):
                x = self._text_end(footer)
                # An older footer without a source line is thin: there the bar hangs below the answer.
                y = max(y - (line.height() + bar.height()) / 2, top)
                y += 0 if footer.text() else _BELOW_ANSWER
        bar.move(self._column.left + x, round(y) - self._view.verticalScrollBar().value())

    def _leave(self, forwards: bool) -> bool:
        footer = self._older_place.block()
        self._view.setFocus()
        self.left.emit(forwards, footer.position() + (footer.length() if forwards else 0))
        return True

    def _note_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before.parent() is self._older and not self._older.has_focus():
            self._older.hide()
        for bar in (self._older, self._last):
            # What the mouse presses stays where it is.
            if bar.has_focus() and bar.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
                self._bring_into_sight(bar)

    def _bring_into_sight(self, bar: QWidget) -> None:
        scroll = self._view.verticalScrollBar()
        below = bar.geometry().bottom() + _IN_SIGHT - self._view.viewport().height()
        above = bar.geometry().top() - _IN_SIGHT
        if above < 0 or below > 0:
            scroll.setValue(scroll.value() + (above if above < 0 else below))


def _nothing() -> bool:
    return False
