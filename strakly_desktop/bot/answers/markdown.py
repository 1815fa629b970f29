"""The markdown of the real bot's answers: tables, links, rupees, dates (protocol rule 23).

Every cell goes through `cell`, so that a name with a bar or a bracket in it cannot break a table or a link.
"""

import re
from collections.abc import Sequence
from datetime import date

NOTHING = "\N{EM DASH}"
"""Stands where there is no value."""
BEGINNING, END_OF_TIME = date(2000, 1, 1), date(2099, 12, 31)
"""What a period reaches to where it has no beginning, or no end: before and after everything that is recorded."""
_MARKUP = re.compile(r"[\\|\[\]*`]")


class Link(str):
    """Markdown that may stand in a cell as it is."""

    __slots__ = ()


def rupees(amount: int) -> str:
    """An amount with Indian grouping: Rs. 1,14,500."""
    sign, digits = ("-" if amount < 0 else ""), str(abs(amount))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"Rs. {sign}{','.join([*groups, tail])}"


def day(iso: str | None) -> str:
    """A day as people write it: 22 Nov 2026."""
    if not iso:
        return NOTHING
    found = date.fromisoformat(iso)
    return f"{found.day} {found:%b %Y}"


def span(start: str | None, end: str | None) -> str:
    """A period in words: "1 Nov to 22 Nov 2026", one day alone when it is one, "" for no period.

    From BEGINNING on it is "until 22 Nov 2026", and to END_OF_TIME "from 1 Nov 2026 on".
    """
    if not start and not end:
        return ""
    if start and end == END_OF_TIME.isoformat():
        return f"from {day(start)} on"
    if start == BEGINNING.isoformat():
        start = None
    if start == end or not start or not end:
        return day(start) if start == end else (f"since {day(start)}" if start else f"until {day(end)}")
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first.year == last.year:
        return f"{first.day} {first:%b} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def cell(value: object) -> str:
    """A value in a table: the em dash for none, nothing in it that would end the cell or begin markup."""
    text = "" if value is None else " ".join(str(value).split())
    return _MARKUP.sub(r"\\\g<0>", text).replace("<", "&lt;") if text else NOTHING


def link(label: object, path: str) -> Link:
    """A link into the web app."""
    return Link(f"[{cell(label)}]({path})")


def client(name: object, client_id: object) -> Link:
    """A client's name, leading to their page."""
    return link(name, f"/clients/{client_id}")


def membership(plan: object, client_id: object) -> Link:
    """A client's plan, leading to the page of their membership."""
    return link(plan, f"/membership-plan/member/{client_id}") if plan else Link(NOTHING)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A GitHub table. Cells that hold links are given ready made (see `link`); all others go through `cell`."""
    line = "|".join("-" * (len(heading) + 2) for heading in headings)
    body = [f"| {' | '.join(_ready(value) for value in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(headings)} |", f"|{line}|", *body])


def _ready(value: object) -> str:
    return value if isinstance(value, Link) else cell(value)


def card(rows: Sequence[tuple[str, object]], headings: tuple[str, str] = ("Field", "Details")) -> str:
    """One record, a line per field."""
    return table(headings, rows)


def metrics(rows: Sequence[tuple[str, object]]) -> str:
    """Numbers, a line per number."""
    return card(rows, ("Metric", "Value"))


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its word: "1 client", "12 clients"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def at(branch: str | None) -> str:
    """ " at Lake Road", or nothing when all branches are meant."""
    return f" at {cell(branch)}" if branch else ""


def everywhere(branch: str | None) -> str:
    """The branch that figures are of, or that they are of all."""
    return cell(branch) if branch else "all branches"


def amounts(least: int | None, most: int | None) -> str:
    """ " of Rs. 1,000 to Rs. 2,000", " above ..." or " below ..."; nothing when there is no limit."""
    if least is None and most is None:
        return ""
    if least is not None and least == most:
        return f" of exactly {rupees(least)}"
    if least is not None and most is not None:
        return f" of {rupees(least)} to {rupees(most)}"
    return f" of {rupees(least)} or more" if least is not None else f" of {rupees(most or 0)} or less"


def title(text: str) -> str:
    """A heading of an answer: a bold line."""
    return f"**{text}**"


def blocks(*parts: str) -> str:
    """The parts of an answer, apart as markdown wants them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def left_out(shown: int, total: int, page: str = "", path: str = "", offset: int = 0) -> str:
    """ "Showing 10 of 230. [View all clients](/clients)", or nothing when everything is shown."""
    if shown >= total:
        return ""
    rows = f"{shown}" if not offset else f"{offset + 1} to {offset + shown}"
    more = f" {link(f'View all {page}', path)}" if path else ""
    return f"Showing {rows} of {total}.{more}"


def tip(text: str) -> str:
    """A hint, as a quote."""
    return f"> **Tip:** {text}"
