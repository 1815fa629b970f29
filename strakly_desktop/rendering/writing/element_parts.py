"""What elements of HTML consist of, also of such as were written by hand: items, rows, code, and what goes on."""

from collections.abc import Iterable
from dataclasses import replace

from strakly_desktop.rendering.markdown.html_tree import HtmlNode
from strakly_desktop.rendering.writing.block_ends import GoingOn

BLOCK_TAGS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "caption"),
        *("hr", "div", "dl", "dt", "dd"),
    )
)
_CELL_TAGS = ("th", "td")
# A task shows its box in place of the list's marker.
_TASK_BOXES = ("\u2610", "\u2611", "\u2612")


def without_first_break(element: HtmlNode) -> HtmlNode:
    """The same without a line break at its very beginning."""
    first, *rest = element.children or [""]
    if isinstance(first, str):
        return element
    if first.tag == "br":
        return replace(element, children=rest)
    return replace(element, children=[without_first_break(first), *rest])


def parted(children: Iterable[HtmlNode | str], on: GoingOn) -> tuple[HtmlNode | None, list[HtmlNode | str]]:
    """The first element, if that goes on, and the rest; blanks between blocks are left out."""
    nodes = [child for child in children if not isinstance(child, str) or child.strip()]
    if on.levels and nodes and isinstance(nodes[0], HtmlNode):
        return nodes[0], nodes[1:]
    return None, nodes


def rows_of(table: HtmlNode) -> list[list[HtmlNode]]:
    """The cells of each row of a table element."""
    rows = map(_cells_of, table.find_all("tr"))
    return [row for row in rows if row]


def _cells_of(row: HtmlNode) -> list[HtmlNode]:
    children = [child for child in row.children if isinstance(child, HtmlNode)]
    are_cells = all(child.tag in _CELL_TAGS for child in children)
    return children if are_cells else list(row.find_all(*_CELL_TAGS))


def code_of(pre: HtmlNode) -> HtmlNode:
    """The element that holds all of a block of code."""
    children = [child for child in pre.children if not isinstance(child, str) or child.strip()]
    only = children[0] if len(children) == 1 else pre
    return only if isinstance(only, HtmlNode) and only.tag == "code" else pre


def items_of(element: HtmlNode) -> list[HtmlNode]:
    """The items of a list. Real HTML may hold anything between them: that is an item too, for it must be seen."""
    items: list[HtmlNode] = []
    between: list[HtmlNode | str] = []
    for child in (*element.children, HtmlNode("li", {})):
        if isinstance(child, str) or child.tag != "li":
            between.append(child)
            continue
        if any(not isinstance(part, str) or part.strip() for part in between):
            items.append(HtmlNode("li", {}, between))
        between = []
        items.append(child)
    return items[:-1]


def is_task(element: HtmlNode) -> bool:
    """Whether an item begins with a box. One within a link is the link's: an address that comes late moves nothing."""
    for child in element.children:
        text = child if isinstance(child, str) else child.text()
        if text.strip():
            if isinstance(child, str):
                return text.lstrip()[0] in _TASK_BOXES
            return child.tag != "a" and is_task(child)
    return False


def start_of(ordered: HtmlNode) -> int:
    """The number of a list's first item; raw HTML may say anything there."""
    start = ordered.attributes.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
