"""Nothing in an answer loads, runs or leads anywhere but http(s) and the web app."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.markdown.sanitizer import sanitize

_ALLOWED = set(
    re.findall(
        r"\w+",
        """
    a b br code del em i ins kbd mark s small span strong sub sup u blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre
    table caption tbody td th thead tr ul dl dt dd
""",
    )
)
_REFUSED = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<b>x</b>",
    "file:///etc/passwd",
    "qrc:/x",
    "strakly:open",
    "mailto:a@example.org",
    "ftp://example.org",
    "//example.org/x",
    "/\\example.org",
    "\\\\example.org",
    "http:example.org",
    "https:///x",
    "http://user@example.org",
    "https://strakly.example@evil.example/",
    "https://example.org/\u202egro.elpmaxe",
    "https://exam\u200bple.org",
    "clients/5",
    "#top",
    "?tab=1",
    "",
]


def _hrefs(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def _check(html: str) -> None:
    for tag, rest in re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>", html):
        assert tag in _ALLOWED
        assert re.fullmatch(r'( (href|class|align|start)="[^"]*")*', rest), rest
    for href in _hrefs(html):
        assert href.startswith(("http://", "https://", "/")) and not href.startswith("//")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)


@pytest.mark.parametrize("address", _REFUSED)
def test_refused_addresses_are_no_links(address: str) -> None:
    for text in (
        f"[text]({address})",
        f"[text](<{address}>)",
        f'<a href="{address}">text</a>',
        f"<{address}>",
    ):
        html = to_html(text)
        assert not _hrefs(html)
        _check(html)
    assert "text" in to_html(f"[text]({address})")
    assert "text" in to_html(f'<a href="{address}">text</a>')


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=1&c=2#d", "http://example.org", "/clients/5?tab=plans", "/"]
)
def test_good_addresses_are_links(address: str) -> None:
    for text in (f"[text]({address})", f"x <a href='{address}'>text</a>"):
        (href,) = _hrefs(to_html(text))
        assert href.replace("&amp;", "&") == address


def test_nothing_that_loads_passes() -> None:
    html = to_html(
        "<img src=x onerror=alert(1)> <iframe src=http://a.b></iframe> <svg onload=x> <video src=y></video>\n\n"
        '<div style="background:url(http://a.b)">t</div>\n\n<link rel=stylesheet href=http://a.b>\n\n'
        "<style>p{}</style>\n\n<form action=/x><input name=y></form>\n\n<base href=http://a.b>\n\n![i](http://a.b/i.png)"
    )
    _check(html)
    assert not re.search(r"<[^>]*(src|style|on\w+|action)=", html)
    assert '<a href="http://a.b/i.png">i</a>' in html


def test_text_of_scripts_is_shown_not_run() -> None:
    html = to_html("Use <script>alert(1)</script> and go on")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; and go on" in html


@pytest.mark.parametrize(
    "opening",
    ["<div>", "<table><tr><td>", "<b>", "<!--", "<!-- x", "<a href='/x'>", "<ul><li>", "<textarea>", "<style>",
     "<script>", "<title>", "<xmp>", "<plaintext>", "<select>", "<svg>", "<math>", "<![CDATA[", "<?php",
     "<pre>", "<p", "<a href='"],
)  # fmt: skip
def test_unclosed_html_swallows_nothing(opening: str) -> None:
    html = to_html(
        f"before {opening} same line\nnext line\n\n{opening} again\n\nafter **all**\n\n"
        f"| a |\n|---|\n| {opening} beta |\n| last |"
    )
    assert html.index("<p>after <strong>all</strong></p>") and "<td>last</td>" in html
    for words in ("before", "same line", "next line", "again", "beta"):
        assert words in html


def test_tags_cannot_leave_their_block() -> None:
    html = to_html(
        "- a </li></ul> b\n- c\n\n> </blockquote> q\n\n| x |\n|---|\n| </td></tr></table> y |\n| z |"
    ).replace("\n", "")
    assert html == (
        "<ul><li>a<br>b</li><li>c</li></ul><blockquote> q</blockquote>"
        "<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>y</td></tr><tr><td>z</td></tr></tbody></table>"
    )


def test_old_answers_in_html_look_right() -> None:
    html = to_html("<div class='chip-list'><a href='/clients/5'>Asha</a><a href='/clients/8'>Bram</a></div>")
    assert html == '<div class="chip-list"><a href="/clients/5">Asha</a> <a href="/clients/8">Bram</a></div>'
    assert to_html("<b>Clients</b><br>6 in all") == "<p><b>Clients</b><br>6 in all</p>"


def test_direction_marks_disguise_no_link() -> None:
    html = to_html("[exa\u200emple\u202e.org](https://evil.example) \u202eabc \u2067x &#x202e; `\u202d`")
    assert '<a href="https://evil.example">example.org</a>' in html
    _check(html)


def test_shown_addresses_lead_where_they_say() -> None:
    html = to_html("https://example.org/\u202egpj.exe and http://example.org\u2066/x")
    for href in _hrefs(html):
        assert urlsplit(href).hostname == "example.org"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/\"'= &;#x:abhrefimgsclj\n`[]()!\u202e\0", max_size=120))
def test_whatever_is_written_stays_within_the_list(text: str) -> None:
    html = to_html(text)
    _check(html)
    assert sanitize(html) == html
