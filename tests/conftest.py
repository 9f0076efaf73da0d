"""Fixtures every test may use: a desk on each engine, a clock that is told the time, what could not run here.

PostgreSQL is the one at LANGNGHE_TEST_POSTGRES (a maintenance database), each worker with its own database.
With CI=true a part that cannot run here fails instead of being left out.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import structlog
from argon2 import PasswordHasher
from sqlalchemy import make_url, text

from bot.channels._template import SETUP
from intake.adapters.storage import LocalStorage
from intake.cases import accounts
from intake.cases.work import Desk
from intake.entry.deciding import ANY_TEXT
from models import migrate
from models.crypto import Keyring, use_keyring
from models.db import Database, sqlite_url
from models.tables import metadata
from routing import classifier
from routing.rulebook import Rulebook
from tests.world import World, make_world

POSTGRES = os.environ.get("LANGNGHE_TEST_POSTGRES", "postgresql:///postgres")
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
"""Friday 20/11/2026, 12:00 in Vietnam: before a holiday, so that working days matter."""

_left_out: dict[str, str] = {}


def leave_out(what: str, why: str) -> None:
    """Skip a test because of this machine; with CI=true that is a failure."""
    _left_out[what] = why
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: {why}")
    pytest.skip(f"{what}: {why}")


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **units: float) -> datetime:
        self.now += timedelta(**units)
        return self.now


@pytest.fixture
def clock() -> TestClock:
    return TestClock(NOON)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Argon2 as weak as it goes: a small province has a dozen accounts, made anew for every test."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    keys = Keyring.generate()
    use_keyring(keys)
    return keys


@pytest.fixture(autouse=True)
def _own_keys(keyring: Keyring) -> None:
    """A test that opened an installation of its own leaves its keys behind; the next one starts with ours."""
    use_keyring(keyring)


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """A command sets the logging of its process to the terminal it has; that of a test is closed after it."""
    hook = threading.excepthook
    yield
    structlog.reset_defaults()
    threading.excepthook = hook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return Rulebook.shipped()


@pytest.fixture(scope="session")
def trained() -> Path:
    """A folder with the trained classifier, kept between runs as long as its sources are the same."""
    folder = ROOT / "var" / "cache" / "classifier"
    if not classifier.is_current(folder):
        classifier.train(folder)
    return folder


@pytest.fixture(scope="session")
def loaded(trained: Path) -> classifier.Classifier:
    """The trained classifier, loaded once for every product that runs in this process: it takes seconds."""
    decider = classifier.load(trained)
    decider.decide(ANY_TEXT)
    return decider


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty migrated SQLite database, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    database = Database(sqlite_url(path))
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    database.dispose()
    return path.read_bytes()


@contextmanager
def own_postgres_database(name: str) -> Iterator[str]:
    """A PostgreSQL database with nothing in it, not even tables, dropped afterwards; gives its SQLAlchemy address."""
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # nothing here outlives a crash
    except psycopg.OperationalError as refused:
        leave_out("PostgreSQL", f"không kết nối được ({str(refused).splitlines()[0]})")
    try:
        yield make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name).render_as_string(False)
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_database(worker_id: str) -> Iterator[Database]:
    """One migrated PostgreSQL database for this worker."""
    with own_postgres_database(f"langnghe_test_{worker_id}_{os.getpid()}") as url:
        database = Database(url, pool_size=20)
        migrate.upgrade(database)
        yield database
        database.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test worker, also without xdist."""
    workerinput = getattr(request.config, "workerinput", None)
    return workerinput["workerid"] if workerinput else "main"


@pytest.fixture
def sqlite_database(sqlite_template: bytes, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "langnghe.db"
    path.write_bytes(sqlite_template)
    database = Database(sqlite_url(path))
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each test that asks for it runs on both engines."""
    database: Database = request.getfixturevalue(f"{request.param}_database")
    yield database
    if request.param == "postgres":
        _empty(database)


def _empty(database: Database) -> None:
    """Without a look at foreign keys. TRUNCATE makes the files of every table anew: it takes forty times as long."""
    emptied = "; ".join(str(table.delete()) for table in metadata.sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL session_replication_role = replica; {emptied}"))


DeskFactory = Callable[[Database], Desk]


@pytest.fixture
def make_desk(keyring: Keyring, rulebook: Rulebook, clock: TestClock, tmp_path: Path) -> DeskFactory:
    def make(database: Database) -> Desk:
        files, model = LocalStorage(tmp_path / "files"), tmp_path / "model"
        return Desk(database, keyring, rulebook, files, clock, setups={SETUP.kind: SETUP}, classifier=model)

    return make


@pytest.fixture
def desk(database: Database, make_desk: DeskFactory) -> Desk:
    """A desk on an empty database, on both engines."""
    return make_desk(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database, make_desk: DeskFactory) -> Desk:
    """A desk on SQLite only, for what does not depend on the engine."""
    return make_desk(sqlite_database)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what could not run here and why."""
    reasons = {
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    }
    if reasons:
        terminalreporter.section("không chạy được trên máy này / could not run here")
        for reason in sorted(reasons):
            terminalreporter.line(f"- {reason}")


@pytest.fixture
def world(desk: Desk) -> World:
    """A small province on an empty database, on both engines."""
    return make_world(desk)


@pytest.fixture
def sqlite_world(sqlite_desk: Desk) -> World:
    """The same on SQLite only."""
    return make_world(sqlite_desk)
