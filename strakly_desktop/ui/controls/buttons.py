"""The buttons of the window: labelled ones in three kinds, icon buttons, and what they share.

They paint themselves: a stylesheet rule cannot place a baseline, and one on QPushButton would reach every
subclass.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.style.icons import icon_pixmap
from strakly_desktop.ui.style.shapes import color, draw_box, outline_role
from strakly_desktop.ui.style.typography import Type, draw_line, elided, text_width

ICON = 18
ICON_SMALL = 16
_BEFORE_CHEVRON = 6
FOCUS_RADIUS = "focusRadius"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaintedButton(Guarded, QAbstractButton):
    """A button that draws itself from a Look. `focusRadius` tells the focus ring how round it is."""

    def __init__(self, look: Look, radius: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty(FOCUS_RADIUS, radius)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Take new colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt gives its plain buttons Space alone.
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        # WA_Hover does not see the mouse go while a menu is open: the button stayed as if it were over it.
        super().leaveEvent(event)
        self.update()

    def _draw_icon(self, painter: QPainter, name: str, role: str, area: QRect) -> None:
        """Draw an icon as large as the width of `area`, in its vertical middle."""
        size = area.width()
        pixmap = icon_pixmap(self._look, name, role, size, self.devicePixelRatioF())
        painter.drawPixmap(area.left(), area.top() + (area.height() - size) // 2, pixmap)


class ButtonKind(Enum):
    """How much a labelled button asks for attention."""

    PRIMARY = "primary"
    NEUTRAL = "neutral"
    QUIET = "quiet"
    LINK = "link"


class TextButton(PaintedButton):
    """A button with a label: primary (the accent), neutral (an outline), quiet, or an underlined link."""

    def __init__(
        self,
        look: Look,
        label: str,
        kind: ButtonKind = ButtonKind.NEUTRAL,
        *,
        small: bool = False,
        icon: str = "",
        chooses: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`chooses`: it opens a menu of what else its label could say."""
        super().__init__(look, 8 if small else 10, parent)
        self._label = label
        self._chooses = chooses
        self._kind = kind
        self._height = 28 if small else 36
        self._padding = 0 if kind is ButtonKind.LINK else (12 if small else 16)
        self._style = Type.SMALL_MEDIUM if small else Type.UI_MEDIUM
        self._icon = icon
        self.setAccessibleName(label)

    def set_label(self, label: str) -> None:
        """Another text, in sight and for screen readers."""
        self._label = label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Ask for more attention, or less; not for a link, whose padding is another."""
        self._kind = kind
        self.update()

    def set_height(self, height: int) -> None:
        """Another height than the kind's own, in px at 100 %."""
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        height = self._look.scaled(self._height)
        if not self._label:
            return QSize(height, height)
        width = text_width(self._style.font(self._look), self._label) + 2 * self._padding
        if self._icon:
            width += self._look.scaled(ICON) + 8 - 4
        if self._chooses:
            width += self._look.scaled(ICON_SMALL) + _BEFORE_CHEVRON
        return QSize(round(width + 0.5), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, outline, text = self._roles()
        if not self._label and self._kind is ButtonKind.NEUTRAL:
            outline = ""
        radius = int(self.property(FOCUS_RADIUS))
        draw_box(
            painter,
            self.rect(),
            radius,
            color(self._look, fill) if fill else None,
            color(self._look, outline) if outline else None,
        )
        area = self.rect()
        if self._icon:
            size = self._look.scaled(ICON)
            left = self._padding - 4 if self._label else (self.width() - size) // 2
            role = "accent-text" if self._label else "text-muted"
            self._draw_icon(painter, self._icon, role, QRect(left, 0, size, self.height()))
            area = QRect(left + size + 8, 0, self.width() - left - size - 8, self.height())
        if self._chooses:
            size = self._look.scaled(ICON_SMALL)
            left = self.width() - self._padding - size
            self._draw_icon(painter, "chevron-down", "text-muted", QRect(left, 0, size, self.height()))
            area.setRight(left - _BEFORE_CHEVRON + self._padding)
        painter.setPen(color(self._look, text))
        link = self._kind is ButtonKind.LINK
        font = self._style.font(self._look)
        fits = self.width() >= self.sizeHint().width()
        label = self._label if fits else elided(font, self._label, area.width() - self._padding)
        draw_line(painter, area, font, label, centred=not self._icon, underline=link)

    def _roles(self) -> tuple[str, str, str]:
        """Fill, outline and text; "" for none."""
        primary = self._kind is ButtonKind.PRIMARY
        bare = self._kind in (ButtonKind.QUIET, ButtonKind.LINK)
        if not self.isEnabled():
            rest = "surface-hover" if primary else ("" if bare else "background")
            return rest, "" if bare or primary else outline_role(self._look), "text-disabled"
        down, hovered = self.isDown(), self.underMouse()
        if primary:
            fill = "accent-pressed" if down else "accent-hover" if hovered else "accent"
            return fill, "accent-outline", "on-accent"
        if self._kind is ButtonKind.LINK:
            return "", "", "text-muted" if down else "text"
        fill = "surface-pressed" if down else "surface-hover" if hovered else ("" if bare else "background")
        return fill, "" if bare else outline_role(self._look), "text"


class IconButton(PaintedButton):
    """A square button with an icon; its name is the tooltip and the accessible name."""

    def __init__(
        self, look: Look, icon: str, name: str, size: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, 8, parent)
        self._icon = icon
        self._size = size
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, name: str) -> None:
        """Another icon and name: what a press does has changed."""
        if (icon, name) != (self._icon, self.accessibleName()):
            self._icon = icon
            self.setAccessibleName(name)
            self.setToolTip(name)
            self.update()

    def sizeHint(self) -> QSize:
        side = self._look.scaled(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isEnabled() and (self.isDown() or self.underMouse()):
            role = "surface-pressed" if self.isDown() else "surface-hover"
            draw_box(painter, self.rect(), 8, color(self._look, role))
        size = self._look.scaled(ICON)
        role = "text-muted" if self.isEnabled() else "text-disabled"
        self._draw_icon(painter, self._icon, role, QRect((self.width() - size) // 2, 0, size, self.height()))
