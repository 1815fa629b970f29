"""The attempts to open the history: who cannot wait for the next one is heard."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.app.chat import store_opening
from strakly_desktop.app.chat.store_opening import Opened, StoreOpening
from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.store.conversations import ConversationStore

REFUSED = StoreError("The disk is read-only.", "Let it be written.")


def test_who_hurries_while_an_attempt_is_about_to_fail_does_not_wait_for_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Somebody closes the window, or made room on the disk, just while it is tried."""
    monkeypatch.setattr(store_opening, "_PAUSES_S", (3600.0,))
    real = ConversationStore.open

    async def story() -> None:
        attempts = StoreOpening(tmp_path / "history.sqlite3")
        tried = 0

        async def open_store(path: Path, *how: Any) -> ConversationStore:
            nonlocal tried
            tried += 1
            if tried > 1:
                return await real(path, *how)
            attempts.hurry()
            raise REFUSED

        monkeypatch.setattr(ConversationStore, "open", open_store)
        seen: list[Opened] = [opened async for opened in attempts.states(lambda _why: None)]
        assert [opened.problem for opened in seen] == [REFUSED, None]
        assert seen[-1].store is not None
        await seen[-1].store.aclose()

    asyncio.run(asyncio.wait_for(story(), 60))
