"""The licence file names every work once, and nothing without a licence gets in."""

from importlib.metadata import distribution

import licences
import pytest


def test_a_text_shared_by_several_works_stands_once() -> None:
    works = [
        licences.Work("Inter (font)", "OFL-1.1", ("the open font licence",)),
        licences.Work("JetBrains Mono (font)", "OFL-1.1", ("the open font licence\n",)),
        licences.Work("click 8", "BSD-3-Clause", ("another licence",)),
    ]
    text = licences.document(works)
    assert text.count("the open font licence") == 1
    assert "Inter (font), JetBrains Mono (font)" in text
    assert text.index("click 8: BSD-3-Clause") < text.index("another licence")


@pytest.mark.parametrize("name", ["httpx", "nh3", "logfire-api"])
def test_a_distribution_brings_its_text(name: str) -> None:
    assert all("opyright" in text for text in licences.distribution_texts(distribution(name)))


def test_qt_comes_with_its_licence_and_the_place_of_its_source() -> None:
    texts = licences.distribution_texts(distribution("PySide6-Essentials"))
    assert any("GNU LESSER GENERAL PUBLIC LICENSE" in text for text in texts)
    assert any("https://download.qt.io" in text for text in texts)


def test_a_module_that_is_no_dependency_stops_the_build() -> None:
    with pytest.raises(licences.UnknownLicence, match="pytest"):
        list(licences.distribution_works({"httpx", "pytest"}))
