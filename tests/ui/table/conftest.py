"""Fixtures of the table's tests."""

import pytest

from strakly_desktop.ui.table import clipboard_copy


@pytest.fixture
def copies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows take one slice, however busy the machine is."""
    monkeypatch.setattr(clipboard_copy, "_SLICE_MS", 60_000)
