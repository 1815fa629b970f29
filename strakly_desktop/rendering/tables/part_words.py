"""Reads what a paragraph beside a table says of its list: "Showing 10 of 245", "aur 235 hain", "page 1 of 25".

Apart from `table_part`, which judges of which table it is said. A number alone says nothing: "10 of 12 paid", "Anita
and 3 others came" and "first 3 months" are news of the gym, not of the list. So each form asks for its place in
the sentence and for what follows it, in English, Hindi and Hindi in Latin letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Place = Literal["", "first", "top"]
_LONGEST = 600
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
_NUMBER_WORDS = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"},
    **{"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20"},
    **{"fifty": "50", "hundred": "100"},
}

_NUMBER = r"\d[\d,]*"
_ALONE = r"(?<![\w.,/₹$-])"  # Where a number begins that is no piece of a date, an amount or another number.
_LETTERS = r"[\w\u0900-\u097f]*"  # The signs of Devanagari are no \w.
_THINGS = (
    r"(?:rows?|results?|entries|entry|records?|items?|people|persons?|names?|clients?|members?|customers?|trainers?"
    r"|managers?|staff|users?|branches|branch|plans?|memberships?|payments?|invoices?|transactions?|dues|visits?"
    r"|check-?ins?|enquir(?:y|ies)|inquir(?:y|ies)|leads?|expenses?|classes|sessions?|offers?|log\s?ins?|matches"
    r"|renewals?|subscriptions?|of (?:them|these|those)"
    rf"|(?:sadasy|grahak|log|naam|sadas|सदस्य|ग्राहक|क्लाइंट|मेंबर|लोग|लोगों|नाम|रिकॉर्ड|पंक्ति|मेम्बर|भुगतान){_LETTERS})"
)
_NO_WORD = r"(?!(?:of|out|are|is|were|have|has|had|who|that|which|days?|weeks?|months?|hours?)\b)"
_KIND = rf"(?:\s+{_NO_WORD}[\w-]+)?"  # "active", "unpaid": a word between a number and what it counts
_COUNTED = rf"(?:{_KIND}\s+{_THINGS})?"
_ALL = r"(?:(?:a|the|your|all|total)\s+)*(?:of\s+)?(?:about\s+|over\s+|around\s+|more than\s+)?"
_OF = rf"(?:\s*\(?\s*(?:out\s+)?\bof\s+{_ALL}|\s*/\s*)"
_NO_TIME = (
    r"(?!\s*-?(?:days?|weeks?|months?|years?|hours?|minutes?|mins?|quarters?|nights?|times?|am|pm|percent|rupees"
    r"|kg|din|dino|mahin\w*|ghant\w*|minat|saal|haft\w*|baje|rupay\w*|दिन|महीन|घंट|घण्ट|मिनट|साल|हफ्|हफ़्|सप्ताह|बजे|रुप)|\s*%"
    r"|[:.]\d)"
)
_VERB = (
    r"\b(?:have|has|had|are|is|was|were|will|would|can|could|got|gets?|paid|came|come|joined|renewed|receive\w*|owe"
    r"|left|did|do|should|must|who)\b"
)
_PHRASE = rf"(?:in|at|for|by|with|from|on|per|this|today)\b(?:(?!{_VERB})[^.:;!?\n]){{0,60}}"
_STOP = r"(?:[.:;!?)\]|।—–…-]|,\s*(?:sorted|ordered|newest|latest|oldest|highest|lowest|page|by|with)\b|$|\n)"
_LISTED = (
    r"(?:are\s+|is\s+|were\s+)?(?:being\s+)?(?:shown|listed|displayed|(?:given\s+)?(?:below|above|here)\b)"
)
_DIKHA = rf"(?:दिखा{_LETTERS}|दिख{_LETTERS}|dikh{_LETTERS}|नीचे|niche|neeche|yahan|yaha|यहाँ|यहां|ye rahe|ये रहे)"
_END = rf"(?=\s*(?:{_STOP}|{_LISTED}))"
_END_OR_PHRASE = rf"(?=\s*(?:{_STOP}|{_LISTED}|{_PHRASE}(?:{_STOP})))"
_HINDI_END = rf"(?=\s*(?:{_STOP}|{_DIKHA}|ही\b|hi\b|(?:yeh?|ये|यह)\b|(?:hain|hai|हैं|है)\s*(?:{_STOP})))"
_BEGIN = r"(?:(?:^|(?<=[\n(.!?;।…—–·-]))\s*)"
_SHOWN = (
    r"(?:showing|shown|displaying|displayed|listing|listed|view(?:ing)?|page of|displays?"
    rf"|dikha{_LETTERS}|दिखा{_LETTERS})"
)
_WEAKLY_SHOWN = (
    r"(?:shows?|lists?|here (?:are|is)|here['’]s|these are|below (?:are|is)|results?|rows?|records?|entries"
    r"|items?)"
)
_NOT_WHO = (
    rf"(?!\s+(?:who|that|which|whose|jo\b|जो)|\s+(?:already\s+)?(?:{_VERB}|\w+ed\b(?<!listed)(?<!displayed)))"
)
_WHICH = (
    r"(?:(?:only|just|the|first|top|last|latest|next|most recent|recent|rows?|results?|entries|records?|these)"
    r"\s+)*"
)
_SPAN = rf"(?P<shown>{_NUMBER})(?:\s*(?:-|–|—|to|through)\s*(?P<until>{_NUMBER}))?"
_TOTAL = rf"(?P<total>{_NUMBER})(?P<plus>\s*\+)?"
_FIRST = r"(?:first|top|last|latest|next|most recent)"
_MEIN_SE = r"(?:में|मे|mein|main|mai|me|m)\s*(?:से|se)"
_HINDI_ONLY = r"(?:(?:पहले|pehle|pahle|sirf|सिर्फ|सिर्फ़|केवल|keval|top|first|शुरुआती|ये|ye|yeh|अभी|abhi)\s+)*"

_WITH_TOTAL = (
    # Showing 10 of 245; showing the first 10 clients of 245; displaying 1-10 of 245; showing 10 (of 245)
    rf"\b{_SHOWN}\s*:?\s*{_WHICH}{_SPAN}{_COUNTED}{_OF}{_TOTAL}",
    rf"\b{_WEAKLY_SHOWN}\s*:?\s*{_WHICH}{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,])(?>{_COUNTED}){_NOT_WHO}",
    # the first 10 of 245; top 5 clients out of 40
    rf"\b{_FIRST}\s+{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,])(?>{_COUNTED}){_NOT_WHO}",
    # 10 of 245 clients; 1-10 of 245: where a sentence begins
    rf"{_BEGIN}(?:only\s+|just\s+)?{_SPAN}(?:\s+{_THINGS})?{_OF}{_TOTAL}(?![\d,]){_KIND}\s+{_THINGS}\b{_END}",
    rf"{_ALONE}(?P<shown>{_NUMBER})\s*(?:-|–|to)\s*(?P<until>{_NUMBER}){_OF}{_TOTAL}(?![\d,]){_END}",
    # 10 of 245 shown
    rf"{_ALONE}{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,]){_COUNTED}\s+(?:are\s+|is\s+)?(?:shown|listed|displayed)\b",
    # 245 clients, 10 shown; 245 in total (first 10 below); 245 results; showing 10
    rf"{_ALONE}{_TOTAL}(?![\d,]){_COUNTED}(?:\s+(?:in total|total|found|in all|altogether|overall))?\s*[,;:.(–—-]+\s*"
    rf"(?:(?:only|just|the|and|with|first|top|latest)\s+)*(?P<shown>{_NUMBER})(?P<until>){_COUNTED}\s+"
    r"(?:are\s+)?(?:shown|listed|displayed)\b",
    rf"{_ALONE}{_TOTAL}(?![\d,])(?:{_COUNTED}\s+(?:in total|total|found|in all|altogether|overall)|{_KIND}\s+{_THINGS})"
    rf"\s*[,;:.(–—-]+\s*{_SHOWN}\s+{_WHICH}(?P<shown>{_NUMBER})(?P<until>)(?![\d,]){_COUNTED}{_END}",
    # 245 में से 10; 245 mein se pehle 10 dikhaye
    rf"{_ALONE}{_TOTAL}(?:\s+(?!{_NUMBER})[\w\u0900-\u097f]+)?\s*{_MEIN_SE}\s+{_HINDI_ONLY}(?P<shown>{_NUMBER})"
    rf"(?P<until>)(?![\d,]){_COUNTED}{_HINDI_END}",
    # 245 में से दिखाए गए: 10
    rf"{_ALONE}{_TOTAL}\s*{_MEIN_SE}\s+{_DIKHA}[^\d.]{{0,20}}(?P<shown>{_NUMBER})(?P<until>)",
)
_MORE_BEGIN = (
    r"(?:(?:^|(?<=[\n(.!?:;।,…—–-]))\s*"
    rf"|\b(?:shown|listed|displayed|here|above|below|{_THINGS}|{_NUMBER})\s+)"
)
_BAAKI = r"(?:बाकी|बाक़ी|baaki|baki)"
_HAIN = r"(?:हैं|है|hain|hai|h)"
_WITH_MORE = (
    # and 235 more; ... plus 12 others; + 3 more clients
    rf"{_MORE_BEGIN}(?:…|\.\.\.|\*)?\s*(?:and\b|plus\b|\+|…|\.\.\.|&)\s*(?P<more>{_NUMBER})\s*"
    rf"(?:more|others?|additional)\b{_COUNTED}{_END}",
    # 235 more not shown; 235 more clients are available
    rf"{_ALONE}(?P<more>{_NUMBER})\s+(?:more|others?|additional){_COUNTED}\s+"
    r"(?:(?:are|is|were)\s+)?(?:not\s+(?:shown|listed|displayed|included)|remain(?:ing)?\b|exist|available|hidden"
    r"|left out|omitted|can be (?:seen|found)|in the (?:list|app|table|system|full))",
    # there are 235 more; (235 more clients)
    rf"(?:\bthere are\s+|\bwith\s+|{_BEGIN})(?P<more>{_NUMBER})\s+(?:more|others|additional){_COUNTED}"
    rf"(?=\s*(?:[.!)\]…]|$|\n))",
    # aur 235 hain; और 235 सदस्य बाकी हैं; 235 aur hain
    rf"{_MORE_BEGIN}(?:…|\.\.\.)?\s*(?:और|aur|तथा)\s+(?:भी\s+|bhi\s+)?(?P<more>{_NUMBER}){_NO_TIME}(?:\s+{_THINGS})?"
    rf"\s*(?:(?:{_BAAKI}|more|और|aur)\s*)?(?:{_HAIN}(?=\s*{_STOP})|{_BAAKI}|more\b)",
    rf"{_BEGIN}(?P<more>{_NUMBER}){_NO_TIME}(?:\s+{_THINGS})?\s+(?:और|aur)(?:\s+(?:भी|bhi))?(?:\s+{_THINGS})?"
    rf"(?:\s+{_BAAKI})?\s*{_HAIN}(?=\s*{_STOP})",
)
_UNKNOWN = (
    rf"\b(?P<first>first)\s+(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_END_OR_PHRASE}",
    rf"(?:\b(?P<top>top)|(?P<top2>टॉप|शीर्ष))\s*[- ]\s*(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}(?:{_KIND}\s+{_THINGS}"
    rf"{_END_OR_PHRASE}|{_END_OR_PHRASE}|{_KIND}{_END})",
    rf"\b(?:latest|most recent|last)\s+(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}{_KIND}\s+{_THINGS}{_END_OR_PHRASE}",
    rf"(?P<first>पहले|pehle|pahle|शुरुआती)\s+(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_HINDI_END}",
    # 10 shown; only 10 clients are listed; sirf 10 dikhaye
    rf"(?<!all )(?<!the )(?<!सभी )(?<!sabhi ){_ALONE}(?P<shown>{_NUMBER})(?![\d,]){_COUNTED}\s+(?:are\s+)?"
    r"(?:shown|displayed)\b(?!\s+(?:below|here|above|in|with|by)\b)",
    rf"\b(?:showing|displaying|listing)\s+(?:only|just)\s+(?:the\s+)?(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_END}",
    rf"(?:सिर्फ़?|केवल|\bsirf|\bkeval)\s+(?P<shown>{_NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}\s*{_DIKHA}",
    # Showing rows 11-20
    rf"\b(?:{_SHOWN}|rows?|results?|entries|records?)\s+{_WHICH}(?P<shown>{_NUMBER})\s*(?:-|–|to)\s*(?P<until>{_NUMBER})"
    rf"(?![\d,]){_NO_TIME}{_COUNTED}{_END}",
    r"\b(?:and|there are|with)\s+(?:many|several|some)\s*more\b(?=\s*(?:[.,;!)…]|$|\n|rows|results|not shown))",
    rf"{_MORE_BEGIN}(?:and|with|there are)\s+more\b(?=\s*(?:[.!)…]|$|\n|rows|results|not shown))",
    r"\b(?:list|table|results?|output)\s+(?:is|are|was|were|has been|have been)\s+"
    r"(?:cut|truncated|shortened|limited)\b",
    rf"(?:और|aur)\s+(?:भी|bhi)(?:\s+{_THINGS})?\s+{_HAIN}(?=\s*{_STOP})",
)
_PAGE = re.compile(
    rf"(?<!see )(?<!from )(?:\bpage|पेज|पृष्ठ)\s+(?P<page>{_NUMBER})\s*(?:of|/|out of)\s*(?P<pages>{_NUMBER})"
    rf"(?!\s+(?:of|in)\b)|(?P<pages2>{_NUMBER})\s*{_MEIN_SE}\s+(?:page|पेज|पृष्ठ)\s+(?P<page2>{_NUMBER})"
)
_COMPLETE = re.compile(
    rf"\b(?:that['’]s|that is|these are|this is|here are|here is|showing|displaying|listing)\s+"
    r"(?:them\s+)?all\b(?!\s+\w+\s+of\b)"
    r"|\b(?:full|complete|entire|whole) list\b|\bno (?:more|others)\b|\bnothing more\b"
    rf"|\ball\s+(?:of\s+)?(?:the\s+|your\s+|our\s+|them\s*[,:]?\s*)?{_NUMBER}{_COUNTED}\s*"
    rf"(?:{_STOP}|are\b|shown|listed|in\b|at\b)"
    rf"|(?:सभी|sabhi|saare|sare|सारे)\s+{_NUMBER}"
)
_VIEW_ALL = re.compile(
    r"\[(?:→\s*)?(?:view|see|show|open|browse)\s+"
    r"(?:all|more|the (?:full|whole|complete|entire) list)\b([^\]]*)\]\([^)]*\)"
    r"|\[([^\]]*(?:सभी|sabhi)[^\]]*)\]\([^)]*\)"
)
_STATED = re.compile(
    rf"(?:\b(?:total(?:\s+of)?|have|has|found|there are|kul)|कुल|पास|\bpaas)\s*:?\s*(?:a total of\s+)?"
    rf"(?P<a>{_NUMBER})(?![\d,])(?:\s+[\w-]+)?\s+{_THINGS}"
    rf"|{_ALONE}(?P<b>{_NUMBER})(?![\d,])(?:{_KIND}\s+{_THINGS})\s+(?:in total|found|altogether|overall|in all)"
    rf"|(?:\btotal|कुल|\bkul)(?:\s+{_THINGS})?\s*:?\s*(?P<c>{_NUMBER})(?![\d,])(?=\s*(?:[.,;!)।—–(-]|$|\n|{_HAIN}\b))"
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINKED = re.compile(r"!?\[[^\]]*\]\([^)]*\)")
_MARKS = re.compile(r"[*_`~#>]+")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_with_total, _with_more, _unknown = (
    tuple(map(re.compile, patterns)) for patterns in (_WITH_TOTAL, _WITH_MORE, _UNKNOWN)
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a paragraph says of a list. `shown`: of how many rows it speaks, `total`: of how many in all, `more`: how
    many are left out; None where it does not tell."""

    shown: int | None = None
    total: int | None = None
    more: int | None = None
    place: Place = ""


