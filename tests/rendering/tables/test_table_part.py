"""Which tables are a part of a list, by the words around them."""

import re
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from strakly_desktop.rendering.tables.table_part import TablePart, TableShape, parts_of, rows_text

PARTS = (
    ("Showing 10 of 245.", 10, 245),
    ("Showing 10 of 245. [View all clients](/clients)", 10, 245),
    ("**Showing 10 of 245 clients**", 10, 245),
    ("Showing the first 10 of 245 active clients:", 10, 245),
    ("Showing first 10 results out of 245", 10, 245),
    ("Showing only 10 clients out of a total of 1,245.", 10, 1245),
    ("Here are the first 10 of your 245 clients:", 10, 245),
    ("Here are 10 of 245 clients.", 10, 245),
    ("Top 10 of 40 clients by revenue", 10, 40),
    ("10 of 245 clients", 10, 245),
    ("Showing 1-10 of 245", 10, 245),
    ("Showing 1 to 10 of 245 entries", 10, 245),
    ("Results 11–20 of 45", 10, 45),
    ("Showing 11 to 20 of 22.", 10, 22),
    ("(10 of 245 shown)", 10, 245),
    ("Displaying ten of 245 clients", 10, 245),
    ("Showing 10/245", 10, 245),
    ("… and 235 more", 10, 245),
    ("and 235 more clients.", 10, 245),
    ("+ 235 more", 10, 245),
    ("There are 235 more clients not shown.", 10, 245),
    ("235 more are available.", 10, 245),
    ("Here are the first 10 clients:", 10, None),
    ("Here are the first 10:", 10, None),
    ("Latest 10 payments", 10, None),
    ("Page 1 of 25", 10, None),
    ("You have 245 clients in total. Here are the first 10:", 10, 245),
    ("[View all clients](/clients)", 5, None),
    ("You can [see all members](/clients) in the app.", 5, None),
    ("Showing 10 of 245+ clients", 10, None),
    ("The list is truncated.", 10, None),
    ("245 में से 10 दिखाए गए हैं", 10, 245),
    ("कुल 245 में से पहले 10 सदस्य", 10, 245),
    ("२४५ में से १० सदस्य:", 10, 245),
    ("245 clients mein se 10:", 10, 245),
    ("245 me se pehle 10 dikha raha hoon", 10, 245),
    ("पहले 10 सदस्य:", 10, None),
    ("aur 235 clients hain", 10, 245),
    ("और 235 हैं", 10, 245),
    ("10 में से 245", 10, 245),
    ("245 में से 10 दिखाए", 10, 245),
    ("245 mein se 10 dikhaye", 10, 245),
    ("245 में से सिर्फ 10 यहाँ हैं।", 10, 245),
    ("aur 235 hain", 10, 245),
    ("...aur 235 baaki hain.", 10, 245),
    ("और 235 सदस्य बाकी हैं।", 10, 245),
    ("235 aur hain", 10, 245),
    ("pehle 10", 10, None),
    ("Ye rahe pehle 10 members:", 10, None),
    ("पहले 10 दिखाए गए हैं", 10, None),
    ("sirf 10 dikhaye hain", 10, None),
    ("टॉप 5 सदस्य", 5, None),
    ("aur bhi members hain.", 10, None),
    ("कुल 245 सदस्य हैं। पहले 10:", 10, 245),
    ("Top 5", 5, None),
    ("## Top 5 clients by revenue", 5, None),
    ("Top 5 clients by revenue", 5, None),
    ("**Top 10 unpaid members**", 10, None),
    ("You have 40 members in total. The top 5 by revenue:", 5, 40),
    ("first 10", 10, None),
    ("### First 10 clients", 10, None),
    ("First 10 members at Lake Road:", 10, None),
    ("10 shown", 10, None),
    ("(10 shown)", 10, None),
    ("245 clients (10 shown)", 10, 245),
    ("245 clients found, 10 shown.", 10, 245),
    ("Total: 245. 10 shown.", 10, 245),
    ("Only 10 clients are shown.", 10, None),
    ("Showing only 10 clients.", 10, None),
    ("**245 clients** · page 1 of 25", 10, None),
    ("page 1 of 25", 10, None),
    ("Page 3/25", 10, None),
    ("…and 235 others", 10, 245),
    ("... and 235 others.", 10, 245),
    ("10 clients here and 235 more.", 10, 245),
    ("There are 235 more clients.", 10, 245),
    ("Showing 10 (of 245)", 10, 245),
    ("Showing rows 11–20", 10, None),
    ("Showing 11-20", 10, None),
    ("## 10 of 245 clients", 10, 245),
    ("Only 10 of 245 clients:", 10, 245),
    ("10 of 245 clients are listed below.", 10, 245),
    ("Here are ten of the 245 members:", 10, 245),
    ("245 clients in total, the first 10 listed.", 10, 245),
    ("[View all 245 clients](/clients)", 10, 245),
)
WHOLE = (
    ("10 of 12 paid.", 10),
    ("10 of 12 clients have paid their dues:", 10),
    ("10 of the 12 members came today.", 10),
    ("Showing 5 of 5.", 5),
    ("Showing 10 of 10 clients", 10),
    ("Here are the first 10 clients:", 6),
    ("Page 1 of 1", 10),
    ("You have 10 clients:", 10),
    ("You have 245 clients; 10 of them expire this week:", 10),
    ("Attendance of the last 7 days", 7),
    ("Revenue of the first 3 months", 3),
    ("The first 10 days were good.", 10),
    ("2 of 3 trainers are present. Their clients:", 10),
    ("[View all clients](/clients)", 3),
    ("[Anita](/clients/5) has 3 more days.", 10),
    ("There is one more thing to do.", 10),
    ("On 12/11/2026 10 clients came.", 10),
    ("Rs. 10 of 245 is due.", 1),
    ("Score 4/5", 4),
    ("10 of 12 checked in", 10),
    ("10 of 12 checked in.", 10),
    ("**10 of 12 checked in today**", 10),
    ("10 of 12 members checked in:", 10),
    ("10 of 12 members are in the gym now:", 10),
    ("10 of 12 members at Lake Road have paid.", 10),
    ("10 of 12 members in the morning batch came.", 10),
    ("Here are the 10 of 12 members who have paid:", 10),
    ("Paid: 10 of 12 members.", 10),
    ("The table shows 10 of 12 members paid.", 10),
    ("12 में से 10 ने भुगतान कर दिया है।", 10),
    ("12 में से 10 सदस्य आज आए।", 10),
    ("12 mein se 10 members ne fees bhari hai", 10),
    ("12 mein se 10 aaye.", 10),
    ("और 3 दिन हैं", 10),
    ("Anita aur 3 log hain.", 10),
    ("aur 3 members aaye", 10),
    ("Anita ke paas aur 5 din baaki hain", 10),
    ("pehle 10 baje aaye", 10),
    ("पहले 10 दिन", 10),
    ("पहले 10 सदस्यों को छूट मिली", 10),
    ("pehle 10 members ko discount mila", 10),
    ("I reminded Anita and 3 others.", 10),
    ("Anita and 9 others have paid.", 10),
    ("3 more days are left.", 10),
    ("2 more members are expected today.", 10),
    ("+ 3 more days", 10),
    ("plus 3 more free days", 10),
    ("10 members are shown below:", 10),
    ("10 members shown here have dues", 10),
    ("Of 12 members, 10 are present.", 10),
    ("12 में से 10 सक्रिय हैं:", 10),
    ("3 more lockers are available.", 10),
    ("All 10 clients are shown.", 10),
    ("Here are all 10 clients:", 10),
    ("Top 5 clients:", 3),
    ("These are all. Top 10 by revenue:", 10),
    ("The full list, first 10 rows and the rest:", 10),
    ("The first 10 members at Lake Road got a discount.", 10),
    ("The first 10 members to join:", 9),
    ("Top 10 percent of the clients", 10),
    ("The last 10 weeks:", 10),
    ("first 10 minutes", 10),
    ("See page 2 of 5 of the contract.", 10),
    ("Open 10:00 to 22:00.", 10),
    ("Rs. 1,200 of 2,400 clients paid", 10),
    ("[View all 10 clients](/clients)", 10),
    ("सभी 10 सदस्य:", 10),
    ("24/7", 10),
    ("10/12/2026", 10),
    ("Capacity 10 / 80", 10),
    ("", 10),
    ("Would you like to see more?", 10),
)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(("text", "rows", "total"), PARTS)
def test_a_part_is_known_by_the_words_beside_it(text: str, rows: int, total: int | None, place: str) -> None:
    if text.startswith(("[", "You can [")) and place == "above":
        pytest.skip("a link to the list stands below it")
    (part,) = parts_of([text, rows] if place == "above" else [rows, text])
    assert part is not None
    assert part.total == total


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(("text", "rows"), WHOLE)
def test_a_whole_list_is_no_part(text: str, rows: int, place: str) -> None:
    assert parts_of([text, rows] if place == "above" else [rows, text]) == [None]


