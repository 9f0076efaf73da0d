"""The demo province loads whole: every sample case stands where its story ends, with an unbroken history."""

from collections import Counter

from sqlalchemy import select

from intake.cases import organisation
from intake.cases.actor import Actor
from intake.cases.queues import Queue, page
from intake.cases.work import Desk
from intake.demo.load import load_province, read_stories
from models.case import Case
from models.history import CaseEvent, broken_link
from models.office import ReplyTemplate
from models.organisation import Officer, Unit
from models.outbox import OutboxJob
from models.vocabulary import CaseKind, CaseStatus, Role
from routing.lifecycle import RESTRICTED_KINDS
from tests.world import UNSURE, Said

STANDS_AT = {"transferred": "assigned", "returned": "triage", "reopened": "assigned", "sent_back": "drafting"}


def expected_status(story: dict[str, object]) -> str:
    ends = str(story["ends"])
    if story["kind"] in RESTRICTED_KINDS and ends == "assigned":
        return "triage"  # a restricted case is never assigned: it stays with its desk
    return STANDS_AT.get(ends, ends)


def test_every_story_ends_where_it_says_and_waits_for_nothing(sqlite_desk: Desk) -> None:
    load_province(sqlite_desk, Said(UNSURE), "mat-khau-trinh-dien")

    with sqlite_desk.look() as work:
        statuses = Counter(status.value for status in work.session.scalars(select(Case.status)))
        assert statuses == Counter(expected_status(story) for story in read_stories())
        open_jobs = work.session.scalars(select(OutboxJob.case_id).where(OutboxJob.finished_at.is_(None))).all()
        received = work.session.scalars(select(Case.id).where(Case.status == CaseStatus.RECEIVED)).all()
        assert set(open_jobs) == set(received)


def test_the_history_of_every_sample_case_is_in_order_and_before_now(sqlite_desk: Desk) -> None:
    load_province(sqlite_desk, Said(UNSURE), "mat-khau-trinh-dien")

    with sqlite_desk.look() as work:
        for case_id in work.session.scalars(select(Case.id)):
            query = select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)
            events = list(work.session.scalars(query))
            assert broken_link(events) is None
            assert [event.at for event in events] == sorted(event.at for event in events)
            assert events[-1].at <= work.now


def test_the_cases_of_an_ended_unit_wait_to_be_taken_over(sqlite_desk: Desk) -> None:
    load_province(sqlite_desk, Said(UNSURE), "mat-khau-trinh-dien")

    with sqlite_desk.look() as work:
        successor = work.session.scalars(select(Officer).where(Officer.username == "kkt.canbo1")).one()
        offered = Actor(
            frozenset({Role.HANDLING}),
            officer_id=successor.id,
            unit_id=successor.unit_id,
            takes_over=organisation.carried_on_by(work, successor.unit_id or successor.id),
        )
    with sqlite_desk.look(offered) as work:
        assert len(page(work, Queue.TAKE_OVER).rows) == 3


def test_the_templates_of_the_demo_are_offered_where_they_belong(sqlite_desk: Desk) -> None:
    load_province(sqlite_desk, Said(UNSURE), "mat-khau-trinh-dien")

    with sqlite_desk.look() as work:
        kept = list(work.session.scalars(select(ReplyTemplate)))
        unit = work.session.scalars(select(Unit).where(Unit.key == "so-xay-dung")).one()
    assert {(one.name, one.unit_id) for one in kept if one.unit_id} == {("Hư hỏng đường, ổ gà", unit.id)}
    assert [one.kind for one in kept if one.kind] == [CaseKind.QUESTION, CaseKind.REGULATION]
    assert len(kept) == 5
