"""The desk's dialog at work: a scanned code, a member to find, who is in, whose membership ends this week.

One dialog for all of it: whatever is scanned or asked for next takes its place in it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from strakly_desktop.app.assistant.web_app import WebApp
from strakly_desktop.app.desk import desk_words as words
from strakly_desktop.app.desk.asked_branch import AskedBranch, AskedBranchNow
from strakly_desktop.app.desk.attendance import Attendance, Outcome
from strakly_desktop.app.desk.desk_lists import DeskLists
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.app.desk.desk_words import KnownMember
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.errors import ChatError
from strakly_desktop.conversation.people import Member
from strakly_desktop.rendering.look import Look
from strakly_desktop.ui.desk.desk_dialog import DeskDialog, DeskList
from strakly_desktop.ui.desk.member_card import CardLine, Tone
from strakly_desktop.ui.notices.notice import NoticeAction
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices


class MemberDesk(QObject):
    """Opens one dialog at a time.

    Signals:
        attendance_changed(): somebody was checked in or out.
        asked_about(str): the name of a member whom a question is to be about.
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
        notices: NoticeBar,
        seen: Callable[[Member], Member] = lambda member: member,
    ) -> None:
        """Where `web_app` is set up, a card leads there.

        `seen`: what may be seen of a member.
        """
        super().__init__(window)
        self._server = server
        self._branch = branch
        self._web_app = web_app
        self._look = look
        self._window = window
        self._notices = notices
        self._attendance = Attendance(server)
        self._tasks = BackgroundTasks("front desk")
        self._looking: asyncio.Task[None] | None = None
        self._dialog: DeskDialog | None = None
        self._lists = DeskLists(server, branch, self)
        self._lists.changed.connect(self._show_list)
        self._seen = self._lists.seen = seen
        self._known: KnownMember | None = None
        self._at_list = False
        self._scanned = ""
        self._typing = QTimer(self, singleShot=True, interval=180)
        self._typing.timeout.connect(self._lists.search)

    def find(self) -> None:
        """Open where a member is found."""
        self._open_list(DeskList.FOUND)

    def show_who_is_in(self) -> None:
        """Open the list of who is in."""
        self._open_list(DeskList.IN_NOW)

    def show_member(self, member_id: int) -> None:
        """Open one member's card."""
        self._open_card(self._look_up_member(member_id))

    def take_scan(self, code: str) -> None:
        """Somebody stands there with their code; whatever card is open makes room for theirs."""
        self._scanned = code
        self._open_card(self._look_up_code(code))

    def close(self) -> None:
        """Close the dialog, if it is open."""
        if self._dialog is not None:
            self._dialog.reject()

    async def aclose(self) -> None:
        """Leave what is being asked; a check-in that is on its way is waited for."""
        if self._looking is not None:
            self._looking.cancel()
        await self._lists.aclose()
        await self._tasks.finish()
        await self._attendance.aclose()

    def _opened(self) -> DeskDialog:
        if self._dialog is None:
            self._dialog = dialog = DeskDialog(self._look(), QApplication.activeModalWidget() or self._window)
            dialog.list_chosen.connect(self._choose_list)
            dialog.searched.connect(self._note_search)
            dialog.person_chosen.connect(self._choose_person)
            dialog.action_requested.connect(self._act)
            dialog.ask_requested.connect(self._ask_about)
            dialog.open_requested.connect(self._open_in_web_app)
            dialog.find_requested.connect(self.find)
            dialog.all_branches_requested.connect(self._look_everywhere)
            dialog.back_requested.connect(lambda: self._choose_list(self._lists.kind))
            dialog.finished.connect(lambda _result: self._leave(dialog))
            dialog.open()
        return self._dialog

    def _leave(self, dialog: DeskDialog) -> None:
        if dialog is not self._dialog:
            return
        self._dialog = self._known = None
        self._at_list = False
        self._typing.stop()
        self._lists.stop()
        if self._looking is not None:
            self._looking.cancel()

    def _open_list(self, kind: DeskList) -> None:
        dialog = self._opened()
        self._lists.begin()
        self._choose_list(kind)
        dialog.focus_list(kind)

    def _choose_list(self, kind: DeskList) -> None:
        self._known = None
        self._at_list = True
        self._lists.choose(kind)
        if self._dialog is not None:
            self._dialog.focus_list(kind)

    def _show_list(self) -> None:
        if self._dialog is not None and self._at_list:
            self._dialog.show_lists(self._lists.names())
            lists = self._lists
            self._dialog.show_list(lists.kind, lists.rows(), lists.note(), can_widen=lists.can_widen)
            self._dialog.set_listed(self._lists.found_by)

    def _note_search(self, text: str) -> None:
        self._lists.text = text
        self._typing.start()

    def _look_everywhere(self) -> None:
        if self._at_list:
            self._lists.look_everywhere()
        else:
            self._look_up(self._look_up_code(self._scanned, is_wide=True))

    def _choose_person(self, member_id: int) -> None:
        self._at_list = False
        self._look_up(self._look_up_member(member_id))

    def _open_card(self, work: Coroutine[None, None, None]) -> None:
        dialog = self._opened()
        if not self._at_list:
            dialog.forget_lists()
        self._at_list = False
        self._look_up(work)

    def _look_up(self, work: Coroutine[None, None, None]) -> None:
        """The last one asked for is shown: one before it is not waited for."""
        if self._looking is not None:
            self._looking.cancel()
        self._known = None
        self._looking = self._tasks.start(work)

    async def _look_up_code(self, code: str, *, is_wide: bool = False) -> None:
        assert self._dialog is not None
        self._dialog.show_card(words.looking_up(code))
        try:
            client = await self._server.client()
            asked = AskedBranch() if is_wide else self._branch()
            member = await client.by_code(code, asked.id)
            if member is None:
                self._dialog.show_card(words.not_found(code, asked))
                return
            whole = await self._whole(member)
            known = replace(whole, code=member.code or code)
            await self._show_known(known, words.SCANNED, is_away=is_wide)
        except ChatError as error:
            if self._dialog is not None:
                self._dialog.show_card(words.cannot_tell(f"Code {code}", error))

    async def _look_up_member(self, member_id: int) -> None:
        try:
            client = await self._server.client()
            await self._show_known(await client.member(member_id), words.TYPED)
        except ChatError as error:
            if self._dialog is not None:
                self._dialog.show_card(words.cannot_tell(f"Member {member_id}", error))

    async def _whole(self, member: Member) -> Member:
        """With the membership, where this account may see it."""
        try:
            return await (await self._server.client()).member(member.id)
        except ChatError:
            return member

    async def _show_known(self, member: Member, method: str, *, is_away: bool = False) -> None:
        asked = self._branch()
        # The backend knows a code in one branch alone: somebody of another one is asked after, and checked in, there.
        is_away = asked.is_of_another(member) or (is_away and asked.is_narrowed and not member.branch)
        branch_id = None if is_away else asked.id
        visit, is_known = await self._attendance.visit_of(member.id, branch_id)
        self._known = KnownMember(
            self._seen(member), visit, is_known, method, branch_id, asked.name if is_away else ""
        )
        self._show_card(None)

    def _show_card(self, news: CardLine | None) -> None:
        if self._dialog is None or self._known is None:
            return
        is_busy = self._attendance.is_changing(self._known.member.id)
        view = words.card_of(
            self._known, _today(), news, is_busy=is_busy, can_open=self._web_app.is_configured
        )
        self._dialog.show_card(view)

    def _act(self) -> None:
        if self._known is not None:
            told = partial(self._note_outcome, PersonNotices(self._notices))
            self._attendance.change(self._known, told)
            self._show_card(None)

    def _note_outcome(self, notices: PersonNotices, outcome: Outcome) -> None:
        self.attendance_changed.emit()
        member = outcome.known.member
        if self._dialog is not None and self._known is not None and self._known.member.id == member.id:
            self._known = replace(outcome.known, method=self._known.method)
            self._show_card(outcome.news)
        elif outcome.news.tone is Tone.BAD:
            # Another card is open by now, or none: they would be taken for one who is in.
            look = NoticeAction("Open card", lambda: self.show_member(member.id))
            notices.show_notice(words.unseen(outcome.known, outcome.news, look))

    def _ask_about(self) -> None:
        if self._known is not None and self._dialog is not None:
            name = self._known.member.name
            self._dialog.accept()
            self.asked_about.emit(name)

    def _open_in_web_app(self) -> None:
        if self._known is not None:
            target = self._web_app.resolve(f"/clients/{self._known.member.id}")
            if target is not None:
                self._web_app.open_url(target.url)


def _today() -> date:
    return datetime.now().astimezone().date()
