"""Half a row, and half a figure: never read as one, and seen to go on."""

import pytest

from strakly_desktop.conversation.model import MessageState
from strakly_desktop.rendering.markdown.broken_off import whole_rows, with_break
from strakly_desktop.rendering.tables.table_data import tables_of

HEAD = "Two owe:\n\n| Client | Due |\n|:--|--:|\n"
ROW = "| Rohan | Rs. 14,500 |"
STOPPED = MessageState.STOPPED


def rows(text: str) -> list[list[str]]:
    """The rows of the last table."""
    return [[cell.text for cell in row] for row in tables_of(text)[-1].rows]


@pytest.mark.parametrize("half", ["| Pri", "| Priya |", "| Priya | ", "| Priya | Rs. 10", "| Priya | a\\|"])
def test_a_row_that_broke_off_is_no_row_and_seen_to_go_on(half: str) -> None:
    text = f"{HEAD}{ROW}\n{half}"
    assert rows(whole_rows(text, STOPPED)) == [["Rohan", "Rs. 14,500"]]
    shown = rows(with_break(text, STOPPED))
    assert len(shown) == 2 and any(cell.endswith("…") for cell in shown[-1])


def test_a_row_of_which_only_its_bar_came_is_one_of_dots() -> None:
    text = f"{HEAD}{ROW}\n|"
    assert whole_rows(text, STOPPED) == text[:-1]
    assert with_break(text, STOPPED) == text + "…"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROW,
        HEAD + ROW + "  ",
        HEAD + ROW + "\n",
        HEAD + ROW + "\n\nThese are all of them, and",
        HEAD,
        HEAD.rstrip(),
        HEAD[:-4],
        "| Client | Du",
        "Rohan or | Priya",
        "Half a sentence of",
        "a\n---\nb",
        "",
    ],
)
def test_whatever_else_it_ends_with_stays(text: str) -> None:
    assert whole_rows(text, STOPPED) == with_break(text, STOPPED) == text


def test_of_a_whole_answer_every_row_is_one() -> None:
    text = f"{HEAD}{ROW}\n| Priya"
    complete = MessageState.COMPLETE
    assert whole_rows(text, complete) == with_break(text, complete) == text
    assert with_break("It is 10", complete) == "It is 10"


@pytest.mark.parametrize(
    ("above", "row", "half"),
    [
        ("Client | Due\n---|---\n", "Rohan | 14", "Pri"),
        ("- In a list:\n\n  | Client | Due |\n  |---|---|\n", "  | Rohan | 14 |", "  | Priya | 1"),
        ("> | Client | Due |\n> |---|---|\n", "> | Rohan | 14 |", "> | Priya | 1"),
        (
            "<table><tr><th>Client</th><th>Due</th></tr>\n",
            "<tr><td>Rohan</td><td>14</td></tr>",
            "<tr><td>Priya</td><td>1",
        ),
    ],
)
def test_wherever_a_table_stands(above: str, row: str, half: str) -> None:
    text = f"{above}{row}\n{half}"
    assert rows(whole_rows(text, STOPPED)) == [["Rohan", "14"]]
    assert rows(with_break(text, STOPPED))[-1][-1 if "1" in half else 0].endswith("…")


@pytest.mark.parametrize("text", ["Rohan owes Rs. 1", "- Rohan: Rs. 14,", "At 6:"])
def test_a_figure_that_may_go_on_is_seen_to(text: str) -> None:
    assert with_break(text, STOPPED) == text + "…"
    assert whole_rows(text, STOPPED) == text
