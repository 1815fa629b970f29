"""What of the server's list comes in after all was removed here, whatever the clock showed at that moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.store_use import turn, with_store

from strakly_desktop.conversation.model import BotMemory, MessageState, Role
from strakly_desktop.conversation.server_history import (
    ListedConversation,
    ServerConversation,
    ServerMessage,
    pair_digest,
)
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.records.marks import set_mark
from strakly_desktop.store.records.rows import time_columns
from strakly_desktop.store.records.server_copies import LISTED_SINCE

ACCOUNT = "http://gym.example/api 1 owner@example.test admin"
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def test_what_was_here_when_all_was_removed_is_not_brought_back_by_the_server(tmp_path: Path) -> None:
    async def story(store: ConversationStore) -> None:
        store.deliveries.serve(ACCOUNT)
        rows = [row(1, NOW - DAY)]
        await store.deliveries.take_list(ACCOUNT, rows, is_whole=True, may_add=True, since=None)
        assert [one.title for one in await store.conversations()] == ["Title 1"]
        await store.clear_all()
        rows.append(row(2, datetime.now(UTC) + timedelta(minutes=1)))
        await store.deliveries.take_list(ACCOUNT, rows, is_whole=True, may_add=True, since=None)
        assert [one.title for one in await store.conversations()] == ["Title 2"]

    with_store(tmp_path / "history.sqlite3", story)


def row(number: int, used: datetime) -> ListedConversation:
    return ListedConversation(number, f"Title {number}", f"bot-{number}", used, used, "42.")


@pytest.mark.parametrize(
    ("cleared", "newest", "listed"),
    [
        (-DAY, timedelta(hours=-1), ["Title 2"]),
        # The clock was a year ahead when all was removed, and has been set right: only what was there stays away.
        (365 * DAY, timedelta(hours=-1), []),
        # It is behind now, as the server's rows show: what was removed does not come back.
        (DAY, DAY / 2, []),
    ],
)
def test_what_was_removed_stays_away(
    tmp_path: Path, cleared: timedelta, newest: timedelta, listed: list[str]
) -> None:
    async def story(store: ConversationStore) -> None:
        mark = time_columns(NOW + cleared)[0]
        await store._writer.write(lambda connection: set_mark(connection, LISTED_SINCE, mark))
        store.deliveries.serve(ACCOUNT)
        rows = [row(1, NOW - 2 * DAY), row(2, NOW + newest)]
        await store.deliveries.take_list(ACCOUNT, rows, is_whole=True, may_add=True, since=None)
        assert [one.title for one in await store.conversations()] == listed
        if cleared > 300 * DAY:
            later = [*rows, row(3, datetime.now(UTC) + timedelta(minutes=5))]
            await store.deliveries.take_list(ACCOUNT, later, is_whole=True, may_add=True, since=None)
            assert [one.title for one in await store.conversations()] == ["Title 3"]

    with_store(tmp_path / "history.sqlite3", story)


def test_what_is_said_elsewhere_while_a_conversation_is_fetched_is_fetched_the_next_time(
    tmp_path: Path,
) -> None:
    """The list told of a newer answer while the older ones were on their way, and was taken to mean these."""

    def held(*texts: str) -> ServerConversation:
        roles = (Role.USER, Role.ASSISTANT)
        messages = [
            ServerMessage(at, roles[at % 2], text, NOW + timedelta(minutes=at))
            for at, text in enumerate(texts)
        ]
        return ServerConversation(1, "bot-1", messages=tuple(messages))

    async def story(store: ConversationStore) -> None:
        server = store.deliveries
        server.serve(ACCOUNT)
        await server.take_list(ACCOUNT, [row(1, NOW + timedelta(minutes=1))], is_whole=True, may_add=True)
        (listed,) = await store.conversations()
        wanted = await server.to_fetch(ACCOUNT, listed.id)
        assert wanted is not None and not wanted.has_some
        on_its_way = held("Who is in?", "Two.")
        await server.take_list(ACCOUNT, [row(1, NOW + timedelta(minutes=3))], is_whole=True, may_add=True)
        await server.take_messages(wanted, on_its_way)
        again = await server.to_fetch(ACCOUNT, listed.id)
        assert again is not None and again.has_some, "the answer of the other minute is not here"
        await server.take_messages(again, held("Who is in?", "Two.", "And now?", "Three."))
        assert await server.to_fetch(ACCOUNT, listed.id) is None
        assert [one.text for one in await store.all_messages(listed.id)] == [
            "Who is in?",
            "Two.",
            "And now?",
            "Three.",
        ]

    with_store(tmp_path / "history.sqlite3", story)


def test_what_was_said_elsewhere_and_not_fetched_yet_is_fetched_though_an_answer_from_here_came_behind_it(
    tmp_path: Path,
) -> None:
    """Whoever went on in a conversation that was open never saw what the web app had brought into it meanwhile."""

    async def story(store: ConversationStore) -> None:
        server = store.deliveries
        server.serve(ACCOUNT)
        await server.take_list(ACCOUNT, [row(1, NOW + timedelta(minutes=1))], is_whole=True, may_add=True)
        (listed,) = await store.conversations()
        wanted = await server.to_fetch(ACCOUNT, listed.id)
        assert wanted is not None
        await server.take_messages(wanted, ServerConversation(1, "bot-1"))
        assert await server.to_fetch(ACCOUNT, listed.id) is None
        await server.take_list(ACCOUNT, [row(1, NOW + timedelta(minutes=2))], is_whole=True, may_add=True)
        question, answer = turn("1", "And from here?")
        await store.begin_turn(listed, question, answer)
        whole = replace(answer, text="Yes.", state=MessageState.COMPLETE)
        await store.finish_answer(listed.id, whole, BotMemory("bot-1", ACCOUNT, NOW))
        delivery = await server.next(ACCOUNT)
        assert delivery is not None
        await server.note_saved(delivery, pair_digest(question.text, whole.text), "")
        ours = replace(row(1, NOW + timedelta(minutes=3)), last_text="Yes.")
        await server.take_list(ACCOUNT, [ours], is_whole=True, may_add=True)
        assert await server.to_fetch(ACCOUNT, listed.id) is not None

    with_store(tmp_path / "history.sqlite3", story)


def test_where_nearly_all_is_missing_nobody_deleted_it(tmp_path: Path) -> None:
    async def story(store: ConversationStore) -> None:
        server = store.deliveries
        server.serve(ACCOUNT)
        rows = [row(number, NOW) for number in range(1, 11)]
        await server.take_list(ACCOUNT, rows, is_whole=True, may_add=True)
        for listed, is_loss in ((9, False), (2, False), (1, True), (0, True)):
            changes = await server.take_list(ACCOUNT, rows[:listed], is_whole=True, may_add=True)
            assert [missing.server_id for missing in changes.missing] == [*range(listed + 1, 11)]
            assert changes.is_loss == is_loss
        unread = await server.take_list(ACCOUNT, rows[:1], is_whole=False, may_add=True)
        assert not unread.missing and not unread.is_loss, "what was not read of the list is not missing"

    with_store(tmp_path / "history.sqlite3", story)


def test_a_conversation_that_goes_on_elsewhere_under_another_name_is_the_same(tmp_path: Path) -> None:
    async def story(store: ConversationStore) -> None:
        server = store.deliveries
        server.serve(ACCOUNT)
        await server.take_list(ACCOUNT, [row(1, NOW)], is_whole=True, may_add=True)
        renamed = replace(row(1, NOW), bot_conversation="web-7", used_at=NOW + timedelta(hours=1))
        changes = await server.take_list(ACCOUNT, [renamed], is_whole=True, may_add=True)
        assert changes.reused == 0 and not changes.is_loss
        another = replace(renamed, created_at=NOW + timedelta(hours=2), used_at=NOW + timedelta(hours=2))
        changes = await server.take_list(
            ACCOUNT, [replace(another, bot_conversation="web-8")], is_whole=True, may_add=True
        )
        assert changes.reused == 1 and changes.is_loss
        assert len(await store.conversations()) == 2

    with_store(tmp_path / "history.sqlite3", story)
