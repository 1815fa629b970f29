"""What the desk reads of a member, and why somebody was not checked in."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from strakly_desktop.app.desk.asked_branch import AskedBranch
from strakly_desktop.app.desk.desk_words import (
    KnownMember,
    card_of,
    expiring_rows,
    found_note,
    found_rows,
    in_now_rows,
    nobody_in,
    none_ends,
    not_found,
    refusal_line,
    why,
    without_values,
)
from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.conversation.people import Debt, Expiring, Member, Membership, Visit
from strakly_desktop.ui.desk.member_card import CardLine, CardView, Tone

TODAY = date(2026, 11, 28)
NOON = datetime(2026, 11, 28, 12, 5, tzinfo=UTC)
GONE = Failure(FailureKind.NETWORK, "The server cannot be reached.", "Check the cable.")


def asha(**other: object) -> Member:
    known: dict[str, object] = {"id": 5, "name": "Asha Rao", "code": "4821", "branch": "Lake Road"}
    return Member(**(known | other))  # type: ignore[arg-type]


def card(member: Member, visit: Visit | None = None, *, knows_today: bool = True) -> CardView:
    return card_of(KnownMember(member, visit, knows_today), TODAY, None, is_busy=False, can_open=False)


def test_whoever_may_come_in_is_checked_in_by_enter_and_whoever_is_in_goes() -> None:
    ends = Membership("Gold", date(2027, 1, 1))
    shown = card(asha(membership=ends, is_membership_known=True))
    assert (shown.name, shown.initials, shown.about) == ("Asha Rao", "AR", "Member · Lake Road")
    assert shown.lines == (
        CardLine("Gold, until 1 January 2027 (34 days).", Tone.GOOD),
        CardLine("Not in today."),
    )
    assert shown.action == "Check in"
    inside = card(asha(), Visit(9, 5, "Asha Rao", NOON))
    assert inside.action == "Check out" and inside.lines == (CardLine("In since 12:05.", Tone.GOOD),)
    assert card(asha(), Visit(9, 5, "Asha Rao", NOON, NOON, is_in=False)).action == "Check in"


@pytest.mark.parametrize(
    ("ends", "words"),
    [(TODAY, "until today."), (date(2026, 11, 29), "until tomorrow."), (date(2026, 12, 5), "(7 days).")],
)
def test_a_membership_that_ends_soon_is_marked(ends: date, words: str) -> None:
    line = card(asha(membership=Membership("Gold", ends), is_membership_known=True)).lines[0]
    assert line.tone is Tone.NOTE and line.text.endswith(words)


def test_who_is_not_to_be_let_in_is_said_first_and_not_by_enter() -> None:
    shown = card(asha(status="inactive", is_membership_known=True))
    assert shown.lines[0].tone is Tone.BAD and "inactive" in shown.lines[0].text
    assert shown.lines[1] == CardLine("No membership holds now.", Tone.BAD)
    assert shown.action == ""


@pytest.mark.parametrize(
    ("debt", "words"),
    [
        (Debt(1_14_500), "Rs. 1,14,500 is still to be paid."),
        (Debt(900), "Rs. 900 is still to be paid."),
        (Debt(), "The membership is not paid in full."),
    ],
)
def test_that_money_is_owed_is_said_first_and_keeps_nobody_out(debt: Debt, words: str) -> None:
    ends = Membership("Gold", date(2027, 1, 1))
    shown = card(asha(membership=ends, is_membership_known=True, debt=debt))
    assert shown.lines[0] == CardLine(words, Tone.NOTE)
    assert shown.lines[1].text.startswith("Gold") and shown.action == "Check in"
    assert card(asha(debt=debt, status="inactive")).lines[1] == CardLine(words, Tone.NOTE)


def test_where_today_is_not_known_nothing_is_offered_that_may_be_wrong() -> None:
    shown = card(asha(), knows_today=False)
    assert shown.action == "" and shown.lines == ()
    assert card(asha(code="")).action == ""


@pytest.mark.parametrize(
    ("status", "said", "words", "tone"),
    [
        (400, "User is already checked in at this gym today", "is in already", Tone.NOTE),
        (400, "User is already checked out", "has left already", Tone.NOTE),
        (400, "Invalid attendance code", "does not know this code", Tone.BAD),
        (403, "User does not have an active membership at this gym", "has to be renewed", Tone.BAD),
        (403, "Access denied. Required roles: admin. Your role: client", "Your account may not", Tone.BAD),
        (500, "Internal server error", "cannot be reached", Tone.BAD),
    ],
)
def test_each_refusal_has_its_own_words(status: int, said: str, words: str, tone: Tone) -> None:
    line = refusal_line("Asha Rao", Refusal(GONE, status, said))
    assert words in line.text and line.tone is tone and said not in line.text


def test_what_could_not_be_asked_says_what_to_do() -> None:
    assert why(ChatError(GONE)) == "The server cannot be reached. Check the cable."
    assert why(Refusal(GONE, 403, "")) == "Your account may not see this."
    assert "branch" in why(Refusal(GONE, 404, ""))
    assert refusal_line("A", ChatError(GONE)).text.endswith("Check the cable.")


def test_rows_tell_two_of_a_name_apart() -> None:
    rows = found_rows([asha(phone="90000 00005"), asha(status="suspended")])
    assert [row.detail for row in rows] == ["Lake Road · 90000 00005", "suspended · Lake Road"]
    visits = [Visit(1, 5, "Asha", NOON), Visit(2, 6, "Ben", NOON, NOON, is_in=False)]
    assert [(row.id, row.detail) for row in in_now_rows(visits)] == [(5, "since 12:05")]
    ends = [Expiring(5, "Asha", "", Membership("Gold", date(2026, 12, 1)))]
    assert expiring_rows(ends, TODAY)[0].detail == "Gold · until 1 December 2026 (3 days)"


def test_a_masked_member_shows_no_number_and_no_amount_and_checks_in_as_ever() -> None:
    member = asha(
        phone="98765",
        email="a@x.in",
        membership=Membership("Gold 5000", None),
        is_membership_known=True,
        debt=Debt(5000),
    )
    seen = without_values(
        member, lambda text: text.replace("5000", "•••").replace("a@x.in", "•"), lambda _phone: "••"
    )
    shown = card(seen)
    assert shown.about == "Member · Lake Road · ••"
    assert [line.text for line in shown.lines[:2]] == ["The membership is not paid in full.", "Gold •••."]
    assert (seen.name, seen.code, seen.email, shown.action) == ("Asha Rao", "4821", "•", "Check in")
    assert found_rows([seen])[0].detail == "Lake Road · ••"


@pytest.mark.parametrize("can_widen", [True, False])
@pytest.mark.parametrize("number", [None, 2])
def test_where_nobody_is_found_it_is_said_that_one_branch_alone_was_looked_at(
    number: int | None, can_widen: bool
) -> None:
    asked = AskedBranch(number, "Lake Road", can_widen)
    card = not_found("7034", asked)
    assert card.news is not None and card.can_widen == can_widen
    lists = (nobody_in(asked), none_ends(asked))
    for said in (card.news.text, found_note([], asked, is_wide=False), *lists):
        assert ("Lake Road" in said) is (number is not None)
    assert "Lake Road" not in found_note([], asked, is_wide=True)


def test_a_check_in_in_another_branch_is_named_before_it_is_done() -> None:
    def lines(branch: str, visit: Visit | None = None) -> list[str]:
        known = KnownMember(asha(branch=branch), visit, True, away_from="Main")
        return [line.text for line in card_of(known, TODAY, None, is_busy=False, can_open=False).lines]

    assert lines("Lake Road")[0] == "Of Lake Road, not of Main: a check-in counts for Lake Road."
    assert lines("")[0] == "Of another branch, not of Main: a check-in counts for their own branch."
    # Who is in can only leave, wherever that is.
    assert lines("Lake Road", Visit(9, 5, "Asha Rao", NOON)) == ["In since 12:05."]


@pytest.mark.parametrize(
    ("branch", "is_away"),
    [("Main", False), ("Lake Road, Main", False), ("Main Street", True), ("Lake Road", True), ("", False)],
)
def test_who_is_of_another_branch(branch: str, is_away: bool) -> None:
    assert AskedBranch(1, "Main", can_widen=True).is_of_another(asha(branch=branch)) is is_away
    assert not AskedBranch(1, "Main").is_of_another(asha(branch=branch)), "nothing else may be asked there"


def test_who_shares_a_name_with_somebody_of_another_branch_is_not_taken_for_them() -> None:
    """Of three Gauris two were listed, and nothing said that only one branch was looked at."""
    asked, found = AskedBranch(2, "Lake Road", can_widen=True), found_rows([asha()])
    assert found_note(found, asked, is_wide=False) == "Only Lake Road was looked at."
    assert found_note(found * 2, asked, is_wide=False).endswith("Only Lake Road was looked at.")
    assert found_note(found, AskedBranch(), is_wide=False) == ""
    exact = [replace(found[0], is_exact=True)]
    assert found_note(exact, asked, is_wide=False) == "", "a code is nobody else's"
