"""The window is there before the app is: the same picture, and nothing of what a person does meanwhile is lost."""

import asyncio
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from support.desk import MemoryKeychain
from support.focused import focused
from support.start_probe import NOBODY

from strakly_desktop.app.composition.after_first_paint import IN_STEPS, TURNS, complete_after_first_paint
from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.compose import complete
from strakly_desktop.app.composition.first_picture import FirstPicture, first_picture
from strakly_desktop.app.process.first_paint import show_and_wait
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.conversation.model import Role
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.transcript.waiting_dots import WaitingDots
from strakly_desktop.ui.window.main_window import MainWindow

_ENTER = Qt.Key.Key_Return
_PATIENCE = 60.0


def press(picture: FirstPicture, *keys: str | Qt.Key) -> None:
    edit = picture.window.composer.focusProxy()
    assert edit is not None
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(edit, key)
        else:
            QTest.keyClick(edit, key)


async def seen(qapp: Any, home: Path) -> FirstPicture:
    """The window that is seen, and nothing of the rest."""
    picture = first_picture(qapp, Arguments(server=NOBODY, home=home), {})
    await show_and_wait(picture.window, _PATIENCE)
    return picture


async def closed(house: Application) -> None:
    """The person closes the window, and the app ends."""
    house.window.close()
    await house.live()
    house.window.deleteLater()


async def begun(qapp: Any, home: Path) -> tuple[FirstPicture, "asyncio.Future[Application]"]:
    """The window that is seen, and the rest that is on its way."""
    picture = await seen(qapp, home)
    completing = asyncio.ensure_future(complete_after_first_paint(qapp, picture, MemoryKeychain()))
    # It begins, and no more: on a busy computer the paint could come after all of it.
    await asyncio.sleep(0)
    assert not picture.window.findChildren(TranscriptView)
    return picture, completing


