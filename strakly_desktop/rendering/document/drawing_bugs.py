"""Notes bugs of drawing without any text of an answer, each place once: a long answer would log it a thousand times."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_DEPTH = 24

_log = logging.getLogger(__name__)
T = TypeVar("T")


class DrawingBugs:
    """What has gone wrong while one page was drawn."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def attempt(self, draw: Callable[[], T], instead: Callable[[], T]) -> T:
        """Draw something; where that fails, for whatever reason, note it and do something simpler `instead`."""
        try:
            return draw()
        except Exception as error:  # noqa: BLE001 - a bug anywhere in drawing must not cost the rest of an answer
            self.note(error)
            return instead()

    def note(self, error: Exception) -> None:
        """Log the type and the places of an error. Its message may quote an answer (one-time passwords)."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)]
        known = f"{type(error).__name__} at {places[0] if places else 'unknown place'}"
        if known not in self._known:
            self._known.add(known)
            _log.error("could not draw: %s <- %s", known, " <- ".join(places[1:_DEPTH]))
