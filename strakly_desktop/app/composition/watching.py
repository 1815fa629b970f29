"""What the window hears while it lives: a second start, an upgrade, and the computer itself."""

import sys
from pathlib import Path

from strakly_desktop.app.composition.application import Application
from strakly_desktop.app.composition.system_news import SystemNews
from strakly_desktop.app.process.garbage_collection import GarbageCollection
from strakly_desktop.app.process.program.executable import is_packaged
from strakly_desktop.app.process.program.program_update import ProgramUpdate
from strakly_desktop.app.process.single_instance import SingleInstance, use_activation_token


class Watching:
    """From now on a second start and an upgrade reach the window; the computer's news with `listen`."""

    def __init__(self, application: Application, instance: SingleInstance) -> None:
        window = application.window
        GarbageCollection(window).start()
        instance.come_forward_requested.connect(use_activation_token)
        instance.come_forward_requested.connect(window.on_screen.come_forward)
        window.close_requested.connect(instance.stop_answering)
        if window.is_closing:
            instance.stop_answering()
        instance.listen()
        update = ProgramUpdate(Path(sys.executable), application.restart, window)
        update.notice_requested.connect(window.notices.show_notice)
        if is_packaged():
            update.watch()
        self._news = SystemNews(application.connection, application.locking, window)

    def listen(self) -> None:
        """Begin to hear what the computer tells of itself: for after the start."""
        self._news.listen()

    def close(self) -> None:
        """Hear nothing more."""
        self._news.close()
