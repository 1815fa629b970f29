"""Which links of an answer may be opened, and where they lead."""

import pytest

from strakly_desktop.app.assistant.web_app import WebApp

WEB_APP = WebApp("https://app.strakly.example/")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/clients/5", "https://app.strakly.example/clients/5"),
        ("/clients/5?tab=attendance", "https://app.strakly.example/clients/5?tab=attendance"),
        ("https://app.strakly.example/plans", "https://app.strakly.example/plans"),
    ],
)
def test_pages_of_the_web_app_open_there(href: str, url: str) -> None:
    target = WEB_APP.resolve(href)
    assert target is not None
    assert (target.url, target.external) == (url, False)


@pytest.mark.parametrize(
    "href",
    ["https://example.com/x", "http://app.strakly.example.evil.example/", "https://app.strakly.example.evil"],
)
def test_other_sites_are_external_and_name_their_host(href: str) -> None:
    target = WEB_APP.resolve(href)
    assert target is not None
    assert target.external
    assert target.host in href


@pytest.mark.parametrize(
    "href",
    [
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://example.com",
        "https://user@evil.example/",
        "https://",
        "http://[broken",
        "clients/5",
        "/a\nb",
        "",
    ],
)
def test_everything_else_stays_shut(href: str) -> None:
    assert WEB_APP.resolve(href) is None


def test_without_a_web_app_its_pages_cannot_open() -> None:
    assert WebApp(None).resolve("/clients/5") is None
    assert WebApp(None).resolve("https://example.com/") is not None
