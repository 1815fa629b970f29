"""Which limits each subject can apply, and by what its figures can be split: whatever else is said is refused."""

from strakly_desktop.bot.understanding.requests import Intent


def _words(text: str) -> frozenset[str]:
    """The limits of a line, by their names in Limits."""
    return frozenset(text.split())


TAKES: dict[Intent, frozenset[str]] = {
    Intent.MEMBERS: _words(
        "ends joined status other_than_status plan other_than_plan gender trainer without_trainer branch_id"
        " least most settled due_state due_days_least due_days_most without_plan paid_in not_paid_in came_in"
        " not_came_in renewed_in inside method absent_days never_came sort limit whole page counted group phones"
    ),
    Intent.DUES: _words(
        "status other_than_status plan other_than_plan gender trainer without_trainer branch_id least"
        " most due_state due_days_least due_days_most sort limit whole page counted group"
    ),
    Intent.REVENUE: _words(
        "period method other_than_method plan other_than_plan gender branch_id group least most counted average"
    ),
    Intent.PAYMENTS: _words(
        "period method other_than_method plan other_than_plan gender branch_id least most limit whole page sort"
        " counted"
    ),
    Intent.PAYERS: _words(
        "period method other_than_method plan other_than_plan gender status branch_id limit whole page sort counted"
    ),
    Intent.VISITORS: _words("period gender status branch_id limit whole page sort counted"),
    Intent.SALES: _words("period plan other_than_plan branch_id group counted"),
    Intent.ATTENDANCE: _words(
        "period gender branch_id from_hour to_hour group limit whole page counted named average"
    ),
    Intent.INSIDE: _words("gender branch_id limit whole page counted"),
    Intent.TRAINERS: _words("branch_id shift speciality trainer counted whole"),
    Intent.ENQUIRIES: _words(
        "period status other_than_status source other_than_source plan speciality enquirer branch_id limit whole page"
        " counted group sort"
    ),
    Intent.PLANS: _words("plan other_than_plan months branch_id least most counted whole"),
    Intent.BRANCHES: _words("branch_id counted whole"),
    Intent.GYM_INFO: _words("counted period"),
    Intent.CLIENT_VISITS: _words("period counted"),
    Intent.CLIENT_PAYMENTS: _words("period method limit counted whole"),
    Intent.CLIENT_MEMBERSHIP: _words("counted status due_state"),
    Intent.CLIENT_DETAILS: _words("counted status whole"),
    Intent.CLIENT_SEARCH: _words("counted limit whole"),
}
"""The limits that each subject can apply."""
GROUPS: dict[Intent, frozenset[str]] = {
    Intent.REVENUE: _words("day month plan method branch weekday gender"),
    Intent.SALES: _words("plan"),
    Intent.ATTENDANCE: _words("day hour weekday branch gender"),
    Intent.ENQUIRIES: _words("source status branch"),
    Intent.MEMBERS: _words("gender status plan branch trainer"),
    Intent.DUES: _words("gender status plan branch trainer"),
}
"""By what its figures can be split."""
