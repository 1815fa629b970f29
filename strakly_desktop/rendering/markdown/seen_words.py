"""Tells whether markdown shows anything to the eye: what is only comments, tags or marks of no width is a blank page.

Most answers are known by their first letter; only one without a letter outside of such things is read.
"""

import re
from unicodedata import category

_UNSEEN_KINDS = ("Cc", "Cf")
_UNSEEN = frozenset(
    (
        0x034F,
        0x115F,
        0x1160,
        0x17B4,
        0x17B5,
        0x2800,
        0x3164,
        0xFFA0,
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    )
)
"""Fillers, joiners and selectors, which Unicode counts among letters and marks."""
_HIDING = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-z!?][^>]*(?:>|\Z)|&#?[0-9a-z]+;", re.DOTALL | re.IGNORECASE)
_MOST_READ = 32_768
"""Characters; to read more would hold up whoever opens the conversation."""
_SEEN_TAGS = ("hr",)


def shows_nothing(markdown: str) -> bool:
    """Whether nothing of it would be seen on the page; never said of a long one with more than blanks in it."""
    first = next((one for one in markdown if _is_seen(one)), "")
    if not first:
        return True
    if (
        first.isalnum()
        or len(markdown) > _MOST_READ
        or any(one.isalnum() and _is_seen(one) for one in _HIDING.sub(" ", markdown))
    ):
        return False
    from strakly_desktop.rendering.markdown.html_tree import parse_html
    from strakly_desktop.rendering.markdown.markup import to_html

    tree = parse_html(to_html(markdown))
    return not any(map(_is_seen, tree.text())) and not any(tree.find_all(*_SEEN_TAGS))


def _is_seen(character: str) -> bool:
    return not (character.isspace() or ord(character) in _UNSEEN or category(character) in _UNSEEN_KINDS)
