"""Where a window opens and how large: one rule for a first start, a smaller screen and a monitor that is gone.

Qt's own restoring refuses on a much narrower screen, loses "maximised" with it, and minds no height. What it
saves is good, so that stays the form in the settings; the decision is made here, of plain numbers.
"""

import base64
import binascii
import struct
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

DEFAULT_SIZE = (1280, 800)
MINIMUM_SIZE = (480, 520)

_MAGIC = 0x1D9D0CB
_OLDEST, _NEWEST = 1, 3
# magic, version, frame and normal geometry (left, top, right, bottom), screen, maximised, full screen.
_HEAD = struct.Struct(">IHH4i4iiBB")
_SANE = 100_000


class Area(NamedTuple):
    """A rectangle in Qt's logical pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height

    def shared_with(self, other: "Area") -> int:
        """How many pixels both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, width) * max(0, height)

    def contains(self, other: "Area") -> bool:
        """Whether `other` lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


class Frame(NamedTuple):
    """What the desktop draws around a window, in logical pixels. The default is what most themes take."""

    left: int = 4
    top: int = 36
    right: int = 4
    bottom: int = 4

    def around(self, area: Area) -> Area:
        """The area of a window with its frame."""
        return Area(
            area.left - self.left,
            area.top - self.top,
            area.width + self.left + self.right,
            area.height + self.top + self.bottom,
        )

    def inside(self, area: Area) -> Area:
        """The most that a window may cover so that its frame stays in `area`."""
        return Area(
            area.left + self.left,
            area.top + self.top,
            max(1, area.width - self.left - self.right),
            max(1, area.height - self.top - self.bottom),
        )


class WindowState(Enum):
    """How a window fills its screen."""

    NORMAL = "normal"
    MAXIMIZED = "maximized"
    FULL_SCREEN = "full screen"


class WindowPlace(NamedTuple):
    """A window without its frame. `geometry` is what it goes back to from a state that fills the screen."""

    geometry: Area
    state: WindowState = WindowState.NORMAL


def saved_place(text: str) -> WindowPlace | None:
    """Read what `QWidget.saveGeometry` gave, in base64; None for anything that is none."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
        magic, major, _, *numbers = _HEAD.unpack_from(raw)
    except (UnicodeEncodeError, binascii.Error, struct.error):
        return None
    left, top, right, bottom = numbers[4:8]
    _, maximized, full_screen = numbers[8:]
    width, height = right - left + 1, bottom - top + 1
    if magic != _MAGIC or not _OLDEST <= major <= _NEWEST:
        return None
    if not (0 < width < _SANE and 0 < height < _SANE and max(abs(left), abs(top)) < _SANE):
        return None
    state = WindowState.MAXIMIZED if maximized else WindowState.NORMAL
    return WindowPlace(Area(left, top, width, height), WindowState.FULL_SCREEN if full_screen else state)


def window_place(
    saved: WindowPlace | None,
    screens: Sequence[Area],
    frame: Frame | None = None,
    smallest: tuple[int, int] = MINIMUM_SIZE,
) -> WindowPlace:
    """Where to open: whole and with its frame on one screen, as it was saved as far as that fits.

    `screens` are what windows may cover of each (without task bars), the main one first. A window that was on
    none of them opens on the main one. A first window that does not fit fills the screen.
    """
    frame = frame or Frame()
    if not screens:
        return saved or WindowPlace(Area(0, 0, *DEFAULT_SIZE))
    if saved is None:
        room = frame.inside(screens[0])
        size = _bounded(DEFAULT_SIZE, room, smallest)
        state = WindowState.NORMAL if size == DEFAULT_SIZE else WindowState.MAXIMIZED
        return WindowPlace(_centred(size, room), state)
    screen = screen_of(saved.geometry, screens)
    room = frame.inside(screen)
    wanted = saved.geometry
    size = _bounded((wanted.width, wanted.height), room, smallest)
    if not screen.shared_with(wanted):
        return WindowPlace(_centred(size, room), saved.state)
    left = min(max(wanted.left, room.left), room.right - size[0])
    top = min(max(wanted.top, room.top), room.bottom - size[1])
    return WindowPlace(Area(left, top, *size), saved.state)


def screen_of(window: Area, screens: Sequence[Area]) -> Area:
    """The screen that shows the most of `window`; the main one where none shows any of it."""
    return max(screens, key=window.shared_with)


def smallest_size(screen: Area, frame: Frame | None = None) -> tuple[int, int]:
    """How small the person may make the window: never so that it could not fit the screen."""
    room = (frame or Frame()).inside(screen)
    return min(MINIMUM_SIZE[0], room.width), min(MINIMUM_SIZE[1], room.height)


def _bounded(size: tuple[int, int], room: Area, smallest: tuple[int, int]) -> tuple[int, int]:
    """Between the smallest and what there is room for; the room counts more."""
    return min(max(size[0], smallest[0]), room.width), min(max(size[1], smallest[1]), room.height)


def _centred(size: tuple[int, int], room: Area) -> Area:
    left = room.left + (room.width - size[0]) // 2
    return Area(left, room.top + (room.height - size[1]) // 2, *size)
