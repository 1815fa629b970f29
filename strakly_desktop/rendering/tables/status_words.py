"""Words that mean a state, in a table's Status column: their colour is a second cue, the word stays."""

_HEADERS = frozenset({"status", "state", "payment", "payment status", "स्थिति"})
_ROLES = {
    "success": (
        "active",
        "paid",
        "present",
        "completed",
        "confirmed",
        "in gym",
        "converted",
        "won",
        "सक्रिय",
        "भुगतान",
    ),
    "warning": (
        "pending",
        "due",
        "due soon",
        "expiring",
        "on hold",
        "partial",
        "new",
        "contacted",
        "follow-up",
        "बकाया",
        "लंबित",
    ),
    "danger": (
        "overdue",
        "expired",
        "inactive",
        "cancelled",
        "failed",
        "unpaid",
        "absent",
        "lost",
        "blocked",
        "समाप्त",
    ),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}


def status_role(header: str, word: str) -> str:
    """ "success", "warning" or "danger" for a known word in a column headed Status; "" for anything else."""
    if not has_status(header):
        return ""
    return _ROLE_OF.get(word.strip().casefold(), "")


def has_status(header: str) -> bool:
    """Whether a column with this heading tells states."""
    return header.strip().casefold() in _HEADERS
