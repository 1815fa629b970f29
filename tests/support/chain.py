"""A migrated database of two gyms for the chain's tests, and workers that serve it."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, text
from support.postgres import OWNER, SERVING, Server

from strakly_desktop.bot.agent.tenant import Tenant, issue_token
from strakly_desktop.bot.chain.database import database_url, open_engine
from strakly_desktop.bot.chain.migrate import continue_numbers, migrate
from strakly_desktop.bot.gym.records import fill

SECRET = "the secret of the tests, long enough for HS256"
TODAY = date(2026, 11, 25)
OTHER = 10_000
"""What the second gym's numbers are higher by."""
_SECOND_GYM = f"""
INSERT INTO gyms SELECT 2, 'Second Gym', phone, email, address, city, hours FROM gyms;
INSERT INTO branches SELECT id + {OTHER}, 2, 'Second ' || name, code, phone, address, hours, capacity, is_default
    FROM branches;
INSERT INTO trainers SELECT id + {OTHER}, 2, branch_id + {OTHER}, 'Second ' || name, phone, speciality, shift
    FROM trainers;
INSERT INTO clients SELECT id + {OTHER}, 2, branch_id + {OTHER}, trainer_id + {OTHER}, 'Second ' || name, phone, email,
    gender, joined_on FROM clients WHERE id <= 20;
INSERT INTO plans SELECT id + {OTHER}, 2, 'Second ' || name, months, price FROM plans;
INSERT INTO memberships (id, client_id, plan_id, start_date, end_date, price) SELECT id + {OTHER}, client_id + {OTHER},
    plan_id + {OTHER}, start_date, end_date, price FROM memberships WHERE client_id <= 20;
INSERT INTO payments (id, membership_id, paid_on, amount, method) SELECT p.id + {OTHER}, membership_id + {OTHER},
    paid_on, amount, method FROM payments p JOIN memberships m ON m.id = membership_id WHERE client_id <= 20;
INSERT INTO attendance (id, client_id, checked_in, checked_out) SELECT id + {OTHER}, client_id + {OTHER}, checked_in,
    checked_out FROM attendance WHERE client_id <= 20;
INSERT INTO enquiries SELECT id + {OTHER}, 2, branch_id + {OTHER}, 'Second ' || name, phone, email, interest, source,
    status, created_on FROM enquiries;
"""


def prepare(server: Server, database: str) -> None:
    """Migrate a new database and fill it with two gyms: the demo gym as on the evening of TODAY, and another."""
    migrate(server.url(OWNER, database), SERVING)
    engine = open_engine(database_url(server.url(OWNER, database)), connections=1)
    with engine.begin() as connection:
        fill(connection, datetime.combine(TODAY, time(18, 30)))
        add_second_gym(connection)
    engine.dispose()


@contextlib.contextmanager
def two_gyms(server: Server) -> Iterator[str]:
    """The name of a database of one's own with both gyms."""
    with server.database(server.made_once("two_gyms", lambda: prepare(server, "two_gyms"))) as name:
        yield name


def add_second_gym(connection: Connection) -> None:
    """A gym 2 beside gym 1: twenty of the same people under other names."""
    for statement in _SECOND_GYM.split(";\n"):
        if statement.strip():
            connection.execute(text(statement))
    continue_numbers(connection)
    connection.execute(text("ANALYZE"))


def person(
    gym_id: int | None = 1, *, user_id: int = 1, branch_id: int | None = None, role: str = "admin"
) -> Tenant:
    """Somebody of a gym."""
    return Tenant(user_id=user_id, email="", name="", role=role, gym_id=gym_id, branch_id=branch_id)


def headers(tenant: Tenant, accept: str = "text/event-stream") -> dict[str, str]:
    """What a client sends along."""
    return {"Authorization": f"Bearer {issue_token(tenant, SECRET)}", "Accept": accept}


@dataclass(frozen=True)
class Workers:
    """Running workers: where, and the process that watches them."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def port(self) -> int:
        """Where they listen on this machine."""
        return int(self.url.rpartition(":")[2])


@contextlib.contextmanager
def workers(database: str, count: int = 2, **environment: str) -> Iterator[Workers]:
    """The command `serve --workers` over a database, ended at the end."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("STRAKLY_", "JWT_", "PROMETHEUS_"))
    }
    ours = {"STRAKLY_OFFLINE_TOKEN_DELAY_MS": "0", "JWT_SECRET": SECRET, "STRAKLY_DATABASE": database}
    command = [sys.executable, "-m", "strakly_desktop", "serve", "--workers", str(count), "--json-ready",
               "--exit-with-stdin"]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept | ours | environment
    ) as process:
        try:
            assert process.stdout is not None
            ready: dict[str, Any] = json.loads(process.stdout.readline())
            yield Workers(ready["url"], process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(60)
            finally:
                process.kill()
