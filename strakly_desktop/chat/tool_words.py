"""Tool names of the wire in the words of a front desk.

A server may have tools we have never heard of, so a rule turns any name into words; the table holds only the
names that the rule words badly.
"""

from collections.abc import Iterable

_WORDS = {
    "get_clients_stats": "client stats",
    "get_clients_list": "client list",
    "get_client_details": "client details",
    "get_client_membership": "client's membership",
    "get_membership_stats": "membership stats",
    "get_currently_in_gym": "who is in the gym",
    "get_attendance_today": "today's attendance",
    "get_trainers_list": "trainers",
    "count_clients": "client numbers",
    "get_enquiries_list": "enquiries",
    "get_enquiry_stats": "enquiry stats",
    "get_unpaid_dues": "unpaid fees",
    "get_gym_info": "gym details",
    "create_enquiry": "new enquiry",
}
_NO_SOURCES = frozenset(
    {"change_theme", "change_accent", "navigate", "navigate_to_page", "ask_app", "find_names"}
)
_VERBS = ("get_", "list_", "fetch_", "search_", "find_", "lookup_")


def tool_words(name: str) -> str:
    """The plain words for one tool: `get_revenue_report` becomes "revenue report"."""
    if name in _WORDS:
        return _WORDS[name]
    bare = next((name.removeprefix(verb) for verb in _VERBS if name.startswith(verb)), name)
    words = bare.replace("_", " ").replace("-", " ").strip()
    return words[:60] or "the gym's data"


def looked_up(names: Iterable[str]) -> tuple[str, ...]:
    """The tools that looked something up, in plain words, without repeats, in order.

    Changing the app's colours, opening a page or telling what a word names is no source of an answer and is left out.
    """
    return tuple(dict.fromkeys(tool_words(name) for name in names if name not in _NO_SOURCES))


def busy_line(names: Iterable[str]) -> str:
    """What the waiting person reads after these tools have run (they are told as used, never as running)."""
    sources = looked_up(names)
    if not sources:
        return ""
    shown = ", ".join(sources[:3])
    return f"Looked up {shown}, writing the answer..."
