"""Connects what the desk does beside the chat: members, who is in, and the check of the connection."""

from strakly_desktop import __version__
from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.assistant.connection_checking import ConnectionChecking
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.presenter import ChatPresenter
from strakly_desktop.app.desk.asked_branch import asked_branch
from strakly_desktop.app.desk.desk_door import DeskDoor
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.app.desk.presence import PresenceCount
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.ui.window.main_window import MainWindow


def connect_check(
    connection: Connection, session: ChatSession, presenter: ChatPresenter, window: MainWindow
) -> ConnectionChecking:
    """Check connection: from the menu, and from a failure on the way."""
    checking = ConnectionChecking(
        lambda: connection.endpoint, lambda: session.branch, f"Version {__version__}", window
    )
    for wish in (window.menu.connection_check_requested, presenter.connection_check_requested):
        wish.connect(lambda: checking.open(window.look, window))
    return checking


def connect_desk(
    connection: Connection,
    session: ChatSession,
    presenter: ChatPresenter,
    web_app: WebApp,
    window: MainWindow,
) -> tuple[DeskDoor, PresenceCount]:
    """Scanned codes, members, and how many are in."""
    server = DeskServer(lambda: connection.endpoint, connection.until_known)
    desk = DeskDoor(
        server, lambda: asked_branch(session), web_app, lambda: window.look, window, window.notices
    )
    window.menu.find_member_requested.connect(desk.find)
    window.header.presence_requested.connect(desk.show_who_is_in)
    presenter.member_requested.connect(desk.show_member)

    def take_scan(code: str) -> None:
        # Under the sign-in card nobody is at the desk yet.
        if window.privacy.content.isEnabled():
            desk.take_scan(code)

    window.code_scanned.connect(take_scan)

    def ask_about(name: str) -> None:
        window.composer.insert_text(f"{name} ")
        window.composer.focus_input()

    desk.asked_about.connect(ask_about)
    presence = PresenceCount(server, lambda: session.branch.id, lambda: not window.isMinimized(), window)
    presence.counted.connect(window.header.set_presence)
    connection.state_changed.connect(presence.note_state)
    connection.endpoint_changed.connect(lambda _endpoint: presence.start_anew())
    window.header.branch_named.connect(lambda _name: presence.look())
    desk.attendance_changed.connect(presence.look)
    return desk, presence
