"""Brings what waits to the server: in order for each conversation, each once, whatever dies in between.

An answer that was not heard says nothing. So each step is noted on this disk before it is taken, and before it is
taken again, what the server holds is read: a repeated exchange would be there twice.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar, assert_never

from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.conversation.model import Role
from strakly_desktop.conversation.server_history import (
    CREATING_BY_NAME,
    Deed,
    Delivery,
    DeliveryState,
    ListedConversation,
    ServerConversation,
    pair_digest,
    sendable,
)
from strakly_desktop.sync.ports import MakeBody, Outbox, Server
from strakly_desktop.sync.verdicts import SOMEBODY_ELSE, Hold, SignedOut, Verdict, hold_words, verdict_on

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
PAUSES_S = (3.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
MOST_TRIES = 5
LATE_FOR_S = 900.0
"""How long one that does not come through is tried at least, while the server answers to others."""
ALIVE_FOR_S = 30.0
SETTLED_AFTER_S = 5.0
_BEHIND_S = 0.5


class NotThere(Exception):
    """The server does not have this conversation any more, or never had it for this account."""


class _Refused(ChatError):
    """It will never take this, or never give it."""


class Courier:
    """Serves one account. `user_id` and `gym_id` are those of its sign-in, with which answers are compared."""

    def __init__(
        self,
        account: str,
        server: Server,
        outbox: Outbox,
        make_body: MakeBody,
        *,
        user_id: int | None = None,
        gym_id: int | None = None,
        pauses: Sequence[float] = PAUSES_S,
        settled_after_s: float = SETTLED_AFTER_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`pauses` are the seconds after each failure in a row; the last repeats. `clock` is monotonic.

        What was on its way when the app ended, the server may only now be taking: it is looked for there after
        `settled_after_s` seconds.
        """
        self._account = account
        self._server = server
        self._outbox = outbox
        self._make_body = make_body
        self._identity = (user_id, gym_id)
        self._pauses = tuple(pauses)
        self._clock = clock
        self._settled_at = clock() + settled_after_s
        self._tries: dict[int, int] = {}
        # How often each failed to come through, and the conversation that did so last with nothing taken since.
        self._late: dict[int, int] = {}
        self._stuck: int | None = None
        # Whether the server answered since the last failure; how often, and since when, one failed though it did.
        self._heard = False
        self._blamed: dict[int, tuple[int, float]] = {}
        self._rests: dict[int, float] = {}
        self._alive: dict[int, float] = {}

    def hurry(self) -> None:
        """The way is open again, or somebody wants it: nothing rests any more."""
        self._stuck = None
        self._late.clear()
        self._rests.clear()

    async def deliver(self) -> float | None:
        """Bring all that can be brought. The seconds until the next try of what could not be; None: nothing waits.

        Raises:
            Hold: nothing of this account is saved there.
            SignedOut: the server does not take this sign-in.
            StoreError: the disk does not give or take.
        """
        while True:
            now = self._clock()
            resting = {copy: moment for copy, moment in self._rests.items() if moment > now}
            delivery = await self._outbox.next(self._account, resting)
            if delivery is None:
                return min(resting.values()) - now if resting else None
            if now < self._settled_at and (delivery.is_doubtful or delivery.creating is not None):
                self._rests[delivery.copy] = self._settled_at
                continue
            try:
                await self._bring(delivery)
            except NotThere:
                await self._lose(delivery)
            except _Refused as refused:
                if delivery.deed is Deed.RENAME:
                    _log.info("the server does not take a title: %s", refused.failure.kind.value)
                await self._give_up(delivery, DeliveryState.KEPT_HERE)
            except ChatError as error:
                pause = await self._note_failure(delivery, error)
                if pause is not None:
                    return pause
            else:
                self._stuck = None
                self._forget_failures(delivery)

    async def is_gone(self, server_id: int) -> bool:
        """Whether the server has a conversation no more, which it did not list."""
        try:
            await self._asked(self._server.rename(server_id, None), brings=True)
        except NotThere:
            return True
        except _Refused:
            pass
        return False

    async def listed(self) -> tuple[list[ListedConversation], bool]:
        """The server's list, and whether it is whole."""
        return await self._asked(self._server.conversations())

    async def fetched(self, server_id: int) -> ServerConversation:
        """A whole conversation of the server."""
        held = await self._asked(self._server.conversation(server_id))
        self._compare(held)
        return held

    async def _bring(self, delivery: Delivery) -> None:
        match delivery.deed:
            case Deed.SAVE:
                await self._save(delivery)
            case Deed.RENAME:
                if delivery.server_id is not None:
                    await self._asked(self._server.rename(delivery.server_id, delivery.title), brings=True)
                await self._outbox.note_renamed(delivery)
            case Deed.DELETE:
                await self._remove(delivery)
            case _:
                assert_never(delivery.deed)

    async def _save(self, delivery: Delivery) -> None:
        bot = delivery.bot_conversation
        body = self._make_body(delivery.question, delivery.answer, delivery.tools, bot)
        if body is None:
            raise _Refused(_TOO_LONG)
        digest = pair_digest(delivery.question, delivery.answer)
        server_id = delivery.server_id
        if server_id is None:
            server_id, bot = await self._create(delivery)
        if delivery.is_doubtful and await self._holds(delivery, server_id, digest):
            await self._outbox.note_saved(delivery, digest, "")
            return
        # Saved into a conversation that was deleted there, it would be gone, and nobody told.
        if self._clock() - self._alive.get(delivery.copy, float("-inf")) > ALIVE_FOR_S:
            await self._asked(self._server.rename(server_id, None))
        await self._outbox.note_sending(delivery.number, digest)
        try:
            await self._asked(self._server.save(server_id, body), brings=True)
        except Refusal as refusal:
            if verdict_on(refusal) is not Verdict.TROUBLE or not delivery.bot_conversation:
                raise
            # Another conversation has this name: the one thing in it that need not be said.
            if not await self._holds(delivery, server_id, digest):
                bot = ""
                bare = self._make_body(delivery.question, delivery.answer, delivery.tools, "")
                assert bare is not None
                await self._asked(self._server.save(server_id, bare), brings=True)
        self._alive[delivery.copy] = self._clock()
        await self._outbox.note_saved(delivery, digest, bot)

    async def _holds(self, delivery: Delivery, server_id: int, digest: str) -> bool:
        """Whether the server has a pair more of these words than this app knows to have saved."""
        held = await self._asked(self._server.conversation(server_id))
        self._compare(held)
        there = _digests(held).count(digest)
        others = await self._outbox.saved_digests(delivery.copy, delivery.number)
        return there > others.count(digest)

    async def _create(self, delivery: Delivery) -> tuple[int, str]:
        """Make the conversation, or find the one that was made and not heard of: its id, and its name there."""
        bot = delivery.bot_conversation
        title = sendable(delivery.title).strip() or "Conversation"
        found = await self._find(delivery)
        if found is None and bot:
            await self._outbox.note_creating(delivery.copy, CREATING_BY_NAME, bot)
            found = await self._create_by_name(bot, title)
        if found is None:
            newest = max((row.id for row in await self._listed()), default=0)
            await self._outbox.note_creating(delivery.copy, newest, "")
            made = await self._asked(self._server.create(title, ""), brings=True)
            self._compare(made)
            found = made.id, "", title
        await self._outbox.note_created(delivery.copy, *found)
        self._alive[delivery.copy] = self._clock()
        return found[:2]

    async def _find(self, delivery: Delivery) -> tuple[int, str, str] | None:
        """The one that was made and not heard of: its id, name and title there. It may have another title here now."""
        if delivery.creating is None:
            return None
        rows, bot = await self._listed(), delivery.name_there
        if delivery.creating == CREATING_BY_NAME:
            made = [row for row in rows if bot and row.bot_conversation == bot]
        else:
            made = [row for row in rows if _is_made(row, delivery.creating)]
        first = min(made, key=lambda row: row.id, default=None)
        return None if first is None else (first.id, first.bot_conversation, first.title)

    async def _create_by_name(self, bot: str, title: str) -> tuple[int, str, str] | None:
        """None where the name is taken: a conversation that was deleted keeps it, and so does anybody else's."""
        try:
            made = await self._asked(self._server.create(title, bot), brings=True)
        except Refusal as refusal:
            if verdict_on(refusal) is not Verdict.TROUBLE:
                raise
            taken = next((row for row in await self._listed() if row.bot_conversation == bot), None)
            return None if taken is None else (taken.id, bot, taken.title)
        self._compare(made)
        return made.id, bot, title

    async def _remove(self, delivery: Delivery) -> None:
        server_id = delivery.server_id
        if server_id is None and delivery.creating is not None:
            found = await self._find(delivery)
            server_id = None if found is None else found[0]
        if server_id is not None:
            with suppress(NotThere):
                await self._asked(self._server.delete(server_id))
        if delivery.bot_conversation:
            await self._forget(delivery.bot_conversation)
        await self._outbox.note_removed(delivery)

    async def _forget(self, bot_conversation: str) -> None:
        """The assistant forgets within half an hour by itself: it is told once."""
        try:
            await self._server.forget(bot_conversation)
        except ChatError:
            return

    async def _lose(self, delivery: Delivery) -> None:
        self._alive.pop(delivery.copy, None)
        if delivery.deed is Deed.RENAME:
            await self._outbox.note_renamed(delivery)
        tries = self._tries[delivery.number] = self._tries.get(delivery.number, 0) + 1
        if tries >= MOST_TRIES:
            await self._give_up(delivery, DeliveryState.GIVEN_UP)
        await self._outbox.lose(delivery.copy)

    async def _give_up(self, delivery: Delivery, state: DeliveryState) -> None:
        """A title that is not taken there is no loss, and must not hold up what is."""
        if delivery.deed is Deed.RENAME:
            await self._outbox.note_renamed(delivery)
        else:
            await self._outbox.note_failed(delivery, state)

    async def _listed(self) -> list[ListedConversation]:
        rows, _ = await self.listed()
        return rows

    def _compare(self, held: ServerConversation) -> None:
        """An answer about somebody else's conversation says that the server mistakes who asks."""
        for ours, theirs in zip(self._identity, (held.user_id, held.gym_id), strict=True):
            if ours is not None and theirs is not None and ours != theirs:
                raise Hold(SOMEBODY_ELSE)

    async def _asked(self, answer: Awaitable[_Answer], *, brings: bool = False) -> _Answer:
        """What the server answers. `brings`: words of the person are in it, which it may refuse for good.

        Whatever else it refuses is no fault of theirs, and may be mended there.
        """
        try:
            answered = await answer
        except ChatError as error:
            match verdict_on(error), error:
                case Verdict.SIGNED_OUT, Refusal():
                    raise SignedOut(error) from error
                case Verdict.NO_SERVICE, _:
                    raise Hold("") from error
                case Verdict.HOLD, Refusal():
                    raise Hold(hold_words(error)) from error
                case Verdict.GONE, _:
                    raise NotThere from error
                case Verdict.REFUSED, _ if brings or not isinstance(error, Refusal):
                    raise _Refused(error.failure) from error
            raise
        self._heard = True
        return answered

    async def _note_failure(self, delivery: Delivery, error: ChatError) -> float | None:
        """How long everything rests; None where only this conversation does.

        One that does not come through may be to blame itself: it is too long for the line, say. So one more is tried.
        """
        if verdict_on(error) is Verdict.TROUBLE:
            tries = self._tries[delivery.number] = self._tries.get(delivery.number, 0) + 1
            if tries >= MOST_TRIES:
                await self._give_up(delivery, DeliveryState.GIVEN_UP)
                self._forget_failures(delivery)
            else:
                self._rests[delivery.copy] = self._clock() + self._pause(tries)
            return None
        is_up, self._heard = self._heard, False
        if is_up and self._is_to_blame(delivery):
            _log.info("one thing does not come through, and is given up: %s", error.failure.kind.value)
            await self._give_up(delivery, DeliveryState.GIVEN_UP)
            self._forget_failures(delivery)
            return None
        times = self._late[delivery.number] = self._late.get(delivery.number, 0) + 1
        self._rests[delivery.copy] = self._clock() + self._pause(times)
        if is_up or self._stuck in (None, delivery.copy):
            self._stuck = delivery.copy
            return None
        pause = self._pause(max(self._late.values()))
        # Whoever has not been tried comes first then: two that never come through stop no third.
        goes_on = self._clock() + pause
        for copy, moment in self._rests.items():
            self._rests[copy] = max(moment, goes_on + _BEHIND_S)
        return pause

    def _is_to_blame(self, delivery: Delivery) -> bool:
        """Count one more failure while the server answers; whether they are enough to say that it is its own fault."""
        times, since = self._blamed.get(delivery.number, (0, self._clock()))
        self._blamed[delivery.number] = times + 1, since
        return times + 1 >= MOST_TRIES and self._clock() - since >= LATE_FOR_S

    def _forget_failures(self, delivery: Delivery) -> None:
        for counted in (self._late, self._tries, self._blamed):
            counted.pop(delivery.number, None)

    def _pause(self, failures: int) -> float:
        return self._pauses[min(failures, len(self._pauses)) - 1]


_TOO_LONG = Failure(
    FailureKind.TOO_LARGE,
    "This answer is too long for the gym's server.",
    "It is kept on this computer.",
    retryable=False,
)


def _is_made(row: ListedConversation, after: int) -> bool:
    return row.id > after and row.is_empty and not row.bot_conversation


def _digests(held: ServerConversation) -> list[str]:
    """Of the questions that stand right before their answers."""
    pairs = zip(held.messages, held.messages[1:], strict=False)
    return [
        pair_digest(question.text, answer.text)
        for question, answer in pairs
        if (question.role, answer.role) == (Role.USER, Role.ASSISTANT)
    ]
