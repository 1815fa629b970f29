"""Brings the list of a gym's branches, and tries again where the backend does not answer for a while.

A list that has come holds until another one comes. To take it back with a network that wakes up late would ask about
all branches where one was chosen, and nothing would say so.
"""

import asyncio
import itertools
from collections.abc import Sequence
from typing import Protocol

from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.errors import ChatError, FailureKind, Refusal
from strakly_desktop.conversation.model import Branch

AGAIN_AFTER_S = (2.0, 5.0, 15.0, 60.0, 300.0)
_UNAUTHORIZED = 401
_PASSING = frozenset(
    {
        FailureKind.HOST_UNKNOWN,
        FailureKind.NETWORK,
        FailureKind.RATE_LIMITED,
        FailureKind.REFUSED,
        FailureKind.SERVER_ERROR,
        FailureKind.TIMEOUT,
        FailureKind.TRUNCATED,
    }
)
"""What a backend says that is being started anew, or a network that has only just come back."""


class BranchSource(Protocol):
    """Where the branches of a gym come from."""

    async def branches(self, gym_id: int) -> tuple[Branch, ...]: ...
    async def aclose(self) -> None: ...


class BranchNews(Protocol):
    """Who is told what came."""

    def tell_branches(self, branches: tuple[Branch, ...]) -> None: ...
    def tell_no_branches(self) -> None: ...
    def tell_backend_refusal(self, refusal: Refusal) -> None: ...


class BranchList:
    """Of one endpoint at a time; `is_asked` is set once it is known what can be known of its branches now."""

    def __init__(self, news: BranchNews, again_after: Sequence[float] = AGAIN_AFTER_S) -> None:
        """`again_after`: the seconds before each further try; the last repeats."""
        self._news = news
        self._again_after = tuple(again_after)
        self._tasks = BackgroundTasks("branches")
        self._is_told = False
        self.is_asked = asyncio.Event()

    def begin_anew(self) -> None:
        """Another endpoint, or another person at it."""
        self._tasks.cancel()
        self._is_told = False
        self.is_asked.clear()

    def look(self, source: BranchSource, gym_id: int) -> None:
        """Ask now, in place of whatever is being asked or waited for."""
        self._tasks.cancel()
        self._tasks.start(self._load(source, gym_id))

    def have_none(self) -> None:
        """There is nobody to be asked."""
        self.is_asked.set()

    async def aclose(self) -> None:
        """Ask for nothing more."""
        await self._tasks.aclose()

    async def _load(self, source: BranchSource, gym_id: int) -> None:
        for pause in itertools.chain(self._again_after, itertools.repeat(self._again_after[-1])):
            try:
                branches = await source.branches(gym_id)
                self._tell(branches)
                if not branches:
                    self._news.tell_no_branches()
                return
            except ChatError as error:
                if not self._is_told:
                    self._tell(())  # No picker then; the chat works without one.
                self.is_asked.set()
                if isinstance(error, Refusal) and error.status == _UNAUTHORIZED:
                    self._news.tell_backend_refusal(error)
                if error.failure.kind not in _PASSING:
                    self._news.tell_no_branches()
                    return
            await asyncio.sleep(pause)

    def _tell(self, branches: tuple[Branch, ...]) -> None:
        self._is_told = True
        self._news.tell_branches(branches)
        self.is_asked.set()
