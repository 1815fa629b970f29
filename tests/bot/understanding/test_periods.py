"""The words for a stretch of days, counted from a Sunday in November and from a day in January."""

from datetime import date

import pytest

from strakly_desktop.bot.understanding.lexicon.sentence import sentence_of
from strakly_desktop.bot.understanding.limits.periods import find_period

SUNDAY = date(2026, 11, 22)
NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("this evening", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("the day before yesterday", "2026-11-20", "2026-11-20"),
        ("tomorrow", "2026-11-23", "2026-11-23"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this weekend", "2026-11-21", "2026-11-22"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("this financial year", "2026-04-01", "2027-03-31"),
        ("last fiscal year", "2025-04-01", "2026-03-31"),
        ("Q2 of this financial year", "2026-07-01", "2026-09-30"),
        ("this financial year's fourth quarter", "2027-01-01", "2027-03-31"),
        ("इस वित्तीय वर्ष की दूसरी तिमाही", "2026-07-01", "2026-09-30"),
        ("on diwali", "2026-11-08", "2026-11-08"),
        ("5 se 12 november", "2026-11-05", "2026-11-12"),
        ("5 november से 12 november", "2026-11-05", "2026-11-12"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("last 7 days", "2026-11-16", "2026-11-22"),
        ("the past two weeks", "2026-11-09", "2026-11-22"),
        ("in the last 30 days", "2026-10-24", "2026-11-22"),
        ("next 14 days", "2026-11-22", "2026-12-06"),
        ("within 30 days", "2026-11-22", "2026-12-22"),
        ("in October", "2026-10-01", "2026-10-31"),
        ("and october?", "2026-10-01", "2026-10-31"),
        ("in december", "2025-12-01", "2025-12-31"),
        ("for March 2025", "2025-03-01", "2025-03-31"),
        ("for may", "2026-05-01", "2026-05-31"),
        ("on 5 november", "2026-11-05", "2026-11-05"),
        ("Nov 5th", "2026-11-05", "2026-11-05"),
        ("5th of November 2025", "2025-11-05", "2025-11-05"),
        ("between 1 and 10 November", "2026-11-01", "2026-11-10"),
        ("from 3rd to 9th of oct", "2026-10-03", "2026-10-09"),
        ("28 Oct - 3 Nov", "2026-10-28", "2026-11-03"),
        ("28 Dec to 3 Jan", "2025-12-28", "2026-01-03"),
        ("november 5 to 9", "2026-11-05", "2026-11-09"),
        ("2026-11-01 to 2026-11-10", "2026-11-01", "2026-11-10"),
        ("on monday", "2026-11-16", "2026-11-16"),
        ("on sunday", "2026-11-22", "2026-11-22"),
        ("last sunday", "2026-11-15", "2026-11-15"),
        ("last friday", "2026-11-20", "2026-11-20"),
    ],
)
def test_words_for_days(words: str, start: str, end: str) -> None:
    period = find_period(sentence_of(f"show attendance {words} please").text()[0], SUNDAY)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("last month", "2026-12-01", "2026-12-31"),
        ("this week", "2026-12-28", "2027-01-03"),
        ("last quarter", "2026-10-01", "2026-12-31"),
        ("this fiscal year", "2026-04-01", "2027-03-31"),
        ("diwali", "2026-11-08", "2026-11-08"),
        ("in november", "2026-11-01", "2026-11-30"),
        ("yesterday", "2026-12-31", "2026-12-31"),
    ],
)
def test_across_the_turn_of_the_year(words: str, start: str, end: str) -> None:
    period = find_period(words, NEW_YEAR)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize("words", ["how many clients", "who may come", "2026-13-45", "client 14", ""])
def test_no_period_is_found_where_there_is_none(words: str) -> None:
    assert find_period(words, SUNDAY) is None
