"""One bad row, whatever is bad in it, is shown as well as it can be and hides no other."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.store.conversations import ConversationStore

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
