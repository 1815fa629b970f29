"""What is there is found, however it is spelt: strokes, Hindi spellings, phones and amounts; and nothing else is."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.search_use import NOON, found, save, shown
from support.store_use import conversation, save_conversation, swept, with_store

from strakly_desktop.matching.finder import Finder
from strakly_desktop.matching.folding import folded, folded_with_places
from strakly_desktop.matching.terms import terms_of
from strakly_desktop.store.conversations import ConversationStore
from strakly_desktop.store.database import schema
from strakly_desktop.store.records.index_text import indexed
from strakly_desktop.store.search.query import match_of

SAMPLE = json.loads((Path(__file__).parents[1] / "inputs" / "search.json").read_text())


def matches(path: Path, text: str, query: str) -> str:
    """The excerpt with its hits, "" where the text is not found."""
    excerpts: list[str] = []

    async def use(store: ConversationStore) -> None:
        await save(store, 1, "x9", text, "")
        excerpts.extend(shown(hit.excerpt) for hit in await store.search(query))

    with_store(path, use)
    return excerpts[0] if excerpts else ""


@pytest.mark.parametrize(("query", "name"), SAMPLE["queries"])
def test_each_query_finds_its_message_and_no_other(tmp_path: Path, query: str, name: str) -> None:
    async def use(store: ConversationStore) -> None:
        for number, text in enumerate(SAMPLE["messages"].values()):
            await save(store, number, "x9", text, "")
        hits = await store.search(query)
        assert found(hits) == [f"c{list(SAMPLE['messages']).index(name)}"]
        assert any(piece.hit for piece in hits[0].excerpt)

    with_store(tmp_path / "history.db", use)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Łukasz", "lukasz", "[Łukasz]"),
        ("lukasz", "Łukasz", "[lukasz]"),
        (
            "Øystein Ærø Đorđe Þór Œuvre",
            "oystein aero dorde thor oeuvre",
            "[Øystein] [Ærø] [Đorđe] [Þór] [Œuvre]",
        ),
        ("STRASSE Straße", "straße", "[STRASSE] [Straße]"),
        ("a loss of (12,500) in May", "12500", "a loss of ([12,500]) in May"),
        ("a change of +1,25,000", "125000", "a change of +[1,25,000]"),
        ("Diyarbakır İzmir", "diyarbakir izmir", "[Diyarbakır] [İzmir]"),
        ("Ħamrun ŧest ɨ", "hamrun test", "[Ħamrun] [ŧest] ɨ"),
        ("ｆｕｌｌ １２", "full 12", "[ｆｕｌｌ] [１２]"),
        ("कमरा ४२", "42", "कमरा [४२]"),
        ("हिन्दी", "हिन", "[हिन्दी]"),
        ("हिंदी", "हिन्दी", "[हिंदी]"),
        ("चाँद चांद", "चांद", "[चाँद] [चांद]"),
        ("फ़ोन ज़रूरी", "फ़ोन जरूरी", "[फ़ोन] [ज़रूरी]"),
        ("सम्बन्ध अङ्क पञ्च कण्ठ", "संबंध अंक पंच कंठ", "[सम्बन्ध] [अङ्क] [पञ्च] [कण्ठ]"),
        ("જિન્દગી ગાંધી", "જિંદગી ગાન્ધી", "[જિન્દગી] [ગાંધી]"),
        ("call +91 98765 43210 now", "9876543210", "call [+91 98765 43210] now"),
        ("call +91 98765 43210 now", "+919876543210", "call [+91 98765 43210] now"),
        ("call +91-98765-43210 now", "98765 43210", "call [+91-98765-43210] now"),
        ("call +919876543210 now", "98765 43210", "call [+919876543210] now"),
        ("call 9876543210 now", "+91 98765 43210", "call [9876543210] now"),
        ("call 98765 43210 now", "09876543210", "call [98765 43210] now"),
        ("call 098765 43210 now", "9876543210", "call [098765 43210] now"),
        ("call 987 654 3210 now", "9876543210", "call [987 654 3210] now"),
        ("call (022) 2345 6789 now", "02223456789", "call [(022) 2345 6789] now"),
        ("call +44 20 7946 0958 now", "2079460958", "call [+44 20 7946 0958] now"),
        ("call 98765 43210 now", "43210", "call 98765 [43210] now"),
        ("call 555-1234 now", "5551234", "call [555-1234] now"),
        ("room 12 98765 43210", "9876543210", "room 12 [98765 43210]"),
        ("owes Rs. 12,500", "12500", "owes Rs. [12,500]"),
        ("owes Rs. 12500", "12,500", "owes Rs. [12500]"),
        ("owes Rs. 1,25,000", "125000", "owes Rs. [1,25,000]"),
        ("owes 125,000", "1,25,000", "owes [125,000]"),
        ("owes 12 500", "12500", "owes [12 500]"),
        ("owes 12,500.50", "12500", "owes [12,500].50"),
        ("rooms 101,102,103", "102", "rooms 101,[102],103"),
    ],
)
def test_a_spelling_is_found_by_another_and_marked_where_it_stands(
    tmp_path: Path, text: str, query: str, expected: str
) -> None:
    assert matches(tmp_path / "history.db", text, query) == expected


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("98765, 43210", "9876543210"),
        ("98765 and 43210", "9876543210"),
        ("98765\n43210", "9876543210"),
        ("98765 · 43210", "9876543210"),
        ("paid 98765; due 43210", "98765 43210"),
        ("12 members owe 500", "12,500"),
        ("12, 500", "12500"),
        ("125001", "12,5002"),
        ("112500", "12500"),
        ("12.500", "12500"),
        ("12500.50", "125005"),
        ("1000-1500", "10001"),
        ("2024 1250", "20241"),
        ("अनमोल", "अंमोल"),
        ("Lukas", "lukasz"),
    ],
)
def test_what_is_not_there_is_not_found(tmp_path: Path, text: str, query: str) -> None:
    assert matches(tmp_path / "history.db", text, query) == ""


@pytest.mark.parametrize(
    ("text", "query"),
    [("+91 98765 43210", "9876543210"), ("Rs. 12,500", "12,500"), ("हिन्दी", "हिंदी"), ("Łódź", "lodz")],
)
def test_every_key_on_the_way_finds_it(tmp_path: Path, text: str, query: str) -> None:
    async def use(store: ConversationStore) -> None:
        await save(store, 1, "x", text, "")
        for end in range(1, len(query) + 1):
            assert found(await store.search(query[:end])) == ["c1"], query[:end]

    with_store(tmp_path / "history.db", use)


def test_an_excerpt_shows_the_words_where_they_stand_in_a_row(tmp_path: Path) -> None:
    text = "Asha has left.\n\n" + "Nobody came.\n\n" * 40 + "The dues of **Asha** Rao are paid."

    async def use(store: ConversationStore) -> None:
        await save(store, 1, "x", "who?", text)
        (hit,) = await store.search("asha rao")
        assert "[Asha] [Rao]" in shown(hit.excerpt)
        (hit,) = await store.search("rao asha")
        assert "[Asha] has left" in shown(hit.excerpt)

    with_store(tmp_path / "history.db", use)


def test_a_hit_deep_in_a_long_answer_is_what_the_excerpt_shows(tmp_path: Path) -> None:
    rows = "".join(f"| Member {n} | {n},{n % 10}00 |\n" for n in range(10, 4000))
    text = f"| Name | Due |\n|---|---|\n{rows}| Łukasz | 98765 43210 |\n\nThe end.\n" + "word " * 60_000

    async def use(store: ConversationStore) -> None:
        await save(store, 1, "x", "who?", text)
        for query in ("lukasz", "9876543210"):
            (hit,) = await store.search(query)
            assert ("[Łukasz] · 98765" in shown(hit.excerpt)) or (
                "Łukasz · [98765 43210]" in shown(hit.excerpt)
            )

    with_store(tmp_path / "history.db", use)


@given(st.text(max_size=60))
def test_places_lead_back_to_the_text(text: str) -> None:
    whole, places = folded_with_places(text)
    assert len(whole) == len(places)
    assert whole.lower() == folded(text).lower()
    assert list(places) == sorted(places)
    assert all(0 <= first < last <= len(text) for first, last in Finder(terms_of("a 1")).hits_in(text))


@given(
    st.text(alphabet="0123456789 -+().'ab", max_size=40),
    st.text(alphabet="0123456789 -+(),.'ab\n", max_size=60),
)
def test_any_numbers_are_found_as_they_are_written(line: str, others: str) -> None:
    """But for commas: "1,2" is read as the beginning of 1,200."""
    terms = terms_of(line)
    connection = sqlite3.connect(":memory:")
    with closing(connection):
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        text = f"{others}\n{line}\n{others}"
        connection.execute("INSERT INTO words VALUES (?)", (indexed(text, is_markdown=False),))
        if terms:
            assert connection.execute(
                "SELECT 1 FROM words WHERE words MATCH ?", (match_of(terms),)
            ).fetchall()
            assert Finder(terms).hits_in(line)
        for query in terms_of(others):
            connection.execute("SELECT 1 FROM words WHERE words MATCH ?", (match_of([query]),)).fetchall()


async def save_old(path: Path) -> None:
    await save_conversation(path, "Łukasz 98765 43210", NOON, *(f"Øre {n}" for n in range(300)))


def test_an_older_file_is_indexed_anew_beside_everything_else(tmp_path: Path) -> None:
    """As version 1 left it: its words as they were written."""
    path = tmp_path / "history.db"
    asyncio.run(save_old(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE message_words SET text = (SELECT text FROM message WHERE number = rowid)")
        connection.execute(
            "UPDATE title_words SET title = (SELECT title FROM conversation WHERE number = rowid)"
        )
        connection.execute("DROP TABLE mark")
        connection.execute("PRAGMA user_version = 1")

    async def use(store: ConversationStore) -> None:
        # Neither reading nor asking waits for it.
        assert len(await store.conversations()) == 1
        await swept(store)
        assert found(await store.search("ore 299"))
        assert found(await store.search("lukasz 9876543210"))
        assert conversation().id

    with_store(path, use)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("SELECT count(*) FROM mark WHERE name LIKE 'reindex%'").fetchone() == (0,)
