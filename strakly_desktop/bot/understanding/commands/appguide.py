"""Tells how a thing is done in the app that an assistant may not do itself: lock, sign in, delete a conversation.

The allow-list (protocol rule 27) has no command for these. Read as a question, "lock the screen" looked for a client
called Lock. A message is about such a thing only where it has no other word: "lock Asha's membership" is not.
"""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from strakly_desktop.bot.understanding.lexicon.words import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AROUND = _words(
    """
    a an the my this that it its me i we us you your do does did can could will would how to where is are in on of
    for please pls plz kindly want need like just now at from here what which as let have has there and be when hi
    hey strakly app's any some open show see view go take use get make turn karo kar kardo karna karne kariye
    kijiye karein do de dijiye hai hain he h kaise kahan mujhe ko ka ki ke se mein yeh ye is iss dikhao dikha
    batao kya chahiye mera meri apna apni करो कर करना कीजिए दो दीजिए है हैं कैसे कहाँ कहां मुझे को का की के से में
    यह ये इस दिखाओ दिखा बताओ क्या चाहिए मेरा मेरी
    """
)
"""Words that change nothing about what is meant."""
_NOT = _words("not dont never no mat nahi nahin मत नहीं")
_LEAST_OF_A_SLIP = 6
_ALONE = ("lock", "logout")
_WINDOW = "screen desk desktop computer pc laptop app application window system machine program display स्क्रीन डेस्क ऐप"
_CHAT = "conversation conversations chat chats talk चैट बातचीत"

_SCROLLS = (
    "I can't scroll for you: in the conversation, **Home** and **End** go to its beginning and to its end."
)


@dataclass(frozen=True, slots=True)
class _Thing:
    """`needs`: of each line of words one is said. `beside`: words that may stand there too; "*" is any others."""

    says: str
    needs: tuple[str, ...]
    beside: str = ""

    def is_meant(self, words: list[str]) -> bool:
        """Whether this is what the words, in small letters, are about."""
        groups = [group.split() for group in self.needs]
        if not all(any(_is(word, of) for word in words) for of in groups):
            return False
        also = self.beside.split()
        known = [*also, *(each for of in groups for each in of)]
        return "*" in also or all(word in _AROUND or word in _NOT or _is(word, known) for word in words)


def _is(word: str, meant: list[str]) -> bool:
    """Whether a word is one of these; a long one may have a slip, which no plural and no singular is."""
    return word in meant or any(
        len(each) >= _LEAST_OF_A_SLIP
        and f"{each}s" != word
        and f"{word}s" != each
        and OSA.distance(word, each, score_cutoff=1) <= 1
        for each in meant
    )


