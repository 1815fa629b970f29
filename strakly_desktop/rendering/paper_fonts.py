"""How wide text is on paper, so that what is too wide for a page is known before Qt lays it out.

Qt cuts at the margin what it must not wrap, and says nothing.
"""

from PySide6.QtGui import QFont, QFontMetricsF

from strakly_desktop.rendering.formats import CODE_FAMILIES

CODE_POINTS = 9


class PaperFonts:
    """The fonts of a slip, and the `width` of its text; all lengths are px of the fonts' own metrics."""

    def __init__(self, text: QFont, width: float) -> None:
        self.width = width
        self._text = QFontMetricsF(text)
        bold = QFont(text)
        bold.setWeight(QFont.Weight.DemiBold)
        self._bold = QFontMetricsF(bold)
        code = QFont()
        code.setFamilies(list(CODE_FAMILIES))
        code.setPointSizeF(CODE_POINTS)
        self._code = QFontMetricsF(code)

    def text_width(self, text: str, *, bold: bool = False, code: bool = False) -> float:
        """The px of a text on one line."""
        metrics = self._code if code else self._bold if bold else self._text
        return metrics.horizontalAdvance(text)
