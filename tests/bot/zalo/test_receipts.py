"""Zalo tells of our messages that they arrived and were seen: known by Zalo's names, and never heard as input."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.faked import Fault
from intake.cases import chatting, deliveries, handing, notices
from intake.cases.work import Desk
from models.case import Case
from models.conversation import ChatLine
from models.handed import HandedMessage
from models.history import CaseEvent
from models.vocabulary import ChannelKind, JobState, NoticeKind, Receipt, WorkQueue
from tests.bot.zalo.line import Phone, kept
from tests.world import World

LONG = "Đường đã được vá xong, xe qua lại êm. " * 100


def filed(phone: Phone) -> str:
    """The code of a case filed here whose first notices went out."""
    phone.files()
    phone.works()
    with phone.desk.look() as work:
        return work.session.scalars(select(Case.code)).one()


def told(phone: Phone, words: str = "Đường đã được vá xong.") -> str:
    """A case whose sender is told an answer."""
    code = filed(phone)
    phone.fake.echoes()
    with phone.desk.work() as work:
        notices.tell(work, work.lock(code), NoticeKind.ANSWERED, words)
    phone.works(WorkQueue.NOTICES)
    return code


def answer(phone: Phone, world: World, code: str) -> str:
    """How far the answer is, as an officer reads it."""
    with phone.desk.look(world.handler) as work:
        return next(one.said for one in deliveries.of_case(work, work.find(code)) if one.kind is NoticeKind.ANSWERED)


@pytest.mark.parametrize("words", ["Đường đã được vá xong.", LONG], ids=["short", "in parts"])
def test_an_officer_reads_how_far_an_answer_came(phone: Phone, sqlite_world: World, words: str) -> None:
    code, heard = told(phone, words), len(kept(phone.desk))
    assert answer(phone, sqlite_world, code) == "đã gửi"

    for event in phone.fake.echoes():
        phone.tell(event, times=2)
    assert answer(phone, sqlite_world, code) == "đã tới máy người nhận"

    phone.tell(phone.fake.seen_by(phone.user), times=2)
    assert answer(phone, sqlite_world, code) == "người nhận đã xem"
    assert len(kept(phone.desk)) == heard


def test_one_name_instead_of_a_list_is_read_as_well(phone: Phone, sqlite_world: World) -> None:
    code = told(phone)

    phone.tell(phone.fake.seen_by(phone.user) | {"message": {"msg_id": phone.fake.sent[-1].id}})

    assert answer(phone, sqlite_world, code) == "người nhận đã xem"


@pytest.mark.parametrize(
    "message",
    [{}, {"msg_ids": "1"}, {"msg_ids": [None, {}, True]}, {"msg_id": "x" * 999}, None, {"msg_ids": [7] * 999}],
)
def test_a_receipt_of_nothing_we_know_changes_nothing(phone: Phone, sqlite_world: World, message: Any) -> None:
    code = told(phone)

    phone.tell(phone.fake.seen_by(phone.user) | {"message": message})

    assert answer(phone, sqlite_world, code) == "đã gửi"


def test_a_receipt_that_is_faster_than_our_own_note_is_told_after_it(
    phone: Phone, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, hand_over = filed(phone), handing.hand_over
    phone.fake.echoes()

    def overtaken(*given: Any) -> Any:
        fault = hand_over(*given)
        for event in phone.fake.echoes():
            phone.tell(event)
        return fault

    monkeypatch.setattr(handing, "hand_over", overtaken)
    with phone.desk.work() as work:
        notices.tell(work, work.lock(code), NoticeKind.ANSWERED, "Đường đã được vá xong.")
    phone.works(WorkQueue.NOTICES)

    assert answer(phone, sqlite_world, code) == "đã tới máy người nhận"
    with phone.desk.look() as work:
        noted = work.session.scalars(select(CaseEvent).order_by(CaseEvent.seq.desc()).limit(2)).all()
        assert [one.data.get("receipt") for one in noted] == ["arrived", None]


def test_an_officer_sees_which_lines_of_the_conversation_were_seen(phone: Phone, sqlite_world: World) -> None:
    code = filed(phone)
    phone.tell(phone.fake.seen_by(phone.user))
    with phone.desk.work(sqlite_world.handler) as work:
        chatting.write(work, work.lock(code), text="Mai tổ thợ tới.")
    phone.works()

    with phone.desk.look(sqlite_world.handler) as work:
        said = [line.receipt for line in chatting.view(work, work.find(code)).lines if line.speaker != "citizen"]
    assert (set(said[:-1]), said[-1]) == ({Receipt.SEEN}, None)


def test_what_zalo_echoes_under_a_name_we_know_ends_no_doubt_about_another(phone: Phone) -> None:
    phone.says("xin chào")
    (echo, _arrived) = phone.fake.echoes()
    phone.fake.faults.append(Fault("/v3.0/oa/message/cs", breaks_off=True))
    phone.says("xin chào")

    phone.tell(echo)
    assert last(phone.desk).state is JobState.UNCERTAIN
    (echo, arrived) = phone.fake.echoes()
    phone.tell(echo)
    phone.tell(arrived)

    line = last(phone.desk)
    assert line.state is JobState.DELIVERED
    with phone.desk.look() as work:
        row = work.session.scalars(select(HandedMessage).where(HandedMessage.line_id == line.id)).one()
        assert (row.channel, row.receipt) == (ChannelKind.ZALO, Receipt.ARRIVED)


def last(desk: Desk) -> ChatLine:
    with desk.look() as work:
        return work.session.scalars(select(ChatLine).order_by(ChatLine.seq.desc()).limit(1)).one()