@pytest.fixture
def steady_caret(qapp: Any) -> Iterator[None]:
    """On a busy computer it would blink between two pictures."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


@pytest.mark.usefixtures("steady_caret")
@pytest.mark.parametrize("environment", [{}, {"STRAKLY_BOT_URL": NOBODY, "STRAKLY_WEB_APP_URL": NOBODY}])
def test_the_window_looks_the_same_when_the_rest_has_come(
    qapp: Any, run: Any, tmp_path: Path, environment: dict[str, str]
) -> None:
    async def story() -> tuple[Any, Any]:
        picture = first_picture(qapp, Arguments(home=tmp_path), environment)
        await show_and_wait(picture.window, _PATIENCE)
        before = picture.window.grab().toImage()
        house = await complete_after_first_paint(qapp, picture, MemoryKeychain())
        after = picture.window.grab().toImage()
        await house.put_away()
        house.window.deleteLater()
        return before, after

    before, after = run(story())
    assert before == after


def test_what_is_typed_and_sent_in_the_first_moment_is_asked_in_its_order(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture = await seen(qapp, tmp_path)
        # No hand writes three questions in that time: keys that were pressed before the window came may.
        press(picture, "Who is in?", _ENTER, "Who pays?", _ENTER, "And wh")
        house = complete(qapp, picture, MemoryKeychain())
        session, window = house.session, house.window
        assert session.is_running
        assert session.messages[0].text == "Who is in?"
        assert window.queue.tab_stops()[0].accessibleName() == "Next: Who pays?"
        assert window.composer.text() == "And wh"
        assert not window.pages.is_empty
        session.stop_turn()
        assert not window.composer.is_busy
        await closed(house)

    run(story())


def waiting_dots(window: MainWindow) -> QRect:
    """Where the dots are in the window; the one place that moves."""
    (dots,) = [one for one in window.pages.findChildren(WaitingDots) if one.isVisible()]
    return QRect(dots.mapTo(window, QPoint()), dots.size())


def page_of(window: MainWindow) -> QImage:
    """The page above its dots, as it is seen, without what scrolls it or fades it out at its top."""
    left_top, end = window.pages.mapTo(window, QPoint()), waiting_dots(window).top()
    top = max(left_top.y(), end - 400)
    return window.grab(QRect(left_top.x(), top, window.pages.width() - 20, end - top)).toImage()


@pytest.mark.parametrize(
    "question",
    [
        "Who is in?",
        "\tWho of the members with a plan from 12 May 2026 to 12 May 2027 owes us more than Rs. 1,200 "
        "\u0915\u0941\u0932 \u0915\u093f\u0924\u0928\u093e? " * 4 + "\nand\n\nwho pays?",
        "line\n" * 90,
    ],
)
def test_a_question_stands_on_the_page_while_the_rest_is_still_on_its_way(
    qapp: Any, run: Any, tmp_path: Path, question: str
) -> None:
    async def story() -> None:
        picture = await seen(qapp, tmp_path)
        window = picture.window
        window.composer.set_text(question)
        press(picture, _ENTER)
        assert not window.pages.is_empty
        early, early_dots = page_of(window), waiting_dots(window)
        # And in other colours as well.
        window.menu.theme_mode_chosen.emit("dark")
        assert page_of(window) != early
        window.menu.theme_mode_chosen.emit("light")
        assert page_of(window) == early
        house = complete(qapp, picture, MemoryKeychain())
        house.transcript.draw_all()
        await asyncio.sleep(0)
        assert waiting_dots(window) == early_dots
        assert page_of(window) == early
        house.session.stop_turn()
        await closed(house)

    run(story())


def test_a_card_of_the_greeting_that_is_pressed_in_the_first_moment_is_on_the_page(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture = await seen(qapp, tmp_path)
        window = picture.window
        card = next(one for one in window.empty_state.findChildren(QAbstractButton) if one.isVisible())
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        assert not window.pages.is_empty
        assert waiting_dots(window)
        house = complete(qapp, picture, MemoryKeychain())
        assert len(house.session.messages) == 2
        house.session.stop_turn()
        await closed(house)

    run(story())


def test_what_is_queued_and_stopped_in_the_first_moment_is_seen_at_once(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture = await seen(qapp, tmp_path)
        window = picture.window
        press(picture, "Who is in?", _ENTER, "Who pays?", _ENTER, "When?", _ENTER)
        rows = window.queue.tab_stops()[::3]
        assert [row.accessibleName() for row in rows] == ["Next, 1 of 2: Who pays?", "Queued, 2 of 2: When?"]
        press(picture, "Where?", _ENTER, "One too many", _ENTER)
        assert window.composer.text() == "One too many"
        window.composer.set_text("")
        press(picture, Qt.Key.Key_Escape)
        assert not window.composer.is_busy
        assert not any(dots.isVisible() for dots in window.findChildren(WaitingDots))
        names = [stop.accessibleName() for stop in window.queue.tab_stops()]
        assert "Not sent, 1 of 3: Who pays?" in names
        press(picture, "And now?", _ENTER)
        assert window.composer.is_busy and waiting_dots(window)
        house = complete(qapp, picture, MemoryKeychain())
        asked = [message.text for message in house.session.messages if message.role is Role.USER]
        assert asked == ["Who is in?", "And now?"]
        assert [stop.accessibleName() for stop in window.queue.tab_stops()] == names
        house.session.stop_turn()
        await closed(house)

    run(story())


def test_a_queued_question_comes_back_or_goes_in_the_first_moment_too(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        window = picture.window
        press(picture, "Who is in?", _ENTER, "Who pays?", _ENTER, "When?", _ENTER)
        _question, _send, remove, *_rest = window.queue.tab_stops()
        assert isinstance(remove, QAbstractButton)
        remove.click()
        assert [one.accessibleName() for one in window.queue.tab_stops()[::3]] == ["Next: When?"]
        press(picture, Qt.Key.Key_Up)
        assert window.composer.text() == "When?"
        assert window.queue.tab_stops() == []
        house = await completing
        house.session.stop_turn()
        await closed(house)

    run(story())


def test_a_wish_that_only_the_whole_app_can_answer_is_answered_in_the_first_moment(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        window = picture.window
        assert not window.findChildren(TranscriptView)
        window.menu.table_requested.emit()
        assert window.findChildren(TranscriptView), "what answers it is there, and was told"
        assert qapp.overrideCursor() is None
        told = asyncio.Event()
        window.notices.notice_shown.connect(told.set)
        house = await completing
        await told.wait()
        await closed(house)

    run(story())


def test_a_scan_in_the_first_moment_takes_the_next_keys_to_its_card(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        press(picture, "a draft")
        appeared = asyncio.Event()
        note = qapp.focusChanged.connect(lambda *_: appeared.set() if qapp.activeModalWidget() else None)
        picture.window.code_scanned.emit("4711")
        QTest.keyClicks(focused(), "x")
        house = await completing
        await appeared.wait()
        qapp.focusChanged.disconnect(note)
        assert house.window.composer.text() == "a draft"
        qapp.activeModalWidget().close()
        await closed(house)

    run(story())


def test_in_a_gym_that_masks_no_amount_is_on_the_page_in_the_first_moment_either(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    site_file = tmp_path / "settings.toml"
    site_file.write_text('mask_roles = ["trainer"]\n')

    async def story() -> None:
        homes = Arguments(server=NOBODY, home=tmp_path / "home")
        pictures = []
        for question in ("Did Asha pay 5,400 rupees?", "Did Asha pay 9,700 rupees?"):
            picture = first_picture(qapp, homes, {}, site_file)
            assert picture.start.site.masking
            await show_and_wait(picture.window, _PATIENCE)
            picture.window.composer.set_text(question)
            press(picture, _ENTER)
            pictures.append(page_of(picture.window))
            picture.window.hide()
            picture.window.deleteLater()
        assert pictures[0] == pictures[1]

    run(story())


def test_what_is_chosen_in_the_first_moment_is_done_once(qapp: Any, run: Any, tmp_path: Path) -> None:
    async def story() -> None:
        picture = await seen(qapp, tmp_path)
        picture.window.settings_requested.emit()
        picture.window.menu.theme_mode_chosen.emit("dark")
        assert picture.window.look.dark, "what the first picture can do is done at once"
        opened: list[bool] = []
        picture.window.settings_requested.connect(lambda: opened.append(True))
        house = complete(qapp, picture, MemoryKeychain())
        assert opened == [True]
        picture.window.settings_requested.emit()
        assert opened == [True, True]
        await house.put_away()
        house.window.deleteLater()

    run(story())


def test_words_behind_a_new_chat_in_the_first_moment_are_for_the_new_chat(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        press(picture, "Who is in?", _ENTER)
        picture.window.new_chat_requested.emit()
        press(picture, "after new")
        house = await completing
        assert house.session.messages == ()
        assert house.window.composer.text() == "after new"
        await closed(house)

    run(story())


def test_letters_behind_a_wish_for_a_dialog_in_the_first_moment_are_in_the_dialog(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        press(picture, "a draft")
        picture.window.menu.find_member_requested.emit()
        for letter in "ASHA":
            QTest.keyClick(picture.window.windowHandle(), Qt.Key(ord(letter)))
        appeared = asyncio.Event()
        note = qapp.focusChanged.connect(lambda *_: appeared.set() if qapp.activeModalWidget() else None)
        house = await completing
        await appeared.wait()
        await asyncio.sleep(0)
        qapp.focusChanged.disconnect(note)
        dialog = qapp.activeModalWidget()
        assert [field.text() for field in dialog.findChildren(QLineEdit)] == ["asha"]
        assert house.window.composer.text() == "a draft"
        dialog.close()
        await closed(house)

    run(story())


def test_a_lock_in_the_first_moment_hides_at_once_and_takes_the_next_keys(
    qapp: Any, run: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        picture, completing = await begun(qapp, tmp_path)
        press(picture, "a draft")
        picture.window.lock_requested.emit()
        assert picture.window.privacy.is_locked
        QTest.keyClicks(focused(), "4711")
        house = await completing
        assert house.window.privacy.is_locked
        assert house.window.composer.text() == "a draft"
        await house.put_away()
        house.window.deleteLater()

    run(story())


def test_a_desk_that_was_locked_is_never_seen_open_nor_asked(qapp: Any, run: Any, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"is_locked": true}')

    async def story() -> None:
        picture = first_picture(qapp, Arguments(server=NOBODY, home=tmp_path), {})
        assert picture.start.settings.is_locked
        completing = asyncio.ensure_future(complete_after_first_paint(qapp, picture, MemoryKeychain()))
        while not completing.done():
            assert not picture.window.isVisible() or picture.window.privacy.is_locked
            await asyncio.sleep(0)
        house = await completing
        opening = asyncio.ensure_future(house.open())
        while not opening.done():
            assert house.window.privacy.is_locked
            await asyncio.sleep(0)
        await opening
        assert house.window.isVisible() and house.window.privacy.is_locked
        await house.put_away()
        house.window.deleteLater()

    run(story())


class Shown(QObject):
    """Counts how often a window is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.times = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Show
        return False


