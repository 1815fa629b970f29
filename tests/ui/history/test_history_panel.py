"""The history as a person at the desk uses it: with the mouse, with the keyboard, and while searching."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFont, QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from support.looks import real_look

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
from strakly_desktop.theme.fonts import application_font, install_fonts
from strakly_desktop.ui.controls.file_formats import ExportFormat
from strakly_desktop.ui.controls.search_field import SearchField
from strakly_desktop.ui.history.day_watch import DayWatch
from strakly_desktop.ui.history.days import DayGroup
from strakly_desktop.ui.history.list import HistoryList
from strakly_desktop.ui.history.menu import ConversationMenu
from strakly_desktop.ui.history.model import ENTRY
from strakly_desktop.ui.history.panel import EMPTY, NOTHING_FOUND, HistoryPanel
from strakly_desktop.ui.history.top import NewChatButton, initials
from strakly_desktop.ui.style.typography import Type, elided

Key = Qt.Key
NOW = datetime.now().astimezone()


def conversation(name: str, minutes: int = 0, *, days: int = 0, pinned: bool = False) -> ConversationSummary:
    used = NOW - timedelta(days=days, minutes=minutes)
    return ConversationSummary(name, f"Title {name}", used, used, pinned)


THREE = [conversation("a"), conversation("b", days=1), conversation("c", days=60)]
HITS = [
    SearchHit(THREE[1], (TextPiece("Title b"),), "m7", (TextPiece("paid by "), TextPiece("Rohan", True))),
    SearchHit(THREE[0], (TextPiece("Title "), TextPiece("a", True))),
]


class Clock:
    """A day that a test can move on."""

    def __init__(self) -> None:
        self.day = NOW.date()

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(qtbot: QtBot, clock: Clock) -> HistoryPanel:
    made = HistoryPanel(real_look(), today=clock)
    qtbot.addWidget(made)
    made.resize(264, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.set_conversations(THREE, False)
    return made


def lists(panel: HistoryPanel) -> tuple[HistoryList, HistoryList]:
    """The one of all conversations and the one of those found."""
    by_name = {view.accessibleName(): view for view in panel.findChildren(HistoryList)}
    return by_name["Conversations"], by_name["Found conversations"]


def search_field(panel: HistoryPanel) -> SearchField:
    field = panel.findChild(SearchField)
    assert isinstance(field, SearchField)
    return field


def entries(view: HistoryList) -> list[str]:
    rows = [view.model().index(row, 0).data(ENTRY) for row in range(view.model().rowCount())]
    return [row.title.upper() if isinstance(row, DayGroup) else row.id for row in rows]


def walk_to(qtbot: QtBot, view: HistoryList, name: str) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Key.Key_Home)
    for _ in range(10):
        if view.current_id() == name:
            return
        qtbot.keyClick(view, Key.Key_Down)
    raise AssertionError(f"{name} is not reached with the arrow keys")


def spot(view: HistoryList, name: str) -> QPoint:
    model = view.model()
    row = next(
        row for row in range(model.rowCount()) if getattr(model.index(row, 0).data(ENTRY), "id", "") == name
    )
    return view.visualRect(model.index(row, 0)).center()


def dots_of(view: HistoryList, name: str) -> QPoint:
    return QPoint(view.viewport().width() - 24, spot(view, name).y())


def menu_of(view: HistoryList) -> ConversationMenu:
    menu = view.findChild(ConversationMenu)
    assert isinstance(menu, ConversationMenu)
    return menu


def opened_menu(qtbot: QtBot, view: HistoryList) -> ConversationMenu:
    """That of the row on which the keyboard is."""
    qtbot.keyClick(view, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    return menu_of(view)


def trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().split("\t")[0] == text).trigger()


def look_at_date(panel: HistoryPanel) -> None:
    """As it does every minute."""
    watch = panel.findChild(DayWatch)
    assert watch is not None
    watch.look()


def search(qtbot: QtBot, panel: HistoryPanel, text: str) -> None:
    panel.focus_search()
    with qtbot.waitSignal(panel.search_changed) as asked:
        qtbot.keyClicks(search_field(panel), text)
    assert asked.args == [text]


def test_a_click_opens_a_conversation_and_takes_no_keyboard(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    panel.focus_search()
    with qtbot.waitSignal(panel.conversation_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, "b"))
    assert chosen.args == ["b", ""]
    assert not view.hasFocus()


def test_a_click_on_a_heading_opens_nothing(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    place = QPoint(60, 10)
    assert isinstance(view.indexAt(place).data(ENTRY), DayGroup)
    with qtbot.assertNotEmitted(panel.conversation_chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_arrows_skip_headings_and_open_nothing(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    visited = [view.current_id()]
    with qtbot.assertNotEmitted(panel.conversation_chosen):
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Home, Key.Key_End):
            qtbot.keyClick(view, key)
            visited.append(view.current_id())
    assert visited == ["a", "b", "c", "c", "b", "a", "c"]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_enter_opens_the_row(qtbot: QtBot, panel: HistoryPanel, key: Qt.Key) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    with qtbot.waitSignal(panel.conversation_chosen) as chosen:
        qtbot.keyClick(view, key)
    assert chosen.args == ["b", ""]


def test_up_on_the_first_row_leads_to_the_search_and_down_back(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "a")
    qtbot.keyClick(view, Key.Key_Up)
    assert search_field(panel).hasFocus()
    qtbot.keyClick(search_field(panel), Key.Key_Down)
    assert view.hasFocus()
    assert view.current_id() == "a"


def test_pages_are_walked_with_the_keyboard(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.set_conversations([conversation(f"{number:03}", days=100) for number in range(200)], False)
    view, _ = lists(panel)
    walk_to(qtbot, view, "000")
    qtbot.keyClick(view, Key.Key_PageDown)
    after_one = int(view.current_id())
    assert 5 < after_one < 20
    qtbot.keyClick(view, Key.Key_End)
    assert view.current_id() == "199"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    qtbot.keyClick(view, Key.Key_PageUp)
    assert 180 < int(view.current_id()) < 199
    qtbot.keyClick(view, Key.Key_Home)
    assert view.current_id() == "000"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_f2_renames_in_the_row(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    qtbot.keyClick(view, Key.Key_F2)
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Title b"
    editor.setText("  Unpaid \n fees ")
    with qtbot.waitSignal(panel.rename_requested) as asked:
        qtbot.keyClick(editor, Key.Key_Return)
    assert asked.args == ["b", "Unpaid fees"]
    qtbot.waitUntil(view.hasFocus)


def test_return_that_ends_a_rename_opens_nothing(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    qtbot.keyClick(view, Key.Key_F2)
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("Unpaid fees")
    with qtbot.assertNotEmitted(panel.conversation_chosen), qtbot.waitSignal(panel.rename_requested):
        qtbot.keyClick(editor, Key.Key_Return)


def test_rename_in_the_menu_while_a_name_is_typed_takes_that_name_first(
    qtbot: QtBot, panel: HistoryPanel
) -> None:
    """Qt complains of an editor that is asked for twice, and opens none."""
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    menu = opened_menu(qtbot, view)
    menu.hide()
    qtbot.keyClick(view, Key.Key_F2)
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("Dues of May")
    with qtbot.waitSignal(panel.rename_requested) as asked:
        menu.rename_requested.emit("b")
    assert asked.args == ["b", "Dues of May"]
    assert view.state() == HistoryList.State.EditingState


@pytest.mark.parametrize(
    ("typed", "key"), [("Other", Key.Key_Escape), ("", Key.Key_Return), ("Title b", Key.Key_Return)]
)
def test_a_rename_that_changes_nothing_is_none(
    qtbot: QtBot, panel: HistoryPanel, typed: str, key: Qt.Key
) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    qtbot.keyClick(view, Key.Key_F2)
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(typed)
    with qtbot.assertNotEmitted(panel.rename_requested):
        qtbot.keyClick(editor, key)
    qtbot.waitUntil(view.hasFocus)
    assert view.currentIndex().data() == "Title b"


def test_del_asks_to_delete_and_the_arrows_stay_near(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    with qtbot.waitSignal(panel.delete_requested) as asked:
        qtbot.keyClick(view, Key.Key_Delete)
    assert asked.args == ["b"]
    panel.remove_conversation("b")
    assert view.current_id() in ("a", "c")
    assert view.hasFocus()


def test_the_dots_open_the_menu_and_not_the_conversation(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    with qtbot.assertNotEmitted(panel.conversation_chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=dots_of(view, "b"))
    menu = menu_of(view)
    assert menu.isVisible()
    with qtbot.waitSignal(panel.pin_requested) as asked:
        trigger(menu, "Pin")
    assert asked.args == ["b", True]
    menu.close()
    panel.update_conversation(conversation("b", days=1, pinned=True))
    assert entries(view)[:2] == ["PINNED", "b"]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=dots_of(view, "b"))
    with qtbot.waitSignal(panel.pin_requested) as asked:
        trigger(menu, "Unpin")
    assert asked.args == ["b", False]
    with qtbot.waitSignal(panel.delete_requested) as deleted:
        trigger(menu, "Delete")
    assert deleted.args == ["b"]
    menu.close()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Markdown", ExportFormat.MARKDOWN),
        ("HTML", ExportFormat.HTML),
        ("PDF", ExportFormat.PDF),
        ("JSON", ExportFormat.JSON),
    ],
)
def test_the_menu_exports_in_four_formats(
    qtbot: QtBot, panel: HistoryPanel, label: str, name: ExportFormat
) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "c")
    qtbot.keyClick(view, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = menu_of(view)
    assert menu.isVisible()
    export = next(each for each in menu.findChildren(QMenu) if each.title() == "Export as")
    with qtbot.waitSignal(panel.export_requested) as asked:
        trigger(export, label)
    assert asked.args == ["c", name]
    menu.close()


def test_a_right_click_opens_the_menu_of_its_row(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    at = spot(view, "c")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = menu_of(view)
    assert menu.isVisible()
    with qtbot.waitSignal(panel.delete_requested) as asked:
        trigger(menu, "Delete")
    assert asked.args == ["c"]
    menu.close()


def test_typing_searches_after_a_pause_and_once(qtbot: QtBot, panel: HistoryPanel) -> None:
    asked: list[str] = []
    panel.search_changed.connect(asked.append)
    search(qtbot, panel, "rohan")
    assert asked == ["rohan"]
    search_field(panel).setText("rohan ")
    qtbot.wait(120)
    assert asked == ["rohan"], "a space at the end asks nothing new"
    search_field(panel).clear()
    assert asked == ["rohan", ""], "cleared at once"


def test_hits_replace_the_list_until_the_search_is_cleared(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, found = lists(panel)
    search(qtbot, panel, "rohan")
    assert view.isVisible(), "what was there stays until the answer is"
    panel.set_hits(HITS)
    assert found.isVisible()
    assert not view.isVisible()
    qtbot.keyClick(search_field(panel), Key.Key_Escape)
    assert search_field(panel).text() == ""
    assert view.isVisible()
    panel.set_hits(HITS)
    assert view.isVisible(), "an answer that comes late changes nothing"


def test_a_hit_is_opened_at_its_message(qtbot: QtBot, panel: HistoryPanel) -> None:
    _, found = lists(panel)
    search(qtbot, panel, "rohan")
    panel.set_hits(HITS)
    qtbot.keyClick(search_field(panel), Key.Key_Down)
    assert found.hasFocus()
    with qtbot.waitSignal(panel.conversation_chosen) as chosen:
        qtbot.keyClick(found, Key.Key_Return)
    assert chosen.args == ["b", "m7"]


def test_enter_in_the_search_opens_the_best_hit_but_never_an_outdated_one(
    qtbot: QtBot, panel: HistoryPanel
) -> None:
    search(qtbot, panel, "rohan")
    panel.set_hits(HITS)
    with qtbot.waitSignal(panel.conversation_chosen) as chosen:
        qtbot.keyClick(search_field(panel), Key.Key_Return)
    assert chosen.args == ["b", "m7"]
    with qtbot.assertNotEmitted(panel.conversation_chosen):
        qtbot.keyClick(search_field(panel), Key.Key_X)
        qtbot.keyClick(search_field(panel), Key.Key_Return)
    with qtbot.waitSignal(panel.search_changed), qtbot.assertNotEmitted(panel.conversation_chosen):
        pass
    with qtbot.assertNotEmitted(panel.conversation_chosen):
        qtbot.keyClick(search_field(panel), Key.Key_Return)


def test_no_hits_and_no_history_are_said(qtbot: QtBot, panel: HistoryPanel) -> None:
    search(qtbot, panel, "zzz")
    panel.set_hits([])
    words = next(label for label in panel.findChildren(QLabel) if label.isVisible())
    assert words.text() == NOTHING_FOUND
    search_field(panel).clear()
    assert lists(panel)[0].isVisible()
    for name in "abc":
        panel.remove_conversation(name)
    assert words.isVisible()
    assert words.text() == EMPTY
    panel.update_conversation(conversation("new"))
    assert lists(panel)[0].isVisible()


def test_a_deleted_conversation_leaves_the_hits_too(qtbot: QtBot, panel: HistoryPanel) -> None:
    _, found = lists(panel)
    search(qtbot, panel, "rohan")
    panel.set_hits(HITS)
    panel.remove_conversation("b")
    assert found.model().rowCount() == 1
    panel.remove_conversation("a")
    assert not found.isVisible()


def test_more_is_asked_for_near_the_end_and_once(qtbot: QtBot, panel: HistoryPanel) -> None:
    asked: list[bool] = []
    panel.more_requested.connect(lambda: asked.append(True))
    view, _ = lists(panel)
    panel.set_conversations([conversation(f"{number:03}", number) for number in range(100)], True)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 2000)
    assert asked == []
    bar.setValue(bar.maximum() - 900)
    bar.setValue(bar.maximum())
    assert asked == [True]
    panel.add_conversations([conversation(f"{number:03}", number) for number in range(100, 200)], True)
    qtbot.waitUntil(lambda: bar.maximum() > 5000)
    assert asked == [True]
    bar.setValue(bar.maximum())
    assert asked == [True, True]
    panel.add_conversations([conversation("200", 200)], False)
    bar.setValue(0)
    bar.setValue(bar.maximum())
    assert asked == [True, True]


def test_a_page_that_does_not_fill_the_panel_asks_for_the_next(qtbot: QtBot, panel: HistoryPanel) -> None:
    with qtbot.waitSignal(panel.more_requested):
        panel.set_conversations(THREE, True)


def test_the_day_changes_while_the_window_is_open(panel: HistoryPanel, clock: Clock) -> None:
    view, _ = lists(panel)
    assert entries(view)[:4] == ["TODAY", "a", "YESTERDAY", "b"]
    clock.day += timedelta(days=1)
    look_at_date(panel)
    assert entries(view)[:2] == ["YESTERDAY", "a"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows knows no TZ")
def test_the_time_zone_is_set_while_the_window_is_open(
    panel: HistoryPanel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day is the same in both, and begins at another moment."""
    view, _ = lists(panel)
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    clock.day = date(2026, 11, 23)
    try:
        with monkeypatch.context() as patch:
            patch.setenv("TZ", "UTC")
            time.tzset()
            look_at_date(panel)
            panel.set_conversations([ConversationSummary("a", "Title a", late, late, False)], False)
            assert entries(view) == ["YESTERDAY", "a"]
            patch.setenv("TZ", "IST-5:30")
            time.tzset()
            look_at_date(panel)
            assert entries(view) == ["TODAY", "a"]
    finally:
        time.tzset()


