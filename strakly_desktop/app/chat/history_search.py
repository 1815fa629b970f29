"""Searches the saved conversations for what is typed in the panel.

What was found is shown at once; what it says is worked out for those hits only that come into sight.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from strakly_desktop.ui.history.panel import HistoryPanel

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

# As many as most windows have room for.
_EXCERPTS_AT_ONCE = 20


class HistorySearch:
    """Brings the panel what it asks for. An answer to anything but the last question changes nothing."""

    def __init__(self, panel: HistoryPanel, start: Callable[..., asyncio.Task[None] | None]) -> None:
        """`start` runs a piece of work with the store; None where there is no store."""
        self._panel = panel
        self._start = start
        self._searching: asyncio.Task[None] | None = None
        self.query = ""
        """What was asked for last, "" for nothing."""
        panel.search_changed.connect(self._search)
        panel.excerpts_requested.connect(lambda ids: self._start(self._find_excerpts, ids))

    def _search(self, query: str) -> None:
        self.query = query
        if self._searching is not None:
            self._searching.cancel()
        self._searching = self._start(self._find, query) if query else None

    async def _find(self, store: "ConversationStore", query: str) -> None:
        hits = await store.search(query, with_excerpt=_EXCERPTS_AT_ONCE)
        if query == self.query:
            self._panel.set_hits(hits)

    async def _find_excerpts(self, store: "ConversationStore", message_ids: list[str]) -> None:
        query = self.query
        excerpts = await store.excerpts(query, message_ids)
        if query == self.query:
            self._panel.set_excerpts(excerpts)
