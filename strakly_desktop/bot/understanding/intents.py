"""The table of intents: which words speak for which intent.

Every row scores a message by the cues it matches; the best row at or above THRESHOLD is what the message
wants. Cues are regular expressions over the plain form (words.py); a negative weight speaks against a row,
which is how "expired members" and "memberships expiring" keep apart. To teach a wording, add a cue and a line
to its test."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from strakly_desktop.bot.understanding.words import POSSESSIVE

THRESHOLD = 3


class Intent(Enum):
    """What a message can want."""

    CLIENT_STATS = auto()
    CLIENT_LIST = auto()
    CLIENT_SEARCH = auto()
    CLIENT_DETAILS = auto()
    CLIENT_MEMBERSHIP = auto()
    ABSENT_CLIENTS = auto()
    MEMBERSHIP_STATS = auto()
    ACTIVE_MEMBERSHIPS = auto()
    EXPIRING_MEMBERSHIPS = auto()
    EXPIRED_MEMBERSHIPS = auto()
    ATTENDANCE_TODAY = auto()
    ATTENDANCE_PERIOD = auto()
    IN_GYM_NOW = auto()
    REVENUE = auto()
    SALES_BY_PLAN = auto()
    DUES = auto()
    PLANS = auto()
    TRAINERS = auto()
    ENQUIRY_LIST = auto()
    ENQUIRY_STATS = auto()
    ENQUIRY_CREATE = auto()
    GYM_INFO = auto()
    BRANCHES = auto()
    CHANGE_THEME = auto()
    NAVIGATE = auto()


@dataclass(frozen=True, slots=True)
class _Row:
    intent: Intent
    cues: tuple[tuple[re.Pattern[str], int], ...]


def _row(intent: Intent, *cues: tuple[str, int]) -> _Row:
    return _Row(intent, tuple((re.compile(rf"\b(?:{cue})\b"), weight) for cue, weight in cues))


_PEOPLE = r"(?:clients?|members?|customers?|people|persons?|folks|log)"
_SHOW = r"(?:list|show|display|give me|get|see|which|who are|names?|view|tell me)"
_COUNT = r"(?:how many|number of|count of|count|total|kitne)"
_MONEY = r"(?:revenue|income|earn(?:ed|ings?)?|turnover|collections?|collected?|takings|money|kamai)"
_VISIT = (
    r"(?:attendances?|check ?ins?|checkins?|checked in|visits?|visited|footfall|visitors"
    r"|came(?: in)?|attended|aaye|aaya)"
)
_ENQUIRY = r"(?:enquir(?:y|ies)|leads?|prospects?)"
_STATS = r"(?:stats?|statistics|summary|overview|numbers|breakdown|report)"
_ABSENT = (
    r"(?:not|never|no longer|nobody) (?:\w+ )?(?:come|came|coming|visited|checked in|attended|been|shown up"
    r"|seen|turned up)"
    r"|absent|missing|no (?:visits?|checkins?|attendance)|without (?:a )?(?:visits?|checkin)|stopped coming"
    r"|last (?:seen|visited) more than|inactive for"
)

_ROWS: tuple[_Row, ...] = (
    _row(
        Intent.CLIENT_STATS,
        (rf"{_COUNT} (?:\w+ ){{0,3}}{_PEOPLE}", 4),
        (rf"{_PEOPLE} {_STATS}|{_PEOPLE} (?:count|total)", 5),
        (rf"{_STATS} (?:of|for|about|on) (?:\w+ )?{_PEOPLE}", 5),
        (rf"(?:men|women|male|female|gender).*{_COUNT}|{_COUNT}.*(?:men|women|male|female|gender)", 4),
        (rf"{_COUNT} (?:\w+ )?joined", 4),
        (rf"in the gym|inside|{_VISIT}|present|training", -5),
        (rf"owe|owes|dues|unpaid|pay|expir\w+|memberships?|{_ENQUIRY}|trainers?|{_ABSENT}", -4),
    ),
    _row(
        Intent.CLIENT_LIST,
        (rf"{_SHOW} (?:(?:me|all|of|the|our|my|top|first|latest|\d+) )*(?:\w+ )?{_PEOPLE}", 4),
        (rf"(?:active|inactive|expired|new|newest|recent|latest|all|male|female|frozen) {_PEOPLE}", 3),
        (rf"(?:latest|newest|top|first|recent|last) (?:\d+ )?(?:\w+ )?{_PEOPLE}", 3),
        (rf"{_PEOPLE} list|list of (?:\w+ )?{_PEOPLE}|who (?:has )?(?:joined|signed up)|joiners|joinings", 4),
        (rf"{_PEOPLE} (?:that |who )?(?:have |has )?(?:joined|signed up)", 4),
        (rf"{_COUNT}|{_STATS}|in the gym|inside|{_VISIT}|present|open|page|go to|take me", -4),
        (rf"owe|owes|dues|unpaid|pay|expir(?:e|es|ing|y)|finish|finishes|ends?|ending|memberships?|{_ENQUIRY}"
         rf"|trainers?|{_ABSENT}", -4),
    ),
    _row(
        Intent.CLIENT_SEARCH,
        (r"(?:find|search|search for|look up|lookup|look for|locate|where is) (?!the page|out)\w+", 4),
        (r"(?:do we have|is there) (?:a|an|any) (?:\w+ )?(?:called|named|by the name)", 5),
        (r"whose (?:phone|number|email|mobile)|(?:called|named) \w+|(?:phone|number) (?:is )?\d{5}", 4),
        (r"is \w+ (?:\w+ )?(?:a|an|still a|already a|our) (?:member|client|customer)", 5),
        (rf"{_ENQUIRY}|page|settings|trainers?|details?|membership", -2),
    ),
    _row(
        Intent.CLIENT_DETAILS,
        (r"(?:details?|profile|info|information|record|particulars|contact) (?:of|for|about|on) \w+", 4),
        (r"(?:details?|profile|info|information|record) (?:of|for|about|on) (?:the )?(?:client|member"
         r"|customer) \w+", 4),
        (r"(?:tell me (?:more )?about|who is|what about|more about|phone (?:number )?of|number of|email of)"
         r" \w+", 3),
        (r"\w+ (?:details?|profile|phone|contact|email)", 3),
        (r"^(?:the |show |see |a )*(?:client|member|customer) (?:details?|profile|info|information)$", 8),
        (rf"{POSSESSIVE} (?:\w+ )?(?:details?|profile|phone|number|mobile|contact|email|address|info"
         rf"|birthday|record)", 5),
        (r"(?:address|phone|mobile|contact|birthday|email)(?: \w+)? of \w+|(?:contact|call|reach) \w+", 2),
        (rf"gym|branch|branches|{_PEOPLE}|{_MONEY}|{_VISIT}|{_ENQUIRY}|plans?|trainers?|memberships?|dues"
         rf"|you|month|week"
         r"|inside|here|in|go to|take me|open|page|day|today|yesterday|our|we", -4),
    ),
    _row(
        Intent.CLIENT_MEMBERSHIP,
        (r"(?:memberships?|subscription|package) (?:of|for) (?!the |this |next |last |all )\w+", 5),
        (r"(?:when|does|has|is|did) (?!the |our |any |memberships? )\w+(?: \w+)? (?:\w+ )?(?:memberships?"
         r"|plan)"
         r"(?: (?:expire|expires|end|ends|active|expired|valid|over|left))", 5),
        (r"(?:show|check|what is|get|see) (?!the |our |all |active |expired )\w+(?: \w+)? (?:memberships?"
         r"|plan|package)", 4),
        (r"(?:which|what) (?:plan|membership|package) (?:does|is|has|did) (?!the |sold |popular )\w+", 5),
        (r"(?:does|do|is|has) (?!the |we |our |any |it |this |you )\w+(?: \w+)? (?:have|on|got|bought) .*"
         r"(?:memberships?|plan|package)", 8),
        (rf"{POSSESSIVE} (?:\w+ )?(?:memberships?|plan|package|subscription|renewal|expiry)", 6),
        (rf"stats?|statistics|how many|{_PEOPLE}|expiring|plans|branch|sales|today|week|sold|popular|month"
         rf"|all", -4),
    ),
    _row(
        Intent.ABSENT_CLIENTS,
        (rf"{_ABSENT}", 5),
        (rf"{_PEOPLE}", 1),
        (r"at risk|losing|churn|regulars who", 4),
    ),
    _row(
        Intent.MEMBERSHIP_STATS,
        (rf"memberships? {_STATS}|{_STATS} (?:of|for|about|on) (?:\w+ )?memberships?", 6),
        (rf"{_COUNT} (?:\w+ ){{0,2}}memberships?", 5),
        (r"memberships", 1),
        (r"expiring|expires?|due|renew\w*|list|show me all", -3),
    ),
    _row(
        Intent.ACTIVE_MEMBERSHIPS,
        (r"active (?:\w+ )?(?:memberships?|plans?|subscriptions?)", 6),
        (rf"{_SHOW} (?:(?:me|all|the|our|current|running) )*memberships", 5),
        (r"(?:current|running) memberships|memberships (?:that are )?(?:active|running)", 5),
        (rf"{_COUNT}|{_STATS}", -3),
        (r"expir\w+|renew\w*|lapsed|ending|ends?|page|go to|open", -5),
    ),
    _row(
        Intent.EXPIRING_MEMBERSHIPS,
        (r"expir(?:e|es|ing|y|ies)|renewals?|(?:due|up|coming up) for renewal|need to renew|must renew|to"
         r" renew", 4),
        (r"(?:memberships?|plans?|packages?) (?:\w+ )*(?:ends?|ending|runs? out|running out|finish\w*|lapse)", 5),
        (rf"memberships?|plans?|{_PEOPLE}|who|which|whose", 1),
        (r"upcoming|soon|next|this week|this month|tomorrow|coming", 1),
        (r"already|expired", -3),
    ),
    _row(
        Intent.EXPIRED_MEMBERSHIPS,
        (r"(?:expired|lapsed) memberships?|memberships? (?:\w+ )*(?:expired|lapsed|ended|ran out)", 6),
        (r"(?:already )?(?:expired|lapsed|ended)", 2),
        (r"whose membership (?:has )?(?:expired|lapsed|ended)|overdue for renewal", 6),
    ),
    _row(
        Intent.ATTENDANCE_TODAY,
        (rf"{_VISIT} (?:\w+ )*(?:today|aaj)|(?:today|aaj) (?:\w+ )*{_VISIT}", 6),
        (rf"{_VISIT}", 3),
        (r"did \w+(?: \w+)? (?:come|visit|train|check in|show up)", 4),
        (r"who (?:all )?(?:came|checked in|has come|is here|visited|attended)", 2),
        (r"week|month|year|yesterday|days|between|by day|daily|per day|trend|last|from|page|open|go to", -3),
        (rf"{_ABSENT}", -6),
    ),
    _row(
        Intent.ATTENDANCE_PERIOD,
        (rf"{_VISIT}", 4),
        (r"by day|per day|daily|each day|day by day|trend|busiest (?:day|hour|time)|average|peak|rush", 2),
        (r"week|month|year|yesterday|days|between|last|from|period", 1),
        (r"busiest (?:day|hour|time)|peak (?:hours?|time)|how busy|rush hours?", 4),
        (r"today|page|open|go to|take me|aaj", -3),
        (rf"{_ABSENT}", -6),
    ),
    _row(
        Intent.IN_GYM_NOW,
        (r"(?:in|inside|at) (?:the |our )?(?:gym|club|building|floor)(?: right)? ?(?:now|at the moment"
         r"|currently)?", 3),
        (r"(?:right now|currently|at the moment|now|abhi)", 2),
        (r"who (?:is|are) (?:all )?(?:\w+ )?(?:in|inside|here|training|working out|present)|still (?:in"
         r"|here|inside)", 3),
        (rf"{_COUNT} {_PEOPLE} (?:are )?(?:\w+ )?(?:in|inside|here|training|present)|occupancy|how full|how"
         rf" busy", 4),
        (r"active|total|gym have|membership\w*|joined|week|month|branches|trainers?", -3),
    ),
    _row(
        Intent.REVENUE,
        (rf"{_MONEY}", 4),
        (r"how much (?:\w+ ){0,4}(?:make|made|earn|take|took|collect|sell|sold)", 4),
        (r"sales|payments? (?:received|in)|payment (?:summary|report|stats)|financial (?:summary|report)"
         r"|payment methods?", 4),
        (r"(?:by|per|each) plan|which plans?|best selling|owe\w*|due|dues|unpaid|pending|outstanding", -4),
        (r"page|open|go to|take me", -4),
    ),
    _row(
        Intent.SALES_BY_PLAN,
        (r"(?:sales?|sold|revenue|income|earnings?|sell\w*) (?:\w+ ){0,4}(?:by|per|for each|of each) (?:\w+"
         r" )?(?:plan|package|type)", 7),
        (r"(?:plans?|memberships?|packages?) (?:\w+ ){0,2}sold|sold (?:\w+ ){0,2}(?:plans?|memberships?"
         r"|packages?)", 5),
        (r"(?:best|top|worst|most|least) (?:selling|sold|popular)|popular|sells? (?:the )?(?:best|most)", 4),
        (r"plan (?:wise )?sales|plan ?wise|which plans?", 4),
        (r"plans?|packages?|memberships?", 1),
        (r"page|open|go to|take me", -4),
        (r"expir\w+|does|has", -2),
    ),
    _row(
        Intent.DUES,
        (r"dues|owes?|owing|unpaid|outstanding|overdue payments?|pending (?:payments?|amounts?|dues|fees)"
         r"|arrears", 5),
        (r"(?:still |yet )?(?:has|have|need|needs) (?:still )?(?:to|not) (?:pay|paid)|not (?:yet )?paid"
         r"|balance|baki", 5),
        (r"payments? (?:are )?(?:pending|due|outstanding|overdue)|fees? (?:pending|due)", 5),
    ),
    _row(
        Intent.PLANS,
        (rf"(?:{_SHOW}|what|our|available|offer) (?:(?:are|me|the|all|our|your|of|membership|gym|do|we"
         rf"|available|different) )*"
         r"(?:plans|packages)", 4),
        (r"(?:membership )?(?:plans?|packages?) (?:list|prices?|rates?|cost|fees?|do we \w+)", 5),
        (r"price list|prices|fees structure|fee structure|how much (?:is|does|for) (?:a|the|one) (?:\w+"
         r" ){0,3}(?:plan|membership|month)", 5),
        (r"sold|sales|selling|popular|page|open|go to|active|by plan", -5),
    ),
    _row(
        Intent.TRAINERS,
        (r"trainers?|coach(?:es)?|instructors?|personal training|pt staff", 5),
        (r"page|open|go to|take me", -5),
    ),
    _row(
        Intent.ENQUIRY_LIST,
        (rf"{_ENQUIRY}", 4),
        (rf"{_SHOW}|latest|recent|open|pending|new", 1),
        (rf"{_COUNT}|{_STATS}|conversion|page|go to|take me|add|create|make|register|record|log|enter", -3),
    ),
    _row(
        Intent.ENQUIRY_STATS,
        (rf"{_ENQUIRY}", 3),
        (rf"{_COUNT}|{_STATS}|conversion|converted|by source|sources?", 2),
        (r"add|create|register|record|page|go to", -3),
    ),
    _row(
        Intent.ENQUIRY_CREATE,
        (rf"(?:add|create|make|register|record|log|enter|save|new|note|take) (?:\w+ ){{0,3}}{_ENQUIRY}", 6),
        (rf"{_ENQUIRY} (?:from|for|by) \w+", 1),
        (r"someone (?:is )?(?:asking|interested|enquiring|wants to join)", 5),
        (rf"list|show|{_COUNT}|which|this (?:week|month)|any|are there|do we|{_STATS}", -4),
    ),
    _row(
        Intent.GYM_INFO,
        (r"(?:gym|club) (?:info|information|details?|address|phone|number|hours|timings?|profile|name|email"
         r"|contact)", 6),
        (r"(?:details?|info|information|address|about|phone|number|name|timings?|hours) (?:of|about|for|on) "
         r"(?:the |our |this |my )?(?:gym|club)", 6),
        (r"opening (?:hours|times?)|closing time|when (?:do|does) (?:we|the gym|it) (?:open|close)|our"
         r" (?:address|phone|hours|timings?)", 6),
        (r"(?:is|are) (?:the gym|we|it) (?:open|closed)|(?:gym|we) (?:open|close|closed|closes) on", 6),
        (r"about (?:the|our|this|my) gym|where (?:is|are) (?:the gym|we)", 6),
        (r"page|go to|take me", -6),
    ),
    _row(
        Intent.BRANCHES,
        (r"branches|locations", 4),
        (r"(?:list|show|which|what|how many|all) (?:\w+ ){0,3}(?:branches|branch)|branch (?:info|details?"
         r"|list|address\w*)", 3),
        (r"(?:info|details?|address|about|phone|hours|timings?) (?:\w+ ){1,4}branch", 5),
        (r"page|go to|take me", -6),
        (rf"{_MONEY}|{_VISIT}|{_PEOPLE}|{_ENQUIRY}|trainers?|memberships?|dues", -4),
    ),
    _row(
        Intent.CHANGE_THEME,
        (r"(?:dark|light|night|system|bright|day)(?:er)? (?:\w+ )?(?:mode|theme|colou?rs?|look|version"
         r"|background)", 6),
        (r"theme|accent|colou?r scheme|appearance", 4),
        (r"(?:switch|change|turn|set|make|go|use|put|want|prefer|try|back) (?:\w+ ){0,4}(?:dark|light"
         r"|system|night|green|blue|purple|violet|red|orange"
         r"|teal|turquoise|pink|black|white)", 4),
        (r"(?:green|blue|purple|violet|red|orange|teal|pink|black|white) (?:accent|theme|buttons?"
         r"|highlights?|colou?r)", 5),
        (r"^(?:dark|light|green|blue|purple|red|orange|teal|pink|black|white)(?: now| again| please)*$", 4),
        (r"eyes|too bright|too dark|glare", 3),
    ),
    _row(
        Intent.NAVIGATE,
        (r"(?:open|go to|goto|take me to|navigate to|bring me to|jump to|visit|switch to|move to|get me to"
         r"|back to) "
         r"(?:the |my |our )?(?:\w+ ){0,3}(?:page|screen|tab|section|view|list)", 7),
        (r"(?:open|go to|goto|take me to|navigate to|bring me to|jump to|get me to|back to|show me) (?:the "
         r"|my |our )?"
         r"(?:dashboard|home|settings|profile|clients?|members?|trainers?|managers?|branch(?:es)?"
         r"|attendances?|memberships?|"
         r"membership plans?|plans?|offers?|salar(?:y|ies)|diets?|facilit(?:y|ies)|amenities|financial"
         r" reports?|finances?|"
         r"reports?|announcements?|gym profile|subscriptions?|users?|support|enquir(?:y|ies)|leads?"
         r"|referrals?|documents?|"
         r"data migration)(?: page| screen)?$", 6),
        (r"show (?:me )?the (?:\w+ ){1,2}(?:page|screen|tab)", 9),
        (r"(?:open|go to|goto|take me to|navigate to|bring me to|jump to) ", 2),
        (r"(?:page|screen) (?:of|for) \w+|\w+ page", 2),
        (r"show me (?:the |our )?(?:clients?|members?|trainers?|branch(?:es)?|memberships?|plans?"
         r"|attendances?|enquir\w+|leads?)$", -6),
        (r"open enquir\w+|open leads|we open|gym open|opening|dark|light", -6),
    ),
)  # fmt: skip


def score(text: str) -> list[tuple[Intent, int]]:
    """Every intent that `text` speaks for, the strongest first. `text` is in plain, repaired form."""
    scored = [(row.intent, sum(weight for cue, weight in row.cues if cue.search(text))) for row in _ROWS]
    return sorted((pair for pair in scored if pair[1] >= THRESHOLD), key=lambda pair: -pair[1])


def best_wish(text: str) -> Intent | None:
    """What `text` wants most, or None when nothing is clear enough to act on."""
    scored = score(text)
    return scored[0][0] if scored else None
