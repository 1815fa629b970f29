"""Icons as pixmaps in the colour of a role.

The bundled SVG files (Lucide) are drawn in `currentColor` with a stroke of 2; here they get the role's
colour and the design's stroke. Qt's own pixmap cache keeps them, so a theme change costs one drawing for
each icon in sight.
"""

import re

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from strakly_desktop.rendering.look import Look

STROKE = 1.75
_STROKE_WIDTH = re.compile(r'stroke-width="[^"]*"')


def icon_pixmap(look: Look, name: str, role: str, size: int, ratio: float) -> QPixmap:
    """The icon `name` (file name without `.svg`) in the colour of `role`.

    `size` is in device-independent pixels and already scaled; `ratio` is the screen's.

    Raises:
        OSError: there is no such icon.
    """
    path = look.icons / f"{name}.svg"
    color = look.colors[role]
    key = f"{path}|{color}|{size}|{ratio}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    # The SVG reader knows #RRGGBB only; opacity travels in the painter.
    qt_color = QColor(color)
    svg = path.read_text(encoding="utf-8").replace("currentColor", qt_color.name())
    svg = _STROKE_WIDTH.sub(f'stroke-width="{STROKE}"', svg)
    painter = QPainter(pixmap)
    painter.setOpacity(qt_color.alphaF())
    QSvgRenderer(svg.encode()).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap
