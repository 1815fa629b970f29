"""Collects cyclic garbage on the GUI thread alone.

Python collects in whichever thread happens to allocate. A worker thread (a DNS look-up, an import) that collects
a QObject destroys it there, and Qt crashes at the next tick of that object's timers.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250


def keep_what_start_up_made() -> None:
    """Take what was made so far out of garbage collection for good.

    A full collection walks every module, class and widget, and comes every few hundred tokens. The first paint
    is one moment for it; the first word about the connection is another: by then the HTTP stack is imported too.
    Collecting before would hold up the window for 25 ms, and find some 80 objects.
    """
    gc.freeze()


class GarbageCollection(QObject):
    """From start() on, garbage is collected by a timer of this object's thread and by nothing else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect_due)

    def start(self) -> None:
        """Take over from Python's own collection, for the rest of the process."""
        gc.disable()
        self._timer.start()

    def collect_due(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python itself would have."""
        due = [
            at
            for at, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit
        ]
        if due:
            gc.collect(due[-1])
