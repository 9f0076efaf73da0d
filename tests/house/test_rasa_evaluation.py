"""What is said of Rasa's quality: figures and pictures kept are of one run, and calibration means something."""

import json
import re

import pytest

from benchmarks.rasa.calibrating import calibrated, pairs, said
from benchmarks.rasa.picture import confusion
from bot.nlu.calibration import FILE
from bot.nlu.evaluation import figures
from tools.saying import ROOT

KEPT = ROOT / "benchmarks" / "rasa"


def answers(
    right: str, given: str, share: float, times: int
) -> list[tuple[str, str, dict[str, float], dict[str, float]]]:
    other = "deny" if given == right else right
    shares = {given: share, other: round(1 - share, 3)}
    return [(right, "không rõ ý", shares, shares)] * times


def test_an_engine_that_is_surer_than_it_may_be_is_made_milder() -> None:
    written, bare = said(answers("thanks", "thanks", 0.95, 70) + answers("cancel", "thanks", 0.95, 30))
    assert calibrated([*written, *bare]).temperature > 1


def test_an_engine_that_is_always_right_is_made_surer() -> None:
    written, bare = said(answers("thanks", "thanks", 0.7, 50) + answers("cancel", "cancel", 0.7, 50))
    assert calibrated([*written, *bare]).temperature < 1


def test_the_threshold_parts_what_is_mostly_wrong_from_what_is_mostly_right() -> None:
    doubtful = answers("cancel", "thanks", 0.55, 30) + answers("thanks", "thanks", 0.55, 10)
    written, bare = said(answers("thanks", "thanks", 0.9, 60) + doubtful)
    calibration = calibrated([*written, *bare])
    doubted = calibration.believed({"thanks": 0.55, "cancel": 0.45})["thanks"]
    assert calibration.threshold == pytest.approx(doubted, abs=0.001)
    assert len(pairs(written, calibration, enough=0.0)) == len(written)


def test_a_picture_has_a_cell_for_each_thing_taken_for_another() -> None:
    drawn = confusion([("thanks", "thanks")] * 7 + [("deny", "thanks")] * 2, "Rasa & <khác>")
    assert re.findall(r'font-size="9"[^>]*>(\d+)<', drawn) == ["2", "7"]
    assert "<title>Rasa &amp; &lt;khác&gt;</title>" in drawn


def test_figures_calibration_and_pictures_are_of_one_run() -> None:
    kept = json.loads((KEPT / "figures.json").read_text("utf-8"))
    assert kept["calibration"] == json.loads(FILE.read_text("utf-8"))
    for engine, measured in kept["engines"].items():
        picture = (KEPT / f"confusion-{engine}.svg").read_text("utf-8")
        assert f"macro-F1 {measured['written']['macro_f1']:.3f}" in picture
        assert 0 < measured["bare"]["macro_f1"] <= 1


def test_macro_f1_counts_a_rare_intent_as_much_as_a_common_one() -> None:
    assert figures([("thanks", "thanks")] * 99 + [("deny", "thanks")]).macro_f1 < 0.6
