"""The classifier as its callers know it: train, load, decide, or do without."""

import json
from pathlib import Path

import numpy as np
import pytest

from models.vocabulary import CaseKind, Department, Field, kinds_named
from routing import classifier
from routing.classifier import Classifier, KeywordClassifier, ModelUnusable
from routing.classifier.evaluation import Case, Decider, by_group, evaluate, evaluate_bare
from routing.classifier.examples import load_examples
from routing.classifier.signals import signals_in
from routing.classifier.storage import MANIFEST_FILE, MODEL_FILE
from routing.text import fold
from tests.conftest import SHARED, leave_out

pytestmark = pytest.mark.timeout(400)  # whichever test is first learns the model

RESTRICTED = (CaseKind.DENUNCIATION, CaseKind.COMPLAINT)


@pytest.fixture(params=["trained", "keywords"])
def decider(request: pytest.FixtureRequest, loaded: Classifier) -> Decider:
    return loaded if request.param == "trained" else KeywordClassifier()


def dev_cases() -> list[Case]:
    path = SHARED / "data" / "dev_feedback.jsonl"
    if not path.exists():
        leave_out("routing on real texts", f"{path.name} is not here")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Case(row["text"], frozenset(row["acceptable_departments"]), kinds_named(row["kind"]), row["group"])
        for row in rows
    ]


def test_every_department_and_kind_has_examples_to_learn_from() -> None:
    examples = load_examples()
    assert len(examples) >= 600
    assert {example.department for example in examples} == {*Department, None}
    assert {example.kind for example in examples} == set(CaseKind)
    assert {example.field for example in examples} == set(Field)
    assert len({example.text for example in examples}) == len(examples)


def test_no_example_is_a_text_of_the_evaluation_data() -> None:
    known = {" ".join(fold(case.text).split()) for case in dev_cases()}
    assert not [e.text for e in load_examples() if " ".join(fold(e.text).split()) in known]


def test_real_texts_find_a_department_that_may_answer(loaded: Classifier) -> None:
    cases = dev_cases()
    written, bare = evaluate(loaded, cases), evaluate_bare(loaded, cases)
    assert written.top1 >= 0.90
    assert written.top3 >= 0.97
    assert bare.top1 >= written.top1 - 0.05
    assert written.kind >= 0.90
    assert written.auto >= 0.60
    assert written.auto_right >= 0.95
    assert all(figures.top1 >= 0.6 for figures in by_group(loaded, cases).values())


def test_the_keyword_fall_back_is_worth_asking() -> None:
    figures = evaluate(KeywordClassifier(), dev_cases())
    assert figures.top3 >= 0.6
    assert figures.auto == 0


def test_no_written_denunciation_or_complaint_escapes_the_restricted_desk(loaded: Classifier) -> None:
    for example in load_examples():
        if example.kind in RESTRICTED:
            for text in (example.text, fold(example.text)):
                decision = loaded.decide(text)
                assert decision.restricted, text
                assert not decision.auto


@pytest.mark.parametrize(
    "text",
    [
        "Tôi tố cáo ông trưởng phòng nhận hối lộ",
        "anh can bo do vòi tiền 3 triệu mới chịu ký",
        "to cao can bo xa an chan tien ho tro",
        "Tôi không đồng ý với quyết định xử phạt số 12",
        "Kính gửi, tôi xin giấu tên, kế toán khai khống tiền công",
        "Tôi tố cáo cán bộ, thời hạn giải quyết là bao lâu?",
        "chung toi khieu nai, bao gio thi co ket qua?",
        "em bị thầy giáo sờ mó",
        "bac si tram y te so mo con gai toi",
    ],
)
def test_an_accusation_is_restricted_with_the_words_that_said_so(decider: Decider, text: str) -> None:
    decision = decider.decide(text)
    assert decision.restricted
    assert not decision.auto
    assert any(reason.startswith("Có dấu hiệu") for reason in decision.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "Thời hạn giải quyết tố cáo là bao lâu?",
        "Cho hỏi mẫu đơn khiếu nại lấy ở đâu?",
        "Nhân viên quầy số 2 thái độ lạnh nhạt, hỏi gì cũng cau có",
        "Đường vào ấp nhiều ổ gà, mưa là ngập",
    ],
)
def test_a_question_about_the_law_or_bad_manners_is_not_restricted(decider: Decider, text: str) -> None:
    assert not decider.decide(text).restricted


@pytest.mark.parametrize(
    "text",
    [
        "Cháy nhà ở chợ, có người kẹt trong đó, cứu với",
        "day dien dut roi xuong duong, co nguoi bi dien giat",
        "Chồng tôi đánh tôi chảy máu đầu ở khóm 3 phường Trà Vinh, tôi sợ quá",
        "Cháu bé nhà bên bị ông hàng xóm sờ mó, ở ấp 5 xã Long Hữu",
        "cứu tôi",
        "nó có dao",
        "Chìm đò!!! bến Lội",
    ],
)
def test_an_emergency_is_urgent_and_never_waits_for_a_queue(decider: Decider, text: str) -> None:
    decision = decider.decide(text)
    assert decision.urgent
    assert not decision.auto


