"""What the app may not do before the person sees its window, and what it does right after."""

import asyncio
import gc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.import_probe import Loaded, loaded_by_first_answer
from support.start_probe import NOBODY, Start, start_once

from strakly_desktop.app.composition.compose import compose
from strakly_desktop.app.process import first_paint
from strakly_desktop.app.process.first_paint import FirstPaint, show_until_painted
from strakly_desktop.app.process.memory import MemoryReturn
from strakly_desktop.app.settings.arguments import Arguments

LATER = (
    "asyncio",
    "qasync",
    "concurrent",
    "subprocess",
    "locale",
    "httpx",
    "httpcore",
    "anyio",
    "truststore",
    "markdown",
    "pymdownx",
    "pygments",
    "nh3",
    "xlsxwriter",
    "pypdf",
    "keyring",
    "argon2",
    "sqlite3",
    "ssl",
    "hashlib",
    "secretstorage",
    "html.parser",
    "xml",
    "PySide6.QtDBus",
    "PySide6.QtPrintSupport",
    # All that the first picture does not show.
    "strakly_desktop.account",
    "strakly_desktop.app.assistant",
    "strakly_desktop.app.chat",
    "strakly_desktop.app.composition.compose",
    "strakly_desktop.app.desk",
    "strakly_desktop.app.files",
    "strakly_desktop.app.sign_in",
    "strakly_desktop.app.tour",
    "strakly_desktop.chat.session",
    "strakly_desktop.conversation.events",
    "strakly_desktop.conversation.model",
    "strakly_desktop.client",
    "strakly_desktop.protocol",
    "strakly_desktop.rendering.document",
    "strakly_desktop.rendering.export",
    "strakly_desktop.rendering.markdown",
    "strakly_desktop.rendering.printing",
    "strakly_desktop.rendering.tables",
    "strakly_desktop.rendering.writing",
    "strakly_desktop.store.conversations",
    "strakly_desktop.store.database",
    "strakly_desktop.store.exchange",
    "strakly_desktop.store.records",
    "strakly_desktop.store.search",
    "strakly_desktop.sync",
    "strakly_desktop.ui.desk",
    "strakly_desktop.ui.dialogs",
    "strakly_desktop.ui.history.hits",
    "strakly_desktop.ui.history.list",
    "strakly_desktop.ui.history.model",
    "strakly_desktop.app.composition.first_notices",
    "strakly_desktop.ui.composer.pasted_text",
    "strakly_desktop.ui.notices.notice",
    "strakly_desktop.ui.notices.notice_row",
    "strakly_desktop.ui.page",
    "strakly_desktop.ui.sign_in",
    "strakly_desktop.ui.table",
    "strakly_desktop.ui.transcript",
    "strakly_desktop.ui.window.lock_page",
)
NEVER = (
    "msgspec",
    "starlette",
    "uvicorn",
    "pydantic_ai",
    "pydantic",
    "sqlalchemy",
    "PySide6.QtNetwork",
    "filelock",
    "logging.handlers",
    "pickle",
    "uuid",
    "unittest",
    "pytest",
    "argparse",
)

