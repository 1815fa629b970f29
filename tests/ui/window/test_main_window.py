"""The window as a whole: keys, focus, and what goes up as signals."""

from dataclasses import replace
from datetime import datetime

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from support.looks import RESOURCES, real_look

from strakly_desktop.conversation.model import Branch
from strakly_desktop.theme.stylesheet import build_stylesheet
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.composer.empty_state import EXAMPLES, ExampleCard, greeting
from strakly_desktop.ui.composer.suggestion_bar import Chip
from strakly_desktop.ui.controls.focus_ring import FocusRing
from strakly_desktop.ui.notices.notice import Notice, NoticeAction, NoticeKind
from strakly_desktop.ui.window.main_window import MainWindow

Key = Qt.Key
Modifier = Qt.KeyboardModifier
DANGER = Notice("turn", NoticeKind.DANGER, "The answer stopped.", action=NoticeAction("Retry", lambda: None))
BRANCHES = [Branch(1, "Main branch"), Branch(2, "Lake Road")]


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(real_look(), QTextBrowser())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def writes(window: MainWindow) -> bool:
    return window.composer.isAncestorOf(focused()) and focused().objectName() == "composerText"


def one(window: QWidget, name: str) -> QAbstractButton:
    return next(
        b for b in window.findChildren(QAbstractButton) if b.accessibleName() == name and b.isVisible()
    )


def test_focus_starts_in_the_composer(window: MainWindow) -> None:
    assert writes(window)


def test_typing_anywhere_goes_to_the_composer(qtbot: QtBot, window: MainWindow) -> None:
    one(window, "New chat").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(focused(), "hi")
    assert window.composer.text() == "hi"
    assert writes(window)


def test_shortcuts_are_not_typed(qtbot: QtBot, window: MainWindow) -> None:
    one(window, "New chat").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(focused(), Key.Key_J, Modifier.ControlModifier)
    assert window.composer.text() == ""


@pytest.mark.parametrize(("keys", "index"), [(Key.Key_1, 0), (Key.Key_2, 1), (Key.Key_3, 2)])
def test_alt_and_a_number_asks_a_suggestion(
    qtbot: QtBot, window: MainWindow, keys: Qt.Key, index: int
) -> None:
    questions = ["first?", "second?", "third?"]
    window.suggestions.set_suggestions(questions)
    with qtbot.waitSignal(window.question_submitted) as asked:
        qtbot.keyClick(focused(), keys, Modifier.AltModifier)
    assert asked.args == [questions[index]]


@pytest.mark.parametrize(
    ("key", "modifier"), [(Key.Key_F1, Modifier.NoModifier), (Key.Key_Slash, Modifier.ControlModifier)]
)
def test_the_keys_that_people_know_list_all_others(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(window.menu.shortcuts_requested):
        qtbot.keyClick(focused(), key, modifier)


def test_a_chip_asks_and_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    window.suggestions.set_suggestions(["Who is new?"])
    chip = window.findChild(Chip)
    assert chip is not None
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(window.question_submitted) as asked:
        qtbot.keyClick(chip, Key.Key_Space)
    assert asked.args == ["Who is new?"]
    assert writes(window)


def test_ctrl_n_starts_a_new_chat(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.new_chat_requested):
        qtbot.keyClick(focused(), Key.Key_N, Modifier.ControlModifier)


def test_the_new_chat_button_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.new_chat_requested):
        qtbot.mouseClick(one(window, "New chat"), Qt.MouseButton.LeftButton)
    assert writes(window)


@pytest.mark.parametrize(
    ("key", "step"), [(Key.Key_Plus, 1), (Key.Key_Equal, 1), (Key.Key_Minus, -1), (Key.Key_0, 0)]
)
def test_ctrl_plus_minus_and_0_ask_for_a_text_size(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, step: int
) -> None:
    with qtbot.waitSignal(window.menu.text_scale_step) as asked:
        qtbot.keyClick(focused(), key, Modifier.ControlModifier)
    assert asked.args == [step]


def test_a_notices_action_is_run_and_the_keyboard_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    runs: list[bool] = []
    window.notices.show_notice(replace(DANGER, action=NoticeAction("Retry", lambda: runs.append(True))))
    retry = one(window, "Retry")
    retry.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(retry, Key.Key_Space)
    assert runs == [True]
    assert writes(window)


