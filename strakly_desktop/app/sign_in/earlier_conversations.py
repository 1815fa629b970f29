"""Brings a person's conversations out of the file that everybody at this desk shared before: each has a file since.

Only those that the assistant answered to this very account. Each is in the new file before it is removed from the old
one, so an end in between loses nothing, and the rest follows at the next start.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from strakly_desktop.conversation.errors import StoreError
from strakly_desktop.ui.notices.notice import Notice, NoticeKind
from strakly_desktop.ui.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from strakly_desktop.store.conversations import ConversationStore

EARLIER_NOTICE = "earlier-conversations"
_DONE = "earlier-moved"
_PAGE = 100


async def bring_earlier(shared: Path, own: "ConversationStore", own_path: Path, account: str) -> int:
    """Move what is this account's from the file at `shared` to its `own`; how many. Once done it is not done again.

    What the disk does not give or take stays where it is until the next time.
    """
    done = own_path.with_name(_DONE)
    if own.problem is not None or await asyncio.to_thread(done.exists):
        return 0
    from strakly_desktop.store.conversations import ConversationStore

    moved = 0
    try:
        if await asyncio.to_thread(shared.exists):
            store = await ConversationStore.open(shared)
            try:
                moved = await _move(store, own, account)
            finally:
                await store.aclose()
        await asyncio.to_thread(done.touch, 0o600)
    except (StoreError, OSError):
        pass
    return moved


async def _move(store: "ConversationStore", own: "ConversationStore", account: str) -> int:
    drafts, queued = await store.drafts(), await store.queued_questions()
    found, page = [], await store.conversations(limit=_PAGE)
    while page:
        found += [one for one in page if one.bot_memory is not None and one.bot_memory.account == account]
        page = await store.conversations(after=page[-1], limit=_PAGE)
    for summary in found:
        await own.keep(summary, await store.all_messages(summary.id))
        await own.keep_draft(summary.id, drafts.get(summary.id, ""), queued.get(summary.id, ()))
        await store.purge([(summary.id, await store.delete(summary.id))])
    return len(found)


def tell_moved(notices: NoticeBar, count: int) -> None:
    """Say where they are now."""
    notices.show_notice(
        Notice(
            EARLIER_NOTICE,
            NoticeKind.INFO,
            f"{count:,} earlier conversation{'s are' if count > 1 else ' is'} in a history of your own now.",
            "Until now whoever used this computer could open them.",
            icon="lock",
        )
    )
