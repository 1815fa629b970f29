"""Keeps the follow-up questions of the last answers of this run, so that a conversation that is come back to offers
them again. They are not saved: after a while they would ask about a gym that is another one by then.
"""

from collections import OrderedDict
from collections.abc import Sequence

_MOST = 50


class LastSuggestions:
    """By the id of the answer that brought them."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def keep(self, answer_id: str, texts: Sequence[str]) -> None:
        """An answer brought these; of the oldest ones nothing is kept."""
        self._of[answer_id] = tuple(texts)
        while len(self._of) > _MOST:
            self._of.popitem(last=False)

    def of(self, answer_id: str) -> tuple[str, ...]:
        """What an answer brought; nothing where that is not known any more."""
        return self._of.get(answer_id, ())

    def forget(self) -> None:
        """Another person comes."""
        self._of.clear()
