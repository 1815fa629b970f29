"""Controls beside each other, in as many lines as the width asks for.

A row that cannot wrap makes its dialog wider than the screen: at 200 % three buttons do not stand beside each other.
"""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from strakly_desktop.rendering.guarded import Guarded


class WrappingRow(Guarded, QLayout):
    """From left to right, then below; what is wider than a line has the whole line. Hidden ones take no room."""

    def __init__(self, spacing: int) -> None:
        """`spacing` lies between two controls and between two lines, in px."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return max((place.bottom() + 1 for _, place in places), default=0)

    def sizeHint(self) -> QSize:
        """All of it in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        return QSize(0, max((item.sizeHint().height() for item in self._shown()), default=0))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        for item, place in self._places(area.width()):
            item.setGeometry(place.translated(area.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, room: int) -> list[tuple[QLayoutItem, QRect]]:
        places: list[tuple[QLayoutItem, QRect]] = []
        left = top = line = 0
        for item in self._shown():
            size = item.sizeHint()
            width = min(size.width(), max(1, room))
            if left and left + width > room:
                left, top, line = 0, top + line + self.spacing(), 0
            places.append((item, QRect(left, top, width, size.height())))
            left += width + self.spacing()
            line = max(line, size.height())
        return places
