"""What chats were taken for is counted, corrected by officers, and becomes examples without personal data."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Understanding
from bot.nlu.training_data import load_examples
from intake.cases import chatting, meanings, restrict
from intake.cases.errors import Impossible, NotAllowed, NotFound
from intake.cases.perform import drain
from intake.entry.misunderstood import as_example, as_rasa, new_examples
from models.conversation import ChatLine
from models.vocabulary import Engine, EngineFault, Intent
from tests.bot.talking import STORY, Citizen, cases, with_bot
from tests.conftest import TestClock
from tests.world import SURE, Said, World

ODD = "Tôi là Trần Thị Bé, số 0912345678, nhà 12 đường Lê Lợi, thôi khỏi làm nữa nghen"


class Script:
    """Takes every message for the same, by the engine and with the fault that it is told."""

    engine: str = "rasa"
    fault: EngineFault | None = None

    def understand(self, text: str) -> Understanding:
        return Understanding("inform", 0.9, KeywordNlu().understand(text).entities, self.engine, self.fault)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def chatted(world: World, script: Script) -> str:
    """The code of a case that was filed in a chat, in which somebody then says something odd."""
    desk = with_bot(world.desk, script)
    citizen = Citizen(desk)
    citizen.files()
    drain(desk, Said(SURE), "w")
    citizen.says(ODD)
    (case,) = cases(desk)
    return case.code


def line(world: World, text: str = ODD) -> ChatLine:
    with world.desk.look() as work:
        return next(one for one in work.session.scalars(select(ChatLine)) if one.text == text)


def mark(world: World, code: str, meant: Intent, text: str = ODD) -> None:
    seq = line(world, text).seq
    with world.desk.work(world.handler) as work:
        meanings.mark(work, work.lock(code), seq, meant=meant)


def exported(world: World) -> list[tuple[Intent, str]]:
    with world.desk.look() as work:
        return [(one.intent, one.text) for one in meanings.exported(work)]


def test_each_message_knows_what_it_was_taken_for_and_by_whom(world: World, chatted: str) -> None:
    assert (line(world).intent, line(world).engine, line(world).engine_fault) == ("inform", "rasa", None)


def test_shares_are_counted_by_engine_and_fault_and_by_age(
    world: World, script: Script, chatted: str, clock: TestClock
) -> None:
    clock.tick(days=3)
    script.engine, script.fault = "embedded", EngineFault.SLOW
    Citizen(with_bot(world.desk, script), "u2").says(STORY)

    with world.desk.look(world.administrator) as work:
        page = meanings.page(work)
    assert [(one.engine, one.fault, one.times) for one in page.day] == [(Engine.EMBEDDED, EngineFault.SLOW, 1)]
    assert {(one.engine, one.fault) for one in page.week} == {
        (Engine.RASA, None),
        (Engine.EMBEDDED, EngineFault.SLOW),
    }
    assert page.last_at == clock.now


def test_only_the_administrator_sees_the_counts(world: World) -> None:
    with pytest.raises(NotAllowed), world.desk.look(world.handler) as work:
        meanings.page(work)


def test_an_officer_says_what_a_message_meant(world: World, chatted: str) -> None:
    mark(world, chatted, Intent.CANCEL)

    marked = line(world)
    assert (marked.intent, marked.meant, marked.meant_by_id) == ("inform", "cancel", world.handler.officer_id)
    with world.desk.look(world.administrator) as work:
        (pair,) = meanings.page(work).confusions
    assert (pair.said, pair.meant, pair.times) == (Intent.INFORM, Intent.CANCEL, 1)


def test_saying_what_the_machine_said_takes_the_mark_away(world: World, chatted: str) -> None:
    mark(world, chatted, Intent.CANCEL)
    mark(world, chatted, Intent.INFORM)
    assert line(world).meant is None
    assert exported(world) == []


def test_a_choice_and_a_line_of_ours_cannot_be_marked(world: World, chatted: str) -> None:
    with world.desk.look(world.handler) as work:
        lines = chatting.view(work, work.find(chatted)).lines
    ours = next(one.seq for one in lines if one.speaker == "bot")
    choice = next(one.seq for one in lines if one.speaker == "citizen" and one.intent is None)
    for seq, refusal in ((ours, NotFound), (choice, Impossible), (9_999, NotFound)):
        with pytest.raises(refusal), world.desk.work(world.handler) as work:
            meanings.mark(work, work.lock(chatted), seq, meant=Intent.CANCEL)


def test_what_is_exported_names_nobody(world: World, chatted: str) -> None:
    mark(world, chatted, Intent.CANCEL)

    ((intent, text),) = exported(world)
    assert intent is Intent.CANCEL
    assert "thôi khỏi làm nữa nghen" in as_example(text)
    for personal in ("Trần Thị Bé", "Bé", "0912345678", "12"):
        assert personal not in as_example(text)


def test_nothing_of_a_conversation_with_a_restricted_case_is_exported(world: World, chatted: str) -> None:
    mark(world, chatted, Intent.CANCEL)
    with world.desk.work(world.receiver) as work:
        restrict.restrict(work, work.lock(chatted))
    assert exported(world) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("sdt toi la khong chin mot hai ba bon nam sau bay tam", "sdt toi la [số điện thoại]"),
        ("tran thi be", "[họ tên]"),
        ("hủy\n  giúp  tôi", "hủy giúp tôi"),
        ("mã PA-261120-123456-7 đâu rồi", "mã PA-0 đâu rồi"),
        ("nhà có 5 người, mất 3.500.000 đồng", "nhà có 0 người, mất 0 đồng"),
        ("[hủy](phone) đi", "[hủy] (phone) đi"),
    ],
)
def test_every_fact_and_number_is_replaced(said: str, kept: str) -> None:
    assert as_example(said) == kept


def test_the_file_is_read_as_examples_are(tmp_path: Path) -> None:
    told = [
        meanings.Corrected(Intent.CANCEL, "thôi khỏi làm nữa nghen con"),
        meanings.Corrected(Intent.CANCEL, "THOI KHOI LAM NUA NGHEN CON"),
        meanings.Corrected(Intent.AFFIRM, "# ừa: gửi lẹ - \"đi\" 'nghen'"),
        meanings.Corrected(Intent.THANKS, load_examples()[0].text),
        meanings.Corrected(Intent.THANKS, "👍"),
    ]
    (tmp_path / "moi.yml").write_text(as_rasa(new_examples(told)), "utf-8")
    assert [(one.intent, one.text) for one in load_examples(tmp_path)] == [
        ("affirm", "# ừa: gửi lẹ - \"đi\" 'nghen'"),
        ("cancel", "thôi khỏi làm nữa nghen con"),
    ]


def test_nothing_new_is_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "moi.yml").write_text(as_rasa({}), "utf-8")
    assert load_examples(tmp_path) == ()
