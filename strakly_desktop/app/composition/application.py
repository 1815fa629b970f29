"""What lives as long as the window, from the first paint until all is put away."""

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import Qt

from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.assistant.connection_checking import ConnectionChecking
from strakly_desktop.app.assistant.endpoint_choice import ServerLink
from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.chat.drafts import Drafts
from strakly_desktop.app.chat.history import History
from strakly_desktop.app.chat.server_history import ServerHistory
from strakly_desktop.app.desk.desk_door import DeskDoor
from strakly_desktop.app.desk.presence import PresenceCount
from strakly_desktop.app.files.answer_commands import Answers
from strakly_desktop.app.files.closing import Closing
from strakly_desktop.app.files.exports import Exports
from strakly_desktop.app.files.history_backup import HistoryBackup
from strakly_desktop.app.process.first_paint import show_and_wait
from strakly_desktop.app.process.garbage_collection import keep_what_start_up_made
from strakly_desktop.app.process.program.restart import Restart
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.preferences import Preferences
from strakly_desktop.app.settings.settings_saver import SettingsSaver
from strakly_desktop.app.sign_in.locking import Locking
from strakly_desktop.app.sign_in.person_change import PersonChange
from strakly_desktop.app.sign_in.signing_in import SigningIn
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.ui.transcript.view import TranscriptView
from strakly_desktop.ui.window.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that lives as long as the window."""

    window: MainWindow
    transcript: TranscriptView
    session: ChatSession
    history: History
    drafts: Drafts
    connection: Connection
    checking: ConnectionChecking
    desk: DeskDoor
    presence: PresenceCount
    server: ServerLink
    signing_in: SigningIn
    person: PersonChange
    server_history: ServerHistory
    locking: Locking
    themes: ThemeManager
    appearance: Appearance
    saver: SettingsSaver
    preferences: Preferences
    answers: Answers
    exports: Exports
    closing: Closing
    backup: HistoryBackup
    web_app: WebApp
    restart: Restart
    closed: asyncio.Event
    """Set when the person, or the system, wants the window closed: also before it lives."""

    async def live(self) -> None:
        """Show the window, connect after its first paint, and return when it was closed and all is put away."""
        await self.open()
        await self.closed.wait()
        await self.put_away()

    async def open(self) -> None:
        """Show the window, if it is not shown yet nor closed already, and begin to connect once it is painted.

        Also for one that is closed: what was typed in it belongs into the history, which comes with the connection.
        """
        if not self.window.is_closing:
            await show_and_wait(self.window)
        keep_what_start_up_made()
        self.connection.state_changed.connect(keep_what_start_up_made, Qt.ConnectionType.SingleShotConnection)
        self.connect()

    def connect(self) -> None:
        """Begin to reach the assistant and the saved conversations, beside everything else."""
        self.signing_in.begin()
        self.preferences.apply_at_start()

    async def put_away(self) -> None:
        """Stop the turn, save what is remembered, close every socket and the local bot."""
        self.session.stop_turn()
        self.appearance.remember_geometry(self.window.on_screen.geometry_text())
        self.window.hide()
        self.transcript.finish_copies()
        await self.session.finish_cancelling()
        await self.server_history.aclose()
        await self.locking.aclose()
        await self.signing_in.aclose()
        await self.saver.finish()
        await self.answers.aclose()
        await self.closing.aclose()
        await self.exports.aclose()
        await self.backup.aclose()
        # A draft of a new conversation needs its row.
        await self.history.finish_saving()
        await self.person.aclose()
        await self.drafts.aclose()
        await self.history.aclose()
        await self.checking.aclose()
        await self.presence.aclose()
        await self.desk.aclose()
        await self.connection.aclose()
        await self.server.aclose()
