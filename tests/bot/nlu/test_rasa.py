"""Rasa as an engine: what it says is believed from the right server only, and every fault has a name and an end."""

from dataclasses import replace
from unicodedata import normalize

import pytest
from structlog.testing import capture_logs

from bot.nlu.breaker import BELIEVED, FIRST_REST, Breaker
from bot.nlu.calibration import Calibration
from bot.nlu.embedded import EmbeddedNlu
from bot.nlu.falling_back import FallingBack
from bot.nlu.port import Entity, Unanswered
from bot.nlu.rasa import RasaNlu
from bot.nlu.rasa_server import RasaServer
from bot.rasa import identity
from models.vocabulary import EngineFault, Intent
from tests.bot.conftest import FACTS
from tests.bot.fake_rasa import DRIPPING, HANGING, TOKEN, WELL, WRONG, FakeRasa

PATIENT, HASTY = 20.0, 0.3
BELIEVE_ALL = Calibration("", temperature=1.0, threshold=0.0)


class Seconds:
    """A clock that is told the time."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def engine(server: FakeRasa, *, within: float = PATIENT, token: str = TOKEN) -> RasaNlu:
    return RasaNlu(RasaServer(server.url, token, within=within), FACTS, BELIEVE_ALL, Breaker(Seconds()))


def fault_of(nlu: RasaNlu, text: str = "cảm ơn cháu nhiều") -> EngineFault:
    with pytest.raises(Unanswered) as refused:
        nlu.understand(text)
    return refused.value.fault


def test_what_it_says_is_what_was_meant(fake_rasa: FakeRasa) -> None:
    meant = engine(fake_rasa).understand("cảm ơn cháu nhiều nha")
    assert (meant.intent, meant.engine, meant.fault) == ("thanks", "rasa", None)


def test_it_is_asked_only_after_it_showed_its_health(fake_rasa: FakeRasa) -> None:
    nlu = engine(fake_rasa)
    nlu.understand("hủy giúp tôi")
    nlu.understand("quay lại")
    assert fake_rasa.asked == [identity.KNOWN[0], "hủy giúp tôi", "quay lại"]


@pytest.mark.parametrize(
    ("mood", "fault"),
    [(mood, EngineFault.NONSENSE) for mood in WRONG if mood != "failing"] + [("failing", EngineFault.FAILED)],
)
def test_a_wrong_answer_is_none(fake_rasa: FakeRasa, mood: str, fault: EngineFault) -> None:
    nlu = engine(fake_rasa)
    nlu.understand("quay lại")
    fake_rasa.mood = mood
    assert fault_of(nlu) is fault


@pytest.mark.parametrize("mood", [HANGING, DRIPPING])
@pytest.mark.parametrize("from_the_start", [True, False])
def test_an_answer_that_does_not_come_is_given_up(fake_rasa: FakeRasa, mood: str, from_the_start: bool) -> None:
    nlu = engine(fake_rasa)
    if not from_the_start:
        nlu.understand("quay lại")
    fake_rasa.mood = mood
    assert fault_of(replace(nlu, server=replace(nlu.server, within=HASTY))) is EngineFault.SLOW


def test_a_wrong_token_is_named(fake_rasa: FakeRasa) -> None:
    assert fault_of(engine(fake_rasa, token="khác")) is EngineFault.TOKEN


def test_another_model_is_refused(fake_rasa: FakeRasa) -> None:
    fake_rasa.model = "nlu-0123456789abcdef.tar.gz"
    assert fault_of(engine(fake_rasa)) is EngineFault.MODEL


def test_a_server_that_takes_the_known_sentence_for_something_else_is_refused(fake_rasa: FakeRasa) -> None:
    fake_rasa.mind = lambda text: {"deny": 0.9, "thanks": 0.1}
    assert fault_of(engine(fake_rasa)) is EngineFault.NONSENSE


def test_nobody_there_is_named(fake_rasa: FakeRasa) -> None:
    fake_rasa.kill()
    assert fault_of(engine(fake_rasa)) is EngineFault.AWAY


def test_after_a_fault_it_rests_and_is_asked_again_when_it_may_be_well(fake_rasa: FakeRasa) -> None:
    clock = Seconds()
    nlu = replace(engine(fake_rasa), breaker=Breaker(clock))
    fake_rasa.kill()
    assert fault_of(nlu) is EngineFault.AWAY
    assert fault_of(nlu) is EngineFault.RESTING

    fake_rasa.start()
    assert fault_of(nlu) is EngineFault.RESTING
    clock.now += FIRST_REST
    assert nlu.understand("quay lại").engine == "rasa"


def test_one_late_answer_makes_the_next_message_look_and_stops_nobody_else(fake_rasa: FakeRasa) -> None:
    nlu = engine(fake_rasa)
    nlu.understand("quay lại")
    fake_rasa.mood = "failing"
    assert fault_of(nlu) is EngineFault.FAILED
    fake_rasa.mood = WELL

    with nlu.breaker.asking() as must_look, nlu.breaker.asking() as another_must:
        assert (must_look, another_must) == (True, False)
    assert nlu.understand("quay lại").engine == "rasa"


def test_each_failed_look_makes_the_rest_longer(fake_rasa: FakeRasa) -> None:
    clock = Seconds()
    nlu = replace(engine(fake_rasa), breaker=Breaker(clock))
    fake_rasa.kill()
    assert fault_of(nlu) is EngineFault.AWAY
    clock.now += FIRST_REST
    assert fault_of(nlu) is EngineFault.AWAY
    clock.now += FIRST_REST
    assert fault_of(nlu) is EngineFault.RESTING
    clock.now += FIRST_REST
    assert fault_of(nlu) is EngineFault.AWAY


def test_another_model_that_was_started_meanwhile_is_noticed(fake_rasa: FakeRasa) -> None:
    clock = Seconds()
    nlu = replace(engine(fake_rasa), breaker=Breaker(clock))
    nlu.understand("quay lại")
    fake_rasa.model = "nlu-0123456789abcdef.tar.gz"
    clock.now += BELIEVED
    assert fault_of(nlu) is EngineFault.MODEL


def test_a_phone_a_code_and_a_day_are_what_our_own_parsers_say(fake_rasa: FakeRasa) -> None:
    text = "số tôi 0912 345 678, làm lại căn cước ngày 31/02/2026"
    fake_rasa.facts = [
        Entity("phone", "000", 0, 6),
        Entity("date", "2026-02-31", text.index("31/"), len(text)),
        Entity("procedure", "cấp thẻ căn cước", text.index("căn cước"), text.index(" ngày")),
    ]
    found = engine(fake_rasa).understand(text).entities
    assert [(one.kind, one.value) for one in found] == [
        ("phone", "+84912345678"),
        ("procedure", "cấp thẻ căn cước"),
    ]


def test_facts_beyond_the_text_or_in_another_spelling_are_left_out(fake_rasa: FakeRasa) -> None:
    nlu = engine(fake_rasa)
    fake_rasa.facts = [Entity("procedure", "cấp thẻ căn cước", 3, 99)]
    assert nlu.understand("quay lại").entities == ()
    fake_rasa.facts = [Entity("procedure", "cấp thẻ căn cước", 0, 4)]
    assert nlu.understand(normalize("NFD", "căn cước")).entities == ()


def test_a_message_is_sent_composed_short_and_never_as_a_command(fake_rasa: FakeRasa) -> None:
    nlu = engine(fake_rasa)
    nlu.understand(normalize("NFD", "cảm ơn"))
    nlu.understand("/restart")
    nlu.understand(" / /hủy đi")
    nlu.understand("đường hỏng " * 1_000)
    assert fake_rasa.asked[1:4] == ["cảm ơn", " restart", "    hủy đi"]
    assert len(fake_rasa.asked[4]) == 400


def test_below_its_own_threshold_nothing_is_claimed(fake_rasa: FakeRasa) -> None:
    fake_rasa.mind = lambda text: {"thanks": 0.5, "cancel": 0.3, "deny": 0.2}
    nlu = engine(fake_rasa)
    assert nlu.understand("không rõ").intent == "thanks"
    careful = replace(nlu, calibration=Calibration("", temperature=1.0, threshold=0.6))
    assert careful.understand("không rõ").intent == "out_of_scope"


def test_a_temperature_makes_shares_milder_and_keeps_their_order() -> None:
    shares = {"thanks": 0.9, "deny": 0.1}
    mild = Calibration("", temperature=2.0, threshold=0.0).believed(shares)
    assert 0.5 < mild["thanks"] < 0.9
    assert sum(mild.values()) == pytest.approx(1)


def test_rasa_was_calibrated_with_the_pipeline_of_today() -> None:
    calibration = Calibration.read()
    assert calibration.recipe == identity.recipe(), "run: make rasa-evaluate"
    assert 0 < calibration.threshold < 1


def test_every_intent_of_the_examples_has_a_label_and_no_other() -> None:
    files = {file.stem for file in (identity.PROJECT / "data" / "nlu").glob("*.yml")}
    assert files - {"facts"} == set(Intent)


def test_the_embedded_engine_takes_over_and_hands_back_and_both_are_logged_once(
    fake_rasa: FakeRasa, embedded_engine: EmbeddedNlu
) -> None:
    clock = Seconds()
    both = FallingBack(replace(engine(fake_rasa), breaker=Breaker(clock)), embedded_engine)
    with capture_logs() as logs:
        assert both.understand("cảm ơn cháu").engine == "rasa"
        fake_rasa.kill()
        fallen = [both.understand("cảm ơn cháu") for _ in range(3)]
        fake_rasa.start()
        clock.now += FIRST_REST
        back = both.understand("cảm ơn cháu")

    assert [(one.intent, one.engine) for one in fallen] == [("thanks", "embedded")] * 3
    assert [one.fault for one in fallen] == [EngineFault.AWAY, EngineFault.AWAY, EngineFault.RESTING]
    assert (back.engine, back.fault) == ("rasa", None)
    assert [line["event"] for line in logs] == ["understanding.fell_back", "understanding.handed_back"]
    assert "cảm ơn" not in str(logs)
    assert TOKEN not in str(logs)


@pytest.mark.parametrize("wordless", ["", "   ", "\n", "///", "👍", "…"])
def test_what_has_no_word_is_not_sent(fake_rasa: FakeRasa, embedded_engine: EmbeddedNlu, wordless: str) -> None:
    answer = FallingBack(engine(fake_rasa), embedded_engine).understand(wordless)
    assert (answer.engine, answer.fault) == ("embedded", None)
    assert fake_rasa.asked == []


def test_the_token_is_shown_nowhere(fake_rasa: FakeRasa) -> None:
    nlu = engine(fake_rasa)
    assert TOKEN not in repr(nlu)
    fake_rasa.mood = WELL
    fake_rasa.kill()
    with pytest.raises(Unanswered) as refused:
        nlu.understand("quay lại")
    assert (str(refused.value), refused.value.__cause__, refused.value.__suppress_context__) == ("away", None, True)
