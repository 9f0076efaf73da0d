"""Set-up makes the embedded engine once; a damaged one is replaced by what was given, with the reason in the log.

Rasa comes first where it is set up; what is set up wrongly is said at the start."""

from datetime import date
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.nlu.entities import Facts
from bot.nlu.port import Understanding
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from intake.entry.understanding import load_nlu, prepare_nlu, rasa_of
from routing.classifier.storage import MODEL_FILE

FACTS = Facts(today=lambda: date(2026, 11, 27))


class Silent:
    """Understands nothing."""

    def understand(self, text: str) -> Understanding:
        return Understanding("out_of_scope", 0.0, (), "silent")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    prepare_nlu(settings)
    return settings


def test_a_second_start_finds_the_engine_made(settings: Settings) -> None:
    made = (settings.understanding / MODEL_FILE).stat().st_mtime_ns
    prepare_nlu(settings)
    assert (settings.understanding / MODEL_FILE).stat().st_mtime_ns == made
    assert load_nlu(settings, FACTS, otherwise=Silent()).understand("cảm ơn cháu").intent == "thanks"


def test_a_damaged_engine_is_replaced_and_said_so(tmp_path: Path, settings: Settings) -> None:
    broken = Settings(home=tmp_path)
    broken.understanding.mkdir()
    for file in settings.understanding.iterdir():
        (broken.understanding / file.name).write_bytes(file.read_bytes()[:200])
    with capture_logs() as logs:
        answer = load_nlu(broken, FACTS, otherwise=Silent()).understand("cảm ơn cháu")
    assert answer.engine == "silent"
    assert [(line["event"], line["instead"]) for line in logs] == [("understanding.unusable", "Silent")]
    prepare_nlu(broken)
    assert load_nlu(broken, FACTS, otherwise=Silent()).understand("cảm ơn cháu").engine == "embedded"


def test_without_an_address_there_is_no_rasa() -> None:
    assert rasa_of(Settings(rasa_token="bí-mật")) is None


def test_the_token_comes_from_its_variable_or_its_file(tmp_path: Path) -> None:
    kept = tmp_path / "token"
    kept.write_text("bí-mật\n", "utf-8")
    said = rasa_of(Settings(rasa_url="http://rasa:5005", rasa_token="bí-mật"))
    read = rasa_of(Settings(rasa_url="http://rasa:5005", rasa_token_file=kept))
    assert said == read
    assert said is not None
    assert said.token == "bí-mật"
    assert "bí-mật" not in repr(Settings(rasa_token="bí-mật"))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"rasa_url": "rasa:5005", "rasa_token": "x"}, "LANGNGHE_RASA_URL"),
        ({"rasa_url": "http://", "rasa_token": "x"}, "LANGNGHE_RASA_URL"),
        ({"rasa_url": "http://rasa:5005"}, "LANGNGHE_RASA_TOKEN"),
        ({"rasa_url": "http://rasa:5005", "rasa_token_file": "/khong/co"}, "LANGNGHE_RASA_TOKEN_FILE"),
    ],
)
def test_what_is_set_up_wrongly_is_said_in_one_sentence(given: dict[str, str], named: str) -> None:
    with pytest.raises(CannotStart, match=named):
        rasa_of(Settings.model_validate(given))
