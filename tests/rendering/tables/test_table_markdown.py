"""A table written for paper: all of it is read back as a table, however long it is."""

from support.tables import table

from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.rendering.tables.table_markdown import markdown_of_table


def test_a_long_table_becomes_several_that_are_each_read_whole() -> None:
    # Beyond the limit of markdown 3,425 rows of 14,000 were on paper with bars between their cells.
    content = table(*((f"Member {number} | of *one*", str(number)) for number in range(500)))
    pieces = markdown_of_table(content, 2_000)
    assert len(pieces) > 5 and all(len(piece) <= 2_000 for piece in pieces)
    read = [one for piece in pieces for one in tables_of(piece)]
    assert len(read) == len(pieces)
    assert {one.headers for one in read} == {content.headers}
    assert [row for one in read for row in one.rows] == list(content.rows)


def test_a_row_that_is_longer_than_a_piece_has_one_of_its_own() -> None:
    content = table(("x" * 50, "1"), ("y" * 50, "2"))
    assert len(markdown_of_table(content, 20)) == 2
    assert len(markdown_of_table(table(), 20)) == 1
