"""Whichever engine understands, and whatever happens to Rasa meanwhile, a conversation ends in the same case."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.nlu import breaker
from bot.nlu.rasa_server import RasaServer
from intake.cases import conversations
from intake.cases.work import Desk
from intake.entry import understanding as engines
from intake.entry.settings import Settings
from intake.entry.understanding import Understanding
from models.conversation import ChatLine
from models.vocabulary import ChannelKind, Speaker
from tests.bot.fake_rasa import HANGING, TOKEN, WRONG, FakeRasa
from tests.bot.journeys import JOURNEYS, Journey, ended, walk
from tests.bot.own_rasa import OwnRasa
from tests.bot.talking import Citizen, with_bot
from tests.faults.gate import Gate
from tests.world import World

every_journey = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name.replace(" ", "_"))
SIMPLE, HALF = JOURNEYS[1], 3

WithEngine = Callable[[RasaServer | None], Desk]


@pytest.fixture
def with_engine(
    sqlite_world: World, understanding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> WithEngine:
    """The desk with the engines of an installation: Rasa first, if it is given."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "understanding").symlink_to(understanding)
    monkeypatch.setattr(breaker, "FIRST_REST", 0.0)  # so that nothing has to be waited for

    def make(server: RasaServer | None) -> Desk:
        monkeypatch.setattr(engines, "rasa_of", lambda _settings: server)
        return with_bot(sqlite_world.desk, Understanding(Settings(home=home), sqlite_world.desk))

    return make


@pytest.fixture
def expected(with_engine: WithEngine) -> Callable[[Journey], list[tuple[object, ...]]]:
    """What a journey leaves on the record when the embedded engine hears it."""

    def walked(journey: Journey) -> list[tuple[object, ...]]:
        desk = with_engine(None)
        walk(Citizen(desk, "embedded"), journey.says)
        found = ended(desk)
        assert len(found) == journey.cases
        return found

    return walked


def patient(fake: FakeRasa, *, within: float = 20.0, token: str = TOKEN) -> RasaServer:
    return RasaServer(fake.url, token, within=within)


def engines_of(desk: Desk) -> set[tuple[str, str | None]]:
    """Which engines answered, and why it was not Rasa; familiar phrases aside."""
    with desk.look() as work:
        rows = work.session.execute(select(ChatLine.engine, ChatLine.engine_fault).where(ChatLine.engine.is_not(None)))
        return {(str(engine), fault) for engine, fault in rows if engine != "keywords"}


def heard_from(desk: Desk, person: str) -> list[tuple[str | None, str | None, str | None]]:
    """Every message of somebody in turn: its text, who understood it, and why it was not Rasa."""
    with desk.look() as work:
        talk = conversations.find(work, ChannelKind.WEBCHAT, "web", person)
        lines = conversations.lines_after(work, talk.id, 0) if talk is not None else []
        return [(line.text, line.engine, line.engine_fault) for line in lines if line.speaker is Speaker.CITIZEN]


@every_journey
def test_with_the_live_server_a_journey_ends_in_the_same_case(
    with_engine: WithEngine,
    expected: Callable[[Journey], list[tuple[object, ...]]],
    live_rasa: RasaServer,
    journey: Journey,
) -> None:
    wanted = expected(journey)
    desk = with_engine(live_rasa)
    citizen = Citizen(desk, "rasa")
    walk(citizen, journey.says)

    assert ended(desk)[len(wanted) :] == wanted
    assert ("rasa", None) in engines_of(desk)
    assert not [fault for _engine, fault in engines_of(desk) if fault]


def test_the_live_server_cut_off_in_mid_conversation_changes_no_case(
    with_engine: WithEngine, expected: Callable[[Journey], list[tuple[object, ...]]], live_rasa: RasaServer
) -> None:
    wanted = expected(SIMPLE)
    place = urlsplit(live_rasa.url)
    with Gate(str(place.hostname), place.port or 80) as gate:
        desk = with_engine(replace(live_rasa, url=f"http://127.0.0.1:{gate.port}"))
        citizen = Citizen(desk, "rasa")
        walk(citizen, SIMPLE.says[:2])
        gate.shut()
        walk(citizen, SIMPLE.says[2:4])
        gate.open()
        walk(citizen, SIMPLE.says[4:])

    assert ended(desk)[len(wanted) :] == wanted
    assert engines_of(desk) >= {("rasa", None), ("embedded", "away")}


@pytest.mark.parametrize("mood", [HANGING, *WRONG])
def test_a_server_that_breaks_in_mid_conversation_changes_no_case(
    with_engine: WithEngine,
    expected: Callable[[Journey], list[tuple[object, ...]]],
    fake_rasa: FakeRasa,
    mood: str,
) -> None:
    wanted = expected(SIMPLE)
    desk = with_engine(patient(fake_rasa, within=0.3 if mood == HANGING else 20.0))
    citizen = Citizen(desk, "rasa")
    walk(citizen, SIMPLE.says[:HALF])
    fake_rasa.mood = mood
    walk(citizen, SIMPLE.says[HALF:])

    assert ended(desk)[len(wanted) :] == wanted
    faults = {fault for engine, fault in engines_of(desk) if engine == "embedded" and fault}
    assert faults <= {"slow", "failed", "nonsense"}
    assert faults


