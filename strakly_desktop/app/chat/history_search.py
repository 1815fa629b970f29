"""Searches the saved conversations for what is typed in the panel.

What was found is shown at once; what it says is worked out for those hits only that come into sight. While a
question stands there, it is asked again when conversations change.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from strakly_desktop.ui.history.panel import HistoryPanel

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

# As many as most windows have room for.
_EXCERPTS_AT_ONCE = 20
# An answer that comes word by word is looked at no more often.
_AGAIN_AFTER_MS = 700


class HistorySearch:
    """Brings the panel what it asks for. An answer to anything but the last question changes nothing."""

    def __init__(self, panel: HistoryPanel, start: Callable[..., asyncio.Task[None] | None]) -> None:
        """`start` runs a piece of work with the store; None where there is no store."""
        self._panel = panel
        self._start = start
        self._searching: asyncio.Task[None] | None = None
        self.query = ""
        """What was asked for last, "" for nothing."""
        self.searched: Callable[[str], str] = str
        """What of a question may be looked for: a hit would tell that a hidden value is there."""
        self._again = QTimer(panel, singleShot=True, interval=_AGAIN_AFTER_MS)
        self._again.timeout.connect(self._ask)
        panel.search_changed.connect(self._search)
        panel.hits_outdated.connect(self.refresh)
        panel.excerpts_requested.connect(lambda ids: self._start(self._find_excerpts, ids))

    def refresh(self) -> None:
        """Conversations have changed: ask again what stands there, a moment later."""
        if self.query and not self._again.isActive():
            self._again.start()

    def forget(self) -> None:
        """Another person comes: nothing is asked for any more."""
        self.query = ""
        self._ask()

    def _search(self, query: str) -> None:
        self.query = query
        self._ask()

    def _ask(self) -> None:
        self._again.stop()
        if self._searching is not None:
            self._searching.cancel()
        self._searching = self._start(self._find, self.query) if self.query else None

    async def _find(self, store: "ConversationStore", query: str) -> None:
        words = self.searched(query)
        hits = await store.search(words, with_excerpt=_EXCERPTS_AT_ONCE) if words.strip() else []
        if query == self.query:
            self._panel.set_hits(hits)

    async def _find_excerpts(self, store: "ConversationStore", message_ids: list[str]) -> None:
        query = self.query
        excerpts = await store.excerpts(self.searched(query), message_ids)
        if query == self.query:
            self._panel.set_excerpts(excerpts)
