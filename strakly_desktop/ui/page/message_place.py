"""Where a message begins: an answer is known by its footer, and what is looked for stands above that."""

from PySide6.QtGui import QTextBlock

from strakly_desktop.rendering.writing.formats import BlockRole, Mark


def first_block(block: QTextBlock) -> QTextBlock:
    """The first block of the message whose bubble or footer `block` is; `block` itself if it is invalid."""
    if block.blockFormat().property(Mark.ROLE) != BlockRole.FOOTER:
        return block
    before = block.previous()
    while before.isValid() and before.blockFormat().property(Mark.MESSAGE) is None:
        block, before = before, before.previous()
    return block
