"""A conversation as a file that others can read: Markdown, or one HTML page that loads and runs nothing.

Each message says who spoke and when, each answer where it came from, and one that is not whole says so first.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from html import escape

from strakly_desktop.conversation.model import ConversationSummary, Message, MessageState, Role
from strakly_desktop.conversation.state_words import state_words
from strakly_desktop.rendering.export.addresses import Address, with_addresses
from strakly_desktop.rendering.export.message_labels import moment, speaker
from strakly_desktop.rendering.markdown.broken_off import with_break
from strakly_desktop.rendering.markdown.grammar.segments import SegmentKind
from strakly_desktop.rendering.markdown.incremental_parser import split

SourceLine = Callable[[Message], str]
"""What stands under an answer: "From client stats · Main branch · 18:42"; "" for nothing."""

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.6 Inter, "Segoe UI", "Noto Sans", "Noto Sans Devanagari", sans-serif;
  max-width: 760px; margin: 32px auto; padding: 0 16px; overflow-wrap: anywhere; }
h1 { font-size: 20px; } h2 { font-size: 17px; } h3, h4, h5, h6 { font-size: 15px; }
article { margin: 24px 0; } article > header, footer, .exported { font-size: 13px; opacity: .75; }
.question > p { white-space: pre-wrap; background: #8883; border-radius: 12px; padding: 8px 14px; margin: 4px 0; }
.state { border: 2px solid; border-radius: 8px; padding: 6px 12px; margin: 8px 0; }
table { border-collapse: collapse; margin: 14px 0; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #8886; padding: 6px 10px; text-align: start; }
[align=right] { text-align: right; } [align=center] { text-align: center; }
pre { background: #8882; border-radius: 8px; padding: 12px; white-space: pre-wrap; }
blockquote { margin: 0; padding-left: 14px; border-left: 3px solid #8888; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&]")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_SENTINEL = "end"


def markdown_of(
    summary: ConversationSummary,
    messages: Sequence[Message],
    source_line: SourceLine,
    exported_at: datetime,
) -> str:
    """The conversation as Markdown: questions as quotes, answers as the assistant wrote them."""
    head = f"# {_plain(summary.title)}\n\n{exported_line(messages, exported_at)}"
    return "\n\n".join([head, *(markdown_of_message(message, source_line) for message in messages)]) + "\n"


def exported_line(messages: Sequence[Message], exported_at: datetime) -> str:
    """What stands at the top, as Markdown: when it was exported, and whether all of it is whole."""
    return f"*{_exported(messages, exported_at)}*"


def markdown_of_message(message: Message, source_line: SourceLine) -> str:
    """A question or an answer, below a line."""
    parts = ["---", f"**{_plain(speaker(message))}** · {moment(message.created_at)}"]
    word, note = state_words(message.state, message.text)
    if word:
        parts.append(f"> **{word}:** {note}")
    if message.role is Role.USER:
        parts.append("\n".join(f"> {line}".rstrip() for line in _lines(message.text.replace("<", "\\<"))))
    else:
        parts.append(_closed(with_break(message.text, message.state)))
        parts += [f"*{_plain(line)}*"] if (line := source_line(message)) else []
    return "\n\n".join(part for part in parts if part)


def html_of(
    summary: ConversationSummary,
    messages: Sequence[Message],
    source_line: SourceLine,
    exported_at: datetime,
    address: Address,
) -> str:
    """The conversation as one HTML page. Its policy forbids scripts, pictures, forms and every connection."""
    style_hash = b64encode(sha256(_STYLE.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
    title = escape(summary.title)
    articles = "\n".join(_article(message, source_line(message), address) for message in messages)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="exported">{escape(_exported(messages, exported_at))}</p>
{articles}
</main>
</body>
</html>
"""


def _article(message: Message, source: str, address: Address) -> str:
    from strakly_desktop.rendering.markdown.markup import to_html

    when = message.created_at.astimezone()
    head = (
        f"<header><strong>{escape(speaker(message))}</strong> · "
        f'<time datetime="{when.isoformat(timespec="seconds")}">{moment(when)}</time></header>'
    )
    word, note = state_words(message.state, message.text)
    state = f'<p class="state"><strong>{word}:</strong> {escape(note)}</p>' if word else ""
    if message.role is Role.USER:
        return f'<article class="question">{head}{state}<p dir="auto">{escape(message.text)}</p></article>'
    body = with_addresses(to_html(with_break(message.text, message.state)), address)
    foot = f"<footer>{escape(source)}</footer>" if source else ""
    return f'<article class="answer" dir="auto">{head}{state}\n{body}\n{foot}</article>'


def _exported(messages: Sequence[Message], exported_at: datetime) -> str:
    count = "1 message" if len(messages) == 1 else f"{len(messages):,} messages"
    partial = sum(message.state is not MessageState.COMPLETE for message in messages)
    warning = f", {partial} of them not whole" if partial else ""
    return f"Exported {moment(exported_at)} · {count}{warning}"


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _closed(markdown: str) -> str:
    """The answer with the code block closed that it may have stopped in: else it would swallow all that follows."""
    last = split(f"{markdown}\n\n{_SENTINEL}")[-1]
    fence = _FENCE.match(last.head) if last.kind is SegmentKind.CODE and last.continues else None
    return f"{markdown.rstrip()}\n{fence[1]}" if fence else markdown.strip("\n")
