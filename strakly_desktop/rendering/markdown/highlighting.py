"""Colours for code: pygments tokens as the five roles that the look has.

Pygments is imported at the first code block that names a language, never before.
"""

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType


_NAME = re.compile(r"[a-z0-9+#._-]{1,30}")
_UNCOLORED = frozenset(
    (
        *(
            "chat",
            "csv",
            "dot",
            "dotenv",
            "env",
            "ical",
            "ics",
            "jsonl",
            "jsonc",
            "ldif",
            "log",
            "math",
            "mermaid",
        ),
        *("none", "plain", "plaintext", "svg", "tsv", "txt", "vcard"),
    )
)


def is_language(word: str) -> bool:
    """Whether a word names a kind of text, which the card of a code block says; any other word is the answer's own."""
    word = word.lower()
    return bool(_NAME.fullmatch(word)) and (word in _UNCOLORED or word in _known_languages())


@cache
def _known_languages() -> frozenset[str]:
    from pygments.lexers import get_all_lexers

    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


def highlight(code: str, language: str, limit: int) -> str:
    """The code as HTML text with `<span class="code-...">` around what has a role.

    Code of more than `limit` characters, or in a language that pygments does not know, has none.
    """
    if not language or len(code) > limit:
        return escape(code, quote=False)
    lexer = _lexer(language)
    if lexer is None:
        return escape(code, quote=False)
    html: list[str] = []
    length = 0
    for token, text in lexer.get_tokens(code):
        length += len(text)
        role = _role(token)
        inked = text.rstrip("\n") if role else ""
        if inked.strip():
            html.append(f'<span class="code-{role}">{escape(inked, quote=False)}</span>')
        else:
            inked = ""
        html.append(escape(text[len(inked) :], quote=False))
    # Some lexers add or drop a last newline or a carriage return: then the code itself is what counts.
    return "".join(html) if length == len(code) else escape(code, quote=False)


@lru_cache(maxsize=32)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _role(token: "_TokenType") -> str:
    from pygments.token import Comment, Keyword, Name, Number, Operator, String

    for kind, role in (
        (Comment, "comment"),
        (Keyword, "keyword"),
        (Operator.Word, "keyword"),
        (String, "string"),
        (Number, "number"),
        (Name.Function, "name"),
        (Name.Class, "name"),
        (Name.Builtin, "name"),
        (Name.Tag, "name"),
        (Name.Attribute, "name"),
        (Name.Decorator, "name"),
    ):
        if token in kind:  # type: ignore[comparison-overlap]  # a token type holds its subtypes
            return role
    return ""
