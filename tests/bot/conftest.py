"""What tests of chats share: the embedded engine, kept between runs, and a server that answers as Rasa does."""

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.nlu import embedded, training
from bot.nlu.embedded import EmbeddedNlu
from bot.nlu.entities import Facts
from bot.nlu.rasa_server import RasaServer
from intake.cases.work import Desk
from tests.bot.fake_rasa import FakeRasa
from tests.bot.own_rasa import OwnRasa
from tests.bot.talking import with_bot
from tests.conftest import ROOT, leave_out
from tests.world import World
from tools import rasa

FACTS = Facts(today=lambda: date(2026, 11, 27))


@pytest.fixture(scope="session")
def understanding() -> Path:
    """The folder of the trained embedded engine."""
    folder = ROOT / "var" / "cache" / "understanding"
    if not training.is_current(folder):
        training.train(folder)
    return folder


@pytest.fixture(scope="session")
def embedded_engine(understanding: Path) -> EmbeddedNlu:
    return embedded.load(understanding, FACTS)


@pytest.fixture
def talking(world: World) -> Desk:
    """A province with a bot, on both engines."""
    return with_bot(world.desk)


@pytest.fixture
def fake_rasa(embedded_engine: EmbeddedNlu) -> Iterator[FakeRasa]:
    """A server that runs our model, well until told otherwise."""
    with FakeRasa(embedded_engine.model.shares) as server:
        yield server


@pytest.fixture(scope="session")
def live_rasa() -> RasaServer:
    """The server that ``make rasa`` runs on this machine; it may take its time."""
    server = RasaServer(f"http://{rasa.HOST}:{rasa.PORT}", rasa.token(), within=30.0)
    if fault := server.fault():
        leave_out("Rasa", f"{fault.label.lower()} ở {server.url}; xin chạy make rasa ở một cửa sổ khác")
    return server


@pytest.fixture
def own_rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRasa]:
    """A server of today's model that the test may kill; it is well."""
    if not rasa.PYTHON.exists():
        leave_out("Rasa", "chưa cài ở máy này; xin chạy make rasa một lần")
    with socket.socket() as free:
        free.bind((rasa.HOST, 0))
        monkeypatch.setattr(rasa, "PORT", free.getsockname()[1])
    monkeypatch.setattr(rasa, "START_WITHIN", 280.0)
    own = OwnRasa(rasa.train())
    own.start()
    try:
        own.wait()
        yield own
    finally:
        own.kill()
