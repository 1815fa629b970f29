"""What an answer says is found while it grows, as it is found when it is over."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.search_use import NOON, found, save, shown
from support.store_use import with_store

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.store.conversations import ConversationStore

ANSWER = Message("a9", Role.ASSISTANT, "", NOON, MessageState.STREAMING)
TABLE = (
    "**Found 2:**\n\n| Name | Due |\n|:--|--:|\n| [Anita Rao](/clients/5) | Rs. 2,500 |\n| B \\| C | _x_ |\n"
)


async def begin(store: ConversationStore, *pieces: str) -> None:
    summary = ConversationSummary("c9", "Dues of May", NOON, NOON)
    await store.begin_turn(summary, Message("q9", Role.USER, "Who owes?", NOON), ANSWER)
    for piece in pieces:
        await store.append_answer("a9", piece)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Café crème für José", "cafe jose"),
        ("Café crème für José", "crema"),
        ("हिन्दी में सदस्यता समाप्त", "सदस्य"),
        ("क्\u200dया बात", "क्या"),
        ("paid ₹2,500 (R-77)", "2,500 r-77"),
        ("paid ₹2,500", "2500"),
        ("call +91 98765 43210", "9876543210"),
        ("call +91 98765 43210", "43210 98765"),
        (TABLE, "anita 2,500"),
        (TABLE, "clients"),
        (TABLE, "ita"),
        (TABLE, "found due rao b c x"),
        ("room 1️⃣ is free", "1"),
    ],
)
def test_it_is_found_as_it_will_be_when_it_is_over(tmp_path: Path, text: str, query: str) -> None:
    async def use(store: ConversationStore) -> None:
        cut = len(text) // 2
        await begin(store, text[:cut], text[cut:])
        growing = await store.search(query)
        await store.finish_answer("c9", replace(ANSWER, text=text, state=MessageState.COMPLETE), None)
        over = await store.search(query)
        assert [(hit.conversation.id, hit.message_id, shown(hit.excerpt)) for hit in growing] == [
            (hit.conversation.id, hit.message_id, shown(hit.excerpt)) for hit in over
        ]

    with_store(tmp_path / "history.db", use)


def test_it_stands_once_among_the_others(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "Titled", "Question", "Anita has gold")
        await save(store, 2, "Anita asked", "Question", "Nothing")
        await begin(store, "Now ", "Anita has", " silver")
        assert found(await store.search("anita")) == ["c2", "c9", "c1"]
        (dues, *_) = await store.search("may")
        assert dues.message_id == ""
        await store.append_answer("a9", " until May")
        (both,) = await store.search("may")
        assert both.message_id == "a9"
        assert shown(both.title) == "Dues of [May]"
        assert shown(both.excerpt).endswith("until [May]")
        await store.delete("c9")
        assert await store.search("silver") == []

    with_store(tmp_path / "history.db", use)
