"""Where the keyboard goes in the window: from part to part with F6, and with Tab in the order that is seen."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


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


def has_keyboard(part: QWidget) -> bool:
    """Whether the keyboard of its window is in `part`."""
    focused = part.window().focusWidget()
    return focused is not None and (focused is part or part.isAncestorOf(focused))


def order_tab_stops(page: QWidget, below: Sequence[QWidget]) -> None:
    """Have Tab visit `page`, what stands on it, and then `below`: Qt appends what is made later to the end."""
    stops = [page]
    stop = page.nextInFocusChain()
    while stop is not None and stop is not page:
        if page.isAncestorOf(stop):
            stops.append(stop)
        stop = stop.nextInFocusChain()
    for before, after in pairwise([stop for stop in (*stops, *below) if _takes_tab(stop)]):
        QWidget.setTabOrder(before, after)


def _takes_tab(stop: QWidget) -> bool:
    return bool(stop.focusPolicy() & Qt.FocusPolicy.TabFocus)
