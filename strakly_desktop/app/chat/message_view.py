"""What stands in the transcript for a message: its text, where it came from, and whether it is whole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from strakly_desktop.app.assistant.branches import ALL_BRANCHES
from strakly_desktop.chat.follow_ups import subject_of, telling_question
from strakly_desktop.chat.tool_words import looked_up
from strakly_desktop.conversation.model import Message, MessageState, Role
from strakly_desktop.conversation.state_words import state_words
from strakly_desktop.rendering.document.document import AnswerEnd, ShownAnswer, ShownMessage, ShownQuestion
from strakly_desktop.rendering.markdown.broken_off import with_break
from strakly_desktop.rendering.markdown.seen_words import shows_nothing
from strakly_desktop.rendering.writing.turn_writer import ValuesState

_QUOTED_LINES = 40
_NO_ANSWER = "The assistant gave no answer. Ask again, or put it in other words."


def shown_answer(answer: Message, values: ValuesState = ValuesState.NONE) -> ShownAnswer:
    """A fresh answer, with its sources where it used any. `values`: what can be done about those in it."""
    text = answer.text
    if answer.state is MessageState.COMPLETE and shows_nothing(text):
        text = _NO_ANSWER
    if answer.state is not MessageState.STREAMING:
        text = with_break(text, answer.state)
    title, note = state_words(answer.state, answer.text)
    return ShownAnswer(text, AnswerEnd(source_line(answer), answer.state, title, note, answer.id, values))


def shown_again(
    messages: Sequence[Message],
    now: datetime,
    values: Callable[[str], ValuesState] = lambda _message_id: ValuesState.NONE,
) -> list[ShownMessage]:
    """Messages of a reopened conversation: each answer says when it was given, as figures grow old.

    `values` tells by its id what can be done about the values in an answer.
    """
    found: list[ShownMessage] = []
    before: Message | None = None
    for message in messages:
        if message.role is Role.USER:
            found.append(ShownQuestion(message.text, message.id, branch_note(before, message)))
            before = message
        else:
            answer = shown_answer(message, values(message.id))
            line = _joined(sources(message), message.branch, moment(message.created_at, now))
            found.append(ShownAnswer(answer.text, replace(answer.end, source_line=line)))
    return found


def branch_note(before: Message | None, question: Message) -> str:
    """What stands above a question about another branch than the question `before` it; "" where it is the same.

    What names no branch tells nothing of a change.
    """
    if before is None or not before.branch or not question.branch or before.branch == question.branch:
        return ""
    about = "all branches" if question.branch == ALL_BRANCHES.name else question.branch
    return f"Questions are about {about} from here."


def source_line(answer: Message) -> str:
    """ "From client stats  ·  Main branch  ·  18:42" under an answer that used a tool; empty otherwise."""
    found = sources(answer)
    return _joined(found, answer.branch, answer.created_at.strftime("%H:%M")) if found else ""


def sources(answer: Message) -> str:
    """ "From client stats, attendance"; empty where nothing was looked up."""
    found = looked_up(answer.tools)
    return f"From {', '.join(found)}" if found else ""


def question_of(messages: Sequence[Message], answer: Message) -> str:
    """The words that `answer` is an answer to; "" where they are not known."""
    asked = ""
    for message in messages:
        if message.id == answer.id:
            return asked
        asked = message.text if message.role is Role.USER else ""
    return ""


def quoted(answer: Message) -> str:
    """An answer as Markdown quotes it, to its first lines. Whoever reads it knows whether that is all."""
    word, note = state_words(answer.state, answer.text)
    lines = with_break(answer.text, answer.state).strip().splitlines()
    shown = [f"{word}: {note}", ""] if word else []
    shown += lines[:_QUOTED_LINES]
    if len(lines) > _QUOTED_LINES:
        shown += ["", "(The answer goes on.)"]
    return "\n".join(f"> {line}" for line in shown)


def telling_question_of(messages: Sequence[Message], answer: Message) -> str:
    """The question that says what `answer` lists: of "show all" the one before it; its own words where none says it."""
    asked: list[str] = []
    for message in messages:
        if message.id == answer.id:
            return telling_question(asked) or question_of(messages, answer)
        if message.role is Role.USER:
            asked.append(message.text)
    return ""


def subject_of_answer(messages: Sequence[Message], answer: Message) -> str:
    """The title of what `answer` tells or lists, for papers and files; "" where no question says it."""
    return subject_of([telling_question_of(messages, answer)])


def moment(time: datetime, now: datetime) -> str:
    """ "18:42" for today, "21 Nov 18:42" for this year, "21 Nov 2025 18:42" before that."""
    day = "" if time.date() == now.date() else f"{time.day} {time:%b} "
    year = "" if not day or time.year == now.year else f"{time.year} "
    return f"{day}{year}{time:%H:%M}"


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
