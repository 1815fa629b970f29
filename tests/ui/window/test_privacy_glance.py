"""F8: nobody at the counter reads anything until a key is pressed, and that key does nothing else."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.sign_in.card import SignInCard
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow
from strakly_desktop.ui.window.privacy_cover import HIDDEN, PrivacyCover

Key = Qt.Key
SECRET = "Ravi Kumar, 98450 12345, owes Rs 4,500"


def front() -> QWidget:
    """What gets the next key."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Through the window system's door, so that shortcuts are looked for as for a person."""
    handle = front().window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, modifiers)


def covers(top: QWidget) -> list[PrivacyCover]:
    return [cover for cover in top.findChildren(PrivacyCover) if cover.isVisible() and not cover._is_glass]


def seen(top: QWidget) -> QImage:
    return top.grab().toImage()


def fill(window: MainWindow) -> None:
    """Something to read everywhere."""
    window.pages.show_transcript()
    window.header.set_title(SECRET)
    transcript = window.transcript
    assert isinstance(transcript, TranscriptView)
    transcript.add_user_message(SECRET, "q", "")
    transcript.begin_answer("a")
    transcript.append_text(SECRET)
    window.suggestions.set_suggestions([SECRET])
    window.notices.show_notice(
        Notice("n", NoticeKind.DANGER, SECRET, action=NoticeAction("Retry", lambda: None))
    )
    window.composer.set_text(SECRET)


def test_nothing_of_what_is_behind_is_in_the_picture(qtbot: QtBot, window: MainWindow) -> None:
    press(Key.Key_F8)
    empty = seen(window)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))
    fill(window)
    assert SECRET in window.windowTitle()
    plain = seen(window)
    press(Key.Key_F8)
    assert seen(window) == empty != plain
    assert window.windowTitle() == "Strakly"
    window.header.set_title("Another secret")
    window.resize(700, 620)
    assert covers(window)[0].geometry() == window.rect()
    assert window.windowTitle() == "Strakly"
    press(Key.Key_Space)
    assert window.windowTitle() == "Another secret - Strakly"


class Paintings(QObject):
    """Notes what is painted, while it is installed."""

    def __init__(self) -> None:
        super().__init__()
        self.of: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.of.append(type(watched).__name__)
        return False


def test_it_is_painted_before_the_key_is_over(window: MainWindow) -> None:
    fill(window)
    paintings = Paintings()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(paintings)
    window.privacy.hide_all()
    application.removeEventFilter(paintings)
    assert "PrivacyCover" in paintings.of, "not with the next frame"


@pytest.mark.parametrize(
    "key", [Key.Key_Space, Key.Key_A, Key.Key_Return, Key.Key_Escape, Key.Key_F8, Key.Key_Tab]
)
def test_a_key_ends_it_and_does_nothing_else(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    sent: list[object] = []
    window.question_submitted.connect(sent.append)
    window.stop_requested.connect(lambda: sent.append("stop"))
    window.composer.set_text("half a question")
    window.composer.set_busy(True)
    focused = QApplication.focusWidget()
    press(Key.Key_F8)
    press(key)
    assert not covers(window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is focused)
    assert (sent, window.composer.text()) == ([], "half a question")
    press(Key.Key_A)
    assert window.composer.text() == "half a questiona"


def test_no_shortcut_gets_past_it(qtbot: QtBot, window: MainWindow) -> None:
    wishes: list[str] = []
    window.new_chat_requested.connect(lambda: wishes.append("new"))
    window.settings_requested.connect(lambda: wishes.append("settings"))
    press(Key.Key_F8)
    # Something behind it wants the keyboard.
    window.composer.focus_input()
    press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not covers(window)
    assert wishes == []
    qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))
    press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert wishes == ["new"]


def test_a_lone_modifier_and_a_held_f8_leave_it(window: MainWindow) -> None:
    press(Key.Key_F8)
    for key in (Key.Key_Alt, Key.Key_Shift, Key.Key_Control, Key.Key_Meta):
        press(key)
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_F8, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(front(), held)
    assert covers(window)


def let_the_moment_pass(window: MainWindow) -> None:
    """End what the glass waits for: a busy machine takes longer for a key or a click than it stands."""
    for cover in window.findChildren(PrivacyCover):
        cover._lifting.setInterval(0)


def test_a_scan_ends_it_and_goes_into_no_question(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strakly_desktop.ui.window.privacy_cover.RUSH_MS", 3_600_000)
    sent: list[str] = []
    window.question_submitted.connect(sent.append)
    press(Key.Key_F8)
    for key in (Key.Key_4, Key.Key_4, Key.Key_7, Key.Key_1, Key.Key_Return):
        press(key)
    let_the_moment_pass(window)
    qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))
    assert (sent, window.composer.text()) == ([], "")


def test_a_click_ends_it_and_presses_nothing_also_twice(qtbot: QtBot, window: MainWindow) -> None:
    sent: list[str] = []
    window.question_submitted.connect(sent.append)
    fill(window)
    focused = QApplication.focusWidget()
    chip = window.suggestions._chips[0]
    place = chip.mapTo(window, chip.rect().center())
    handle = window.windowHandle()
    press(Key.Key_F8)
    QTest.mouseMove(handle, place)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert not covers(window)
    for glass in window.findChildren(PrivacyCover):
        glass._lifting.setInterval(3_600_000)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert sent == []
    assert QApplication.focusWidget() is focused, "who clicked can type at once"
    let_the_moment_pass(window)
    qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert len(sent) == 1


def visible_tops() -> list[QWidget]:
    return [top for top in QApplication.topLevelWidgets() if top.isVisible()]


