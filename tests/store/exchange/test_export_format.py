"""Exporting and importing: nothing lost on the way, nothing overwritten, every broken file told."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from support.store_use import NOON, conversation, swept, turn, with_store

from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database.errors import ExchangeError, StoreUnavailable
from strakly_desktop.store.exchange.export_format import FORMAT, ExportedConversation, from_json, to_json
from strakly_desktop.store.exchange.export_reader import read_export


async def save(store: ConversationStore, text: str = "| ऋषि 👩‍👩‍👧 |") -> None:
    question, answer = turn()
    await store.begin_turn(conversation(), question, answer)
    whole = replace(answer, text=text, state=MessageState.INCOMPLETE, tools=("find_client",))
    await store.finish_answer("c1", whole, BotMemory("secret-bot-id", "account", NOON))
    await store.set_pinned("c1", True)


async def text_of(store: ConversationStore) -> str:
    (summary,) = await store.conversations()
    return to_json([ExportedConversation(summary, tuple(await store.all_messages(summary.id)))])


def exported(tmp_path: Path) -> str:
    texts = []

    async def use(store: ConversationStore) -> None:
        await save(store)
        texts.append(await text_of(store))

    with_store(tmp_path / "export.db", use)
    return texts[0]


def test_an_export_comes_back_elsewhere_as_it_was(tmp_path: Path) -> None:
    async def write(store: ConversationStore) -> None:
        await save(store)
        text = await text_of(store)
        assert "secret-bot-id" not in text
        messages = await store.all_messages("c1")
        summary = replace(conversation(), pinned=True)

        async def read(other: ConversationStore) -> None:
            assert await other.import_from(BytesIO(text.encode())) == summary
            assert await other.conversations() == [summary]
            assert await other.all_messages("c1") == messages
            assert [hit.message_id for hit in await other.search("ऋषि")] == ["a1"]

        other = await ConversationStore.open(tmp_path / "other.db")
        await read(other)
        await other.aclose()

    with_store(tmp_path / "history.db", write)


def test_importing_again_keeps_one_and_takes_a_deleted_one_back(tmp_path: Path) -> None:
    text = exported(tmp_path)

    async def use(store: ConversationStore) -> None:
        first = await store.import_from(BytesIO(text.encode()))
        await store.rename("c1", "Renamed since")
        again = await store.import_from(BytesIO(text.encode()))
        assert (again.id, again.title) == (first.id, "Renamed since")
        await store.delete("c1")
        await store.import_from(BytesIO(text.encode()))
        assert [entry.title for entry in await store.conversations()] == ["Renamed since"]

    with_store(tmp_path / "history.db", use)


def test_a_conversation_that_went_on_since_is_not_overwritten(tmp_path: Path) -> None:
    text = exported(tmp_path)

    async def use(store: ConversationStore) -> None:
        await store.import_from(BytesIO(text.encode()))
        await store.begin_turn(conversation(minutes=5), *turn("2"))
        copy = await store.import_from(BytesIO(text.encode()))
        assert copy.id != "c1"
        assert [message.id for message in await store.all_messages("c1")] == ["q1", "a1", "q2", "a2"]
        copied = await store.all_messages(copy.id)
        assert [message.text for message in copied] == [
            message.text for message in (await store.all_messages("c1"))[:2]
        ]
        assert not {message.id for message in copied} & {"q1", "a1"}

    with_store(tmp_path / "history.db", use)


def test_several_conversations_come_in_one_file_or_none_of_them(tmp_path: Path) -> None:
    content = json.loads(exported(tmp_path))
    second = json.loads(json.dumps(content["conversations"][0]).replace('"c1"', '"c2"'))
    for message in second["messages"]:
        message["id"] += "-second"
    content["conversations"].append(second)
    whole = json.dumps(content)
    del content["conversations"][1]["messages"][1]["text"]
    broken = json.dumps(content)

    async def use(store: ConversationStore) -> None:
        with pytest.raises(ExchangeError) as told:
            await store.import_from(BytesIO(broken.encode()))
        assert "conversations[1].messages[1].text" in told.value.headline
        assert await store.conversations() == []
        await store.import_from(BytesIO(whole.encode()))
        assert {entry.id for entry in await store.conversations()} == {"c1", "c2"}

    with_store(tmp_path / "history.db", use)


def test_an_answer_that_streams_is_exported_as_interrupted() -> None:
    question, answer = turn()
    text = to_json([ExportedConversation(conversation(), (question, answer))])
    (back,) = from_json(text)
    assert [message.state for message in back.messages] == [MessageState.COMPLETE, MessageState.INTERRUPTED]
    (claimed,) = from_json(text.replace('"interrupted"', '"streaming"'))
    assert claimed.messages[1].state is MessageState.INTERRUPTED


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"format": "other"}', "[" * 100_000, '{"format": 1, "version": 1}']
)
def test_a_text_that_is_no_export_is_told(text: str) -> None:
    with pytest.raises(ExchangeError) as told:
        from_json(text)
    assert told.value.headline and told.value.advice


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda content: content.update(version=2), "newer"),
        (lambda content: content.update(version=True), "version"),
        (lambda content: content.update(version=0), "version"),
        (
            lambda content: content["conversations"][0]["messages"][0].update(tools=["get", "\ud83d"]),
            "conversations[0].messages[0].tools",
        ),
        (lambda content: content.update(conversations=[]), "conversations"),
        (lambda content: content["conversations"].append(3), "conversations[1]"),
        (lambda content: content["conversations"][0].update(id=""), "conversations[0].id"),
        (lambda content: content["conversations"][0].update(title="\ud800"), "conversations[0].title"),
        (lambda content: content["conversations"][0].update(pinned="yes"), "conversations[0].pinned"),
        (
            lambda content: content["conversations"][0].update(created_at="today"),
            "conversations[0].created_at",
        ),
        (lambda content: content["conversations"][0].update(updated_at="2026-01-01T10:00:00"), "updated_at"),
        (lambda content: content["conversations"][0].update(messages={}), "conversations[0].messages"),
        (lambda content: content["conversations"][0]["messages"].append(None), "messages[2]"),
        (lambda content: content["conversations"][0]["messages"][0].update(role="admin"), "messages[0]"),
        (lambda content: content["conversations"][0]["messages"][0].update(tools=[1]), "messages[0].tools"),
        (lambda content: content["conversations"][0]["messages"][0].update(id="a1"), "messages"),
    ],
)
def test_a_broken_export_names_the_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], place: str
) -> None:
    question, answer = turn()
    content = json.loads(to_json([ExportedConversation(conversation(), (question, answer))]))
    change(content)
    for padding in ("", " " * 5_000_000):
        text = padding + json.dumps(content)

        async def use(store: ConversationStore, text: str = text) -> None:
            with pytest.raises(ExchangeError) as told:
                await store.import_from(BytesIO(text.encode()))
            assert place in told.value.headline
            assert await store.conversations() == []

        with_store(tmp_path / "history.db", use)
        with closing(sqlite3.connect(tmp_path / "history.db")) as connection:
            assert connection.execute("SELECT count(*) FROM message").fetchone() == (0,)


TIMES = json.loads((Path(__file__).parents[1] / "inputs" / "import-times.json").read_text())["updated_at"]


@pytest.mark.parametrize("moment", TIMES)
@pytest.mark.parametrize("key", ["created_at", "updated_at"])
def test_a_time_that_no_calendar_shows_is_refused_in_words(tmp_path: Path, moment: str, key: str) -> None:
    content = json.loads(exported(tmp_path))
    content["conversations"][0][key] = moment

    async def use(store: ConversationStore) -> None:
        with pytest.raises(ExchangeError) as told:
            await store.import_from(BytesIO(json.dumps(content).encode()))
        assert "no calendar" in told.value.headline
        assert await store.conversations() == []

    with_store(tmp_path / "history.db", use)


def large(conversations: int, messages: int) -> bytes:
    """An export of some megabytes."""
    question, answer = turn()
    exports = [
        ExportedConversation(
            conversation(number, minutes=number),
            tuple(replace(question, id=f"{number}-{place}", text="word " * 200) for place in range(messages)),
        )
        for number in range(conversations)
    ]
    assert answer
    return to_json(exports).encode()


def test_a_large_file_is_taken_in_piece_by_piece_while_questions_are_saved(tmp_path: Path) -> None:
    data = large(40, 120)
    assert len(data) > 4_000_000

    async def use(store: ConversationStore) -> None:
        importing = asyncio.create_task(store.import_from(BytesIO(data)))
        await asyncio.sleep(0)
        await store.begin_turn(conversation(999), *turn("asked-meanwhile"))
        assert not importing.done()
        assert [entry.id for entry in await store.conversations()] == ["c999"]
        first = await importing
        assert first.id == "c0"
        assert len(await store.conversations()) == 41
        assert len(await store.all_messages("c39")) == 120

    with_store(tmp_path / "history.db", use)


@pytest.mark.parametrize("end", ["cut", "cancelled", "rubbish behind"])
def test_a_large_file_that_does_not_come_to_its_end_leaves_nothing(tmp_path: Path, end: str) -> None:
    data = large(40, 120)
    data = data[:-100] if end == "cut" else data + b"x" if end == "rubbish behind" else data
    asked = 0

    def is_cancelled() -> bool:
        nonlocal asked
        asked += 1
        return end == "cancelled" and asked > 500

    async def use(store: ConversationStore) -> None:
        with pytest.raises(ExchangeError):
            await store.import_from(BytesIO(data), is_cancelled)
        assert await store.conversations() == []
        assert await store.search("word") == []
        await swept(store)
        count = "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM conversation)"
        assert await store._reader.read(lambda connection: connection.execute(count).fetchone()) == (0, 0)

    with_store(tmp_path / "history.db", use)


def test_what_was_cancelled_can_come_in_again_at_once_and_is_known_the_third_time(tmp_path: Path) -> None:
    data = large(10, 500)
    steps = iter(range(1000))

    async def use(store: ConversationStore) -> None:
        with pytest.raises(ExchangeError):
            await store.import_from(BytesIO(data), lambda: next(steps) >= 999)
        first = await store.import_from(BytesIO(data))
        messages = await store.all_messages(first.id)
        assert (first.id, len(messages), messages[0].id) == ("c0", 500, "0-0")
        assert await store.import_from(BytesIO(data)) == first
        assert len(await store.conversations()) == 10

    with_store(tmp_path / "history.db", use)


def test_what_came_in_before_a_kill_is_not_shown_and_goes_beside_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    steps = iter(range(1000))

    async def kill(store: ConversationStore) -> None:
        async def lost(work: object) -> None:
            raise StoreUnavailable("The disk is gone.", "")

        def is_cancelled() -> bool:
            if next(steps) < 999:
                return False
            store._writer.write = lost  # type: ignore[method-assign, assignment]
            return True

        with pytest.raises(ExchangeError):
            await store.import_from(BytesIO(large(10, 500)), is_cancelled)

    async def use(store: ConversationStore) -> None:
        assert await store.conversations() == []
        question, answer = turn("new")
        await store.begin_turn(conversation(0), question, answer)
        await swept(store)
        assert [message.id for message in await store.all_messages("c0")] == ["qnew", "anew"]
        count = "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM conversation)"
        assert await store._reader.read(lambda connection: connection.execute(count).fetchone()) == (2, 1)

    with_store(path, kill)
    with_store(path, use)


@pytest.mark.parametrize(
    "text", ["[" * 5_000_000, '{"format":' + '{"a":' * 1_000_000, '"' + "x" * 30_000_000, "7" * 5_000_000]
)
def test_what_has_no_end_is_refused_at_once(tmp_path: Path, text: str) -> None:
    async def use(store: ConversationStore) -> None:
        with pytest.raises(ExchangeError):
            await store.import_from(BytesIO(text.encode()))

    with_store(tmp_path / "history.db", use)


@pytest.mark.parametrize("kind", ["TEXT", "BLOB"])
@pytest.mark.parametrize("raw", [b"\xc2", b"plain"])
def test_what_was_exported_under_a_broken_id_is_not_kept_twice(tmp_path: Path, raw: bytes, kind: str) -> None:
    path = tmp_path / "history.db"

    async def fill(store: ConversationStore) -> None:
        await save(store)

    with_store(path, fill)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE conversation SET id = CAST(? AS {kind})", (raw,))
        connection.execute(f"UPDATE message SET id = CAST(? AS {kind}) WHERE role = 'assistant'", (raw,))

    async def use(store: ConversationStore) -> None:
        text = (await text_of(store)).encode()
        (before,) = await store.conversations()
        assert await store.import_from(BytesIO(text)) == before
        assert await store.conversations() == [before]
        await store.delete(before.id)
        assert await store.import_from(BytesIO(text)) == before
        # One that has changed since is kept beside it, with ids of its own.
        other = await store.import_from(BytesIO(text.replace(b"Who is Anita?", b"Who is Ravi?")))
        assert other.id != before.id
        assert len(await store.all_messages(other.id)) == len(await store.all_messages(before.id)) == 2

    with_store(path, use)


@pytest.mark.parametrize(
    "rest",
    [
        {"conversations": [], "pad": "x" * 5_000_000},
        {"threads": [], "pad": "x" * 5_000_000},
        {"threads": [{"parts": ["x" * 1000] * 20_000}]},
    ],
)
def test_a_large_file_of_a_newer_version_is_known_whatever_else_is_in_it(rest: dict[str, Any]) -> None:
    """It was said to hold no conversations of this app, or too long a message."""
    text = json.dumps({"format": FORMAT, "version": 2} | rest)
    with pytest.raises(ExchangeError) as told:
        list(read_export(BytesIO(text.encode())))
    assert "newer version" in told.value.headline
    assert "Nothing was imported" in told.value.advice
