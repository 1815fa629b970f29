"""The questions that follow from an answer: short, and in words that the offline assistant understands."""

from typing import Any

_NEXT: dict[str, tuple[str, ...]] = {
    "get_clients_stats": ("List active clients", "Clients not seen for 14 days", "Show expired clients"),
    "get_clients_list": ("Details of the first one", "How many clients do we have?", "Expiring this week"),
    "count_clients": ("List active clients", "How many clients do we have?"),
    "search_clients": ("Details of the first one", "List active clients"),
    "get_client_membership": ("Memberships expiring this week", "Who still has to pay?"),
    "get_membership_stats": (
        "Memberships expiring this week",
        "Sales by plan this month",
        "Expired memberships",
    ),
    "get_active_memberships": ("Memberships expiring this week", "Membership statistics"),
    "get_expiring_memberships": ("Who still has to pay?", "Expired memberships", "Details of the first one"),
    "get_expired_memberships": ("Memberships expiring this week", "Details of the first one"),
    "get_plans": ("Sales by plan this month", "Membership statistics"),
    "get_attendance_today": ("Who is in the gym now?", "Attendance this week by day"),
    "get_attendance": ("Who checked in today?", "Clients not seen for 14 days"),
    "get_visits": ("Attendance this week by day", "Clients not seen for 14 days"),
    "get_client_visits": ("Who checked in today?", "Clients not seen for 14 days"),
    "get_payments": ("Revenue this month", "Who still has to pay?"),
    "get_currently_in_gym": ("Who checked in today?", "Attendance this week by day"),
    "get_revenue": ("Sales by plan this month", "Revenue this year", "Who still has to pay?"),
    "get_sales_by_plan": ("Revenue this month", "Which plans do we have?"),
    "get_unpaid_dues": ("Only overdue dues", "Only pending dues"),
    "get_client_payments": ("Who still has to pay?", "Revenue this month"),
    "get_top_payers": ("Top clients by visits", "Who still has to pay?"),
    "get_top_visitors": ("Top clients by payments", "Which day had the lowest attendance?"),
    "get_trainers_list": ("Who is in the gym now?", "How many clients do we have?"),
    "get_enquiries_list": ("Enquiry statistics", "How many clients do we have?"),
    "get_enquiry_stats": ("Show new enquiries", "Revenue this month"),
    "create_enquiry": ("Show new enquiries", "Enquiry statistics"),
    "get_gym_info": ("Show the branches", "List trainers"),
    "get_branches": ("Switch to all branches", "How many clients do we have?", "List trainers"),
}
_SEVERAL = 2
_PEOPLE = ("clients", "memberships", "matches")


def suggestions_for(tool_name: str, result: dict[str, Any]) -> list[str]:
    """Up to three follow-up questions of at most 40 characters; none after acting on the app or a failure."""
    if "error" in result:
        return []
    if tool_name == "create_enquiry" and not result.get("saved"):
        return ["Yes", "No"]
    if result.get("found") is False and tool_name == "get_client_by_code":
        return ["Who checked in today?"]
    if result.get("found") is False:
        return _which_of(result.get("matches", []))
    if tool_name in ("get_client_details", "get_client_by_code"):
        return [
            "Her membership" if result["gender"] == "female" else "His membership",
            "Who is in the gym now?",
        ]
    if (
        isinstance(total := result.get("total"), int)
        and result.get("shown", total) < total
        and not result.get("offset")
    ):
        return [f"Show all {total}", *_following(tool_name, result)[:2]]
    return _following(tool_name, result)


def _which_of(matches: list[dict[str, Any]]) -> list[str]:
    """What tells which one is meant: the names, or where they stand if they are alike."""
    names = [str(match["name"]) for match in matches[:3]]
    if len(names) < 2:
        return ["Details of the first one"] if names else ["List active clients"]
    return (
        names
        if len(set(names)) == len(names)
        else ["The first one", "The second one", "The third one"][: len(names)]
    )


def _following(tool_name: str, result: dict[str, Any]) -> list[str]:
    if tool_name == "get_unpaid_dues" and result.get("state"):
        return ["Who still has to pay?", "Revenue this month"]
    if tool_name == "get_clients_list" and result.get("not_paid_to") and not result.get("least_due"):
        return ["Only with dues", "Only active", "Who still has to pay?"]
    if tool_name == "get_branches" and result["total"] < _SEVERAL:
        return list(_NEXT[tool_name][1:])
    nobody = all(not result.get(key) for key in _PEOPLE)
    return [text for text in _NEXT.get(tool_name, ()) if not (nobody and text == "Details of the first one")][
        :3
    ]
