"""Asks the offline assistant the questions of tests/bot/questions, and judges each answer against SQL.

Run it to see the table: `python tests/support/desk_questions.py [wrong|honest] [id]` (the words list those answers).
The figures come from the database alone, by views of its own, so that no mistake of the bot's queries can hide.
"""

import asyncio
import re
import shutil
import sqlite3
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strakly_desktop.bot.agent.agent import Answer, Assistant, Question
from strakly_desktop.bot.agent.tenant import Tenant
from strakly_desktop.bot.agent.tool_rounds import ToolRounds
from strakly_desktop.bot.agent.toolbox import ToolOutcome
from strakly_desktop.bot.models import offline_model
from strakly_desktop.bot.models.offline_model import OfflineModel
from strakly_desktop.bot.tools.gym_toolbox import GymTools
from strakly_desktop.bot.understanding.enquiries import says_yes
from strakly_desktop.bot.understanding.smalltalk import questions_after

Expected = dict[str, list[tuple[Any, ...]]]
"""What the database holds, by what a question wants of it."""

HERE = Path(__file__).parents[1] / "bot" / "questions"
TODAY = date(2026, 11, 25)
REGISTERS = ("english", "typing", "hinglish", "devanagari")
OWNER = Tenant(user_id=1, email="", name="", role="admin", gym_id=1, branch_id=None)
VIEWS = """
create temp view member as
    select c.id, c.name, c.phone, c.gender, c.joined_on, b.name branch, t.name trainer, p.name plan, m.end_date,
        m.start_date, coalesce(paid.paid, 0) given,
        case when m.end_date < '{today}' then 'expired' when paid.paid > 0 then 'active' else 'pending' end status,
        m.price - coalesce(paid.paid, 0) due,
        (select max(checked_in) from attendance a where a.client_id = c.id) last_visit
    from clients c join branches b on b.id = c.branch_id left join trainers t on t.id = c.trainer_id
    join memberships m on m.id = (select max(id) from memberships where client_id = c.id)
    join plans p on p.id = m.plan_id
    left join (select membership_id, sum(amount) paid from payments group by 1) paid on paid.membership_id = m.id;
create temp view paid as
    select y.id, y.paid_on, strftime('%Y-%m', y.paid_on) month, y.amount, y.method, c.name, b.name branch, p.name plan
    from payments y join memberships m on m.id = y.membership_id join clients c on c.id = m.client_id
    join branches b on b.id = c.branch_id join plans p on p.id = m.plan_id;
create temp view paid_by as
    select paid.*, c.id client_id, c.gender from paid join payments y on y.id = paid.id
    join memberships m on m.id = y.membership_id join clients c on c.id = m.client_id;
create temp view sold as
    select m.start_date, p.name plan from memberships m join plans p on p.id = m.plan_id
    where exists (select 1 from payments y where y.membership_id = m.id);
create temp view renewal as
    select c.id, c.name, b.name branch, m.start_date, p.name plan
    from memberships m join clients c on c.id = m.client_id join branches b on b.id = c.branch_id
    join plans p on p.id = m.plan_id
    where exists (select 1 from memberships o where o.client_id = m.client_id and o.start_date < m.start_date);
create temp view visit as
    select c.name, c.gender, b.name branch, date(checked_in) day, cast(strftime('%H', checked_in) as integer) hour,
        strftime('%w', checked_in) weekday, checked_out
    from attendance a join clients c on c.id = a.client_id join branches b on b.id = c.branch_id;
"""
_NOT_APPLIED = re.compile(r"could not use|not understood|did not understand", re.IGNORECASE)
_CANNOT = re.compile(r"cannot|can't|not recorded|no record|not kept|does not|do not|not able", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One way of asking for one meaning. `turns` are what is typed, the last of which is judged.

    `wanted["branch"]`: the branch that is chosen in the window meanwhile.
    """

    meaning: str
    register: str
    turns: tuple[str, ...]
    wanted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and what it is worth: right, honest or wrong, with what was missed."""

    asked: Asked
    verdict: str
    why: str
    text: str


class WatchedGym(GymTools):
    """The demo gym on a fixed day. `found` tells whether a call of this turn brought data."""

    found = False

    async def call(self, name: str, arguments: dict[str, Any], branch_id: int | None) -> ToolOutcome:
        outcome = await super().call(name, arguments, branch_id)
        self.found = self.found or (name != "find_names" and "error" not in outcome.result)
        return outcome


def questions() -> Iterator[Asked]:
    """Every question of the folder."""
    for file in sorted(HERE.glob("*.toml")):
        for meaning, wanted in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for register, text in zip(REGISTERS, wanted["asked"], strict=True):
                yield Asked(meaning, register, tuple(text.split(" >> ")), wanted)


@contextmanager
def spoken_at_once() -> Iterator[None]:
    """Let the model say each reply in one piece: what it says matters, and a hundred turns of the loop cost much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offline_model, "pieces", lambda text: iter([text]))
        yield


async def judge_all(asked: list[Asked]) -> list[Judged]:
    """Ask each on a conversation of its own; one that may write has a gym of its own too."""
    with tempfile.TemporaryDirectory() as folder, spoken_at_once():
        filled = Path(folder) / "gym.db"
        gym = WatchedGym(f"sqlite:///{filled}", today=TODAY)
        await gym.ready()
        judged = []
        known: dict[str, Expected] = {}
        for number, each in enumerate(asked):
            if "saved" not in each.wanted and "unchanged" not in each.wanted:
                # Nothing changes there: the registers of a meaning share what is expected.
                known[each.meaning] = known.get(each.meaning) or _expected(each, filled)
                judged.append(await _judged(each, gym, known[each.meaning]))
                continue
            own_file = Path(folder) / f"gym-{number}.db"
            shutil.copy(filled, own_file)
            own = WatchedGym(f"sqlite:///{own_file}", today=TODAY)
            judged.append(await _judged(each, own, _expected(each, own_file), own_file))
            await own.close()
        await gym.close()
    return judged


@contextmanager
def shared_gym(file: Path) -> Iterator[Callable[[Asked], Judged]]:
    """What judges one question after the other, of which none changes anything, in one gym and one loop."""
    gym = WatchedGym(f"sqlite:///{file}", today=TODAY)
    known: dict[str, Expected] = {}

    def judge(asked: Asked) -> Judged:
        known[asked.meaning] = known.get(asked.meaning) or _expected(asked, file)
        return runner.run(_judged(asked, gym, known[asked.meaning]))

    with asyncio.Runner() as runner, spoken_at_once():
        runner.run(gym.ready())
        yield judge
        runner.run(gym.close())


async def _judged(asked: Asked, gym: WatchedGym, before: Expected, written: Path | None = None) -> Judged:
    """`written`: the file of a gym that the answer may change."""
    rounds = ToolRounds(
        OfflineModel(token_delay=0, clock=lambda: TODAY),
        gym,
        questions_after=questions_after,
        is_yes=says_yes,
    )
    assistant = Assistant(lambda: rounds)
    earlier = ""
    branch = asked.wanted.get("branch")
    for turn in asked.turns[:-1]:
        earlier = (await assistant.process_chat(Question(turn, OWNER, "talk", branch))).text
    gym.found = False
    answer = await assistant.process_chat(Question(asked.turns[-1], OWNER, "talk", branch))
    missed = list(_missed(asked.wanted, answer, before, _expected(asked, written) if written else before))
    offered = [each for each in asked.wanted.get("offers", ()) if each not in answer.suggested_questions]
    missed += [f"does not offer {each}" for each in offered]
    if asked.wanted.get("next_page"):
        both = [name for (name,) in before["everybody"] if name in earlier and name in answer.text]
        missed += [f"{name} was on the page before" for name in both[:1]]
    first = answer.text.strip().split("\n\n")[0]
    if asked.wanted.get("no_action") and answer.actions:
        verdict, missed = "wrong", [f"acts: {answer.actions}"]
    elif _NOT_APPLIED.search(first):
        verdict = "honest"
    elif not missed:
        verdict = "right"
    else:
        honest = not gym.found or re.match(
            r"(\*\*)?No (client|member|trainer)\b.* (called|named|with)", first
        )
        verdict = "honest" if honest else "wrong"
    return Judged(asked, verdict, "; ".join(missed), answer.text)


def _expected(asked: Asked, file: Path) -> Expected:
    with sqlite3.connect(file) as database:
        database.executescript(VIEWS.format(today=TODAY))
        found: Expected = {
            key: database.execute(asked.wanted[key], {"today": TODAY.isoformat()}).fetchall()
            for key in ("sql", "names", "first", "saved", "unchanged")
            if key in asked.wanted
        }
        of = asked.wanted.get("of", "clients")
        found["everybody"] = database.execute(f"select name from {of}").fetchall()
    database.close()
    return found


def _missed(
    wanted: dict[str, Any], answer: Answer, expected: dict[str, Any], after: dict[str, Any]
) -> Iterator[str]:
    """What the answer lacks or has too much."""
    text = re.sub(r"\]\([^)]*\)", "]", answer.text)
    text = re.sub(r"(?<=\d),(?=\d)", "", text)
    numbers = set(re.findall(r"\d+", text))
    for value in (value for row in expected.get("sql", ()) for value in row):
        there = str(value) in numbers if isinstance(value, int) else str(value) in text
        if not there:
            yield f"no {value}"
    for pattern in wanted.get("says", ()):
        if not re.search(pattern, text, re.IGNORECASE):
            yield f"does not say {pattern}"
    for other in wanted.get("without", ()):
        if other in text:
            yield f"says {other}"
    if "names" in wanted:
        yield from _missed_names(wanted, text, expected)
    if "refuses" in wanted and not (
        re.search(wanted["refuses"], answer.text, re.IGNORECASE) and _CANNOT.search(answer.text)
    ):
        yield f"does not refuse with {wanted['refuses']}"
    if "action" in wanted:
        done = [
            " ".join(str(each[key]) for key in ("type", "value") if each.get(key)) for each in answer.actions
        ]
        if not any(each.startswith(wanted["action"]) for each in done):
            yield f"no action {wanted['action']}"
    if "unchanged" in wanted and expected["unchanged"] != after["unchanged"]:
        yield "saved without a yes"
    if "saved" in wanted and not after["saved"][0][0]:
        yield "not saved"


def _missed_names(wanted: dict[str, Any], text: str, expected: dict[str, Any]) -> Iterator[str]:
    right = [row[0] for row in expected["names"]]
    shown = {name for (name,) in expected["everybody"] if name in text}
    if shown - set(right):
        yield f"lists {len(shown - set(right))} too many, such as {sorted(shown - set(right))[0]}"
    enough = len(set(right)) if wanted.get("whole") else min(10, len(set(right)))
    if len(shown) < enough:
        yield f"lists {len(shown)} of {len(set(right))}"
    elif len(shown) < len(right) and str(len(right)) not in re.findall(r"\d+", text):
        yield f"does not say that there are {len(right)}"
    if "first" in wanted and shown:
        leader = min(shown, key=text.index)
        if leader != expected["first"][0][0]:
            yield f"begins with {leader}"


def table(judged: list[Judged]) -> str:
    """How many of each register are right, honest and wrong."""
    lines = [f"{'register':12}{'right':>7}{'honest':>8}{'wrong':>7}"]
    for register in (*REGISTERS, "all"):
        of_it = Counter(each.verdict for each in judged if register in (each.asked.register, "all"))
        lines.append(f"{register:12}{of_it['right']:7}{of_it['honest']:8}{of_it['wrong']:7}")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> None:
    """Print the table, and the answers of the verdicts or meanings that are named."""
    named = set(sys.argv[1:])
    asked = [
        each for each in questions() if not named - {"wrong", "honest", "right"} or each.meaning in named
    ]
    judged = asyncio.run(judge_all(asked))
    for each in judged:
        if each.verdict in named or each.asked.meaning in named:
            _say(
                f"--- {each.verdict} {each.asked.meaning}/{each.asked.register}: {' >> '.join(each.asked.turns)}"
            )
            _say(f"    {each.why}\n{each.text[:700]}\n")
    _say(table(judged))


if __name__ == "__main__":
    main()
