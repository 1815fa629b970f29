"""Nothing outside one edit holds a position of a document as a number: cursors move with the text, numbers do not."""

from pathlib import Path

import pytest
from support.held_positions import held_positions

import strakly_desktop

PACKAGE = Path(strakly_desktop.__file__).parent
SCANNED = sorted(
    path
    for room in ("rendering", "ui")
    for path in (PACKAGE / room).rglob("*.py")
    if "PySide6" in path.read_text(encoding="utf-8")
)

ANCHORS_OF_OUR_OWN = {
    # Told of every change of the document, it moves its numbers along.
    ("found_text.py", "self._spans"),
    ("found_text.py", "self._same_before"),
    ("found_text.py", "self._same_after"),
    ("found_text.py", "self._length"),
    ("found_text.py", "self._came_above"),
    # In a document of its own, which nobody changes.
    ("selection_copy.py", "self._ends"),
    # Of one edit alone: asked for when it is over, and noted anew with the next.
    ("frame_edits.py", "self._start"),
}

OLD_CODE = {
    "a dataclass with a position": """
@dataclass
class _Settled:
    position: int
    fresh: bool
""",
    "an object made with one": """
def here(self):
    cursor = self._page.cursor
    return _Settled(cursor.position(), cursor.blockFormat())
""",
    "a link by its numbers": """
def links_of(block):
    start, end = fragment.position(), fragment.position() + fragment.length()
    yield Link(start, end, href)
""",
    "a footer by its number": """
def answers_in_sight(seen):
    found.append(AnswerInSight(one.block.position(), top, bottom))
""",
    "a card by its number": """
def of(cls, first):
    return cls(first.group, first.block.position())
""",
    "a selection over a change": """
def edit(self, change: Callable[[], None]):
    cursor = self.textCursor()
    anchor, position, selected = cursor.anchor(), cursor.position(), cursor.hasSelection()
    self._end.keep(change)
    cursor.setPosition(min(anchor, end))
""",
    "an attribute": """
def note(self, block):
    self._place = block.position()
""",
    "an attribute by way of a name": """
def note(self, cursor):
    first = min(cursor.selectionStart(), 7)
    self._range = (first, first + 2)
""",
    "a list": """
def note(self, cursor):
    self._places.append(cursor.position())
""",
    "a menu entry": """
def menu(self, view):
    place = view.cursorForPosition(point).position()
    action.triggered.connect(lambda: self.open(place))
""",
    "a block's number": """
def note(self, block):
    self._row = block.blockNumber()
""",
    "a number that was handed in": """
def note(self, position: int):
    self._position = position
""",
}

FINE = """
def fine(self, cursor, event):
    position = cursor.position()
    other = QTextCursor(self._document)
    other.setPosition(position)
    self._grabbed = event.position().x()
    self._place.setPosition(position)
    self._length = cursor.position() - other.position()
    return position
"""


@pytest.mark.parametrize("path", SCANNED, ids=lambda path: path.name)
def test_no_number_stands_for_a_place_in_the_text(path: Path) -> None:
    found = [
        (line, name)
        for line, name in held_positions(path.read_text(encoding="utf-8"))
        if (path.name, name) not in ANCHORS_OF_OUR_OWN
    ]
    assert not found, f"{path.name} holds positions: keep a QTextCursor"


@pytest.mark.parametrize("source", OLD_CODE.values(), ids=OLD_CODE.keys())
def test_what_went_wrong_once_would_be_found(source: str) -> None:
    assert list(held_positions(source))


def test_a_position_within_one_function_is_no_fault() -> None:
    assert not list(held_positions(FINE))


def test_what_is_exempt_is_still_there() -> None:
    found = {(path.name, name) for path in SCANNED for _, name in held_positions(path.read_text("utf-8"))}
    assert found >= ANCHORS_OF_OUR_OWN
