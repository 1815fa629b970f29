"""Parts the wish for a chart from what it shall show: "chart of revenue by month" is "revenue by month", drawn.

The app draws by itself, from an answer's table; so the figures are told, and where the chart is (`ASK_FOR_CHART`).
"""

import re
from dataclasses import replace

from strakly_desktop.bot.understanding.lexicon.words import plain
from strakly_desktop.bot.understanding.requests import Intent, Reading, Request


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ASK_FOR_CHART = (
    "Press **Show chart** under an answer whose table has numbers, such as that to "
    '"revenue this year by month". The chart can be copied, saved as a picture and printed there.'
)
_DEVANAGARI = "\u091a\u093e\u0930\u094d\u091f|\u0917\u094d\u0930\u093e\u092b\u093c?"
_NAMES = rf"charts?|chrt|graphs?|grph|diagrams?|histograms?|{_DEVANAGARI}"
_CHART = re.compile(
    r"(?<!\w)(?P<not>(?:without|no|not|dont|don't)\s+)?"
    r"(?:(?:draw|make|create|generate|prepare|build|give|plot)\s+(?:me\s+|us\s+)?)?"
    r"(?:(?:as|in|into|on|with|by|ka|ki|ke|\u0915\u093e|\u0915\u0940|\u0915\u0947)\s+)?(?:(?:a|an|the|its|their)\s+)?"
    r"(?:(?:bar|line|pie|column|nice|simple)\s+)*"
    rf"(?:{_NAMES}|(?:plot|visuali[sz]e)(?=\s))"
    r"(?:\s+(?:forms?|format|view|it|mein|me|main|banao|bana|\u092e\u0947\u0902|\u092c\u0928\u093e\u0913))?"
    r"(?:\s+(?:of|for|showing)(?!\w))?(?!\w)",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(
    r"\b(?:prices?|rates?|fees?|tariff|diet|workout|exercise|training|weight|body)\s+chart", re.IGNORECASE
)
""" "Rate chart" is a list of prices, and a diet chart a plan for somebody."""
_NOTHING_ELSE = _words(
    "a an the this that it these those show see me us we i you can could do does did how to please pls have has is are "
    "want need get give open view now just again draw make print export save copy download as png svg image picture "
    "file dikhao dikha do karo kar dena batao chahiye mein isko iska ise yeh in of and \u0926\u093f\u0916\u093e\u0913 "
    "\u0926\u093f\u0916\u093e \u0926\u094b \u0907\u0938\u0915\u093e \u092c\u0924\u093e\u0913"
)
_MOST_DAYS = 62
""" "Revenue this year as a chart" has a bar for each month; of so many days at most, one for each day."""


def chart_in(message: str) -> tuple[str, bool] | None:
    """What shall be shown ("" for nothing that is named), and whether as a chart; None where none is spoken of."""
    found = _CHART.search(message)
    if found is None or _NO_PICTURE.search(message):
        return None
    rest = " ".join(_CHART.sub(" ", message).split()).strip(" ,.?!;:-")
    alone = all(word in _NOTHING_ELSE for word in plain(rest).split())
    return "" if alone else rest, not found["not"]


def drawn(reading: Reading) -> Reading:
    """The same, with its figures split so that there is something to draw."""
    state = replace(reading.state, requests=tuple(map(_split, reading.state.requests)))
    return replace(reading, requests=tuple(map(_split, reading.requests)), state=state, chart=True)


def _split(request: Request) -> Request:
    limits = request.limits
    if limits.group is not None or limits.average is not None or limits.named or limits.whole:
        return request
    if request.intent is Intent.ATTENDANCE and limits.from_hour is None and limits.to_hour is None:
        return replace(request, limits=replace(limits, group="day"))
    if request.intent is Intent.REVENUE:
        days = (limits.period.end - limits.period.start).days if limits.period is not None else 0
        return replace(request, limits=replace(limits, group="month" if days > _MOST_DAYS else "day"))
    return request
