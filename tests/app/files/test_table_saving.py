"""Saving the rows of the table panel: those of the table that was meant, whatever came while it was asked where to."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from support.desk import OpenDesk, open_desk
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.app.files.files import FILE_NOTICE
from strakly_desktop.ui.controls.file_formats import TableFormat

DUES = "## Dues\n\n| Client | Due |\n|---|---|\n| Asha | Rs. 500 |\n"
VISITS = "## Visits\n\n| Client | Visits |\n|---|---|\n| Zoya | 9 |\n"
MORE_DUES = f"{DUES}| Imran | Rs. 900 |\n"


async def answered(desk: OpenDesk, server: Any, text: str) -> None:
    server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": text}, "[DONE]")]))
    await desk.ask("Tell me")
    desk.house.answers.open_last_table()
    panel = desk.house.window.table_dock.panel
    await desk.until(
        lambda: all(f"| {one[0].text} |" in text for one in panel.shown().rows) and panel.title != ""
    )
    await desk.until(lambda: len(panel.shown().rows) == text.count("\n|") - 2)


@pytest.mark.parametrize(("then", "is_saved"), [(VISITS, False), (MORE_DUES, True)])
def test_a_table_that_was_opened_meanwhile_is_not_saved_for_the_one_that_was_meant(
    qapp: Any, run: Any, tmp_path: Path, then: str, is_saved: bool
) -> None:
    """Its rows went into a file that is called as the other; the whole of a list for its part is what was meant."""
    path = tmp_path / "dues.csv"

    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path / "home", server.url, "a.b.c")
            desk.house.connect()
            await answered(desk, server, DUES)
            desk.house.window.table_dock.panel.save_requested.emit(TableFormat.CSV)
            (dialog,) = desk.house.window.findChildren(QFileDialog)
            assert Path(dialog.selectedFiles()[0]).name.startswith("Dues")
            await answered(desk, server, then)
            dialog.fileSelected.emit(str(path))
            dialog.reject()
            await desk.until(lambda: FILE_NOTICE in desk.notices)
            assert ("another table is open" in desk.notice_texts) is not is_saved
            await desk.close()

    run(scenario())
    assert path.exists() is is_saved
    if is_saved:
        assert "Imran" in path.read_text("utf-8-sig")
