"""What was typed and queued is kept for each conversation, in order, and goes with it."""

from pathlib import Path

from support.store_use import conversation, turn, with_store

from strakly_desktop.conversation.model import UnsentQuestion
from strakly_desktop.store.conversations import ConversationStore


def waiting(*texts: str) -> tuple[UnsentQuestion, ...]:
    return tuple(UnsentQuestion(text, f"Branch of {text}") for text in texts)


def test_a_draft_and_what_is_queued_behind_it(tmp_path: Path) -> None:
    async def scenario(store: ConversationStore) -> None:
        await store.begin_turn(conversation(1), *turn("1"))
        assert await store.keep_draft("", "for a new chat")
        assert await store.keep_draft("c1", "", waiting("b?", "a?\nof two lines", "b?"))
        assert not await store.keep_draft("c2", "", waiting("nowhere?"))
        assert await store.drafts() == {"": "for a new chat"}
        assert await store.queued_questions() == {"c1": waiting("b?", "a?\nof two lines", "b?")}
        await store.keep_draft("c1", "half a", waiting("a?"))
        assert await store.drafts() == {"": "for a new chat", "c1": "half a"}
        assert await store.queued_questions() == {"c1": waiting("a?")}
        await store.keep_draft("c1", "", [])
        assert (await store.drafts(), await store.queued_questions()) == ({"": "for a new chat"}, {})

    with_store(tmp_path / "history.sqlite3", scenario)
