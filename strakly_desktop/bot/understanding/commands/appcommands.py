"""Finds the app's own commands in a message: print, export, copy, new chat, another branch, and so on.

"Print this" is about the answer above; "print the pending dues" asks something as well, and is about its answer.
"""

import re

from strakly_desktop.bot.understanding.commands.notorders import not_ordered
from strakly_desktop.bot.understanding.lexicon.sentence import Sentence
from strakly_desktop.bot.understanding.lexicon.words import plain
from strakly_desktop.bot.understanding.requests import Intent, Request

_OF_ANSWERS = ("print", "export", "copy")
_SIZES = {"larger text": "larger", "smaller text": "smaller", "normal text": "normal"}
_FORMATS = {
    r"csv|comma": "csv", r"tsv|tab separated": "tsv", r"pdf|\u092a\u0940\u0921\u0940\u090f\u092b": "pdf",
    r"html|web page": "html", r"markdown": "md", r"json": "json",
}  # fmt: skip
_ABOUT_THE_ANSWER = re.compile(
    r"answers?|tables?|chats?|conversations?|repl(?:y|ies)|sheets?|files?|formats?|above|csv|tsv|pdf|excel|html|json"
    r"|markdown|screen|previous|last|comma|as|jawab|isko|ise|iska|iski|yeh|ye|nikalo|nikal|bana|banao|save"
    r"|\u0907\u0938\u0947|\u0907\u0938\u0915\u094b|\u0907\u0938\u0915\u093e|\u0907\u0938\u0915\u0940|\u0928\u093f\u0915\u093e\u0932\u094b|\u091c\u0935\u093e\u092c|\u0924\u093e\u0932\u093f\u0915\u093e"
    r"|\u092a\u0940\u0921\u0940\u090f\u092b|\u091f\u0947\u092c\u0932"
)
_PAPERS = re.compile(
    r"\b(?:receipts?|bills?|invoices?|certificates?|letters?|forms?|id cards?|raseed|rasid)\b"
    r"|\u0930\u0938\u0940\u0926|\u092c\u093f\u0932"
)
_HERE = r"(?:in|through|within|inside) (?:this|the|our) (?:chat|conversation|talk|page|answers?)"
_FIND = (
    re.compile(
        rf"^(?:please )?(?:find|search|look|look up|search for|look for)(?: for)? (?P<text>.+?) {_HERE}$"
    ),
    re.compile(
        r"^(?:please )?(?:search|look through|find in|search in) (?:this|the) (?:chat|conversation)"
        r"(?: for (?P<text>.+))?$"
    ),
    re.compile(
        r"^(?:is|iss|\u0907\u0938) (?:chat|baatcheet|\u091a\u0948\u091f|\u092c\u093e\u0924\u091a\u0940\u0924)"
        r" (?:mein|me|main|\u092e\u0947\u0902) (?P<text>.+?)"
        r" (?:dhundo|dhoondo|dhundho|khojo|search karo|find karo"
        r"|\u0922\u0942\u0902\u0922\u094b|\u0922\u0942\u0901\u0922\u094b|\u0922\u0942\u0901\u0922\u093c\u094b|\u0922\u0942\u0902\u0922\u093c\u094b|\u0916\u094b\u091c\u094b)$"
    ),
    re.compile(r"^(?:find|ctrl f)$"),
)
_MOST_TO_FIND = 80
_OTHER_BRANCH = re.compile(
    r"\b(?:sw\w{0,4}ch|ch\w{0,3}ge|set|move|go)\b|\b(?:badlo|badal|badalo|lagao|set karo)\b"
    r"|\u092c\u0926\u0932\u094b|\u092c\u0926\u0932|\u0932\u0917\u093e\u0913"
)
_SWITCH_TO = re.compile(r"^(?:please )?(?:sw\w{0,4}ch|ch\w{0,3}ge|move|go) (?:over )?to ")
_GYM = ("member", "membership", "revenue", "attendance", "due", "enquiry", "trainer", "payment", "plan", "price",
        "come", "sale", "inside", "count", "howmuch", "timing", "phone", "address")  # fmt: skip
_WHICH_BRANCH = (
    'Which branch? Say for example "switch to Lake Road" or "switch to all branches"; you can also choose it at the '
    "top of the window."
)
_NO_PAPERS = (
    "I can't do that: there are no receipts, bills or forms here to print. I can print an answer: ask for what you "
    'need, such as "payments of Asha Rao", and then say "print this".'
)
_EXCEL = re.compile(r"\b(?:excel|xlsx|exel)\b|\u090f\u0915\u094d\u0938\u0947\u0932")
_CONVERSATION = re.compile(
    r"\b(?:chat|conversation|baatcheet)\b|\u091a\u0948\u091f|\u092c\u093e\u0924\u091a\u0940\u0924"
)
""" "Export this conversation" asks for all of it, and no workbook holds that."""
_TWO_COMMANDS = re.compile(
    r"\b(?:print|export|copy)\b(?: \w+){0,3} (?:and|aur|or|plus|then|\u0914\u0930)"
    r" (?:then |also )?(?:print|export|copy)\b"
)
_WHAT_TO_UNDO = (
    'I can\'t tell what to undo: I can take back the last change of the theme ("undo the theme"). What was saved is '
    "changed in the web app."
)


