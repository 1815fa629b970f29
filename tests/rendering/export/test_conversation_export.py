"""A conversation as Markdown and as a page that runs nothing."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.rendering.export.conversation_export import html_of, markdown_of
from strakly_desktop.rendering.export.message_labels import moment
from strakly_desktop.rendering.markdown.html_tree import parse_html
from strakly_desktop.rendering.markdown.markup import to_html
from strakly_desktop.rendering.tables.table_data import tables_of

WHEN = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
TABLE = "| Client | Due |\n|---|--:|\n| [Asha](/clients/5) | Rs. 500 |\n"
PARTIAL = [state for state in MessageState if state is not MessageState.COMPLETE]


def summary(title: str = "Dues") -> ConversationSummary:
    return ConversationSummary("c1", title, WHEN, WHEN)


def question(text: str, author: str = "Asha Nair") -> Message:
    return Message("q", Role.USER, text, WHEN, author=author)


def answer(text: str, state: MessageState = MessageState.COMPLETE) -> Message:
    return Message("a", Role.ASSISTANT, text, WHEN, state, ("get_unpaid_dues",), "Main branch")


def source(message: Message) -> str:
    return "From unpaid fees · Main branch" if message.role is Role.ASSISTANT else ""


def address(href: str) -> str:
    return f"https://gym.example{href}" if href.startswith("/") else ""


def as_markdown(*messages: Message, title: str = "Dues") -> str:
    return markdown_of(summary(title), messages, source, WHEN)


def as_html(*messages: Message, title: str = "Dues") -> str:
    return html_of(summary(title), messages, source, WHEN, address)


class Page(HTMLParser):
    """The tags, attributes and text of a page, as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_tells_who_when_and_from_what() -> None:
    text = as_markdown(question("Who owes?\n\nPlease"), answer(TABLE), title="*Dues* <now>")
    assert text.startswith("# \\*Dues\\* \\<now\\>\n")
    assert f"**Asha Nair** · {moment(WHEN)}\n\n> Who owes?\n>\n> Please\n" in text
    assert f"**Strakly assistant** · {moment(WHEN)}\n\n{TABLE}" in text
    assert "*From unpaid fees · Main branch*" in text
    assert len(tables_of(text)) == 1


@pytest.mark.parametrize("state", PARTIAL)
def test_an_answer_that_is_not_whole_says_so_before_it_begins(state: MessageState) -> None:
    for text in (as_markdown(answer(TABLE, state)), Page(as_html(answer(TABLE, state))).text):
        said = text.index("Do not use these figures as a total")
        assert said < text.index("Asha")
        assert "1 of them not whole" in text
    assert "not whole" not in as_markdown(answer(TABLE)) + as_html(answer(TABLE))


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```"])
def test_a_broken_off_code_block_swallows_nothing(fence: str) -> None:
    text = as_markdown(answer(f"{fence}sql\nSELECT 1"), question("Next?"))
    quotes = [quote.text().strip() for quote in parse_html(to_html(text)).find_all("blockquote")]
    assert quotes == ["Next?"]


def test_code_that_is_closed_or_indented_stays_as_it_is() -> None:
    for code in ("```\nx\n```", "text\n\n    indented"):
        assert f"\n{code}\n" in as_markdown(answer(code))


def test_a_page_tells_who_when_and_from_what_too() -> None:
    text = Page(as_html(question("Who owes?"), answer(TABLE))).text
    said = ("Asha Nair", moment(WHEN), "Who owes?", "Strakly assistant", "From unpaid fees · Main branch")
    assert [one for one in said if one not in text] == []
    assert "From" not in Page(as_html(question("Who owes?"))).text


def test_the_page_may_neither_load_nor_run_anything() -> None:
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) <p style="color:red">y'
    page = Page(as_html(question(hostile), answer(hostile), title='</title><script>t</script>"'))
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "img", "iframe", "link", "form", "object", "base"} & set(tags)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "<img src=x onerror" in page.text, "what the person typed is shown as typed"
    (policy,) = [a["content"] or "" for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_policy_lets_the_pages_own_style_through() -> None:
    html = as_html()
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    assert " style=" not in html


def test_links_are_absolute_or_none() -> None:
    page = Page(
        as_html(answer('[Asha](/clients/5?a=1&b=2) [Site](https://example.org) <a href="/x">raw</a>'))
    )
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert [link["href"] for link in links] == [
        "https://gym.example/clients/5?a=1&b=2",
        "https://gym.example/x",
    ]
    assert {link["rel"] for link in links} == {"noopener noreferrer"}
    assert "Site" in page.text


def test_every_script_and_every_author_has_a_place() -> None:
    html = as_html(question("धन्यवाद 🏋️", author=""), answer("नमस्ते"))
    assert '<meta charset="utf-8">' in html
    for text in (Page(html).text, as_markdown(question("धन्यवाद 🏋️", author=""), answer("नमस्ते"))):
        assert "Front desk" in text and "धन्यवाद 🏋️" in text and "नमस्ते" in text


def test_an_empty_conversation_is_a_file_too() -> None:
    assert "0 messages" in as_markdown()
    assert "0 messages" in Page(as_html()).text
