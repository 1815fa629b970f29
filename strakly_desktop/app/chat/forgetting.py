"""Lets conversations go for their age, as the settings say; where the clock may be wrong, somebody is asked before."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from strakly_desktop.app.chat.history_notices import HistoryNotices
from strakly_desktop.app.process.steady_clock import steady

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

_EVERY_MS = 6 * 60 * 60 * 1000


class Forgetting(QObject):
    """Of whoever is at the desk. Nothing goes before `keep_for` was called."""

    def __init__(
        self,
        notices: HistoryNotices,
        start: Callable[..., asyncio.Task[None] | None],
        is_of_now: "Callable[[ConversationStore], bool]",
        show_list: "Callable[[ConversationStore], Awaitable[None]]",
        on_page: Callable[[], str],
        parent: QObject,
    ) -> None:
        """`start` runs a change with the store of now, which `is_of_now`; `show_list` shows what is left.

        `on_page` gives the id of the open conversation, "" for none: it goes when it is left.
        """
        super().__init__(parent)
        self._notices = notices
        self._start = start
        self._is_of_now = is_of_now
        self._show_list = show_list
        self._on_page = on_page
        self._days: int | None = None
        # Since when the clock has been right, by one that nobody sets; and for which store that is remembered.
        self._believed: tuple[ConversationStore, float] | None = None
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def kept_since(self) -> datetime | None:
        """What was last used before is not kept here; None where all is."""
        return None if self._days is None else datetime.now().astimezone() - timedelta(days=self._days)

    def keep_for(self, days: int | None) -> None:
        """How long conversations are kept from now on; None for ever."""
        self._days = days
        self._notices.withdraw_forgetting()
        if days is None:
            self._timer.stop()
        else:
            self._timer.start()
        self.look()

    def look(self) -> None:
        """Let go what is too old, or ask for it."""
        if self._days is not None:
            self._start(self._forget_older_than, self._days)

    async def _forget_older_than(self, store: "ConversationStore", days: int) -> None:
        believed, self._believed = self._believed, None
        passed = None if believed is None or believed[0] is not store else steady() - believed[1]
        old = await store.to_confirm(days, passed)
        if old:
            self._believed = believed
        if days != self._days:
            return  # They are kept for another time by now, or for ever.
        if not old:
            await self._forget(store, days)
        elif self._is_of_now(store):
            self._notices.ask_to_forget(old, days, self._confirm)

    async def _forget(self, store: "ConversationStore", days: int) -> None:
        forgotten = await store.forget_older_than(days, self._on_page())
        self._believed = store, steady()
        if forgotten:
            await self._show_list(store)

    def _confirm(self) -> None:
        if self._days is not None:
            self._start(self._forget, self._days)