def test_the_keyboard_follows_a_conversation_that_is_pinned(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    walk_to(qtbot, view, "c")
    panel.update_conversation(conversation("c", days=60, pinned=True))
    assert view.current_id() == "c"
    assert view.currentIndex().row() == 1


def test_new_chat_and_its_other_ways(qtbot: QtBot, panel: HistoryPanel) -> None:
    button = panel.findChild(NewChatButton)
    assert isinstance(button, NewChatButton)
    with qtbot.waitSignal(panel.new_chat_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    with qtbot.assertNotEmitted(panel.new_chat_requested):
        qtbot.mouseClick(button._others, Qt.MouseButton.LeftButton)
    assert button._menu.isVisible()
    with qtbot.waitSignal(panel.off_the_record_requested):
        trigger(button._menu, "New chat, off the record")
    with qtbot.waitSignal(panel.import_requested):
        trigger(button._menu, "Import a conversation...")
    button._menu.close()


@pytest.mark.parametrize("scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize(
    ("name", "lines"),
    [("Demo Owner", 1), ("Asha Nair", 1), ("Maximilian Oberländer", 2), ("Annemarie Schwarzenbeck", 2)],
)
def test_a_name_of_usual_length_is_read_whole(
    panel: HistoryPanel, name: str, lines: int, scale: float
) -> None:
    panel.set_look(real_look(text_scale=scale))
    panel.resize(panel.sizeHint().width(), 600)
    panel.set_account(name, "Front desk")
    panel.set_sign_in_offered(name == "Demo Owner")  # Whoever is signed in needs no button for it.
    person = panel._foot._person
    for part in (panel, panel._foot):
        layout = part.layout()
        assert layout is not None
        layout.activate()
    room = person.width() - panel._look.scaled(32) - 10
    shown = person.name_lines(room)
    font = Type.SMALL_STRONG.font(panel._look)
    # In a narrow font a name of two lines may stand in one.
    assert len(shown) == (1 if QFontMetricsF(font).horizontalAdvance(name) <= room else lines)
    assert [elided(font, line, room) for line in shown] == shown
    assert " ".join(shown) == name


def test_the_foot_tells_who_is_signed_in_and_opens_the_settings(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.set_account("Asha Nair", "Front desk")
    assert panel._foot._person.accessibleName() == "Signed in: Asha Nair, Front desk"
    with qtbot.waitSignal(panel.settings_requested):
        panel._foot._settings.click()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Asha Nair", "AN"), ("asha", "A"), ("Fatima de Souza", "FS"), ("", ""), ("आशा", "आ")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_screen_reader_finds_a_list_of_spoken_conversations(panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.role() == QAccessible.Role.List
    assert spoken.text(QAccessible.Text.Name) == "Conversations"
    item = spoken.child(1)
    assert item.role() == QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name) == f"Title a, today {NOW:%H:%M}"


def test_hovering_shows_the_dots_on_that_row_only(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    before = view.grab().toImage()
    at = QPointF(spot(view, "b"))
    QApplication.sendEvent(
        view.viewport(),
        QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            QPointF(view.viewport().mapToGlobal(at.toPoint())),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    after = view.grab().toImage()
    hovered = view.visualRect(view.indexAt(at.toPoint()))
    assert before.copy(hovered) != after.copy(hovered)
    above = hovered.translated(0, -2 * hovered.height())
    assert before.copy(above) == after.copy(above)


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_look_paints_rows_of_its_size(
    qtbot: QtBot, panel: HistoryPanel, mode: str, high_contrast: bool, scale: float
) -> None:
    look = real_look(mode, "purple", high_contrast=high_contrast, text_scale=scale)
    panel.set_look(look)
    panel.set_current("a")
    panel.set_account("Asha Nair", "Front desk")
    view, _ = lists(panel)
    image = panel.grab().toImage()
    assert view.visualRect(view.model().index(1, 0)).height() == round(36 * scale)
    assert panel.sizeHint().width() == round(264 * scale)
    assert image.pixelColor(3, 3).name() == look.colors["sidebar"].lower()
    outline = "control-border" if high_contrast else "border"
    assert image.pixelColor(image.width() - 1, 300).name() == look.colors[outline].lower()
    row = view.visualRect(view.model().index(1, 0)).translated(view.mapTo(panel, QPoint(0, 0)))
    inside = image.pixelColor(row.left() + 12, row.center().y())
    assert inside.name() == look.colors["list-selected-bg"].lower()


def test_devanagari_stands_on_the_baseline_of_latin(
    qapp: QApplication, qtbot: QtBot, panel: HistoryPanel
) -> None:
    install_fonts()
    before = qapp.font()
    qapp.setFont(application_font(1.0))
    view, _ = lists(panel)
    letters = []
    try:
        for title in ("Inter", "Inter नवंबर"):
            panel.set_conversations([ConversationSummary("x", title, NOW, NOW)], False)
            row = view.visualRect(view.model().index(1, 0))
            letters.append(view.grab().toImage().copy(18, row.top(), 34, row.height()))
    finally:
        qapp.setFont(before)
    assert letters[0] == letters[1], "the same letters at the same height, whatever follows them"
    assert len({letters[0].pixel(x, letters[0].height() // 2) for x in range(34)}) > 3, "letters are in it"


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "🇮🇳", "👍🏽"])
def test_a_title_is_never_cut_through_an_emoji(qapp: QApplication, emoji: str) -> None:
    title = f"Ask {emoji * 6}"
    cuts = {elided(QFont(), title, width).removesuffix("…") for width in range(20, 400, 3)}
    whole = {title[:count] for count in range(5)} | {f"Ask {emoji * count}" for count in range(7)}
    assert f"Ask {emoji * 2}" in cuts
    assert cuts <= whole


def test_the_keyboard_comes_to_the_conversation_that_is_open(qtbot: QtBot, panel: HistoryPanel) -> None:
    """Del and Return would else be for the row that was clicked before."""
    view, _ = lists(panel)
    panel.focus_search()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot(view, "b"))
    panel.set_current("b")
    panel.set_current("c")
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    with qtbot.waitSignal(panel.delete_requested) as asked:
        qtbot.keyClick(view, Key.Key_Delete)
    assert asked.args == ["c"]
    walk_to(qtbot, view, "b")
    panel.focus_search()
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert view.current_id() == "b", "who comes back to the list finds the arrows where they were"


def test_a_name_is_changed_in_the_row_that_was_asked_for(qtbot: QtBot, panel: HistoryPanel) -> None:
    view, _ = lists(panel)
    panel.focus_search()
    panel.set_current("c")
    view.setCurrentIndex(view.indexAt(spot(view, "b")))
    menu = opened_menu(qtbot, view)
    menu.hide()
    menu.rename_requested.emit("b")
    assert view.current_id() == "b"


def test_a_name_is_changed_in_the_conversation_of_the_menu_though_the_list_was_read_anew(
    qtbot: QtBot, panel: HistoryPanel
) -> None:
    """An import or an undone deletion brings all rows anew under an open menu: F2 went to the open one."""
    view, _ = lists(panel)
    panel.set_current("c")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=dots_of(view, "b"))
    menu = menu_of(view)
    panel.set_conversations([conversation("d"), *THREE], False)
    trigger(menu, "Rename")
    menu.hide()
    assert view.is_renaming and view.current_id() == "b"
    panel.set_conversations([conversation("d")], False)
    menu.rename_requested.emit("b")
    assert not view.is_renaming, "what is gone is not renamed, and nothing else in its place"


def test_rename_is_asked_for_again_beside_an_open_name(qtbot: QtBot, panel: HistoryPanel) -> None:
    """A click on a heading has Qt forget that a name is being typed: "editing failed"."""
    view, _ = lists(panel)
    walk_to(qtbot, view, "b")
    qtbot.keyClick(view, Key.Key_F2)
    heading = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert view.is_renaming
    with qtbot.assertNotEmitted(panel.delete_requested):
        qtbot.keyClick(view, Key.Key_Delete)
    view._rename()
    assert sum(not editor.isHidden() for editor in view.viewport().findChildren(QLineEdit)) == 1


def test_an_excerpt_is_asked_for_when_its_hit_comes_into_sight_and_once(
    qtbot: QtBot, panel: HistoryPanel
) -> None:
    _, found = lists(panel)
    known = (TextPiece("Rohan", True),)
    hits = [
        SearchHit(conversation(str(n)), (TextPiece("Title"),), f"m{n}", known if n < 30 else ())
        for n in range(50)
    ]
    asked: list[list[str]] = []
    panel.excerpts_requested.connect(asked.append)
    search(qtbot, panel, "rohan")
    panel.set_hits(hits)
    found.verticalScrollBar().setValue(1)
    assert not asked
    found.go_to(found.model().index(30, 0))
    found.go_to(found.model().index(49, 0))
    assert asked == [[f"m{n}" for n in range(30, 50)]]
    panel.set_excerpts({f"m{n}": known for n in range(30, 50)})
    spoken = found.model().index(49, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(": Rohan")
    search(qtbot, panel, "rohan kumar")
    panel.set_hits([hits[49]])
    qtbot.waitUntil(lambda: asked[1:] == [["m49"]])


def test_a_standing_search_is_brought_up_to_date_under_its_reader(qtbot: QtBot, panel: HistoryPanel) -> None:
    _, found = lists(panel)
    search(qtbot, panel, "rohan")
    with qtbot.waitSignal(panel.hits_outdated):
        panel.update_conversation(conversation("e"))
    excerpt = (TextPiece("Rohan", True),)
    hits = [SearchHit(conversation(str(n)), (TextPiece("Title"),), f"m{n}", excerpt) for n in range(40)]
    panel.set_hits(hits)
    found.go_to(found.model().index(30, 0))
    place = found.verticalScrollBar().value()
    assert place
    reset: list[None] = []
    found.model().modelReset.connect(lambda: reset.append(None))
    panel.set_hits([SearchHit(hit.conversation, hit.title, hit.message_id) for hit in hits])
    assert not reset, "the same rows stay as they are"
    assert all(found.model().index(row, 0).data(ENTRY).excerpt for row in range(40))
    panel.set_hits([*hits[:35], *hits[36:]])
    assert reset and found.current_id() == "30"
    assert found.verticalScrollBar().value() == place
