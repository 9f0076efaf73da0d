"""Rules that a CHECK cannot say, kept by the database on both engines: a statement that breaks one is refused.

A rule is a trigger that looks at the row before it is written. SQLite takes the sentence as it is; PostgreSQL wants a
function around it. Copying a table for a change drops its triggers on SQLite, so whoever copies one says them again.
"""

from typing import Any


def forbid(op: Any, name: str, doing: str, table: str, why: str, *, when: str = "1 = 1") -> None:
    """Refuse to do it (``UPDATE``, ``DELETE``, ``INSERT``) to a row ``when`` a condition on OLD and NEW holds.

    ``op`` is Alembic's; ``why`` stands in the error and holds no quote.
    """
    if op.get_bind().dialect.name == "sqlite":
        refusal = f"SELECT RAISE(ABORT, '{why}') WHERE {when};"
        op.execute(f'CREATE TRIGGER {name} BEFORE {doing} ON "{table}" BEGIN {refusal} END')
        return
    row = "OLD" if doing == "DELETE" else "NEW"
    refusal = f"RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {when} THEN {refusal}; END IF; RETURN {row}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f'CREATE TRIGGER {name} BEFORE {doing} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()')


def let_go(op: Any, name: str, table: str) -> None:
    """Take a rule away, to say it again in other words."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f'DROP TRIGGER {name} ON "{table}"')
    op.execute(f"DROP FUNCTION {name}()")
