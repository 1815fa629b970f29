"""Takes down a new enquiry: asks for what is missing, has it shown, and has it saved only after a yes."""

import re
from dataclasses import replace

from strakly_desktop.bot.understanding.details import find_email, find_phone
from strakly_desktop.bot.understanding.intents import Intent
from strakly_desktop.bot.understanding.people import find_name
from strakly_desktop.bot.understanding.requests import EnquiryDraft, Reading, Request, State

_YES = re.compile(
    r"^(?:yes|yep|yeah|y|sure|ok|okay|confirm(?:ed)?|correct|right|save(?: it)?|add(?: it)?|do it|go ahead"
    r"|please do|haan?|ji)"
    r"(?: (?:please|save|add|it|do|that|confirm|go ahead|correct|is))*$"
)  # fmt: skip
_NO = re.compile(r"^(?:no|nope|nah|n|cancel|stop|do not|never ?mind|forget it|leave it|nahi|mat karo)\b")
_INTEREST = re.compile(r"\binterested in ([\w &-]{2,60})", re.IGNORECASE)
_LABELS = re.compile(
    r"\b(?:mobile|phone|number|no|email|mail|contact|name|is|his|her|their|it|she|he)\b", re.I
)


def is_yes(text: str) -> bool:
    """Whether `text` (plain form) is a plain yes."""
    return bool(_YES.match(text))


def is_no(text: str) -> bool:
    """Whether `text` (plain form) refuses."""
    return bool(_NO.match(text))


def start_enquiry(message: str, state: State) -> Reading:
    """Begin to take an enquiry down with whatever the message holds already."""
    return _next_step(_filled(EnquiryDraft(), message), state)


def read_enquiry(message: str, text: str, draft: EnquiryDraft, intent: Intent | None) -> Reading | None:
    """Go on with a draft. None when the message is about something else; the draft is then dropped."""
    if is_no(text):
        return Reading(say="All right, I have not added the enquiry.")
    if draft.complete and is_yes(text):
        request = Request(Intent.ENQUIRY_CREATE, draft=draft, confirmed=True)
        return Reading(requests=(request,), state=State(requests=(request,)))
    if intent not in (None, Intent.CLIENT_DETAILS, Intent.CLIENT_SEARCH, Intent.ENQUIRY_CREATE):
        return None
    filled = _filled(draft, message)
    if filled == draft:
        return None if draft.complete else _next_step(draft, State())
    return _next_step(filled, State())


def _filled(draft: EnquiryDraft, message: str) -> EnquiryDraft:
    interest = _INTEREST.search(message)
    name = find_name(_LABELS.sub(" ", _INTEREST.sub(" ", message)))
    return EnquiryDraft(
        name=draft.name or name,
        phone=find_phone(message) or draft.phone,
        email=find_email(message) or draft.email,
        interest=interest[1].strip() if interest else draft.interest,
    )


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
