"""Looks at a picture of the screen: which colours cover it, where its lines are, and whether a text stands on it.

A text is found by its shape: it is drawn here, with the bundled fonts, and laid over every place of the picture.
Boxes in place of letters, an empty window or another language do not match. Needs a QGuiApplication.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

GOOD_MATCH = 0.75
"""The same text, placed between two pixels, reaches 0.8; another text of that length 0.55 at most."""
WEIGHTS = (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold)
PIXEL_SIZES = (15, 14, 13, 16)
FRACTIONS = (0.0, 0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Ink:
    """Where something is drawn: one number per row, its highest bit is the leftmost of `width` pixels."""

    rows: tuple[int, ...]
    width: int

    @classmethod
    def of(cls, image: QImage, ink: QColor, paper: QColor) -> Ink:
        """Every pixel whose lightness is nearer to `ink` than to `paper`."""
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        middle = (lightness(ink) + lightness(paper)) / 2
        dark_ink = lightness(ink) < lightness(paper)
        digits = bytes(ord("1") if (value < middle) == dark_ink else ord("0") for value in range(256))
        lines = (
            bytes(cast("memoryview", grey.constScanLine(y)))[: grey.width()] for y in range(grey.height())
        )
        return cls(tuple(int(line.translate(digits), 2) for line in lines), grey.width())

    def trimmed(self) -> Ink:
        """Without empty rows and columns around it."""
        used = 0
        for row in self.rows:
            used |= row
        if not used:
            return Ink((), 0)
        right = (used & -used).bit_length() - 1
        inked = [y for y, row in enumerate(self.rows) if row]
        rows = tuple(row >> right for row in self.rows[inked[0] : inked[-1] + 1])
        return Ink(rows, used.bit_length() - right)

    def best_match(self, shape: Ink) -> float:
        """How well `shape` fits at the best place, from 0 to 1: the ink in both, of the ink in either."""
        mask = (1 << shape.width) - 1
        key = max(range(len(shape.rows)), key=lambda y: shape.rows[y].bit_count())
        key_row, key_count = shape.rows[key], shape.rows[key].bit_count()
        best = 0.0
        for top in range(len(self.rows) - len(shape.rows) + 1):
            row = self.rows[top + key]
            if row.bit_count() < key_count // 2:
                continue
            for shift in range(self.width - shape.width + 1):
                # The row with most ink tells most: look on only where that fits.
                if ((row >> shift & mask) ^ key_row).bit_count() * 2 <= key_count:
                    best = max(best, self._match(shape, top, shift, mask))
        return best

    def _match(self, shape: Ink, top: int, shift: int, mask: int) -> float:
        common = either = 0
        for y, wanted in enumerate(shape.rows):
            here = self.rows[top + y] >> shift & mask
            common += (here & wanted).bit_count()
            either += (here | wanted).bit_count()
        return common / either


def lightness(colour: QColor) -> float:
    """As Qt's grey scale weighs it, 0 to 255."""
    return (colour.red() * 11 + colour.green() * 16 + colour.blue() * 5) / 32


def best_text_match(picture: QImage, text: str, family: str, ink: str, paper: str) -> float:
    """How well `text` in colour `ink` on `paper` (as "#RRGGBB") is seen on `picture`; GOOD_MATCH is well."""
    inked = Ink.of(picture, QColor(ink), QColor(paper))
    best = 0.0
    for shape in text_shapes(text, family):
        best = max(best, inked.best_match(shape))
        if best >= GOOD_MATCH:
            break
    return best


def text_shapes(text: str, family: str) -> Iterator[Ink]:
    """`text` as the app may draw it: in its sizes and weights, beginning between two pixels too."""
    for size, weight, fraction in product(PIXEL_SIZES, WEIGHTS, FRACTIONS):
        font = QFont(family)
        font.setPixelSize(size)
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        yield Ink.of(drawn(text, font, fraction), QColor("black"), QColor("white")).trimmed()


def drawn(text: str, font: QFont, fraction: float = 0.0) -> QImage:
    """A picture of `text` in black on white."""
    metrics = QFontMetricsF(font)
    width, height = round(metrics.horizontalAdvance(text)) + 16, round(metrics.height()) + 16
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QPointF(8 + fraction, round(8 + metrics.ascent())), text)
    painter.end()
    return image


def share(picture: QImage, colour: str) -> float:
    """The part of the picture that has exactly this colour, 0 to 1; the empty screen around, black, left out."""
    wanted, empty = QColor(colour).rgb(), QColor("black").rgb()
    rows = [array("I", row) for row in pixel_rows(picture)]
    covered = sum(len(row) - row.count(empty) for row in rows)
    return sum(row.count(wanted) for row in rows) / max(covered, 1)


def lines(picture: QImage, colours: Iterable[str], length: int) -> int:
    """How many horizontal lines of one colour and at least `length` pixels there are, each 1 or 2 pixels high."""
    runs = [QColor(colour).rgb().to_bytes(4, "little") * length for colour in colours]
    is_line = [any(run in row for run in runs) for row in pixel_rows(picture)]
    starts = [y for y, line in enumerate(is_line) if line and not (y and is_line[y - 1])]
    return sum(not all(is_line[y : y + 3]) for y in starts)


def pixel_rows(picture: QImage) -> Iterator[bytes]:
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    for y in range(plain.height()):
        yield bytes(cast("memoryview", plain.constScanLine(y)))[: plain.width() * 4]


def load(path: Path) -> QImage:
    """The picture in a file.

    Raises:
        ValueError: it holds none.
    """
    image = QImage(str(path))
    if image.isNull():
        raise ValueError(f"{path} holds no picture")
    return image
