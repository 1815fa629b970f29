"""The branch picker of the header: which branch the questions are about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.controls.buttons import ICON_SMALL, PaintedButton
from strakly_desktop.ui.controls.managed_settings import WHY_LOCKED
from strakly_desktop.ui.controls.menu import Menu
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

if TYPE_CHECKING:
    from strakly_desktop.conversation.model import Branch

ALL_BRANCHES = "All branches"
_CHEVRON = 14
_LEFT, _GAP, _GAP_BEFORE_CHEVRON, _RIGHT = 11, 6, 4, 8
_WIDEST, _WIDEST_SHORT = 200, 110


class BranchPicker(PaintedButton):
    """A pin, the branch's name and a menu of all of them. Hidden while no branch is known.

    Where the branch is not the person's choice, no arrow promises a menu.

    Signals:
        branch_chosen(object): the id of the chosen branch (int), None for all branches.
        menu_closed(): the menu went away, with or without a choice.
    """

    branch_chosen = Signal(object)
    menu_closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, 10, parent)
        self._branches: list[Branch] = []
        self._current: int | None = None
        self._short = False
        self._why = WHY_LOCKED
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = Menu(self)
        self._group = QActionGroup(self)
        self._menu.aboutToHide.connect(self.menu_closed)
        self.clicked.connect(self._open_menu)
        self.hide()

    def set_branches(self, branches: "Sequence[Branch]", current: int | None) -> None:
        """The branches to offer (without "All branches") and the chosen one's id, None for all of them."""
        self._branches = [branch for branch in branches if branch.id is not None]
        self._current = current
        self._menu.clear()
        choices = [(None, ALL_BRANCHES), *((branch.id, branch.name) for branch in self._branches)]
        for branch_id, name in choices:
            action = self._menu.add_named(name)
            action.setCheckable(True)
            action.setChecked(branch_id == current)
            action.setActionGroup(self._group)
            action.setData(branch_id)
            action.triggered.connect(lambda _checked, chosen=branch_id: self._choose(chosen))
        self.setVisible(bool(self._branches))
        self._show_name()

    def current_name(self) -> str:
        """The chosen branch's whole name, "" when it stands for all branches."""
        return next((branch.name for branch in self._branches if branch.id == self._current), "")

    def set_locked(self, locked: bool, why: str = WHY_LOCKED) -> None:
        """Whether the branch is not the person's choice, and why."""
        self._why = why
        self.setEnabled(not locked)
        self._show_name()

    def set_short(self, short: bool) -> None:
        """Show a short name, for a narrow header."""
        if short != self._short:
            self._short = short
            self._show_name()

    def sizeHint(self) -> QSize:
        widest = self._look.scaled(_WIDEST_SHORT if self._short else _WIDEST)
        return QSize(self._frame() + min(self._name_width(), widest), self._look.scaled(32))

    def minimumSizeHint(self) -> QSize:
        # In the tightest header the name goes too; tooltip and screen reader still have it.
        return QSize(self._frame(), self._look.scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        is_touched = self.isEnabled() and self.underMouse()
        fill = "surface-pressed" if self.isDown() else "surface-hover" if is_touched else "background"
        draw_box(painter, self.rect(), 10, color(look, fill), color(look, outline_role(look)))
        pin, chevron = look.scaled(ICON_SMALL), look.scaled(_CHEVRON)
        left, gap = look.scaled(_LEFT), look.scaled(_GAP)
        self._draw_icon(painter, "map-pin", "text-muted", QRect(left, 0, pin, self.height()))
        if self.isEnabled():
            right = self.width() - look.scaled(_RIGHT) - chevron
            self._draw_icon(painter, "chevron-down", "text-muted", QRect(right, 0, chevron, self.height()))
        painter.setPen(color(look, "text"))
        font = Type.SMALL_MEDIUM.font(look)
        area = self.rect().adjusted(left + pin + gap, 0, -self._after_name(), 0)
        draw_line(painter, area, font, elided(font, self._shown_name(), area.width() + 1))

    def _frame(self) -> int:
        return sum(self._look.scaled(part) for part in (_LEFT, ICON_SMALL, _GAP)) + self._after_name()

    def _after_name(self) -> int:
        parts = (_GAP_BEFORE_CHEVRON, _CHEVRON, _RIGHT) if self.isEnabled() else (_LEFT,)
        return sum(self._look.scaled(part) for part in parts)

    def _name_width(self) -> int:
        return round(text_width(Type.SMALL_MEDIUM.font(self._look), self._shown_name()) + 0.5)

    def _shown_name(self) -> str:
        name = self.current_name() or ALL_BRANCHES
        if not self._short:
            return name
        if name == ALL_BRANCHES:
            return "All"
        return name[: -len(" branch")] if name.lower().endswith(" branch") else name

    def _show_name(self) -> None:
        name = self.current_name() or ALL_BRANCHES
        self.setAccessibleName(f"Branch: {name}")
        why = "" if self.isEnabled() else f"\n{self._why}"
        self.setAccessibleDescription(why.strip())
        self.setToolTip(f"Questions are about: {name}{why}")
        self.updateGeometry()
        self.update()

    def _choose(self, branch_id: int | None) -> None:
        if branch_id != self._current:
            self._current = branch_id
            self._show_name()
            self.branch_chosen.emit(branch_id)

    def _open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
