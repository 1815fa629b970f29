"""Where the keyboard goes in the window: from part to part with F6, and with Tab in the order that is seen."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from strakly_desktop.ui.controls.typed import has_keyboard


class KeyboardAreas:
    """The parts of the window that F6 visits."""

    def __init__(self) -> None:
        self._areas: list[tuple[QWidget, Callable[[], None]]] = []

    def add(self, area: QWidget, enter: Callable[[], None]) -> None:
        """One more part, after all others; `enter` puts the keyboard into it."""
        self._areas.append((area, enter))

    def walk(self, step: int) -> None:
        """Put the keyboard `step` parts further, around the end, past those that cannot be seen."""
        shown = [pair for pair in self._areas if not pair[0].isHidden() and pair[0].isEnabled()]
        at = next((index for index, (area, _) in enumerate(shown) if has_keyboard(area)), -1)
        shown[(at + step) % len(shown)][1]()


def order_tab_stops(stops: Sequence[QWidget]) -> None:
    """Have Tab visit `stops` in this order, after all that was there before them: Qt appends what is made later.

    Nobody asks Qt for its own chain: `nextInFocusChain` makes what it returns a child of the asking wrapper, and
    with the next chip that goes, wrappers of parts that stay would die.
    """
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
