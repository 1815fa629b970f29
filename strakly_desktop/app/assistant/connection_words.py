"""What the header and the empty page say of the connection: whether it stands, and whether the sign-in still holds.

A server that answers is no help to whom it does not know any more, so the sign-in's trouble comes first.
"""

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.assistant.sign_in import SIGN_IN_ADVICE, SIGN_IN_WORDS, SignIn
from strakly_desktop.conversation.model import ConnectionState
from strakly_desktop.ui.window.main_window import MainWindow

_WORDS = {
    ConnectionState.CONNECTING: "Connecting",
    ConnectionState.CONNECTED: "Connected",
    ConnectionState.RECONNECTING: "Reconnecting",
    ConnectionState.OFFLINE: "Offline",
}


class ConnectionWords(QObject):
    """Follows both and shows the worse of them."""

    def __init__(self, connection: Connection, sign_in: SignIn, window: MainWindow) -> None:
        super().__init__(window)
        self._sign_in = sign_in
        self._window = window
        self._state = ConnectionState.CONNECTING
        connection.state_changed.connect(self._note_state)
        sign_in.state_changed.connect(self._show)
        self._show()

    def _note_state(self, state: ConnectionState) -> None:
        self._state = state
        self._show()

    def _show(self, _state: object = None) -> None:
        trouble = SIGN_IN_WORDS.get(self._sign_in.state, "")
        if trouble:
            self._window.set_connection(ConnectionState.OFFLINE, trouble, SIGN_IN_ADVICE)
            self._window.empty_state.set_trouble(trouble, SIGN_IN_ADVICE)
        else:
            self._window.set_connection(self._state, _WORDS[self._state])
            self._window.empty_state.set_trouble("", "")
