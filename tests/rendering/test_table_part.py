"""Which tables are a part of a list, by the words around them."""

import pytest

from strakly_desktop.rendering.table_part import TablePart, parts_of, rows_text

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
    ("Top 5 clients by revenue", 5),
    ("", 10),
    ("Would you like to see more?", 10),
)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(("text", "rows", "total"), PARTS)
def test_a_part_is_known_by_the_words_beside_it(text: str, rows: int, total: int | None, place: str) -> None:
    if "](" in text and "Showing" not in text and place == "above":
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
