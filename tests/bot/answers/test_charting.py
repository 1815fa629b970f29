"""The line under an answer of which a chart was wanted says what its bar has: the button is there, or it is not."""

from datetime import date
from pathlib import Path

import pytest
from support.desk_questions import Asked, shared_gym

from strakly_desktop.app.files.answer_reading import read_answer

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("question", "drawn"),
    [
        ("chart of revenue by month", True),
        ("chart of revenue this month", True),
        ("graph of revenue by plan last month", True),
        ("plot attendance by hour last week", True),
        ("attendance chart", True),
        ("bar chart of members by plan", True),
        ("chart of members by gender", True),
        ("pie chart of enquiries by source", True),
        ("chart of dues", True),
        ("chart of dues by branch", True),
        ("chart of sales by plan last month", True),
        ("chart of payments above 5000 this month", True),
        ("chart of visits of Rahul Rao", False),
        ("graph of expired members", False),
        ("chart of trainers", True),
        ("chart of average revenue per month", True),
    ],
)
def test_it_names_the_button_where_the_bar_has_it(tmp_path: Path, question: str, drawn: bool) -> None:
    with shared_gym(tmp_path / "gym.db") as judge:
        text = judge(Asked(question, "english", (question,), {})).text
    has_button = any(table.has_chart for table in read_answer(text, TODAY).tables)
    assert ("press **Show chart**" in text) == has_button == drawn, text
