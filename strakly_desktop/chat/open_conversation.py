"""The open conversation: its messages, its title, and what the assistant knows it by, changed as turns come and end.

Plain values and rules: who streams, saves and shows is the session's affair.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from strakly_desktop.chat.titles import is_command, is_named_after_commands, subject_title, title_of
from strakly_desktop.conversation.model import BotMemory, ConversationSummary, Message, MessageState, Role

_CUT_OFF = (MessageState.INTERRUPTED, MessageState.ELSEWHERE)


@dataclass(slots=True)
class OpenConversation:
    """Its messages, oldest first, and the assistant's own name for it.

    Of a saved one, `messages` holds the last page only. `summary` is None until the first question; `saved` is
    False for a conversation off the record.
    """

    messages: list[Message] = field(default_factory=list)
    bot_memory: BotMemory | None = None
    summary: ConversationSummary | None = None
    saved: bool = True

    @classmethod
    def of_saved(cls, summary: ConversationSummary, messages: Sequence[Message]) -> "OpenConversation":
        """A saved one, with its last messages."""
        found = [_not_running(message) for message in messages]
        # It may hold a call without its result, and would answer with errors (protocol rules 21 and 22).
        is_cut = bool(found) and found[-1].state in _CUT_OFF
        return cls(found, None if is_cut else summary.bot_memory, summary)

    @property
    def has_answer(self) -> bool:
        """Whether there is anything to remember. What the app itself cut off may have been understood."""
        return any(
            message.role is Role.ASSISTANT
            and (message.state in (MessageState.COMPLETE, *_CUT_OFF) or bool(message.text))
            for message in self.messages
        )

    @property
    def last_question(self) -> Message | None:
        """What was asked last, None for nothing."""
        return next((message for message in reversed(self.messages) if message.role is Role.USER), None)

    def begin_turn(self, text: str, now: datetime, branch: str, author: str) -> tuple[Message, Message]:
        """Add a question and its empty answer, which come back.

        The first question gives the title; where that was a command, the first real one after it gives another.
        """
        user = Message(secrets.token_hex(16), Role.USER, text, now, branch=branch, author=author)
        answer = replace(
            user, id=secrets.token_hex(16), role=Role.ASSISTANT, text="", state=MessageState.STREAMING
        )
        title = subject_title(text) or title_of(text)
        before = self.summary
        if before is None:
            self.summary = ConversationSummary(secrets.token_hex(16), title, now, now)
        else:
            is_first = is_named_after_commands(before.title, self.messages) and not is_command(text)
            self.summary = replace(before, title=title if is_first else before.title, updated_at=now)
        self.messages += [user, answer]
        return user, answer

    def end_turn(self, answer: Message, now: datetime) -> None:
        """Put the answer as it ended in the place of the empty one."""
        self.messages[-1] = answer
        if self.bot_memory is not None:
            self.bot_memory = replace(self.bot_memory, used_at=now)

    def add_earlier(self, messages: Sequence[Message]) -> None:
        """Take messages that stand right before those it has."""
        self.messages[:0] = map(_not_running, messages)

    def name_branch(self, ids: Collection[str], branch: str) -> tuple[Message, ...]:
        """These messages are about `branch`: those of them that are here, as they are now."""
        named = []
        for at, message in enumerate(self.messages):
            if message.id in ids:
                self.messages[at] = replace(message, branch=branch)
                named.append(self.messages[at])
        return tuple(named)

    def forget_memory(self) -> bool:
        """The assistant shall know nothing of it from now on; whether it knew anything."""
        had_context = self.bot_memory is not None and self.has_answer
        self.bot_memory = None
        return had_context


def _not_running(message: Message) -> Message:
    """A message that is brought from elsewhere: whatever it says of itself, this session does not receive it."""
    is_cut = message.state is MessageState.STREAMING
    return replace(message, state=MessageState.INTERRUPTED) if is_cut else message
