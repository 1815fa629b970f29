"""One bad row, whatever is bad in it, is shown as well as it can be and hides no other."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.store_use import NOON, conversation, turn, with_store

from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database import schema
from strakly_desktop.store.records.identity import number_of

BAD = (
    2**63 - 1,
    -(2**63),
    -62135596800000,
    253402300799000 + 43_200_000,
    1e300,
    float("inf"),
    "no number",
    "99" * 4000,
    b"\xff\xfe\x00",
    "",
)
CONVERSATION = ("title", "created_at", "created_offset", "updated_at", "updated_offset", "pinned")
MEMORY = ("bot_conversation", "bot_account", "bot_used_at", "bot_used_offset")
MESSAGE = ("role", "state", "created_at", "created_offset", "tools", "branch", "author", "text")


async def save_three(store: ConversationStore) -> None:
    for number in (1, 2, 3):
        question, answer = turn(str(number))
        await store.begin_turn(conversation(number, minutes=number), question, answer)
        done = replace(answer, text="Gold", state=MessageState.COMPLETE)
        await store.finish_answer(f"c{number}", done, None)


@pytest.mark.parametrize("value", BAD, ids=lambda value: repr(value)[:12])
def test_one_bad_row_hides_no_other(tmp_path: Path, value: object) -> None:
    path = tmp_path / "history.db"
    with_store(path, save_three)
    for table, columns in (("conversation", CONVERSATION + MEMORY), ("message", MESSAGE)):
        for column in columns:
            key = "id = 'c2'" if table == "conversation" else "id = 'a2'"
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                select = f"SELECT {column} FROM {table} WHERE {key}"
                (before,) = connection.execute(select).fetchone()
                change = f"UPDATE {table} SET {column} = ? WHERE {key}"
                connection.execute(change, (value,))

            async def use(store: ConversationStore, column: str = column) -> None:
                paged = []
                page = await store.conversations(limit=1)
                while page:
                    paged += page
                    page = await store.conversations(page[-1], limit=1)
                for listed in (await store.conversations(), paged):
                    assert sorted(found.id for found in listed) == ["c1", "c2", "c3"], column
                    for found in listed:
                        for moment in (found.created_at, found.updated_at):
                            assert moment.astimezone().strftime("%x")
                            assert replace(found).updated_at.isoformat()
                (_, answer) = await store.messages("c2")
                assert answer.created_at.astimezone()
                if column != "state":
                    assert answer.state is MessageState.COMPLETE
                else:
                    assert answer.state is MessageState.INTERRUPTED
                if column != "text":
                    assert answer.text == "Gold"
                await store.search("gold")
                await store.search("anita")

            with_store(path, use)
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute(change, (before,))


IDS = (b"c2\xff", b"\xc2", b"c\x002", b"\xf0\x9f\x98", "\N{REPLACEMENT CHARACTER}".encode())


@pytest.mark.parametrize("raw", IDS, ids=repr)
@pytest.mark.parametrize("kind", ["TEXT", "BLOB"])
def test_what_is_listed_under_a_broken_id_is_opened_and_changed_under_it(
    tmp_path: Path, raw: bytes, kind: str
) -> None:
    path = tmp_path / "history.db"
    with_store(path, save_three)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE conversation SET id = CAST(? AS {kind}) WHERE id = 'c2'", (raw,))
        connection.execute(f"UPDATE message SET id = CAST(? AS {kind}) WHERE id = 'a2'", (raw,))

    async def use(store: ConversationStore) -> None:
        paged, page = [], await store.conversations(limit=1)
        while page:
            paged += page
            page = await store.conversations(page[-1], limit=1)
        assert len({found.id for found in paged}) == len(paged) == 3
        listed = paged[1]
        assert await store.conversation(listed.id) == listed
        hits = await store.search("gold")
        (found,) = [hit for hit in hits if hit.conversation == listed]
        assert found.message_id is not None
        around = await store.messages_around(listed.id, found.message_id)
        assert [message.text for message in around] == ["Who is Anita?", "Gold"]
        assert await store.messages(listed.id) == around
        assert await store.messages(listed.id, before=found.message_id) == around[:1]

        question, answer = turn("more")
        await store.begin_turn(listed, question, answer)
        await store.finish_answer(
            listed.id, replace(answer, text="More", state=MessageState.COMPLETE), BotMemory("b", "", NOON)
        )
        await store.keep(listed, around)
        assert [message.text for message in await store.messages(listed.id)][1::2] == ["Gold", "More"]
        await store.rename(listed.id, "Platinum")
        await store.set_pinned(listed.id, True)
        changed = (await store.conversations())[0]
        assert (changed.id, changed.title, changed.pinned) == (listed.id, "Platinum", True)
        assert changed.bot_memory is not None
        assert len(await store.conversations()) == 3
        assert "Gold" in [message.text for message in await store.all_messages(listed.id)]

        await store.delete(listed.id)
        assert await store.restore(listed.id)
        deleted_at = await store.delete(listed.id)
        assert len(await store.conversations()) == 2
        await store.purge([(listed.id, deleted_at)])
        assert not await store.restore(listed.id)

    with_store(path, use)


def test_a_growing_answer_of_a_broken_id_keeps_what_it_has_grown_by(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def begin(store: ConversationStore) -> None:
        await store.begin_turn(conversation(), *turn())
        await store.append_answer("a1", "Gold until May")

    with_store(path, begin)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE message SET id = CAST(x'61ff' AS TEXT) WHERE id = 'a1'")

    async def use(store: ConversationStore) -> None:
        _, answer = await store.messages("c1")
        assert (answer.text, answer.state) == ("Gold until May", MessageState.INTERRUPTED)

    with_store(path, use)


def test_half_a_character_anywhere_keeps_no_turn_from_being_saved(tmp_path: Path) -> None:
    half = "\ud800"

    async def use(store: ConversationStore) -> None:
        asked, empty = turn()
        asked = replace(asked, id=f"q{half}", author=f"Ravi{half}", branch=f"Main{half}")
        empty = replace(empty, id=f"a{half}")
        summary = replace(conversation(), id=f"c{half}", title=half)
        await store.begin_turn(summary, asked, empty)
        await store.append_answer(empty.id, "Gold")
        assert [message.text for message in await store.messages(summary.id)] == [asked.text, "Gold"]
        await store.rewrite_answer(replace(empty, text="Gold until", tools=(half,)))
        assert [message.text for message in await store.messages(summary.id)] == [asked.text, "Gold until"]
        whole = replace(empty, text="Gold until May", state=MessageState.COMPLETE)
        await store.finish_answer(summary.id, whole, BotMemory(half, f"{half}server", NOON))
        (listed,) = await store.conversations()
        assert listed == await store.conversation(summary.id)
        assert listed.bot_memory is not None
        saved = await store.messages_around(summary.id, asked.id)
        assert [message.text for message in saved] == [asked.text, "Gold until May"]
        assert saved[0].author.startswith("Ravi")

    with_store(tmp_path / "history.db", use)


def test_an_id_that_is_new_is_known_to_be_without_a_look_at_every_row(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "history.db", isolation_level=None)) as connection:
        schema.migrate(connection)
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        assert number_of(connection, "message", "new") is None
        connection.set_trace_callback(None)
        for statement in statements:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            assert all("SCAN" not in step[3] for step in plan), statement
