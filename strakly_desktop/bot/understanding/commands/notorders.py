"""Tells a command that is forbidden or only asked about from one that is given: "do not print", "is dark mode on?".

The words are those of the command; carried out, they would do what was forbidden.
"""

import re

from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import FILLER, plain
from strakly_desktop.bot.understanding.requests import Intent, Request

_OF_THE_APP = frozenset({
    "dark", "light", "system", "theme", "accent", "colour", "mode on", "green", "blue", "purple", "red", "orange",
    "teal", "pink", "black", "white", "print", "export", "copy", "new chat", "start", "settings", "larger text",
    "smaller text", "normal text", "undo", "open", "go to", "page", "branch", "branchwise", "edit", "this",
    "attendance", "member", "trainer", "method", "all",
})  # fmt: skip
_BARE_NOT = ("no", "not", "without")
""" "Not dark" is the wish for the light one; "do not ..." forbids."""
_FORBIDDEN = re.compile(
    r"^(?:please )?(?:do not|dont|never|no need to)\b|\b(?:mat|nahi|nahin|nhi) (?:karo|karna|kholo|badlo|chahiye)\b"
)
_ASKED = re.compile(
    r"^(?:please )?(?:tell me |explain )?(?:how (?!about|many|much)|what (?!about)|which|why|where|when|does|did|are"
    r"|was|were|has|have|am i)\b|\b(?:kaise|kyu|kyun|kyon)\b|\u0915\u0948\u0938\u0947|\u0915\u094d\u092f\u094b\u0902"
    r"|^is (?:the|it|dark|light|system|my|our)\b|^kya .*\b(?:hai|h|he)$"
    r"|\b(?:hai|h) kya$|^\u0915\u094d\u092f\u093e .*\u0939\u0948$"
)
_ORDERED = re.compile(
    r"\b(?:karo|kardo|kar do|badlo|lagao|kholo|kijiye)\b|\u0915\u0930\u094b|\u0915\u0930 \u0926\u094b"
)
_HOW = {
    "print": 'say "print this"',
    "export": 'say "export to Excel" (or CSV, PDF)',
    "copy": 'say "copy this"',
    "text_size": 'say "larger text" or "smaller text", or press **Ctrl+Plus** or **Ctrl+Minus**',
    "undo_theme": 'say "undo the theme"',
    "new_chat": 'say "new chat", press **Ctrl+N**, or choose **New chat** in the history: this one stays there',
    "open_settings": 'say "open the settings", or press **Ctrl+,**',
    "change_branch": 'say "switch to" and the branch, or choose it at the top of the window',
}
_NOTHING_DONE = "I did nothing and changed nothing."


def not_ordered(request: Request, sentence: Sentence, message: str) -> str | None:
    """What to say of a command that is not given, and how it is; None where it is given."""
    text = plain(message)
    if _is_forbidden(sentence, text):
        return f"{_NOTHING_DONE} When you want it: {_how(request)}."
    if _ASKED.search(text) and not _ORDERED.search(text):
        unseen = " Which theme is on I cannot see from here." if request.intent is Intent.CHANGE_THEME else ""
        return f"{_NOTHING_DONE}{unseen} To have it done, {_how(request)}."
    return None


def _how(request: Request) -> str:
    if request.intent is Intent.CHANGE_THEME:
        return 'say "dark theme", "light theme" or "system theme"'
    if request.intent is Intent.NAVIGATE:
        return 'say "open" and the page, such as "open the attendance page"'
    return _HOW.get(request.command or "", "say so")


def _is_forbidden(sentence: Sentence, text: str) -> bool:
    """Whether a "not" is about the command: nothing else stands between the two."""
    if _FORBIDDEN.search(text) and not sentence.has("who"):
        return True
    for place in sentence.at("not", "notback"):
        backward = sentence.words[place].means == "notback"
        if not backward and sentence.words[place].typed.casefold() in _BARE_NOT:
            continue
        step = -1 if backward else 1
        beside = place + step
        while sentence.meaning(beside) == FILLER:
            beside += step
        if sentence.meaning(beside) in _OF_THE_APP:
            return True
    return False
