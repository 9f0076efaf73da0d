"""Thresholds at the console: read from the model's figures, set by an administrator, kept with who and why."""

import json
from dataclasses import replace
from pathlib import Path

from intake.cases import handling, lessons, restrict, thresholds, triage
from intake.web.console import looks
from models.vocabulary import CaseKind, Department, Field
from routing.classifier.storage import FORMAT
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import SURE, UNSURE, World


def with_figures(world: World) -> None:
    """The manifest and curves a training leaves, in small."""
    folder = world.desk.classifier
    assert isinstance(folder, Path)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "format": FORMAT,
        "model": "tfidf-svm-abc",
        "recipe_hash": "",
        "examples_hash": "",
        "rulebook": "",
        "weights_hash": "",
        "examples": 1,
        "features": 1,
        "temperatures": {},
        "thresholds": {"department": 0.8, "kind": 0.7},
        "figures": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    points = [[0.99, 0.1, 1.0, 10], [0.92, 0.5, 0.98, 50], [0.81, 0.7, 0.93, 70], [0.3, 1.0, 0.71, 100]]
    (folder / "curves.json").write_text(json.dumps({"construction": points}), encoding="utf-8")


def test_an_administrator_sees_what_each_threshold_does_and_sets_one(world: World, sign_in: SignIn) -> None:
    with_figures(world)
    administrator = sign_in("administrator")
    assert "Sở Xây dựng 80% của mô hình 93% 70% –" in text_of(administrator.get("/nguong"))
    chart = administrator.get("/nguong/construction")
    assert '<path d="M89.6 16.0 L256.0' in chart.text
    assert "92% 98% 50% 50" in text_of(chart), "the table says what the picture shows"

    sent = administrator.post("/nguong/construction", confidence="92", reason="Thử trong quý IV")
    assert sent.headers["location"] == "/can-bo/nguong"
    assert "Sở Xây dựng 92% cơ quan đặt 98% 50% –" in text_of(administrator.get("/nguong"))
    assert "Thử trong quý IV" in text_of(administrator.get("/nguong/construction"))
    with world.desk.look() as work:
        assert thresholds.in_force(work) == {Department.CONSTRUCTION: 0.92}

    administrator.post("/nguong/construction", confidence="", reason="Trở lại")
    with world.desk.look() as work:
        assert thresholds.in_force(work) == {}
        assert [one.counts for one in thresholds.history(work, Department.CONSTRUCTION)] == [True, False]


def decided(world: World, *, confidence: float, ours: bool) -> None:
    """A case of which the machine was so sure, and a person's word on it."""
    code = world.file("Đường liên ấp lún sụt.").case.code
    first = replace(SURE.departments[0], confidence=confidence)
    world.classify(replace(UNSURE, departments=(first, *UNSURE.departments[1:])))
    with world.desk.work(world.receiver) as work:
        unit = world.construction if ours else world.health
        triage.assign(work, work.lock(code), unit, kind=CaseKind.CONDUCT, field=Field.TRANSPORT)


def test_what_people_decided_here_stands_beside_the_examples(world: World, sign_in: SignIn) -> None:
    with_figures(world)
    for confidence, ours in ((0.95, True), (0.9, True), (0.85, False), (0.4, True)):
        decided(world, confidence=confidence, ours=ours)

    assert "Sở Xây dựng 80% của mô hình 93% 70% 67% của 3 hồ sơ" in text_of(sign_in("administrator").get("/nguong"))
    chart = sign_in("administrator").get("/nguong/construction")
    assert "stroke-dasharray" in chart.text
    assert "Hồ sơ cán bộ đã phân loại ở đây" in text_of(chart)
    assert "40% 75% 100% 4" in text_of(chart)


def test_the_last_word_on_a_case_counts_and_an_accusation_is_told_to_nobody(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Đường này do xã quản lý.")
    with world.desk.look() as work:
        assert [proof.right for proof in lessons.proofs(work)] == [False]
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), world.construction, kind=CaseKind.CONDUCT, field=Field.TRANSPORT)
    with world.desk.look() as work:
        assert [proof.right for proof in lessons.proofs(work)] == [True]
    with world.desk.work(world.receiver) as work:
        restrict.restrict(work, work.lock(code), suspected=CaseKind.DENUNCIATION)
    with world.desk.look() as work:
        assert lessons.proofs(work) == []


def test_a_bad_value_is_told_beside_its_field_and_changes_nothing(world: World, sign_in: SignIn) -> None:
    administrator = sign_in("administrator")
    for typed in ("49", "101", "chín mươi", "-1", "nan", "inf", "9e9", "<b>"):
        refused = administrator.post("/nguong/health", confidence=typed, reason="x")
        assert refused.status_code == 422
        assert "Ngưỡng là một số từ 50 đến 100" in text_of(refused)
    assert "reason-loi-1" in administrator.post("/nguong/health", confidence="90", reason=" ").text
    with world.desk.look() as work:
        assert thresholds.in_force(work) == {}


def test_without_a_model_the_page_says_so_and_still_works(world: World, sign_in: SignIn) -> None:
    told = text_of(sign_in("administrator").get("/nguong"))
    assert "mô hình phân loại" in told
    assert "Chưa có số liệu cho cơ quan này." in text_of(sign_in("administrator").get("/nguong/tax"))


def test_only_an_administrator_sees_and_sets_thresholds(sqlite_sign_in: SignIn) -> None:
    handler = sqlite_sign_in("handler")
    assert handler.get("/nguong").status_code == 403
    assert handler.get("/nguong/tax").status_code == 403
    assert handler.post("/nguong/tax", confidence="90", reason="x").status_code == 403
    assert sqlite_sign_in("administrator").get("/nguong/khong-co").status_code == 404


def test_a_share_of_nothing_is_no_share_below_one_per_cent() -> None:
    assert [looks.percent(share) for share in (0.0, 0.004, 0.01, 0.664)] == ["0%", "dưới 1%", "1%", "66%"]
