"""The settings dialog: what it shows comes back, what the gym set stays, and nothing is deleted by one press."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QWidget
from support.looks import real_look

from strakly_desktop.ui.controls.form_fields import ChoiceButton
from strakly_desktop.ui.controls.managed_settings import ManagedSettings
from strakly_desktop.ui.dialogs.settings import Address, SettingsDialog, SettingsForm
from strakly_desktop.ui.window.window_menu import ACCENTS, MODES

FORM = SettingsForm("https://bot.example", "https://app.example", 1.25, 90, True)
SCALES = (0.8, 1.0, 1.25, 2.0)


@pytest.fixture
def open_dialog(qtbot: Any) -> Any:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def opened(
        form: SettingsForm = FORM,
        locks: ManagedSettings | None = None,
        text_scale: float = 1.0,
        gym_server: str = "",
    ) -> SettingsDialog:
        look = real_look(text_scale=text_scale)
        dialog = SettingsDialog(
            look,
            form,
            locks or ManagedSettings(),
            SCALES,
            "The demo gym",
            window,
            gym_server=gym_server,
            themes=MODES,
            accents=ACCENTS,
        )
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    return opened


def button(dialog: QWidget, name: str) -> QAbstractButton:
    (found,) = (
        found
        for found in dialog.findChildren(QAbstractButton)
        if found.accessibleName().startswith(name) and found.isVisibleTo(dialog)
    )
    return found


def line(dialog: QWidget, name: str) -> QLineEdit:
    (found,) = (found for found in dialog.findChildren(QLineEdit) if found.accessibleName() == name)
    return found


def choose(dialog: QWidget, name: str, words: str) -> None:
    (action,) = (
        action for action in button(dialog, name).findChildren(QMenu)[0].actions() if action.text() == words
    )
    action.trigger()


def words_of(dialog: QWidget) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)]


def saved(qtbot: Any, dialog: SettingsDialog) -> SettingsForm:
    with qtbot.waitSignal(dialog.save_requested) as asked:
        button(dialog, "Save").click()
    form: SettingsForm = asked.args[0]
    return form


@pytest.mark.parametrize(
    "form", [FORM, SettingsForm("", "", 1.0, None, False), replace(FORM, keep_history_days=14)]
)
def test_what_is_not_touched_comes_back_as_it_was(qtbot: Any, open_dialog: Any, form: SettingsForm) -> None:
    assert saved(qtbot, open_dialog(form)) == form


def test_everything_can_be_changed(qtbot: Any, open_dialog: Any) -> None:
    dialog = open_dialog()
    for name, text in (("Assistant address", " https://a.example "), ("Web app address", "")):
        line(dialog, name).selectAll()
        QTest.keyClick(line(dialog, name), Qt.Key.Key_Delete)
        QTest.keyClicks(line(dialog, name), text)
    choose(dialog, "Keep conversations", "For ever")
    choose(dialog, "Text size", "200 %")
    choose(dialog, "Theme", "Dark")
    choose(dialog, "Accent", "Purple")
    button(dialog, "Open when I sign in").click()
    assert saved(qtbot, dialog) == SettingsForm(
        "https://a.example", "", 2.0, None, False, theme="dark", accent="purple"
    )


def test_it_begins_with_what_is_seen_every_day_and_ends_with_addresses(open_dialog: Any) -> None:
    dialog = open_dialog()
    assert dialog.focusWidget() is button(dialog, "Theme")
    heights = [
        button(dialog, "Theme"),
        button(dialog, "Text size"),
        button(dialog, "Clear all history"),
        button(dialog, "Enter its address"),
        line(dialog, "Web app address"),
    ]
    tops = [one.mapTo(dialog._page, one.rect().topLeft()).y() for one in heights]
    assert tops == sorted(tops)


def test_the_server_of_the_gym_is_told_and_changed_where_one_signs_in(qtbot: Any, open_dialog: Any) -> None:
    dialog = open_dialog(gym_server="gym.example.com")
    assert "gym.example.com. One signs in there." in words_of(dialog)
    with qtbot.waitSignal(dialog.server_change_requested):
        button(dialog, "Change...").click()
    locked = open_dialog(gym_server="gym.example.com", locks=ManagedSettings(server=True))
    assert "gym.example.com. Set by your gym." in words_of(locked)
    assert not button(locked, "Change...").isEnabled()


def test_all_of_it_is_reached_and_done_by_keyboard(qtbot: Any, open_dialog: Any) -> None:
    dialog = open_dialog()
    names = []
    for _ in range(12):
        focused = dialog.focusWidget()
        names.append(focused.accessibleName())
        if isinstance(focused, ChoiceButton):
            QTest.keyClick(focused, Qt.Key.Key_Down)
            (menu,) = focused.findChildren(QMenu)
            assert menu.isVisible()
            menu.close()
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == [
        "Theme: As the system",
        "Accent: Green",
        "Text size: 125 %",
        "Lock when nobody is here: Never",
        "Open when I sign in to this computer",
        "Keep conversations: 90 days",
        "Clear all history...",
        "Enter its address...",
        "Assistant address",
        "Web app address",
        "Cancel",
        "Save",
    ]
    with qtbot.waitSignal(dialog.save_requested):
        QTest.keyClick(line(dialog, "Assistant address"), Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_is_wrong_with_an_address_stands_under_it_until_it_is_mended(open_dialog: Any) -> None:
    dialog = open_dialog()
    field = line(dialog, "Web app address")
    dialog.show_error(Address.WEB_APP, "This is no web address.")
    assert "This is no web address." in words_of(dialog)
    assert field.accessibleDescription() == "This is no web address."
    assert dialog.focusWidget() is field
    QTest.keyClicks(field, "x")
    assert "This is no web address." not in words_of(dialog)
    assert "This is no web address." not in field.accessibleDescription()


def test_what_the_gym_set_is_shown_and_cannot_be_changed(qtbot: Any, open_dialog: Any) -> None:
    locks = ManagedSettings(server=True, web_app=True, text_scale=True, keep_history=True, autostart=True)
    dialog = open_dialog(locks=locks)
    assert words_of(dialog).count("Set by your gym") == 6
    controls = [
        line(dialog, "Assistant address"),
        line(dialog, "Web app address"),
        button(dialog, "Keep conversations"),
        button(dialog, "Text size"),
        button(dialog, "Open when I sign in"),
    ]
    for control in controls:
        assert not control.isEnabled()
        assert "Set by your gym" in control.toolTip()
    assert saved(qtbot, dialog) == FORM


@pytest.mark.parametrize(
    ("before", "words", "warns"),
    [(90, "30 days", True), (None, "365 days", True), (90, "365 days", False), (90, "For ever", False)],
)
def test_keeping_less_says_that_it_deletes(
    open_dialog: Any, before: int | None, words: str, warns: bool
) -> None:
    dialog = open_dialog(replace(FORM, keep_history_days=before))
    choose(dialog, "Keep conversations", words)
    assert ("Older conversations are deleted when you save." in words_of(dialog)) is warns


def test_history_is_cleared_only_after_a_question(qtbot: Any, open_dialog: Any) -> None:
    dialog = open_dialog()
    with qtbot.assertNotEmitted(dialog.clear_history_requested):
        button(dialog, "Clear all history").click()
        assert dialog.focusWidget() is button(dialog, "Keep them")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
        assert dialog.focusWidget() is button(dialog, "Clear all history")
        button(dialog, "Clear all history").click()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    button(dialog, "Clear all history").click()
    with qtbot.waitSignal(dialog.clear_history_requested):
        button(dialog, "Delete all history").click()
    assert "All conversations are being deleted." in words_of(dialog)
    dialog.tell_clearing("Nothing was deleted.")
    assert "Nothing was deleted." in words_of(dialog)
    assert "All conversations are being deleted." not in words_of(dialog)


def test_at_200_percent_it_fits_the_screen_and_what_is_asked_comes_into_sight(
    qtbot: Any, open_dialog: Any
) -> None:
    dialog = open_dialog(text_scale=2.0)
    assert dialog.screen().availableGeometry().height() >= dialog.height()
    button(dialog, "Clear all history").click()
    delete = button(dialog, "Delete all history")

    def is_in_sight() -> bool:
        return bool(delete.visibleRegion().boundingRect() == delete.rect())

    qtbot.waitUntil(is_in_sight)


def test_it_follows_a_change_of_the_look_while_it_is_open(open_dialog: Any) -> None:
    dialog = open_dialog()
    before = button(dialog, "Save").height()
    dialog.set_look(real_look("dark", text_scale=2.0))
    dialog.layout().activate()
    assert button(dialog, "Save").height() == 2 * before


def test_nothing_of_the_form_is_cut_in_a_small_window_with_large_text(qtbot: Any, open_dialog: Any) -> None:
    """At 1024 by 768, twice as fine, and with text of 200 %: fields ended beyond the dialog's right edge."""
    dialog = open_dialog(text_scale=2.0)
    button(dialog, "Clear all history").click()
    dialog.setMinimumWidth(1)
    dialog.resize(440, 330)
    page = dialog._page
    qtbot.waitUntil(lambda: page.width() <= dialog._form_area.viewport().width())
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page):
            assert part.mapTo(page, part.rect().topRight()).x() < page.width(), part
    tick = button(dialog, "Open when I sign in")
    assert tick.height() > tick.sizeHint().height(), "its words stand in more than one line"
    dialog.resize(900, 700)
    qtbot.waitUntil(lambda: tick.height() == tick.sizeHint().height())
