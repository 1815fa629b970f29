"""Searches the saved conversations for what is typed in the panel.

What was found is shown at once; what it says is worked out for those hits only that come into sight. While a
question stands there, it is asked again when conversations change. What no disk has taken yet is found as well.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from strakly_desktop.chat.waiting_turns import WaitingConversation
from strakly_desktop.conversation.model import SearchHit
from strakly_desktop.ui.history.panel import HistoryPanel

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

# As many as most windows have room for.
_EXCERPTS_AT_ONCE = 20
# An answer that comes word by word is looked at no more often.
_AGAIN_AFTER_MS = 700


class HistorySearch:
    """Brings the panel what it asks for. An answer to anything but the last question changes nothing."""

    def __init__(
        self,
        panel: HistoryPanel,
        start: Callable[..., asyncio.Task[None]],
        unsaved: Callable[[], Sequence[WaitingConversation]],
    ) -> None:
        """`start` runs a piece of work with the store, or with None where none is open.

        `unsaved` gives what no disk has taken.
        """
        self._panel = panel
        self._start = start
        self._unsaved = unsaved
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

    async def _find(self, store: "ConversationStore | None", query: str) -> None:
        words = self.searched(query)
        hits: list[SearchHit] = []
        if words.strip():
            hits = await store.search(words, with_excerpt=_EXCERPTS_AT_ONCE) if store is not None else []
            hits = await self._with_unsaved(hits, words)
        # Where nothing can be read, nothing that was found is no answer.
        if query == self.query and (hits or store is not None):
            self._panel.set_hits(hits)

    async def _with_unsaved(self, hits: list[SearchHit], words: str) -> list[SearchHit]:
        """With what no disk has in front: it is the newest, and what a disk has of it is older."""
        unsaved = [(waiting.summary, waiting.messages) for waiting in self._unsaved()]
        if not unsaved:
            return hits

        def search() -> list[SearchHit]:
            # Most searches never need it.
            from strakly_desktop.store.search.waiting import search_waiting

            return search_waiting(unsaved, words)

        found = await asyncio.to_thread(search)
        known = {hit.conversation.id for hit in found}
        return found + [hit for hit in hits if hit.conversation.id not in known]

    async def _find_excerpts(self, store: "ConversationStore | None", message_ids: list[str]) -> None:
        if store is None:
            return
        query = self.query
        excerpts = await store.excerpts(self.searched(query), message_ids)
        if query == self.query:
            self._panel.set_excerpts(excerpts)
