"""What the desk's lists hold: who was found, who is in, whose membership ends this week, where the account may see."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from strakly_desktop.app.desk import desk_words as words
from strakly_desktop.app.desk.asked_branch import AskedBranchNow
from strakly_desktop.app.desk.desk_server import DeskServer
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.errors import ChatError, Refusal
from strakly_desktop.conversation.people import Expiring, Member, Membership
from strakly_desktop.ui.desk.desk_dialog import DeskList
from strakly_desktop.ui.desk.people_list import PersonRow

_FEWEST_LETTERS = 2
_CODE = re.compile(r"[0-9]{4}")
_FORBIDDEN = 403


class DeskLists(QObject):
    """One list at a time is shown; `text` is what is searched for.

    Signals:
        changed(): another list, other rows or other names.
    """

    changed = Signal()

    def __init__(self, server: DeskServer, branch: AskedBranchNow, parent: QObject) -> None:
        super().__init__(parent)
        self._server = server
        self._branch = branch
        self._is_wide = False
        self._tasks = BackgroundTasks("desk lists")
        self._searching: asyncio.Task[None] | None = None
        self.kind = DeskList.FOUND
        self.text = ""
        self.found_by = ""
        """What was searched for those who are listed as found now."""
        self.seen: Callable[[Member], Member] = lambda member: member
        """What may be seen of a member."""
        self._rows: dict[DeskList, list[PersonRow]] = {}
        self._notes: dict[DeskList, str] = {}
        self._denied: set[DeskList] = set()

    def begin(self) -> None:
        """Everything anew: the dialog has just been opened."""
        self.text = self.found_by = ""
        self._is_wide = False
        self._rows, self._notes, self._denied = {}, {DeskList.FOUND: words.START}, set()
        self._tasks.start(self._load(DeskList.IN_NOW, self._load_in_now()))
        self._tasks.start(self._load(DeskList.EXPIRING, self._load_expiring()))

    def choose(self, kind: DeskList) -> None:
        """Show this list; who is in is asked for again."""
        self.kind = kind
        if kind is DeskList.IN_NOW and kind in self._rows:
            self._tasks.start(self._load(kind, self._load_in_now()))
        self.changed.emit()

    def names(self) -> dict[DeskList, str]:
        """The lists that this account may see, with how many they hold."""
        return {
            kind: f"{kind.value} · {len(self._rows[kind])}"
            if kind is not DeskList.FOUND and kind in self._rows
            else kind.value
            for kind in DeskList
            if kind not in self._denied or kind is self.kind
        }

    def rows(self) -> list[PersonRow]:
        """Who is listed."""
        return self._rows.get(self.kind, [])

    def note(self) -> str:
        """What is to be said besides."""
        return self._notes.get(self.kind, "" if self.kind in self._rows else "Asking...")

    @property
    def can_widen(self) -> bool:
        """Whether who is meant could be of another branch, and that be asked."""
        rows = self._rows.get(DeskList.FOUND) if self.kind is DeskList.FOUND else None
        is_known = rows is None or (bool(rows) and rows[0].is_exact)
        return not is_known and not self._is_wide and self._branch().can_widen

    def look_everywhere(self) -> None:
        """Search in all branches, until everything begins anew."""
        self._is_wide = True
        self.search()

    def search(self) -> None:
        """Look for `text`; a search before it is given up, and its answer never shown."""
        if self._searching is not None:
            self._searching.cancel()
        text = self.text.strip()
        if len(text) < _FEWEST_LETTERS:
            self._rows.pop(DeskList.FOUND, None)
            self._notes[DeskList.FOUND] = words.START
            self.found_by = text
            self.changed.emit()
        else:
            self._searching = self._tasks.start(self._find(text))

    def stop(self) -> None:
        """Leave what is being asked."""
        self._tasks.cancel()

    async def aclose(self) -> None:
        """Leave what is being asked, and wait for that."""
        await self._tasks.aclose()

    async def _load(
        self,
        kind: DeskList,
        load: Coroutine[None, None, tuple[list[PersonRow], str]],
        found_by: str | None = None,
    ) -> None:
        try:
            self._rows[kind], self._notes[kind] = await load
        except ChatError as error:
            self._rows.pop(kind, None)
            self._notes[kind] = words.why(error)
            if isinstance(error, Refusal) and error.status == _FORBIDDEN:
                self._denied.add(kind)
        else:
            self._denied.discard(kind)
        if found_by is not None:
            self.found_by = found_by
        self.changed.emit()

    async def _find(self, text: str) -> None:
        await self._load(DeskList.FOUND, self._search(text), found_by=text)

    async def _search(self, text: str) -> tuple[list[PersonRow], str]:
        client = await self._server.client()
        asked, is_wide = self._branch(), self._is_wide
        branch_id = None if is_wide else asked.id
        by_code: Member | None = None
        if _CODE.fullmatch(text):
            by_code = await client.by_code(text, branch_id)
        found = [
            member
            for member in await client.find(text, branch_id)
            if by_code is None or member.id != by_code.id
        ]
        everybody = [*([by_code] if by_code is not None else []), *found]
        rows = words.found_rows([self.seen(member) for member in everybody])
        if by_code is not None:
            rows[0] = replace(rows[0], is_exact=True)
        return rows, words.found_note(rows, asked, is_wide=is_wide)

    async def _load_in_now(self) -> tuple[list[PersonRow], str]:
        asked = self._branch()
        rows = words.in_now_rows(await (await self._server.client()).today(asked.id))
        return rows, "" if rows else words.nobody_in(asked)

    async def _load_expiring(self) -> tuple[list[PersonRow], str]:
        asked = self._branch()
        found = await (await self._server.client()).expiring(asked.id)
        rows = words.expiring_rows(
            [replace(one, membership=self._seen_of(one)) for one in found], datetime.now().astimezone().date()
        )
        return rows, "" if rows else words.none_ends(asked)

    def _seen_of(self, one: Expiring) -> Membership:
        seen = self.seen(Member(one.member_id, one.name, membership=one.membership)).membership
        return seen or one.membership