def test_a_server_killed_in_mid_conversation_and_back_again_changes_no_case(
    with_engine: WithEngine, expected: Callable[[Journey], list[tuple[object, ...]]], fake_rasa: FakeRasa
) -> None:
    wanted = expected(SIMPLE)
    desk = with_engine(patient(fake_rasa))
    citizen = Citizen(desk, "rasa")
    walk(citizen, SIMPLE.says[:2])
    fake_rasa.kill()
    walk(citizen, SIMPLE.says[2:4])
    fake_rasa.start()
    walk(citizen, SIMPLE.says[4:])

    assert ended(desk)[len(wanted) :] == wanted
    assert engines_of(desk) >= {("rasa", None), ("embedded", "away")}
    assert fake_rasa.asked[-1] == SIMPLE.says[-1]


@pytest.mark.faults
@pytest.mark.timeout(600)  # the model is loaded twice, which a busy machine may take minutes for
def test_a_real_server_killed_while_it_is_asked_and_started_again_changes_no_case(
    with_engine: WithEngine, expected: Callable[[Journey], list[tuple[object, ...]]], own_rasa: OwnRasa
) -> None:
    wanted = expected(SIMPLE)
    desk = with_engine(own_rasa.server)
    citizen = Citizen(desk, "rasa")
    with capture_logs() as logs:
        walk(citizen, SIMPLE.says[:2])
        own_rasa.freeze()
        killing = threading.Timer(0.5, own_rasa.kill)
        killing.start()
        walk(citizen, SIMPLE.says[2:3])
        killing.join()
        walk(citizen, SIMPLE.says[3:4])
        own_rasa.start()
        walk(citizen, SIMPLE.says[4:5])
        own_rasa.wait()
        walk(citizen, SIMPLE.says[5:])

    assert ended(desk)[len(wanted) :] == wanted
    heard = heard_from(desk, "rasa")
    assert [text for text, _engine, _fault in heard] == list(SIMPLE.says)
    assert [answered for _text, *answered in (heard[0], heard[2], heard[-1])] == [
        ["rasa", None],
        ["embedded", "away"],
        ["rasa", None],
    ]
    changes = [line["event"] for line in logs if line["event"].startswith("understanding.")]
    assert changes == ["understanding.fell_back", "understanding.handed_back"]


def test_a_server_that_starts_late_takes_over_and_changes_no_case(
    with_engine: WithEngine, expected: Callable[[Journey], list[tuple[object, ...]]], fake_rasa: FakeRasa
) -> None:
    wanted = expected(SIMPLE)
    fake_rasa.kill()
    desk = with_engine(patient(fake_rasa))
    citizen = Citizen(desk, "rasa")
    walk(citizen, SIMPLE.says[:HALF])
    fake_rasa.start()
    walk(citizen, SIMPLE.says[HALF:])

    assert ended(desk)[len(wanted) :] == wanted
    assert engines_of(desk) >= {("rasa", None), ("embedded", "away")}


@pytest.mark.parametrize(("token", "model", "fault"), [("khác", "", "token"), (TOKEN, "nlu-khac.tar.gz", "model")])
def test_a_wrong_token_or_model_lets_the_embedded_engine_hear_everything(
    with_engine: WithEngine,
    expected: Callable[[Journey], list[tuple[object, ...]]],
    fake_rasa: FakeRasa,
    token: str,
    model: str,
    fault: str,
) -> None:
    wanted = expected(SIMPLE)
    fake_rasa.model = model or fake_rasa.model
    desk = with_engine(patient(fake_rasa, token=token))
    citizen = Citizen(desk, "rasa")
    walk(citizen, SIMPLE.says)

    assert ended(desk)[len(wanted) :] == wanted
    assert ("embedded", fault) in engines_of(desk)
    assert "rasa" not in {engine for engine, _fault in engines_of(desk)}


def test_a_choice_and_a_file_are_understood_by_nobody(with_engine: WithEngine, fake_rasa: FakeRasa) -> None:
    desk = with_engine(patient(fake_rasa))
    citizen = Citizen(desk, "rasa")
    citizen.says(SIMPLE.says[0])
    asked = list(fake_rasa.asked)
    citizen.chooses("yes")
    citizen.says(sticker=True)

    assert fake_rasa.asked == asked
    with desk.look() as work:
        lines = work.session.scalars(select(ChatLine).where(ChatLine.speaker == "citizen").order_by(ChatLine.seq))
        assert [line.engine for line in lines] == ["rasa", None, None]
