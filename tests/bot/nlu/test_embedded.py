"""The embedded engine as its callers know it: trained from the examples, loaded, asked, or refused."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from bot.nlu import embedded, evaluation, training
from bot.nlu.embedded import EmbeddedNlu
from bot.nlu.entities import Facts
from bot.nlu.training_data import DATA_FOLDER, load_examples
from routing.classifier import ModelUnusable
from routing.classifier.storage import MANIFEST_FILE, MODEL_FILE
from routing.text import fold

JUDGED = Path(__file__).resolve().parents[1] / "judged" / "intents.jsonl"
FACTS = Facts(today=lambda: date(2026, 11, 27))
ASKED_FOR = {
    "file",
    "affirm",
    "deny",
    "cancel",
    "back",
    "edit",
    "skip",
    "status",
    "help",
    "person",
    "ask_procedure",
    "ask_contact",
    "thanks",
    "greet",
    "goodbye",
    "inform",
    "rate",
    "withdraw",
    "out_of_scope",
    "other_language",
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("understanding")
    training.train(folder)
    return folder


@pytest.fixture(scope="module")
def engine(model: Path) -> EmbeddedNlu:
    return embedded.load(model, FACTS)


@pytest.fixture(scope="module")
def cases() -> list[tuple[str, str]]:
    return [(row["text"], row["intent"]) for row in map(json.loads, JUDGED.read_text("utf-8").splitlines())]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def test_every_intent_has_at_least_sixty_examples_and_none_is_written_twice() -> None:
    examples = load_examples()
    counted = Counter(example.intent for example in examples)
    assert set(counted) == ASKED_FOR
    assert min(counted.values()) >= 60
    assert not [text for text, count in Counter(_plain(e.text) for e in examples).items() if count > 1]


def test_the_marked_facts_are_those_our_parsers_find() -> None:
    for example in load_examples():
        marked = {e.kind for e in example.entities if e.kind in ("phone", "case_code", "dossier")}
        assert marked <= {fact.kind for fact in FACTS.find(example.text)}, example.text


def test_nothing_judged_by_was_learned_from(cases: list[tuple[str, str]]) -> None:
    assert min(Counter(intent for _, intent in cases).values()) >= 15
    learned = {_plain(fold(example.text)) for example in load_examples()}
    assert [text for text, _ in cases if _plain(fold(text)) in learned] == []


def test_a_file_that_is_not_in_the_format_is_named(tmp_path: Path) -> None:
    text = (DATA_FOLDER / "back.yml").read_text("utf-8")
    (tmp_path / "back.yml").write_text(text.replace("- quay lại đi", "quay lại đi"), "utf-8")
    with pytest.raises(ValueError, match=r"back\.yml: quay lại đi"):
        load_examples(tmp_path)


@pytest.mark.timeout(120)
def test_intents_are_told_apart_with_and_without_diacritics() -> None:
    written, bare = evaluation.cross_validated(load_examples())
    assert evaluation.figures(written).macro_f1 >= 0.90
    assert evaluation.figures(bare).macro_f1 >= 0.88
    assert min(evaluation.f1_of(written).values()) >= 0.75


@pytest.mark.parametrize("bare", [False, True])
def test_messages_of_another_style_are_understood(
    engine: EmbeddedNlu, cases: list[tuple[str, str]], bare: bool
) -> None:
    pairs = evaluation.judged(engine, cases, bare=bare)
    assert evaluation.figures(pairs).macro_f1 >= 0.93
    assert min(evaluation.f1_of(pairs).values()) >= 0.80


def test_confidence_is_honest(engine: EmbeddedNlu, cases: list[tuple[str, str]]) -> None:
    answers = [(engine.understand(text), intent) for text, intent in cases]
    sure = [answer.intent == intent for answer, intent in answers if answer.confidence >= 0.8]
    assert sum(sure) / len(sure) >= 0.97
    assert len(sure) >= len(cases) / 2
    right = [answer.confidence for answer, intent in answers if answer.intent == intent]
    wrong = [answer.confidence for answer, intent in answers if answer.intent != intent]
    assert fmean(wrong) < fmean(right)


STORY_KINDS = ("conduct", "regulation", "praise", "complaint", "denunciation", "emergency")
ROUTED = Path(__file__).resolve().parents[2] / "routing" / "judged"


@pytest.mark.parametrize("form", [str, fold])
def test_what_citizens_tell_the_desk_is_a_story_here_too(engine: EmbeddedNlu, form: type[str]) -> None:
    rows = [json.loads(line) for path in ROUTED.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    given = Counter(engine.understand(form(row["text"])).intent for row in rows if row.get("kind") in STORY_KINDS)
    assert given["file"] / given.total() >= 0.95
    assert given["cancel"] + given["withdraw"] + given["affirm"] + given["back"] <= 2


STORIES = [
    "Hôm qua tôi nộp giấy ở xã, họ đòi hủy hồ sơ của tôi rồi bắt làm lại từ đầu mà không nói lý do gì cả.",
    "Cán bộ bảo tôi quay lại tuần sau, tuần sau lên lại bảo quay lại, bốn lần như vậy, mất bốn ngày công.",
    "Công an xã ép tôi rút đơn, tôi nói không thì bị đuổi ra khỏi phòng, xin tỉnh xem xét giúp dân.",
    "Tổ kiểm tra xuống lập biên bản rồi bỏ qua hết, ai cũng thấy mà không ai bị phạt, bà con bức xúc lắm.",
    "Tôi tên Lê Văn Tám ở xã Hiệp Mỹ, số 0912345678, sáng qua nộp giấy ở quầy 3 thì cô nhân viên ném trả vào mặt tôi.",
    "Tôi xin gặp chủ tịch xã ba lần để nói chuyện đất đai mà lần nào bảo vệ cũng không cho vào cổng.",
]


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize("text", STORIES)
def test_a_command_word_or_a_name_in_a_story_leaves_it_a_story(engine: EmbeddedNlu, text: str, form: type[str]) -> None:
    assert engine.understand(form(text)).intent == "file"


@pytest.mark.parametrize("command", ["hủy", "quay lại", "bỏ qua", "không", "đúng rồi"])
def test_however_often_it_is_said_a_command_ends_where_a_message_gets_long(engine: EmbeddedNlu, command: str) -> None:
    assert engine.understand(command).intent in ("cancel", "back", "skip", "deny", "affirm")
    lengthy = f"{command} " * 30
    assert engine.understand(lengthy).intent not in ("cancel", "back", "skip", "deny", "affirm")


@pytest.mark.parametrize(
    "text", ["không hủy", "đừng hủy", "tôi không muốn hủy", "dung huy nha", "họ đòi hủy hồ sơ của tôi"]
)
def test_who_says_not_to_cancel_does_not_cancel(engine: EmbeddedNlu, text: str) -> None:
    assert engine.understand(text).intent != "cancel"


@pytest.mark.parametrize("text", ["", "   \n", "\x00", "😀😀", "…"])
def test_a_message_without_a_word_is_out_of_scope_with_no_confidence(engine: EmbeddedNlu, text: str) -> None:
    assert (engine.understand(text).intent, engine.understand(text).confidence) == ("out_of_scope", 0.0)


@pytest.mark.parametrize("text", ["zzqxv wvkkq", "đ" * 500, "fghjkl;'", "0" * 5000])
def test_gibberish_commands_nothing(engine: EmbeddedNlu, text: str) -> None:
    assert engine.understand(text).intent not in ("cancel", "withdraw", "affirm", "deny", "back", "skip", "edit")


def test_facts_come_with_the_intent(engine: EmbeddedNlu) -> None:
    answer = engine.understand("tra giúp mã pa 261122 482913 3")
    assert (answer.intent, answer.engine) == ("status", "embedded")
    assert [(fact.kind, fact.value) for fact in answer.entities] == [("case_code", "PA-261122-482913-3")]


def test_training_twice_gives_the_same_model_and_it_is_current(model: Path, tmp_path: Path) -> None:
    assert not training.is_current(tmp_path)
    training.train(tmp_path)
    assert training.is_current(tmp_path)
    for name in (MODEL_FILE, MANIFEST_FILE):
        assert (tmp_path / name).read_bytes() == (model / name).read_bytes()


@pytest.mark.parametrize(
    "damage", ["absent", "truncated", "foreign", "no manifest", "bad manifest", "the classifier's"]
)
def test_an_unusable_model_is_one_clear_sentence(model: Path, tmp_path: Path, damage: str) -> None:
    for name in (MODEL_FILE, MANIFEST_FILE):
        (tmp_path / name).write_bytes((model / name).read_bytes())
    weights, manifest = tmp_path / MODEL_FILE, tmp_path / MANIFEST_FILE
    if damage == "absent":
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
        manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "temperatures": {"kind": 1.0}}))

    with pytest.raises(ModelUnusable) as refused:
        embedded.load(tmp_path, FACTS)

    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert sentence.count("mô hình") + sentence.count("Mô hình") == 1
