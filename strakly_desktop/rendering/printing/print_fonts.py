"""How wide text is on paper, so that what is too wide for a page is known before Qt lays it out.

Qt cuts at the margin what it must not wrap, and says nothing.
"""

from copy import copy

from PySide6.QtGui import QFont, QFontMetricsF, QPaintDevice

from strakly_desktop.rendering.writing.formats import CODE_FAMILIES

CODE_POINTS = 9
_LEAST_WIDTH = 80


class PrintFonts:
    """The fonts of a printout, measured as the paper shows them.

    `width`: of the text in px of the screen, as all lengths here; `turned_width`: the same with the page turned,
    0 where it is not to be turned. `device`: what it is painted on, whose px are `scale` to one of the screen; None
    for the screen.
    """

    def __init__(
        self,
        text: QFont,
        width: float,
        device: QPaintDevice | None = None,
        scale: float = 1,
        turned_width: float = 0,
    ) -> None:
        self.width = width
        self.turned_width = turned_width
        self._device = device
        self._scale = scale
        bold = QFont(text)
        bold.setWeight(QFont.Weight.DemiBold)
        code = QFont()
        code.setFamilies(list(CODE_FAMILIES))
        code.setPointSizeF(CODE_POINTS)
        self._text, self._bold, self._code = map(self._metrics, (text, bold, code))

    def narrowed(self, by: float) -> "PrintFonts":
        """The same for text that stands `by` px within."""
        narrower = copy(self)
        narrower.width = max(_LEAST_WIDTH, self.width - by)
        return narrower

    def text_width(self, text: str, *, bold: bool = False, code: bool = False) -> float:
        """The px of a text on one line."""
        metrics = self._code if code else self._bold if bold else self._text
        return metrics.horizontalAdvance(text) / self._scale

    def _metrics(self, font: QFont) -> QFontMetricsF:
        # On the screen letters are moved to whole px: on paper a line is as long as they are.
        return QFontMetricsF(font) if self._device is None else QFontMetricsF(font, self._device)
