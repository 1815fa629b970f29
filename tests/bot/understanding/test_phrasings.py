"""Free wording becomes the right tool with the right arguments: every line was typed as somebody would type it."""

from typing import Any

import pytest
from support.reading_alone import calls_of, read_alone


def _days(start: str, end: str, *, joined: bool = False) -> dict[str, Any]:
    prefix = "joined_" if joined else ""
    suffix = "" if joined else "_date"
    return {f"{prefix}from{suffix}": f"2026-{start}", f"{prefix}to{suffix}": f"2026-{end}"}


THIS_MONTH = _days("11-01", "11-22")
REST_OF_MONTH = _days("11-22", "11-30")
THIS_WEEK = _days("11-16", "11-22")
LAST_WEEK = _days("11-09", "11-15")
OCTOBER = _days("10-01", "10-31")
YEAR = _days("01-01", "11-22")
TODAY_ONLY = _days("11-22", "11-22")
YESTERDAY = _days("11-21", "11-21")

PHRASINGS: list[tuple[str, str, dict[str, Any]]] = [
    ("Who checked in today?", "get_attendance_today", {}),
    ("Which memberships expire this week?", "get_expiring_memberships", TODAY_ONLY),
    ("How much revenue did we make this month?", "get_revenue", THIS_MONTH),
    ("Which clients have not come for 14 days?", "get_clients_list", {"not_seen_days": 14}),
    ("Switch to a dark theme", "change_theme", {"theme": "dark"}),
    ("how many clients?", "get_clients_stats", {}),
    ("Show attendance for this week by day", "get_attendance", THIS_WEEK | {"group_by": "day"}),
    ("switch to dark mode with a purple accent", "change_theme", {"theme": "dark", "accent": "purple"}),
    ("find Priya", "get_client_details", {"client": "Priya"}),
    ("details of Asha Rao", "get_client_details", {"client": "Asha Rao"}),
    ("Asha Rao", "get_client_details", {"client": "Asha Rao"}),
    ("Ashas membership", "get_client_membership", {"client": "Ashas"}),
    ("is Vikram a member?", "get_client_details", {"client": "Vikram"}),
    ("show me Priya Nair's membership", "get_client_membership", {"client": "Priya Nair"}),
    ("when does Asha's membership expire?", "get_client_membership", {"client": "Asha"}),
    ("does Ravi Sharma have an active plan?", "get_client_membership", {"client": "Ravi Sharma"}),
    ("follow the system theme", "change_theme", {"theme": "system"}),
    ("make it blue", "change_theme", {"accent": "blue"}),
    ("go to Asha Rao's page", "search_clients", {"name": "Asha Rao"}),
    ("sales by plan last month", "get_sales_by_plan", OCTOBER),
    ("busiest time last week", "get_attendance", LAST_WEEK | {"group_by": "hour"}),
    ("revenue by day last week", "get_revenue", LAST_WEEK | {"group_by": "day"}),
    ("how many memebrships expired last weak", "get_expired_memberships", LAST_WEEK),
    ("whats the revenu this month", "get_revenue", THIS_MONTH),
    ("show attendence yesterday", "get_attendance", YESTERDAY),
    ("list trianers", "get_trainers_list", {}),
    ("how many members do we have", "get_clients_stats", {}),
    ("total clients", "get_clients_stats", {}),
    ("number of active members", "get_clients_list", {"status": "active"}),
    ("client statistics", "get_clients_stats", {}),
    ("give me an overview of our clients", "get_clients_stats", {}),
    ("kitne members hai", "get_clients_stats", {}),
    ("how many new clients joined this month?", "get_clients_stats", _days("11-01", "11-22", joined=True)),
    ("how many women train here?", "get_clients_list", {"gender": "female"}),
    ("show me all clients", "get_clients_list", {"limit": 2000}),
    ("list clients", "get_clients_list", {}),
    ("list the inactive members", "get_clients_list", {"status": "inactive"}),
    ("show expired customers", "get_expired_memberships", {}),
    ("latest 20 clients", "get_clients_list", {"limit": 20, "sort": "newest"}),
    ("names of our members", "get_clients_list", {}),
    (
        "who signed up yesterday?",
        "get_clients_list",
        _days("11-21", "11-21", joined=True) | {"sort": "newest"},
    ),
    ("new members this week", "get_clients_list", _days("11-16", "11-22", joined=True) | {"sort": "newest"}),
    ("clients list please", "get_clients_list", {}),
    ("search for Rahul", "get_client_details", {"client": "Rahul"}),
    ("look up Meera Iyer", "get_client_details", {"client": "Meera Iyer"}),
    ("do we have a client called Arjun?", "get_client_details", {"client": "Arjun"}),
    ("find 98765 43210", "search_clients", {"name": "9876543210"}),
    ("whose phone number is 9876543210?", "search_clients", {"name": "9876543210"}),
    ("where is Karan", "get_client_details", {"client": "Karan"}),
    ("show me the profile of Neha Gupta", "get_client_details", {"client": "Neha Gupta"}),
    ("Neha Gupta's phone number", "get_client_details", {"client": "Neha Gupta"}),
    ("tell me about Sanjay Patel", "get_client_details", {"client": "Sanjay Patel"}),
    ("who is Ravi Sharma?", "get_client_details", {"client": "Ravi Sharma"}),
    ("contact of Pooja", "get_client_details", {"client": "Pooja"}),
    ("details for client Anil Kumar", "get_client_details", {"client": "Anil Kumar"}),
    ("email of Divya Menon", "get_client_details", {"client": "Divya Menon"}),
    ("membership of Kavya", "get_client_membership", {"client": "Kavya"}),
    ("which plan does Kavya have?", "get_client_membership", {"client": "Kavya"}),
    ("when does Rohan Desai's membership end?", "get_client_membership", {"client": "Rohan Desai"}),
    ("is Asha's membership active?", "get_client_membership", {"client": "Asha"}),
    ("has Vikram's membership expired?", "get_client_membership", {"client": "Vikram"}),
    ("check Priya membership", "get_client_membership", {"client": "Priya"}),
    ("who has not visited for two weeks?", "get_clients_list", {"not_seen_days": 14}),
    ("members absent for 30 days", "get_clients_list", {"not_seen_days": 30}),
    ("clients who stopped coming", "get_clients_list", {"not_seen_days": 14}),
    ("members without a visit this month", "get_clients_list", {"not_seen_days": 22}),
    ("who hasn't been here in 3 weeks", "get_clients_list", {"not_seen_days": 21}),
    ("show inactive clients not seen for a month", "get_clients_list", {"not_seen_days": 30}),
    ("membership statistics", "get_membership_stats", {}),
    ("how many active memberships are there?", "get_clients_list", {"status": "active"}),
    ("memberships overview", "get_membership_stats", {}),
    ("show memberships", "get_clients_list", {}),
    ("current memberships", "get_clients_list", {"status": "active"}),
    ("which memberships are running?", "get_clients_list", {"status": "active"}),
    ("expiring memberships", "get_expiring_memberships", _days("11-22", "11-29")),
    ("who needs to renew this month?", "get_expiring_memberships", REST_OF_MONTH),
    ("memberships ending in the next 30 days", "get_expiring_memberships", _days("11-22", "12-22")),
    ("whose plan expires tomorrow?", "get_expiring_memberships", _days("11-23", "11-23")),
    ("renewals due next week", "get_expiring_memberships", _days("11-23", "11-29")),
    ("list expired memberships", "get_expired_memberships", {}),
    ("which memberships have lapsed?", "get_expired_memberships", {}),
    ("expired memberships last month", "get_expired_memberships", OCTOBER),
    ("memberships that ended last week", "get_expired_memberships", LAST_WEEK),
    ("attendance today", "get_attendance_today", {}),
    ("today's check-ins", "get_attendance_today", {}),
    ("show attendence", "get_attendance_today", {}),
    ("who came in this morning?", "get_visits", {"to_hour": 11}),
    ("checkins", "get_attendance_today", {}),
    ("how many visits today?", "get_attendance_today", {}),
    ("attendance last week", "get_attendance", LAST_WEEK),
    ("daily attendance this month", "get_attendance", THIS_MONTH | {"group_by": "day"}),
    ("how many people came yesterday?", "get_attendance", YESTERDAY),
    ("visits between 1 and 10 November", "get_attendance", _days("11-01", "11-10")),
    ("attendance for october", "get_attendance", OCTOBER),
    ("busiest day last month", "get_attendance", OCTOBER | {"group_by": "day"}),
    ("peak hours this week", "get_attendance", THIS_WEEK | {"group_by": "hour"}),
    ("attendance from 3rd to 9th november", "get_attendance", _days("11-03", "11-09")),
    ("who is inside?", "get_currently_in_gym", {}),
    ("who's training right now?", "get_currently_in_gym", {}),
    ("anyone still in the gym?", "get_currently_in_gym", {}),
    ("how full is the gym?", "get_currently_in_gym", {}),
    ("how many people are here now", "get_currently_in_gym", {}),
    ("who is currently in the gym", "get_currently_in_gym", {}),
    ("revenue", "get_revenue", {}),
    ("income this year", "get_revenue", YEAR),
    ("how much did we earn yesterday?", "get_revenue", YESTERDAY),
    ("collections last 7 days", "get_revenue", THIS_WEEK),
    ("what was our turnover in October?", "get_revenue", OCTOBER),
    ("payments received this week", "get_revenue", THIS_WEEK),
    ("total revenue last quarter", "get_revenue", _days("07-01", "09-30")),
    ("how much money did we make last month?", "get_revenue", OCTOBER),
    ("revenue today", "get_revenue", TODAY_ONLY),
    ("sales this month", "get_revenue", THIS_MONTH),
    ("sales by plan", "get_sales_by_plan", {}),
    ("which plan sells best?", "get_sales_by_plan", {}),
    ("most popular plan", "get_sales_by_plan", {}),
    ("revenue per plan this year", "get_revenue", YEAR | {"group_by": "plan"}),
    ("plan wise sales for last month", "get_sales_by_plan", OCTOBER),
    ("who owes us money?", "get_unpaid_dues", {}),
    ("unpaid fees", "get_unpaid_dues", {}),
    ("pending payments", "get_unpaid_dues", {}),
    ("outstanding dues", "get_unpaid_dues", {}),
    ("members with balance", "get_unpaid_dues", {}),
    ("which clients still have to pay", "get_unpaid_dues", {}),
    ("what are your membership plans?", "get_plans", {}),
    ("price list", "get_plans", {}),
    ("plans and prices", "get_plans", {}),
    ("how much is a monthly membership?", "get_plans", {"plan": "monthly"}),
    ("which packages do we have", "get_plans", {}),
    ("trainers", "get_trainers_list", {}),
    ("who are our coaches?", "get_trainers_list", {}),
    ("show the trainer list", "get_trainers_list", {}),
    ("which trainers are there at Lake Road?", "get_trainers_list", {"branch_id": 2}),
    ("how many trainers do we have", "get_trainers_list", {}),
    ("show enquiries", "get_enquiries_list", {}),
    # New of a day is all that came in on it, also what was answered since.
    ("any new leads today?", "get_enquiries_list", TODAY_ONLY),
    ("list pending enquiries", "get_enquiries_list", {"status": "open"}),
    ("recent inquiries", "get_enquiries_list", {}),
    ("enquiries this month", "get_enquiries_list", THIS_MONTH),
    ("how many enquiries did we get last week?", "get_enquiry_stats", LAST_WEEK),
    ("lead conversion", "get_enquiry_stats", {}),
    ("enquiry summary", "get_enquiry_stats", {}),
    ("log an enquiry for Suresh, 9812345678", "create_enquiry", {"name": "Suresh", "phone": "9812345678"}),
    ("gym details", "get_gym_info", {}),
    ("what's our address?", "get_gym_info", {}),
    ("when do we open?", "get_gym_info", {}),
    ("gym phone number", "get_gym_info", {}),
    ("opening hours", "get_gym_info", {}),
    ("about our gym", "get_gym_info", {}),
    ("list branches", "get_branches", {"branch_id": 0}),
    ("how many branches do we have?", "get_branches", {"branch_id": 0}),
    ("show branch details", "get_branches", {"branch_id": 0}),
    ("where are our branches?", "get_branches", {"branch_id": 0}),
    ("dark mode", "change_theme", {"theme": "dark"}),
    ("switch to light theme", "change_theme", {"theme": "light"}),
    ("turn on dark mode please", "change_theme", {"theme": "dark"}),
    ("make the accent green", "change_theme", {"accent": "green"}),
    ("use the system theme", "change_theme", {"theme": "system"}),
    ("change the colour to teal", "change_theme", {"accent": "teal"}),
    ("it is too bright, dark please", "change_theme", {"theme": "dark"}),
    ("go dark", "change_theme", {"theme": "dark"}),
    ("dark theme with orange accent", "change_theme", {"theme": "dark", "accent": "orange"}),
    ("open the dashboard", "navigate_to_page", {"path": "/dashboard"}),
    ("go to the clients page", "navigate_to_page", {"path": "/clients"}),
    ("take me to financial reports", "navigate_to_page", {"path": "/financial-reports"}),
    ("open the settings page", "navigate_to_page", {"path": "/settings"}),
    ("navigate to trainers page", "navigate_to_page", {"path": "/trainers"}),
    ("open membership plan page", "navigate_to_page", {"path": "/membership-plan"}),
    ("show me the attendance page", "navigate_to_page", {"path": "/attendance"}),
    ("back to dashboard", "navigate_to_page", {"path": "/dashboard"}),
    # About one person, although the words alone ask about everybody.
    ("show attendance of Rohan Mehta", "get_client_visits", {"client": "Rohan Mehta"}),
    ("did Rohan Mehta come today?", "get_client_visits", {"client": "Rohan Mehta"} | TODAY_ONLY),
    ("when did Asha last visit?", "get_client_visits", {"client": "Asha"}),
    ("how much does Rohan Mehta owe", "get_client_membership", {"client": "Rohan Mehta"}),
    ("who is the trainer of Asha", "get_client_details", {"client": "Asha"}),
    ("list gold members", "get_clients_list", {"plan": "gold"}),
    ("active silver memberships", "get_clients_list", {"status": "active", "plan": "silver"}),
    ("last 5 enquiries", "get_enquiries_list", {"limit": 5}),
    (
        "who are the new joiners this month",
        "get_clients_list",
        _days("11-01", "11-22", joined=True) | {"sort": "newest"},
    ),
    ("which members' plans finish this month", "get_expiring_memberships", REST_OF_MONTH),
    ("is the gym open on sunday", "get_gym_info", {}),
    ("dark mode off", "change_theme", {"theme": "light"}),
    ("purple please", "change_theme", {"accent": "purple"}),
    ("aaj kitne log aaye", "get_attendance_today", {}),
    ("kitni kamai hui is mahine", "get_revenue", THIS_MONTH),
]

