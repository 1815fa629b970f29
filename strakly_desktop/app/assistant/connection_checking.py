"""Check connection: looks at the way to the assistant step by step, shows each as it is done, and copies a report."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from strakly_desktop.app.assistant.connection import Endpoint
from strakly_desktop.app.assistant.endpoint_choice import make_check
from strakly_desktop.chat.background_tasks import BackgroundTasks
from strakly_desktop.conversation.model import Branch
from strakly_desktop.rendering.look import Look

if TYPE_CHECKING:
    from strakly_desktop.client.checking.check_findings import Finding, Step
    from strakly_desktop.client.checking.connection_check import ConnectionCheck
    from strakly_desktop.ui.dialogs.connection_check import CheckLine, ConnectionCheckDialog

_NO_SERVER = "There is no assistant to connect to: the one of the demo is not running."


class ConnectionChecking(QObject):
    """Opens one dialog at a time and does what it asks for."""

    def __init__(
        self,
        endpoint: Callable[[], Endpoint | None],
        branch: Callable[[], Branch],
        about_app: str,
        parent: QObject,
    ) -> None:
        """`endpoint` and `branch` are those of a question that is asked now. `about_app` begins the report."""
        super().__init__(parent)
        self._endpoint = endpoint
        self._branch = branch
        self._about_app = about_app
        self._tasks = BackgroundTasks("check connection")
        self._open_one: _Checking | None = None

    def open(self, look: Look, window: QWidget) -> None:
        """Open the dialog over `window`, and begin."""
        if self._open_one is None:
            self._tasks.start(self._open(self._endpoint(), look, window))

    async def aclose(self) -> None:
        """Leave what is being checked."""
        await self._tasks.aclose()

    async def _open(self, endpoint: Endpoint | None, look: Look, window: QWidget) -> None:
        check = (
            await asyncio.to_thread(make_check, endpoint, self._branch()) if endpoint is not None else None
        )
        if self._open_one is not None or self._endpoint() is not endpoint:
            return  # One is open, or it is another person's way by now.
        from strakly_desktop.app.assistant.check_words import ANSWER_NOTE
        from strakly_desktop.ui.dialogs.connection_check import ConnectionCheckDialog

        subject = f"The way to the assistant at {check.host}" if check is not None else _NO_SERVER
        dialog = ConnectionCheckDialog(look, subject, ANSWER_NOTE, window)
        checking = _Checking(check, dialog, subject, self._about_app, self._tasks)
        self._open_one = checking
        dialog.finished.connect(self._leave)
        checking.look_at_all()
        dialog.open()

    def _leave(self) -> None:
        self._open_one = None
        self._tasks.cancel()


class _Checking:
    """One dialog, and what it shows of one pair of servers."""

    def __init__(
        self,
        check: "ConnectionCheck | None",
        dialog: "ConnectionCheckDialog",
        subject: str,
        about_app: str,
        tasks: BackgroundTasks,
    ) -> None:
        self._check = check
        self._dialog = dialog
        self._subject = subject
        self._about_app = about_app
        self._tasks = tasks
        self._findings: dict[Step, Finding] = {}
        self._running: Step | None = None
        dialog.again_requested.connect(self.look_at_all)
        dialog.answer_requested.connect(self._test_answer)
        dialog.stop_requested.connect(tasks.cancel)

    def look_at_all(self) -> None:
        """Every step but the test answer."""
        from strakly_desktop.client.checking.check_findings import Step

        self._findings = {}
        if self._check is None:
            self._show()
        elif self._running is None:
            self._start(Step.PROXY, self._look(self._check))

    def _test_answer(self) -> None:
        from strakly_desktop.client.checking.check_findings import Step

        if self._check is not None and self._running is None:
            self._findings.pop(Step.ANSWER, None)
            self._start(Step.ANSWER, self._answer(self._check))

    def _start(self, step: "Step", work: Coroutine[None, None, None]) -> None:
        self._begin(step)
        # However it ends, also where it was stopped before it began.
        self._tasks.start(work).add_done_callback(lambda _task: self._begin(None))

    async def _look(self, check: "ConnectionCheck") -> None:
        from strakly_desktop.app.assistant.check_words import step_of
        from strakly_desktop.client.checking.check_findings import Step

        order = list(Step)
        async with aclosing(check.steps()) as steps:
            async for finding in steps:
                step = step_of(finding)
                self._findings[step] = finding
                following = order[order.index(step) + 1]
                if following is not Step.ANSWER:
                    self._begin(following)
        self._tell()

    async def _answer(self, check: "ConnectionCheck") -> None:
        from strakly_desktop.client.checking.check_findings import Step

        self._findings[Step.ANSWER] = await check.try_answer()
        self._tell()

    def _begin(self, step: "Step | None") -> None:
        self._running = step
        self._show()

    def _tell(self) -> None:
        from strakly_desktop.app.assistant.check_words import summary

        if isValid(self._dialog):
            self._dialog.announce(summary(self._lines()))

    def _lines(self) -> "list[CheckLine]":
        from strakly_desktop.app.assistant.check_words import TITLES, line_for
        from strakly_desktop.ui.dialogs.connection_check import CheckLine, CheckState

        now = datetime.now().astimezone()
        return [
            line_for(self._findings[step], now)
            if step in self._findings
            else CheckLine(title, CheckState.RUNNING, "Checking...")
            if step is self._running
            else CheckLine(title, CheckState.WAITING, "Not checked yet.")
            for step, title in TITLES.items()
        ]

    def _show(self) -> None:
        from strakly_desktop.app.assistant.check_words import report
        from strakly_desktop.client.checking.check_findings import ServerWell, Step

        if not isValid(self._dialog):
            return  # It was closed, and what it asked for ends after it.
        lines = self._lines()
        found = list(self._findings.values())
        written = report(self._subject, self._about_app, lines, found, datetime.now().astimezone())
        is_there = isinstance(self._findings.get(Step.SERVER), ServerWell)
        self._dialog.show_lines(lines, written, running=self._running is not None, can_answer=is_there)