def find_text(message: str) -> Request | None:
    """The wish to look for words in the conversation: they are searched as they are, and mean nothing here."""
    text = plain(message)
    for pattern in _FIND:
        found = pattern.search(text)
        if found is not None:
            wanted = (found.groupdict().get("text") or "").strip()
            at = message.casefold().find(wanted)
            typed = message[at : at + len(wanted)] if wanted and at >= 0 else wanted
            return Request(Intent.ASK_APP, command="find", value=typed[:_MOST_TO_FIND])
    return None


def command_alone(sentence: Sentence, message: str) -> Request | str | None:
    """A command that is all there is to a message, or what to say instead; None when there is none."""
    command = _command(sentence, message)
    if command is None and sentence.has(*_OF_ANSWERS):
        of_answer = _of_answer(sentence, message, "this")
        return _two_at_once(message) or not_ordered(of_answer, sentence, message)
    if not isinstance(command, Request):
        return command
    return not_ordered(command, sentence, message) or command


def _command(sentence: Sentence, message: str) -> Request | str | None:
    about_gym = sentence.has(*_GYM)
    if sentence.has("print") and _PAPERS.search(message.casefold()):
        return _NO_PAPERS
    if sentence.has(*_OF_ANSWERS):
        return None if _rest(sentence) else _two_at_once(message) or _of_answer(sentence, message, "previous")
    size = next((size for meaning, size in _SIZES.items() if sentence.has(meaning)), None)
    if size is not None and not about_gym:
        return Request(Intent.ASK_APP, command="text_size", value=size)
    if sentence.has("undo") and not about_gym:
        return Request(Intent.ASK_APP, command="undo_theme")
    if sentence.has("new chat") and not about_gym:
        return Request(Intent.ASK_APP, command="new_chat")
    if sentence.has("settings") and not about_gym and not sentence.has("page"):
        return Request(Intent.ASK_APP, command="open_settings")
    return None if about_gym else _other_branch(sentence, message)


def command_on_answer(sentence: Sentence, message: str) -> Request | None:
    """The command to print, export or copy what else the message asks for, whose words are taken; or None."""
    if not sentence.has(*_OF_ANSWERS) or not _rest(sentence):
        return None
    request = _of_answer(sentence, message, "this")
    sentence.take(*_OF_ANSWERS)
    for place, word in enumerate(sentence.words):
        if word.typed.casefold() in ("this", "pdf", "csv", "tsv", "excel", "file", "format", "table"):
            sentence.taken.add(place)
    return request


def _two_at_once(message: str) -> str | None:
    """What to say where two files, or a file and paper, are wanted at once: done is one thing at a time."""
    text = re.sub(r"\b(?:not|no|instead of) (?:as )?\w+", "", plain(message))
    kinds = {kind for words, kind in _FORMATS.items() if re.search(rf"(?:^|\b|\s)(?:{words})", text)}
    kinds |= {"xlsx"} if _EXCEL.search(text) else set()
    if len(kinds) > 1:
        named = " and ".join(f"**{kind}**" for kind in sorted(kinds))
        return f"I can't make {named} at once, so I made neither: please ask for one file, and then for the other."
    if _TWO_COMMANDS.search(text):
        return "I can't do both at once, so I did neither: please ask for one, and then for the other."
    return None


def undo_of(past_tools: list[str], sentence: Sentence) -> str | None:
    """What to say where it is not clear what shall be undone; None where it is the theme."""
    is_theme = sentence.has("theme", "accent", "dark", "light", "colour", "system")
    return None if is_theme or "change_theme" in past_tools or "ask_app" in past_tools else _WHAT_TO_UNDO


def _of_answer(sentence: Sentence, message: str, which: str) -> Request:
    text = plain(message)
    kind = next((kind for words, kind in _FORMATS.items() if re.search(rf"(?:^|\b|\s)(?:{words})", text)), "")
    if sentence.has("copy"):
        return Request(Intent.ASK_APP, command="copy", value=which)
    if sentence.has("print") or (kind == "pdf" and which == "this"):
        # The way to paper also makes a PDF of this answer alone.
        return Request(Intent.ASK_APP, command="print", value=which)
    whole = _CONVERSATION.search(text) and not _EXCEL.search(text)
    return Request(Intent.ASK_APP, command="export", value=kind or ("pdf" if whole else "xlsx"))


def _rest(sentence: Sentence) -> list[str]:
    """The words that ask for something besides the command."""
    commands = {place for place, word in enumerate(sentence.words) if word.means in _OF_ANSWERS}
    left = [
        place
        for place in sentence.without_fillers()
        if place not in commands
        and sentence.words[place].means
        not in ("list", "page", "this", "one", "last", "whole", "now", "add", "yes")
        and not _ABOUT_THE_ANSWER.fullmatch(sentence.words[place].typed.casefold())
    ]
    return [sentence.words[place].typed for place in left]


def _other_branch(sentence: Sentence, message: str) -> Request | str | None:
    text = plain(message)
    if any(sentence.names("client")) or not (
        _SWITCH_TO.search(text) or (sentence.has("branch", "branchwise") and _OTHER_BRANCH.search(text))
    ):
        return None
    named = [each for _, each in sentence.names("branch")]
    if sentence.has("branchwise"):
        return Request(Intent.ASK_APP, command="change_branch", value="all")
    if len(named) == 1 and len(named[0]["ids"]) == 1:
        return Request(Intent.ASK_APP, command="change_branch", value=str(named[0]["ids"][0]))
    return _WHICH_BRANCH if sentence.has("branch") and not named and not sentence.unnamed() else None
