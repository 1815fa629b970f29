"""The icon for macOS holds every size, as another reader of such files sees it."""

from pathlib import Path

import pytest
from icns import icns
from PySide6.QtGui import QImage, QImageReader

ICONS = Path(__file__).parents[2] / "resources" / "icons" / "app"


@pytest.mark.skipif(b"icns" not in QImageReader.supportedImageFormats(), reason="this Qt cannot read .icns")
def test_each_size_is_in_it_as_it_was_drawn(tmp_path: Path) -> None:
    file = tmp_path / "strakly.icns"
    file.write_bytes(icns(ICONS))
    reader = QImageReader(str(file))
    sides = set()
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        image = reader.read()
        assert not image.isNull(), reader.errorString()
        drawn = QImage(str(ICONS / f"strakly-{image.width()}.png"))
        same = QImage.Format.Format_ARGB32
        assert image.convertToFormat(same) == drawn.convertToFormat(same)
        sides.add(image.width())
    assert sides == {16, 32, 64, 128, 256, 512}
