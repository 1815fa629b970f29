"""The assistant's side of the event stream: one line of ASCII JSON per event, as the real bot writes them.

Only `data: ` lines, one key per object, each followed by a blank line, and the bare text `[DONE]` at the end
(protocol rules 5 and 6).
"""

import json
from collections.abc import Sequence
from typing import TypeAlias

Action: TypeAlias = dict[str, str]

DONE = "data: [DONE]\n\n"
MOST_SUGGESTIONS = 3
LONGEST_SUGGESTION = 50
"""Characters of a follow-up question; the real bot drops what is longer."""


def conversation(conversation_id: str) -> str:
    """The first event: the name under which this conversation can be continued."""
    return _event("conversation_id", conversation_id)


def token(text: str) -> str:
    """A piece of the answer."""
    return _event("token", text)


def tools_used(names: Sequence[str]) -> str:
    """The tools of one round, after they have run."""
    return _event("tools_used", list(names))


def action(wish: Action) -> str:
    """A wish to the app, such as `{"type": "change_theme", "value": "dark"}`."""
    return _event("action", wish)


def suggested_questions(questions: Sequence[str]) -> str:
    """Follow-up questions for the app's buttons."""
    return _event("suggested_questions", list(questions))


def error(detail: str, fact: str = "", advice: str = "") -> str:
    """The language model failed; `detail` is its raw text, `fact` and `advice` words for the person (rule 28)."""
    words = {"words": {"fact": fact, "advice": advice}} if fact else {}
    return f"data: {json.dumps({'error': detail} | words)}\n\n"


def fitting(questions: Sequence[str]) -> list[str]:
    """The follow-up questions that may be sent: at most three, none too long, none twice."""
    short = dict.fromkeys(question for question in questions if 0 < len(question) <= LONGEST_SUGGESTION)
    return list(short)[:MOST_SUGGESTIONS]


def _event(key: str, value: object) -> str:
    return f"data: {json.dumps({key: value})}\n\n"
