"""Words the answers about trainers, enquiries, the gym and its branches, and about the app itself."""

from strakly_desktop.bot.answers.extremes import led_by, most_and_least
from strakly_desktop.bot.answers.markdown import (
    at,
    blocks,
    card,
    cell,
    counted,
    day,
    left_out,
    link,
    metrics,
    span,
    table,
    tip,
    title,
)
from strakly_desktop.bot.answers.which_clients import Result


def trainers(result: Result) -> str:
    """The trainers, as a table."""
    rows = result["trainers"]
    if not rows:
        which = f"{_which(result)} " if _which(result) else ""
        return f"There are no {which}trainers{at(result['branch'])}."
    return blocks(
        title(f"{counted(len(rows), f'{_which(result)} trainer'.strip())}{at(result['branch'])}"),
        table(
            ["#", "Name", "Speciality", "Shift", "Clients", "Branch", "Phone"],
            [
                [
                    place, link(row["name"], f"/trainers/{row['trainer_id']}"), row["speciality"], row["shift"],
                    row["clients"], row["branch"], row["phone"],
                ]
                for place, row in enumerate(rows, 1)
            ],
        ),
        link("View trainers", "/trainers"),
    )  # fmt: skip


def _which(result: Result) -> str:
    """Which trainers are meant: "morning yoga"."""
    return " ".join(cell(result[key]).lower() for key in ("shift", "speciality") if result[key])


def enquiries(result: Result) -> str:
    """The enquiries, newest first, or those who wait the longest."""
    rows, offset = result["enquiries"], result["offset"]
    status = f"{result['status']} " if result["status"] else ""
    status += f"not {result['other_than_status']} " if result["other_than_status"] else ""
    period = span(result["from_date"], result["to_date"])
    when = (
        (f" from {cell(result['source'])}" if result["source"] else "")
        + (f" not from {cell(result['other_than_source'])}" if result["other_than_source"] else "")
        + (f" of {cell(result['enquirer'])}" if result.get("enquirer") else "")
        + (f" about {cell(result['interest'])}" if result["interest"] else "")
        + (f": {period}" if period else "")
    )
    if not rows:
        if result["total"]:
            return f"That was all: {counted(result['total'], f'{status}enquiry', f'{status}enquiries')}."
        return f"There are no {status}enquiries{at(result['branch'])}{when}."
    said = f"{counted(result['total'], f'{status}enquiry', f'{status}enquiries')}{at(result['branch'])}{when}"
    oldest = result.get("sort") == "oldest"
    if oldest and len(rows) > 1:
        said += ", the longest waiting first" if result["status"] == "open" else ", the oldest first"
    if len(rows) == 1 < result["total"] and not offset:
        said = f"The {'oldest' if oldest else 'latest'} of {said}: {cell(rows[0]['name'])}, {day(rows[0]['date'])}"
    return blocks(
        title(said),
        table(
            ["#", "Name", "Phone", "Interested in", "Source", "Status", "Date"],
            [
                [place, row["name"], row["phone"], row["interest"], row["source"], row["status"].capitalize(),
                 day(row["date"])]
                for place, row in enumerate(rows, offset + 1)
            ],
        ),
        left_out(len(rows), result["total"], "enquiries", "/leads", offset),
    )  # fmt: skip


def enquiry_stats(result: Result) -> str:
    """How many enquiries there were and what came of them."""
    period = span(result["from_date"], result["to_date"])
    if not result["total"]:
        return f"There were no enquiries{at(result['branch'])} in this period ({period})."
    numbers: list[tuple[str, object]] = [
        ("Enquiries", result["total"]),
        ("New", result["new"]),
        ("Contacted", result["contacted"]),
        ("Converted", result["converted"]),
        ("Lost", result["lost"]),
        ("Conversion", f"{result['conversion_percent']} %"),
    ]
    group = result["group_by"]
    groups = [(cell(row["group"]), int(row["enquiries"])) for row in result["groups"]]
    ends = most_and_least([*groups, *((cell(name), 0) for name in result["empty_groups"])], str)
    return blocks(
        title(
            f"{counted(result['total'], 'enquiry', 'enquiries')}{at(result['branch'])}, {period}: {result['new']} new,"
            f" {result['converted']} converted ({result['conversion_percent']} %){led_by(f'; by {group} ', ends)}"
        ),
        metrics(numbers),
        table(
            [group.capitalize(), "Enquiries"], [[row["group"], row["enquiries"]] for row in result["groups"]]
        ),
        link("View all enquiries", "/leads"),
    )


