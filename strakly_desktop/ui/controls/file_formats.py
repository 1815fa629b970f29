"""The formats that a person can choose from in a menu, and what each is called there."""

from enum import Enum


class ExportFormat(Enum):
    """A conversation as a file; the value is the ending of its name."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"

    @property
    def label(self) -> str:
        """As menus name it."""
        return "Markdown" if self is ExportFormat.MARKDOWN else self.name


class TableFormat(Enum):
    """A table as a file; the value is the ending of its name."""

    XLSX = "xlsx"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"

    @property
    def label(self) -> str:
        """As menus name it."""
        match self:
            case TableFormat.XLSX:
                return "Excel workbook (.xlsx)"
            case TableFormat.TSV:
                return "Tab-separated text (.tsv)"
            case _:
                return f"{self.name} (.{self.value})"


class PictureFormat(Enum):
    """A chart as a file; the value is the ending of its name."""

    PNG = "png"
    SVG = "svg"

    @property
    def label(self) -> str:
        """As menus name it."""
        return "Picture (.png)" if self is PictureFormat.PNG else "Drawing (.svg)"


class CopyFormat(Enum):
    """An answer on the clipboard; the value is its name in menus."""

    MARKDOWN = "Markdown"
    TEXT = "Plain text"
    HTML = "HTML"
