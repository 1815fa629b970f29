"""Who types while a long answer is drawn sees each letter at once: the answer gives way."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QTextEdit, QWidget
from support.desk import OpenDesk, open_desk
from support.scripted_server import Reply, scripted_server, sse

from strakly_desktop.rendering.guarded import Guarded

LONG = "".join(f"Paragraph {number} of a **long** answer.\n\n" for number in range(1500))


class Paints(Guarded, QObject):
    """Notes when the field is painted."""

    def __init__(self, field: QWidget, seen: list[str]) -> None:
        super().__init__(field)
        self._seen = seen
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._seen.append("paint")
        return False


def by_key(desk: OpenDesk) -> None:
    """As the system sends it, to the window."""
    window = desk.house.window.windowHandle()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QCoreApplication.postEvent(window, key)


def by_input_method(desk: OpenDesk) -> None:
    """As the system sends it, to the field."""
    word = QInputMethodEvent()
    word.setCommitString("अ")
    edit = desk.house.window.composer.focusProxy()
    assert edit is not None
    QCoreApplication.postEvent(edit, word)


@pytest.mark.parametrize("write", [by_key, by_input_method])
def test_a_letter_is_painted_before_more_of_the_answer_is_drawn(
    qapp: Any, run: Any, tmp_path: Path, write: Any
) -> None:
    async def scenario() -> None:
        async with scripted_server() as server:
            desk = open_desk(qapp, tmp_path, server.url, "a.b.c")
            desk.house.connect()
            server.replies.append(Reply([sse({"conversation_id": "c"}, {"token": LONG}, "[DONE]")]))
            transcript, edit = desk.house.transcript, desk.house.window.composer.focusProxy()
            assert isinstance(edit, QTextEdit)
            desk.house.window.activateWindow()
            edit.setFocus()
            await desk.until(edit.hasFocus)
            desk.type("Who owes money?")
            seen: list[str] = []
            Paints(edit.viewport(), seen)
            edit.textChanged.connect(lambda: seen.append("letter"))
            transcript.document().contentsChanged.connect(lambda: seen.append("frame"))
            await desk.until(lambda: transcript.document().characterCount() > 1_000)
            for _ in range(8):
                seen.clear()
                write(desk)
                await desk.until(lambda: "letter" in seen and "frame" in seen[seen.index("letter") :])
                after = seen[seen.index("letter") :]
                assert [what for what, _ in groupby(after)][:2] == ["letter", "paint"]
            assert not transcript.is_drawn
            await desk.until_idle()
            await desk.until(lambda: transcript.is_drawn)
            assert "Paragraph 1499 of a long answer." in desk.shown
            await desk.close()

    run(scenario())
