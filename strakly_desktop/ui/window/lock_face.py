"""The upper part of a locked window: the time, the day, and whose desk it is."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from strakly_desktop.rendering.guarded import Guarded
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.history.top import initials
from strakly_desktop.ui.style.shapes import color, draw_box
from strakly_desktop.ui.style.typography import Type, draw_line, elided

LOCK_WIDTH = 320
_AVATAR = 56


@dataclass(frozen=True, slots=True)
class LockedPerson:
    """Who can open the desk. `key` tells them apart; `asks` is what for: "Password", "PIN", "" for nothing.

    `has_pin`: figures are taken for a PIN, unless the person says that they are a password.
    """

    key: str = ""
    name: str = ""
    about: str = ""
    asks: str = ""
    has_pin: bool = False


class LockFace(Guarded, QWidget):
    """The time, the day, and who it is."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._person = LockedPerson()
        self._time = self._day = ""
        self._is_brief = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.look_at_clock()

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def set_person(self, person: LockedPerson) -> None:
        self._person = person
        self.setAccessibleName(" ".join(part for part in ("Locked.", person.name, person.about) if part))
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: bool) -> None:
        """There is no room for the clock: whose desk it is has to be seen."""
        self._is_brief = brief
        self.updateGeometry()
        self.update()

    def look_at_clock(self) -> None:
        now = datetime.now().astimezone()
        shown = (f"{now:%H:%M}", f"{now:%A}, {now.day} {now:%B}")
        if shown != (self._time, self._day):
            self._time, self._day = shown
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(LOCK_WIDTH), sum(height for height, *_ in self._lines()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, top = QPainter(self), self._look, 0.0
        for height, style, role, text in self._lines():
            area = QRectF(0, top, self.width(), height)
            top += height
            if style is None and text:
                side = look.scaled(_AVATAR)
                disc = QRectF((self.width() - side) / 2, area.top(), side, side)
                outline = color(look, "control-border") if look.high_contrast else None
                draw_box(painter, disc, side / 2, color(look, "accent-soft"), outline)
                painter.setPen(color(look, "accent-text"))
                draw_line(painter, disc, Type.DIALOG_TITLE.font(look), text, centred=True)
            elif style is not None:
                font = style.font(look)
                if style is Type.CLOCK:
                    font.setFeature(QFont.Tag("tnum"), 1)
                painter.setPen(color(look, role))
                draw_line(painter, area, font, elided(font, text, self.width()), centred=True)

    def _lines(self) -> list[tuple[int, Type | None, str, str]]:
        look, person = self._look, self._person
        if self._is_brief and person.name:
            about = [(look.scaled(20), Type.SMALL, "text-muted", person.about)] if person.about else []
            return [(look.scaled(22), Type.TITLE, "text", person.name), *about]
        lines: list[tuple[int, Type | None, str, str]] = [
            (Type.CLOCK.line(look), Type.CLOCK, "text", self._time),
            (look.scaled(28), Type.BODY, "text-muted", self._day),
        ]
        if person.name:
            lines += [
                (look.scaled(44), None, "", ""),
                (look.scaled(_AVATAR), None, "", initials(person.name)),
                (look.scaled(12), None, "", ""),
                (look.scaled(22), Type.TITLE, "text", person.name),
            ]
            if person.about:
                lines.append((look.scaled(20), Type.SMALL, "text-muted", person.about))
        return lines
