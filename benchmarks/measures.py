"""The measurements: each starts the product anew on its own database and gives back figures.

They look from outside: HTTP, ``/proc``, and, to know whether everything is done, a count in the database.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from benchmarks import feedback, pgbench
from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.server import ROOT, Server, running, started
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.db import Database, sqlite_url

CONNECTIONS = 8
RUNS = 3
BROKER = os.environ.get("LANGNGHE_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//")
REDIS = os.environ.get("LANGNGHE_TEST_REDIS", "redis://127.0.0.1:6379/0")
_PATIENCE = 300.0


def accepting(template: str, seconds: float) -> list[Figure]:
    """Filing on PostgreSQL, the web alone (a province's workers run elsewhere), and pgbench with the same SQL."""
    with copy_of(template) as name:
        with running(HOME, url_of(name), processes=2, BROKER_URL=BROKER, REDIS_URL=REDIS) as server:
            load(server, feedback.requests(300, seed=_unused_seed()), seconds=60)
            outcome = load(server, feedback.requests(int(seconds * 600), seed=_unused_seed()), seconds=seconds)
        figures = _filing("postgresql", outcome, at_least=200, p95_at_most=100)
        desk = open_desk(Settings(home=HOME, database_url=url_of(name)))
        alone = pgbench.transactions_per_second(desk, name, seconds=int(seconds), connections=CONNECTIONS)
        desk.database.dispose()
    ratio = figures[0].value / alone
    return [
        *figures,
        Figure("pgbench with the same statements", alone, "/s"),
        Figure("postgresql: share of pgbench", ratio * 100, "%", at_least=100 / 3),
    ]


def _unused_seed() -> int:
    """Other senders than a run before: Redis remembers for an hour how much each has sent."""
    return time.time_ns() // 1_000_000 % 1_000_000


def everything(template: str, cases: int) -> list[Figure]:
    """From the first request until no side effect is left, letters too: web, relay and workers over RabbitMQ."""
    with _sink() as mail, copy_of(template) as name:
        settings = {"BROKER_URL": BROKER, "SMTP_URL": mail}
        with running(HOME, url_of(name), BROKER_URL=BROKER, SMTP_URL=mail) as server, workers(name, settings):
            runs = [_until_all_done("province", server, url_of(name), cases, seed=5 + run) for run in range(RUNS)]
    rates = sorted(run.value for run in runs)
    told = ", ".join(f"{rate:.1f}" for rate in rates)
    where = "province (web, relay, workers, letters): all side effects done"
    return [Figure(where, median(rates), "/s", at_least=60, note=f"median of {told}")]


def one_process(template: str, seconds: float, cases: int) -> list[Figure]:
    """The one-process start on PostgreSQL: filing while the same process classifies."""
    with copy_of(template) as name, running(HOME, url_of(name)) as server:
        figure = _until_all_done("one process, postgresql", server, url_of(name), cases)
        return [figure, *_filing("one process, postgresql", _filed(server, seconds))]


def embedded(seconds: float, cases: int) -> list[Figure]:
    """The start without any configuration: SQLite, one process; also its start and its memory."""
    with empty_home() as home, running(home) as server:
        started_in, database = server.started_in, Database(sqlite_url(home / "langnghe.db"))
        figure = _until_all_done("sqlite", server, sqlite_url(home / "langnghe.db"), cases)
        memory = server.resident_mb
        figures = _filing("sqlite", _filed(server, seconds), at_least=100)
        database.dispose()
    with empty_home() as home:
        with running(home):
            pass
        with running(home) as server:
            again = server.started_in
    return [
        *figures,
        figure,
        Figure("start to first answer, new database", started_in, "s", at_most=4),
        Figure("start to first answer, second start", again, "s", at_most=4),
        Figure("memory with the model loaded", memory, "MB", at_most=350),
    ]


def load(
    server: Server,
    requests: list[dict[str, Any]],
    *,
    seconds: float,
    connections: int = CONNECTIONS,
    keep: bool = False,
) -> dict[str, Any]:
    """Send requests from a second process; gives its outcome, and the server's CPU as ``cpu_ms`` for each."""
    job = {
        "host": "127.0.0.1",
        "port": server.port,
        "connections": connections,
        "seconds": seconds,
        "requests": requests,
        "keep": keep,
    }
    before = server.cpu_seconds
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(job),
        text=True,
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    outcome: dict[str, Any] = json.loads(done.stdout)
    outcome["cpu_ms"] = (server.cpu_seconds - before) * 1000 / max(1, len(outcome["seconds"]))
    return outcome


def _filed(server: Server, seconds: float) -> dict[str, Any]:
    return load(server, feedback.requests(int(seconds * 600)), seconds=seconds)


def _filing(
    where: str, outcome: dict[str, Any], *, at_least: float | None = None, p95_at_most: float | None = None
) -> list[Figure]:
    if set(outcome["statuses"]) != {"201"}:
        raise ValueError(f"not everything was filed: {outcome['statuses']}")
    middle, high = milliseconds(outcome["seconds"])
    rate = len(outcome["seconds"]) / outcome["took"]
    return [
        Figure(f"{where}: filed", rate, "/s", at_least=at_least),
        Figure(f"{where}: median", middle, "ms"),
        Figure(f"{where}: p95", high, "ms", at_most=p95_at_most),
        Figure(f"{where}: CPU of the web", outcome["cpu_ms"], "ms"),
    ]


def _until_all_done(where: str, server: Server, url: str, cases: int, *, seed: int = 5) -> Figure:
    database = Database(url, pool_size=1)
    load(server, feedback.requests(100, seed=1000 + seed), seconds=60)  # the model loads, caches fill
    _wait(database)
    began = time.perf_counter()
    load(server, feedback.requests(cases, seed=seed), seconds=_PATIENCE)
    _wait(database)
    rate = cases / (time.perf_counter() - began)
    database.dispose()
    return Figure(f"{where}: all side effects done", rate, "/s", at_least=60)


def _wait(database: Database) -> None:
    """Until no outbox row waits any more."""
    ends = time.perf_counter() + _PATIENCE
    while time.perf_counter() < ends:
        with database.reading() as session:
            if not session.scalar(text("SELECT count(*) FROM outbox_job WHERE finished_at IS NULL")):
                return
        time.sleep(0.1)
    raise TimeoutError("the outbox did not run empty")


@contextmanager
def workers(name: str, settings: dict[str, str]) -> Iterator[list[int]]:
    """As docker-compose.yml has them: letters go out apart from everything else. Gives their process ids."""
    settings = settings | {"HOME": str(HOME), "DATABASE_URL": url_of(name)}
    with ExitStack() as stack:
        relay = stack.enter_context(started("relay", settings))
        both = ("classify,clock,inbound", "notices")
        carrying = [stack.enter_context(started("worker", settings, "--queues", queues)) for queues in both]
        yield [one.pid for one in (relay, *carrying)]


@contextmanager
def _sink() -> Iterator[str]:
    """The address of a mail server that takes everything."""
    command = [sys.executable, "-m", "benchmarks.sink"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sink:
        try:
            port = int(sink.stdout.readline()) if sink.stdout else 0
            yield f"smtp://127.0.0.1:{port}/?from=bench@example.com&tls=none"
        finally:
            sink.terminate()


@contextmanager
def empty_home() -> Iterator[Path]:
    """A new installation with its classifier already trained, as after set-up."""
    with tempfile.TemporaryDirectory(dir=ROOT / "var" / "bench") as folder:
        home = Path(folder)
        shutil.copytree(HOME / "classifier", home / "classifier")
        yield home