NOT_FOR_AN_ANSWER = {
    # Whole answers are read with it: a search for one that shows nothing, an export.
    "markdown",
    "uuid",
    "strakly_desktop.app.assistant.local_bot",
    "strakly_desktop.rendering.export.workbook",
    "strakly_desktop.rendering.printing",
    "strakly_desktop.store.exchange",
    "strakly_desktop.store.opening.salvage",
    "strakly_desktop.store.search.search",
    *NEVER,
}
"""What a desk with a server holds no memory for until somebody wants it: to save, search, or rescue."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The first start of a new desk, in a fresh process."""
    return start_once(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """What the app has loaded when it has answered once, in a fresh process."""
    return loaded_by_first_answer(tmp_path_factory.mktemp("loaded"))


NEVER_SHOWN = {"QWizard", "QCalendarWidget", "QMdiArea", "QFontDialog", "QGraphicsView"}
"""Widgets of Qt that the app has none of."""


def test_the_window_is_painted_before_the_heavy_libraries_are_imported(start: Start) -> None:
    assert start.visible
    assert start.loaded(*LATER) == set()


def test_no_more_is_made_before_the_window_is_painted_than_it_takes(start: Start) -> None:
    """Each module costs a start 0.1 to 0.3 ms, each enumeration 0.04 and each widget 0.2. What it takes may be less."""
    own = {name for name in start.modules if name.startswith("strakly_desktop.")}
    assert len(own) <= 108
    assert len(start.modules) <= 292
    assert start.enumerations <= 207
    assert start.widgets <= 78


def test_what_the_window_never_needs_is_not_imported(start: Start) -> None:
    assert start.loaded("strakly_desktop", "PySide6") == {"strakly_desktop", "PySide6"}
    assert start.loaded(*NEVER) == set()


def test_what_an_answer_does_without_is_not_imported(loaded: Loaded) -> None:
    assert {"httpx", "nh3", "sqlite3", "strakly_desktop.rendering.markdown.markup"} <= loaded.modules
    packages = {".".join(name.split(".")[:end]) for name in loaded.modules for end in (1, 2, 3, 4)}
    assert NOT_FOR_AN_ANSWER & packages == set()


def test_classes_of_widgets_that_the_app_has_none_of_are_not_made(start: Start, loaded: Loaded) -> None:
    """One Qt widget that PySide has to find out about makes them all: 8 ms and 1 MB."""
    for classes in (start.widget_classes, loaded.widget_classes):
        assert {"QMainWindow", "QScrollArea"} <= classes
        assert classes & NEVER_SHOWN == set()


def test_the_command_line_alone_imports_no_qt() -> None:
    script = (
        "import sys, strakly_desktop.__main__; sys.exit('PySide6' in sys.modules or 'asyncio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


class Page(QWidget):
    """Counts how often it is painted."""

    paints = 0

    def paintEvent(self, event: object) -> None:
        self.paints += 1


def test_the_first_paint_is_waited_for(run: Any) -> None:
    async def story() -> int:
        page = Page()
        waiting = FirstPaint(page)
        page.show()
        await waiting.wait(at_most=60)
        return page.paints

    assert run(story()) >= 1


@pytest.mark.usefixtures("qapp")
def test_the_first_paint_is_waited_for_where_there_is_no_loop_of_asyncio_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_paint, "_AT_MOST", 60)
    page = Page()
    show_until_painted(page)
    assert page.paints >= 1


@pytest.mark.usefixtures("qapp")
def test_a_window_that_is_never_painted_is_not_waited_for_without_end_there_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_paint, "_AT_MOST", 0.01)
    page = Page()
    page.setUpdatesEnabled(False)
    show_until_painted(page)
    assert page.paints == 0


def test_a_window_that_was_closed_before_its_first_paint_is_not_waited_for(qtbot: QtBot) -> None:
    page = Page()
    page.setUpdatesEnabled(False)
    waiting = FirstPaint(page)
    page.show()
    with qtbot.waitSignal(waiting.painted):
        page.hide()


def test_a_window_that_is_never_painted_is_not_waited_for_without_end(run: Any) -> None:
    window = QWidget()
    run(FirstPaint(window).wait(at_most=0.01))
    assert not window.isVisible(), "nothing was shown to end the wait"


def test_no_library_is_imported_on_the_gui_thread_while_the_app_connects(loaded: Loaded) -> None:
    assert {"httpx", "httpcore", "anyio._backends._asyncio", "sqlite3", "ssl"} <= set(loaded.elsewhere)
    libraries = {name.partition(".")[0] for name in loaded.on_gui_thread} & {
        "httpx",
        "httpcore",
        "anyio",
        "h11",
        "sqlite3",
        "ssl",
    }
    assert libraries == set()
    assert not any(name.startswith("strakly_desktop.store") for name in loaded.on_gui_thread)


def test_what_start_up_made_is_not_collected_again(run: Any, qapp: Any, tmp_path: Path) -> None:
    async def story() -> tuple[int, int]:
        house = compose(qapp, Arguments(server=NOBODY, home=tmp_path), {})
        connected = asyncio.Event()
        house.connection.state_changed.connect(connected.set)
        before = gc.get_freeze_count()
        living = asyncio.ensure_future(house.live())
        await connected.wait()
        # The news goes round to its end before this goes on.
        frozen, left = gc.get_freeze_count() - before, len(gc.get_objects())
        house.window.close()
        await living
        house.window.deleteLater()
        return frozen, left

    try:
        frozen, left = run(story())
    finally:
        gc.unfreeze()
    # Without the second moment 2.6 are left for each. On a busy computer a thousand come from what runs beside.
    assert frozen > 5 * left


def test_a_wish_to_close_that_comes_before_the_window_lives_is_not_lost(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    """SIGTERM in the first milliseconds: a session manager asks once."""

    async def scenario() -> None:
        house = compose(qapp, Arguments(server=NOBODY, home=tmp_path), {})
        house.window.close()
        await house.live()
        assert not house.window.isVisible()

    run(scenario())


def test_memory_is_given_back_when_the_page_was_written_anew(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def scenario() -> None:
        house = compose(qapp, Arguments(server=NOBODY, home=tmp_path), {})
        memory = house.window.findChild(MemoryReturn)
        assert memory is not None and not memory.is_due
        house.transcript.written_again.emit()
        assert memory.is_due
        house.window.close()
        await house.live()

    run(scenario())
