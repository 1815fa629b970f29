"""Brings the messages of an opened conversation onto the page: the last ones at once, earlier ones above them.

A page of fifty takes ten frames' time to write, and one long answer as many. The reader sees the end first; the rest
is written between frames and never moves what is on screen. What a long day has left far above goes the other way:
every edit of a document costs a little for all that stands in it, so the page gives its first turns back, and parts of
a long answer while its end still comes, and they come again as earlier ones do.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTextEdit

from strakly_desktop.rendering.document.messages_apart import MessagesApart
from strakly_desktop.rendering.document.shown_messages import (
    AnswerPart,
    ShownMessage,
    id_of,
    taken_off,
    units,
    with_others,
    with_source_line,
    without_last_parts,
)

_AT_ONCE = 3
_SHORT = 4_000
"""Characters that are written at once."""
_SCREENS_ABOVE = 2
_BROUGHT_BACK = 25
"""Turns that come again together."""
_BROUGHT_BACK_LENGTH = 40_000
"""Characters that do: parts of an answer are longer."""


class EarlierMessages(QObject):
    """Writes turns above what is there, a slice of one per pass of the event loop. A turn is a question and its answer,
    or a part of it.

    Signals:
        wanted(): the reader comes near the top and there are messages before the ones that are here.
        settled(): all that was handed over is on the page.
    """

    wanted = Signal()
    settled = Signal()

    def __init__(
        self,
        begin: Callable[[Sequence[ShownMessage]], MessagesApart],
        begin_below: Callable[[Sequence[ShownMessage]], MessagesApart],
        insert: Callable[[MessagesApart], None],
        may_write: Callable[[], bool],
        view: QTextEdit,
    ) -> None:
        """`begin` begins to write messages apart, `begin_below` at the end of the page; `insert` puts them above all
        others, or ends those; `may_write`: it may be now."""
        super().__init__(view)
        self._begin = begin
        self._begin_below = begin_below
        self._insert = insert
        self._may_write = may_write
        self._view = view
        self._turns: deque[list[ShownMessage]] = deque()
        self._below: deque[list[ShownMessage]] = deque()
        """What comes below what is on the page, before all that comes above."""
        self._given_back: list[list[ShownMessage]] = []
        self._apart: MessagesApart | None = None
        self._is_empty = True
        self._has_earlier = False
        self._is_asked = False
        self._is_to_paint = False
        self._pass = QTimer(self, singleShot=True, interval=0)
        self._pass.timeout.connect(self._write_slice)
        view.verticalScrollBar().valueChanged.connect(self.look)

    @property
    def is_settled(self) -> bool:
        """Whether all that was handed over is on the page."""
        return not self._turns and not self._below and self._apart is None

    @property
    def has_more(self) -> bool:
        """Whether there are messages that are not on the page yet."""
        return self._has_earlier or bool(self._given_back) or not self.is_settled

    @property
    def comes_above(self) -> bool:
        """Whether more is about to stand above what is on the page."""
        return bool(self._turns) or (self._apart is not None and not self._apart.in_place)

    @property
    def comes_below(self) -> bool:
        """Whether more is about to stand below what is on the page."""
        return bool(self._below) or self._is_apart_below

    @property
    def _is_apart_below(self) -> bool:
        return self._apart is not None and self._apart.in_place and not self._is_empty

    def clear(self) -> None:
        """Drop what waits to be written."""
        self._pass.stop()
        self._turns.clear()
        self._below.clear()
        self._given_back.clear()
        self._apart = None
        self._is_empty = True
        self._has_earlier = self._is_asked = False

    def add(self, messages: Sequence[ShownMessage], has_earlier: bool) -> None:
        """Take messages that stand right above those handed over so far. `has_earlier`: there are more before."""
        self._is_asked = False
        self._has_earlier = has_earlier
        if self._given_back:
            # Asked for before: what the page has given back since then comes first.
            self._given_back[:0] = units(messages)
        else:
            self._turns.extendleft(reversed(units(messages)))
        # From the right: the newest first. A page without any is settled with the next pass, too.
        self._pass.start()

    def give_back(self, messages: Sequence[ShownMessage]) -> None:
        """Keep messages that were taken off the top of the page, on which all is that was handed over."""
        assert self.is_settled
        self._given_back += units(messages)

    def put_back(self, messages: Sequence[ShownMessage], first: int | None = None) -> None:
        """Take messages that stood on the page and shall be written again: from the last one upwards, or what begins
        with the `first` one, then what comes below that, and then what comes above."""
        below = self._units_below
        if self._apart is not None and not self._is_apart_below:
            self._turns.append(list(self._apart.messages))
        self._apart = None
        self._below.clear()
        written = taken_off(messages)
        if first is None:
            self._turns.extend([*units(written), *below])
        else:
            self._turns.extend(units(written[:first]))
            rest = units(written[first:])
            # Where nothing was on the page yet, what is to come first still does.
            self._turns.extend(rest[:1])
            self._below.extend([*rest[1:], *below])
        self._is_empty = True
        self._pass.start()

    def replace(self, messages: Mapping[str, ShownMessage]) -> bool:
        """Hold these in place of the messages with their ids; whether any of them was being written."""
        self._turns = deque(unit for turn in self._turns for unit in units(with_others(turn, messages)))
        self._below = deque(unit for turn in self._below for unit in units(with_others(turn, messages)))
        self._given_back = [unit for turn in self._given_back for unit in units(with_others(turn, messages))]
        apart = self._apart
        if apart is None or not any(id_of(message) in messages for message in apart.messages):
            return False
        others = units(with_others(apart.messages, messages))
        if self._is_apart_below:
            self._below.extendleft(reversed(others))
        else:
            self._turns.extend(others)
        self._apart = None
        return True

    def set_source_line(self, message_id: str, line: str) -> None:
        """Hold an answer that is not on the page with another line of sources; what is being written begins anew."""

        def named(unit: Sequence[ShownMessage]) -> list[ShownMessage]:
            return [with_source_line(message, message_id, line) for message in unit]

        self._turns = deque(map(named, self._turns))
        self._given_back = [named(unit) for unit in self._given_back]
        apart = self._apart
        if apart is not None and named(apart.messages) != list(apart.messages):
            self._apart = None
            self._turns.append(named(apart.messages))

    @property
    def parts_above(self) -> list[AnswerPart]:
        """The parts of the answer that opens the page, which are not on it."""
        found: list[AnswerPart] = []
        for unit in self._from_below():
            rest, parts = without_last_parts(unit)
            found[:0] = parts
            if rest:
                break
        return found

    @property
    def tables_above(self) -> int:
        """How many tables the answer that opens the page has which are not on it."""
        from strakly_desktop.rendering.tables.table_data import tables_of

        parts = self.parts_above
        return sum(len(tables_of(part.text)) if part.tables is None else part.tables for part in parts)

    def drop_parts(self) -> None:
        """The answer that opens the page is whole there, and its parts are not wanted any more."""
        if self._apart is not None:
            self._turns.append(list(self._apart.messages))
            self._apart = None
        for held in (self._turns, self._given_back):
            while held:
                rest, _ = without_last_parts(held.pop())
                if rest:
                    held.append(rest)
                    return

    def holds(self, message_id: str) -> bool:
        """Whether a message, or a part of one, is not on the page."""
        waiting = (*self._units_below, *self._from_below())
        return any(id_of(one) == message_id for unit in waiting for one in unit)

    @property
    def all_above(self) -> list[ShownMessage]:
        """All that is to stand above what is on the page, from its top."""
        return [message for unit in reversed([*self._from_below()]) for message in unit]

    @property
    def all_below(self) -> list[ShownMessage]:
        """All that is to stand below what is on the page, to its end."""
        return list(chain.from_iterable(self._units_below))

    @property
    def _units_below(self) -> list[list[ShownMessage]]:
        begun = [self._apart.messages] if self._apart is not None and self._is_apart_below else []
        return [*begun, *self._below]

    def _from_below(self) -> Iterator[Sequence[ShownMessage]]:
        """What is to stand above what is on the page, beginning right above it."""
        if self._apart is not None and not self._is_apart_below:
            yield self._apart.messages
        yield from reversed(self._turns)
        yield from reversed(self._given_back)

    def fail(self) -> None:
        """What was asked for does not come now: the next look asks again."""
        self._is_asked = False

    def write_first(self) -> None:
        """Write at once what the reader sees first, if that is short."""
        written = 0
        for _ in range(min(_AT_ONCE, len(self._turns))):
            written += sum(len(message.shown) for message in self._turns[-1])
            if written > _SHORT:
                return
            self._write_whole()

    def write_last(self) -> None:
        """Write at once the last turn, where nothing is on the page yet: something will stand below it."""
        if self._is_empty and not self.is_settled:
            self._write_whole()

    def write_all(self) -> None:
        """Write at once all that waits."""
        while not self.is_settled:
            self._write_whole()
        self.go_on()

    def write_from(self, message_id: str) -> None:
        """Write at once all that waits, and of what was given back all from a message on, where it has it."""
        has_it = (any(id_of(message) == message_id for message in turn) for turn in self._given_back)
        first = next((at for at, has in enumerate(has_it) if has), None)
        if first is not None:
            self._bring_back(first)
        self.write_all()

    def bring_back(self) -> bool:
        """Bring again all that was given back, between frames; False where there is nothing of it."""
        self._bring_back(0)
        self.go_on()
        return not self.is_settled

    def _bring_back(self, first: int) -> None:
        self._turns.extendleft(reversed(self._given_back[first:]))
        del self._given_back[first:]

    def go_on(self) -> None:
        """Go on writing, where something waits."""
        if not self.is_settled and not self._pass.isActive():
            self._pass.start()

    def look(self) -> None:
        """See whether the reader comes near the top, and ask for more."""
        # Asked for anew: the wrapper of a part that Qt made goes invalid when it is kept.
        bar = self._view.verticalScrollBar()
        if bar.value() < _SCREENS_ABOVE * bar.pageStep():
            self.ask()

    def ask(self) -> None:
        """Bring again what was given back, or ask for more, unless that is done already or there are none."""
        if self._given_back and self.is_settled:
            lengths = accumulate(sum(len(one.shown) for one in unit) for unit in reversed(self._given_back))
            count = 1 + sum(length < _BROUGHT_BACK_LENGTH for length in lengths)
            self._bring_back(max(0, len(self._given_back) - min(count, _BROUGHT_BACK)))
            self._pass.start()
        elif self._has_earlier and not self._is_asked and self.is_settled:
            self._is_asked = True
            self.wanted.emit()

    def _write_whole(self) -> None:
        self._put(self._apart or self._begin_next())

    def _begin_next(self) -> MessagesApart:
        if self._below and not self._is_empty:
            return self._begin_below(self._below.popleft())
        return self._begin(self._turns.pop())

    def _put(self, apart: MessagesApart) -> None:
        self._apart, self._is_empty = None, False
        self._is_to_paint = True
        self._insert(apart)

    def _write_slice(self) -> None:
        if self._is_to_paint and not self.is_settled:
            # Qt paints what came above in the same round of the event loop: the two would hold up a key together.
            self._is_to_paint = False
            self._pass.start()
            return
        self._is_to_paint = False
        in_place = self._apart is not None and self._apart.in_place
        if not self.is_settled and not in_place and not self._may_write():
            return  # The end of the answer that streams goes on here.
        if self._apart is None and not self.is_settled:
            self._apart = self._begin_next()
        if self._apart is not None and self._apart.go_on():
            self._put(self._apart)
        if not self.is_settled:
            self._pass.start()
        else:
            self.settled.emit()
            self.look()
