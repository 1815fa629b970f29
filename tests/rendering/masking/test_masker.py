"""What is masked in an answer, and that no cut of its stream ever shows more than the whole of it may."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.masking.masker import TextMasker, masked, masked_line
from strakly_desktop.rendering.masking.source_reader import LONGEST_TAG
from strakly_desktop.rendering.masking.values import MaskKind

ALL = frozenset(MaskKind)
ANSWERS = (
    "Call **98765**43210, or [98765 43210](tel:+919876543210), or &#57;8765 43210, or 98765\n43210.\n",
    "> Rs.\n> **1,23,456** and ₹ 5,000/- of 1.2 Lakh, INR 500 to 700, <asha@gym.example>, a_b@x.co.in\n",
    "| Name | Due | मोबाइल |\n|---|--:|---|\n| Asha | 5000 | 98765 |\n| Ravi | 1,200 | - |\n\nTotal 5000 rupees\n",
    "## फीस\n\n- Asha: 5000\n- Ravi: ५,००० for 3 months\n1. 98765-43210\n2. Rs. 500\n\n```\nname,due\nasha,5000\n```\n",
    "<table><tr><th>Name</th><th>Fees</th></tr><tr><td>A</td><td>7<b>0</b>0</td></tr></table>\n",
    "Due\n5000 \\+91 98765 43210",
    "Name | Due\n--- | ---\nAsha | 5000\nRavi | 700\n\nRs.\n5000 and 98765\n43210",
)
HIDDEN = re.compile(
    r"98765|43210|1,23,456|5,?000|1\.2|500|700|asha@|gym\.example|a_b|1,200|५,०००|(?<!\d)7<b>0"
)

SPLINTERS = (
    *(
        "98765",
        "43210",
        "Rs. ",
        "₹",
        "5000",
        "/-",
        " lakh",
        " ",
        "\n",
        "**",
        "|",
        "- ",
        "[",
        "](x)",
        "<b>",
        "</b>",
    ),
    *(
        "&nbsp;",
        "due: ",
        "word ",
        "1.",
        "@x.in",
        "`",
        "\\",
        "+91",
        "12 Nov",
        "|---|",
        "\n\n",
        "```\n",
        "<br>",
        "&#5",
    ),
    *("7;", "<!--", "-->", "](tel:98765", ")", ">", "#", "\r\n", "फीस ", "५०००", "~~~", "<td>", "<th>Due"),
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_of_a_value_is_left(answer: str) -> None:
    shown = masked(answer, ALL)
    assert not HIDDEN.search(shown), shown
    assert "Asha" in shown or "Asha" not in answer


@pytest.mark.parametrize("answer", ANSWERS)
def test_wherever_it_is_cut_the_same_is_shown(answer: str) -> None:
    whole = masked(answer, ALL)
    for cut in range(len(answer)):
        masker = TextMasker(ALL)
        assert masker.feed(answer[:cut]) + masker.feed(answer[cut:]) + masker.finish() == whole, answer[:cut]


def test_a_sign_that_might_begin_a_tag_holds_back_no_more_than_the_longest_one() -> None:
    masker = TextMasker(ALL)
    masker.feed("Asha <a ")
    shown = "".join(masker.feed("word ") for _ in range(LONGEST_TAG))
    assert "word word" in shown
    assert TextMasker(ALL).feed("five \\* three is fifteen ").startswith("five \\* three")


def test_a_table_is_over_with_its_last_row() -> None:
    table = "| Due | A |\n|-|-|\n| 70 | x |\n\n"
    assert masked(f"{table}7 of them are late.", ALL) == f"{table.replace('70', '•••')}7 of them are late."


@given(data=st.data())
def test_no_cut_of_the_stream_shows_more(data: st.DataObject) -> None:
    answer = data.draw(st.sampled_from(ANSWERS))
    cuts = data.draw(st.sets(st.integers(0, len(answer)), max_size=40))
    masker, whole, out = TextMasker(ALL), masked(answer, ALL), ""
    for start, end in pairwise(sorted({0, len(answer), *cuts})):
        out += masker.feed(answer[start:end])
        assert whole.startswith(out), "what was shown once stays, and was masked"
    assert out + masker.finish() == whole


@given(pieces=st.lists(st.sampled_from(SPLINTERS), max_size=30))
def test_a_text_is_taken_apart_by_itself_alone(pieces: list[str]) -> None:
    masker, text = TextMasker(ALL), "".join(pieces)
    out = "".join(map(masker.feed, pieces)) + masker.finish()
    assert out == masked(text, ALL)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rs. 1,23,456", "Rs. •••"),
        ("₹5,000 due", "₹••• due"),
        ("5000/- only", "•••/- only"),
        ("INR 500.", "INR •••."),
        ("1.2 Lakh", "•••"),
        ("-₹500 and ₹ ५,०००", "-₹••• and ₹ •••"),
        ("five thousand rupees", "••• rupees"),
        ("₹500 to 700", "₹••• to •••"),
        ("# 5000/-", "# •••/-"),
        ("`Rs. 500`", "`Rs. •••`"),
        ("[Rs. 500](/payments/5)", "[Rs. •••](/payments/5)"),
        ("**Balance due:** 5000", "**Balance due:** •••"),
        ("Due:5000, Paid: ✅ 300", "Due:•••, Paid: ✅ •••"),
        ("Due ..... 5000", "Due ..... •••"),
        ("Amount | 5000", "Amount | •••"),
        ("45,000 came in, 1500 pending", "••• came in, ••• pending"),
        ("Asha ₹500, Ravi 700", "Asha ₹•••, Ravi •••"),
        ("Asha (98765-43210)", "Asha (••••••10)"),
        ("**Amount due**\n\n5000", "**Amount due**\n\n•••"),
        ("Dues:\n- Asha: 5000\n- Ravi: 3 visits", "Dues:\n- Asha: •••\n- Ravi: 3 visits"),
        ("| Fees | 5000 |\n|---|---|\n| Paid | 900 |", "| Fees | ••• |\n|---|---|\n| Paid | ••• |"),
        ("Name | Due\n--- | ---\nA | 5000\nB | 7", "Name | Due\n--- | ---\nA | •••\nB | •••"),
        (
            "```\n| Name | Due |\n|------|-----|\n| A | 5000 |\n```",
            "```\n| Name | Due |\n|------|-----|\n| A | ••• |\n```",
        ),
        ("> | A | Due |\n> |---|---|\n> | A | 50 |", "> | A | Due |\n> |---|---|\n> | A | ••• |"),
        (
            "| A | Q1 |\n|--|--|\n| Paid | 70 |\n| Members | 50 |",
            "| A | Q1 |\n|--|--|\n| Paid | ••• |\n| Members | 50 |",
        ),
        ("कुल बकाया ५०० है", "कुल बकाया ••• है"),
        ("5 करोड़ की आय", "••• की आय"),
        ("Dues (in Rs.): Asha 500; Ravi 600", "Dues (in Rs.): Asha •••; Ravi •••"),
        ("Due\n---|\n5000", "Due\n---|\n•••"),
        ("Asha owes 5000 for 3 months", "Asha owes ••• for 3 months"),
        ("98765 43210", "••••••10"),
        ("+91-98765-43210", "••••••10"),
        ("(022) 2345 6789", "••••••89"),
        ("98765<br>43210", "••••••10"),
        ("98765\\\n43210", "••••••\\\n•10"),
        ("98765\u200b43210", "••••••\u200b•10"),
        ("Mobile: 98765", "Mobile: ••••••"),
        ("[Call](tel:+919876543210)", "[Call]()"),
        ("[Mail](mailto:asha%40x.in)", "[Mail]()"),
        ("<asha@x.in>", "•••@•••"),
        ('"asha"@x.in, or "asha@x.in"', '•••@•••, or "•••@•••"'),
        ("'asha'@x.in, or 'asha@x.in'", "•••@•••, or '•••@•••'"),
        ('write to "asha rao"@x.in now', 'write to "asha •••@••• now'),
        ('[Asha](mailto:"asha%20rao"@x.in)', "[Asha]()"),
        ('<a href="mailto:asha@x.in" title="Rs. 5">Asha</a>', "<a>Asha</a>"),
    ],
)
def test_the_shape_stays_and_the_value_goes(text: str, shown: str) -> None:
    assert masked(text, ALL) == shown


@pytest.mark.parametrize(
    "text",
    [
        "28 Nov 2026 at 10:30, until 2026-12-01 or 01/12/2026",
        "12 members due, 3 visits, 42 % paid in 2026",
        "[Asha](/clients/12345) has code 4821",
        "| Name | Visits | Due date |\n|---|--:|---|\n| Asha | 1200 | 12 Nov 2026 |\n",
        "1. First\n2. Second\n10. Tenth\n",
        "Payment method: UPI",
        "1,245 members, 1,200 check-ins; total members: 1245",
        "[Pay](/payments/5) it at 10:30",
        "Version 3.11.7",
    ],
)
def test_what_is_no_value_reads_as_ever(text: str) -> None:
    assert masked(text, ALL) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "US$ 45",
            "500–700 rupees",
            "between 500 and 700 rupees",
            "500, 700 and 90 rupees",
            "4500 + 81 = 5310",
        ),
        *(
            "50, 70 and 90 rupees",
            "Rs. 500/700/90",
            "Rs 4'500",
            "Rs 4·500",
            "Rs. 500 x 12 = 6000",
            "₹90 (50 + 40)",
        ),
        *("Revenue for November was 45000", "Salary of Ravi is 25000", "Revenue rose from 38000 to 45000"),
        *(
            "Asha owes you 4500",
            "She paid us 4500",
            "Please collect 4517 from Asha",
            "Paid 3517 of 5517",
            "A 4500 plan",
        ),
        *("May 4500", "6 | 4517", "Gold: 4517/month", "the 4500/30 days fee", "45k", "Paid 4500, 600 came"),
        *("| M | Due |\n|-|-|\n|`B|C`|5500|", "| M | Due | Visits |\n|-|-|-|\n|`B|C`|5500|9|", "Rs.\n4500"),
        *(
            "| M |`a|b`| Due | Visits |\n|-|-|-|-|\n| A | b | 55 | 1204 |",
            "| Months | Gold |\n|-|-|\n| 3 months | 4500 |",
        ),
        *(
            "owe money:\n\n**Asha** – 4500\n\n**Ravi** – 500",
            "Asha\t4500",
            "<dl><dt>Due</dt><dd>4500</dd></dl>",
        ),
        *(
            "<details><summary>Due</summary>4500</details>",
            '{"asha": {"due": {"now": 4500}}}',
            "आशा को ४५१७ देने हैं",
        ),
        *("9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣0️⃣", "98765x43210", "98765·43210", "98765 and 43210", "Mobile | 2234517"),
        *(
            "4 500",
            "4\u2009500",
            "4_500",
            "４５００",
            "4²⁵⁰",
            "4\u03365\u03360\u03360\u0336",
            "4’500",
            "<i title='4517'>due</i>",
        ),
        *(
            "Dues\n====\n- Asha: 4517",
            "## Revenue\n\n- New members: 45000",
            "Members dues: 4500",
            "Fees of members: 4500",
        ),
        *(
            "A$ 45",
            "45 bucks",
            "Rs #4500",
            "₹#45",
            "2015-12 rupees",
            "Rs 2015-12",
            "4 5 0 0",
            "4-5-0-0",
            "4\u3164500",
            "Member: 4500",
            "Branch: 45000",
            "id: 4,500",
            "450. Asha",
            "Due: 9000045000",
            "in 2000",
            "10.000.000",
            "4500 staff salary",
            "4500 members' dues",
            "4500 classes fee",
            "Staff: 45000",
            "id 4'500",
            "member 4 500",
            "4500 visits (₹)",
            "<table><tr><th>A</th><th>Visits</th><th>Due</th></tr><tr><td colspan=2>x</td><td>4500</td></tr></table>",
            "Total (Rs.)\n\n4517",
            "12 Nov 4500",
            "10:30 4500",
            "4500.28 Nov",
            "in 20260",
            "20264 more",
            "4500 more",
            "3 members: 4500",
            "Two members: 4500",
            "Amount due\n\n\n50",
            "<table><tr><td>₹500</td><td>A</td></tr><tr><td>70</td><td>B</td></tr></table>",
        ),
    ],
)
def test_a_figure_is_an_amount_unless_it_is_known_to_be_none(text: str) -> None:
    shown = re.sub(r"10:30|12 Nov|28 Nov|3 months|30 days|\d️?⃣\d️?⃣\Z|••10\Z", "", masked(text, ALL))
    assert not re.search(r"\d[\d\W]*\d", shown), shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Members with dues: 250",
            "Clients with pending fees: 120",
            "Total active members: 1,240",
            "Number of fees: 120",
            "Lake Road members: 1204",
            "10k members, 12k visits",
            "| Name | Due | Visits |\n|-|-|-|\n| [A](/x) | - | 1200 |",
        ),
        *(
            "1,204 visits, 1,240 new active members",
            "between 500 and 700 members",
            "1,204 of 1,500 members",
            "12 paid, 3 due",
        ),
        *(
            "member 1042, id 1043, #1044, Room 101, code: 4821",
            "Invoice INV-2026-000123456",
            "Member number 10425",
        ),
        *(
            "in 2026, since 2019, Q3 2026, FY 2025-26, 2026-11, Nov 2026",
            "450 kg, 120 min, 12.5%, 100 %",
            "version 3120",
            "Of 245 clients, 194 are active; attendance rose by 120 to 1,204 visits, 1,204 people visited",
            "- **Active members:** 245 (79%)",
            "सदस्य: 245",
        ),
        *(
            "192.168.1.100",
            "https://gym.example/clients/12345",
            "[A](/clients/12345)",
            "99. a\n100. b",
            "Due[^1]\n\n[^1]: A",
        ),
        *(
            "Metric | Value\n--|--\nMembers | 245\nAverage | 35\nSince | 2023\nOn | 26 Nov 2026 (35)\nPayments | 12",
        ),
        *(
            "| Name | Visits | Joined | Payments |\n|-|-|-|-|\n| Asha | 1200 | 2019 | 3 |",
            "Dues:\n- Asha (code 1042)",
        ),
        *(
            "| Name | Last paid |\n|-|-|\n| Asha | 5 days ago |",
            "2026-11-28T10:30:00",
            '"October 2025", "2025"',
        ),
    ],
)
def test_what_is_known_to_be_no_amount_reads_as_ever(text: str) -> None:
    assert masked(text, ALL) == text


WORDS = (
    "paid",
    "and",
    "Asha",
    "is",
    "the",
    "to",
    "₹",
    "due",
    "Gold",
    "for",
    "k",
    "plan",
    "आशा",
    "so",
    "rupees",
    "has",
)
BETWEEN = (
    " ",
    ", ",
    "\n",
    "\n\n",
    ": ",
    "|",
    "\n- ",
    " (",
    " + ",
    "-",
    "**",
    "\t",
    "\n|",
    "<td>",
    "; ",
    "/",
    "\n## ",
    "'",
)
LONG = st.integers(100, 10**9).map(str) | st.sampled_from(
    ("4,500", "1,23,456", "4'500", "४५०", "１２３", "4·500", "999.99")
)


@given(
    parts=st.lists(
        st.tuples(st.sampled_from(WORDS) | LONG, st.sampled_from(BETWEEN)), min_size=1, max_size=14
    ),
    size=st.integers(1, 9),
)
def test_no_long_figure_is_left_that_nothing_says_is_harmless(
    parts: list[tuple[str, str]], size: int
) -> None:
    text = "".join(map("".join, parts))
    masker = TextMasker(ALL)
    shown = "".join(masker.feed(text[at : at + size]) for at in range(0, len(text), size)) + masker.finish()
    assert not re.search(r"\d{3}|\d[,'·]\d", shown), shown


def test_items_within_items_without_end_are_read() -> None:
    assert masked("- " * 5_000 + "Rs. 500\n" + ">" * 5_000 + "Rs. 500", ALL).count("•••") == 2


@pytest.mark.parametrize(
    "text", ["number 45000", "4500/12000/900", "45000 12000", "Due: 9000045000", "call 4500"]
)
def test_an_amount_is_masked_also_where_numbers_stay(text: str) -> None:
    assert not re.search(r"\d", masked(text, frozenset((MaskKind.AMOUNTS,))))


@pytest.mark.parametrize("text", ["UPI 9876543210@ybl", "4500 or 98765-43210"])
def test_a_number_is_masked_also_where_others_stay(text: str) -> None:
    assert "98765" not in masked(text, frozenset((MaskKind.PHONES,)))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (MaskKind.AMOUNTS, "₹•••, 98765 43210, a@x.in"),
        (MaskKind.PHONES, "₹500, ••••••10, a@x.in"),
        (MaskKind.EMAILS, "₹500, 98765 43210, •••@•••"),
    ],
)
def test_only_the_kinds_that_the_gym_named(kind: MaskKind, shown: str) -> None:
    assert masked("₹500, 98765 43210, a@x.in", frozenset({kind})) == shown


def test_a_number_that_goes_on_for_ever_is_not_waited_for() -> None:
    masker = TextMasker(ALL)
    shown = "".join(masker.feed("12345 ") for _ in range(400))
    assert shown
    assert not re.search(r"\d", shown)


def test_behind_what_a_page_shows_no_figure_stays_however_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strakly_desktop.rendering.masking.masker.READ", 1_000)
    text = "Asha pays 5000 on 12 Nov 2026.\n" * 40 + "Then 98765 43210 and a@x.in, ५०० of ₹5.\n|5|6|\n" * 9
    masker, whole = TextMasker(ALL), masked(text, ALL)
    assert whole.startswith("Asha pays ••• on 12 Nov 2026.")
    assert not re.search(r"\d|@", whole[-300:])
    assert "|•••|•••|" in whole, "rows stay rows"
    pieces = (text[at : at + 7] for at in range(0, len(text), 7))
    assert "".join(map(masker.feed, pieces)) + masker.finish() == whole


@pytest.mark.parametrize(
    "value",
    [
        "98765 43210",
        "+91 98765 43210",
        "asha.sharma@gym.example",
        "Rs. 1,25,000",
        "1,25,000 rupees",
        "2.5 lakh",
        "[Asha](tel:9876543210)",
        "<asha.sharma@gym.example>",
        "**98765** 43210",
        "98765\n43210",
    ],
)
def test_no_part_of_a_value_is_shown_where_the_reading_ends(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Word by word so many characters are read, and a value may stand across the last of them."""
    monkeypatch.setattr("strakly_desktop.rendering.masking.masker.READ", 100)
    part = re.compile(r"\d\d\d|asha\.|sharma|\d,\d|2\.5|gym")
    for before in range(60, 102):
        text = f"{'word ' * 20}"[: before - 1] + f" {value} and Ravi owes nothing. "
        whole = masked(text, ALL)
        assert not part.search(whole), (before, whole)
        assert "Ravi owes nothing." in whole
        for size in (1, 7, 50):
            masker = TextMasker(ALL)
            pieces = [masker.feed(text[at : at + size]) for at in range(0, len(text), size)]
            assert not part.search("".join(pieces))
            assert "".join(pieces) + masker.finish() == whole, (before, size)


def test_half_a_value_at_a_cut_end_is_none() -> None:
    assert masked_line("Balance of 98765…", ALL) == "Balance of •••…"
    assert masked_line("write to asha@gm…", ALL) == "write to •••…"
    assert masked_line("…43210 owes", ALL, is_part=True) == "…••• owes"


def test_a_masked_link_leads_nowhere() -> None:
    assert "href" not in to_html(masked("[Asha](https://x.example/?phone=9876543210)", ALL))
