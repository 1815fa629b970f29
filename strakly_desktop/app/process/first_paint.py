"""Waits until the person sees the window: what is not needed for that must not come before it.

Importing the HTTP stack in a thread holds the interpreter for a tenth of a second, and so would delay the
paint that it races with.
"""

from contextlib import suppress

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from strakly_desktop.rendering.guarded import Guarded

# A window that starts hidden behind a lock screen is never painted, and must connect all the same.
_AT_MOST = 1.0


class FirstPaint(Guarded, QObject):
    """Watches one window from before it is shown.

    Signals:
        painted(): the window is on the screen, with all that is in it, or was taken away again. Once.
    """

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # It watches the window alone, and asks nothing of its own: of a window that is going that may be gone already.
        # One that is closed before is hidden: nobody waits for it.
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Hide):
            watched.removeEventFilter(self)
            # The children are painted, and all of it is put on the screen, within the same event.
            QTimer.singleShot(0, self, self.painted.emit)
        return False

    async def wait(self, at_most: float = _AT_MOST) -> None:
        """Return once the window is on the screen, or after `at_most` seconds. To be called before it is."""
        import asyncio

        painted = asyncio.Event()
        self.painted.connect(painted.set)
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await painted.wait()


def show_until_painted(window: QWidget) -> None:
    """Show `window`, and return once it is painted, before there is a loop of asyncio, which costs a window 15 ms.

    What a person does waits meanwhile: nothing that listens to them could begin a task.
    """
    loop = QEventLoop()
    first_paint = FirstPaint(window)
    first_paint.painted.connect(loop.quit)
    QTimer.singleShot(round(_AT_MOST * 1000), loop, loop.quit)
    window.show()
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    window.removeEventFilter(first_paint)


async def show_and_wait(window: QWidget, at_most: float = _AT_MOST) -> None:
    """Show `window`, and return once it is painted, or after `at_most` seconds; at once where it is shown already."""
    if window.isVisible():
        return
    first_paint = FirstPaint(window)
    window.show()
    await first_paint.wait(at_most)
