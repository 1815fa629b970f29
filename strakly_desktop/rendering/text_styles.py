"""The type scale of the page, by what a text is for. Without Qt: the chrome has some of it before the page is there."""

from typing import NamedTuple


class TextStyle(NamedTuple):
    """Size and line in px at 100 %, and weight."""

    size: int
    line: int
    weight: int = 400


BODY = TextStyle(15, 24)
SMALL = TextStyle(13, 18)
TABLE = TextStyle(14, 20)
TABLE_HEADER = TextStyle(13, 20, 500)
CODE = TextStyle(13, 20)
STATUS = TextStyle(13, 20, 500)
HEADINGS = {
    "h1": TextStyle(20, 28, 600),
    "h2": TextStyle(17, 26, 600),
    "h3": TextStyle(15, 24, 600),
    "h4": TextStyle(15, 24, 600),
    "h5": TextStyle(15, 24, 600),
    "h6": TextStyle(15, 24, 600),
}
