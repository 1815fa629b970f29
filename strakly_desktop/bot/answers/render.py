"""Finds the words for a tool's result."""

from collections.abc import Callable
from typing import Any

from strakly_desktop.bot.answers import attendance, clients, memberships, money, people, rankings
from strakly_desktop.bot.answers.markdown import cell

_ANSWERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "get_clients_stats": clients.clients_stats,
    "get_clients_list": clients.clients_list,
    "count_clients": clients.clients_counted,
    "search_clients": clients.found_clients,
    "get_client_details": clients.client_details,
    "get_client_by_code": clients.client_of_code,
    "get_client_membership": clients.client_membership,
    "get_membership_stats": memberships.membership_stats,
    "get_active_memberships": memberships.active_memberships,
    "get_expiring_memberships": memberships.expiring_memberships,
    "get_expired_memberships": memberships.expired_memberships,
    "get_plans": memberships.plans,
    "get_attendance_today": attendance.attendance_today,
    "get_attendance": attendance.attendance,
    "get_visits": attendance.visits,
    "get_client_visits": attendance.client_visits,
    "get_currently_in_gym": attendance.currently_in_gym,
    "get_revenue": money.revenue,
    "get_payments": money.payments,
    "get_sales_by_plan": money.sales_by_plan,
    "get_unpaid_dues": money.unpaid_dues,
    "get_client_payments": rankings.client_payments,
    "get_top_payers": rankings.top_payers,
    "get_top_visitors": rankings.top_visitors,
    "get_trainers_list": people.trainers,
    "get_enquiries_list": people.enquiries,
    "get_enquiry_stats": people.enquiry_stats,
    "create_enquiry": people.new_enquiry,
    "get_gym_info": people.gym_info,
    "get_branches": people.branches,
    "change_theme": people.theme_changed,
    "navigate_to_page": people.page_opened,
    "ask_app": people.app_asked,
}


def render_answer(tool_name: str, result: dict[str, Any]) -> str:
    """The answer in the real bot's markdown. A result with `error` alone, or of an unknown tool, is told plainly."""
    answer = _ANSWERS.get(tool_name)
    if "error" in result:
        return f"That did not work: {result['error']}"
    said = answer(result) if answer is not None else "I have no words for what I found."
    if "asked" in result and result.get("name"):
        first, seam, rest = said.partition("\n\n")
        said = f"{first}\n\nI took **{cell(result['asked'])}** for {cell(result['name'])}.{seam}{rest}"
    return said
