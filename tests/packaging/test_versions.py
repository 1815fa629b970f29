"""The versions that the tests passed with."""

import os
from importlib.metadata import requires

import pytest
from launcher import versions
from packaging.requirements import Requirement

OURS = [Requirement(line) for line in requires("strakly-desktop") or ()]


def test_the_known_versions_are_what_pyproject_allows() -> None:
    known = versions.constraints(versions.CONSTRAINTS.read_text("utf-8"))
    on_this_system = [need for need in OURS if need.marker is None or need.marker.evaluate({"extra": "test"})]
    assert len(on_this_system) > 20
    for need in on_this_system:
        if versions.normal(need.name) != "strakly-desktop":
            assert need.specifier.contains(known[versions.normal(need.name)]), need


@pytest.mark.skipif(
    "STRAKLY_NEWEST" in os.environ, reason="the newest versions may bring packages of their own"
)
def test_nothing_is_installed_that_is_not_known() -> None:
    known = versions.constraints(versions.CONSTRAINTS.read_text("utf-8"))
    assert set(versions.installed()) - known.keys() == set()


def test_another_version_and_a_new_package_are_told() -> None:
    told = versions.differences(
        {"httpx": "0.28.1", "h11": "0.16.0"}, {"h11": "0.17.0", "idna": "3", "httpx": "0.28.1"}
    )
    assert list(told) == ["h11 0.16.0 -> 0.17.0", "idna (none) -> 3"]


def test_names_and_versions_only() -> None:
    for line in versions.CONSTRAINTS.read_text("utf-8").splitlines():
        assert line.startswith("#") or (line.count("==") == 1 and "/" not in line and " " not in line)
