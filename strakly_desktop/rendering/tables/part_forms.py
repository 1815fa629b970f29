"""The forms in which a paragraph says of a list how much of it is shown, in English, Hindi and Hindi in Latin letters.

For text in small letters with its numbers in figures. A number alone says nothing: "10 of 12 paid", "Anita and 3 others
came" and "first 3 months" are news of the gym, not of the list. So each form asks for its place in the sentence and for
what follows it.
"""

import re

from strakly_desktop.rendering.tables.lazy_pattern import LazyPattern

NUMBER = r"\d[\d,]*"
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
_SHOWN_PARTS = "showing|shown|display|listing|listed|view|page of|dikha|दिखा"
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
_SPAN = rf"(?P<shown>{NUMBER})(?:\s*(?:-|–|—|to|through)\s*(?P<until>{NUMBER}))?"
_TOTAL = rf"(?P<total>{NUMBER})(?P<plus>\s*\+)?"
_FIRST = r"(?:first|top|last|latest|next|most recent)"
_MEIN_SE = r"(?:में|मे|mein|main|mai|me|m)\s*(?:से|se)"
_HINDI_ONLY = r"(?:(?:पहले|pehle|pahle|sirf|सिर्फ|सिर्फ़|केवल|keval|top|first|शुरुआती|ये|ye|yeh|अभी|abhi)\s+)*"

