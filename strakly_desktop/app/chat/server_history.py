"""Keeps the conversations of whoever is signed in on their gym's server too, beside everything else.

What is said here goes there, what was said elsewhere comes into the list; neither ever holds up a question. One
account is served at a time, by its own token: what waits for another one waits for its person.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from strakly_desktop.account.claims import Claims
from strakly_desktop.app.assistant.connection import Endpoint, TokenSlot
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.server_history_notices import ServerHistoryNotices
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import ChatError, FailureKind, StoreError
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.client.history_client import HistoryClient
    from strakly_desktop.store.conversations import ConversationStore
    from strakly_desktop.store.records.server_list import Missing
    from strakly_desktop.sync.courier import Courier

SETTLE_S = 3.0
"""After the first paint and a sign-in there is enough to do."""
LOOK_EVERY_S = 180.0
LOOK_APART_S = 20.0
HELD_S = 3600.0
_DISK_S = 30.0
_GONE_AT_ONCE = 5
_FETCH_S = 20.0
NOT_FETCHED = (
    "This conversation was made elsewhere and could not be fetched now.",
    "Look whether the server can be reached, then open it again.",
)
TOO_LONG_TO_FETCH = (
    "This conversation was made elsewhere and is too long to be fetched.",
    "Open it in the web app.",
)


class ServerHistory(QObject):
    """Lives between the store and the server's list.

    Signals:
        made_elsewhere_changed(frozenset[str]): the conversations that were not begun on this computer.
        refused(Refusal): the server does not take this sign-in.
    """

    made_elsewhere_changed = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        session: ChatSession,
        history: History,
        notices: NoticeBar,
        make_client: "Callable[[Endpoint, TokenSlot], tuple[HistoryClient, type[Courier]]]",
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`make_client` runs in a thread. `clock` is monotonic, in seconds."""
        super().__init__(history)
        self._session = session
        self._history = history
        self._notices = ServerHistoryNotices(notices, self.try_again)
        self._make_client = make_client
        self._clock = clock
        self._account = ""
        self._endpoint: Endpoint | None = None
        self._claims = Claims()
        self._slot = TokenSlot(None)
        self._store: ConversationStore | None = None
        self._courier: Courier | None = None
        self._looked_at = float("-inf")
        self._hurried = False
        self._gone: list[Missing] = []
        self._tasks = BackgroundTasks("server-history")
        history.store_opened.connect(self._use_store)
        history.fetch_with(self.fetch)

    def leave(self) -> None:
        """Nobody is served: another person comes, or nobody."""
        self._tasks.cancel()
        self._store, self._courier, self._endpoint, self._account, self._gone = None, None, None, "", []
        self._notices.forget()

    def use(self, account: str, endpoint: Endpoint, claims: Claims) -> None:
        """`account` is signed in at `endpoint`. The demo gym, and whoever belongs to no gym, has no such history."""
        is_served = bool(account and endpoint.token and endpoint.backend_url and claims.gym_id is not None)
        is_same = (
            account == self._account
            and self._endpoint is not None
            # An account that was made anew has another number, with which answers are compared.
            and claims.is_of_same_person(self._claims)
        )
        if not is_served:
            self._tasks.cancel()
            self._endpoint, self._account, self._gone = None, "", []
            return
        if is_same:
            self._slot.token = endpoint.token
        else:
            # One for each person: what is on its way for one must not go as another.
            self._tasks.cancel()
            self._slot, self._courier, self._gone = TokenSlot(endpoint.token), None, []
            self._looked_at = float("-inf")
        self._account, self._endpoint, self._claims = account, endpoint, claims
        if is_same and self._courier is not None:
            self.look()
        else:
            self._begin()

    def look(self) -> None:
        """Somebody is there again, or the way is open: what waits goes on, and the list is looked at."""
        self._wake()

    def note_used(self) -> None:
        """Somebody is there: what was deleted in the web app goes from here before their eyes, and not before."""
        gone, self._gone = self._gone, []
        if gone and self._store is not None:
            self._tasks.start(self._remove(self._store, gone))

    def try_again(self) -> None:
        """What was given up is tried once more."""
        store = self._store
        if store is not None and self._account:
            self._tasks.start(self._retry(store, self._account))

    async def fetch(self, store: "ConversationStore", conversation_id: str) -> None:
        """Bring what the server has of a conversation and this disk has not.

        Raises:
            StoreError: nothing of it is here, and it could not be brought.
        """
        courier = self._courier
        wanted = await store.deliveries.to_fetch(self._account, conversation_id) if self._account else None
        if wanted is None:
            return
        try:
            if courier is None:
                raise StoreError(*NOT_FETCHED)
            async with asyncio.timeout(_FETCH_S):
                held = await courier.fetched(wanted.server_id)
            await store.deliveries.take_messages(wanted, held)
        except _troubles() as error:
            if not wanted.has_some:
                is_too_long = isinstance(error, ChatError) and error.failure.kind is FailureKind.TOO_LARGE
                raise StoreError(*(TOO_LONG_TO_FETCH if is_too_long else NOT_FETCHED)) from error

    async def aclose(self) -> None:
        """Ask for nothing more. What waits is on the disk."""
        self._gone = []
        await self._tasks.aclose()

    def _use_store(self, store: "ConversationStore") -> None:
        self._store = store
        self._begin()

    def _begin(self) -> None:
        store, endpoint = self._store, self._endpoint
        if store is None or endpoint is None or store.problem is not None:
            return
        self._tasks.cancel()
        # At once: what is asked before the first look belongs to this person too.
        store.deliveries.serve(self._account)
        self._tasks.start(self._serve(store, endpoint, self._slot))

    def _wake(self) -> None:
        self._hurried = True
        if self._store is not None:
            self._store.deliveries.tell()

    async def _serve(self, store: "ConversationStore", endpoint: Endpoint, slot: TokenSlot) -> None:
        await asyncio.sleep(SETTLE_S)
        client, courier_class = await asyncio.to_thread(self._make_client, endpoint, slot)
        from strakly_desktop.client.history_client import exchange_body

        async with aclosing(client):
            courier = self._courier = courier_class(
                self._account,
                client,
                store.deliveries,
                exchange_body,
                user_id=self._claims.user_id,
                gym_id=self._claims.gym_id,
            )
            await self._tell_elsewhere(store)
            while True:
                store.deliveries.booked.clear()
                pause = await self._round(store, courier)
                if pause is None:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await store.deliveries.booked.wait()

    async def _round(self, store: "ConversationStore", courier: "Courier") -> float | None:
        """Bring what waits, and look at the list if it is time. The seconds until the next; None: not any more."""
        from strakly_desktop.sync.verdicts import Hold, SignedOut

        hurried, self._hurried = self._hurried, False
        if hurried:
            courier.hurry()
        try:
            if self._looked_at == float("-inf"):
                # What waits may be for a number that another conversation has by now. No failure holds up the rest.
                self._looked_at = self._clock()
                with suppress(ChatError):
                    await self._look(store, courier)
            pause = await courier.deliver()
            # Before the look, which may fail: what was given up is to be seen.
            self._notices.tell_counts(await store.deliveries.counts(self._account))
            since_look = self._clock() - self._looked_at
            if since_look >= (LOOK_APART_S if hurried else LOOK_EVERY_S):
                self._looked_at = self._clock()
                await self._look(store, courier)
        except Hold as hold:
            self._notices.tell_hold(hold.words)
            return HELD_S
        except SignedOut as signed_out:
            self._courier = None
            self.refused.emit(signed_out.refusal)
            return None
        except StoreError:
            # The history tells of its disk by itself.
            return _DISK_S
        except ChatError:
            return LOOK_EVERY_S
        self._notices.tell_going()
        until_look = LOOK_EVERY_S - (self._clock() - self._looked_at)
        return max(0.0, min(until_look, until_look if pause is None else pause))

    async def _look(self, store: "ConversationStore", courier: "Courier") -> None:
        rows, is_whole = await courier.listed()
        # Whoever is no owner may be shown rows of somebody else: only what this app made is looked at.
        changes = await store.deliveries.take_list(
            self._account,
            rows,
            is_whole=is_whole,
            may_add=self._claims.is_admin,
            since=self._history.forgetting.kept_since,
        )
        if changes.changed:
            self._history.show_anew()
            await self._tell_elsewhere(store)
        self._notices.tell_lost(changes.reused)
        asked = changes.missing[:_GONE_AT_ONCE]
        gone = [missing for missing in asked if await courier.is_gone(missing.server_id)]
        if not changes.is_loss:
            self._gone = gone
            return
        # Nobody deletes all at once. What was never fetched stays as it is: opening it says that it cannot be fetched.
        self._gone = []
        is_lost = gone == list(asked)
        kept = [missing.copy for missing in changes.missing if missing.has_some] if is_lost else []
        for copy in kept:
            await store.deliveries.lose(copy)
        self._notices.tell_lost(len(kept))

    async def _remove(self, store: "ConversationStore", gone: "Sequence[Missing]") -> None:
        """What somebody reads or asks in just now stays here."""
        with suppress(StoreError):
            for missing in gone:
                await store.deliveries.lose(missing.copy)
                summary = self._session.summary
                if summary is None or summary.id != missing.conversation_id:
                    self._history.delete(missing.conversation_id, in_web_app=True)

    async def _tell_elsewhere(self, store: "ConversationStore") -> None:
        self.made_elsewhere_changed.emit(await store.deliveries.made_elsewhere())

    async def _retry(self, store: "ConversationStore", account: str) -> None:
        with suppress(StoreError):
            await store.deliveries.try_again(account)
        self._wake()


def _troubles() -> tuple[type[Exception], ...]:
    from strakly_desktop.sync.courier import NotThere
    from strakly_desktop.sync.verdicts import Hold, SignedOut

    return (ChatError, TimeoutError, Hold, SignedOut, NotThere)


def make_history_client(endpoint: Endpoint, slot: TokenSlot) -> "tuple[HistoryClient, type[Courier]]":
    """Imports what speaks with the server: call it in a thread."""
    from strakly_desktop.client.history_client import HistoryClient
    from strakly_desktop.sync.courier import Courier

    assert endpoint.backend_url is not None
    return HistoryClient(endpoint.backend_url, endpoint.bot_url, lambda: slot.token), Courier