@pytest.mark.parametrize("settings", ["{}", '{"is_locked": true}'])
def test_a_wish_to_close_in_the_first_moment_takes_the_window_away_at_once(
    qapp: Any, run: Any, tmp_path: Path, settings: str
) -> None:
    (tmp_path / "settings.json").write_text(settings)

    async def story() -> None:
        picture = first_picture(qapp, Arguments(server=NOBODY, home=tmp_path), {})
        window = picture.window
        if not picture.start.settings.is_locked:
            await show_and_wait(window, _PATIENCE)
        press(picture, "Who pays?")
        window.close()
        assert not window.isVisible()
        shown = Shown(window)
        house = await complete_after_first_paint(qapp, picture, MemoryKeychain())
        await house.live()
        assert shown.times == 0
        window.deleteLater()

    run(story())


def test_each_turn_is_a_signal_of_the_window_or_a_part_of_it(qapp: Any, tmp_path: Path) -> None:
    """One that was renamed would be passed over in silence."""
    window = first_picture(qapp, Arguments(server=NOBODY, home=tmp_path), {}).window
    missing = {name for name in TURNS if not any(hasattr(part, name) for part in window.parts())}
    window.deleteLater()
    assert not missing


def test_each_step_is_a_module_of_the_app() -> None:
    assert all(find_spec(f"strakly_desktop.{module}") for module in IN_STEPS)
