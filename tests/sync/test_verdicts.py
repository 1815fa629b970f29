"""What a refusal means, by its status and the server's own words."""

from dataclasses import replace

import pytest

from strakly_desktop.conversation.errors import ChatError, Failure, FailureKind, Refusal
from strakly_desktop.sync.verdicts import (
    NO_GYM,
    NOT_ALLOWED,
    PLAN,
    SUBSCRIPTION,
    Verdict,
    hold_words,
    verdict_on,
)

_FAILURE = Failure(FailureKind.SERVER_ERROR, "It failed.", "Try again.")


@pytest.mark.parametrize(
    "status, said, verdict",
    [
        (401, "Invalid or expired token", Verdict.SIGNED_OUT),
        (403, "Access denied", Verdict.GONE),
        (403, "This feature is not available on your Basic plan. Please upgrade to access it.", Verdict.HOLD),
        (404, "Conversation not found", Verdict.GONE),
        (404, "Cannot POST /api/conversations", Verdict.NO_SERVICE),
        (404, "Cannot POST /api/conversations/3/exchange", Verdict.REFUSED),
        (400, "property foo should not exist", Verdict.REFUSED),
        (500, "Internal server error", Verdict.TROUBLE),
        (500, "", Verdict.LATER),
        (502, "", Verdict.LATER),
        (403, "", Verdict.LATER),
        (413, "", Verdict.LATER),
    ],
)
def test_each_refusal_is_told_by_status_and_words(status: int, said: str, verdict: Verdict) -> None:
    assert verdict_on(Refusal(_FAILURE, status, said)) is verdict


@pytest.mark.parametrize(
    "said, words",
    [
        ("This feature is not available on your Basic plan. Please upgrade to access it.", PLAN),
        ("No active subscription found. Please subscribe to a plan to access this feature.", SUBSCRIPTION),
        ("Your subscription is not active", SUBSCRIPTION),
        ("Your trial period has expired. Please subscribe to a plan.", SUBSCRIPTION),
        ("Gym context required for this feature", NO_GYM),
        ("No gym is assigned to this account", NO_GYM),
        ("Forbidden resource", NOT_ALLOWED),
    ],
)
def test_why_nothing_is_kept_is_said_in_plain_words(said: str, words: str) -> None:
    assert hold_words(Refusal(_FAILURE, 403, said)) == words


def test_a_wall_on_the_way_that_says_too_long_is_not_the_servers_word() -> None:
    too_large = replace(_FAILURE, kind=FailureKind.TOO_LARGE)
    assert verdict_on(Refusal(too_large, 413, "")) is Verdict.LATER
    assert verdict_on(ChatError(too_large)) is Verdict.REFUSED
