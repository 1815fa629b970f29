"""A file and a conversation are named after what was asked, not after the wish to have it printed or saved."""

import pytest

from strakly_desktop.chat.follow_ups import subject_of
from strakly_desktop.chat.titles import is_command, subject_title


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("export the dues to Excel", "Dues"),
        ("Please export pending dues to an Excel file", "Pending dues"),
        ("print the pending dues", "Pending dues"),
        ("can you print members expiring this week?", "Members expiring this week"),
        ("show pending dues and export to excel", "show pending dues"),
        ("revenue this month, then print it", "revenue this month"),
        ("Revenue this month as PDF", "Revenue this month"),
        ("members of Lake Road in excel", "members of Lake Road"),
        ("download all payments of October as csv", "All payments of October"),
        ("take a printout of today's attendance", "Today's attendance"),
        ("save this month's revenue as a spreadsheet", "This month's revenue"),
        ("copy the list of trainers", "List of trainers"),
        ("baaki list excel mein nikalo", "baaki list"),
        ("dues print karo", "dues"),
        ("बकाया लिस्ट एक्सेल में निकालो", "बकाया लिस्ट"),
        ("आज की हाज़िरी प्रिंट करो", "आज की हाज़िरी"),
        ("Who still has to pay?", "Who still has to pay?"),
        ("how many print shops?", "how many print shops?"),
        ("payments in cash", "payments in cash"),
        ("export this", ""),
        ("print this", ""),
        ("export to Excel", ""),
        ("Excel mein nikalo", ""),
        ("isko print karo", ""),
        ("इसे प्रिंट करो", ""),
        ("save the last table as csv please", ""),
        ("print", ""),
    ],
)
def test_the_wish_around_a_question_is_no_part_of_its_name(question: str, name: str) -> None:
    assert subject_title(question) == name


@pytest.mark.parametrize(
    "text",
    [
        "dark mode", "Switch to a dark theme with a purple accent", "make the text larger", "lock the screen", "help",
        "open the settings",
        "hi", "Good morning!", "namaste", "thanks", "what can you do?", "new chat",
        "undo the theme", "print this", "export to Excel", "dark mode kar do", "डार्क मोड कर दो", "full screen",
        "sign out",
    ],
)  # fmt: skip
def test_a_command_is_no_question(text: str) -> None:
    assert is_command(text)


@pytest.mark.parametrize(
    "text",
    ["revenue this month", "export the dues to Excel", "Asha Rao", "help Asha Rao", "dark", "who is here", "print dues",
     "open enquiries", "new members", "this month", "?", "", "बकाया"],
)  # fmt: skip
def test_a_question_is_no_command(text: str) -> None:
    assert is_command(text) == (text == "dark")


def test_what_the_assistant_did_tells_a_command_as_well() -> None:
    assert is_command("switch to Lake Road", ("find_names", "ask_app"))
    assert not is_command("switch to Lake Road and tell me the dues", ("get_unpaid_dues", "ask_app"))
    assert not is_command("tell me about yoga", ())


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("dues ko excel mein nikalo", "dues"),
        ("dues ki list ko excel me bana do", "dues ki list"),
        ("members ka excel banao", "members"),
        ("revenue pdf mein chahiye", "revenue"),
        ("baaki list excel mein", "baaki list"),
        ("बकाया को एक्सेल में निकालो", "बकाया"),
        ("who owes dues? Please list all 40.", "who owes dues"),
        ("who owes dues. Give the full list.", "who owes dues"),
        ("dues ko dikhao", "dues ko dikhao"),
    ],
)
def test_what_was_left_of_the_wish_is_no_part_of_its_name_either(question: str, name: str) -> None:
    assert subject_title(question) == name


FOLLOW_UPS = [
    "Show all 40", "show all", "Show the full list", "load all 40", "list all of them", "show me everything", "more",
    "show more", "next page", "next 10", "the next ten please", "previous page", "top 5", "sort by amount",
    "sort it by name", "sorted by due date", "Show all 40 sorted by amount", "sab dikhao", "aur dikhao",
    "poori list dikhao", "baaki bhi dikhao", "सब दिखाओ", "export this", "print it", "export to Excel",
]  # fmt: skip


@pytest.mark.parametrize("follow_up", FOLLOW_UPS)
def test_a_bare_follow_up_is_called_as_what_it_goes_on_with(follow_up: str) -> None:
    assert subject_of(["revenue", "who owes dues", follow_up]) == "who owes dues"
    assert subject_of(["who owes dues", follow_up, "show all"]) == "who owes dues"
    assert subject_of([follow_up]) == ""


@pytest.mark.parametrize(
    "question",
    ["show all members", "all trainers", "next renewals", "top 5 payers", "members sorted by name", "list all plans",
     "more about Asha Rao", "last payments", "what is due next", "show all dues sorted by amount", "Asha", "40"],
)  # fmt: skip
def test_what_names_a_thing_is_called_after_it(question: str) -> None:
    assert subject_of(["who owes dues", question]) == question
