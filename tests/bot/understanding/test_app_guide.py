"""What the app's menus and keys do is no client's name: it is done, or the person is told how."""

from datetime import date

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.reading_alone import TODAY, calls_of, read_alone

from strakly_desktop.bot.understanding.reading import read
from strakly_desktop.bot.understanding.requests import OF_THE_APP, EnquiryDraft, State
from strakly_desktop.bot.understanding.smalltalk import NOT_UNDERSTOOD
from strakly_desktop.ui.history.menu import ConversationMenu
from strakly_desktop.ui.history.top import NewChatButton
from strakly_desktop.ui.window.window_menu import WindowMenu

_NEED_MORE = ("Rename", "Pin", "Delete", "Larger", "Smaller", "Back to 100 %", "PNG", "SVG")
"""Alone they are no sentence; how they are said with what they are done to stands below."""


def _entries(menu: QMenu) -> list[str]:
    return [
        text
        for action in menu.actions()
        if (text := action.text().split("\t")[0].rstrip("."))
        and action.menu() is None
        and text not in _NEED_MORE
    ]


def test_every_entry_of_the_menus_is_done_or_told(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window, begin = WindowMenu(real_look(), parent), NewChatButton(real_look(), parent)
    row = ConversationMenu(parent)
    exports, view = window.submenus()[:2]
    own = _entries(window) + [f"export conversation as {each}" for each in _entries(exports)]
    own += [f"{each} theme" for each in _entries(window.submenus()[2])] + _entries(view)
    own += _entries(row) + _entries(begin.findChildren(QMenu)[0])
    assert len(own) > 20
    for text in own:
        reading = read_alone(text.lower())
        assert reading.say or all(each.intent in OF_THE_APP for each in reading.requests), text
        assert reading.say != NOT_UNDERSTOOD, text


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("lock the screen", "Ctrl+L"),
        ("lock", "Ctrl+L"),
        ("please lock this computer", "Ctrl+L"),
        ("lok the screen", "Ctrl+L"),
        ("screen lock karo", "Ctrl+L"),
        ("desk lock kar do", "Ctrl+L"),
        ("how do I lock the desk?", "Ctrl+L"),
        ("स्क्रीन लॉक करो", "Ctrl+L"),
        ("लॉक करो", "Ctrl+L"),
        ("do not lock the screen", "did nothing"),
        ("hide the screen", "F8"),
        ("screen chhupao", "F8"),
        ("hide the amounts", "F9"),
        ("sign in", "Sign in"),
        ("log me in", "Sign in"),
        ("login karna hai", "Sign in"),
        ("who is signed in?", "foot of the history"),
        ("switch user", "Sign out"),
        ("change my password", "Change password"),
        ("forgot password", "card"),
        ("पासवर्ड बदलना है", "Change password"),
        ("set a pin", "PIN"),
        ("delete this conversation", "Del"),
        ("delete chat", "Del"),
        ("clear chat", "Del"),
        ("chat delete karo", "Del"),
        ("चैट डिलीट करो", "Del"),
        ("bring back the deleted chat", "Undo"),
        ("clear history", "Settings"),
        ("rename this chat to Dues", "F2"),
        ("pin this conversation", "right"),
        ("show history", "Ctrl+B"),
        ("open history", "Ctrl+B"),
        ("history dikhao", "Ctrl+B"),
        ("इतिहास दिखाओ", "Ctrl+B"),
        ("search all conversations", "Ctrl+K"),
        ("search conversations for dues", "Ctrl+K"),
        ("clear the queue", "three questions"),
        ("about this app", "About"),
        ("version", "About"),
        ("which version is this", "About"),
        ("check for updates", "About"),
        ("show me the tour", "help"),
        ("keyboard shortcuts", "Keyboard shortcuts"),
        ("shorcuts", "Keyboard shortcuts"),
        ("check connection", "Check connection"),
        ("is the server up", "Check connection"),
        ("import conversations", "Import"),
        ("backup", "Back up"),
        ("off the record chat", "off the record"),
        ("open table", "Ctrl+T"),
        ("stop the answer", "Esc"),
        ("text size", "larger text"),
        ("font size change karo", "larger text"),
        ("full screen", "title bar"),
        ("full screen karo", "title bar"),
        ("close the app", "title bar"),
        ("app band karo", "title bar"),
        ("restart the app", "title bar"),
        ("find a member", "Ctrl+G"),
        ("change language", "Hindi"),
        ("share this chat", "export"),
        ("save this", "export"),
        ("attach a file", "Ctrl+V"),
        ("paste", "Ctrl+V"),
        ("open the web app", "dashboard"),
        ("scroll to the top", "Home"),
        ("edit my question", "Up"),
        ("reload", "Ask again"),
        ("system down", "Check connection"),
        ("who am I?", "foot of the history"),
        ("rename", "F2"),
    ],
)
def test_what_is_not_on_the_allow_list_is_told(message: str, told: str) -> None:
    reading = read(message, State(), (), TODAY)
    assert not reading.look_up
    assert reading.requests == ()
    assert told in reading.say
    assert len(reading.say) < 260


def test_a_question_beside_it_is_answered_and_the_way_told_under_it() -> None:
    reading = read_alone("lock the screen and show pending dues")
    assert [call for call, _ in calls_of("lock the screen and show pending dues")] == ["get_unpaid_dues"]
    assert "Ctrl+L" in reading.say
    assert "Ctrl+L" in read_alone("pending dues, then lock").say
    assert [call for call, _ in calls_of("revenue this month, then lock the screen")] == ["get_revenue"]


@pytest.mark.parametrize(
    ("message", "tool"),
    [
        ("find Asha", "get_client_details"),
        ("Asha history", "get_client_details"),
        ("attendance history of Asha Rao", "get_client_visits"),
        ("open Asha Rao's page", "search_clients"),
        ("open enquiries", "get_enquiries_list"),
        ("find members", "get_clients_list"),
        ("members with pending dues about 5000", ""),
        ("rename Rahul Rao to Rahul Roy", ""),
        ("system theme", "change_theme"),
    ],
)
def test_a_question_for_the_gym_stays_one(message: str, tool: str) -> None:
    assert "Ctrl+" not in read_alone(message).say
    assert [call for call, _ in calls_of(message)][:1] == ([tool] if tool else [])


def test_an_enquiry_that_is_taken_down_meanwhile_goes_on() -> None:
    draft = EnquiryDraft(name="Ravi Kumar")
    reading = read("lock the screen", State(draft=draft), (), date(2026, 11, 22))
    assert "Ctrl+L" in reading.say
    assert reading.state.draft == draft


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("export this conversation", "pdf"),
        ("save the chat as a file", "pdf"),
        ("export", "xlsx"),
        ("export this conversation as markdown", "md"),
        ("export the table", "xlsx"),
    ],
)
def test_a_conversation_is_exported_as_one(message: str, value: str) -> None:
    ((tool, arguments),) = calls_of(message)
    assert (tool, arguments["command"], arguments["value"]) == ("ask_app", "export", value)
