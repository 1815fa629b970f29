"""Starts the app and keeps the event loop until its window is closed.

Until the window is painted the loop is Qt's own: asyncio, and what stands on it, is imported then.
"""

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from strakly_desktop.app.composition.bug_reports import BugReports
from strakly_desktop.app.composition.first_picture import FirstPicture, first_picture
from strakly_desktop.app.process.bug_report import describe_without_text, open_log
from strakly_desktop.app.process.first_paint import show_until_painted
from strakly_desktop.app.process.program.interpreter import import_asyncio
from strakly_desktop.app.process.single_instance import SingleInstance
from strakly_desktop.app.process.termination import TerminationSignals
from strakly_desktop.app.settings.arguments import Arguments, parse_arguments
from strakly_desktop.app.settings.settings import Directories, SettingsError
from strakly_desktop.theme.resources import ResourceError
from strakly_desktop.theme.theme import ThemeDataError

if TYPE_CHECKING:
    from strakly_desktop.app.composition.application import Application
    from strakly_desktop.app.composition.watching import Watching
    from strakly_desktop.app.process.event_loop import EventLoop

_TELL_WHY = (SettingsError, ResourceError, ThemeDataError)
_WITHOUT_CLIPBOARD = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})


def run(argv: Sequence[str]) -> int:
    """Open the app and return its exit status when the window is closed: 1 where it could not be opened."""
    arguments = parse_arguments(argv)
    directories = Directories.find(arguments.home, os.environ)
    instance = SingleInstance(directories.settings)
    if not arguments.tour and not instance.claim(os.environ):
        return 0
    open_log(directories.logs)
    qt = QApplication(["strakly-desktop"])
    qt.setApplicationName("strakly-desktop")
    qt.setDesktopFileName("strakly-desktop")
    qt.setQuitOnLastWindowClosed(False)
    bugs = BugReports()
    termination = TerminationSignals(qt)
    shown: FirstPicture | Exception
    try:
        shown = first_picture(qt, arguments, os.environ)
        bugs.show_in(shown.window.notices)
        termination.received.connect(shown.window.close_now)
        termination.install()
        if not shown.start.settings.is_locked:
            show_until_painted(shown.window)
    except Exception as error:  # noqa: BLE001 - raised again where there is a loop to tell it
        shown = error
    with _event_loop(qt) as loop:
        bugs.follow(loop)
        try:
            application = loop.run_until_complete(_complete(qt, shown))
            watching = _watch(application, instance)
            loop.run_until_complete(application.open())
            watching.listen()
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told rather than shown nothing
            reason = str(error) if isinstance(error, _TELL_WHY) else ""
            if not reason:
                bugs.hooks.report(error)
            instance.release()
            termination.restore()
            loop.run_until_complete(_fail(shown, reason, "" if reason else describe_without_text(error)))
            return 1
        loop.run_until_complete(_live(application, arguments))
    termination.restore()
    watching.close()
    instance.release()
    if application.restart.is_wanted:
        from strakly_desktop.app.process.program.executable import program_command
        from strakly_desktop.app.process.program.restart import start_again

        # As at the end of the process: a manager of the clipboard gets what the app put there.
        qt.shutdown()
        start_again([*program_command(), *argv])
    drop_unkept_copy(qt)
    return 0


def drop_unkept_copy(qt: QApplication) -> None:
    """Drop what was copied where the display has no clipboard of its own, as on one without a screen.

    Nobody could paste it after the end; Qt would destroy it after Python has ended, and crash.
    """
    if QApplication.instance() is qt and qt.platformName() in _WITHOUT_CLIPBOARD:
        qt.clipboard().clear()


def _event_loop(qt: QApplication) -> "EventLoop":
    import_asyncio()
    import asyncio

    from strakly_desktop.app.process.background import worker_threads
    from strakly_desktop.app.process.event_loop import EventLoop

    loop = EventLoop(qt, already_running=False)
    loop.set_default_executor(worker_threads())
    asyncio.set_event_loop(loop)
    return loop


async def _complete(qt: QApplication, shown: FirstPicture | Exception) -> "Application":
    if isinstance(shown, Exception):
        raise shown
    from strakly_desktop.app.composition.after_first_paint import complete_after_first_paint

    return await complete_after_first_paint(qt, shown)


def _watch(application: "Application", instance: SingleInstance) -> "Watching":
    # As all that is not needed for the first paint.
    from strakly_desktop.app.composition.watching import Watching

    return Watching(application, instance)


async def _fail(shown: FirstPicture | Exception, reason: str, details: str) -> None:
    if isinstance(shown, FirstPicture):
        # It looks like an app, and nothing stands behind it.
        shown.window.hide()
    # Most starts need no such window.
    from strakly_desktop.app.composition.start_failure import show_start_failure

    await show_start_failure(reason, details)


async def _live(application: "Application", arguments: Arguments) -> None:
    import asyncio

    closed = asyncio.ensure_future(application.closed.wait())
    if arguments.tour:
        from strakly_desktop.app.tour import FrameRecorder, Tour

        window = application.window
        recorder = FrameRecorder(window, arguments.record) if arguments.record else None
        start = partial(Tour, application.session, window.composer, window.suggestions)
        showing = start(window.new_chat_requested.emit, recorder)
        window.privacy.lock_changed.connect(showing.hold)
        tour = asyncio.ensure_future(showing.play())
        await asyncio.wait((closed, tour), return_when=asyncio.FIRST_COMPLETED)
        tour.cancel()
        if recorder is not None:
            window.close()
    await closed
    await application.put_away()