def new_enquiry(result: Result) -> str:
    """The enquiry that is to be saved, or was."""
    enquiry, said = result["enquiry"], result["source_said"]
    rows: list[tuple[str, object]] = [
        ("Name", enquiry["name"]),
        ("Phone", enquiry["phone"]),
        ("Email", enquiry["email"]),
        ("Interested in", enquiry["interest"]),
        ("Source", enquiry["source"] if said else f"{enquiry['source']}, as nothing else was said"),
        (
            "Branch",
            f"{result['branch']} (all branches are chosen, so it goes to the default one)"
            if result.get("of_all")
            else result["branch"],
        ),
        ("Status", enquiry["status"].capitalize()),
    ]
    about = f", {cell(enquiry['interest'])}" if enquiry["interest"] else ""
    who = f"{cell(enquiry['name'])}, {cell(enquiry['phone'])}{about}"
    if not result["saved"]:
        other = "" if said else ", or say where they heard of the gym"
        known = result.get("already_there") or []
        asked = f"Shall I add {'it all the same' if known else 'it'}? Please answer **yes** or **no**{other}."
        return blocks(title(f"New enquiry, not saved yet: {who}"), card(rows), *_already_there(known), asked)
    return blocks(title(f"Enquiry added: {who}"), card(rows), link("View all enquiries", "/leads"))


def _already_there(known: list[Result]) -> list[str]:
    """What was noted down of the same person before, and where it can be opened."""
    if not known:
        return []
    which = "is an enquiry" if len(known) == 1 else f"are {len(known)} enquiries"
    return [
        f"**There {which} already with this phone number or name:**",
        table(
            ["#", "Name", "Phone", "Interested in", "Source", "Status", "Branch", "Date"],
            [
                [place, row["name"], row["phone"], row["interest"], row["source"], row["status"].capitalize(),
                 row["branch"], day(row["date"])]
                for place, row in enumerate(known, 1)
            ],
        ),
        link("Open the enquiries", "/leads"),
    ]  # fmt: skip


def gym_info(result: Result) -> str:
    """The gym itself."""
    rows: list[tuple[str, object]] = [
        ("Name", result["gym"]),
        ("Address", f"{result['address']}, {result['city']}"),
        ("Phone", result["phone"]),
        ("Email", result["email"]),
        ("Hours", result["hours"]),
        ("Branches", result["branches"]),
        (f"Clients{at(result['branch'])}", result["clients"]),
        (f"Trainers{at(result['branch'])}", result["trainers"]),
    ]
    where = f"{cell(result['address'])}, {cell(result['city'])}"
    said = f"{cell(result['gym'])}: {where}, phone {result['phone']}, {cell(result['hours'])}"
    return blocks(title(said), card(rows))


def branches(result: Result) -> str:
    """The gym's branches."""
    rows = result["branches"]
    if not rows:
        return "There is no such branch."
    said = counted(len(rows), "branch", "branches")
    if len(rows) == 1:
        one = rows[0]
        said = f"{cell(one['branch'])}: {cell(one['address'])}, phone {one['phone']}, {cell(one['hours'])}"
    return blocks(
        title(said),
        table(
            ["#", "Branch", "Address", "Phone", "Hours", "Capacity", "Clients"],
            [
                [
                    place, link(row["branch"], f"/branches/{row['branch_id']}"), row["address"], row["phone"],
                    row["hours"], row["capacity"], row["clients"],
                ]
                for place, row in enumerate(rows, 1)
            ],
        ),
        tip('Which of them is looked at is chosen at the top of the window; or say "switch to all branches".')
        if len(rows) > 1
        else "",
    )  # fmt: skip


SAYS_ITSELF = "It shows a short note when that is done, or why it is not."
"""The app may refuse, and the assistant does not hear of it: its answer may not say that something is done."""


def theme_changed(result: Result) -> str:
    """What the app is about to look like."""
    theme, accent = result["theme"], result["accent"]
    looks = {"dark": "the **dark** theme", "light": "the **light** theme", "system": "the **system's** theme"}
    parts = [looks[theme]] if theme else []
    article = "an" if accent and accent[0] in "aeiou" else "a"
    parts += [f"{article} **{accent}** accent"] if accent else []
    return f"I asked the app for {' with '.join(parts)}. {SAYS_ITSELF}"


def page_opened(result: Result) -> str:
    """Where the app is about to go."""
    return f"Opening {link(result['path'], result['path'])}."


def app_asked(result: Result) -> str:
    """What the app is about to try."""
    value = result["value"]
    which = "this answer" if value == "this" else "the answer above"
    wishes = {
        "undo_theme": "take the last change of the theme back",
        "print": f"print {which}",
        "copy": f"copy {which}",
        "export": f"save the last table as a file ({value})"
        if value in ("xlsx", "csv", "tsv")
        else f"save this conversation as a file ({value})",
        "new_chat": "begin a new chat",
        "change_branch": f"switch to {cell(result['name'])}",
        "find": f"look for **{cell(value)}** in this conversation" if value else "open its search",
        "open_settings": "open its settings",
        "text_size": f"show {value} text" if value != "normal" else "show text of normal size",
    }
    return f"I asked the app to {wishes[result['command']]}. {SAYS_ITSELF}"
