"""Colours for code: pygments tokens as the five roles that the look has.

Pygments is imported at the first code block that names a language, never before.
"""

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from strakly_desktop.conversation.text_safety import TURNING

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

_AS_READ = {
    **dict.fromkeys(map(ord, "\ufeff\r"), " "),
    **dict.fromkeys(TURNING, " "),
    **dict.fromkeys(map(ord, "\u2028\u2029"), "\n"),
}
"""Characters that are no part of any language, as the page shows them: as nothing, a blank, or the end of a line."""


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
    read = code.translate(_AS_READ)
    html: list[str] = []
    end = 0
    # Not `get_tokens`, which drops and changes characters before it reads. Sessions leave out a line without an end.
    for _, token, text in lexer.get_tokens_unprocessed(read if read.endswith("\n") else read + "\n"):
        if not (read.startswith(text, end) or text == read[end:] + "\n"):
            break  # Some lexers write line ends of their own: what follows is as it was written.
        begin, end = end, min(end + len(text), len(code))
        role = _role(token)
        inked = begin + len(code[begin:end].rstrip("\n")) if role else begin
        if code[begin:inked].strip():
            html.append(f'<span class="code-{role}">{escape(code[begin:inked], quote=False)}</span>')
        else:
            inked = begin
        html.append(escape(code[inked:end], quote=False))
    html.append(escape(code[end:], quote=False))
    return "".join(html)


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
