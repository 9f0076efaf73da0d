"""The path of a case through the use cases, on both engines: from a citizen's words to a published answer."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from intake.cases import handling, publish, published, reply, satisfaction, tracking, triage
from intake.cases.actor import Actor, holder_of
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound, Refusal, Stale
from models.history import CaseEvent, Deadline, broken_link
from models.thread import Publication, Reply
from models.vocabulary import Action, CaseKind, CaseStatus, EventType, Field, RefusalReason
from tests.conftest import TestClock
from tests.world import UNSURE, World


def drafted(world: World, code: str, text: str = "Kính gửi ông/bà, Sở đã cho vá đường.") -> None:
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text=text)
    with world.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(code))


def answered(world: World, *, publish_consent: bool = False) -> str:
    code = world.assigned(publish_consent=publish_consent).case.code
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    return code


def test_a_sure_decision_goes_to_the_unit_with_a_lawful_deadline(world: World) -> None:
    filed = world.assigned()

    with world.desk.look(world.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(filed.case.code))
    assert (page.status, page.unit) == (CaseStatus.ASSIGNED, "Sở Xây dựng tỉnh Vĩnh Long")
    assert page.deadline is not None
    assert page.deadline.explanation.startswith("20 ngày kể từ 20/11/2026, hạn cuối 10/12/2026, căn cứ")
    assert not page.deadline.provisional


def test_an_unsure_decision_waits_for_a_person_who_can_send_it_on(world: World) -> None:
    code = world.file().case.code
    world.classify(UNSURE)

    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), world.health, kind=CaseKind.SERVICE, field=Field.HEALTH)
    with world.desk.look(world.health_handler) as work:
        page = case_page(work, work.find(code))
        routed = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.ROUTED)).one()
    assert page.row.unit == "Sở Y tế tỉnh Vĩnh Long"
    assert page.proposal is not None
    assert set(routed.data["corrected"]) == {"kind", "field", "department"}


def test_the_whole_path_ends_in_a_published_answer_and_an_unbroken_chain(world: World, clock: TestClock) -> None:
    filed = world.assigned("Đường hư, gọi tôi 0912345678.", name="Trần Văn Bưởi", publish_consent=True)
    code = filed.case.code
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.send_back(work, work.lock(code), comment="Ghi rõ ngày xong.")
    clock.tick(hours=1)
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Kính gửi ông Trần Văn Bưởi, xong ngày 25/11.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    with world.desk.work(world.citizen(filed)) as work:
        satisfaction.rate(work, work.lock(code), score=5, comment="Cảm ơn Sở.")
    with world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))

    with world.desk.look() as work:
        public = published.one(work, code)
        events = list(work.session.scalars(select(CaseEvent).order_by(CaseEvent.seq)))
    assert "0912345678" not in public.question
    assert "Bưởi" not in public.answer
    assert broken_link(events) is None
    assert [event.type for event in events][-5:] == ["submitted", "approved", "issued", "rated", "published"]


def test_asking_waits_for_the_citizen_and_the_answer_resumes(world: World) -> None:
    filed = world.assigned()
    code = filed.case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        handling.ask(work, work.lock(code), question="Đoạn nào của đường?")
    with world.desk.look(world.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(code))
    assert (page.status, page.question) == (CaseStatus.AWAITING_CITIZEN, "Đoạn nào của đường?")

    with world.desk.work(world.citizen(filed)) as work:
        handling.answer(work, work.lock(code), text="Đoạn trước chợ.")
    with world.desk.look(world.handler) as work:
        seen = case_page(work, work.find(code))
    assert seen.row.status is CaseStatus.ACCEPTED
    assert seen.entries[0].quote == "Đoạn trước chợ."


def test_returning_and_transferring_need_a_reason_and_move_the_case(world: World) -> None:
    code, other = world.assigned().case.code, world.assigned("Trạm y tế đóng cửa.").case.code
    with pytest.raises(Invalid), world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="  ")
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Thuộc ngành y tế.")
        handling.send_back_to_triage(work, work.lock(other), reason="Không phải ngành xây dựng.")
    for gone in (code, other):
        with pytest.raises(NotFound), world.desk.look(world.handler) as work:
            work.find(gone)
    with world.desk.look(world.health_handler) as work:
        assert work.find(code).status is CaseStatus.ASSIGNED
    with world.desk.look(world.receiver) as work:
        assert work.find(other).status is CaseStatus.TRIAGE


def test_a_refusal_carries_a_listed_reason_and_guidance(world: World) -> None:
    filed = world.file()
    world.classify(UNSURE)
    with world.desk.work(world.receiver) as work:
        triage.refuse(work, work.lock(filed.case.code), reason=RefusalReason.R9, text="Xin liên hệ Hội bảo vệ.")

    with world.desk.look(world.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(filed.case.code))
    assert (page.status, page.ended_with) == (CaseStatus.REFUSED, "Xin liên hệ Hội bảo vệ.")
    assert "tranh chấp mua bán" in page.timeline[0].text


def test_the_drafter_cannot_approve_and_the_database_agrees(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.leader) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Tự soạn.")
        reply.submit_for_approval(work, work.lock(code))
    with pytest.raises(NotAllowed) as refused, world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    assert refused.value.code == "four_eyes"
    with world.desk.look(world.leader) as work:
        assert Action.APPROVE not in case_page(work, work.find(code)).actions
    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(update(Reply).values(approver_id=Reply.drafter_id))


def test_a_stale_save_is_refused_and_changes_nothing(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.look(world.handler) as work:
        seen = work.find(code).version
    with world.desk.work(world.colleague) as work:
        handling.note(work, work.lock(code, version=seen), text="Tôi đang gọi cho ông ấy.")

    with pytest.raises(Stale) as stale, world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code, version=seen))
    assert (stale.value.seen, stale.value.current) == (seen, seen + 1)


def test_an_answer_may_be_reopened_once_with_a_new_limit(world: World, clock: TestClock) -> None:
    code = answered(world)
    citizen = citizen_of(world, code)
    clock.tick(days=30)
    with world.desk.work(citizen) as work:
        handling.reopen(work, work.lock(code), reason="Chỉ vá nửa đường.")
    with world.desk.look(world.handler) as work:
        current = work.session.scalars(select(Deadline).where(Deadline.superseded_at.is_(None))).one()
        assert work.find(code).status is CaseStatus.ASSIGNED
        assert current.last_day > clock.now.date()
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    with pytest.raises(Impossible) as refused, world.desk.work(citizen) as work:
        handling.reopen(work, work.lock(code), reason="Vẫn chưa được.")
    assert refused.value.code == "reopened_already"


def test_nothing_is_published_without_consent_confirmation_or_an_answer(world: World) -> None:
    code = answered(world)
    with pytest.raises(Impossible, match="no_consent"), world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))

    agreed = answered(world, publish_consent=True)
    with pytest.raises(Invalid), world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(agreed), publish.Confirmation())

    unanswered = world.assigned(publish_consent=True).case.code
    with pytest.raises(Refusal), world.desk.work(world.receiver) as work:
        publish.publish(work, work.lock(unanswered), publish.Confirmation(confirmed=True))
    with world.desk.look() as work:
        assert work.session.scalars(select(Publication)).all() == []


def test_a_citizen_may_withdraw_until_it_is_answered(world: World) -> None:
    filed = world.assigned()
    with world.desk.work(world.citizen(filed)) as work:
        handling.withdraw(work, work.lock(filed.case.code))
    with world.desk.look(world.citizen(filed)) as work:
        assert work.find(filed.case.code).status is CaseStatus.WITHDRAWN


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_rating_lies_between_one_and_five(world: World, score: int) -> None:
    code = answered(world)
    with pytest.raises(Invalid), world.desk.work(citizen_of(world, code)) as work:
        satisfaction.rate(work, work.lock(code), score=score)


def test_an_action_out_of_turn_is_refused_in_words(world: World) -> None:
    code = world.assigned().case.code
    with pytest.raises(Impossible) as refused, world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    assert "Đã chuyển cơ quan xử lý" in refused.value.sentence


def test_another_units_officer_does_not_even_learn_that_the_case_exists(world: World) -> None:
    code = world.assigned().case.code
    strangers: list[Actor] = [world.health_handler, world.commune_handler, world.administrator]
    for stranger in strangers:
        with pytest.raises(NotFound), world.desk.work(stranger) as work:
            work.lock(code)


def citizen_of(world: World, code: str) -> Actor:
    with world.desk.look() as work:
        return holder_of(work.find(code).id)