def test_menus_close_and_tooltips_go_at_once(qtbot: QtBot, window: MainWindow) -> None:
    before = visible_tops()
    window.menu.popup(window.mapToGlobal(QPoint(40, 40)))
    view = next(menu for menu in window.menu.submenus() if menu.title() == "View")
    view.popup(window.mapToGlobal(QPoint(200, 40)))
    QToolTip.showText(window.mapToGlobal(QPoint(40, 300)), SECRET, window)
    qtbot.waitUntil(lambda: len(visible_tops()) == len(before) + 3)
    press(Key.Key_F8)
    qtbot.waitUntil(lambda: bool(covers(window)))
    assert set(visible_tops()) == set(before) and not isinstance(QApplication.activePopupWidget(), QMenu)


def test_the_menu_and_a_button_hide_too(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1100, 700)
    entry = next(entry for entry in window.menu.actions() if entry.shortcut().toString() == "F8")
    for hide in (entry.trigger, window.header._hide.click):
        hide()
        assert covers(window)
        press(Key.Key_Space)
        qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))


class Dialog(QDialog):
    """One with a name in its title, and a field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Export {SECRET}")
        self.field = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.field)


def test_a_dialog_is_hidden_too(qtbot: QtBot, window: MainWindow) -> None:
    dialog = Dialog(window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog and QApplication.focusWidget() is not None)
    dialog.field.setFocus()
    press(Key.Key_F8)
    assert covers(window) and covers(dialog)
    assert dialog.windowTitle() == "Strakly"
    press(Key.Key_Escape)
    assert dialog.isVisible() and not covers(window) and not covers(dialog)
    assert dialog.windowTitle() == f"Export {SECRET}"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.field)
    dialog.close()


def test_a_dialog_that_opens_behind_it_is_hidden(qtbot: QtBot, window: MainWindow) -> None:
    press(Key.Key_F8)
    dialog = Dialog(window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog and QApplication.focusWidget() is not None)
    assert covers(dialog)
    press(Key.Key_Space)
    assert not covers(dialog) and not covers(window)
    # A dialog that goes away while all is hidden takes its cover along.
    qtbot.waitUntil(lambda: not dialog.findChildren(PrivacyCover))
    press(Key.Key_F8)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    with qtbot.waitActive(window):
        window.activateWindow()
    press(Key.Key_Space)
    assert not covers(window)


def test_what_comes_up_behind_it_stays_behind(window: MainWindow) -> None:
    press(Key.Key_F8)
    picture = seen(window)
    card = QWidget(window)
    card.setGeometry(100, 100, 300, 300)
    card.setAutoFillBackground(True)
    palette = card.palette()
    palette.setColor(card.backgroundRole(), QColor("red"))
    card.setPalette(palette)
    card.show()
    card.raise_()
    assert seen(window) == picture


def test_the_sign_in_card_is_hidden_too(qtbot: QtBot, window: MainWindow) -> None:
    card = SignInCard(real_look(), window, window.privacy.content)
    card.open_card()
    field = card.findChildren(QLineEdit)[0]
    field.setFocus()
    # Without a window system Qt takes the card for a window of its own, and gives the keyboard to none.
    qtbot.wait(20)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    press(Key.Key_F8)
    (cover,) = covers(window)
    # Whatever it does behind the cover.
    card._scrim.close_over()
    card._scrim.open_over(card)
    assert window.children()[-1] is cover
    press(Key.Key_A)
    qtbot.waitUntil(lambda: not window.findChildren(PrivacyCover))
    assert field.text() == ""


def test_screen_readers_are_told(window: MainWindow) -> None:
    press(Key.Key_F8)
    found = QAccessible.queryAccessibleInterface(front())
    assert found.text(QAccessible.Text.Name) == HIDDEN


def test_what_is_behind_costs_no_painting(qtbot: QtBot, window: MainWindow) -> None:
    fill(window)
    transcript = window.transcript
    assert isinstance(transcript, TranscriptView)
    qtbot.waitUntil(lambda: SECRET in transcript.toPlainText().split("\n")[-1])
    press(Key.Key_F8)
    paintings = Paintings()
    transcript.viewport().installEventFilter(paintings)
    transcript.append_text("\n\nand more, behind the cover")
    qtbot.waitUntil(lambda: "behind the cover" in transcript.toPlainText())
    transcript.viewport().update()
    QApplication.sendPostedEvents()
    assert (paintings.of, len(covers(window))) == ([], 1), "an answer goes on behind it"


def test_the_lock_s_key_works_in_a_dialog(qtbot: QtBot, window: MainWindow) -> None:
    dialog = QDialog(window)
    field = QLineEdit(SECRET, dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    field.setFocus()
    with qtbot.waitSignal(window.lock_requested):
        press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    window.privacy.lock(lambda page: None)
    assert not dialog.isVisible()
    window.privacy.unlock()


def test_no_word_that_was_looked_for_comes_back_by_undo(window: MainWindow) -> None:
    window.find_bar.show()
    fields = window.findChildren(SearchField)
    assert len(fields) > 1
    for field in fields:
        QTest.keyClicks(field, "Ravi")
    window.forget_searches()
    for field in fields:
        field.undo()
        assert field.text() == ""


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_it_says_stands_in_the_middle_of_the_page(window: MainWindow, scale: float) -> None:
    window.resize(1366, 768)
    cover = PrivacyCover(real_look(text_scale=scale), window)
    for left in (0, 264):
        box = cover.label_area(left)
        assert abs(box.center().x() - (left + (window.width() - left) / 2)) <= 1
        assert box.width() < 200 * scale, "no wider than its words"
