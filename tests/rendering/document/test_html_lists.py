"""Real HTML lists as models write them, closed or not: every word between their items is on the page."""

import pytest
from support.documents import at_once, snapshot, streamed

LISTS = [
    ("<ul>Total 500", "Total 500"),
    ("<ul>\nTotal 500\n\nAll 12 members paid.", "Total 500\nAll 12 members paid."),
    ("Dues:\n\n<ul>\n<b>Rs. 500</b>\n<li>Ana</li></ul>\n\nEnd 700", "Dues:\nRs. 500 \nAna\nEnd 700"),
    ("<ul><ul><li>one</li></ul></ul>", "\none"),
    ("<ol><li>one</li>two<p>three</p><li>four</li>five</ol>", "one\ntwo\nthree\nfour\nfive"),
    ("<ul>\n# Dues | Rs. 500 |", "# Dues | Rs. 500 |"),
    ("- a\n  <ul>b</ul>\n- c", "a\nb\nc"),
    ("> <ol>a", "a"),
]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("text", "shown"), LISTS)
def test_what_stands_between_the_items_of_a_list_is_shown(text: str, shown: str) -> None:
    whole = at_once(text).document
    assert whole.toPlainText().removeprefix("Question?\n").rstrip("\n") == shown
    for size in (1, 4, 9):
        segments = [text[start : start + size] for start in range(0, len(text), size)]
        assert snapshot(streamed(segments).document) == snapshot(whole)
