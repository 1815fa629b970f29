"""The gyms' tables with the locks between the gyms, and the conversations.

Two locks keep the gyms apart. The first is in every query of the tools; this is the second: whoever is not the owner
of the tables sees only rows of the gym, and of the branch where there is one, that the transaction has named. What
belongs to a client carries gym and branch itself, so that a row is judged without a look into another table.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Text is in the order of its characters, as in SQLite: a list must not depend on the language of the server.
_TABLES = """
CREATE TABLE gyms (
    id serial PRIMARY KEY, name varchar COLLATE "C" NOT NULL, phone varchar NOT NULL, email varchar NOT NULL,
    address varchar NOT NULL, city varchar NOT NULL, hours varchar NOT NULL);
CREATE TABLE branches (
    id serial PRIMARY KEY, gym_id int NOT NULL REFERENCES gyms, name varchar COLLATE "C" NOT NULL,
    code varchar NOT NULL, phone varchar NOT NULL, address varchar NOT NULL, hours varchar NOT NULL,
    capacity int NOT NULL, is_default boolean NOT NULL, UNIQUE (gym_id, id));
CREATE TABLE trainers (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, name varchar COLLATE "C" NOT NULL,
    phone varchar NOT NULL, speciality varchar NOT NULL, shift varchar NOT NULL, UNIQUE (gym_id, id),
    FOREIGN KEY (gym_id, branch_id) REFERENCES branches (gym_id, id));
CREATE TABLE clients (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, trainer_id int,
    name varchar COLLATE "C" NOT NULL, phone varchar NOT NULL, email varchar NOT NULL, gender varchar NOT NULL,
    joined_on date NOT NULL, UNIQUE (gym_id, id),
    FOREIGN KEY (gym_id, branch_id) REFERENCES branches (gym_id, id),
    FOREIGN KEY (gym_id, trainer_id) REFERENCES trainers (gym_id, id));
CREATE TABLE plans (
    id serial PRIMARY KEY, gym_id int NOT NULL REFERENCES gyms, name varchar COLLATE "C" NOT NULL,
    months int NOT NULL, price int NOT NULL, UNIQUE (gym_id, id));
CREATE TABLE memberships (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, client_id int NOT NULL, plan_id int NOT NULL,
    start_date date NOT NULL, end_date date NOT NULL, price int NOT NULL, UNIQUE (gym_id, id),
    FOREIGN KEY (gym_id, client_id) REFERENCES clients (gym_id, id),
    FOREIGN KEY (gym_id, plan_id) REFERENCES plans (gym_id, id));
CREATE TABLE payments (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, membership_id int NOT NULL,
    paid_on date NOT NULL, amount int NOT NULL, method varchar COLLATE "C" NOT NULL,
    FOREIGN KEY (gym_id, membership_id) REFERENCES memberships (gym_id, id));
CREATE TABLE attendance (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, client_id int NOT NULL,
    checked_in timestamp NOT NULL, checked_out timestamp,
    FOREIGN KEY (gym_id, client_id) REFERENCES clients (gym_id, id));
CREATE TABLE enquiries (
    id serial PRIMARY KEY, gym_id int NOT NULL, branch_id int NOT NULL, name varchar COLLATE "C" NOT NULL,
    phone varchar NOT NULL, email varchar, interest varchar COLLATE "C", source varchar COLLATE "C" NOT NULL,
    status varchar NOT NULL, created_on date NOT NULL,
    FOREIGN KEY (gym_id, branch_id) REFERENCES branches (gym_id, id));
CREATE INDEX ON trainers (gym_id, branch_id);
CREATE INDEX ON clients (gym_id, branch_id);
CREATE INDEX ON memberships (gym_id, client_id);
CREATE INDEX ON payments (gym_id, paid_on);
CREATE INDEX ON payments (gym_id, membership_id);
CREATE INDEX ON attendance (gym_id, checked_in);
CREATE INDEX ON attendance (gym_id, client_id);
CREATE INDEX ON enquiries (gym_id, created_on);

CREATE TABLE conversations (
    gym_id int NOT NULL REFERENCES gyms ON DELETE CASCADE, person text NOT NULL, id bytea NOT NULL,
    epoch uuid NOT NULL DEFAULT gen_random_uuid(), used_at timestamptz NOT NULL DEFAULT now(), turns bytea NOT NULL,
    PRIMARY KEY (gym_id, person, id));
