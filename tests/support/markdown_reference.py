"""The tree that GitHub's rules give for markdown, by an independent parser, and the same view of our HTML."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

from strakly_desktop.rendering.markdown.sanitizer import sanitize

Node = tuple[str, tuple["Node", ...]] | str
_VOID = frozenset({"br", "hr", "img", "input"})
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "tr",
        "th",
        "td",
        "hr",
        "div",
    ]
)
_TRANSPARENT = frozenset({"thead", "tbody", "span"})
_SAME = {"s": "del", "b": "strong", "i": "em"}


def reference_tree(text: str) -> Node:
    """What the reference parser shows, after the same sanitising."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"]).use(tasklists_plugin)
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    # Decided otherwise: stars between digits are stars.
    html = parser.render(re.sub(r"(?<=\d)\*(?=\d)", r"\\*", text))
    html = re.sub(r'<input[^>]*checked="checked"[^>]*>', "\u2611", html)
    html = re.sub(r"<input[^>]*checkbox[^>]*>", "\u2610", html)
    html = re.sub(r'style="text-align:(\w+)"', r'align="\1"', html)
    html = re.sub(r'(<a [^>]*>)<img[^>]* alt="([^"]*)"[^>]*>', r"\1\2", html)
    html = re.sub(r'<img src="(https?:[^"]*)" alt="([^"]*)"[^>]*>', r'<a href="\1">\2</a>', html)
    # And what only a mouse would find is read by all.
    html = re.sub(r'(<a [^>]*title="([^"]*)"[^>]*>.*?</a>)', r"\1 (\2)", html)
    html = re.sub(r'<a href="([^"]*)"></a>', r'<a href="\1">\1</a>', html)
    html = re.sub(r"(</?)center>", r"\1div>", html)
    return html_tree(sanitize(html))


def html_tree(html: str) -> Node:
    """HTML as nested (tag, children) with collapsed text.

    Left out: whether an item's text stands in a paragraph (spacing), code colours, links inside links.
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return _normal(builder.root)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root: list[object] = ["root"]
        self._open: list[list[object]] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        label = _SAME.get(tag, tag)
        if tag == "a":
            label = "a " + unquote(values.get("href", "")) if "href" in values else "span"
        elif tag == "ol" and values.get("start", "1") != "1":
            label = "ol " + values["start"]
        elif tag in ("td", "th") and values.get("align"):
            label = f"{tag} {values['align']}"
        elif tag == "code" and values.get("class"):
            label = "code " + values["class"]
        node: list[object] = [label]
        self._open[-1].append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].append(data)


def _normal(node: list[object], pre: bool = False) -> Node:
    label = str(node[0])
    pre = pre or label == "pre"
    children: list[Node] = []
    for child in node[1:]:
        if isinstance(child, list):
            part = _normal(child, pre)
            assert isinstance(part, tuple)
            name = part[0].split(" ")[0]
            if name in _TRANSPARENT or (label == "li" and name == "p"):
                if name == "p":
                    children.append(("|", ()))
                children += part[1]
                if name == "p":
                    children.append(("|", ()))
            else:
                children.append(part)
        else:
            children.append(str(child) if pre else re.sub(r"\s+", " ", str(child)))
    return (label, tuple(_joined(children, pre)))


def _joined(children: list[Node], pre: bool) -> list[Node]:
    joined: list[Node] = []
    for child in children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] = joined[-1] + child
        else:
            joined.append(child)
    if pre:  # an unclosed fence ends without a newline in the reference
        return [node.rstrip("\n") if isinstance(node, str) else node for node in joined]
    shown: list[Node] = []
    for index, child in enumerate(joined):
        if not isinstance(child, str):
            if child[0] != "|" or (shown and _is_inline(shown[-1]) and index + 1 < len(joined)):
                shown.append(child)
            continue
        text = re.sub(" +", " ", child)
        if index == 0 or not _is_inline(joined[index - 1]):
            text = text.lstrip()
        if index == len(joined) - 1 or not _is_inline(joined[index + 1]):
            text = text.rstrip()
        if text:
            shown.append(text)
    while shown and shown[-1] == ("|", ()):
        shown.pop()
    return [
        node
        for index, node in enumerate(shown)
        if node != ("|", ()) or (index + 1 < len(shown) and _is_inline(shown[index + 1]))
    ]


def _is_inline(node: Node) -> bool:
    return isinstance(node, str) or (node[0].split(" ")[0] not in _BLOCKS and node[0] not in ("|", "br"))