SEVERAL: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    (
        "Which memberships expire this week, and who still has to pay?",
        [("get_expiring_memberships", TODAY_ONLY), ("get_unpaid_dues", {})],
    ),
    (
        "how many clients do we have and switch to dark mode",
        [("get_clients_stats", {}), ("change_theme", {"theme": "dark"})],
    ),
    (
        "revenue between 1 and 10 November and switch to dark mode",
        [("get_revenue", _days("11-01", "11-10")), ("change_theme", {"theme": "dark"})],
    ),
    (
        "revenue this month and attendance this month",
        [("get_revenue", THIS_MONTH), ("get_attendance", THIS_MONTH)],
    ),
    ("how many clients and trainers do we have?", [("get_clients_stats", {}), ("get_trainers_list", {})]),
    (
        "compare revenue this month and last month",
        [("get_revenue", THIS_MONTH), ("get_revenue", OCTOBER)],
    ),
]


@pytest.mark.parametrize(("message", "tool", "arguments"), PHRASINGS, ids=[line[0] for line in PHRASINGS])
def test_a_wording_becomes_its_tool(message: str, tool: str, arguments: dict[str, Any]) -> None:
    assert calls_of(message) == [(tool, arguments)]


@pytest.mark.parametrize(("message", "calls"), SEVERAL, ids=[line[0] for line in SEVERAL])
def test_several_wishes_in_one_message(message: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    assert calls_of(message) == calls


@pytest.mark.parametrize("shout", [str.upper, lambda text: f"  {text} !!", lambda text: f"please {text}"])
@pytest.mark.parametrize("message", ["how many clients?", "revenue this month", "dark mode", "list trainers"])
def test_manner_does_not_matter(message: str, shout: Any) -> None:
    assert calls_of(shout(message)) == calls_of(message) != []


@pytest.mark.parametrize(
    "message",
    [
        "tell me a joke",
        "what's the weather like?",
        "write me a poem",
        "2 + 2",
        "asdf qwer",
        "???",
        "\u2603",
    ],
)
def test_what_it_does_not_understand_it_says_so_and_calls_nothing(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert "did not understand" in reading.say or "type a question" in reading.say


@pytest.mark.parametrize(
    "message",
    [
        "delete all clients",
        "send a whatsapp to Asha",
        "renew Asha's membership",
        "refund Ravi",
        "check in Rohan Mehta",
        "add a client Ravi",
    ],
)
def test_it_never_takes_a_change_it_cannot_make_for_a_question(message: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert "can't do that" in reading.say


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("hi", "offline Strakly assistant"),
        ("Hello!", "offline Strakly assistant"),
        ("good morning", "offline Strakly assistant"),
        ("namaste ji", "Namaste!"),
        ("thanks a lot", "welcome"),
        ("shukriya", "welcome"),
        ("who are you?", "offline Strakly assistant"),
        ("are you a bot", "without a large language model"),
        ("help", "What you can ask me"),
        ("what can you do?", "What you can ask me"),
        ("bye", "Goodbye"),
        ("change theme", "Which one?"),
        ("open the page", "Which page?"),
        ("client details", "Whose?"),
        ("", "type a question"),
    ],
)
def test_small_talk_and_questions_back(message: str, said: str) -> None:
    reading = read_alone(message)
    assert reading.requests == ()
    assert said in reading.say
