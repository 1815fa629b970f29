"""Takes down a new enquiry: asks for what is missing, has it read back, and has it saved only after a yes."""

import re
from collections.abc import Collection
from dataclasses import replace

from strakly_desktop.bot.gym.spelling import with_plain_digits
from strakly_desktop.bot.understanding.details import find_email, find_source
from strakly_desktop.bot.understanding.lexicon.naming import phone_in
from strakly_desktop.bot.understanding.lexicon.sentence import NAME, Sentence, sentence_of
from strakly_desktop.bot.understanding.lexicon.words import FILLER, plain
from strakly_desktop.bot.understanding.requests import EnquiryDraft, Intent, Reading, Request, State

_NO = re.compile(
    r"^(?:no|nope|nah|n|cancel|stop|do not|never ?mind|forget it|leave it|nahi|nahin|mat"
    r"|\u0928\u0939\u0940\u0902|\u0928\u0939\u0940|\u092e\u0924)(?!\w)"
)
_ASKED_FOR = re.compile(r"\binterested in ([\w &-]{2,60})", re.IGNORECASE)
_SOMEBODY = re.compile(r"\bsome(?:one|body) (?:is )?(?:asking|interested|enquiring|wants to join)")
_OPENS = re.compile(
    r"^(?:please )?(?:open|start|begin|make|take|create) (?:a )?new (?:enquiry|inquiry|lead)\b(?!s)"
)
_QUESTIONS = ("count", "list", "who", "total", "stats", "howmuch", "all", "converted")
_OTHER_THAN_A_SOURCE = (
    "enquiry",
    "revenue",
    "attendance",
    "due",
    "trainer",
    "payment",
    *_QUESTIONS,
    "month",
    "week",
)
"""With one of these a source is asked about, and not told of the enquiry that is taken down."""
_INTERESTS = ("plan", "speciality", "interest")
_OF_A_DRAFT = (
    "enquiry", "add", "new", "yes", "plan", "membership", "interest", "phone", "number", "email", "member", "join",
    "only", "now", "gym", "one", "list", "details", "his", "who", "open", "start", "not", "again", "this", "mark",
)  # fmt: skip
"""What is said around the parts of an enquiry."""
_VERBS = ("class", "karo", "kar", "likho", "lena", "lo", "\u0915\u0930", "\u0932\u0947", "\u0932\u093f\u0916")
_LONGEST_YES = 80
_SAVE = ("save", "\u0938\u0947\u0935")
_YES_TOO = ("yes", "add", "mark")


def is_yes(sentence: Sentence) -> bool:
    """Whether the message is a plain yes."""
    meant = [word for word in sentence.words if word.means != FILLER]
    if not meant:
        return (
            bool(sentence.words)
            and all(word.typed.casefold() in ("ok", "okay", "ji", "please") for word in sentence.words)
            and any(word.typed.casefold() in ("ok", "okay") for word in sentence.words)
        )
    if all(word.means == "add" and word.typed.casefold().startswith(_SAVE) for word in meant):
        return True
    return any(word.means == "yes" for word in meant) and all(word.means in _YES_TOO for word in meant)


def says_yes(message: str) -> bool:
    """Whether a whole message is a plain yes, in any of the languages of the desk."""
    return is_yes(sentence_of(message[:_LONGEST_YES])) and len(message) <= _LONGEST_YES


def is_no(message: str) -> bool:
    """Whether the message refuses."""
    return bool(_NO.match(plain(message)))


def wants_enquiry(sentence: Sentence, message: str) -> bool:
    """Whether a new enquiry is to be taken down, and not one to be looked up."""
    if _SOMEBODY.search(plain(message)) or _OPENS.search(plain(message)):
        return True
    if not sentence.has("enquiry") or sentence.has(*_QUESTIONS):
        return False
    phone = _phone(message) is not None
    people = bool(_name(sentence))
    typed = [word.typed.casefold() for word in sentence.words]
    if (
        sentence.has("new")
        and len(typed) < 4
        and set(typed) <= {"a", "new", "enquiry", "inquiry", "lead", "please", "one"}
    ):
        return True
    return (
        sentence.has("add") or phone or (sentence.has("new") and people and not any(sentence.names("branch")))
    )


def start_enquiry(message: str, sentence: Sentence, state: State) -> Reading:
    """Begin to take an enquiry down with whatever the message holds already."""
    draft = _filled(EnquiryDraft(), message, sentence)
    return _with_not_kept(_next_step(draft, state), sentence, draft, message)


