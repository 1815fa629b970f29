"""A growing answer is at every moment the beginning of what it will be: no mark flashes up, no word comes and goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile_markdown import example_settings

from strakly_desktop.rendering.markdown.grammar.segments import Segment
from strakly_desktop.rendering.markdown.html_tree import HtmlNode, parse_html
from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html

_STYLES = ("strong", "em", "del", "code", "b", "i", "kbd", "u")


def letters(html: str) -> list[tuple[str, frozenset[str]]]:
    """What is seen, without blanks, and how each character looks. A link is no look: it comes with its address."""
    seen: list[tuple[str, frozenset[str]]] = []

    def read(node: HtmlNode, look: frozenset[str]) -> None:
        for child in node.children:
            if isinstance(child, str):
                seen.extend((character, look) for character in child if not character.isspace())
            else:
                read(child, look | ({child.tag} & frozenset(_STYLES)))

    read(parse_html(html), frozenset())
    return seen


def growing(text: str) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """Every beginning of a text, and what is seen of it then."""
    stream = IncrementalParser()
    settled: list[Segment] = []
    found = []
    for end, token in enumerate(text, start=1):
        settled += stream.append(token)
        found.append(
            (text[:end], letters(blocks_html([*settled, *stream.tail()], stream.references, growing=True)))
        )
    return found


WHOLE = (
    *(
        "It costs 5 * 3 = 15, and that * is a star, 2 ** 3 too.",
        "See my_file_name and __init__.py, other_name.",
    ),
    *("About ~5 minutes or ~10, ~~gone~~ and a~b.", "A lone ` in prose is one."),
    *("Say ```code``` or ``a ` b`` here.", "**bold with `code` inside** and ***both*** `here`."),
    *("If a < b and b > c, <3 and <- x -> y, under <50.", "A & B, R&D, AT&T, &amp; and &nope; end."),
    *(
        "He said \\*not bold\\*, \\_no\\_ and \\[no link\\] here.",
        "Total: 4*6*8 = 192, dial *99*1# or *123# now.",
    ),
    *("Masked: ****1234, PIN **** ok.", "** not bold ** and * not it *. Right."),
    *(
        '(*no*) or "*yes*" or **(new)** and *12 clients* more.',
        "Use <kbd>Ctrl</kbd>+<kbd>N</kbd> and <b>x</b> ok.",
    ),
    *("<details><summary>More</summary>Text</details>", "<!-- hidden? --> shown after.", "a <!-- half --> b"),
    *(
        "<div class='x'><b>Due:</b> <a href='/clients/5'>Asha</a></div>",
        "<h3>Revenue</h3>\n<p>This <i>month</i></p>",
    ),
    *(
        "- item with * star\n- item - dash\n- `code`",
        "1. one\n2. **two**\n   - three",
        "# A *heading* with `code`",
    ),
    *(
        "| Name | Due |\n|---|---|\n| *Asha* | `5` |\n| <b>Om</b> | ~~7~~ |",
        "> **Tip:** ask for `more`\n> of it",
    ),
    *("Masked •••• and ₹1,200 *only*, राहुल **का** बकाया।", "C:\\Users\\asha\\file.txt ends."),
)


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_seen_is_the_beginning_of_what_will_be_seen(text: str) -> None:
    whole = letters(to_html(f"{text}\n\nNext."))
    for begun, seen in growing(f"{text}\n\nNext."):
        assert seen == whole[: len(seen)], begun


_PIECES = st.sampled_from(
    (
        *(
            "word",
            "**bold**",
            "*it*",
            "***both***",
            "~~gone~~",
            "`code`",
            "``a`b``",
            "4*6",
            "a_b_c",
            "<b>x</b>",
            "<3",
        ),
        *(
            "*99*1#",
            "**`c` x**",
            "*a **b** c*",
            "(**new**)",
            "****1234",
            "R&D",
            "&amp;",
            "\\*",
            "\\[x\\]",
            "5 * 3",
        ),
        *(
            "<kbd>N</kbd>",
            "[Asha](/clients/5)",
            "[**Om**](/clients/7 'x')",
            "<br>",
            "i < j",
            "~5",
            "_it_",
            "__bold__",
        ),
    )
)


@example_settings(60)
@given(st.lists(_PIECES, min_size=1, max_size=6), st.sampled_from(("", "- ", "> ", "# ", "1. ")))
def test_so_it_is_with_all_that_ends_in_its_line(pieces: list[str], mark: str) -> None:
    text = f"{mark}w {' '.join(pieces)} end.\n\nNext."
    whole = letters(to_html(text))
    for begun, seen in growing(text):
        assert seen == whole[: len(seen)], begun


@pytest.mark.parametrize(
    "text", ["Use *note this and go on.", "Set _private to it.", "The list [of names is.", "So ~~maybe this."]
)
def test_a_mark_that_never_ends_is_missing_until_then_and_nothing_else(text: str) -> None:
    whole = [character for character, _ in letters(to_html(text))]
    for begun, seen in growing(text):
        rest = iter(whole)
        assert all(character in rest for character, _ in seen), begun
