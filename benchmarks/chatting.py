"""Twenty people who chat at once: how soon each is answered, how many turns a second, how soon a webhook answers.

Each tells a story, confirms, gives a name and a phone, agrees and sends: seven turns, the last of which files a case. A
turn lasts from the moment a person begins to send until the reply has arrived at the page they hold open. Limits stay
on: nobody chats twice.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from sqlalchemy import select

from benchmarks import processor
from benchmarks.engine import HOME, SERVER, copy_of, plain_url_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import BROKER, REDIS, empty_home, workers
from benchmarks.server import ROOT, Server, running
from benchmarks.talkers import Job
from intake.cases.work import Desk
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from intake.entry.understanding import prepare_nlu
from models.conversation import ChatLine, ConversationCase
from tools import rasa

PEOPLE = 20
PAUSE_SECONDS = 1.0
"""Between reading a reply and sending the next message, where people are not to be as fast as they can."""

_WARM_UP_SECONDS = 3.0
_SCRIPT = [
    {"text": "Đường trước nhà tôi, số {house}, ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài."},
    {"choice": "yes"},
    {"text": "Trần Thị Bé"},
    {"text": "0912345678"},
    {"choice": "done"},
    {"choice": "agree"},
    {"choice": "send"},
]

Used = Mapping[str, Callable[[], float]]
"""What works for a turn beside the load, and how many seconds of a processor it has used so far."""


@dataclass(frozen=True)
class Spoken:
    """What a load measured: seconds of the answer to each POST and of each turn, ``cpu`` by the load itself, and
    ``used`` seconds of a processor by each part of the product and by the whole machine.
    """

    took: float
    cpu: float
    posts: list[float]
    turns: list[float]
    used: Mapping[str, float]

    @property
    def shares(self) -> dict[str, float]:
        """Milliseconds of a processor for each turn, by who used them."""
        known = {name: seconds for name, seconds in self.used.items() if name != _MACHINE} | {"the load": self.cpu}
        every = known | {"all else on this machine": max(0.0, self.used[_MACHINE] - sum(known.values()))}
        return {name: seconds * 1000 / max(1, len(self.turns)) for name, seconds in every.items()}


_MACHINE = "machine"


def chatting(template: str, seconds: float) -> list[Figure]:
    """The start without any configuration, then a province with two web processes, relay and workers."""
    return _both(template, seconds, url="", token="")


def chatting_with_rasa(template: str, seconds: float) -> list[Figure]:
    """The same with the Rasa that ``make rasa`` runs beside it asked first."""
    return _both(template, seconds, url=f"http://{rasa.HOST}:{rasa.PORT}", token=rasa.token())


def _both(template: str, seconds: float, *, url: str, token: str) -> list[Figure]:
    with empty_home() as home:
        prepare_nlu(Settings(home=home))
        with running(home, RASA_URL=url, RASA_TOKEN=token) as server:
            parts: Used = {"the web and what runs in it": lambda: server.cpu_seconds}
            _warm_up(server)
            figures = _measured("sqlite, one process", server, Settings(home=home), seconds, parts, by_rasa=bool(url))
    prepare_nlu(Settings(home=HOME))
    with (
        copy_of(template) as name,
        running(
            HOME, url_of(name), processes=2, BROKER_URL=BROKER, REDIS_URL=REDIS, RASA_URL=url, RASA_TOKEN=token
        ) as server,
        workers(name, {"BROKER_URL": BROKER, "RASA_URL": url, "RASA_TOKEN": token}) as carrying,
    ):
        parts = {
            "the web": lambda: server.cpu_seconds,
            "relay and workers": lambda: sum(processor.of_processes(processor.family(pid)) for pid in carrying),
            "PostgreSQL": lambda: processor.of_postgres(SERVER, name),
        }
        settings = Settings(home=HOME, database_url=url_of(name))
        _warm_up(server)
        _count_rows(name)
        return [*figures, *_measured("province", server, settings, seconds, parts, by_rasa=bool(url))]


def _measured(
    where: str, server: Server, settings: Settings, seconds: float, parts: Used, *, by_rasa: bool
) -> list[Figure]:
    paced = _spoken(server, parts, seconds, pause=PAUSE_SECONDS)
    desk = open_desk(settings)
    answered_by = _engines(desk)
    fast = _spoken(server, parts, seconds, pause=0.0)
    _check_filed(desk)
    desk.database.dispose()
    middle, high = milliseconds(paced.turns)
    answered, slow = milliseconds(paced.posts)
    note = f"{PEOPLE} people, {PAUSE_SECONDS:g} s after each reply, {len(paced.turns)} turns"
    return [
        Figure(f"{where}: reply, median", middle, "ms", at_most=None if by_rasa else 80, note=note),
        Figure(f"{where}: reply, p95", high, "ms", at_most=400 if by_rasa else 200, note=answered_by),
        Figure(f"{where}: POST answered, median", answered, "ms"),
        Figure(f"{where}: POST answered, p95", slow, "ms", at_most=50),
        Figure(f"{where}: turns, no pause", len(fast.turns) / fast.took, "/s", at_least=100),
        Figure(f"{where}: reply then, median", milliseconds(fast.turns)[0], "ms"),
        *(Figure(f"{where}: CPU a turn, {name}", used, "ms") for name, used in fast.shares.items()),
    ]


def _warm_up(server: Server) -> None:
    """Models load, caches fill."""
    _spoken(server, {}, _WARM_UP_SECONDS, pause=0.0)


def _count_rows(name: str) -> None:
    """Within a minute PostgreSQL does by itself (autovacuum) what it has no time for here: its plans were made for
    tables without a conversation.
    """
    with psycopg.connect(plain_url_of(name), autocommit=True) as inside:
        inside.execute("ANALYZE")


def _check_filed(desk: Desk) -> None:
    """Whoever came to the end of the script has a case: else something else was measured than is told."""
    with desk.look() as work:
        if work.session.scalar(select(ConversationCase.id).limit(1)) is None:
            raise ValueError("nobody's case was filed")


def _engines(desk: Desk) -> str:
    """Who understood how many messages, so that nobody takes one engine's speed for the other's."""
    with desk.look() as work:
        engines = work.session.scalars(select(ChatLine.engine).where(ChatLine.engine.is_not(None))).all()
    return "understood by " + ", ".join(f"{name} {count}" for name, count in Counter(map(str, engines)).most_common())


def _spoken(server: Server, parts: Used, seconds: float, *, pause: float) -> Spoken:
    """Let twenty people chat, from a process of their own."""
    job = Job("127.0.0.1", server.port, PEOPLE, seconds, pause, _SCRIPT)
    asked, every = json.dumps(asdict(job)), {**parts, _MACHINE: processor.of_machine}
    before = {name: used() for name, used in every.items()}
    command = [sys.executable, "-m", "benchmarks.talkers"]
    done = subprocess.run(command, input=asked, text=True, check=True, capture_output=True, cwd=ROOT)
    outcome: dict[str, Any] = json.loads(done.stdout)
    return Spoken(**outcome, used={name: used() - before[name] for name, used in every.items()})
