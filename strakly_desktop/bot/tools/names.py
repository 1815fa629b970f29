"""A tool that tells what the words of a question name here: a branch, a plan, a trainer, a client.

A question is read by rules that know no names; without this, "Lake Road" could only be guessed at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta
from sqlalchemy import Connection, Row, select

from strakly_desktop.bot.gym.schema import Branch, Client, Enquiry, Plan, Trainer
from strakly_desktop.bot.gym.spelling import folded, likeness, skeleton, word_likeness
from strakly_desktop.bot.tools.clients import matching
from strakly_desktop.bot.tools.scoped_queries import Desk, Result

_ENOUGH = 80.0
_ENOUGH_FOR_A_PERSON = 78.0
_ENOUGH_FOR_A_WORD = 72.0
_MOST_WORDS = 5
Words = Annotated[list[str], Meta(max_length=40, description="The unknown words, neighbours in one text")]


@dataclass(frozen=True, slots=True)
class _Named:
    kind: str
    name: str
    number: int | None = None


async def find_names(desk: Desk, words: Words) -> Result:
    """What words name in this gym: branches, plans, trainers, specialities, sources of enquiries, enquirers, clients.

    Each text is cut into the parts that name something; a part that names nothing has no meanings.
    """
    named, clients = await desk.gym.run(lambda connection: _all_named(desk, connection))
    branches = [each for each in named if each.kind == "branch"]
    return {
        "parts": [part for text in words for part in _parts(text, named, clients)],
        "branches": [{"branch_id": each.number, "branch": each.name} for each in branches],
    }


def _all_named(desk: Desk, connection: Connection) -> tuple[list[_Named], Sequence[Row[Any]]]:
    """Everything that has a name here; in one go, for each query alone would wait for a thread."""
    branch = desk.within(Branch.c.gym_id, Branch.c.id)
    branches = connection.execute(
        select(Branch.c.id, Branch.c.name).where(branch).order_by(Branch.c.id)
    ).all()
    of_gym = Plan.c.gym_id == desk.scope.gym_id
    plans = connection.execute(select(Plan.c.name).where(of_gym).order_by(Plan.c.id)).all()
    trainers = connection.execute(
        select(Trainer.c.id, Trainer.c.name, Trainer.c.speciality)
        .where(desk.within(Trainer.c.gym_id, Trainer.c.branch_id))
        .order_by(Trainer.c.name)
    ).all()
    of_branch = desk.within(Enquiry.c.gym_id, Enquiry.c.branch_id)
    enquiries = connection.execute(
        select(Enquiry.c.source, Enquiry.c.interest, Enquiry.c.name).where(of_branch).distinct()
    ).all()
    clients: Sequence[Any] = connection.execute(
        select(Client.c.id, Client.c.name, Client.c.phone, Client.c.email).where(desk.own_clients())
    ).all()
    named = [
        *(_Named("branch", row.name, row.id) for row in branches),
        *(_Named("plan", row.name) for row in plans),
        *(_Named("trainer", row.name, row.id) for row in trainers),
        *(_Named("speciality", name) for name in dict.fromkeys(row.speciality for row in trainers)),
        *(_Named("source", source) for source in dict.fromkeys(row.source for row in enquiries)),
        *(_Named("interest", name) for name in dict.fromkeys(row.interest for row in enquiries) if name),
        *(_Named("enquirer", name) for name in dict.fromkeys(row.name for row in enquiries)),
    ]
    return named, clients


def _parts(text: str, named: Sequence[_Named], members: Sequence[Row[Any]]) -> Iterable[dict[str, Any]]:
    """`text` from its beginning to its end, the longest name first."""
    words = text.split()
    at = 0
    while at < len(words):
        for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            part = " ".join(words[at : at + length])
            found = _named(part, named) + _people(part, members)
            if found:
                best = max(each["likeness"] for each in found)
                yield {"words": part, "meanings": [each for each in found if each["likeness"] > best - 8]}
                break
        else:
            length = 1
            yield {"words": words[at], "meanings": []}
        at += length


def _named(part: str, named: Sequence[_Named]) -> list[dict[str, Any]]:
    by_kind: dict[str, list[tuple[float, _Named]]] = {}
    for each in named:
        if not _may_be_all_of_it(part, each.name):
            continue
        score = likeness(part, each.name)
        if each.kind == "enquirer" and folded(part) not in (folded(each.name), folded(each.name).split()[0]):
            continue  # Who only resembles one, or has the name of a family, may be anybody.
        if score >= _ENOUGH and len(folded(part)) > 1:
            by_kind.setdefault(each.kind, []).append((score, each))
    found = []
    for kind, rated in by_kind.items():
        best = max(score for score, _ in rated)
        whole = [each for _, each in rated if folded(each.name) == folded(part)]
        those = whole or [each for score, each in rated if score > best - 4]
        found.append(
            {
                "kind": kind,
                "names": [each.name for each in those],
                "ids": [each.number for each in those],
                "likeness": round(best),
                "total": len(those),
            }
        )
    return found


def _may_be_all_of_it(part: str, name: str) -> bool:
    """Whether each word may be one of the name: the "lades" of "lades lake" says something of its own."""
    words, names = folded(part).split(), folded(name).split()
    if len(words) < 2:
        return True
    return len(words) <= len(names) and all(any(_is_like(word, each) for each in names) for word in words)


def _is_like(word: str, other: str) -> bool:
    """Whether a word is one of a name, with a slip or without its vowels: "rd" for "road"."""
    return word_likeness(word, other) >= _ENOUGH_FOR_A_WORD or skeleton(word) == skeleton(other)


def _people(part: str, members: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    if len(folded(part)) < 3:
        return []
    found = matching(members, part)
    best = likeness(part, found[0].name) if found else 0.0
    if best < _ENOUGH_FOR_A_PERSON:
        return []
    return [
        {
            "kind": "client",
            "names": [member.name for member in found[:5]],
            "ids": [member.id for member in found[:5]],
            "likeness": round(best),
            "total": len(found),
        }
    ]
