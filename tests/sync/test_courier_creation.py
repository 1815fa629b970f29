"""A conversation is made on the server once, though nobody heard that it was, and is never mistaken for another one."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sync.test_courier_one_conversation import LATE, FakeOutbox, FakeServer, courier_for, saving

from strakly_desktop.conversation.errors import Failure, FailureKind, Refusal
from strakly_desktop.conversation.server_history import Delivery, ListedConversation, ServerConversation
from strakly_desktop.sync.courier import MOST_TRIES, Courier
from strakly_desktop.sync.verdicts import SOMEBODY_ELSE, Hold

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FAILS = Refusal(Failure(FailureKind.SERVER_ERROR, "It failed.", "Wait."), 500, "Internal server error")
GONE = Refusal(Failure(FailureKind.NOT_FOUND, "Gone.", "Wait."), 404, "Conversation not found")


class MakingServer(FakeServer):
    """Makes conversations too; nobody hears of the first `unheard` ones, nor are the first `unmade` ones made."""

    def __init__(self, unheard: int = 0, unmade: int = 0) -> None:
        super().__init__({})
        self.rows: list[ListedConversation] = []
        self.unheard, self.unmade = unheard, unmade

    def add(self, name: str = "", *, is_empty: bool = True) -> int:
        number = len(self.rows) + 1
        self.rows.append(ListedConversation(number, "Title", name, NOON, NOON, is_empty=is_empty))
        return number

    async def conversations(self) -> tuple[list[ListedConversation], bool]:
        return list(self.rows), True

    async def create(self, _title: str, bot: str) -> ServerConversation:
        if self.unmade:
            self.unmade -= 1
            raise LATE
        made = self.add(bot)
        if self.unheard:
            self.unheard -= 1
            raise LATE
        return ServerConversation(made)


class NotingOutbox(FakeOutbox):
    """Notes how far the making of a conversation has come, as the file does."""

    def _change(self, copy: int, **changes: Any) -> None:
        self.waiting = [replace(one, **changes) if one.copy == copy else one for one in self.waiting]

    async def note_creating(self, copy: int, after: int, bot: str) -> None:
        self._change(copy, creating=after, name_there=bot)

    async def note_created(self, copy: int, server_id: int, bot: str, title: str) -> None:
        self._change(copy, server_id=server_id, creating=None, name_there=bot)

    async def lose(self, copy: int) -> None:
        self._change(copy, server_id=None, creating=None, name_there="")

    def _end(self, delivery: Delivery, how: str) -> None:
        self.ended[delivery.number] = how
        self.waiting = [one for one in self.waiting if one.number != delivery.number]


def unmade(bot: str) -> Delivery:
    return replace(saving(1, 1), server_id=None, bot_conversation=bot)


def deliver_until_done(courier: Courier, now: list[float]) -> None:
    for _ in range(20):
        pause = asyncio.run(courier.deliver())
        if pause is None:
            return
        now[0] += pause
    raise AssertionError("it never comes to an end")


@pytest.mark.parametrize("bot", ["bot-1", ""])
def test_one_that_was_made_and_not_heard_of_is_found_again(bot: str) -> None:
    server, outbox, now = MakingServer(unheard=1), NotingOutbox(unmade(bot)), [0.0]
    deliver_until_done(courier_for(server, outbox, now), now)
    assert outbox.ended == {1: "saved"}
    assert len(server.rows) == 1
    assert ("save", 1) in server.asked


@pytest.mark.parametrize("meanwhile", [{"is_empty": False}, {"name": "bot-of-the-web-app"}])
def test_one_of_the_web_app_from_the_same_minute_is_not_taken_for_it(meanwhile: dict[str, Any]) -> None:
    server, outbox, now = MakingServer(unmade=1), NotingOutbox(unmade("")), [0.0]
    # An empty one from before is none of ours either.
    server.add()
    courier = courier_for(server, outbox, now)
    assert asyncio.run(courier.deliver()) == 3.0
    server.add(**meanwhile)
    now[0] = 3.0
    deliver_until_done(courier, now)
    assert outbox.ended == {1: "saved"}
    assert [number for what, number in server.asked if what == "save"] == [3]


def test_a_server_that_loses_whatever_is_made_is_not_filled_with_conversations() -> None:
    class Losing(MakingServer):
        async def save(self, server_id: int, _body: bytes) -> None:
            raise GONE

    server, outbox, now = Losing(), NotingOutbox(unmade("")), [0.0]
    deliver_until_done(courier_for(server, outbox, now), now)
    assert outbox.ended == {1: "given-up"}
    assert len(server.rows) == MOST_TRIES


@pytest.mark.parametrize("ours", [None, 7])
@pytest.mark.parametrize("theirs", [None, 7, 8])
@pytest.mark.parametrize("what", ["made", "made by name", "read"])
def test_an_answer_for_somebody_else_stops_all_and_one_that_names_nobody_does_not(
    ours: int | None, theirs: int | None, what: str
) -> None:
    class Named(MakingServer):
        async def create(self, title: str, bot: str) -> ServerConversation:
            return replace(await super().create(title, bot), user_id=theirs)

        async def conversation(self, server_id: int) -> ServerConversation:
            return ServerConversation(server_id, user_id=theirs)

    waiting = {"made": unmade(""), "made by name": unmade("bot-1"), "read": saving(1, 1, doubtful=True)}
    outbox = NotingOutbox(waiting[what])
    courier = Courier(
        "someone", Named(), outbox, lambda *_: b"{}", user_id=ours, settled_after_s=0.0, clock=lambda: 60.0
    )
    if None not in (ours, theirs) and ours != theirs:
        with pytest.raises(Hold) as hold:
            asyncio.run(courier.deliver())
        assert hold.value.words == SOMEBODY_ELSE
        assert outbox.ended == {}
    else:
        asyncio.run(courier.deliver())
        assert outbox.ended == {1: "saved"}


def test_a_server_that_fails_is_left_alone_between_the_tries_and_whoever_wants_it_need_not_wait() -> None:
    class Failing(FakeServer):
        async def save(self, server_id: int, body: bytes) -> None:
            await super().save(server_id, body)
            if self.asked.count(("save", 1)) <= 2:
                raise FAILS

    now, server, outbox = [0.0], Failing({}), FakeOutbox(saving(1, 1))
    courier = courier_for(server, outbox, now)
    assert asyncio.run(courier.deliver()) == 3.0
    now[0] = 3.0
    assert asyncio.run(courier.deliver()) == 300.0
    courier.hurry()
    assert asyncio.run(courier.deliver()) is None
    assert outbox.ended == {1: "saved"}


def test_what_is_tried_again_on_demand_has_all_its_tries_again() -> None:
    class Failing(FakeServer):
        async def save(self, server_id: int, _body: bytes) -> None:
            raise FAILS

    now, outbox = [0.0], FakeOutbox(saving(1, 1))
    courier = courier_for(Failing({}), outbox, now)
    deliver_until_done(courier, now)
    assert outbox.ended == {1: "given-up"}
    outbox.ended.clear()
    outbox.waiting.append(saving(1, 1))
    assert asyncio.run(courier.deliver()) == 3.0
    assert outbox.ended == {}
