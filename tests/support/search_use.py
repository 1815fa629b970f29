"""Conversations to search, and what was found, in a form that is easy to compare."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from strakly_desktop.conversation.model import (
    ConversationSummary,
    Message,
    MessageState,
    Role,
    SearchHit,
    TextPiece,
)
from strakly_desktop.store.conversations import ConversationStore

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def save(store: ConversationStore, number: int, title: str, question: str, answer: str) -> None:
    """One conversation of one turn; a higher number is newer."""
    moment = NOON + timedelta(minutes=number)
    growing = Message(f"a{number}", Role.ASSISTANT, "", moment, MessageState.STREAMING)
    await store.begin_turn(
        ConversationSummary(f"c{number}", title, moment, moment),
        Message(f"q{number}", Role.USER, question, moment),
        growing,
    )
    await store.finish_answer(f"c{number}", replace(growing, text=answer, state=MessageState.COMPLETE), None)


def shown(pieces: tuple[TextPiece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


def found(hits: list[SearchHit]) -> list[str]:
    return [hit.conversation.id for hit in hits]
