"""Twenty people who chat at once: how soon each is answered, how many turns a second, how soon a webhook answers.

Each tells a story, confirms, gives a name and a phone, agrees and sends: seven turns, the last of which files a case. A
turn lasts from the moment a person begins to send until the reply is seen in the record, where the web chat reads it;
the record is looked at every few milliseconds, so a turn seems that much longer. Limits stay on: nobody chats twice.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import select

from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import BROKER, REDIS, empty_home, workers
from benchmarks.server import Server, running
from intake.cases import conversations
from intake.cases.work import Desk
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from intake.entry.understanding import prepare_nlu
from models.conversation import ChatLine, ConversationCase
from models.inbound import InboundMessage
from models.vocabulary import ChannelKind
from tools import rasa

PEOPLE = 20
PAUSE_SECONDS = 1.0
"""Between reading a reply and sending the next message, where people are not to be as fast as they can."""

_LOOK_SECONDS = 0.01
_PATIENCE = 60.0
_SCRIPT = (
    {"text": "Đường trước nhà tôi ở ấp 3 xã Long Hữu có nhiều ổ gà, trẻ em té hoài."},
    {"choice": "yes"},
    {"text": "Trần Thị Bé"},
    {"text": "0912345678"},
    {"choice": "done"},
    {"choice": "agree"},
    {"choice": "send"},
)


@dataclass
class Times:
    """Seconds: of the answer to each POST, and of each turn."""

    posts: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)


class Watch:
    """Looks at the record and wakes whoever has been answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._waiting, self._over = desk, dict[str, threading.Event](), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def answered(self, digest: str) -> threading.Event:
        """Set once nothing this person has sent is unheard; ask after it was sent."""
        event = self._waiting[digest] = threading.Event()
        return event

    def digest(self, person: str) -> str:
        with self._desk.look() as work:
            return conversations.person_digest(work, ChannelKind.WEBCHAT, "web", person)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._desk.database.dispose()

    def _run(self) -> None:
        unheard = select(InboundMessage.person_digest).where(InboundMessage.handled_at.is_(None))
        while not self._over.wait(_LOOK_SECONDS):
            asked = dict(self._waiting)
            with self._desk.look() as work:
                still = set(work.session.scalars(unheard)) if asked else set()
            for digest in asked.keys() - still:
                self._waiting.pop(digest).set()


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
            figures = _measured("sqlite, one process", server, Settings(home=home), seconds, by_rasa=bool(url))
    prepare_nlu(Settings(home=HOME))
    with (
        copy_of(template) as name,
        running(
            HOME, url_of(name), processes=2, BROKER_URL=BROKER, REDIS_URL=REDIS, RASA_URL=url, RASA_TOKEN=token
        ) as server,
        workers(name, {"BROKER_URL": BROKER, "RASA_URL": url, "RASA_TOKEN": token}),
    ):
        settings = Settings(home=HOME, database_url=url_of(name))
        return [*figures, *_measured("province", server, settings, seconds, by_rasa=bool(url))]


def _measured(where: str, server: Server, settings: Settings, seconds: float, *, by_rasa: bool) -> list[Figure]:
    desk = open_desk(settings)
    with Watch(desk) as watch:
        _all(server, watch, 3.0, pause=0.0)  # models load, caches fill
        paced, _took = _all(server, watch, seconds, pause=PAUSE_SECONDS)
        answered_by = _engines(desk)
        before = server.cpu_seconds
        fast, took = _all(server, watch, seconds, pause=0.0)
        used = (server.cpu_seconds - before) * 1000 / max(1, len(fast.turns))
    _check_filed(desk)
    middle, high = milliseconds(paced.turns)
    answered, slow = milliseconds(paced.posts)
    note = f"{PEOPLE} people, {PAUSE_SECONDS:g} s after each reply, {len(paced.turns)} turns"
    return [
        Figure(f"{where}: reply, median", middle, "ms", at_most=None if by_rasa else 80, note=note),
        Figure(f"{where}: reply, p95", high, "ms", at_most=400 if by_rasa else 200, note=answered_by),
        Figure(f"{where}: POST answered, median", answered, "ms"),
        Figure(f"{where}: POST answered, p95", slow, "ms", at_most=50),
        Figure(f"{where}: turns, no pause", len(fast.turns) / took, "/s", at_least=100),
        Figure(f"{where}: reply then, median", milliseconds(fast.turns)[0], "ms"),
        Figure(f"{where}: CPU of the web and what runs in it, a turn", used, "ms"),
    ]


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


def _all(server: Server, watch: Watch, seconds: float, *, pause: float) -> tuple[Times, float]:
    times, began = Times(), time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        done = [pool.submit(_people, server, watch, times, began + seconds, pause, number) for number in range(PEOPLE)]
        for one in done:
            one.result()
    return times, time.perf_counter() - began


def _people(server: Server, watch: Watch, times: Times, ends: float, pause: float, number: int) -> None:
    """One after the other, until the time is over."""
    with _connected(server) as connection:
        time.sleep(pause * number / PEOPLE)
        while time.perf_counter() < ends:
            person = uuid4().hex
            headers = _headers(person, f"10.{number}.{person.encode()[0]}.{person.encode()[1]}")
            digest = watch.digest(person)
            for told in _SCRIPT:
                began = time.perf_counter()
                connection.request("POST", "/tro-chuyen", urlencode({**told, "sending": uuid4().hex}), headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 204:
                    raise ValueError(f"not taken: {answer.status}")
                posted = time.perf_counter()
                if not watch.answered(digest).wait(_PATIENCE):
                    raise TimeoutError("nobody answered")
                times.posts.append(posted - began)
                times.turns.append(time.perf_counter() - began)
                if time.perf_counter() >= ends:
                    return
                time.sleep(pause)


def _headers(person: str, address: str) -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"langnghe_tro_chuyen={person}",
        "X-Chat": "1",
        "X-Forwarded-For": address,
    }


@contextmanager
def _connected(server: Server) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE)
    try:
        yield connection
    finally:
        connection.close()
