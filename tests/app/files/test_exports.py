"""A conversation goes into files and comes back; what cannot be written or read is told."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from support.desk import OpenDesk, open_desk
from support.notices import press_notice
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.files import exports as exports_module
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.ui.controls.file_formats import ExportFormat
from strakly_desktop.ui.notices.notice_row import NoticeRow

ANSWER = "**2 clients** owe money.\n\n| Client | Due |\n|---|---|\n| [Rohan](/clients/5) | Rs. 14,500 |\n"


def facts(desk: OpenDesk) -> str:
    """What the notices on screen say."""
    return " ".join(row.notice.fact for row in desk.house.window.findChildren(NoticeRow))


async def a_conversation(qapp: Any, home: Path, server: Any) -> tuple[OpenDesk, Exports, str]:
    desk = open_desk(qapp, home, server.url, "a.b.c")
    desk.house.connect()
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": ANSWER}, "[DONE]")]))
    await desk.ask("Who owes money?")
    house = desk.house
    exports = house.exports
    assert house.session.summary is not None
    return desk, exports, house.session.summary.id


@pytest.mark.parametrize(
    ("file_format", "expected"),
    [
        (ExportFormat.MARKDOWN, "| [Rohan](/clients/5) | Rs. 14,500 |"),
        (ExportFormat.HTML, '<a href="https://app.strakly.example/clients/5"'),
        (ExportFormat.JSON, "Who owes money?"),
        (ExportFormat.PDF, "%PDF-"),
    ],
)
def test_a_conversation_is_written_in_every_format(
    qapp: Any, run: Any, tmp_path: Path, file_format: ExportFormat, expected: str
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, conversation_id = await a_conversation(qapp, tmp_path / "home", server)
            path = tmp_path / "out.file"
            exports.write(conversation_id, file_format, path)
            await desk.until(lambda: "Saved as out.file" in facts(desk))
            assert expected in path.read_bytes().decode("utf-8", "replace")
            await desk.close()

    run(scenario())


def test_what_was_exported_comes_back_on_another_desk_and_opens(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, conversation_id = await a_conversation(qapp, tmp_path / "home", server)
            path = tmp_path / "out.json"
            exports.write(conversation_id, ExportFormat.JSON, path)
            await desk.until(path.exists)
            await desk.close()
            other = open_desk(qapp, tmp_path / "other", server.url, "a.b.c")
            other.house.connect()
            await other.until(lambda: other.house.history.store is not None)
            taker = other.house.exports
            taker.read(path)
            await other.until(lambda: "2 clients owe money." in other.shown)
            assert other.shown.count("2 clients owe money.") == 1
            await other.close()

    run(scenario())


@pytest.mark.parametrize(
    "content", [b"not json", b"\xff\xfe\x00", json.dumps({"a": 1}).encode(), b"SQLite format 3\x00\x10"]
)
def test_a_file_that_is_no_export_is_refused_in_words(
    qapp: Any, run: Any, tmp_path: Path, content: bytes
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, _ = await a_conversation(qapp, tmp_path / "home", server)
            (tmp_path / "bad.json").write_bytes(content)
            exports.read(tmp_path / "bad.json")
            await desk.until(lambda: facts(desk))
            assert "2 clients owe money." in desk.shown
            await desk.close()

    run(scenario())


@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_what_is_off_the_record_is_written_too(
    qapp: Any, run: Any, tmp_path: Path, file_format: ExportFormat
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, saved_id = await a_conversation(qapp, tmp_path / "home", server)
            house, path = desk.house, tmp_path / "secret.file"
            house.session.new_conversation(saved=False)
            answer = sse({"conversation_id": "c"}, {"token": "Forty two."}, "[DONE]")
            server.replies.append(Reply([answer]))
            await desk.ask("Off the record?")
            assert house.session.summary is not None
            exports.write(house.session.summary.id, file_format, path)
            await desk.until(lambda: "Saved as secret.file" in facts(desk))
            content = path.read_bytes().decode("utf-8", "replace")
            assert "%PDF-" in content if file_format is ExportFormat.PDF else "Forty two." in content
            # And a saved one can be written meanwhile.
            exports.write(saved_id, file_format, tmp_path / "saved.file")
            await desk.until(lambda: "Saved as saved.file" in facts(desk))
            await desk.close()

    run(scenario())


def test_the_windows_menu_exports_the_open_conversation(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, _, _ = await a_conversation(qapp, tmp_path / "home", server)
            window, path = desk.house.window, tmp_path / "open.md"
            window.menu.export_requested.emit(ExportFormat.MARKDOWN)
            await desk.until(lambda: window.findChildren(QFileDialog))
            (dialog,) = window.findChildren(QFileDialog)
            name = Path(dialog.selectedFiles()[0]).name
            assert re.fullmatch(r"Who owes money \d{4}-\d\d-\d\d\.md", name)
            dialog.fileSelected.emit(str(path))
            dialog.reject()
            await desk.until(path.exists)
            assert "Rohan" in path.read_text()
            await desk.close()

    run(scenario())


def test_an_empty_window_has_nothing_to_export(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.window.menu.export_requested.emit(ExportFormat.PDF)
            assert "nothing to export" in facts(desk)
            await desk.close()

    run(scenario())


def test_a_place_that_cannot_be_written_is_told(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, conversation_id = await a_conversation(qapp, tmp_path / "home", server)
            exports.write(conversation_id, ExportFormat.MARKDOWN, tmp_path / "gone" / "out.md")
            await desk.until(lambda: "was not saved" in facts(desk))
            assert not (tmp_path / "gone").exists()
            await desk.close()

    run(scenario())


def test_an_import_that_was_called_off_stays_so_when_another_begins(
    qapp: Any, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports_module, "_TOLD_AFTER_S", 0.0)

    async def scenario() -> None:
        async with scripted_server() as server:
            desk, exports, _ = await a_conversation(qapp, tmp_path / "home", server)
            store = desk.house.history.store
            assert store is not None
            asked: list[Callable[[], bool]] = []
            over = asyncio.Event()

            async def import_late(_file: object, is_cancelled: Callable[[], bool]) -> Any:
                asked.append(is_cancelled)
                await over.wait()
                raise StoreError("Cancelled.", "Nothing was imported.")

            monkeypatch.setattr(store, "import_from", import_late)
            for name in ("first.json", "second.json"):
                (tmp_path / name).write_bytes(b"{}")
            exports.read(tmp_path / "first.json")
            await desk.until(lambda: "Conversations are being imported." in facts(desk))
            notices = desk.house.window.notices
            press_notice(notices, notices.shown()[-1])
            exports.read(tmp_path / "second.json")
            await desk.until(lambda: len(asked) == 2)
            assert [is_cancelled() for is_cancelled in asked] == [True, False]
            over.set()
            await desk.close()

    run(scenario())
