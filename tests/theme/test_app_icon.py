"""The app's icon in the forms that desktops ask for, all of the one drawing."""

import struct
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from strakly_desktop.theme import resources

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def drawn(size: int) -> QImage:
    """The drawing at `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resources.app_icon())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def difference(one: QImage, other: QImage) -> float:
    """Mean difference of a channel of a pixel, 0 to 255."""
    assert one.size() == other.size()
    left, right = (
        bytes(image.convertToFormat(QImage.Format.Format_ARGB32).constBits()) for image in (one, other)
    )
    return sum(abs(a - b) for a, b in zip(left, right, strict=True)) / len(left)


@pytest.mark.parametrize("size", SIZES)
def test_each_picture_is_the_drawing_at_its_size(qapp: QApplication, size: int) -> None:
    picture = QImage(str(resources.app_icon().with_name(f"strakly-{size}.png")))
    assert (picture.width(), picture.height()) == (size, size)
    assert picture.pixelColor(0, 0).alpha() == 0
    assert difference(picture, drawn(size)) < 2


def test_the_windows_icon_holds_the_same_pictures(qapp: QApplication) -> None:
    path = resources.app_icon().with_suffix(".ico")
    content = path.read_bytes()
    _, kind, count = struct.unpack_from("<HHH", content)
    assert kind == 1
    held = {}
    for at in range(count):
        width, _, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", content, 6 + 16 * at)
        held[width or 256] = content[offset : offset + length]
    assert list(held) == [16, 24, 32, 48, 64, 256]
    assert {size: _picture(path, size) for size in held} == held


def _picture(icon: Path, size: int) -> bytes:
    return icon.with_name(f"strakly-{size}.png").read_bytes()