WITH_TOTAL = (
    # Showing 10 of 245; showing the first 10 clients of 245; displaying 1-10 of 245; showing 10 (of 245)
    LazyPattern(
        rf"\b{_SHOWN}\s*:?\s*{_WHICH}{_SPAN}{_COUNTED}{_OF}{_TOTAL}",
        _SHOWN_PARTS,
        2,
    ),
    LazyPattern(
        rf"\b{_WEAKLY_SHOWN}\s*:?\s*{_WHICH}{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,])(?>{_COUNTED}){_NOT_WHO}",
        "show|list|here|these are|below|result|row|record|entries|item",
        2,
    ),
    # the first 10 of 245; top 5 clients out of 40
    LazyPattern(
        rf"\b{_FIRST}\s+{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,])(?>{_COUNTED}){_NOT_WHO}",
        "first|top|last|latest|next|most recent",
        2,
    ),
    # 10 of 245 clients; 1-10 of 245: where a sentence begins
    LazyPattern(
        rf"{_BEGIN}(?:only\s+|just\s+)?{_SPAN}(?:\s+{_THINGS})?{_OF}{_TOTAL}(?![\d,]){_KIND}\s+{_THINGS}\b{_END}",
        "of|/",
        2,
    ),
    LazyPattern(
        rf"{_ALONE}(?P<shown>{NUMBER})\s*(?:-|–|to)\s*(?P<until>{NUMBER}){_OF}{_TOTAL}(?![\d,]){_END}",
        "of|/",
        2,
    ),
    # 10 of 245 shown
    LazyPattern(
        rf"{_ALONE}{_SPAN}{_COUNTED}{_OF}{_TOTAL}(?![\d,]){_COUNTED}\s+(?:are\s+|is\s+)?(?:shown|listed|displayed)\b",
        "shown|listed|displayed",
        2,
    ),
    # 245 clients, 10 shown; 245 in total (first 10 below); 245 results; showing 10
    LazyPattern(
        rf"{_ALONE}{_TOTAL}(?![\d,]){_COUNTED}(?:\s+(?:in total|total|found|in all|altogether|overall))?"
        rf"\s*[,;:.(–—-]+\s*(?:(?:only|just|the|and|with|first|top|latest)\s+)*(?P<shown>{NUMBER})(?P<until>){_COUNTED}\s+"
        r"(?:are\s+)?(?:shown|listed|displayed)\b",
        "shown|listed|displayed",
        2,
    ),
    LazyPattern(
        rf"{_ALONE}{_TOTAL}(?![\d,])(?:{_COUNTED}\s+(?:in total|total|found|in all|altogether|overall)"
        rf"|{_KIND}\s+{_THINGS})\s*[,;:.(–—-]+\s*{_SHOWN}\s+{_WHICH}(?P<shown>{NUMBER})(?P<until>)(?![\d,]){_COUNTED}{_END}",
        _SHOWN_PARTS,
        2,
    ),
    # 245 में से 10; 245 mein se pehle 10 dikhaye
    LazyPattern(
        rf"{_ALONE}{_TOTAL}(?:\s+(?!{NUMBER})[\w\u0900-\u097f]+)?\s*{_MEIN_SE}\s+{_HINDI_ONLY}(?P<shown>{NUMBER})"
        rf"(?P<until>)(?![\d,]){_COUNTED}{_HINDI_END}",
        "से|se",
        2,
    ),
    # 245 में से दिखाए गए: 10
    LazyPattern(
        rf"{_ALONE}{_TOTAL}\s*{_MEIN_SE}\s+{_DIKHA}[^\d.]{{0,20}}(?P<shown>{NUMBER})(?P<until>)",
        "से|se",
        2,
    ),
)
_MORE_BEGIN = (
    r"(?:(?:^|(?<=[\n(.!?:;।,…—–-]))\s*"
    rf"|\b(?:shown|listed|displayed|here|above|below|{_THINGS}|{NUMBER})\s+)"
)
_BAAKI = r"(?:बाकी|बाक़ी|baaki|baki)"
_HAIN = r"(?:हैं|है|hain|hai|h)"
WITH_MORE = (
    # and 235 more; ... plus 12 others; + 3 more clients
    LazyPattern(
        rf"{_MORE_BEGIN}(?:…|\.\.\.|\*)?\s*(?:and\b|plus\b|\+|…|\.\.\.|&)\s*(?P<more>{NUMBER})\s*"
        rf"(?:more|others?|additional)\b{_COUNTED}{_END}",
        "more|other|additional",
    ),
    # 235 more not shown; 235 more clients are available
    LazyPattern(
        rf"{_ALONE}(?P<more>{NUMBER})\s+(?:more|others?|additional){_COUNTED}\s+"
        r"(?:(?:are|is|were)\s+)?(?:not\s+(?:shown|listed|displayed|included)|remain(?:ing)?\b|exist|available|hidden"
        r"|left out|omitted|can be (?:seen|found)|in the (?:list|app|table|system|full))",
        "more|other|additional",
    ),
    # there are 235 more; (235 more clients)
    LazyPattern(
        rf"(?:\bthere are\s+|\bwith\s+|{_BEGIN})(?P<more>{NUMBER})\s+(?:more|others|additional){_COUNTED}"
        rf"(?=\s*(?:[.!)\]…]|$|\n))",
        "more|other|additional",
    ),
    # aur 235 hain; और 235 सदस्य बाकी हैं; 235 aur hain
    LazyPattern(
        rf"{_MORE_BEGIN}(?:…|\.\.\.)?\s*(?:और|aur|तथा)\s+(?:भी\s+|bhi\s+)?(?P<more>{NUMBER}){_NO_TIME}(?:\s+{_THINGS})?"
        rf"\s*(?:(?:{_BAAKI}|more|और|aur)\s*)?(?:{_HAIN}(?=\s*{_STOP})|{_BAAKI}|more\b)",
        "और|aur|तथा",
    ),
    LazyPattern(
        rf"{_BEGIN}(?P<more>{NUMBER}){_NO_TIME}(?:\s+{_THINGS})?\s+(?:और|aur)(?:\s+(?:भी|bhi))?(?:\s+{_THINGS})?"
        rf"(?:\s+{_BAAKI})?\s*{_HAIN}(?=\s*{_STOP})",
        "और|aur",
    ),
)
UNKNOWN = (
    LazyPattern(
        rf"\b(?P<first>first)\s+(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_END_OR_PHRASE}",
        "first",
    ),
    LazyPattern(
        rf"(?:\b(?P<top>top)|(?P<top2>टॉप|शीर्ष))\s*[- ]\s*(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}(?:{_KIND}\s+{_THINGS}"
        rf"{_END_OR_PHRASE}|{_END_OR_PHRASE}|{_KIND}{_END})",
        "top|टॉप|शीर्ष",
    ),
    LazyPattern(
        rf"\b(?:latest|most recent|last)\s+(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}{_KIND}\s+{_THINGS}{_END_OR_PHRASE}",
        "latest|most recent|last",
    ),
    LazyPattern(
        rf"(?P<first>पहले|pehle|pahle|शुरुआती)\s+(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_HINDI_END}",
        "पहले|pehle|pahle|शुरुआती",
    ),
    # 10 shown; only 10 clients are listed; sirf 10 dikhaye
    LazyPattern(
        rf"(?<!all )(?<!the )(?<!सभी )(?<!sabhi ){_ALONE}(?P<shown>{NUMBER})(?![\d,]){_COUNTED}\s+(?:are\s+)?"
        r"(?:shown|displayed)\b(?!\s+(?:below|here|above|in|with|by)\b)",
        "shown|displayed",
    ),
    LazyPattern(
        rf"\b(?:showing|displaying|listing)\s+(?:only|just)\s+(?:the\s+)?(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}{_END}",
        "showing|displaying|listing",
    ),
    LazyPattern(
        rf"(?:सिर्फ़?|केवल|\bsirf|\bkeval)\s+(?P<shown>{NUMBER})(?![\d,]){_NO_TIME}{_COUNTED}\s*{_DIKHA}",
        "सिर्फ|केवल|sirf|keval",
    ),
    # Showing rows 11-20
    LazyPattern(
        rf"\b(?:{_SHOWN}|rows?|results?|entries|records?)\s+{_WHICH}(?P<shown>{NUMBER})\s*(?:-|–|to)\s*(?P<until>{NUMBER})"
        rf"(?![\d,]){_NO_TIME}{_COUNTED}{_END}",
        f"{_SHOWN_PARTS}|row|result|entries|record",
        2,
    ),
    LazyPattern(
        r"\b(?:and|there are|with)\s+(?:many|several|some)\s*more\b(?=\s*(?:[.,;!)…]|$|\n|rows|results|not shown))",
        "more",
        0,
    ),
    LazyPattern(
        rf"{_MORE_BEGIN}(?:and|with|there are)\s+more\b(?=\s*(?:[.!)…]|$|\n|rows|results|not shown))",
        "more",
        0,
    ),
    LazyPattern(
        r"\b(?:list|table|results?|output)\s+(?:is|are|was|were|has been|have been)\s+"
        r"(?:cut|truncated|shortened|limited)\b",
        "cut|truncated|shortened|limited",
        0,
    ),
    LazyPattern(
        rf"(?:और|aur)\s+(?:भी|bhi)(?:\s+{_THINGS})?\s+{_HAIN}(?=\s*{_STOP})",
        "और|aur",
        0,
    ),
)
PAGE = LazyPattern(
    rf"(?<!see )(?<!from )(?:\bpage|पेज|पृष्ठ)\s+(?P<page>{NUMBER})\s*(?:of|/|out of)\s*(?P<pages>{NUMBER})"
    rf"(?!\s+(?:of|in)\b)|(?P<pages2>{NUMBER})\s*{_MEIN_SE}\s+(?:page|पेज|पृष्ठ)\s+(?P<page2>{NUMBER})",
    "page|पेज|पृष्ठ",
    2,
)
COMPLETE = LazyPattern(
    rf"\b(?:that['’]s|that is|these are|this is|here are|here is|showing|displaying|listing)\s+"
    r"(?:them\s+)?all\b(?!\s+\w+\s+of\b)"
    r"|\b(?:full|complete|entire|whole) list\b|\bno (?:more|others)\b|\bnothing more\b"
    rf"|\ball\s+(?:of\s+)?(?:the\s+|your\s+|our\s+|them\s*[,:]?\s*)?{NUMBER}{_COUNTED}\s*"
    rf"(?:{_STOP}|are\b|shown|listed|in\b|at\b)"
    rf"|(?:सभी|sabhi|saare|sare|सारे)\s+{NUMBER}",
    "all|list|more|others|सभी|sabhi|saare|sare|सारे",
    0,
)
VIEW_ALL = re.compile(
    r"\[(?:→\s*)?(?:view|see|show|open|browse)\s+"
    r"(?:all|more|the (?:full|whole|complete|entire) list)\b([^\]]*)\]\([^)]*\)"
    r"|\[([^\]]*(?:सभी|sabhi)[^\]]*)\]\([^)]*\)"
)
STATED = LazyPattern(
    rf"(?:\b(?:total(?:\s+of)?|have|has|found|there are|kul)|कुल|पास|\bpaas)\s*:?\s*(?:a total of\s+)?"
    rf"(?P<a>{NUMBER})(?![\d,])(?:\s+[\w-]+)?\s+{_THINGS}"
    rf"|{_ALONE}(?P<b>{NUMBER})(?![\d,])(?:{_KIND}\s+{_THINGS})\s+(?:in total|found|altogether|overall|in all)"
    rf"|(?:\btotal|कुल|\bkul)(?:\s+{_THINGS})?\s*:?\s*(?P<c>{NUMBER})(?![\d,])(?=\s*(?:[.,;!)।—–(-]|$|\n|{_HAIN}\b))",
    "total|have|has|found|there are|kul|कुल|पास|paas|altogether|overall|in all",
)
