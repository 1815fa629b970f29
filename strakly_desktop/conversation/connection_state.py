"""Whether the assistant can be reached, for the first picture, which shows no conversation."""

from enum import Enum


class ConnectionState(Enum):
    """Whether the assistant can be reached."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"
