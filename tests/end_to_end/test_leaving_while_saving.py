"""Whoever saves something and signs out in the next moment has their file, or it is said that there is none."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.desk import OpenDesk
from support.limits import LAST_RESORT_S
from support.sign_in_use import card_of, sign_in
from support.stand_in_backend import StandInBackend
from support.store_use import conversation, turn

from strakly_desktop.conversation.model import Message, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.exchange.export_format import ExportedConversation, to_json
from strakly_desktop.store.exchange.importing import Import
from strakly_desktop.ui.controls.file_formats import ExportFormat

DeskFor = Callable[..., OpenDesk]
OWNER, TRAINER = "owner@example.test", "trainer@example.test"


@pytest.mark.parametrize("file_format", [ExportFormat.MARKDOWN, ExportFormat.PDF])
@pytest.mark.parametrize("removes", [False, True])
def test_an_export_that_was_begun_before_a_sign_out_is_whole(
    run: Callable[..., None],
    desk_for: DeskFor,
    backend: StandInBackend,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file_format: ExportFormat,
    removes: bool,
) -> None:
    desk = desk_for(backend.url)
    real, left = ConversationStore.all_messages, asyncio.Event()

    async def slow(store: ConversationStore, conversation_id: str) -> list[Message]:
        await left.wait()
        # What would close the file under it has its time.
        await asyncio.wait(desk.house.history.keeping._closing.values(), timeout=0.3)
        return await real(store, conversation_id)

    monkeypatch.setattr(ConversationStore, "all_messages", slow)
    path = tmp_path / f"mine.{file_format.value}"

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        house = desk.house
        summary = house.session.summary
        assert summary is not None
        house.exports.write(summary.id, file_format, path)
        if removes:
            house.window.history_removal_requested.emit()
        house.window.sign_out_requested.emit()
        await desk.until(lambda: card_of(desk) is not None)
        left.set()
        await house.exports._tasks.finish()
        told = path.read_bytes()
        assert told.startswith(b"%PDF") if file_format is ExportFormat.PDF else b"Who owes money?" in told
        assert "file" not in desk.notices and "unfinished" not in desk.notices, "no news for who comes"

    run(story())


def test_a_backup_begun_before_its_history_is_removed_is_whole(
    run: Callable[..., None], desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)
    target = tmp_path / "mine.sqlite3"

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        desk.house.backup.back_up(target)
        desk.house.window.history_removal_requested.emit()
        desk.house.window.sign_out_requested.emit()
        await desk.house.backup._tasks.finish()
        assert b"Who owes money?" in target.read_bytes()

    run(story())


def test_what_fails_after_its_person_has_left_is_told_without_their_words(
    run: Callable[..., None], desk_for: DeskFor, backend: StandInBackend, tmp_path: Path
) -> None:
    desk = desk_for(backend.url)
    folder = tmp_path / "gone"
    folder.mkdir()

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        summary = desk.house.session.summary
        assert summary is not None
        desk.house.exports.write(summary.id, ExportFormat.MARKDOWN, folder / "secret.md")
        shutil.rmtree(folder)
        desk.house.window.sign_out_requested.emit()
        await desk.until(lambda: "unfinished" in desk.notices)
        assert "secret" not in desk.notice_texts
        await sign_in(desk, TRAINER)
        assert "unfinished" in desk.notices

    run(story())


def test_an_import_that_runs_while_its_person_leaves_brings_all_or_nothing_and_it_is_said(
    run: Callable[..., None],
    desk_for: DeskFor,
    backend: StandInBackend,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = desk_for(backend.url)
    begun, left = threading.Event(), threading.Event()
    real = Import.step

    def slow(work: Import, connection: sqlite3.Connection) -> bool:
        goes_on = real(work, connection)
        begun.set()
        left.wait(LAST_RESORT_S)
        return goes_on

    def said(number: int) -> ExportedConversation:
        question, answer = turn(str(number))
        whole = replace(answer, text="Gold. " * 2000, state=MessageState.COMPLETE)
        return ExportedConversation(conversation(number, f"Brought along {number}"), (question, whole))

    path = tmp_path / "mine.json"
    path.write_text(to_json([said(number) for number in range(400)]))

    async def story() -> None:
        await sign_in(desk, OWNER)
        await desk.ask("Who owes money?")
        house = desk.house
        monkeypatch.setattr(Import, "step", slow)
        house.exports.read(path)
        await desk.until(begun.is_set)
        house.window.sign_out_requested.emit()
        await desk.until(lambda: card_of(desk) is not None)
        left.set()
        await house.exports._tasks.finish()
        await sign_in(desk, TRAINER)
        assert "Brought along" not in desk.shown and not house.session.messages
        assert "unfinished" in desk.notices
        monkeypatch.undo()
        house.window.sign_out_requested.emit()
        await desk.until(lambda: card_of(desk) is not None)
        await sign_in(desk, OWNER)
        await desk.until(lambda: house.history.store is not None)
        store = house.history.store
        assert store is not None
        assert [found.title for found in await store.conversations()] == ["Who owes money?"]
        assert not await store.search("gold")
        house.exports.read(path)
        await house.exports._tasks.finish()
        assert len(await store.conversations(limit=1000)) == 401

    run(story())