@pytest.mark.parametrize(
    "text",
    [
        "Tôi muốn chết quá, không ai giúp tôi hết",
        "toi khong muon song nua dau",
        "làm thủ tục hoài không xong, em muốn chết cho rồi",
    ],
)
def test_words_of_danger_to_oneself_are_heard_whatever_the_model_says(text: str) -> None:
    signals = signals_in(text)
    assert signals.despair
    assert set(signals.despair) <= set(signals.emergency)


@pytest.mark.parametrize("text", ["Ngồi chờ ba tiếng mệt muốn chết", "troi nong muon chet ma cup dien hoai"])
def test_tired_to_death_is_no_emergency(text: str) -> None:
    assert not signals_in(text).emergency


@pytest.mark.parametrize("text", ["Tôi tra cứu ba lần mà không thấy", "Đề nghị Sở nghiên cứu con đường tránh qua chợ"])
def test_to_look_up_is_no_cry_for_help(text: str) -> None:
    assert not signals_in(text).emergency


@pytest.mark.parametrize("text", ["can bo noi ho so mo lai", "tui thấy ghe cát xâm hại bờ sông"])
def test_what_sounds_alike_without_marks_accuses_nobody(text: str) -> None:
    assert not signals_in(text).accuses


def test_rules_of_fire_prevention_are_no_emergency(decider: Decider) -> None:
    assert not decider.decide("Thủ tục thẩm duyệt phòng cháy chữa cháy cho nhà trọ gồm những gì?").urgent


def test_a_named_agency_is_a_reason(loaded: Classifier) -> None:
    decision = loaded.decide("Đề nghị Sở Xây dựng trả lời về đoạn đường đang làm dở ở xã Long Hữu")
    assert decision.departments[0].department is Department.CONSTRUCTION
    assert 'Trong nội dung có nhắc "Sở Xây dựng"' in decision.reasons
    assert decision.place == "xã Long Hữu"


def test_on_real_texts_confidence_is_nearly_the_share_right(loaded: Classifier) -> None:
    assert evaluate(loaded, dev_cases()).calibration_error <= 0.05


def test_reasons_hold_no_words_that_only_the_citizen_used(decider: Decider) -> None:
    decision = decider.decide("Tôi là Trịnh Quế Lâm, 0912345678, hỏi thủ tục tách thửa sổ đỏ ở ấp Bàu Nổ")
    said = " ".join(decision.reasons)
    assert "sổ đỏ" in said
    assert not any(word in said for word in ("Trịnh", "Quế", "Lâm", "0912345678", "Bàu", "Nổ"))


ODD = ["", "   \n", "\x00", "😀😀", "a" * 1_000_000, "một hai " * 100_000, "<script>alert(1)</script>", "đ" * 50]


@pytest.mark.parametrize("text", ODD)
def test_odd_input_gets_a_decision_and_a_person(decider: Decider, text: str) -> None:
    decision = decider.decide(text)
    assert decision.departments
    assert not decision.auto


def test_departments_come_best_first_and_at_most_three(loaded: Classifier) -> None:
    for text in ("Tiền điện tháng này tăng gấp ba", "toi muon lam lai bang lai xe"):
        ranked = [department.confidence for department in loaded.decide(text).departments]
        assert 1 <= len(ranked) <= 3
        assert ranked == sorted(ranked, reverse=True)


def test_training_twice_gives_the_same_model(trained: Path, tmp_path: Path) -> None:
    classifier.train(tmp_path)
    for name in (MODEL_FILE, MANIFEST_FILE):
        same = (tmp_path / name).read_bytes() == (trained / name).read_bytes()
        assert same, name  # the files are too long to be compared letter by letter


def test_a_fresh_model_is_current_and_an_absent_one_is_not(trained: Path, tmp_path: Path) -> None:
    assert classifier.is_current(trained)
    assert not classifier.is_current(tmp_path)


def _copy(trained: Path, folder: Path) -> None:
    for name in (MODEL_FILE, MANIFEST_FILE):
        (folder / name).write_bytes((trained / name).read_bytes())


DAMAGES = ["empty", "truncated", "foreign", "no manifest", "bad manifest", "other format"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_unusable_model_is_one_clear_sentence(trained: Path, tmp_path: Path, damage: str) -> None:
    _copy(trained, tmp_path)
    weights, manifest = tmp_path / MODEL_FILE, tmp_path / MANIFEST_FILE
    if damage == "empty":
        weights.unlink()
    elif damage == "truncated":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif damage == "foreign":
        np.savez(weights, names=np.zeros(3))
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "bad manifest":
        manifest.write_text("[1, 2")
    else:
        manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "format": 99}))

    with pytest.raises(ModelUnusable) as refused:
        classifier.load(tmp_path)

    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "mô hình phân loại" in sentence.lower()
    assert not classifier.is_current(tmp_path)
