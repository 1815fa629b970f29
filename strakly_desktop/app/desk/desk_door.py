"""Where the desk's dialog is asked for; what shows it is imported when it is, for most starts never need it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.desk.asked_branch import AskedBranchNow
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.conversation.people import Member
from strakly_desktop.rendering.look import Look

if TYPE_CHECKING:
    from strakly_desktop.app.desk.member_desk import MemberDesk
    from strakly_desktop.ui.notices.notice_bar import NoticeBar


class DeskDoor(QObject):
    """Makes the MemberDesk once.

    Signals:
        attendance_changed(), asked_about(str): see MemberDesk.
    """

    attendance_changed = Signal()
    asked_about = Signal(str)

    def __init__(
        self,
        server: DeskServer,
        branch: AskedBranchNow,
        web_app: WebApp,
        look: Callable[[], Look],
        window: QWidget,
        notices: "NoticeBar",
    ) -> None:
        """As a MemberDesk takes it."""
        super().__init__(window)
        self._parts = (server, branch, web_app, look, window, notices)
        self.seen: Callable[[Member], Member] = lambda member: member
        """What may be seen of a member, whose card is opened from now on."""
        self._server = server
        self._desk: MemberDesk | None = None

    def find(self) -> None:
        """Open where a member is found."""
        self._opened().find()

    def show_who_is_in(self) -> None:
        """Open the list of who is in."""
        self._opened().show_who_is_in()

    def show_member(self, member_id: int) -> None:
        """Open one member's card."""
        self._opened().show_member(member_id)

    def take_scan(self, code: str) -> None:
        """Somebody stands there with their code."""
        self._opened().take_scan(code)

    def close(self) -> None:
        """Close the dialog, if it is open: what it shows is of the person who was here."""
        if self._desk is not None:
            self._desk.close()

    async def aclose(self) -> None:
        """Leave what is being asked, and close the connections."""
        if self._desk is not None:
            await self._desk.aclose()
        await self._server.aclose()

    def _opened(self) -> "MemberDesk":
        if self._desk is None:
            from strakly_desktop.app.desk.member_desk import MemberDesk

            self._desk = MemberDesk(*self._parts, self.seen)
            self._desk.attendance_changed.connect(self.attendance_changed)
            self._desk.asked_about.connect(self.asked_about)
        return self._desk
