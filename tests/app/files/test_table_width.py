"""The panel beside an answer that arrives: its telephones are whole while more rows come, and it seldom moves."""

import asyncio
from pathlib import Path
from typing import Any

from support.desk import open_desk
from support.scripted_server import Reply, scripted_server, sse

HEAD = "| # | Name | Plan | Due | Phone |\n|---|---|---|---|---|\n"
ROWS = 1200
STEPS = 3


def rows_of(first: int, end: int) -> str:
    return "".join(
        f"| {row} | Member {row} of Olivia | Gold 12 months | Rs. {row * 37:,} | 98765{row:05} |\n"
        for row in range(first, end)
    )


def test_no_telephone_is_cut_while_rows_come_and_the_panel_widens_in_few_steps(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.window.resize(1366, 768)
            desk.house.connect()
            reply = Reply(
                [sse({"conversation_id": "c"}, {"token": HEAD + rows_of(1, 3)})], hold=asyncio.Event()
            )
            reply.rest = [sse({"token": rows_of(row, row + 1)}) for row in range(3, ROWS)] + [sse("[DONE]")]
            server.replies.append(reply)
            desk.type("Who owes money?")
            await desk.until(lambda: "98765" in desk.house.session.running_text)
            desk.house.answers.open_last_table()
            dock = desk.house.window.table_dock
            await desk.until(dock.is_shown)
            widths, cut = [dock.panel.width()], []

            def note(_token: str) -> None:
                if dock.panel.width() != widths[-1]:
                    widths.append(dock.panel.width())
                if dock.panel.whole_width() > dock.panel.width():
                    cut.append(len(dock.panel.shown().rows))

            desk.house.session.token_received.connect(note)
            assert reply.hold is not None
            reply.hold.set()
            await desk.until_idle()
            assert len(dock.panel.shown().rows) == ROWS - 1
            assert not cut
            assert widths == sorted(widths)
            assert 1 < len(widths) <= 1 + STEPS, widths
            await desk.close()

    run(scenario())
