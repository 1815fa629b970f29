"""Whether an answer shows anything to the eye."""

import pytest

from strakly_desktop.rendering.markdown.seen_words import shows_nothing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n\n  ",
        "\u200b",
        "\ufeff\n\u2060",
        "\u00a0\u200e\u3000",
        "\u3164\u2800",
        "\ufe0f",
        "<!-- -->",
        "<!-- --> <!-- -->",
        "&nbsp;",
        "&#8203;&zwj;",
        "<div></div>",
        "<p>&nbsp;</p>\n<br>\n",
        "#",
        ">",
        "<!--\n\u2014\n-->",
        "\u200b\n\n<!-- -->\n\n<br>",
    ],
)
def test_nothing_is_seen(text: str) -> None:
    assert shows_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "\u200b.",
        "\u0915\u094d\u200d\u0937",
        "---",
        "?",
        "\U0001f44d\ufe0f",
        "&amp;",
        "&#65;",
        "&copy;",
        "<b>Yes</b>",
        # The page has its words.
        "<!-- one --> <!-- two -->",
        "<!--\na note\n-->",
        "\u200b\n\n<!-- x -->\n\n<br>",
        "<!-- x --> Yes",
        "<!-- x -->\n\n\u2014",
        "[a]: /b\n\n[a]",
        # The page keeps an address that no link used, and a tag's title.
        "[plan]: https://example.org/plans 'Plans'",
        "<span title='a title'></span>",
        "[plan]: is what they asked for",
        "`<!-- -->`",
        "```\n<!-- -->\n```",
        "    <!-- -->",
        "\\<!-- -->",
        "<hr>",
        "| |\n|---|\n| 5 |",
        "< 5",
        "[x]",
    ],
)
def test_something_is_seen(text: str) -> None:
    assert not shows_nothing(text)