COMMENT ON COLUMN conversations.epoch IS 'Another one each time the conversation begins anew under its id.';
CREATE INDEX ON conversations (used_at);
CREATE TABLE chain (instance uuid NOT NULL DEFAULT gen_random_uuid());
COMMENT ON TABLE chain IS 'What clients know the memory by: the same from every worker and after a restart.';
INSERT INTO chain DEFAULT VALUES;
"""

_OWN_GYM_AND_BRANCH = """
CREATE FUNCTION of_client() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT gym_id, branch_id INTO NEW.gym_id, NEW.branch_id FROM clients WHERE id = NEW.client_id;
    RETURN NEW; END $$;
CREATE FUNCTION of_membership() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT gym_id, branch_id INTO NEW.gym_id, NEW.branch_id FROM memberships WHERE id = NEW.membership_id;
    RETURN NEW; END $$;
CREATE FUNCTION client_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE memberships SET branch_id = NEW.branch_id WHERE client_id = NEW.id;
    UPDATE payments SET branch_id = NEW.branch_id FROM memberships
        WHERE memberships.id = payments.membership_id AND memberships.client_id = NEW.id;
    UPDATE attendance SET branch_id = NEW.branch_id WHERE client_id = NEW.id;
    RETURN NULL; END $$;
CREATE TRIGGER own BEFORE INSERT OR UPDATE OF client_id, gym_id, branch_id ON memberships
    FOR EACH ROW EXECUTE FUNCTION of_client();
CREATE TRIGGER own BEFORE INSERT OR UPDATE OF client_id, gym_id, branch_id ON attendance
    FOR EACH ROW EXECUTE FUNCTION of_client();
CREATE TRIGGER own BEFORE INSERT OR UPDATE OF membership_id, gym_id, branch_id ON payments
    FOR EACH ROW EXECUTE FUNCTION of_membership();
CREATE TRIGGER moved AFTER UPDATE OF branch_id ON clients FOR EACH ROW EXECUTE FUNCTION client_moved();
"""

_WHO_ASKS = """
CREATE FUNCTION asking_gym() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('strakly.gym_id', true), '')::int $$;
CREATE FUNCTION asking_branch() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('strakly.branch_id', true), '')::int $$;
CREATE FUNCTION asking_person() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('strakly.person', true), '') $$;
"""

_OF_GYM = ("branches", "plans")
_OF_BRANCH = ("trainers", "clients", "memberships", "payments", "attendance", "enquiries")
_GYM = "gym_id = (SELECT asking_gym())"
_BRANCH = "((SELECT asking_branch()) IS NULL OR branch_id = (SELECT asking_branch()))"

# The only way past the locks, and all it can do is what the clock does.
_FORGET = """
CREATE FUNCTION forget_old_conversations(idle interval) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (DELETE FROM conversations
        WHERE used_at < now() - greatest(idle, interval '30 minutes') RETURNING 1) SELECT count(*) FROM gone $$;
REVOKE EXECUTE ON FUNCTION forget_old_conversations(interval) FROM PUBLIC;
"""


def upgrade() -> None:
    """Make everything."""
    for script in (_TABLES, _OWN_GYM_AND_BRANCH, _WHO_ASKS, _FORGET):
        op.execute(script)
    locks = {
        "gyms": "id = (SELECT asking_gym())",
        **dict.fromkeys(_OF_GYM, _GYM),
        **dict.fromkeys(_OF_BRANCH, f"{_GYM} AND {_BRANCH}"),
        "conversations": f"{_GYM} AND person = (SELECT asking_person())",
    }
    for table, lock in locks.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({lock}) WITH CHECK ({lock})")


def downgrade() -> None:
    """Remove everything, the records too."""
    tables = "attendance, payments, memberships, enquiries, clients, trainers, plans, branches, conversations, gyms"
    op.execute(f"DROP TABLE {tables}, chain")
    for function in ("of_client()", "of_membership()", "client_moved()", "asking_gym()", "asking_branch()",
                     "asking_person()", "forget_old_conversations(interval)"):  # fmt: skip
        op.execute(f"DROP FUNCTION {function}")
