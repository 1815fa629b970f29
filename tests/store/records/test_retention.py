"""What is removed is gone from every file; what is to be kept stays."""

import asyncio
import itertools
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.store_use import conversation, swept, turn, with_store

from strakly_desktop.conversation.model import MessageState, UnsentQuestion
from strakly_desktop.store import upkeep
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database import database
from strakly_desktop.store.database.errors import StoreUnavailable
from strakly_desktop.store.records import retention

SECRETS = ("Zyxwvutown", "Qwervision")


async def fill(store: ConversationStore) -> None:
    """Texts in every place a text can be: titles old and new, questions, answers, deltas, deleted ones."""
    for number in range(60):
        question, answer = turn(str(number), f"{SECRETS[0]} {number} " + "x" * 500)
        await store.begin_turn(conversation(number, f"{SECRETS[1]} {number}"), question, answer)
        await store.append_answer(answer.id, f"{SECRETS[0]} delta")
        if number % 3:
            whole = replace(answer, text=f"| {SECRETS[1]} |\n" * 40, state=MessageState.COMPLETE)
            await store.finish_answer(f"c{number}", whole, None)
    await store.rename("c1", f"{SECRETS[0]} renamed")
    await store.delete("c2")


def files_with_secrets(folder: Path) -> list[str]:
    """Names of the files in which a secret stands, as it is or as the index folds it."""
    secrets = [text.encode() for secret in SECRETS for text in (secret, secret.lower(), secret[1:6])]
    return [file.name for file in folder.iterdir() if any(text in file.read_bytes() for text in secrets)]


def test_clearing_leaves_no_text_in_any_file(tmp_path: Path) -> None:
    damaged = tmp_path / "history-damaged-2026-01-01-120000-1.db"
    damaged.write_text(SECRETS[0])

    async def use(store: ConversationStore) -> None:
        await fill(store)
        await store.search(SECRETS[0])
        assert len(files_with_secrets(tmp_path)) > 1
        await store.clear_all()
        assert files_with_secrets(tmp_path) == []
        assert await store.conversations() == []
        assert await store.search(SECRETS[0]) == []
        await store.begin_turn(conversation(), *turn())
        assert len(await store.search("anita")) == 1

    with_store(tmp_path / "history.db", use)
    assert files_with_secrets(tmp_path) == []
    assert not damaged.exists()


def test_only_what_is_old_and_not_pinned_is_forgotten(tmp_path: Path) -> None:
    today = datetime.now().astimezone()

    async def use(store: ConversationStore) -> None:
        for number in range(130):
            moment = today - timedelta(days=number) + timedelta(hours=1)
            dated = replace(conversation(number), created_at=moment, updated_at=moment)
            await store.begin_turn(dated, *turn(str(number)))
        await store.set_pinned("c100", True)
        assert await store.forget_older_than(30, "c101") == 97
        assert [entry.id for entry in await store.conversations(limit=200)][-1] == "c101"
        assert await store.forget_older_than(30) == 1
        left = [entry.id for entry in await store.conversations(limit=200)]
        assert left == ["c100", *(f"c{number}" for number in range(31))]
        assert len(await store.search("anita", limit=200)) == 32
        assert await store.all_messages("c99") == []
        assert await store.forget_older_than(30) == 0

    with_store(tmp_path / "history.db", use)


