"""Links that leave the app are whole, or plain text."""

from strakly_desktop.rendering.export.addresses import markdown_with_addresses, whole_addresses
from strakly_desktop.rendering.markdown.markup import to_html

TEXT = "[Asha](/clients/5) and [docs](https://e.example/a)\n\n    [code](/clients/5)\n\n[a](/b)"


def test_markdown_has_whole_links() -> None:
    found = markdown_with_addresses(
        TEXT, to_html(TEXT), lambda href: f"https://app.example{href}" if href[0] == "/" else href
    )
    assert found.startswith("[Asha](https://app.example/clients/5) and [docs](https://e.example/a)")
    assert found.endswith("[a](https://app.example/b)")


def test_without_a_web_app_its_pages_are_plain_text() -> None:
    found = markdown_with_addresses(TEXT, to_html(TEXT), whole_addresses)
    assert found.startswith("Asha and [docs](https://e.example/a)") and found.endswith("a")
