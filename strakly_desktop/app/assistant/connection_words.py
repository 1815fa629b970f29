"""What the header and the empty page say of the connection: whether it stands, and whether the sign-in still holds.

A server that answers is no help to whom it does not know any more, so the sign-in's trouble comes first.
"""

from PySide6.QtCore import QObject

from strakly_desktop.app.assistant.connection import Connection
from strakly_desktop.app.assistant.sign_in import SIGN_IN_WORDS, SignIn, advice_for
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.ui.composer.empty_state import EmptyState
from strakly_desktop.ui.window.header import Header

_WORDS = {
    ConnectionState.CONNECTING: "Connecting",
    ConnectionState.CONNECTED: "Connected",
    ConnectionState.RECONNECTING: "Reconnecting",
    ConnectionState.OFFLINE: "Offline",
}


class ConnectionWords(QObject):
    """Follows both and shows the worse of them."""

    def __init__(
        self, connection: Connection, sign_in: SignIn, header: Header, empty_state: EmptyState
    ) -> None:
        super().__init__(header)
        self._sign_in = sign_in
        self._header = header
        self._empty_state = empty_state
        self._state = ConnectionState.CONNECTING
        connection.state_changed.connect(self._note_state)
        sign_in.state_changed.connect(self._show)
        self._show()

    def _note_state(self, state: ConnectionState) -> None:
        self._state = state
        self._show()

    def _show(self, _state: object = None) -> None:
        trouble = SIGN_IN_WORDS.get(self._sign_in.state, "")
        self._header.set_sign_in_offered(bool(trouble))
        if trouble:
            advice = advice_for(self._sign_in.state)
            self._header.set_connection(ConnectionState.OFFLINE, trouble, advice)
            self._empty_state.set_trouble(trouble, advice)
        else:
            self._header.set_connection(self._state, _WORDS[self._state])
            self._empty_state.set_trouble("", "")
