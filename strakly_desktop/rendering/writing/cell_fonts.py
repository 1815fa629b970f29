"""How wide the text of a table's cells is, in the fonts that they are written in.

A table is fitted to the page before Qt lays it out: asking Qt would mean to lay it out for each new row. What stands
in many cells (a plan, a day, a name) is measured once for all tables of an answer.
"""

import re
from collections.abc import Sequence
from itertools import islice

from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat

from strakly_desktop.rendering.look import Look
from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.tables.table_layout import ColumnMeasure, units, widest_word
from strakly_desktop.rendering.text_styles import CODE, TABLE, TextStyle
from strakly_desktop.rendering.writing.document_cursor import DocumentCursor
from strakly_desktop.rendering.writing.formats import font_of, tabular, text_format
from strakly_desktop.rendering.writing.inline_writer import PILL_AIR, collapsed

# Characters of another font are wider within a text than alone.
_FALLBACK_RESERVE = 1.06
_SPACE = re.compile(r"\s+")
_MOST_KNOWN = 4_096
_LONGEST_KNOWN = 64


def fonts_of(page: DocumentCursor) -> "CellFonts":
    """Those of all tables that are written at `page`."""
    fonts = page.measures
    if not isinstance(fonts, CellFonts) or fonts.text_scale != page.look.text_scale:
        fonts = page.measures = CellFonts(page.look)
    return fonts


class CellFonts:
    """Measures cells by the fonts that they are written in, and keeps the formats that most cells share."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._metrics: dict[tuple[TextStyle, bool], QFontMetricsF] = {}
        self._formats: dict[bool, QTextCharFormat] = {}
        self._colored_for = look
        self._known: dict[tuple[str, bool], tuple[float, float, float | None]] = {}
        """Of cells that hold one text: its width, about its widest word, and its widest word once that was measured."""

    @property
    def text_scale(self) -> float:
        """The scale of the fonts in which it measures."""
        return self._look.text_scale

    def body_format(self, look: Look, quiet: bool) -> QTextCharFormat:
        """Figures of equal width, so that columns of numbers align; `quiet` text is muted. Not to be changed."""
        if look is not self._colored_for:
            self._colored_for = look
            self._formats.clear()
        if quiet not in self._formats:
            self._formats[quiet] = tabular(text_format(TABLE, look, "text-muted" if quiet else ""))
        return self._formats[quiet]

    def width(self, cell: HtmlNode, style: TextStyle) -> float:
        """The px of the widest line of a cell."""
        lines = [0.0]
        self._measure(cell, style, False, lines)
        return max(lines)

    def measured(self, cell: HtmlNode, text: str, style: TextStyle) -> ColumnMeasure:
        """A column of which only its heading is known."""
        return ColumnMeasure(self.width(cell, style), self._widest_unit(cell, text, style), text)

    def measure(self, column: ColumnMeasure, cells: Sequence[HtmlNode], padding: Sequence[int]) -> None:
        """Take more cells of a column; `padding` stands around their texts."""
        texts = [cell.text().strip() for cell in cells]
        for cell, text, around in zip(cells, texts, padding, strict=True):
            key = _key_of(cell)
            found = None if key is None else self._known.get(key)
            if found is None:
                width = self.width(cell, TABLE)
                found = width, widest_word(text, width), None
            width, word, unit = found
            if word + around > column.word:
                if unit is None:
                    unit = self._widest_unit(cell, text, TABLE)
                    found = width, word, unit
                word = unit
            if key is not None:
                self._known[key] = found
            column.note(width + around, word + around)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        column.count(texts)

    def _widest_unit(self, cell: HtmlNode, text: str, style: TextStyle) -> float:
        words = [0.0]
        self._measure_words(cell, style, False, words)
        given = iter(word for word in words if word)
        space = self._metrics_of(style, False).horizontalAdvance(" ")
        widths = [
            sum(islice(given, count)) + (count - 1) * space
            for count in (len(unit.split()) for unit in units(text))
        ]
        return max(widths, default=0.0)

    def _measure_words(self, element: HtmlNode, style: TextStyle, bold: bool, words: list[float]) -> None:
        """The px of each word; one may go on from an element into the next."""
        for child in element.children:
            if isinstance(child, str) or child.tag in ("code", "kbd"):
                code = not isinstance(child, str)
                text = child if isinstance(child, str) else child.text()
                metrics, air = self._metrics_of(CODE if code else style, bold), 2 * PILL_AIR if code else 0
                for number, word in enumerate(_SPACE.split(text)):
                    if number:
                        words.append(0.0)
                    if word:
                        reserve = 1.0 if word.isascii() else _FALLBACK_RESERVE
                        words[-1] += metrics.horizontalAdvance(word) * reserve + air
            elif child.tag == "br":
                words.append(0.0)
            else:
                self._measure_words(child, style, bold or child.tag in ("strong", "b", "a"), words)

    def _measure(self, element: HtmlNode, style: TextStyle, bold: bool, lines: list[float]) -> None:
        for child in element.children:
            if isinstance(child, str):
                lines[-1] += self._metrics_of(style, bold).horizontalAdvance(collapsed(child))
            elif child.tag == "br":
                lines.append(0.0)
            elif child.tag in ("code", "kbd"):
                lines[-1] += self._metrics_of(CODE, bold).horizontalAdvance(child.text()) + 2 * PILL_AIR
            else:
                self._measure(child, style, bold or child.tag in ("strong", "b", "a"), lines)

    def _metrics_of(self, style: TextStyle, bold: bool) -> QFontMetricsF:
        key = (style, bold)
        if key not in self._metrics:
            font = font_of(style, self._look, code=style is CODE)
            if bold:
                font.setWeight(QFont.Weight.DemiBold)
            if style is TABLE:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._metrics[key] = QFontMetricsF(font)
        return self._metrics[key]


def _key_of(cell: HtmlNode) -> tuple[str, bool] | None:
    """What tells the measures of a cell that holds one text, perhaps as a link; None of any other, and of long ones."""
    children, bold = cell.children, False
    if len(children) == 1 and isinstance(children[0], HtmlNode) and children[0].tag == "a":
        children, bold = children[0].children, True
    if len(children) != 1 or not isinstance(children[0], str) or len(children[0]) > _LONGEST_KNOWN:
        return None
    return children[0], bold