def test_the_ring_shows_for_the_keyboard_only(qtbot: QtBot, window: MainWindow) -> None:
    window.suggestions.set_suggestions(["Who is new?", "Who left?"])
    ring = window.findChild(FocusRing)
    assert ring is not None
    assert not ring.isVisible()
    qtbot.keyClick(focused(), Key.Key_Backtab, Modifier.ShiftModifier)
    chip = focused()
    assert isinstance(chip, Chip)
    assert ring.isVisible()
    assert ring.size().width() == chip.width() + 8
    assert ring.geometry().center() == chip.rect().translated(chip.mapTo(window, QPoint(0, 0))).center()
    window.composer.focus_input()
    assert not ring.isVisible()
    other = window.findChildren(Chip)[1]
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()


def test_the_ring_goes_with_its_control(qtbot: QtBot, window: MainWindow) -> None:
    window.suggestions.set_suggestions(["Who is new?"])
    ring = window.findChild(FocusRing)
    assert ring is not None
    qtbot.keyClick(focused(), Key.Key_Backtab, Modifier.ShiftModifier)
    assert ring.isVisible()
    window.suggestions.set_suggestions([])
    assert not ring.isVisible()
    assert writes(window)


def test_closing_takes_the_window_out_of_sight_and_leaves_the_end_to_the_app(
    qtbot: QtBot, window: MainWindow
) -> None:
    with qtbot.waitSignal(window.close_requested):
        assert not window.close()
    assert not window.isVisible() and shiboken6.isValid(window)


def test_a_dark_window_offers_no_dark_theme(qtbot: QtBot, window: MainWindow) -> None:
    card = window.findChildren(ExampleCard)[-1]
    for dark, words in ((True, "Switch to a light theme"), (False, "Switch to a dark theme")):
        window.empty_state.set_look(replace(window.empty_state._look, dark=dark))
        with qtbot.waitSignal(window.question_submitted) as asked:
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        assert (asked.args, card.accessibleName()) == ([words], words)


def test_an_example_card_asks_its_question(qtbot: QtBot, window: MainWindow) -> None:
    cards = window.findChildren(ExampleCard)
    assert [card.accessibleName() for card in cards] == [question for _, question in EXAMPLES]
    with qtbot.waitSignal(window.question_submitted) as asked:
        qtbot.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    assert asked.args == ["Which memberships expire this week?"]


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (640, 2), (480, 2)])
def test_the_cards_flow_with_the_width(qtbot: QtBot, window: MainWindow, width: int, columns: int) -> None:
    window.resize(width, 800)
    cards = window.findChildren(ExampleCard)
    qtbot.waitUntil(lambda: len({card.x() for card in cards}) == columns and cards[0].x() < 280)
    qtbot.waitUntil(lambda: all(card.geometry().right() < width for card in cards))


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good evening"),
    ],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(hour) == words
    assert greeting(hour, "Asha") == f"{words}, Asha"


def test_the_greeting_names_the_person_and_the_branch(window: MainWindow) -> None:
    window.empty_state.set_person("Asha")
    window.header.set_branches(BRANCHES, 1)
    texts = [label.text() for label in window.empty_state.findChildren(QLabel)]
    now = datetime.now().astimezone()
    assert greeting(now.hour, "Asha") in texts
    assert "What would you like to know about Main branch?" in texts


def test_the_demo_badge_shows_on_request(window: MainWindow) -> None:
    badge = next(w for w in window.header.findChildren(QWidget) if w.accessibleName() == "Demo gym")
    assert not badge.isVisible()
    window.header.set_demo(True)
    assert badge.isVisible()


def test_the_branch_menu_offers_all_and_reports_a_change(qtbot: QtBot, window: MainWindow) -> None:
    picker = window.header._picker
    assert not picker.isVisible()
    window.header.set_branches(BRANCHES, 1)
    assert picker.isVisible()
    actions = picker._menu.actions()
    assert [action.text() for action in actions] == ["All branches", "Main branch", "Lake Road"]
    assert [action.isChecked() for action in actions] == [False, True, False]
    with qtbot.waitSignal(window.header.branch_chosen) as chosen:
        actions[2].trigger()
    assert chosen.args == [2]
    with qtbot.waitSignal(window.header.branch_chosen) as chosen:
        actions[0].trigger()
    assert chosen.args == [None]
    with qtbot.assertNotEmitted(window.header.branch_chosen):
        actions[0].trigger()


