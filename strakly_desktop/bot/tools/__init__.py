"""What the assistant can look up and do in the gym.

Each tool is a function of a Desk (one gym, one branch or all) and JSON arguments; its docstring is what a
language model reads.
"""

from strakly_desktop.bot.tools.app import ask_app, change_theme, navigate_to_page
from strakly_desktop.bot.tools.attendance import (
    get_attendance,
    get_attendance_today,
    get_client_visits,
    get_currently_in_gym,
    get_visits,
)
from strakly_desktop.bot.tools.client_counts import count_clients
from strakly_desktop.bot.tools.clients import (
    get_client_by_code,
    get_client_details,
    get_client_membership,
    get_clients_list,
    get_clients_stats,
    search_clients,
)
from strakly_desktop.bot.tools.gym_info import get_branches, get_gym_info
from strakly_desktop.bot.tools.memberships import (
    get_active_memberships,
    get_expired_memberships,
    get_expiring_memberships,
    get_membership_stats,
    get_plans,
)
from strakly_desktop.bot.tools.money import get_payments, get_revenue, get_sales_by_plan, get_unpaid_dues
from strakly_desktop.bot.tools.names import find_names
from strakly_desktop.bot.tools.people import (
    create_enquiry,
    get_enquiries_list,
    get_enquiry_stats,
    get_trainers_list,
)
from strakly_desktop.bot.tools.rankings import get_client_payments, get_top_payers, get_top_visitors
from strakly_desktop.bot.tools.scoped_queries import Desk, Result, TenantScope
from strakly_desktop.bot.tools.spec import ToolSpec

__all__ = ["TOOLS", "Desk", "Result", "TenantScope", "ToolSpec"]

TOOLS: tuple[ToolSpec, ...] = tuple(
    ToolSpec(function)
    for function in (
        get_clients_stats, get_clients_list, count_clients, search_clients, get_client_details, get_client_by_code,
        get_client_membership,
        get_membership_stats, get_active_memberships, get_expiring_memberships, get_expired_memberships, get_plans,
        get_attendance_today, get_attendance, get_client_visits, get_visits, get_currently_in_gym,
        get_revenue, get_payments, get_sales_by_plan, get_unpaid_dues,
        get_client_payments, get_top_payers, get_top_visitors,
        get_trainers_list, get_enquiries_list, get_enquiry_stats, create_enquiry,
        get_gym_info, get_branches, find_names, change_theme, navigate_to_page, ask_app,
    )
)  # fmt: skip
