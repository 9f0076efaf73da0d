"""``langnghe classify`` and ``langnghe evaluate``: no server, no network, honest figures."""

import json
from pathlib import Path

import pytest

from intake.entry.classifying import classify_lines
from intake.entry.evaluating import CALIBRATION, CONFUSION, evaluate_file
from intake.entry.faults import NotUnderstood
from intake.entry.settings import Settings
from models.vocabulary import CaseKind, Department

TEXT = "Đường vào ấp nhiều ổ gà, mưa là ngập, xe máy té hoài"
JUDGED = Path(__file__).parents[2] / "routing" / "judged"


@pytest.fixture
def settings(tmp_path: Path, trained: Path) -> Settings:
    settings = Settings(home=tmp_path)
    settings.classifier.symlink_to(trained, target_is_directory=True)
    return settings


def test_each_line_gets_its_decision(settings: Settings) -> None:
    lines = [json.dumps({"text": TEXT}), "", json.dumps({"text": "Thủ tục cấp đổi căn cước cần gì?"})]
    roads, cards = [json.loads(line) for line in classify_lines(settings, lines, jsonl=True)]
    assert roads["departments"][0]["name"] in {Department.CONSTRUCTION.label, Department.COMMUNE.label}
    assert cards["departments"][0]["name"] == Department.POLICE.label
    assert cards["kind"] == CaseKind.QUESTION
    assert len(roads["departments"]) == 3
    assert roads["reasons"]
    assert roads["model"].startswith("tfidf-svm-")


def test_a_plain_text_is_one_text(settings: Settings) -> None:
    told = list(classify_lines(settings, [TEXT, "\n", TEXT], jsonl=False))
    assert len(told) == 1


@pytest.mark.parametrize("line", ["không phải JSON", "[]", '{"content": "x"}', '{"text": 3}'])
def test_a_line_that_is_no_text_is_named(settings: Settings, line: str) -> None:
    with pytest.raises(NotUnderstood, match="Dòng 2"):
        list(classify_lines(settings, [json.dumps({"text": TEXT}), line], jsonl=True))


def test_the_figures_of_texts_written_apart(settings: Settings, tmp_path: Path) -> None:
    table = evaluate_file(settings, JUDGED / "emergency.jsonl", tmp_path / "pictures")
    figures = {line[:44].strip(): float(line[44:]) for line in table.splitlines()[1:]}
    assert figures["urgent: recall"] >= 0.95
    assert figures["urgent: precision"] >= 0.75
    for picture in (CONFUSION, CALIBRATION):
        assert (tmp_path / "pictures" / picture).read_text().startswith("<svg")


def test_no_denunciation_written_apart_is_overlooked(settings: Settings, tmp_path: Path) -> None:
    table = evaluate_file(settings, JUDGED / "denunciation.jsonl", tmp_path)
    figures = {line[:44].strip(): float(line[44:]) for line in table.splitlines()[1:]}
    assert figures["restricted: recall"] >= 0.95
    assert figures["restricted: precision"] >= 0.7


def test_mixed_texts_written_apart_are_found_and_cut(settings: Settings, tmp_path: Path) -> None:
    table = evaluate_file(settings, JUDGED / "mixed.jsonl", tmp_path)
    figures = {line[:44].strip(): float(line[44:]) for line in table.splitlines()[1:]}
    assert figures["mixed: found, F1"] >= 0.8
    assert figures["mixed: split at the right place, F1"] >= 0.75


def test_the_parts_of_a_mixed_text_are_told_with_their_words(settings: Settings) -> None:
    roads, cards = "Đường vào ấp nhiều ổ gà, mưa là ngập nặng.", "Ngoài ra cho hỏi làm lại căn cước bị mất ở đâu?"
    decision = json.loads(next(classify_lines(settings, [f"{roads} {cards}"], jsonl=False)))
    assert [part["text"] for part in decision["mixed"]] == [roads, cards]
    assert decision["mixed"][1]["department"] == Department.POLICE.label
    assert not decision["auto"]
