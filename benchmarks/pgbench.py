"""What PostgreSQL alone can do with the statements of one filed case: ``pgbench`` running the very same SQL.

The statements are taken down once while the use case runs, with their values; ids, codes and digests that must be
new each time are made from a counter of the pgbench client. So our own Python is all that is left out.
"""

import json
import re
import secrets
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import Binary
from psycopg.types.json import Json, Jsonb
from sqlalchemy import event

from benchmarks.engine import plain_url_of
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from intake.cases.work import Desk
from models.vocabulary import ChannelKind

_CONTENT = "Ở đường Hùng Vương, trước chợ, mặt đường nhiều ổ gà, hơn hai tuần nay. Mong được trả lời bằng văn bản."
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_SETUP = "\\set count :count + 1\n\\set n 100000000000 + :client_id * 1000000000 + :count\n"
_Statement = tuple[str, dict[str, Any]]


def transactions_per_second(desk: Desk, name: str, *, seconds: int, connections: int) -> float:
    """Cases a second that pgbench files with our statements into the database of this name."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "file.sql"
        script.write_text(script_of(_statements(desk)))
        options = ["-n", "-M", "prepared", "-D", "count=0", "-c", str(connections), "-j", "1", "-T", str(seconds)]
        done = subprocess.run(
            ["pgbench", *options, "-f", str(script), plain_url_of(name)], check=True, capture_output=True, text=True
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise ValueError(done.stdout + done.stderr)
    return float(found[1])


def _statements(desk: Desk) -> list[_Statement]:
    """Every statement of one submission, in order, with its values."""
    taken: list[_Statement] = []
    engine = desk.database.engine

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        taken.append((statement, dict(values or {})))

    submission = read_submission(
        content=_CONTENT, channel=ChannelKind.API, name="Trần Thị Bình", phone="0912345678", place="ấp 3"
    )
    with desk.look():
        pass  # what a process reads every few seconds is no part of filing
    event.listen(engine, "before_cursor_execute", listen)
    try:
        with desk.work() as work:
            submit(work, submission, idempotency_key=secrets.token_hex(8))
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return [("BEGIN", {}), *taken, ("COMMIT", {})]


def script_of(statements: list[_Statement]) -> str:
    """The pgbench script: values as literals, what must be new as an expression of ``:n``."""
    prefixes: dict[UUID, str] = {}

    def literal(column: str, value: Any) -> str:
        if isinstance(value, UUID):
            prefix = prefixes.setdefault(value, f"0190{len(prefixes):04x}-0000-7000-8000-")
            return f"('{prefix}' || :n::text)::uuid"
        if column in ("code", "key_digest", "key_digest_1", "ordering_key"):
            return f"('{column[:3]}' || :n::text)"
        return _quoted(value)

    def filled(statement: str, values: dict[str, Any]) -> str:
        one_line = " ".join(statement.split())
        return _PLACEHOLDER.sub(lambda match: literal(match[1], values[match[1]]), one_line)

    return _SETUP + "".join(f"{filled(statement, values)};\n" for statement, values in statements)


def _quoted(value: Any) -> str:
    """A literal in which pgbench finds no variable: it reads ``:name`` even inside quotes."""
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(value)
        case bytes():  # pgbench would read a backslash form as its own
            return f"decode('{value.hex()}', 'hex')"
        case Binary():
            return _quoted(bytes(value.obj))
        case Json() | Jsonb():
            return _quoted(json.dumps(value.obj, ensure_ascii=False))
        case datetime() | date():
            return _quoted(value.isoformat())
        case _:
            inner = str(value).replace("\\", "\\\\").replace("'", "''").replace(":", "\\003a")
            return f"U&'{inner}'"
