"""Units that end: their open cases come to whoever carries them on, and the accused never slip out of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from intake.cases import accounts, desks, handling, queues, reply, restrict, succession
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound, Refusal
from intake.cases.queues import Queue
from intake.cases.submit import Filed
from models.history import CaseEvent, broken_link
from models.organisation import Officer, Unit, UnitSuccession
from models.vocabulary import Action, CaseKind, CaseStatus, Department, EventType, Level, ReplyState
from tests.world import RESTRICTED, UNSURE, World

TODAY = date(2026, 11, 20)
DECISION = "Quyết định 01/QĐ-UBND"
OFFICE_TELLING = "Tôi tố cáo cán bộ Sở Xây dựng nhận tiền của dân."


def end(world: World, unit: str, *successors: str, on: date = TODAY, by: Actor | None = None) -> None:
    """The administrator, or somebody else, ends a unit of the world."""
    with world.desk.work(by or world.administrator) as work:
        row = work.session.get_one(Unit, getattr(world, unit))
        heirs = [getattr(world, name) for name in successors]
        succession.end_unit(work, row, on=on, successors=heirs, reference=DECISION)


def signed_in(world: World, actor: Actor) -> Actor:
    """The actor as signing in makes them: with what their unit takes over today."""
    with world.desk.work() as work:
        token = accounts.open_session(work, actor.officer_id)  # type: ignore[arg-type]
    with world.desk.look() as work:
        found = accounts.actor_of(work, token)
    assert found is not None
    return found


def sees(world: World, actor: Actor, filed: Filed) -> bool:
    with world.desk.look(signed_in(world, actor)) as work:
        try:
            work.find(filed.case.code)
        except NotFound:
            return False
        return True


def waiting(world: World, actor: Actor, queue: Queue) -> list[str]:
    with world.desk.look(signed_in(world, actor)) as work:
        assert queue in queues.queues_of(work) or queue is not Queue.TAKE_OVER
        return [row.code for row in queues.page(work, queue).rows]


def restricted(world: World, content: str = OFFICE_TELLING) -> Filed:
    filed = world.file(content)
    world.classify(RESTRICTED)
    return filed


def test_open_cases_of_an_ended_unit_are_offered_to_its_successor_and_to_the_receiving_desk(world: World) -> None:
    filed = world.assigned()
    assert not sees(world, world.health_handler, filed)

    end(world, "construction", "health")

    assert waiting(world, world.health_handler, Queue.TAKE_OVER) == [filed.case.code]
    assert waiting(world, world.receiver, Queue.TAKE_OVER) == [filed.case.code]
    assert waiting(world, world.health_handler, Queue.NEW) == []
    assert not sees(world, world.commune_handler, filed)


def test_taking_over_moves_the_case_and_leaves_its_deadline(world: World) -> None:
    filed = world.assigned()
    due = filed.case.due_at
    with world.desk.work(world.handler) as work:
        due = handling.accept(work, work.lock(filed.case.code)).due_at
    end(world, "construction", "health")

    with world.desk.work(signed_in(world, world.health_handler)) as work:
        case = succession.take_over(work, work.lock(filed.case.code))
        assert (case.status, case.unit_id, case.officer_id) == (CaseStatus.ASSIGNED, world.health, None)
        assert case.due_at == due
    with world.desk.look() as work:
        events = work.session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == filed.case.id).order_by(CaseEvent.seq)
        ).all()
        assert events[-1].type is EventType.TRANSFERRED
        assert events[-1].data["unit"] == str(world.health)
        assert broken_link(events) is None
    with world.desk.work(signed_in(world, world.health_handler)) as work:
        handling.accept(work, work.lock(filed.case.code))
    assert waiting(world, world.receiver, Queue.TAKE_OVER) == []
    assert not sees(world, world.handler, filed)


def test_a_draft_before_the_leader_comes_along_as_a_draft(world: World) -> None:
    filed = world.assigned()
    with world.desk.work(world.handler) as work:
        case = handling.accept(work, work.lock(filed.case.code))
        reply.save_draft(work, case, text="Sở sẽ vá đường trong tuần tới.")
        reply.submit_for_approval(work, case)
    end(world, "construction", "health")

    with world.desk.work(signed_in(world, world.health_handler)) as work:
        case = succession.take_over(work, work.lock(filed.case.code))
        draft = reply.open_reply(work, case)
        assert draft is not None
        assert draft.state is ReplyState.DRAFT
        handling.accept(work, case)
        reply.save_draft(work, case, text="Sở Y tế tiếp tục việc này.")


def test_a_unit_that_goes_on_gives_nothing_away(world: World) -> None:
    filed = world.assigned()
    with world.desk.look(world.receiver) as work:
        assert Action.TAKE_OVER not in case_page(work, work.find(filed.case.code)).actions
    with pytest.raises(Impossible, match="unit_goes_on"), world.desk.work(world.receiver) as work:
        succession.take_over(work, work.lock(filed.case.code), world.health)
    with pytest.raises(Impossible, match="unit_goes_on"), world.desk.work(world.handler) as work:
        succession.take_over(work, work.lock(filed.case.code))


def test_until_its_last_day_a_unit_keeps_its_cases(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health", on=TODAY + timedelta(days=3))

    assert not sees(world, world.health_handler, filed)
    world.desk.clock.tick(days=3)  # type: ignore[attr-defined]
    assert sees(world, world.health_handler, filed)


def test_without_a_successor_the_receiving_desk_sends_it_on(world: World) -> None:
    filed = world.assigned()
    end(world, "construction")

    with pytest.raises(Invalid), world.desk.work(world.receiver) as work:
        succession.take_over(work, work.lock(filed.case.code))
    with world.desk.work(world.receiver) as work:
        assert not succession.take_over_if_clear(work, work.lock(filed.case.code))
        assert succession.take_over(work, work.lock(filed.case.code), world.commune).unit_id == world.commune


def test_an_officer_of_the_ended_unit_reads_on_but_takes_nothing_over(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health")

    handler = signed_in(world, world.handler)
    assert sees(world, world.handler, filed)
    with world.desk.look(handler) as work:
        assert Action.TAKE_OVER not in case_page(work, work.find(filed.case.code)).actions
    with pytest.raises(NotAllowed), world.desk.work(handler) as work:
        succession.take_over(work, work.lock(filed.case.code))


def test_a_successor_may_do_nothing_else_before_it_has_taken_over(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health")
    successor = signed_in(world, world.health_handler)

    with world.desk.look(successor) as work:
        assert case_page(work, work.find(filed.case.code)).actions == (Action.TAKE_OVER,)
    with pytest.raises(NotAllowed), world.desk.work(successor) as work:
        handling.accept(work, work.lock(filed.case.code))


def test_of_two_successors_at_once_one_gets_the_case(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health", "commune")
    takers = [signed_in(world, actor) for actor in (world.health_handler, world.commune_handler)] * 3

    def take(actor: Actor) -> bool:
        try:
            with world.desk.work(actor) as work:
                succession.take_over(work, work.lock(filed.case.code))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, takers)) == 1
    with world.desk.look() as work:
        events = work.session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == filed.case.id).order_by(CaseEvent.seq)
        ).all()
        assert sum(event.type is EventType.TRANSFERRED for event in events) == 1
        assert broken_link(events) is None


def test_a_successor_that_ended_too_hands_on_what_it_was_offered(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health")
    end(world, "health", "commune")

    assert waiting(world, world.commune_handler, Queue.TAKE_OVER) == [filed.case.code]
    with world.desk.work(signed_in(world, world.commune_handler)) as work:
        assert succession.take_over(work, work.lock(filed.case.code)).unit_id == world.commune


def test_new_cases_go_to_todays_units_only_and_old_names_lead_there(world: World) -> None:
    with world.desk.work() as work:
        second = Unit(
            key="bgt",
            name="Ban Giao thông",
            department=Department.CONSTRUCTION,
            level=Level.PROVINCE,
            valid_from=date(2025, 7, 1),
        )
        work.session.add(second)
        work.session.flush()
        succession.end_unit(work, second, on=TODAY, successors=[world.construction], reference=DECISION)

    filed = world.assigned("Ban Giao thông hứa sửa đường mà chưa làm.")
    with world.desk.look(world.handler) as work:
        case = work.find(filed.case.code)
        assert case.unit_id == world.construction
        assert case.proposal is not None
        assert "“Ban Giao thông” nay là Sở Xây dựng tỉnh Vĩnh Long" in case.proposal["reasons"]


def test_the_successor_of_an_accused_unit_is_accused_too(world: World) -> None:
    filed = restricted(world)
    assert sees(world, world.inspector, filed)

    end(world, "construction", "inspectorate")

    assert not sees(world, world.inspector, filed)
    assert not sees(world, world.chief_inspector, filed)
    assert sees(world, world.office_handler, filed)


def test_it_is_accused_however_many_units_lie_between_and_whenever_they_merged(world: World) -> None:
    end(world, "construction", "health")
    end(world, "health", "inspectorate")

    filed = restricted(world)  # names only the first of them

    assert not sees(world, world.inspector, filed)
    assert sees(world, world.office_handler, filed)


def test_a_merger_entered_for_a_later_day_hides_the_case_at_once(world: World) -> None:
    filed = restricted(world)
    end(world, "construction", "inspectorate", on=TODAY + timedelta(days=30))

    assert not sees(world, world.inspector, filed)
    assert sees(world, world.office_handler, filed)
    assert not sees(world, world.inspector, restricted(world, "Tôi tố cáo lãnh đạo Sở Xây dựng lần nữa."))


def test_an_actor_made_by_hand_is_kept_out_as_well(world: World) -> None:
    """Being accused is asked of the database, not of what signing in remembered."""
    filed = restricted(world)
    with world.desk.work() as work:
        row = UnitSuccession(unit_id=world.construction, successor_id=world.inspectorate, since=TODAY, reference="")
        work.session.add(row)
    with pytest.raises(NotFound), world.desk.look(world.inspector) as work:
        work.find(filed.case.code)


def test_restricted_cases_are_never_offered_to_a_successor(world: World) -> None:
    filed = restricted(world, "Tôi tố cáo cán bộ Sở Y tế nhận tiền.")
    with world.desk.work(world.inspector) as work:
        restrict.accept(work, work.lock(filed.case.code), kind=CaseKind.DENUNCIATION)

    end(world, "inspectorate", "construction")

    for actor in (world.handler, world.leader, world.receiver, world.health_handler):
        assert not sees(world, actor, filed)
    assert waiting(world, world.handler, Queue.TAKE_OVER) == []
    with world.desk.look(world.office_handler) as work:
        case = work.find(filed.case.code)
        assert (case.desk_id, case.unit_id, case.status) == (world.office, world.office, CaseStatus.ACCEPTED)
        assert case.content == "Tôi tố cáo cán bộ Sở Y tế nhận tiền."


def test_a_desk_whose_day_has_come_hands_its_cases_on_by_the_clock(world: World) -> None:
    filed = restricted(world, "Tôi tố cáo cán bộ Sở Y tế nhận tiền.")
    end(world, "inspectorate", on=TODAY + timedelta(days=2))
    assert sees(world, world.inspector, filed)

    world.desk.clock.tick(days=2)  # type: ignore[attr-defined]
    with world.desk.work() as work:
        assert desks.rehouse(work) == 1
    with world.desk.work() as work:
        assert desks.rehouse(work) == 0
    assert sees(world, world.office_handler, filed)
    assert not sees(world, world.inspector, filed)


def test_no_unit_may_end_if_a_restricted_case_would_be_left_with_nobody(world: World) -> None:
    filed = restricted(world, "Tôi tố cáo Văn phòng UBND tỉnh và Sở Xây dựng thông đồng.")
    assert sees(world, world.inspector, filed)

    with pytest.raises(Invalid, match="invalid") as refused:
        end(world, "construction", "inspectorate")

    assert [error.code for error in refused.value.errors] == ["no_restricted_desk"]
    assert sees(world, world.inspector, filed)


@pytest.mark.parametrize(
    ("unit", "successors", "on", "code"),
    [
        ("construction", ("construction",), TODAY, "unit_unknown"),
        ("construction", (), date(2025, 7, 1), "dates_out_of_order"),
        ("centre", ("office",), TODAY, "receiving_desk"),
    ],
)
def test_an_ending_that_cannot_be_names_the_field(
    world: World, unit: str, successors: tuple[str, ...], on: date, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        end(world, unit, *successors, on=on)
    assert code in [error.code for error in refused.value.errors]


def test_a_unit_ends_once_and_only_by_an_administrator(world: World) -> None:
    end(world, "construction", "health")
    with pytest.raises(Impossible):
        end(world, "construction", "commune")
    for actor in (world.leader, world.receiver, world.overseer):
        with pytest.raises(NotAllowed):
            end(world, "health", by=actor)


def test_an_officer_moved_to_the_successor_takes_the_case_along(world: World) -> None:
    filed = world.assigned()
    end(world, "construction", "health")
    with world.desk.work() as work:
        work.session.get_one(Officer, world.handler.officer_id).unit_id = world.health

    assert waiting(world, world.handler, Queue.TAKE_OVER) == [filed.case.code]


def test_what_is_on_offer_counts_in_no_other_queue_of_the_successor(world: World) -> None:
    world.assigned()
    world.file("Chờ người phân loại.")
    world.classify(UNSURE)
    end(world, "construction", "health")
    for actor in (world.health_handler, world.health_leader):
        with world.desk.look(signed_in(world, actor)) as work:
            counted = queues.counts(work, queues.queues_of(work))
            assert {queue for queue, count in counted.items() if count} == {Queue.TAKE_OVER}
    with world.desk.look(signed_in(world, world.receiver)) as work:
        counted = queues.counts(work, queues.queues_of(work))
        assert (counted[Queue.TRIAGE], counted[Queue.TAKE_OVER]) == (1, 1)