def read_enquiry(message: str, sentence: Sentence, draft: EnquiryDraft) -> Reading | None:
    """Go on with a draft. None when the message is about something else; the draft is then dropped."""
    source = find_source(message)
    if is_no(message) and source is None:
        return Reading(say="All right, I have not added the enquiry.")
    if draft.complete and is_yes(sentence):
        request = Request(Intent.ENQUIRY_CREATE, draft=draft, confirmed=True)
        return Reading(requests=(request,), state=State(requests=(request,)))
    about_else = sentence.has(
        "member",
        "revenue",
        "attendance",
        "due",
        "membership",
        "trainer",
        "payment",
        *_QUESTIONS,
        "go to",
        "dark",
        "theme",
    )
    told = source is not None and not sentence.has(*_OTHER_THAN_A_SOURCE)
    if about_else and not told:
        return None
    if source is not None and not told:
        return None
    filled = _filled(draft, message, sentence)
    if filled == draft:
        return None if draft.complete else _next_step(draft, State())
    return _with_not_kept(_next_step(filled, State()), sentence, filled, message)


def _with_not_kept(reading: Reading, sentence: Sentence, draft: EnquiryDraft, message: str) -> Reading:
    """The reading, which says as well what of the message has no place in an enquiry."""
    source = find_source(message)
    kept = " ".join(filter(None, (draft.name, draft.interest, draft.email, source and source[1]))).casefold()
    left = [
        word.typed
        for word in sentence.words
        if word.means not in (*_OF_A_DRAFT, FILLER)
        and not word.typed.casefold().startswith(_VERBS)
        and not all(part in kept for part in word.typed.casefold().split())
        and not (any(map(str.isdecimal, word.typed)) or "@" in word.typed)
    ]
    if not left:
        return reading
    told = ", ".join(f"**{word.replace('*', '')}**" for word in dict.fromkeys(left))
    said = (
        f"Not kept: {told}. An enquiry has a name, a phone number, an e-mail, what somebody is interested in, and how "
        "they came."
    )
    return replace(reading, say="\n\n".join(filter(None, (reading.say, said))))


def _phone(message: str) -> str | None:
    return phone_in(with_plain_digits(message))


def _filled(draft: EnquiryDraft, message: str, sentence: Sentence) -> EnquiryDraft:
    interest, source = _interest(sentence, message), find_source(message)
    return EnquiryDraft(
        name=draft.name or _name(sentence, interest, _of_the_source(sentence, message)),
        phone=_phone(message) or draft.phone,
        email=find_email(message) or draft.email,
        source=source[0] if source else draft.source,
        interest=interest or draft.interest,
    )


def _interest(sentence: Sentence, message: str) -> str | None:
    """A plan, or something that is taught here; else the words after "interested in"."""
    asked = _ASKED_FOR.search(message)
    for place, named in sentence.named.items():
        for kind in _INTERESTS:
            if kind in named and "client" not in named:
                names = named[kind]["names"]
                return str(names[0]) if len(names) == 1 else sentence.words[place].typed
    return asked[1].strip() if asked else None


def _of_the_source(sentence: Sentence, message: str) -> set[int]:
    """The places of the words that say where somebody heard of the gym, and of who told them."""
    found = find_source(message)
    if found is None:
        return set()
    words = [word.casefold() for word in re.findall(r"[\w'-]+", found[1])]
    places = [
        place for place, word in enumerate(sentence.words) if set(word.typed.casefold().split()) <= set(words)
    ]
    if found[0] == "Referral" and places:
        who = re.split(r"[,;:.\n\d]", message.partition(found[1])[2])[0].casefold().split()
        following = places[-1] + 1
        while following < len(sentence.words) and _may_be_a_name(sentence, following):
            if not set(sentence.words[following].typed.casefold().split()) <= set(who):
                break
            places.append(following)
            following += 1
    return set(places)


def _may_be_a_name(sentence: Sentence, place: int) -> bool:
    word, named = sentence.words[place], sentence.named.get(place, {})
    return (not word.known and word.means != NAME) or (
        bool(named) and set(named) <= {"client", "trainer", "enquirer"}
    )


def _name(sentence: Sentence, interest: str | None = None, taken: Collection[int] = ()) -> str | None:
    """The longest run of words that are nobody's but a person's; those `taken` say something else."""
    runs: list[list[str]] = [[]]
    for place, word in enumerate(sentence.words):
        is_name = _may_be_a_name(sentence, place) and place not in taken
        spoken = word.typed.casefold() in (interest or "").casefold().split()
        if is_name and not spoken and "@" not in word.typed:
            runs[-1].append(word.typed)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=len)
    return " ".join(best[:4]) or None


def _next_step(draft: EnquiryDraft, state: State) -> Reading:
    state = replace(state, draft=draft, requests=())
    if draft.complete:
        return Reading(requests=(Request(Intent.ENQUIRY_CREATE, draft=draft),), state=state)
    missing = {
        (True, True): "the person's **name** and **phone number**",
        (True, False): "the person's **name**",
        (False, True): f"the **phone number** of {draft.name}",
    }[draft.name is None, draft.phone is None]
    return Reading(say=f"Gladly. Please tell me {missing}.", state=state)
