"""One installation of a test's own, run by the real commands: web, workers, relays and beats as processes.

It has its own folder, database, broker and mail server, so a test may kill and stop anything in it. It knows how
to start and end processes and how to look at the record; what is broken, and what must hold afterwards, the
tests say.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from sqlalchemy import func, select, update

from bot.nlu import training
from intake.cases.ports import system_clock
from intake.cases.work import Desk
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.crypto import Keyring, write_keyring
from models.outbox import OutboxJob
from models.vocabulary import JobState
from tests.conftest import ROOT, own_postgres_database
from tests.faults.gate import free_port
from tests.faults.waiting import until
from tests.world import World, make_world

COMMAND = Path(sys.executable).with_name("langnghe")
WORDS = "Đường tỉnh đoạn trước chợ có nhiều ổ gà, đề nghị Sở Xây dựng cho vá mặt đường giúp bà con."


@dataclass
class Running:
    """A process with everything it has forked."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it as a power cut does: at once, with all its children, without a word."""
        self._signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Ask it to end and wait until it has; whatever remains is killed."""
        self.process.terminate()
        try:
            self.process.wait(timeout=25)
        finally:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


@dataclass
class Engine:
    """The installation. ``desk`` looks at the same database from inside the test."""

    settings: Settings
    desk: Desk
    world: World
    log_folder: Path
    running: list[Running] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    """What every process is started with besides its settings."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, *arguments: str, command: Sequence[str] = (str(COMMAND),), **variables: str) -> Running:
        """Start ``langnghe …`` (or what stands for it) in a process group of its own."""
        name = f"{len(self.running)}-{arguments[0]}"
        log = self.log_folder / f"{name}.log"
        with log.open("wb") as lines:
            process = subprocess.Popen(
                [*command, *arguments],
                env=_environment(self.settings) | self.variables | variables,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started = Running(name, process, log)
        self.running.append(started)
        return started

    def start_web(self, *options: str, command: Sequence[str] = (str(COMMAND),)) -> Running:
        """Start the web and wait until it answers."""
        web = self.start("run", *options, command=command)
        until("the web answers", lambda: web.process.poll() is not None or self._answers(), seconds=90)
        if web.process.poll() is not None:
            raise RuntimeError(web.log.read_text())
        return web

    def start_hearing_web(self, *, command: Sequence[str] = (str(COMMAND),)) -> Running:
        """Start the web and wait until it hears messages itself."""
        web = self.start_web(command=command)
        until("the web hears messages", lambda: "at_once.ready" in web.log.read_text(), seconds=90)
        return web

    def start_engine(self) -> None:
        """One relay and one worker."""
        self.start("relay")
        self.start("worker", "--processes", "2")

    def client(self, seconds: float = 30) -> httpx.Client:
        """Each request on a connection of its own: a fault may end the one it happened on."""
        return httpx.Client(base_url=self.address, timeout=seconds, limits=httpx.Limits(max_keepalive_connections=0))

    def end(self) -> None:
        for running in self.running:
            running.kill()
        self.desk.database.dispose()

    def unfinished(self) -> int:
        with self.desk.look() as work:
            query = select(func.count()).select_from(OutboxJob).where(OutboxJob.finished_at.is_(None))
            return work.session.scalar(query) or 0

    def settle(self, *, seconds: float = 45) -> None:
        """Wait until every row of the outbox is finished."""
        try:
            until("every job is finished", lambda: self.unfinished() == 0, seconds=seconds)
        except TimeoutError as late:
            raise TimeoutError(f"{late}: {self.unfinished()} left\n{self.logs()}") from None

    def outlive_leases(self) -> None:
        """Let the time of every lease and of every pause after a failure be over, as if its minutes had passed."""
        with self.desk.work() as work:
            over = update(OutboxJob).where(OutboxJob.leased_until.is_not(None), OutboxJob.finished_at.is_(None))
            work.session.execute(over.values(leased_until=work.now - timedelta(seconds=1)))
            put_off = update(OutboxJob).where(OutboxJob.state == JobState.TEMPORARY)
            work.session.execute(put_off.values(ready_at=work.now))

    def logs(self) -> str:
        """The last lines of every process, for the report of a failed test."""
        return "\n".join(f"== {one.name}\n" + "\n".join(one.log.read_text().splitlines()[-15:]) for one in self.running)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/v1/departments", timeout=5).is_success
        except httpx.TransportError:
            return False


def file(client: httpx.Client, key: str, content: str = WORDS, **given: object) -> httpx.Response:
    """File a case through the API under a key that a repetition would use too."""
    body = {"content": content, **given}
    return client.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": key})


def file_until_answered(client: httpx.Client, key: str, content: str = WORDS, **given: object) -> str:
    """File as a careful sender does: repeat until there is a receipt. Gives the code."""

    def try_once() -> str | None:
        try:
            answer = file(client, key, content, **given)
        except httpx.TransportError:
            return None
        assert answer.status_code in {201, 429, 500, 503}, answer.text
        return answer.json()["code"] if answer.status_code == 201 else None

    code = until("the case is answered with a receipt", try_once)
    assert code is not None
    return code


@contextmanager
def installation(
    home: Path,
    keyring: Keyring,
    trained: Path,
    *,
    database_url: str = "",
    broker_url: str = "",
    smtp_url: str = "",
    log_folder: Path | None = None,
) -> Iterator[Engine]:
    """A province with the classifier already trained; everything in it is ended afterwards."""
    home.mkdir(exist_ok=True)
    settings = Settings(
        home=home,
        port=free_port(),
        public_url="",
        trusted_proxies="",
        secret_file=None,
        database_url=database_url,
        broker_url=broker_url,
        redis_url="",
        smtp_url=smtp_url,
        demo=False,
    )
    write_keyring(settings.keys, keyring)
    shutil.copytree(trained, settings.classifier)
    shutil.copytree(_taught(), settings.understanding)
    desk = open_desk(settings)
    engine = Engine(settings, desk, make_world(desk), log_folder or home)
    assert desk.clock is system_clock
    try:
        yield engine
    finally:
        engine.end()


def postgres() -> AbstractContextManager[str]:
    """A PostgreSQL database for one test; gives its address for SQLAlchemy."""
    return own_postgres_database(f"langnghe_fault_{uuid4().hex[:12]}")


def _taught() -> Path:
    """A folder with the engine that understands messages, kept between runs as long as its sources are the same."""
    folder = ROOT / "var" / "cache" / "understanding"
    if not training.is_current(folder):
        training.train(folder)
    return folder


def _environment(settings: Settings) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LANGNGHE_")}
    own = {
        "LANGNGHE_HOME": settings.home,
        "LANGNGHE_PORT": settings.port,
        "LANGNGHE_DATABASE_URL": settings.database_url,
        "LANGNGHE_REDIS_URL": settings.redis_url,
        "LANGNGHE_BROKER_URL": settings.broker_url,
        "LANGNGHE_SMTP_URL": settings.smtp_url,
        "LANGNGHE_DEMO": 0,
    }
    return inherited | {name: str(value) for name, value in own.items()}
