"""The session: owns the open conversation and the one task that streams an answer into it.

Everything that ends a turn early (Stop, New Chat, closing the window) goes through one method, `stop_turn`, so
that a cancelled turn can change nothing afterwards. A recorder saves what happens here; it never decides.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Signal

from strakly_desktop.chat.background_tasks import event_loop, report_bug
from strakly_desktop.chat.memory_trust import MemoryTrust
from strakly_desktop.chat.open_conversation import OpenConversation
from strakly_desktop.chat.ports import ChatTransport
from strakly_desktop.chat.recorder import TurnRecorder
from strakly_desktop.chat.tool_words import busy_line
from strakly_desktop.chat.turn import Turn
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind
from strakly_desktop.conversation.events import (
    ActionRequested,
    AnswerFinished,
    AppCommand,
    ChatEvent,
    ConversationStarted,
    ServerErrorReceived,
    SuggestionsReceived,
    TokenReceived,
    ToolsUsed,
)
from strakly_desktop.conversation.failures import truncated
from strakly_desktop.conversation.model import (
    BotMemory,
    Branch,
    ConversationSummary,
    Message,
    MessageState,
    Question,
)

SILENCE_TOLD_AFTER_S = 15
_ERRORS_THAT_POISON = 2
_BROKEN_OFF = frozenset({FailureKind.TRUNCATED, FailureKind.NETWORK})
_INTERNAL_FAILURE = Failure(
    FailureKind.INTERNAL,
    "Something went wrong inside this app.",
    "What had arrived is kept. Ask again; if it happens again, restart the app.",
)


class ChatSession(QObject):
    """One conversation and at most one running turn.

    Signals:
        turn_started(Message, Message): the person's question and the empty answer.
        token_received(str): a delta to append to the running answer.
        busy_line_changed(str): what to show beside the waiting dots; empty for nothing.
        action_requested(object): a change of the looks or a page to open, live and once.
        command_requested(object): an AppCommand, once, when the answer is whole and told.
        suggestions_changed(tuple): follow-up questions; empty while a turn runs.
        turn_finished(Message), turn_stopped(Message): the final answer, COMPLETE or STOPPED.
        turn_failed(Message, Failure): the answer as far as it came, INCOMPLETE, and why.
        running_changed(bool): whether a turn is running.
        next_awaited(): an answer is whole and all of it is told: who has the next question may ask it now. Not
            where what the answer asked for has led to another conversation.
        branch_changed(str): the next question is about the branch of this name.
        context_lost(): the next question starts without the assistant remembering what is above.
        context_doubted(): the assistant may not remember what is above.
        branch_named(tuple): these messages of the open conversation have the name of their branch by now.
        titled(ConversationSummary, str): the first real question gave it this title, in place of that of a command.
        conversation_cleared(): a new, empty conversation is open.
        conversation_opened(ConversationSummary, tuple): a saved one is open, with its last messages.
    """

    turn_started = Signal(object, object)
    token_received = Signal(str)
    busy_line_changed = Signal(str)
    action_requested = Signal(object)
    command_requested = Signal(object)
    suggestions_changed = Signal(tuple)
    turn_finished = Signal(object)
    turn_stopped = Signal(object)
    turn_failed = Signal(object, object)
    running_changed = Signal(bool)
    next_awaited = Signal()
    branch_changed = Signal(str)
    context_lost = Signal()
    context_doubted = Signal()
    branch_named = Signal(tuple)
    titled = Signal(object, str)
    conversation_cleared = Signal()
    conversation_opened = Signal(object, tuple)

    def __init__(
        self,
        transport: ChatTransport,
        recorder: TurnRecorder | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        parent: QObject | None = None,
    ) -> None:
        """`clock` is monotonic, in seconds; `now` is the time of day, timezone-aware."""
        super().__init__(parent)
        self._transport = transport
        self._recorder = recorder
        self._clock = clock
        self._now = now
        self._conversation = OpenConversation()
        self._branch = Branch(None, "")
        self._is_branch_known = self._is_branch_named = True
        self._branches: tuple[Branch, ...] = ()
        self._unnamed: list[str] = []
        self._author = ""
        self._turn: Turn | None = None
        self._task: asyncio.Task[None] | None = None
        self._errors_in_a_row = 0
        self._trust = MemoryTrust(now)
        self._silence = QTimer(self, interval=1000)
        self._silence.timeout.connect(self.tell_silence)

    @property
    def is_running(self) -> bool:
        return self._turn is not None

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(self._conversation.messages)

    @property
    def running_text(self) -> str:
        """The running answer as far as it has come; "" between turns."""
        return "" if self._turn is None else self._turn.text

    @property
    def summary(self) -> ConversationSummary | None:
        """The open conversation; None before its first question."""
        return self._conversation.summary

    @property
    def is_saved(self) -> bool:
        """Whether the open conversation is kept; False off the record."""
        return self._conversation.saved

    @property
    def branch(self) -> Branch:
        """The branch that the next question is about."""
        return self._branch

    @property
    def can_ask_about_all(self) -> bool:
        """Whether the next question could be about all branches: the account, and the gym's settings, allow it."""
        return any(branch.id is None for branch in self._branches)

    @property
    def is_remembered(self) -> bool:
        """Whether the assistant knows what was said in the open conversation."""
        memory = self._conversation.bot_memory
        return memory is not None and self._trust.remembers(memory)

    def set_branch(
        self, branch: Branch, *, is_known: bool = True, is_named: bool = False, others: Sequence[Branch] = ()
    ) -> None:
        """The branch that the next questions are about. Not `is_known`: the gym's list has not come yet.

        `is_named`: its name is known all the same. `others` could be asked about as well.
        """
        before, self._branch = self._branch, branch
        self._is_branch_known, self._is_branch_named = is_known, is_known or is_named
        self._branches = (branch, *others)
        if branch != before:
            self.branch_changed.emit(branch.name)

    def branch_of(self, message: Message) -> Branch | None:
        """The branch that a message is about, for what belongs to it; None where it cannot be asked about now."""
        return self.branch_called(message.branch) if message.branch else self._branch

    def branch_called(self, name: str) -> Branch | None:
        """The branch of this name; None where there is none that can be asked about now."""
        return next((branch for branch in self._branches if branch.name == name), None)

    def settled_question(self, question: Question) -> Question:
        """`question` as it goes out now: asked before the branches were known, it is about the one chosen since."""
        turn = self._turn
        if turn is None or turn.question is not question or not turn.is_branch_open:
            return question
        turn.is_branch_open = False
        turn.question = replace(question, branch_id=self._branch.id)
        if self._is_branch_named:
            self._name([message.id for message in self._conversation.messages[-2:]], self._branch.name)
        return turn.question

    def name_asked(self, branch: str) -> None:
        """The gym's list has come: what was asked before it was about `branch`."""
        turn = self._turn
        waiting = {message.id for message in self._conversation.messages[-2:]} if turn else set()
        self._name(
            [one for one in self._unnamed if turn is None or not turn.is_branch_open or one not in waiting],
            branch,
        )

    def set_account(self, account: str, author: str) -> None:
        """Whose questions come next: `account` names server and sign-in together, `author` the person."""
        if account != self._trust.account:
            self._unnamed.clear()
        self._trust.account, self._author = account, author

    def note_lost_memory(self) -> None:
        """The assistant was started anew: whatever it was told before, it has forgotten."""
        self._trust.note_restart()
        self._forget_bot_conversation()

    def note_doubtful_memory(self) -> None:
        """The assistant was away for a while, and may have been started anew."""
        self._trust.note_absence()
        if self._conversation.bot_memory is not None and self._conversation.has_answer:
            self.context_doubted.emit()

    def ask(self, text: str, branch: Branch | None = None) -> bool:
        """Send a question. False, and nothing happens, while a turn runs or when there is nothing to ask.

        `branch` is that of what it belongs to; None for the chosen one.
        """
        text = text.strip()
        if self._turn is not None or not text:
            return False
        conversation = self._conversation
        is_lost = conversation.bot_memory is not None and not self.is_remembered and self._drop_memory()
        memory, before = conversation.bot_memory, conversation.summary
        about = branch or self._branch
        user, answer = conversation.begin_turn(text, self._now(), about.name, self._author)
        assert conversation.summary is not None
        question = Question(text, memory.conversation_id if memory else None, about.id)
        is_open = about is self._branch and not self._is_branch_known
        turn = Turn(question, answer, self._clock(), is_branch_open=is_open)
        if turn.is_branch_open:
            self._unnamed += [user.id, answer.id]
        self._turn = turn
        self.suggestions_changed.emit(())
        self.turn_started.emit(user, answer)
        if before is not None and before.title != conversation.summary.title and conversation.saved:
            self.titled.emit(before, conversation.summary.title)
        if is_lost:
            # Of this question: what was told before it is over.
            self.context_lost.emit()
        self.running_changed.emit(True)
        self._silence.start()
        on_disk: Awaitable[None] | None = None
        if self._recorder is not None and conversation.saved:
            on_disk = self._recorder.begin(conversation.summary, user, answer)
        running = self._run(turn, on_disk)
        self._task = event_loop().create_task(running, name="chat-turn")
        self._task.add_done_callback(lambda task: self._report_bug(turn, task))
        return True

    def retry(self) -> bool:
        """Ask the last question again, of its own branch, as a new turn: only ever on the person's own wish."""
        asked = self._conversation.last_question
        return asked is not None and self.ask(asked.text, self.branch_of(asked))

    def stop_turn(self) -> None:
        """End the running turn, silently: what arrived is kept, and nothing can follow it."""
        turn, task = self._turn, self._task
        if turn is None:
            return
        if turn.stop_may_poison(self._clock()):
            self._forget_bot_conversation()
        message = self._close_turn(turn, MessageState.STOPPED)
        if task is not None:
            task.cancel()
        self.turn_stopped.emit(message)

    def new_conversation(self, *, saved: bool = True) -> None:
        """Leave this conversation (stopping its turn) and open an empty one. `saved` False: off the record."""
        self._leave(OpenConversation(saved=saved))
        self.conversation_cleared.emit()

    def open_conversation(self, summary: ConversationSummary, messages: Sequence[Message]) -> None:
        """Leave this conversation (stopping its turn) and go on with a saved one; `messages` are its last."""
        conversation = OpenConversation.of_saved(summary, messages)
        memory = conversation.bot_memory
        if memory is not None and not self._trust.remembers(memory):
            memory = conversation.bot_memory = None
        self._leave(conversation)
        self.conversation_opened.emit(summary, tuple(conversation.messages))
        if memory is None and conversation.has_answer:
            self.context_lost.emit()
        elif memory is not None and self._trust.doubts(memory):
            self.context_doubted.emit()

    def add_earlier(self, messages: Sequence[Message]) -> None:
        """Take messages of the open conversation that stand right before those it has."""
        self._conversation.add_earlier(messages)

    def rename(self, summary: ConversationSummary) -> None:
        """Take the new title (or pin) of a conversation, if it is the open one."""
        if self._conversation.summary is not None and self._conversation.summary.id == summary.id:
            self._conversation.summary = summary

    async def finish_cancelling(self) -> None:
        """Wait until the last turn's task has let go of its connection."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def tell_silence(self) -> None:
        """Say how long nothing has come, once that is long; silence never ends a turn by itself."""
        if self._turn is None:
            return
        silent_s = int(self._clock() - self._turn.last_event_at)
        if silent_s >= SILENCE_TOLD_AFTER_S:
            self.busy_line_changed.emit(f"Still waiting for the assistant ({silent_s} s)...")

    def _name(self, ids: list[str], branch: str) -> None:
        self._unnamed = [one for one in self._unnamed if one not in ids]
        if not ids:
            return
        turn = self._turn
        if turn is not None and turn.answer.id in ids:
            turn.answer = replace(turn.answer, branch=branch)
        named = self._conversation.name_branch(ids, branch)
        if self._recorder is not None:
            self._recorder.name_branch(tuple(ids), branch)
        self.branch_named.emit(named)

    def _leave(self, conversation: OpenConversation) -> None:
        self.stop_turn()
        self._conversation = conversation
        self._errors_in_a_row = 0
        self.suggestions_changed.emit(())

    async def _run(self, turn: Turn, on_disk: Awaitable[None] | None) -> None:
        try:
            if on_disk is not None:
                await on_disk
            async with aclosing(self._transport.stream_chat(turn.question)) as events:
                async for event in events:
                    if self._turn is turn:
                        self._apply(turn, event)
                    if self._turn is not turn:  # Ended by this event, or stopped while it was on its way.
                        return
            failure: Failure | None = truncated() if self._turn is turn else None
        except ChatError as error:
            failure = turn.failure_after(error.failure)
        if failure is not None and self._turn is turn:
            self._fail(turn, failure)

    def _report_bug(self, turn: Turn, task: asyncio.Task[None]) -> None:
        """An exception that is no ChatError is a bug: end the turn honestly and hand it to the bug hook."""
        if report_bug(task) and self._turn is turn:
            self._fail(turn, _INTERNAL_FAILURE)

    def _apply(self, turn: Turn, event: ChatEvent) -> None:
        was_silent = self._clock() - turn.last_event_at >= SILENCE_TOLD_AFTER_S
        turn.last_event_at = self._clock()
        if was_silent:
            self.busy_line_changed.emit(busy_line(turn.tools))
        match event:
            case ConversationStarted():
                memory = BotMemory(event.conversation_id, self._trust.account, self._now())
                self._conversation.bot_memory = memory
                self._trust.note_use(memory)
            case TokenReceived():
                text = turn.add_text(event.text)
                if self._recorder is not None:
                    self._recorder.add_text(text)
                self.token_received.emit(text)
            case ToolsUsed():
                turn.add_tools(event.names)
                if self._recorder is not None:
                    self._recorder.note_tools(tuple(dict.fromkeys(turn.tools)))
                self.busy_line_changed.emit(busy_line(turn.tools))
            case ActionRequested(action) if isinstance(action, AppCommand):
                turn.commands.append(action)
            case ActionRequested():
                self.action_requested.emit(event.action)
            case SuggestionsReceived():
                turn.suggestions = event.questions
            case ServerErrorReceived():
                turn.add_error(event)
            case AnswerFinished():
                self._finish(turn)
            case _:
                assert_never(event)

    def _finish(self, turn: Turn) -> None:
        if turn.server_error is not None:
            self._fail(turn, turn.server_failure())
            return
        self._errors_in_a_row = 0
        self.turn_finished.emit(self._close_turn(turn, MessageState.COMPLETE))
        self.suggestions_changed.emit(turn.suggestions)
        conversation = self._conversation
        for command in turn.commands:
            self.command_requested.emit(command)
        if self._conversation is conversation:
            self.next_awaited.emit()

    def _fail(self, turn: Turn, failure: Failure) -> None:
        if failure.kind in (FailureKind.ASSISTANT_ERROR, FailureKind.SERVER_ERROR, FailureKind.TRUNCATED):
            self._errors_in_a_row += 1
        # A connection that broke is to the server what a stop is.
        broke = failure.kind in _BROKEN_OFF and turn.stop_may_poison(self._clock())
        if broke or self._errors_in_a_row >= _ERRORS_THAT_POISON:
            self._forget_bot_conversation()
        self.turn_failed.emit(self._close_turn(turn, MessageState.INCOMPLETE), failure)

    def _close_turn(self, turn: Turn, state: MessageState) -> Message:
        """End the turn in the conversation. From here on, its task can change nothing."""
        message = replace(turn.answer, text=turn.text, state=state, tools=tuple(turn.tools))
        turn.forget_text()
        self._conversation.end_turn(message, self._now())
        memory = self._conversation.bot_memory
        if memory is not None:
            self._trust.note_use(memory)
        if self._recorder is not None:
            self._recorder.finish(message, memory)
        self._turn = None
        self._silence.stop()
        self.busy_line_changed.emit("")
        self.running_changed.emit(False)
        return message

    def _forget_bot_conversation(self) -> None:
        """Use a fresh conversation id from the next question on (protocol rule 22)."""
        if self._drop_memory():
            self.context_lost.emit()

    def _drop_memory(self) -> bool:
        """Forget what the assistant knows the conversation by; whether it knew anything."""
        self._errors_in_a_row = 0
        return self._conversation.forget_memory()
