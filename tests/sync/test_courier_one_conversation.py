"""What is wrong with one conversation holds up no other one, and is told."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest

from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.conversation.server_history import (
    Deed,
    Delivery,
    DeliveryState,
    ListedConversation,
    ServerConversation,
)
from strakly_desktop.sync.courier import MOST_TRIES, Courier

TOO_LONG = ChatError(Failure(FailureKind.TOO_LARGE, "Too long.", "Open it in the web app.", retryable=False))
LATE = ChatError(Failure(FailureKind.TIMEOUT, "The server does not answer.", "Wait."))
NO_SUCH_FIELD = Refusal(Failure(FailureKind.REJECTED, "Refused.", "Wait."), 400, "title must be a string")


class FakeServer:
    """Takes what it is given; each conversation in `broken` fails with that error, whatever is asked of it."""

    def __init__(self, broken: dict[int, ChatError]) -> None:
        self.broken = broken
        self.asked: list[tuple[str, int]] = []

    def _ask(self, what: str, number: int) -> None:
        self.asked.append((what, number))
        if number in self.broken:
            raise self.broken[number]

    async def conversations(self) -> tuple[list[ListedConversation], bool]:
        self._ask("list", 0)
        return [], True

    async def conversation(self, server_id: int) -> ServerConversation:
        self._ask("read", server_id)
        return ServerConversation(server_id)

    async def create(self, _title: str, _bot: str) -> ServerConversation:
        raise AssertionError

    async def save(self, server_id: int, _body: bytes) -> None:
        self._ask("save", server_id)

    async def rename(self, server_id: int, _title: str | None) -> None:
        self._ask("rename", server_id)

    async def delete(self, _server_id: int) -> None:
        raise AssertionError

    async def forget(self, _bot: str) -> None:
        raise AssertionError


class FakeOutbox:
    """Deliveries by number, and how each ended."""

    def __init__(self, *waiting: Delivery) -> None:
        self.waiting = list(waiting)
        self.ended: dict[int, str] = {}

    def _end(self, delivery: Delivery, how: str) -> None:
        self.ended[delivery.number] = how
        self.waiting.remove(delivery)

    async def next(self, _account: str, resting: Collection[int] = ()) -> Delivery | None:
        return next((one for one in self.waiting if one.copy not in resting), None)

    async def note_saved(self, delivery: Delivery, _digest: str, _bot: str) -> None:
        self._end(delivery, "saved")

    async def note_renamed(self, delivery: Delivery) -> None:
        self._end(delivery, "renamed")

    async def note_failed(self, delivery: Delivery, state: DeliveryState) -> None:
        self._end(delivery, state.value)

    async def saved_digests(self, _copy: int, _apart_from: int) -> list[str]:
        return []

    def __getattr__(self, _name: str) -> Any:
        async def nothing(*_: object) -> None:
            return

        return nothing


def saving(number: int, copy: int, *, doubtful: bool = False) -> Delivery:
    return Delivery(number, copy, Deed.SAVE, doubtful, copy, None, "Title", "", "", "Q", f"A{number}")


def courier_for(server: FakeServer, outbox: FakeOutbox, now: list[float]) -> Courier:
    return Courier(
        "someone",
        server,
        outbox,
        lambda *_: b"{}",
        pauses=(3.0, 300.0),
        settled_after_s=0.0,
        clock=lambda: now[0],
    )


def test_a_conversation_too_long_to_read_back_is_given_up_and_the_others_go_on() -> None:
    server = FakeServer({1: TOO_LONG})
    outbox = FakeOutbox(saving(1, 1, doubtful=True), saving(2, 2), saving(3, 3, doubtful=True))
    assert asyncio.run(courier_for(server, outbox, [0.0]).deliver()) is None
    assert outbox.ended == {1: "kept-here", 2: "saved", 3: "saved"}
    assert server.asked.count(("read", 1)) == 1, "sixteen megabytes are read once"


def test_a_conversation_that_never_answers_rests_alone() -> None:
    now = [0.0]
    server = FakeServer({1: LATE})
    outbox = FakeOutbox(saving(1, 1, doubtful=True), saving(2, 2), saving(3, 3))
    courier = courier_for(server, outbox, now)
    assert asyncio.run(courier.deliver()) == 3.0
    assert outbox.ended == {2: "saved", 3: "saved"}
    now[0] = 3.0
    outbox.waiting.append(saving(4, 4))
    assert asyncio.run(courier.deliver()) == 300.0, "longer each time, though others are taken"
    assert outbox.ended[4] == "saved"
    server.broken.clear()
    now[0] = 303.0
    assert asyncio.run(courier.deliver()) is None
    assert outbox.ended[1] == "saved"


def test_where_the_server_is_away_not_everything_is_tried_in_vain() -> None:
    server = FakeServer(dict.fromkeys(range(10), LATE))
    outbox = FakeOutbox(*(saving(number, number) for number in range(1, 9)))
    assert asyncio.run(courier_for(server, outbox, [0.0]).deliver()) == 3.0
    assert len(server.asked) == 2
    assert outbox.ended == {}


def days_of(courier: Courier, now: list[float], until: float) -> None:
    """Deliver whenever it is time, as the app does, until `until` seconds."""
    while now[0] < until:
        pause = asyncio.run(courier.deliver())
        now[0] += min(pause or 300.0, 300.0)


BY_A_WALL = Refusal(Failure(FailureKind.FORBIDDEN, "Blocked.", "Ask."), 403, "")


@pytest.mark.parametrize("trouble", [LATE, BY_A_WALL])
def test_one_that_never_comes_through_while_others_do_is_given_up_and_stops_nobody(
    trouble: ChatError,
) -> None:
    begun = 86_400.0  # Clocks do not begin with the app.
    now = [begun]
    server = FakeServer({1: trouble})
    outbox = FakeOutbox(saving(1, 1, doubtful=True), saving(2, 2))
    courier = courier_for(server, outbox, now)
    for number in range(3, 20):
        outbox.waiting.append(saving(number, number))
        days_of(courier, now, now[0] + 120)
        assert outbox.ended[number] == "saved"
        if now[0] < begun + 900:
            assert 1 not in outbox.ended, "a quarter of an hour may be the server's own trouble"
    assert outbox.ended[1] == "given-up"


def test_so_is_one_that_is_alone_where_only_its_own_words_do_not_come_through() -> None:
    class TakesNoWords(FakeServer):
        async def save(self, server_id: int, _body: bytes) -> None:
            self._ask("save", server_id)
            raise LATE

    now = [0.0]
    outbox = FakeOutbox(saving(1, 1))
    days_of(courier_for(TakesNoWords({}), outbox, now), now, 7200)
    assert outbox.ended == {1: "given-up"}


def test_a_server_that_is_away_for_days_makes_nothing_given_up() -> None:
    now = [0.0]
    server = FakeServer(dict.fromkeys(range(10), LATE))
    outbox = FakeOutbox(*(saving(number, number) for number in range(1, 9)))
    courier = courier_for(server, outbox, now)
    days_of(courier, now, 3 * 86_400.0)
    assert outbox.ended == {}
    server.broken.clear()
    days_of(courier, now, now[0] + 900)
    assert set(outbox.ended.values()) == {"saved"} and len(outbox.ended) == 8


@pytest.mark.parametrize("bad", [2, 3, 5])
def test_several_that_never_come_through_stop_no_other_one(bad: int) -> None:
    now = [0.0]
    server = FakeServer(dict.fromkeys(range(1, bad + 1), LATE))
    outbox = FakeOutbox(*(saving(number, number) for number in range(1, bad + 4)))
    days_of(courier_for(server, outbox, now), now, 1500)
    assert {number for number, how in outbox.ended.items() if how == "saved"} == {bad + 1, bad + 2, bad + 3}


def test_a_title_the_server_never_takes_is_no_matter_for_anybody_but_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = FakeServer({1: NO_SUCH_FIELD})
    title = Delivery(7, 1, Deed.RENAME, False, 1, None, "Anita owes 500", "")
    outbox = FakeOutbox(title, saving(8, 2))
    with caplog.at_level("INFO"):
        assert asyncio.run(courier_for(server, outbox, [0.0]).deliver()) is None
    assert outbox.ended == {7: "renamed", 8: "saved"}
    assert "title" in caplog.text
    assert "Anita" not in caplog.text


@pytest.mark.parametrize("what", ["list", "read"])
def test_a_refusal_of_what_is_looked_at_is_a_failure_like_any_other(what: str) -> None:
    courier = courier_for(FakeServer({0: NO_SUCH_FIELD, 5: NO_SUCH_FIELD}), FakeOutbox(), [0.0])
    with pytest.raises(ChatError):
        asyncio.run(courier.listed() if what == "list" else courier.fetched(5))


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(Failure(FailureKind.NOT_FOUND, "Refused.", "Wait."), 404, "Cannot GET /conversations/1"),
        Refusal(Failure(FailureKind.REJECTED, "Refused.", "Wait."), 400, "Validation failed"),
        Refusal(
            Failure(FailureKind.NOT_FOUND, "Refused.", "Wait."), 405, "Cannot PATCH /api/conversations/1"
        ),
    ],
)
@pytest.mark.parametrize("doubtful", [True, False])
def test_an_answer_is_not_to_blame_for_what_the_server_does_not_tell(
    refusal: Refusal, doubtful: bool
) -> None:
    """It holds no copy that can be read, or looked for: mended within a while, it has them all, and none is told."""

    class Unreadable(FakeServer):
        async def save(self, server_id: int, _body: bytes) -> None:
            self.asked.append(("save", server_id))

    now = [0.0]
    server = Unreadable({1: refusal})
    outbox = FakeOutbox(saving(1, 1, doubtful=doubtful), saving(2, 2))
    courier = courier_for(server, outbox, now)
    assert asyncio.run(courier.deliver()) == 3.0
    assert outbox.ended == {2: "saved"}
    server.broken.clear()
    now[0] = 3.0
    assert asyncio.run(courier.deliver()) is None
    assert outbox.ended == {1: "saved", 2: "saved"}


def test_what_stays_so_is_given_up_until_somebody_wants_it_tried_again() -> None:
    now = [0.0]
    cannot = Refusal(Failure(FailureKind.NOT_FOUND, "Refused.", "Wait."), 404, "Cannot GET /conversations/1")
    server = FakeServer({1: cannot})
    outbox = FakeOutbox(saving(1, 1, doubtful=True))
    courier = courier_for(server, outbox, now)
    for number in range(2, 12):
        outbox.waiting.append(saving(number, number))
        asyncio.run(courier.deliver())
        now[0] += 300.0
    assert outbox.ended[1] == "given-up"


def test_an_answer_that_the_server_refuses_itself_is_kept_here() -> None:
    class Refusing(FakeServer):
        async def save(self, server_id: int, _body: bytes) -> None:
            raise Refusal(
                Failure(FailureKind.NOT_FOUND, "Refused.", "Wait."),
                404,
                "Cannot POST /conversations/1/exchange",
            )

    outbox = FakeOutbox(saving(1, 1))
    assert asyncio.run(courier_for(Refusing({}), outbox, [0.0]).deliver()) is None
    assert outbox.ended == {1: "kept-here"}


def test_a_minute_of_trouble_is_no_reason_to_give_anything_up() -> None:
    now = [86_400.0]
    server = FakeServer({1: LATE})
    outbox = FakeOutbox(saving(1, 1))
    courier = Courier(
        "someone", server, outbox, lambda *_: b"{}", pauses=(3.0,), settled_after_s=0.0, clock=lambda: now[0]
    )
    for number in range(2, 22):
        outbox.waiting.append(saving(number, number))
        days_of(courier, now, now[0] + 3)
    assert server.asked.count(("rename", 1)) > MOST_TRIES
    assert 1 not in outbox.ended
