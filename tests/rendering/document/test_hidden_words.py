"""Nothing that an assistant wrote is invisible: every word is on the page and on paper, however it was marked up."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from support.documents import at_once, snapshot, streamed
from support.hidden_words import answers, assert_all_shown
from support.hostile_markdown import cuttings, example_settings
from support.pdf import print_document

from strakly_desktop.rendering.printing.printout import Printout

pytestmark = pytest.mark.usefixtures("qapp")

_WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)


@settings(
    example_settings(80), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(answers())
def test_every_word_is_on_the_page_once_and_in_order(text: str) -> None:
    assert_all_shown(text, at_once(text).document.toPlainText())


@settings(
    example_settings(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(answers())
def test_every_word_is_on_paper(text: str) -> None:
    assert_all_shown(text, print_document(Printout(text, _WHEN)).toPlainText())


@settings(
    example_settings(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(answers(), cuttings())
def test_streamed_it_is_the_same_page(text: str, cut: Callable[[str], list[str]]) -> None:
    assert snapshot(streamed(cut(text)).document) == snapshot(at_once(text).document)