@lru_cache(maxsize=512)
def statements(text: str) -> tuple[Said, ...]:
    """What a paragraph of markdown says; it is asked again for each row that joins its table."""
    return tuple(_statements(_plain(text)))


@lru_cache(maxsize=512)
def says_complete(text: str) -> bool:
    """Whether a paragraph calls the list whole: "all 10 clients", "the full list"; not by a link to it."""
    return _COMPLETE.search(_plain(_LINKED.sub(" ", text[:_LONGEST]))) is not None


@lru_cache(maxsize=512)
def totals(text: str) -> tuple[int, ...]:
    """How many there are in all, as a paragraph says: "you have 245 clients", "245 found"."""
    return tuple(_count(match["a"] or match["b"] or match["c"]) for match in _STATED.finditer(_plain(text)))


@lru_cache(maxsize=512)
def linked_total(text: str) -> int | Literal[False] | None:
    """The number in a link to the whole list, "[View all 245 clients](/clients)"; None: it has none; False: no link."""
    if (link := _VIEW_ALL.search(text[:_LONGEST].casefold().translate(_DEVANAGARI))) is None:
        return False
    number = re.search(_NUMBER, link[1] or link[2] or "")
    return None if number is None else _count(number[0])


def _statements(plain: str) -> Iterator[Said]:
    for pattern in _with_total:
        for match in pattern.finditer(plain):
            shown, total = _count(match["shown"]), _count(match["total"])
            if match["until"]:
                shown = _count(match["until"]) - shown + 1
            if shown > total:
                # Hindi says the whole first; who translates word by word says it last.
                shown, total = total, shown
            yield Said(shown, None if match["plus"] else total)
    for pattern in _with_more:
        for match in pattern.finditer(plain):
            yield Said(more=_count(match["more"]))
    for match in _PAGE.finditer(plain):
        page, pages = match["page"] or match["page2"], match["pages"] or match["pages2"]
        if _count(pages) > 1:
            yield Said(place="first" if page == "1" else "")
    for pattern in _unknown:
        for match in pattern.finditer(plain):
            yield _unknown_part(match)


def _unknown_part(match: re.Match[str]) -> Said:
    groups = match.groupdict()
    place: Place = (
        "first" if groups.get("first") else "top" if groups.get("top") or groups.get("top2") else ""
    )
    shown = _count(groups["shown"]) if groups.get("shown") else None
    if shown is not None and groups.get("until"):
        shown = _count(groups["until"]) - shown + 1
    return Said(shown, place=place)


def _plain(text: str) -> str:
    """The words of a paragraph of markdown, in small letters, its numbers in figures."""
    text = _MARKS.sub("", _LINK.sub(r"\1", text[:_LONGEST])).casefold().translate(_DEVANAGARI)
    return _NUMBER_WORD.sub(lambda word: _NUMBER_WORDS[word[0]], text)


def _count(figures: str) -> int:
    digits = figures.replace(",", "")
    return int(digits[:18]) if digits else 0
