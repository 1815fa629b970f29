"""How many are in now, for the header: asked once a minute while somebody can see it, and at once after a check-in."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.conversation.errors import ChatError, Refusal

_APART_S = 60.0
_FOR_GOOD = (400, 401, 403, 404)


class PresenceCount(QObject):
    """Follows the connection: nothing is asked where nobody answers, nor of an account that may not know.

    Signals:
        counted(object): how many (int), None where it is not known.
    """

    counted = Signal(object)

    def __init__(
        self,
        server: DeskServer,
        branch_id: Callable[[], int | None],
        is_watched: Callable[[], bool],
        parent: QObject,
        *,
        apart_s: float = _APART_S,
    ) -> None:
        super().__init__(parent)
        self._server = server
        self._branch_id = branch_id
        self._is_watched = is_watched
        self._apart_s = apart_s
        self._tasks = BackgroundTasks("who is in")
        self._is_connected = False
        self._is_refused = False
        self._is_closed = False

    def note_state(self, state: ConnectionState) -> None:
        """The connection came, or went."""
        self._is_connected = state is ConnectionState.CONNECTED
        if not self._is_connected:
            self.counted.emit(None)
        self.look()

    def start_anew(self) -> None:
        """Another server or another person: what was known holds no more."""
        self._is_refused = False
        self.counted.emit(None)
        self.look()

    def look(self) -> None:
        """Ask now, and from now on once in a while."""
        self._tasks.cancel()
        if self._is_connected and not self._is_refused and not self._is_closed and _is_running():
            self._tasks.start(self._keep_looking())

    async def aclose(self) -> None:
        """Ask no more, whatever is told of the connection."""
        self._is_closed = True
        await self._tasks.aclose()

    async def _keep_looking(self) -> None:
        while not self._is_refused:
            if self._is_watched():
                self.counted.emit(await self._count())
            await asyncio.sleep(self._apart_s)

    async def _count(self) -> int | None:
        try:
            return await (await self._server.client()).present_count(self._branch_id())
        except Refusal as refusal:
            # It will not say, or is a server that has no such thing; one that is busy is asked again.
            self._is_refused = refusal.status in _FOR_GOOD
        except ChatError:
            pass
        return None


def _is_running() -> bool:
    """Whether there is a loop to ask in: not while the app is put together."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