def test_words_far_from_the_table_say_nothing_of_it() -> None:
    assert parts_of(["Showing 10 of 245", "a", "b", "c", 10]) == [None]


def test_what_is_said_between_two_tables_is_said_of_one() -> None:
    assert parts_of([5, "Showing 5 of 6. [View all](/clients)", "**Payments**", 12]) == [TablePart(6), None]
    assert parts_of([4, "Here are 10 of 245 clients:", 10]) == [None, TablePart(245)]
    assert parts_of([10, "Showing 10 of 245.", 10, "Showing 10 of 90."]) == [TablePart(245), TablePart(90)]
    assert parts_of([10, "Showing 10 of 245:", 10]) == [None, TablePart(245)]


def test_the_real_assistant_lists_five_of_what_it_has_counted() -> None:
    link = "[View all clients](/clients)"
    assert parts_of(["**You have 6 clients:**", 5, link]) == [TablePart(6)]
    assert parts_of(["You have 5 clients:", 5, link]) == [None]


def test_a_table_that_still_arrives_is_a_part_of_what_was_announced() -> None:
    assert parts_of(["Showing 10 of 245", 3]) == [TablePart(245)]


def test_how_many_rows_there_are_in_words() -> None:
    assert rows_text(1, None) == "1 row"
    assert rows_text(1200, None) == "1,200 rows"
    assert rows_text(10, TablePart(1245)) == "10 of 1,245 rows"
    assert rows_text(10, TablePart(None, is_first=True)) == "first 10 rows; more exist"
    assert rows_text(10, TablePart()) == "10 rows; more exist"
    assert rows_text(5, TablePart(None, is_top=True)) == "top 5 rows; more may exist"


