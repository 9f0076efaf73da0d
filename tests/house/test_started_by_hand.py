"""The services of docker-compose.yml started by hand: the same commands with the same settings, on this machine's
PostgreSQL, RabbitMQ and Redis, asked for their health the way the engine would ask."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import POSTGRES, leave_out
from tests.house.deployment import FILLED_IN, ROOT, compose, dockerfile

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

LANGNGHE = (sys.executable, "-c", "from intake.entry.cli import main; main()")
RUNNING = ("web", "worker", "notices", "relay", "beat")
NOT_HERE = ("clamav", "mail", "rasa")
"""Whose health checks nobody could make on this machine: their programs are in their images only."""
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Here:
    """What stands on this machine for the names and folders of the compose file."""

    folder: Path
    database: str
    broker: str
    port: int

    def put(self, text: str) -> str:
        """The same words with this machine's places."""
        for there, here in (
            ("/var/lib/langnghe-keys", str(self.folder / "keys")),
            ("127.0.0.1:8000", f"127.0.0.1:{self.port}"),
            (f"postgresql+psycopg://langnghe:{FILLED_IN['POSTGRES_PASSWORD']}@postgres:5432/langnghe", self.database),
            (f"amqp://langnghe:{FILLED_IN['RABBITMQ_PASSWORD']}@rabbitmq:5672//", self.broker),
            (f"redis://:{FILLED_IN['REDIS_PASSWORD']}@redis:6379/0", "redis://127.0.0.1:6379/0"),
        ):
            text = text.replace(there, here)
        return text

    def environment(self, name: str) -> dict[str, str]:
        """What a container of this service would see, and nothing else of this machine."""
        ours = compose(FILLED_IN)["services"][name]["environment"]
        bins = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        image = {"LANGNGHE_HOME": str(self.folder / "home"), "LANGNGHE_PORT": str(self.port), "PATH": bins}
        return image | {key: self.put(value) for key, value in ours.items()}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = [*LANGNGHE, *compose(FILLED_IN)["services"][name]["command"]]
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment(name), stdout=log, stderr=log)

    def ask(self, name: str, process: int, test: list[str] | None = None) -> tuple[int, str]:
        """The health check of a service, as Docker would make it inside the container: exit code and words."""
        kind, *words = test or compose(FILLED_IN)["services"][name]["healthcheck"]["test"]
        words = [self.put(word).replace("/proc/1/", f"/proc/{process}/") for word in words]
        words[0] = sys.executable if words[0] == "python" else words[0]
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        asked = subprocess.run(command, env=self.environment(name), capture_output=True, text=True, timeout=60)
        return asked.returncode, (asked.stdout + asked.stderr)[-1000:]

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-3000:]


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """A virtual host of its own on the local RabbitMQ: nobody else's messages are taken."""
    name = f"langnghe-by-hand-{os.getpid()}"
    try:
        subprocess.run(["rabbitmqctl", "-q", "add_vhost", name], check=True, capture_output=True, timeout=60)
        allowed = ["rabbitmqctl", "-q", "set_permissions", "-p", name, "guest", ".*", ".*", ".*"]
        subprocess.run(allowed, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as refused:
        leave_out("RabbitMQ", f"không tạo được vhost ({type(refused).__name__})")
    yield f"amqp://guest:guest@127.0.0.1:5672/{name}"
    subprocess.run(["rabbitmqctl", "-q", "delete_vhost", name], check=False, capture_output=True, timeout=60)


@contextlib.contextmanager
def new_database(name: str) -> Iterator[str]:
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError as refused:
        leave_out("PostgreSQL", f"không kết nối được ({str(refused).splitlines()[0]})")
    yield make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with new_database(f"langnghe_by_hand_{os.getpid()}") as url:
        yield url


@pytest.fixture
def empty_database() -> Iterator[str]:
    with new_database(f"langnghe_empty_{os.getpid()}") as url:
        yield url


@pytest.fixture(scope="module")
def here(database: str, broker: str, trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Here:
    """The places of this machine, with the trained classifier where the image has it."""
    folder = tmp_path_factory.mktemp("by-hand")
    (folder / "keys").mkdir()
    shutil.copytree(trained, folder / "home" / "classifier")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return Here(folder, database, broker, port)


@pytest.fixture(scope="module")
def migrated(here: Here) -> Here:
    """The one-shot step, done."""
    assert here.start("migrate").wait(PATIENCE_SECONDS) == 0, here.said("migrate")
    return here


@pytest.fixture(scope="module")
def processes(migrated: Here) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Everything that runs, started at the same moment like containers are; keys can only be read from now on."""
    (migrated.folder / "keys").chmod(0o500)
    started = {name: migrated.start(name) for name in RUNNING}
    yield started
    for process in started.values():
        process.terminate()
    for process in started.values():  # what has ended already is only collected
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        process.wait()
    (migrated.folder / "keys").chmod(0o700)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_several_processes_may_migrate_an_empty_database_at_the_same_moment(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("empty_database") if engine == "postgres" else f"sqlite:///{tmp_path / 'new.db'}"
    script = (
        "import sys; from models import migrate; from models.db import Database; database = Database(sys.argv[1]);"
        "print('ready', flush=True); sys.stdin.readline(); migrate.upgrade(database); print(migrate.drift(database))"
    )
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", script, url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(4)
    ]
    for process in begun:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    for process in begun:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    assert [process.communicate(timeout=60)[0] for process in begun] == ["[]\n"] * 4


def test_the_migration_makes_tables_and_keys_once_and_may_be_repeated(migrated: Here) -> None:
    keys = migrated.folder / "keys" / "secret.json"
    made = keys.read_bytes()

    again = migrated.start("migrate").wait(PATIENCE_SECONDS)

    assert (again, keys.read_bytes()) == (0, made)
    assert keys.stat().st_mode & 0o077 == 0
    with psycopg.connect(migrated.database.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM installation").fetchone() == (1,)


def complaint(
    migrated: Here, processes: dict[str, subprocess.Popen[bytes]], name: str, check: list[str] | None = None
) -> str:
    """What a service's health check says is wrong once it had time to start; nothing if it is well."""
    last = time.monotonic() + 2 * PATIENCE_SECONDS
    code, told = migrated.ask(name, processes[name].pid, check)
    while code != 0 and time.monotonic() < last:
        time.sleep(0.5)
        code, told = migrated.ask(name, processes[name].pid, check)
    return "" if code == 0 else f"{told}\n{migrated.said(name)}"


def test_every_service_started_by_hand_answers_that_it_is_well(
    migrated: Here, processes: dict[str, subprocess.Popen[bytes]]
) -> None:
    with ThreadPoolExecutor() as pool:
        unwell = dict(zip(RUNNING, pool.map(lambda name: complaint(migrated, processes, name), RUNNING), strict=True))

    assert unwell == dict.fromkeys(RUNNING, "")
    assert {name: process.poll() for name, process in processes.items()} == dict.fromkeys(RUNNING)


@pytest.mark.parametrize("name", ["postgres", "rabbitmq", "redis"])
def test_the_health_check_of_what_it_stands_on_is_well_with_the_servers_here(migrated: Here, name: str) -> None:
    _, first, *_ = compose(FILLED_IN)["services"][name]["healthcheck"]["test"]
    program = "redis-cli" if name == "redis" else first
    if shutil.which(program) is None:
        leave_out(name, f"không có {program}")

    code, told = migrated.ask(name, 0)

    assert code == 0, told


def test_every_health_check_is_made_here_or_named() -> None:
    services = compose(FILLED_IN)["services"]

    assert set(services) == {"migrate", *RUNNING, "postgres", "rabbitmq", "redis", *NOT_HERE}


def test_the_health_check_of_the_image_answers_too(
    migrated: Here, processes: dict[str, subprocess.Popen[bytes]]
) -> None:
    (health,) = dockerfile("HEALTHCHECK")
    words = re.findall(r'"([^"]+)"', health.partition("CMD ")[2])

    assert complaint(migrated, processes, "web", ["CMD", *words]) == ""


def test_a_relay_that_hangs_is_noticed(migrated: Here, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    processes["relay"].send_signal(SIGSTOP)
    try:
        assert migrated.ask("relay", processes["relay"].pid) == (1, "")
    finally:
        processes["relay"].send_signal(SIGCONT)


def test_everything_ends_when_it_is_asked_to(migrated: Here, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Within the time that the compose file gives before a container is killed."""
    assert compose(FILLED_IN)["services"]["web"]["stop_grace_period"] == "30s"
    for process in processes.values():
        process.terminate()

    codes = {name: process.wait(30) for name, process in processes.items()}

    assert set(codes.values()) <= {0, -SIGTERM}, codes
