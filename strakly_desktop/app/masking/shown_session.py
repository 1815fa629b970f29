"""The session as the screen gets it, where the gym masks values for a role: the one way on which they are taken out.

Whatever shows, copies, prints or exports a conversation stands behind it, and has nothing to tell that was not let out
here. The session itself, and what is saved, keep every word. With an answer its question is shown, for a while.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from strakly_desktop.app.masking.on_screen import Viewing
from strakly_desktop.app.settings.site_masking import SiteMasking
from strakly_desktop.chat.session import ChatSession
from strakly_desktop.conversation.errors import Failure
from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.rendering.masking.masker import TextMasker, masked, masked_line
from strakly_desktop.rendering.masking.values import MaskKind
from strakly_desktop.rendering.writing.turn_writer import ValuesState

SHOWN_MS = 30_000
_MOST_KEPT = 400


class ShownSession(QObject):
    """One session with its values masked for whoever is at the desk, unless their role is not masked.

    Signals:
        turn_started(Message, Message), token_received(str), turn_finished(Message), turn_stopped(Message),
        turn_failed(Message, Failure), branch_named(tuple),
        conversation_opened(ConversationSummary, tuple): as those of ChatSession.
        values_changed(tuple): messages that show their values now, or do not any more.
        values_hidden(): values that could be seen until now cannot any more, wherever they went from the page.
    """

    turn_started = Signal(object, object)
    token_received = Signal(str)
    turn_finished = Signal(object)
    turn_stopped = Signal(object)
    turn_failed = Signal(object, object)
    branch_named = Signal(tuple)
    conversation_opened = Signal(object, tuple)
    values_changed = Signal(tuple)
    values_hidden = Signal()

    def __init__(self, session: ChatSession, masking: SiteMasking, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._masking = masking
        self._kinds = frozenset(map(MaskKind, masking.kinds))
        # Until it is known who is at the desk, nobody sees anything.
        self._masks = True
        self._revealed: set[str] = set()
        self._kept: dict[str, tuple[str, str]] = {}
        self._masker: TextMasker | None = None
        self._running: list[str] = []
        self._streamed = 0
        # Public for its end to be brought about.
        self.hiding = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.hiding.timeout.connect(self.hide_values)
        self.busy_line_changed: SignalInstance = session.busy_line_changed
        self.action_requested: SignalInstance = session.action_requested
        self.command_requested: SignalInstance = session.command_requested
        self.suggestions_changed: SignalInstance = session.suggestions_changed
        self.running_changed: SignalInstance = session.running_changed
        self.context_lost: SignalInstance = session.context_lost
        self.context_doubted: SignalInstance = session.context_doubted
        self.conversation_cleared: SignalInstance = session.conversation_cleared
        session.conversation_cleared.connect(self._forget)
        session.turn_started.connect(self._start)
        session.token_received.connect(self._take)
        session.turn_finished.connect(lambda answer: self.turn_finished.emit(self._ended(answer)))
        session.turn_stopped.connect(lambda answer: self.turn_stopped.emit(self._ended(answer)))
        session.turn_failed.connect(self._fail)
        session.branch_named.connect(lambda messages: self.branch_named.emit(tuple(self.masked(messages))))
        session.conversation_opened.connect(self._open)

    @property
    def masks(self) -> bool:
        """Whether values are masked for whoever is at the desk."""
        return self._masks

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self.masked(self._session.messages))

    @property
    def running_text(self) -> str:
        return "".join(self._running)

    @property
    def summary(self) -> ConversationSummary | None:
        found = self._session.summary
        return None if found is None else replace(found, title=self.line(found.title))

    @property
    def is_running(self) -> bool:
        return self._session.is_running

    @property
    def is_saved(self) -> bool:
        return self._session.is_saved

    def retry(self) -> bool:
        """Ask the last question again, with every word of it."""
        return self._session.retry()

    def expect(self, role: str, *, is_somebody: bool) -> None:
        """Somebody of this role comes to the desk, see `set_role`: mask from now on, if it is for them."""
        if self._masking.applies_to(role, is_somebody=is_somebody):
            self.set_role(role, is_somebody=is_somebody)

    def set_role(self, role: str, *, is_somebody: bool) -> bool:
        """Who is at the desk now; not `is_somebody`: the demo gym is. Whether other things may be seen for it."""
        masks = self._masking.applies_to(role, is_somebody=is_somebody)
        if masks == self._masks:
            return False
        before = self.messages
        self._masks = masks
        self._revealed.clear()
        self._kept.clear()
        changed = [
            now
            for old, now in zip(before, self.messages, strict=True)
            if old.state is not MessageState.STREAMING
        ]
        if changed:
            self.values_changed.emit(tuple(changed))
        if masks:
            self.values_hidden.emit()
        return True

    def masked(self, messages: Iterable[Message]) -> list[Message]:
        """Messages of any conversation as they may be seen."""
        return [self._seen(message) for message in messages]

    def mask_for_export(
        self,
    ) -> Callable[[ConversationSummary, Sequence[Message]], tuple[ConversationSummary, list[Message]]]:
        """What masks a conversation as it may be seen now, at any later time and in any thread."""
        masks, kinds, revealed = self._masks, self._kinds, frozenset(self._revealed)

        def seen(message: Message) -> Message:
            return message if message.id in revealed else replace(message, text=masked(message.text, kinds))

        def seen_whole(
            summary: ConversationSummary, messages: Sequence[Message]
        ) -> tuple[ConversationSummary, list[Message]]:
            if not masks:
                return summary, list(messages)
            return replace(summary, title=masked_line(summary.title, kinds)), list(map(seen, messages))

        return seen_whole

    def viewing(self) -> Viewing:
        """What can be seen now: it is over as soon as a value is hidden that is shown now."""
        masked_then, shown_then = self._masks, frozenset(self._revealed)

        def is_over() -> bool:
            return self._masks and not (masked_then and shown_then <= self._revealed)

        return Viewing(is_over, lambda text: masked(text, self._kinds))

    def line(self, text: str) -> str:
        """A title, a notice or another short text as it may be seen; it may have been cut off at its end."""
        return masked_line(text, self._kinds) if self._masks else text

    def excerpt(self, text: str) -> str:
        """A part of a text, cut anywhere: no figure in it can be told from an amount."""
        return masked_line(text, self._kinds, is_part=True) if self._masks else text

    def phone(self, text: str) -> str:
        """A telephone number, however it is written."""
        return self.line(f"Phone {text}").removeprefix("Phone ") if text else ""

    def searched(self, query: str) -> str:
        """What of a question may be looked for: a hit would tell that a hidden value is there."""
        if not self._masks:
            return query
        return " ".join(word for word in query.split() if not any(map(_is_of_value, word)))

    def values_of(self, message_id: str) -> ValuesState:
        """Whether an answer, or its question, has values; and whether they are shown."""
        if not self._masks:
            return ValuesState.NONE
        if message_id in self._revealed:
            return ValuesState.SHOWN
        return ValuesState.HIDDEN if self._hides(message_id) else ValuesState.NONE

    def toggle_values(self, message_id: str = "") -> None:
        """Show the values of an answer and its question for a while, or hide them; "": of the last that has any."""
        answers = [
            message
            for message in self._session.messages
            if message.role is Role.ASSISTANT and message.state is not MessageState.STREAMING
        ]
        if not message_id:
            if self._revealed:
                self.hide_values()
                return
            message_id = next(
                (one.id for one in reversed(answers) if self.values_of(one.id) is ValuesState.HIDDEN), ""
            )
        if message_id in self._revealed:
            self.hide_values()
        elif self._masks and any(one.id == message_id for one in answers):
            turn = self._turn_of(message_id)
            self._revealed |= {message.id for message in turn}
            self.hiding.start()
            self.values_changed.emit(tuple(self.masked(turn)))

    def hide_values(self, *_news: object) -> None:
        """Show no value any more, at once."""
        self.hiding.stop()
        if self._revealed:
            revealed, self._revealed = self._revealed, set()
            self.values_changed.emit(tuple(one for one in self.messages if one.id in revealed))
            self.values_hidden.emit()

    def _seen(self, message: Message) -> Message:
        if not self._masks or message.id in self._revealed:
            return message
        return replace(message, text=self._text(message.id, message.text))

    def _text(self, message_id: str, text: str) -> str:
        if not text:
            return text
        known = self._kept.get(message_id)
        if known is None or known[0] != text:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[message_id] = text, masked(text, self._kinds)
        return known[1]

    def _hides(self, message_id: str) -> bool:
        return any(self._text(one.id, one.text) != one.text for one in self._turn_of(message_id))

    def _turn_of(self, message_id: str) -> list[Message]:
        messages = self._session.messages
        at = next((at for at, message in enumerate(messages) if message.id == message_id), None)
        if at is None:
            return []
        has_question = at > 0 and messages[at - 1].role is Role.USER
        return list(messages[at - 1 if has_question else at : at + 1])

    def _forget(self) -> None:
        self.hiding.stop()
        revealed, self._revealed = self._revealed, set()
        self._kept.clear()
        if revealed:
            self.values_hidden.emit()

    def _start(self, question: Message, answer: Message) -> None:
        self._running = []
        self._streamed = 0
        self._masker = TextMasker(self._kinds) if self._masks else None
        self.turn_started.emit(self._seen(question), answer)

    def _take(self, text: str) -> None:
        self._streamed += len(text)
        shown = text if self._masker is None else self._masker.feed(text)
        if shown:
            self._running.append(shown)
            self.token_received.emit(shown)

    def _ended(self, answer: Message) -> Message:
        if self._masker is not None:
            masker, self._masker = self._masker, None
            rest = masker.finish()
            if rest:
                self._running.append(rest)
                self.token_received.emit(rest)
            if self._masks and self._streamed == len(answer.text):
                # A long one takes a second to be masked again.
                self._kept[answer.id] = answer.text, "".join(self._running)
        self._running = []
        return self._seen(answer)

    def _fail(self, answer: Message, failure: Failure) -> None:
        self.turn_failed.emit(self._ended(answer), failure)

    def _open(self, summary: ConversationSummary, messages: tuple[Message, ...]) -> None:
        self._forget()
        shown = replace(summary, title=self.line(summary.title))
        self.conversation_opened.emit(shown, tuple(self.masked(messages)))


def _is_of_value(character: str) -> bool:
    return character.isnumeric() or character == "@"
