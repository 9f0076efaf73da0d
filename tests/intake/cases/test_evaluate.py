"""Proposals about a regulation: examined before they are answered, handed over, and their senders told how far."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from intake.cases import evaluate, handling, reply, standing, tracking, triage
from intake.cases.actor import holder_of
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid
from intake.cases.evaluate import Verdict
from intake.cases.queues import Queue, by_field, counts, queues_of
from intake.cases.queues import page as queue_page
from intake.cases.tracking import Tracking
from models.evaluation import Evaluation
from models.history import CaseEvent
from models.thread import Reply
from models.vocabulary import Action, CaseKind, CaseStatus, Criterion, EventType, Field, Finding, Outcome
from tests.world import UNSURE, World

PROPOSAL = "Quy định nộp bản sao giấy khai sinh là không cần thiết, kiến nghị bỏ."
ALL_MET = {word: Verdict(met=True) for word in Criterion}
ONE_UNMET = ALL_MET | {Criterion.NECESSITY: Verdict(met=False, note="Đã có trong cơ sở dữ liệu dân cư.")}


def accepted(world: World, kind: CaseKind = CaseKind.REGULATION) -> str:
    code = world.file(PROPOSAL).case.code
    world.classify(UNSURE)
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), world.construction, kind=kind, field=Field.PROCEDURES)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    return code


def examined(world: World, code: str, finding: Finding = Finding.ENOUGH, **given: Any) -> Evaluation:
    told: dict[str, Any] = {
        "criteria": ONE_UNMET,
        "outcome": Outcome.RECOMMEND,
        "proposal": "Bỏ thành phần hồ sơ này.",
    } | given
    with world.desk.work(world.handler) as work:
        return evaluate.evaluate(work, work.lock(code), finding=finding, **told)


def drafted(world: World, code: str, words: str = "Sở đã xem xét và kiến nghị sửa đổi.") -> None:
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text=words)
        reply.submit_for_approval(work, work.lock(code))


def page_of(world: World, code: str) -> Tracking:
    with world.desk.look() as work:
        case = work.find(code)
    with world.desk.look(holder_of(case.id)) as work:
        return tracking.tracking(work, work.find(code))


def test_a_proposal_is_examined_before_it_is_answered(world: World) -> None:
    code = accepted(world)
    with pytest.raises(Impossible) as refused:
        drafted(world, code)
    assert refused.value.code == "not_evaluated"
    assert "khoản 2 Điều 14" in refused.value.sentence

    examined(world, code)
    drafted(world, code)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
    page = page_of(world, code)
    assert page.status is CaseStatus.ANSWERED
    assert page.evaluation is not None
    assert (page.evaluation.finding, page.evaluation.outcome) == (Finding.ENOUGH, Outcome.RECOMMEND)
    assert "Cán bộ" not in repr(page.evaluation)


def test_while_it_is_only_collected_the_citizen_is_told_and_an_answer_must_say_so(world: World) -> None:
    code = accepted(world)
    examined(world, code, Finding.COLLECTING)
    with world.desk.look() as work:
        now = work.now
    view = page_of(world, code)
    assert "chưa đủ cơ sở" in standing.standing(view, restricted=False, now=now).happened
    assert view.timeline[0].text == "Đã xem xét kiến nghị: chưa đủ cơ sở, tiếp tục tập hợp"

    with pytest.raises(Impossible) as refused:
        drafted(world, code, "Sở cảm ơn ông/bà.")
    assert refused.value.code == "answer_hides_finding"
    drafted(world, code, "Kiến nghị chưa đủ cơ sở để xem xét, Sở tiếp tục tập hợp.")


def test_the_newest_examination_counts(world: World) -> None:
    code = accepted(world)
    examined(world, code, Finding.COLLECTING)
    examined(world, code, outcome=Outcome.KEEP, proposal="")

    page = page_of(world, code)
    assert page.evaluation is not None
    assert page.evaluation.outcome is Outcome.KEEP
    with world.desk.look() as work:
        assert len(work.session.scalars(select(Evaluation)).all()) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"criteria": {**ALL_MET, Criterion.SIMPLE: Verdict(met=False)}}, "note_simple"),
        ({"criteria": {word: ALL_MET[word] for word in list(Criterion)[1:]}}, "met_necessity"),
        ({"outcome": None}, "outcome"),
        ({"proposal": " "}, "proposal"),
    ],
)
def test_an_examination_that_lacks_something_is_refused_and_says_what(
    world: World, given: dict[str, Any], field: str
) -> None:
    code = accepted(world)

    with pytest.raises(Invalid) as refused:
        examined(world, code, **given)

    assert [error.field for error in refused.value.errors] == [field]
    with world.desk.look() as work:
        assert work.session.scalars(select(Evaluation)).all() == []


def test_only_a_proposal_about_a_regulation_is_examined(world: World) -> None:
    code = accepted(world, CaseKind.CONDUCT)

    with pytest.raises(Impossible) as refused:
        examined(world, code)

    assert refused.value.code == "not_for_this_kind"
    with world.desk.look(world.handler) as work:
        assert Action.EVALUATE not in case_page(work, work.find(code)).actions


def test_what_is_handed_over_ends_guided_with_the_code_it_was_given_there(world: World) -> None:
    code = accepted(world)
    with pytest.raises(Invalid), world.desk.work(world.handler) as work:
        triage.hand_over(work, work.lock(code), external_code=" ", text="Đã chuyển.")
    with world.desk.work(world.handler) as work:
        triage.hand_over(work, work.lock(code), external_code=" VB-2026/00123 ", text="Đã chuyển phapluat.gov.vn.")

    page = page_of(world, code)
    assert (page.status, page.external_code) == (CaseStatus.GUIDED, "VB-2026/00123")
    assert page.ended_with == "Đã chuyển phapluat.gov.vn."
    assert "ở hệ thống đó bằng mã hồ sơ" in standing.standing(page, restricted=False, now=page.received_at).next
    with world.desk.look() as work:
        events = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.HANDED_OVER)).all()
    assert "VB-2026" not in repr([event.data for event in events])


def test_the_citizen_is_told_how_far_it_is(world: World) -> None:
    code = accepted(world)
    with pytest.raises(Invalid), world.desk.work(world.handler) as work:
        handling.tell_status(work, work.lock(code), text=" ")
    with world.desk.work(world.receiver) as work:
        handling.tell_status(work, work.lock(code), text="Sở đang lấy ý kiến Sở Tư pháp.")

    latest = page_of(world, code).timeline[0]
    assert (latest.event, latest.quote) == (EventType.STATUS_TOLD, "Sở đang lấy ý kiến Sở Tư pháp.")


def test_the_database_itself_lets_nobody_approve_their_own_draft(world: World) -> None:
    code = accepted(world, CaseKind.CONDUCT)
    drafted(world, code, "Tự soạn, tự duyệt.")
    approving = "UPDATE reply SET state = 'issued', approver_id = drafter_id, issued_at = saved_at"
    unapproved = "UPDATE reply SET state = 'issued', issued_at = saved_at"

    for statement in (approving, unapproved):
        with pytest.raises(IntegrityError), world.desk.work() as work:
            work.session.execute(text(statement))
    with world.desk.look() as work:
        assert work.session.scalars(select(Reply.state)).all() == ["submitted"]


def test_a_proposal_that_is_collected_stays_in_sight_after_it_was_answered(world: World) -> None:
    codes = [accepted(world) for _ in range(3)]
    for code in codes[:2]:
        examined(world, code, Finding.COLLECTING)
    drafted(world, codes[0], "Kiến nghị chưa đủ cơ sở để xem xét, Sở tiếp tục tập hợp.")
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(codes[0]))

    for actor in (world.handler, world.leader, world.receiver, world.overseer):
        with world.desk.look(actor) as work:
            assert Queue.COLLECTING in queues_of(work)
            assert {row.code for row in queue_page(work, Queue.COLLECTING).rows} == set(codes[:2])
            assert counts(work, [Queue.COLLECTING]) == {Queue.COLLECTING: 2}
            assert by_field(work, Queue.COLLECTING) == [(Field.PROCEDURES, 2)]
    examined(world, codes[1])
    with world.desk.look(world.handler) as work:
        assert [row.code for row in queue_page(work, Queue.COLLECTING).rows] == [codes[0]]
    with world.desk.look(world.health_handler) as work:
        assert queue_page(work, Queue.COLLECTING).rows == []