def test_what_is_forgotten_leaves_no_text_in_any_file(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await fill(store)
        await store.restore("c2")
        await store.begin_turn(replace(conversation(99), updated_at=datetime.now().astimezone()), *turn("99"))
        assert await store.forget_older_than(1) == 60

    with_store(tmp_path / "history.db", use)
    assert files_with_secrets(tmp_path) == []


RARE = "Vixenquartz"


def files_with(word: str, folder: Path) -> list[str]:
    """Names of the files in which a word stands, or the middle of it: the index keeps what words begin with once."""
    texts = [text.encode() for text in (word, word.lower(), word.lower()[3:])]
    return [file.name for file in folder.iterdir() if any(text in file.read_bytes() for text in texts)]


async def fill_around_a_rare_one(store: ConversationStore) -> None:
    """Conversations in many parts of the index; the fifth alone holds the rare word, in each of its texts."""
    for number in range(40):
        word = RARE if number == 5 else f"Ordinary{number}"
        question, answer = turn(str(number), f"{word} asks")
        await store.begin_turn(conversation(number, f"{word} title"), question, answer)
        await store.append_answer(answer.id, f"{word} delta")
        whole = replace(answer, text=f"{word} answer", state=MessageState.COMPLETE)
        await store.finish_answer(f"c{number}", whole, None)
        await store.keep_draft(f"c{number}", f"{word} draft", [UnsentQuestion(f"{word} queued")])


def test_one_that_is_deleted_leaves_no_word_in_any_file(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await fill_around_a_rare_one(store)
        assert len(await store.search(RARE)) == 1
        assert files_with(RARE, tmp_path)
        await store.purge([("c5", await store.delete("c5"))])
        assert files_with(RARE, tmp_path) == []
        assert len(await store.search("ordinary7")) == 1
        assert len(await store.conversations()) == 39
        await store.restore("c5")
        assert await store.conversation("c5") is None

    with_store(tmp_path / "history.db", use)
    assert files_with(RARE, tmp_path) == []


def test_what_takes_many_steps_to_remove_is_removed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a slow disk: the time of a step is over with its first piece."""
    monkeypatch.setattr(retention, "perf_counter", itertools.count().__next__)
    monkeypatch.setattr(retention, "_STEP_S", 2)
    monkeypatch.setattr(retention, "_MESSAGES_AT_ONCE", 1)

    async def use(store: ConversationStore) -> None:
        await fill_around_a_rare_one(store)
        await store.purge([("c5", await store.delete("c5"))])
        assert files_with(RARE, tmp_path) == []

    with_store(tmp_path / "history.db", use)


def test_one_that_was_deleted_before_the_app_ended_leaves_no_word_after_the_next_start(
    tmp_path: Path,
) -> None:
    async def use(store: ConversationStore) -> None:
        await fill_around_a_rare_one(store)
        await store.delete("c5")

    async def wait(store: ConversationStore) -> None:
        await swept(store)
        assert len(await store.conversations()) == 39

    with_store(tmp_path / "history.db", use)
    with_store(tmp_path / "history.db", wait)
    assert files_with(RARE, tmp_path) == []


def test_a_rewrite_that_the_end_cut_off_is_done_after_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def use(store: ConversationStore) -> None:
        await fill_around_a_rare_one(store)
        await store.delete("c5")
        await store._writer.write(retention.give_up_deleted)
        while await store._writer.write(retention.purge_step):
            pass

    async def wait(store: ConversationStore) -> None:
        await swept(store)

    with_store(path, use)
    with_store(path, wait)
    assert files_with(RARE, tmp_path) == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM conversation").fetchone() == (39,)


def test_no_question_waits_for_a_backup_that_reads_while_something_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waited as long as for another window that writes; and what was removed stayed in the log."""
    path = tmp_path / "history.db"
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 600.0)
    monkeypatch.setattr(upkeep, "_LOG_PAUSE_S", 0.001)
    monkeypatch.setattr(upkeep, "_LOOKED_AFTER_S", 0.001)

    async def ask(store: ConversationStore, number: int) -> None:
        await store.begin_turn(conversation(number), *turn(str(number)))

    async def use(store: ConversationStore) -> None:
        await fill_around_a_rare_one(store)
        with closing(sqlite3.connect(path, isolation_level=None)) as backup:
            backup.execute("BEGIN")
            backup.execute("SELECT count(*) FROM sqlite_master").fetchone()
            purging = asyncio.create_task(store.purge([("c5", await store.delete("c5"))]))
            numbers = itertools.count(100)
            while not purging.done():
                await ask(store, next(numbers))
            await purging
            assert files_with(RARE, tmp_path), "it still reads what was there when it began"
        while files_with(RARE, tmp_path):
            await ask(store, next(numbers))

    with_store(path, use)


def test_clearing_says_so_when_another_window_still_reads(tmp_path: Path) -> None:
    path = tmp_path / "history.db"

    async def use(store: ConversationStore) -> None:
        await fill(store)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM message").fetchone()
            await store._writer.run(lambda connection: connection.execute("PRAGMA busy_timeout = 0").close())
            with pytest.raises(StoreUnavailable) as told:
                await store.clear_all()
            assert "other window" in told.value.advice
        await store.clear_all()
        assert files_with_secrets(tmp_path) == []

    with_store(path, use)


@pytest.mark.parametrize("deleted", [1, 130])
def test_purging_removes_what_was_deleted_however_many(tmp_path: Path, deleted: int) -> None:
    async def use(store: ConversationStore) -> None:
        for number in range(deleted + 1):
            await store.begin_turn(conversation(number), *turn(str(number)))
        await store.purge(
            [(f"c{number}", await store.delete(f"c{number}")) for number in range(1, deleted + 1)]
        )
        for number in range(1, deleted + 1):
            await store.restore(f"c{number}")
        assert [entry.id for entry in await store.conversations(limit=200)] == ["c0"]
        assert [message.id for message in await store.all_messages("c0")] == ["q0", "a0"]

    with_store(tmp_path / "history.db", use)
