"""Which link reference definitions are shown: those that nothing in the answer uses.

A definition is an address for links. Where no link uses it, it is the only place at which the reader can see it.
"""

from collections.abc import Set
from xml.etree.ElementTree import Element

from strakly_desktop.rendering.markdown.grammar import leaf_blocks
from strakly_desktop.rendering.markdown.grammar.segments import LabelUse, References


def show_or_hide(
    root: Element, references: References, named: Set[str], labels: LabelUse, *, growing: bool
) -> None:
    """Make text of the definitions in a tree whose text has been read, and take out those that something uses.

    `named`: labels that are used elsewhere. `labels`: what is used in the tree; what became of each definition is
    added. `growing`: a definition that may not be whole is not shown yet.
    """
    used = labels.used | named
    emptied: set[Element] = set()
    for parent in reversed(list(root.iter())):  # what is inside comes first
        shown = [
            child
            for child in parent
            if child not in emptied and not _is_hidden(child, references, used, labels, growing)
        ]
        if len(shown) < len(parent):
            parent[:] = shown
            goes_on = parent.get(leaf_blocks.FURTHER) is not None
            if not shown and not parent.text and parent.tag in ("p", "blockquote") and not goes_on:
                emptied.add(parent)
        for child in shown:
            if child.tag == leaf_blocks.DEFINITION:
                child.tag = leaf_blocks.SLICE
                child.attrib.clear()
                if child is not shown[-1]:
                    child.text = f"{child.text}<br>\n"


def _is_hidden(
    element: Element, references: References, used: Set[str], labels: LabelUse, growing: bool
) -> bool:
    """Whether it is a definition that links use. Of several for one label they use the first."""
    if element.tag != leaf_blocks.DEFINITION or growing:
        return element.tag == leaf_blocks.DEFINITION
    label, start = element.attrib["label"], int(element.attrib["start"])
    is_hidden = label in used and references.get(label, ("", -1, ""))[1] == start
    labels.definitions.append((start, label, is_hidden))
    return is_hidden
