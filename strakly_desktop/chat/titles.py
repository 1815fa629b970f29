"""The title of a conversation, and the name of a file: the first words of what was asked.

"Export the dues to Excel" asks for dues; a file called so tells nobody that there are dues in it.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from strakly_desktop.chat.tool_words import looked_up
from strakly_desktop.conversation.cut_text import ELLIPSIS, whole_words
from strakly_desktop.conversation.model import Message, Role
from strakly_desktop.conversation.text_safety import in_reading_order


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLE_LENGTH = 60
_LONGEST_WISH = 400
_VERB = (
    r"(?:export|print(?: out)?|save|download|copy|put|(?:take|get|make) (?:me )?a (?:print(?:out)?|copy) of)"
)
_FORMAT = (
    r"(?:(?:an?|the) )?(?:excel|exel|xlsx|csv|tsv|pdf|html|json|markdown|spreadsheet|workbook|paper|clipboard|file)"
    r"(?: (?:file|format|sheet|workbook))?"
)
_IN = rf"(?:(?:to|as|in|into|on) {_FORMAT})"
_MADE = (
    r"(?:nikalo|nikal do|nikaal do|nikaalo|bana do|banao|bana ke do|(?:save |export )?(?:karo|kar do)|kardo|karna"
    r"|kijiye|chahiye|do|dedo|de do|dikhao|dikha do|bhejo)"
)
_KIND = r"(?:excel|exel|csv|pdf)(?: (?:file|sheet))?"
_OBJECT = re.compile(r" (?:ko|ka|ki|ke|को|का|की|के)$", re.IGNORECASE)
"""What Hindi puts behind the thing that is to be printed or saved; without the verb it says nothing."""
_MADE_HINDI = "(?:निकालो|करो|कर दो|बनाओ)"
_KINDS_HINDI = "(?:एक्सेल|पीडीएफ)"
_VERBS_HINDI = "(?:प्रिंट|एक्सपोर्ट|कॉपी|सेव)"
_AFTER = re.compile(
    rf"(?:^|[,;]? +(?:and|then|&|aur|phir)(?: then| also)? +){_VERB}(?: (?:it|this|that|them|these))?(?: {_IN})?$"
    rf"|(?:^| +){_IN}$"
    rf"|(?:^| +)(?:{_KIND} (?:mein|mai|me|main)(?: {_MADE})?|{_KIND} {_MADE}"
    rf"|(?:print|export|copy|save|download) {_MADE})$"
    rf"|(?:^| +)(?:{_KINDS_HINDI} (?:में|फ़ाइल में)(?: {_MADE_HINDI})?|{_KINDS_HINDI} {_MADE_HINDI}"
    rf"|{_VERBS_HINDI} {_MADE_HINDI})$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"^(?:(?:please|pls|plz|kindly|can you|could you|now|ok|then|and) +)*{_VERB}(?: +|$)(?:(?:me|out|the) +)*",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"[ ,]+(?:please|pls|plz)$", re.IGNORECASE)
_NOTHING = _words(
    "this it that them these those the a an of last previous whole all above table answer list chat "
    "conversation page screen reply isko ise iska yeh ye इसे इसको यह ये"
)
_COMMANDS = _words(
    "dark light theme mode accent colour color purple green blue red orange teal pink black white larger "
    "smaller bigger text font size zoom lock screen help settings hi hello hey morning evening afternoon "
    "namaste namaskar thanks thank chat conversation undo fullscreen sign login logout bye ok okay commands "
    "shortcuts print export copy excel pdf csv डार्क मोड थीम लॉक प्रिंट नमस्ते"
)
"""Words for what the app does by itself, and for greetings."""
_BESIDE_COMMANDS = _NOTHING | _words(
    "please pls can could you i me my we do does what how to with and switch change set make turn on off in "
    "out into as open new full good there karo kar kardo do badlo kholo ji normal system back desk computer "
    "now use want कर करो दो"
)
_WHOLE_LIST = re.compile(r"[.?!]? (?:Give the full list|Please list all [0-9]+)$")
"""What the app itself puts behind a question that is asked once more for all of its list."""
_ASKS_WHAT = frozenset({"what", "can", "you", "do"})


def title_of(question: str) -> str:
    """At most 60 characters of `question` in one line, never cut inside a word where that can be helped.

    A single long word is cut between graphemes: never through an emoji or a letter and its accents.
    """
    words = " ".join(in_reading_order(question).split())
    if len(words) <= TITLE_LENGTH:
        return words
    return whole_words(words, TITLE_LENGTH + len(ELLIPSIS))


def subject_title(question: str) -> str:
    """The title of what a question asks for, without the wish to have it printed, copied or saved.

    "" where it is such a wish and nothing else.
    """
    words = " ".join(in_reading_order(question).split())
    if len(words) > _LONGEST_WISH:
        return title_of(words)
    said = _PLEASE.sub("", words.rstrip(".?! "))
    bare = _WHOLE_LIST.sub("", said)
    bare = _AFTER.sub("", bare)
    if bare != said:
        bare = _OBJECT.sub("", bare)
    left = _BEFORE.sub("", bare).strip(" ,:;-")
    if left == words.rstrip(".?! "):
        return title_of(words)
    if all(word in _NOTHING for word in left.casefold().split()):
        return ""
    # In the middle of a sentence it was written small.
    return title_of(left if bare.startswith(left) else left[0].upper() + left[1:])


def is_command(question: str, tools: Collection[str] = ()) -> bool:
    """Whether a message only asks something of the app, or greets: no conversation is about that.

    `tools`: what the assistant used for its answer.
    """
    if tools:
        return not looked_up(tools)
    words = re.sub(r"[^\w\u0900-\u0963]", " ", question.casefold()).split()
    if len(question) > _LONGEST_WISH or not words:
        return False
    known = _COMMANDS | _BESIDE_COMMANDS
    return set(words) == _ASKS_WHAT or (
        all(word in known for word in words) and any(word in _COMMANDS for word in words)
    )


def is_named_after_commands(title: str, messages: Sequence[Message]) -> bool:
    """Whether a conversation of these messages has its title from a command, and nothing else was asked so far.

    False where a person gave it another title.
    """
    asked = [(message, after) for message, after in pairwise(messages) if message.role is Role.USER]
    return (
        bool(asked)
        and title_of(asked[0][0].text) == title
        and all(is_command(question.text, answer.tools) for question, answer in asked)
    )
