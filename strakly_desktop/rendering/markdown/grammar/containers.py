"""The blocks that hold blocks, while they are open: what they have so far, and how one too long goes on.

Of such a one a part is handed out, and it stands open as before, with nothing in it; what it gets then bears a mark, by
which it is put to the rest. Which part that is, is decided in `open_containers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar.leaf_blocks import FURTHER
from strakly_desktop.rendering.markdown.grammar.segments import OpenContainer, Within


@dataclass(slots=True)
class Container:
    """An open quote, list or list item.

    `kind`: "quote", "list" or "item". `element`: what it has so far. `first`: number of its first line. `indent`:
    the columns before an item's text. `style`: of a list, the character of its markers: another begins another list.
    """

    kind: str
    element: Element
    first: int
    indent: int = 0
    style: str = ""
    number: int | None = None  # of an item at the top level, as it is shown
    began: bool = False  # its beginning was handed out already

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.began and not len(self.element)

    @property
    def adds(self) -> bool:
        """Whether there is anything that was not handed out."""
        return not self.began or len(self.element) > 0


def joined(containers: Sequence[Container]) -> Element | None:
    """What open containers have so far, each put into the one around it; None if that is nothing new."""
    inner: Element | None = None
    for container in reversed(containers):
        if inner is not None:
            container.element.append(inner)
        inner = container.element if container.adds else None
    return inner


def begun_anew(container: Container) -> OpenContainer:
    """Empty an open container whose contents were handed out; return by which it is known to what comes."""
    tag = container.element.tag
    container.element, container.began, container.number = further(Element(tag)), True, None
    return OpenContainer(container.kind, tag, container.indent, container.style)


def reopened_containers(within: Within) -> list[Container]:
    """The containers as they stand where a segment goes on in them."""
    return [
        Container(outer.kind, further(Element(outer.tag)), 0, outer.indent, outer.style, began=True)
        for outer in within.containers
    ]


def further(element: Element, began: bool = True) -> Element:
    """The element, marked as going on with what was handed out if that `began` it."""
    if began:
        element.set(FURTHER, "")
    return element
