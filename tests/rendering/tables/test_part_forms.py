"""The words and numbers by which a form is passed over are in all that it finds, and none is compiled in advance."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strakly_desktop.rendering.tables import part_forms
from strakly_desktop.rendering.tables.lazy_pattern import LazyPattern


def every_form() -> list[LazyPattern]:
    found: list[LazyPattern] = []
    for value in vars(part_forms).values():
        found += [
            form
            for form in (value if isinstance(value, tuple) else (value,))
            if isinstance(form, LazyPattern)
        ]
    return found


@pytest.mark.parametrize("form", every_form())
@given(data=st.data())
@settings(max_examples=2)
def test_whatever_a_form_finds_has_its_words_and_numbers(form: LazyPattern, data: st.DataObject) -> None:
    pattern = re.compile(form._pattern)
    text = data.draw(st.from_regex(pattern)).casefold()
    if pattern.search(text):
        assert form.may_be_in(text)


def test_none_is_compiled_before_a_paragraph_asks_for_it() -> None:
    """All of them take 45 ms of the window's time, beside the first table of a day."""
    script = (
        "import strakly_desktop.rendering.tables.table_data\n"
        "from strakly_desktop.rendering.tables import part_forms as forms, part_words\n"
        "def compiled(): return sum('_compiled' in vars(form) for form in (*forms.WITH_TOTAL, *forms.WITH_MORE,"
        " *forms.UNKNOWN, forms.PAGE, forms.COMPLETE, forms.STATED))\n"
        "early = compiled()\n"
        "part_words.statements('Good morning! Here are your active members.')\n"
        "plain = compiled()\n"
        "said = part_words.statements('Showing 10 of 245')\n"
        "print(early, plain, compiled() < 8, [(one.shown, one.total) for one in said])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0 0 True [(10, 245)]\n"
