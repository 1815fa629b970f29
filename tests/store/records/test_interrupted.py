"""What a process leaves behind that died in the middle of an answer, and what a purge takes."""

from dataclasses import replace
from pathlib import Path

from support.store_use import NOON, conversation, turn, with_store

from strakly_desktop.conversation.model import BotMemory, MessageState
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.records import journal


def test_an_interrupted_answer_keeps_its_text_and_tools_and_its_bot_id_is_not_used_again(
    tmp_path: Path,
) -> None:
    async def use(store: ConversationStore) -> None:
        asked, answer = turn("1")
        await store.begin_turn(conversation(), asked, answer)
        whole = replace(answer, text="Anita.", state=MessageState.COMPLETE)
        await store.finish_answer("c1", whole, BotMemory("bot-1", "gym-1", NOON))
        asked, answer = turn("2")
        await store.begin_turn(conversation(), asked, answer)
        await store.rewrite_answer(replace(answer, text="Half ", tools=("get_client_details",)))
        await store.append_answer(answer.id, "an answer")
        # The next start finds that nobody writes it any more.
        await store._writer.write(lambda connection: journal.interrupt_abandoned(connection, frozenset()))
        found = (await store.all_messages("c1"))[-1]
        assert (found.text, found.state) == ("Half an answer", MessageState.INTERRUPTED)
        assert found.tools == ("get_client_details",)
        summary = await store.conversation("c1")
        assert summary is not None
        assert summary.bot_memory is None

    with_store(tmp_path / "history.sqlite3", use)


def test_rewriting_takes_the_place_of_all_that_was_saved_of_an_answer(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        asked, answer = turn("1")
        await store.begin_turn(conversation(), asked, answer)
        await store.append_answer(answer.id, "one ")
        await store.append_answer(answer.id, "three")
        await store.rewrite_answer(replace(answer, text="one two three"))
        await store.append_answer(answer.id, " four")
        assert (await store.all_messages("c1"))[-1].text == "one two three four"
        whole = replace(answer, text="one two three four.", state=MessageState.COMPLETE)
        await store.finish_answer("c1", whole, None)
        await store.rewrite_answer(replace(answer, text="late"))
        assert (await store.all_messages("c1"))[-1] == whole, "what is over stays as it is"

    with_store(tmp_path / "history.sqlite3", use)


def test_a_purge_takes_only_the_deletions_that_it_names(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        for number in (1, 2, 3):
            asked, answer = turn(str(number))
            await store.begin_turn(conversation(number), asked, answer)
        first = await store.delete("c1")
        again = await store.delete("c2")
        await store.delete("c3")
        assert await store.restore("c2")
        await store.purge([("c1", first), ("c2", again), ("c3", -1)])
        assert await store.restore("c3"), "deleted at another time than the purge names"
        assert not await store.restore("c1")
        assert [summary.id for summary in await store.conversations()] == ["c3", "c2"]

    with_store(tmp_path / "history.sqlite3", use)