def test_a_card_and_a_count_are_no_parts_of_what_is_listed_near_them() -> None:
    """The real assistant answers two questions in one: numbers, a link to all, then a list."""
    link = "[View all clients](/clients)"
    card = TableShape(6, is_card=True)
    assert parts_of([card, link, "**You have 6 clients:**", 5, link]) == [None, TablePart(6)]
    assert parts_of(["Showing 4 of 245", TableShape(4, is_card=True)]) == [None]
    assert parts_of([TableShape(8, is_grouped=True), link]) == [None]
    assert parts_of([TableShape(31, is_grouped=True), "Showing 31 of 60."]) == [TablePart(60)]
    assert parts_of([card, "Showing 5 of 6.", 5]) == [None, TablePart(6)]


def test_a_heading_speaks_for_the_table_under_it_only() -> None:
    assert parts_of([10, "## Top 10 payments", "By amount.", "In rupees.", 10]) == [
        None,
        TablePart(None, is_top=True),
    ]
    assert parts_of([8, "**You have 9 clients in total**", 8, "[View all](/clients)"]) == [None, TablePart(9)]


_WORDS = (
    "clients members paid today and 10 12 245 of the in at Lake Road Anita have due Rs. 1,200 dues "
    "total expire 27 Nov 2026 checked inside : . , are is with month plan ne aaye hai ka ko 5 "
    "sadasya gym ₹500 सदस्य ने भुगतान किया है आज की सूची 98765 43210 active expired renew this week "
    "branch - ( ) by date "
)
_GYM_WORDS = st.sampled_from(_WORDS.split())
_OF_A_LIST = re.compile(
    r"\d\D{0,20}\b(of|/)\s|\d\s*/\s*\d|में से|mein se|first|top|last|more|other|shown|showing|page|list",
    re.IGNORECASE,
)


@given(st.lists(_GYM_WORDS, max_size=14), st.integers(1, 300))
def test_words_that_say_nothing_of_a_list_never_make_a_part(words: list[str], rows: int) -> None:
    text = " ".join(words)
    assume(not _OF_A_LIST.search(text))
    assert parts_of([text, rows]) == [None]
    assert parts_of([rows, text]) == [None]


_SAID = st.sampled_from([text for text, _, _ in PARTS])


@given(_SAID, _SAID | st.text(alphabet="1,0 of/-…+.()pagetopfirst aur में से और\n*#[]"), st.integers(0, 300))
@example("Showing 10 of 11.", "", 12)
def test_a_part_never_has_all_rows_of_its_list(above: str, below: str, rows: int) -> None:
    (part,) = parts_of([above, rows, below])
    assert part is None or (rows and (part.total is None or part.total > rows))


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1,", "of 1 ", "first ", "top 5 of ", "( ", "a a a ", "और 1 ", "1 में से "]
)
def test_a_long_paragraph_is_read_in_no_time(piece: str) -> None:
    started = time.process_time()
    parts_of([piece * 600, 10])
    assert time.process_time() - started < 1