_THINGS = (
    _Thing(
        "I can't lock the desk myself: press **Ctrl+L**, or choose **Lock** under More (the three dots at the top).",
        ("lock lok lck locked locking लॉक",), _WINDOW,
    ),
    _Thing(
        "I can't hide or show amounts and numbers myself: where your gym masks them, **F9** shows them for a while.",
        ("hide mask unmask unhide chhupao छुपाओ", "amounts amount numbers number values money rakam"), "phone or",
    ),
    _Thing(
        "I can't hide what is on the screen myself: press **F8**, and any key brings it back.",
        ("hide blank chhupao chupao छुपाओ", f"{_WINDOW} everything all sab"), "what",
    ),
    _Thing(
        "I can't show or hide the history myself: press **Ctrl+B**. For what a client did, say for example \"visits of "
        'Asha Rao".',
        ("history sidebar itihas इतिहास हिस्ट्री", f"history sidebar itihas इतिहास हिस्ट्री hide close {_CHAT}"),
        "past old older earlier previous list panel band bar side",
    ),
    _Thing(
        "Conversations are removed for good in **Settings** (Ctrl+,), all at once; a single one with **Del** in the "
        "history. I can't do it myself.",
        ("clear delete remove erase wipe empty", "history conversations chats"),
        "all whole entire old everything chat conversation",
    ),
    _Thing(
        "A deleted conversation can be brought back with **Undo** (Ctrl+Z), in the line that shows for a few seconds "
        "after it was deleted; then it is gone for good.",
        ("bring back undo restore recover undelete wapas", "deleted delete deletion"), f"{_CHAT} last back lao",
    ),
    _Thing(
        "I can't delete a conversation myself: choose **Delete** in the menu of its row in the history, or press "
        "**Del** there; it has an Undo.",
        ("delete clear remove erase discard archive hatao mitao डिलीट हटाओ मिटाओ", _CHAT), "current whole",
    ),
    _Thing(
        "I can't rename a conversation myself: press **F2** for the one that is open, or choose **Rename** in the menu "
        "of its row in the history.",
        ("rename retitle naam नाम", _CHAT), "badlo change *",
    ),
    _Thing(
        "I can't rename anything: **F2** renames the conversation that is open, and a client has another name on a "
        "page of the web app.",
        ("rename",),
    ),
    _Thing(
        "I can't pin a conversation myself: press the right mouse button on its row in the history, and choose "
        "**Pin**.",
        ("pin unpin", f"{_CHAT} unpin"), "top",
    ),
    _Thing(
        "I can't search other conversations myself: press **Ctrl+K** and type; **Ctrl+F** looks in this one.",
        ("search find look dhundo dhoondo khojo", "conversations chats"), "*",
    ),
    _Thing(
        "I can't open earlier conversations myself: they are in the history (**Ctrl+B**), and **Ctrl+K** searches "
        "them.",
        ("old older earlier previous past last purani", _CHAT), "all list",
    ),
    _Thing(
        'A chat that nothing keeps is begun in the menu at the right end of **New chat**: "New chat, off the record".',
        ("off private incognito secret", f"record incognito {_CHAT}"), f"new {_CHAT} start begin",
    ),
    _Thing(
        "I can't bring in or back up conversations myself: **Import** and **Back up all conversations** are in the "
        "menu at the right end of New chat.",
        ("import backup back", f"up backup import {_CHAT}"), f"{_CHAT} all file data json everything",
    ),
    _Thing(
        "I can't set a PIN myself: choose **PIN for this computer** under More (the three dots at the top), once "
        "you are signed in.",
        ("pin",), "set change new computer code remove forgot reset add",
    ),
    _Thing(
        'A forgotten password is set anew on the card of **Sign in**: press "Forgot password?" there.',
        ("forgot forgotten lost reset bhool", "password passwd पासवर्ड"), "gaya",
    ),
    _Thing(
        "I can't change passwords myself: choose **Change password** under More (the three dots at the top), once "
        "you are signed in.",
        ("password passwd पासवर्ड",), "change new set update badlo badalna बदलना बदलो बदल",
    ),
    _Thing(
        "I can't change who is signed in: choose **Sign out** under More (the three dots at the top), then **Sign "
        "in**; with a PIN each, press Ctrl+L and Alt with a number.",
        ("switch change another different", "user users account person login"), "sign log in with",
    ),
    _Thing(
        "Who is signed in stands at the foot of the history (**Ctrl+B** shows it); I can't see it from here.",
        ("signed logged am whoami", "who whoami"), "in",
    ),
    _Thing(
        "I can't sign you in: choose **Sign in** under More (the three dots at the top), or the arrow at the foot "
        "of the history.",
        ("sign log login signin लॉगिन", "in login signin लॉगिन"), "gym account back with server",
    ),
    _Thing(
        "Questions that you send while an answer comes wait above the field, up to three questions: each can be "
        "changed and removed there.",
        ("queue queued waiting", "queue queued questions question"), "clear empty delete remove many",
    ),
    _Thing(
        "I can't see the version from here: **About Strakly Desktop** under More (the three dots at the top) tells "
        "it; a newer one is told by itself.",
        ("about version updates", f"about version updates check {_WINDOW}"), "new newest latest number",
    ),
    _Thing(
        "The app is not updated from here: **About Strakly Desktop** under More tells its version, and a newer one is "
        "told by itself.",
        ("update upgrade", f"check {_WINDOW}"), "new newest latest version",
    ),
    _Thing(
        'There is no tour here: say "help" to see what I can do, and **Keyboard shortcuts** under More shows the keys.',
        ("tour tutorial demo walkthrough guide manual",), f"{_WINDOW} start play quick",
    ),
    _Thing(
        "The keys are listed in **Keyboard shortcuts** under More (the three dots at the top); I can't open it myself.",
        ("shortcut shortcuts hotkeys keys",), "keyboard key list all",
    ),
    _Thing(
        "I can't check the connection myself: choose **Check connection** under More (the three dots at the top).",
        ("check test connection up down online working", "connection server internet network wifi system"),
        "bot assistant ok",
    ),
    _Thing(
        "I can't open the table beside the conversation myself: press **Ctrl+T**, or the table's button under the "
        "answer.",
        ("table टेबल",), "last panel big bigger side beside kholo",
    ),
    _Thing(
        "I can't stop an answer myself: press **Esc** while it comes.",
        ("stop abort roko ruko रुको",), "answer answering talking typing reply",
    ),
    _Thing(
        'How large shall the text be? Say "larger text", "smaller text" or "normal text", or press **Ctrl+Plus** or '
        "**Ctrl+Minus**.",
        ("size font",), "text font change letters set badlo",
    ),
    _Thing(
        "I can't change the window itself: its size, and closing it, are in its title bar.",
        ("fullscreen full maximize maximise minimize minimise close quit exit restart reopen band बंद resize shrink",
         f"fullscreen quit exit maximize maximise minimize minimise {_WINDOW} strakly"), "again mode down",
    ),
    _Thing(
        'Say a name, such as "find Asha Rao", or press **Ctrl+G**: there a member is found by name or number, and '
        "checked in.",
        ("find search", "member client customer person someone somebody"), "",
    ),
    _Thing(
        'The branch that is looked at stands at the top of the window, and is chosen there; or say "switch to" and the '
        'branch, or "switch to all branches".',
        ("choose select selected chosen pick picker selector filter am only", "branch branches"), "",
    ),
    _Thing(
        "There is nothing to set: I understand English and Hindi, in either script; the app's own words are English.",
        ("language languages bhasha भाषा",), "switch change set hindi english to into badlo",
    ),
    _Thing(
        'To hand it on, say "copy this", "export to Excel" (the last table) or "export as PDF" (the conversation).',
        ("share save forward download सेव", f"this it that answer {_CHAT}"), f"answer {_CHAT} someone somebody with",
    ),
    _Thing(
        "I can't take files: text is put into the field with **Ctrl+V**, and a saved conversation comes in by "
        "Import, at the right end of New chat.",
        ("attach attachment upload paste",), "file files photo picture document image text",
    ),
    _Thing(
        "Links in answers open the web app, where it is set up (Settings); to see one of its pages say for example "
        '"open the dashboard page".',
        ("web website browser",), "app page site kholo",
    ),
    _Thing(
        _SCROLLS,
        ("scroll",), "up down top bottom end beginning start last first",
    ),
    _Thing(
        _SCROLLS,
        ("top bottom", "go jump page conversation chat"), "",
    ),
    _Thing(
        "I can't change what was asked: press **Up** in the empty field to have your last question again.",
        ("edit change correct", "question message"), "last previous",
    ),
    _Thing(
        "To have the last question answered anew, press **Ask again** under its answer, or say it once more.",
        ("reload retry regenerate",), "answer page last question",
    ),
)  # fmt: skip


def how_to(message: str) -> str | None:
    """How a thing is done that the app can do and an assistant may not ask of it; None where none is meant."""
    words = plain(message).replace("-", " ").split()
    thing = next((each for each in _THINGS if each.is_meant(words)), None) if words else None
    if thing is None:
        return None
    return f"I did nothing. {thing.says}" if _NOT.intersection(words) else thing.says


def beside_how_to(pieces: list[str]) -> tuple[str, list[str]] | None:
    """Of the pieces of a message what else is asked, and how the others are done; None where not both are there.

    A word alone ("..., history") is as often a part of what is asked.
    """
    told = {
        piece: said
        for piece in pieces
        if (len(piece.split()) > 1 or piece.strip().casefold() in _ALONE) and (said := how_to(piece))
    }
    asked = [piece.strip() for piece in pieces if piece not in told]
    return (" and ".join(asked), list(told.values())) if told and asked else None
