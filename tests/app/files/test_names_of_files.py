"""A file that a command asked for is proposed by the name of what it holds, and the print job too."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from support.desk import open_desk
from support.notices import press_notice
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.files.printing import PRINTER_NOTICE

TABLE = "Two owe money.\n\n| Client | Due |\n|---|---|\n| Rohan | Rs. 14,500 |\n| Priya | Rs. 1,800 |\n"


@pytest.mark.parametrize(
    ("question", "command", "value", "name"),
    [
        ("export the dues to Excel", "export", "xlsx", r"Dues 20\d\d-\d\d-\d\d\.xlsx"),
        ("export the dues as csv", "export", "csv", r"Dues 20\d\d-\d\d-\d\d\.csv"),
        ("save pending dues of Lake Road: all as PDF", "export", "pdf", r"Pending dues of Lake Road all 20.*\.pdf"),
        ("print the pending dues", "print", "this", r"Pending dues 20\d\d-\d\d-\d\d\.pdf"),
        ("export to Excel", "export", "xlsx", r"Table 20\d\d-\d\d-\d\d\.xlsx"),
    ],
)  # fmt: skip
def test_the_command_is_no_part_of_the_name(
    qapp: Any, run: Any, tmp_path: Path, question: str, command: str, value: str, name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            monkeypatch.setattr(desk.house.answers._paper, "_find_printer", lambda: False)
            desk.house.connect()
            desk.house.history.start()
            await desk.until(lambda: desk.house.history.store is not None)
            wish = {"action": {"type": command, "value": value}}
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": TABLE}, wish, "[DONE]")]))
            desk.type(question)
            await desk.until_idle()
            if command == "print":
                press_notice(desk.house.window.notices, PRINTER_NOTICE)
            await desk.until(lambda: desk.house.window.findChildren(QFileDialog))
            (dialog,) = desk.house.window.findChildren(QFileDialog)
            assert re.fullmatch(name, Path(dialog.selectedFiles()[0]).name)
            dialog.reject()
            await desk.close()

    run(scenario())
