"""Searching as a person at the desk types: beginnings of words, accents, Hindi, signs of every kind."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.search_use import found, save, shown
from support.store_use import with_store

from strakly_desktop.conversation.model import (
    TextPiece,
)
from strakly_desktop.matching.terms import terms_of
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.records.index_text import plain
from strakly_desktop.store.search.excerpts import excerpt_of, parts_of

TABLE = (
    "**Found 2 clients:**\n\n"
    "| Name | Plan |\n|:---|---:|\n| [Anita Rao](/clients/5) | `Gold` |\n| B \\| C | _x_ |\n"
)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Café crème für José", "cafe jose", "[Café] crème für [José]"),
        ("cafe creme", "CAFÉ", "[cafe] creme"),
        ("Cafe\u0301 decomposed", "café", "[Café] decomposed"),
        ("हिन्दी में सदस्यता समाप्त", "सदस्य", "हिन्दी में [सदस्यता] समाप्त"),
        ("हिन्दी में सदस्यता समाप्त", "हिन्दी", "[हिन्दी] में सदस्यता समाप्त"),
        ("हिन्दी में सदस्यता", "में", "हिन्दी [में] सदस्यता"),
        ("क्\u200dया बात", "क्या", "[क्या] बात"),
        ("❤️Gold 👩‍👩‍👧Anita", "anita gold", "❤️[Gold] 👩‍👩‍👧[Anita]"),
        ("room 1️⃣ is free", "1", "room [1️⃣] is free"),
        ("paid ₹2,500 (R-77)", "2,500 r-77", "paid ₹[2,500] ([R]-[77])"),
        (
            'NEAR "quoted" AND foo* OR -x',
            'near "quoted AND" foo* -x',
            '[NEAR] "[quoted]" [AND] [foo]* OR -[x]',
        ),
    ],
)
def test_what_is_typed_is_found_and_marked(tmp_path: Path, text: str, query: str, expected: str) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "x9", text, "")
        (hit,) = await store.search(query)
        assert shown(hit.excerpt) == expected
        assert hit.message_id == "q1"

    with_store(tmp_path / "history.db", use)


def test_every_key_on_the_way_to_a_word_finds_it(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "t", "सदस्यता membership", "")
        for word in ("सदस्यता", "membership"):
            for end in range(1, len(word) + 1):
                assert found(await store.search(word[:end])) == ["c1"], word[:end]
        assert await store.search("embership") == []
        assert await store.search("membership anita") == []

    with_store(tmp_path / "history.db", use)


@pytest.mark.parametrize(
    "query", ["", "   ", "***", '"', "''", "😀", "\u0301", "️", "(", "NEAR(", "a\x00b", "\ud800"]
)
def test_no_query_breaks_the_search(tmp_path: Path, query: str) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "title", "text", "")
        assert await store.search(query) == []

    with_store(tmp_path / "history.db", use)


@given(st.text(max_size=30))
def test_any_text_makes_a_query_of_whole_words(text: str) -> None:
    for term in terms_of(text):
        for form in (*term.forms, *term.parts):
            assert '"' not in form.text
            assert any(unicodedata.category(sign)[0] in "LNC" for sign in form.text)


def test_titles_come_before_messages_and_the_newest_first(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "Gold plans", "which?", "silver")
        await save(store, 2, "Revenue", "gold?", "gold 1, gold 2")
        await save(store, 3, "The gold plan", "which?", "Gold it is")
        await save(store, 4, "Attendance", "today?", "Gold members: 3")
        hits = await store.search("gold")
        assert found(hits) == ["c3", "c1", "c4", "c2"]
        assert [hit.message_id for hit in hits] == ["a3", "", "a4", "a2"]
        assert shown(hits[0].title) == "The [gold] plan"
        assert shown(hits[0].excerpt) == "[Gold] it is"
        assert hits[1].excerpt == ()
        assert shown(hits[3].title) == "Revenue"
        assert found(await store.search("gold", limit=3)) == ["c3", "c1", "c4"]

    with_store(tmp_path / "history.db", use)


def test_only_what_the_reader_sees_is_found(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "t", "who?", TABLE)
        (hit,) = await store.search("anita gold")
        assert shown(hit.excerpt) == "Found 2 clients: Name · Plan [Anita] Rao · [Gold] B | C · x"
        assert found(await store.search("found clients")) == ["c1"]
        assert await store.search("clients 5") == []

    with_store(tmp_path / "history.db", use)


def test_a_rename_and_a_finished_answer_are_found_and_the_old_words_are_not(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "Older", "question", "")
        await store.rename("c1", "Newer")
        assert found(await store.search("newer")) == ["c1"]
        assert await store.search("older") == []
        answer = (await store.messages("c1"))[1]
        await store.finish_answer("c1", replace(answer, text="silver"), None)
        assert found(await store.search("silver")) == ["c1"]

    with_store(tmp_path / "history.db", use)


def test_plain_text_has_no_marks() -> None:
    markdown = (
        "# Title\n\n> 1. *one* and __two__ ~~three~~\n- [x] done ![pic](http://x/y.png)\n"
        "```python\nprint(1)\n```\n---\n<b>bold</b> &amp; <https://gym.in/a> snake_case 5 \\* 3\n"
    )
    assert plain(markdown) == (
        "Title one and two three done pic print(1) bold & https://gym.in/a snake_case 5 * 3"
    )


FAMILY, FLAG, THUMB = "👩‍👩‍👧‍👦", "🇮🇳", "👍🏽"


@pytest.mark.parametrize("sign", [FAMILY, FLAG, THUMB, "e\u0301\u0323", "क्षि", "1️⃣", "❤️"])
@pytest.mark.parametrize("shift", range(12))
def test_an_excerpt_never_cuts_a_sign(sign: str, shift: int) -> None:
    before = "x" * shift + sign * 60 + " "
    excerpt = excerpt_of(f"{before}hit {sign * 60}", [(len(before), len(before) + 3)])
    assert TextPiece("hit", hit=True) in excerpt
    ends = "".join(piece.text for piece in excerpt).strip("…").split(" hit ")
    assert [end.replace(sign, "").strip("x") for end in ends] == ["", ""]
    assert sum(len(piece.text) for piece in excerpt) < 200


def test_pieces_carry_the_whole_text_once() -> None:
    pieces = (TextPiece("a"), TextPiece("b", True), TextPiece("c"), TextPiece("d", True))
    assert parts_of("abcd", [(1, 2), (3, 4)]) == pieces
    assert excerpt_of("", []) == ()
    long = "word " * 100
    assert shown(excerpt_of(f"{long}hit {long}", [(500, 503)])).startswith("…word ")


def test_nothing_but_zeros_is_no_query_for_everything(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "Gold plans", "which?", "silver")
        assert await store.search("00") == []

    with_store(tmp_path / "history.db", use)


def test_excerpts_that_are_made_later_are_those_of_the_search(tmp_path: Path) -> None:
    async def use(store: ConversationStore) -> None:
        for number in range(6):
            await save(store, number, "Titled", f"Question {number}", f"Anita has **Gold** {number}")
        whole = await store.search("gold")
        assert len(whole) == 6
        assert all(hit.excerpt for hit in whole)
        first = await store.search("gold", with_excerpt=2)
        assert first == [*whole[:2], *(replace(hit, excerpt=()) for hit in whole[2:])]
        later = await store.excerpts("gold", [hit.message_id for hit in whole[2:]] + ["gone"])
        assert [replace(hit, excerpt=later[hit.message_id]) for hit in first[2:]] == whole[2:]

    with_store(tmp_path / "history.db", use)
