"""No getter of Qt is called that takes what it returns away from whoever owns it.

Shiboken makes the result of these a child of the wrapper that was asked. When that one dies, the wrapper of something
that lives on is dead as well, and the next event that reaches it ends the process.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "strakly_desktop"
ANY = re.compile("")
# Which getter, asked of what, and what to do in its place.
FORBIDDEN = {
    "nextInFocusChain": (ANY, "say where Tab goes with tab_stops()"),
    "previousInFocusChain": (ANY, "say where Tab goes with tab_stops()"),
    "focusWidget": (re.compile(r"(?<!QApplication)$"), "ask QApplication"),
    "focusProxy": (ANY, "keep the control"),
    "screen": (ANY, "use screen_areas()"),
    "screens": (re.compile(r"(?<!QGuiApplication)$"), "ask the class: then no wrapper is asked"),
    "windowHandle": (ANY, "use the widget"),
    "menuAction": (ANY, "look among the actions of the menu above"),
    "actionGroup": (ANY, "keep the group"),
    "findChild": (ANY, "keep the child"),
    "findChildren": (ANY, "keep the children"),
    "children": (ANY, "keep the children"),
    "model": (re.compile(r"selectionModel\(\)$|selection$"), "ask the view"),
    "document": (re.compile(r"(table|list|frame|[lL]ayout)(\(\))?$"), "keep the document"),
}

# Where the wrapper that is asked was made by Python and lives as long as its widget.
MADE_IN_PYTHON = {("ui/controls/known_viewport.py", "area.findChild")}


def calls() -> Iterator[tuple[str, str, str]]:
    """Each method call of the package: its place, who is asked, and for what."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if "bot" in file.relative_to(PACKAGE).parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                place = f"{file.relative_to(PACKAGE)}:{node.lineno}"
                yield place, ast.unparse(node.func.value), node.func.attr


def test_nobody_asks_a_getter_that_takes_its_result_away() -> None:
    found = [
        f"{place}: {asked}.{getter}(): {FORBIDDEN[getter][1]}"
        for place, asked, getter in calls()
        if getter in FORBIDDEN
        and FORBIDDEN[getter][0].search(asked)
        and (place.split(":")[0], f"{asked}.{getter}") not in MADE_IN_PYTHON
    ]
    assert found == []


def test_every_menu_is_one_in_which_letters_find_their_entry() -> None:
    makers = {("ui/controls/menu.py", "self.addMenu")}
    found = {
        (str(file.relative_to(PACKAGE)), ast.unparse(node.func))
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and re.search(r"(^|\.)(QMenu|addMenu)$", ast.unparse(node.func))
    }
    assert found == makers
