"""What a masked role reads in the history."""

from dataclasses import replace
from datetime import UTC, datetime

from strakly_desktop.conversation.model import ConversationSummary, SearchHit, TextPiece
from strakly_desktop.ui.history.seen_texts import seen_conversation, seen_hits, seen_pieces

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEAR = ConversationSummary("a", "Who is in?", NOON, NOON)
SECRET = replace(CLEAR, id="b", title="Who paid 4500?")


def seen(text: str) -> str:
    return text.replace("4500", "•••")


def seen_part(text: str) -> str:
    return text.replace("4500", "•••").replace("450", "•••")


def test_a_title_without_a_value_is_the_same_conversation() -> None:
    assert seen_conversation(CLEAR, seen) is CLEAR
    assert seen_conversation(SECRET, seen) == replace(SECRET, title="Who paid •••?")


def test_no_mark_stands_in_a_title_that_is_masked() -> None:
    """A mark would tell that what was looked for is there."""
    titles = (
        (TextPiece("Who ", False), TextPiece("is", True), TextPiece(" in?")),
        (
            TextPiece("Who paid "),
            TextPiece("4500", True),
            TextPiece("?"),
        ),
    )
    hits = [SearchHit(CLEAR, titles[0]), SearchHit(SECRET, titles[1])]
    first, second = seen_hits(hits, seen, seen_part)
    assert first == hits[0]
    assert second.title == (TextPiece("Who paid •••?"),)
    assert second.conversation.title == "Who paid •••?"


def test_an_excerpt_that_is_cut_in_a_value_shows_nothing_of_it() -> None:
    pieces = TextPiece("paid ", True), TextPiece("450")
    assert seen_pieces(pieces, seen_part) == (TextPiece("paid •••"),)
    assert seen_pieces(pieces, seen) is pieces
    (hit,) = seen_hits([SearchHit(CLEAR, (), "m1", pieces)], seen, seen_part)
    assert hit.excerpt == (TextPiece("paid •••"),)
