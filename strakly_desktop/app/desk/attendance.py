"""Checks members in and out. Nothing is sent twice by itself.

Of what has no answer the list of today tells whether it came through. Whoever scans the next one meanwhile reads of the
former all the same, should they not be in.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from strakly_desktop.app.desk import desk_words as words
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.app.desk.desk_words import KnownMember
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.errors import ChatError, Refusal
from strakly_desktop.conversation.people import Visit
from strakly_desktop.ui.desk.member_card import CardLine, Tone


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: `known` is what is known of the member now, `news` says what was done, or why it was not."""

    known: KnownMember
    news: CardLine


class Attendance:
    """One change at a time for each member."""

    def __init__(self, server: DeskServer) -> None:
        self._server = server
        self._changing: set[int] = set()
        self._tasks = BackgroundTasks("attendance")

    def is_changing(self, member_id: int) -> bool:
        """Whether somebody is being checked in or out."""
        return member_id in self._changing

    def change(self, known: KnownMember, settled: Callable[[Outcome], None]) -> None:
        """Check them out where they are in, else in. `settled` hears that it is done, or refused, or in the dark."""
        if not self.is_changing(known.member.id):
            self._changing.add(known.member.id)
            self._tasks.start(self._change(known, settled))

    async def visit_of(self, member_id: int, branch_id: int | None) -> tuple[Visit | None, bool]:
        """Today's visit of a member in a branch, None for any, the open one before all; and whether it is known."""
        try:
            visits = await (await self._server.client()).today(branch_id)
        except ChatError:
            return None, False
        own = [visit for visit in visits if visit.member_id == member_id]
        return next((visit for visit in own if visit.is_in), own[0] if own else None), True

    async def aclose(self) -> None:
        """Wait for what is on its way."""
        await self._tasks.finish()

    async def _change(self, known: KnownMember, settled: Callable[[Outcome], None]) -> None:
        try:
            outcome = await self._settled(known)
        finally:
            self._changing.discard(known.member.id)
        settled(outcome)

    async def _settled(self, known: KnownMember) -> Outcome:
        done = words.checked_out if known.is_in else partial(words.checked_in, at=known.counts_for)
        try:
            visit: Visit | None = await self._sent(known)
            assert visit is not None
            news, is_known = done(visit), True
            if visit.member_id != known.member.id:
                news = words.somebody_else(known.member.name, visit.name)
                visit, is_known = await self.visit_of(known.member.id, known.branch_id)
        except ChatError as error:
            # Where no answer came it may have been done all the same: what the list of today says now counts.
            visit, is_known = await self.visit_of(known.member.id, known.branch_id)
            is_done = not isinstance(error, Refusal) and visit is not None and visit.is_in != known.is_in
            news = done(visit) if is_done and visit else words.refusal_line(known.member.name, error)
        if self._server.forgets and news.tone is Tone.GOOD:
            news = words.in_demo(news)
        return Outcome(replace(known, visit=visit, is_today_known=is_known), news)

    async def _sent(self, known: KnownMember) -> Visit:
        client = await self._server.client()
        if known.visit is not None and known.is_in:
            return await client.check_out(known.visit.id, self._server.staff_id)
        return await client.mark(known.member.code, self._server.staff_id, known.method, known.branch_id)