def test_the_view_menu_reports_choices_and_marks_what_is_in_force(qtbot: QtBot, window: MainWindow) -> None:
    menu = window.menu
    theme, accent = (next(m for m in menu.submenus() if m.title() == title) for title in ("Theme", "Accent"))
    window.menu.set_appearance("dark", "purple")
    window.menu.set_accent_colors({"purple": "#8040C0"})
    assert [a.data() for a in theme.actions() if a.isChecked()] == ["dark"]
    assert [a.data() for a in accent.actions() if a.isChecked()] == ["purple"]
    assert len(accent.actions()) == 9
    with qtbot.waitSignal(window.menu.theme_mode_chosen) as mode:
        theme.actions()[0].trigger()
    assert mode.args == ["light"]
    with qtbot.waitSignal(window.menu.accent_chosen) as chosen:
        accent.actions()[1].trigger()
    assert chosen.args == ["blue"]


def test_the_accents_are_seen_beside_their_names_and_follow_the_theme_in_the_open_menu(
    window: MainWindow,
) -> None:
    def middle(action: QAction) -> QColor:
        pixmap = action.icon().pixmap(32)
        return pixmap.toImage().pixelColor(pixmap.rect().center())

    accent = next(menu for menu in window.menu.submenus() if menu.title() == "Accent")
    purple = next(action for action in accent.actions() if action.data() == "purple")
    window.menu.set_accent_colors({"purple": "#8040C0"})
    accent.popup(QPoint(0, 0))
    assert middle(purple) == QColor("#8040C0")
    window.menu.set_accent_colors({"purple": "#A060E0"})
    assert middle(purple) == QColor("#A060E0")
    accent.close()


def test_marking_the_appearance_is_no_choice(qtbot: QtBot, window: MainWindow) -> None:
    with (
        qtbot.assertNotEmitted(window.menu.theme_mode_chosen),
        qtbot.assertNotEmitted(window.menu.accent_chosen),
    ):
        window.menu.set_appearance("dark", "red")
    marked = [action.data() for action in window.menu.findChildren(QAction) if action.isChecked()]
    assert marked == ["dark", "red"]


def test_every_control_has_a_name_for_screen_readers(window: MainWindow) -> None:
    window.suggestions.set_suggestions(["Who is new?"])
    window.notices.show_notice(DANGER)
    window.header.set_branches(BRANCHES, 1)
    stops = [w for w in window.findChildren(QAbstractButton) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(stops) > 8
    nameless = [w for w in stops if not w.accessibleName() and not w.isHidden()]
    assert nameless == []


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_theme_and_size_paints_and_fits(
    qapp: QApplication, qtbot: QtBot, window: MainWindow, mode: str, high_contrast: bool, scale: float
) -> None:
    window.header.set_branches(BRANCHES, None)
    window.suggestions.set_suggestions(
        ["Show the two unpaid ones", "Send them a reminder", "Who renewed last week?"]
    )
    window.notices.show_notice(DANGER)
    window.header.set_demo(True)
    themes = load_themes(RESOURCES / "themes" / "tokens.json")
    theme = themes.resolve(ThemeMode(mode), Accent.PURPLE, False, high_contrast)
    # The order of the app: first the stylesheet, then the look.
    qapp.setStyleSheet(build_stylesheet(theme, scale))
    window.set_look(real_look(mode, "purple", high_contrast=high_contrast, text_scale=scale))
    window.resize(480, 520)
    try:
        image = window.grab().toImage()
        greeting_label = window.empty_state.findChildren(QLabel)[0]
        assert greeting_label.font().pixelSize() == round(28 * scale), "a new stylesheet keeps the type scale"
        news = window.notices.findChildren(QLabel)[0]
        # Not clipped, once it has its place.
        qtbot.waitUntil(lambda: 0 < news.heightForWidth(news.width()) <= news.height() and news.width() > 0)
    finally:
        qapp.setStyleSheet("")
    assert image.pixelColor(image.width() - 2, 3).name() == theme.colors["background"].lower()
    more = one(window, "More")
    assert more.mapTo(window, more.rect().bottomRight()).x() < 480, (
        "the header keeps its last button in sight"
    )
