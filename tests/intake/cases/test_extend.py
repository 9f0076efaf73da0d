"""Extending a deadline, giving waited days back, and a clock that starts once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from intake.cases import (
    calendar_days,
    clock_work,
    extend,
    handling,
    identity,
    limits,
    recount,
    reply,
    restrict,
    succession,
    tracking,
    triage,
)
from intake.cases.actor import holder_of
from intake.cases.errors import Impossible, Invalid, NotAllowed
from intake.cases.ports import Outgoing
from intake.cases.submission import Identity
from intake.cases.submit import Filed
from models.alert import Alert
from models.history import CaseEvent, Deadline
from models.notice import Notice
from models.organisation import Unit
from models.vocabulary import (
    Action,
    AlertKind,
    CaseKind,
    CaseStatus,
    Certainty,
    ChannelKind,
    DeadlineCause,
    EventType,
    Field,
    NoticeKind,
)
from routing import lifecycle
from routing.dates import local_day
from routing.days_off import EnteredDay, MarkedDay
from routing.grounds import Grounds
from routing.rulebook import SHIPPED_RULES, Rulebook
from tests.conftest import TestClock
from tests.world import UNSURE, World

REASON = "Việc phải lấy ý kiến hai sở."


@pytest.fixture
def bac_ninh(world: World) -> World:
    """The same people under Bắc Ninh's limits: 7 days, and once an appointment of 10 working days at most."""
    return replace(world, desk=replace(world.desk, loaded=Rulebook.shipped("bac_ninh")))


@pytest.fixture
def pausing(world: World, tmp_path: Path) -> World:
    """An office whose own profile stops the clock while it waits for the citizen."""
    profile = tmp_path / "office" / "profiles" / "pausing.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text(
        "name: Tỉnh thử\n"
        "choices:\n"
        "  pauses_while_waiting:\n"
        "    - {from: 2026-01-01, value: true, reference: quy chế của tỉnh, certainty: verified, "
        "checked_on: 2026-11-22}\n"
    )
    book = Rulebook.load(SHIPPED_RULES, "pausing", own=profile.parents[1])
    return replace(world, desk=replace(world.desk, loaded=book))


def accepted(world: World) -> str:
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    return code


def extended(world: World, code: str, reason: str = REASON) -> None:
    with world.desk.work(world.leader) as work:
        extend.extend(work, work.lock(code), reason=reason)


def due(world: World, code: str) -> date:
    with world.desk.look() as work:
        case = work.find(code)
        current = limits.current(work, case)
        assert current is not None
        assert current.due_at == case.due_at
        return current.last_day


def off(day: date) -> EnteredDay:
    return EnteredDay(day, False, MarkedDay("Nghỉ", Grounds("Công văn 1", Certainty.VERIFIED, day)))


def asked_and_answered(world: World, clock: TestClock, code: str, days: int) -> None:
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(code), question="Xin cho biết chỗ nào?")
    clock.tick(days=days)
    with world.desk.work() as work:
        case_id = work.find(code).id
    with world.desk.work(holder_of(case_id)) as work:
        handling.answer(work, work.lock(code), text="Trước nhà văn hóa ấp.")


def test_without_a_rule_an_extension_is_refused_with_the_duty_that_stands_in_its_place(world: World) -> None:
    code = accepted(world)

    with pytest.raises(Impossible) as refused, world.desk.work(world.leader) as work:
        extend.extend(work, work.lock(code), reason=REASON)

    assert refused.value.code == "extension_not_allowed"
    assert "7 ngày" in refused.value.sentence
    assert "Thông tư 02/2017/TT-VPCP" in refused.value.sentence
    assert due(world, code) == date(2026, 12, 10)


def test_a_leader_extends_once_from_the_original_start_and_the_citizen_reads_why(bac_ninh: World) -> None:
    code = accepted(bac_ninh)
    assert due(bac_ninh, code) == date(2026, 11, 27)
    extended(bac_ninh, code)

    assert due(bac_ninh, code) == date(2026, 12, 7)  # ten working days from 20/11, without 24/11
    with bac_ninh.desk.look() as work:
        page = tracking.tracking(work, work.find(code))
        causes = work.session.scalars(select(Deadline.cause).order_by(Deadline.set_at, Deadline.id)).all()
    told = next(entry for entry in page.timeline if entry.event is EventType.EXTENDED)
    assert (told.text, told.quote) == ("Cơ quan gia hạn trả lời", REASON)
    assert page.deadline is not None
    assert page.deadline.explanation.endswith("Hạn cũ 27/11/2026, dời sang 07/12/2026 vì được gia hạn")
    assert causes == [DeadlineCause.FILED, DeadlineCause.CLASSIFIED, DeadlineCause.EXTENDED]

    with pytest.raises(Impossible, match="extended_already"):
        extended(bac_ninh, code)


def test_only_the_units_leader_extends_and_must_say_why(bac_ninh: World) -> None:
    code = accepted(bac_ninh)

    for actor in (bac_ninh.handler, bac_ninh.receiver):
        with pytest.raises(NotAllowed), bac_ninh.desk.work(actor) as work:
            extend.extend(work, work.lock(code), reason=REASON)
    with pytest.raises(Invalid):
        extended(bac_ninh, code, reason="  ")
    assert due(bac_ninh, code) == date(2026, 11, 27)


def test_a_deadline_that_has_passed_is_not_extended(bac_ninh: World, clock: TestClock) -> None:
    code = accepted(bac_ninh)
    clock.tick(days=8)

    with pytest.raises(Impossible, match="deadline_expired"):
        extended(bac_ninh, code)


def test_what_was_extended_still_follows_the_calendar(bac_ninh: World, clock: TestClock) -> None:
    code = accepted(bac_ninh)
    extended(bac_ninh, code)
    day_off = off(date(2026, 12, 7))
    with bac_ninh.desk.work() as work:
        calendar_days.enter(work, [day_off])
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    bac_ninh.classify()

    assert due(bac_ninh, code) == date(2026, 12, 8)
    with pytest.raises(Impossible, match="extended_already"):
        extended(bac_ninh, code)


def test_the_citizen_is_told_by_mail(bac_ninh: World) -> None:
    class Post:
        kind = ChannelKind.EMAIL
        dedupes = True

        def send(self, message: Outgoing) -> None:
            return None

    world = replace(bac_ninh, desk=replace(bac_ninh.desk, channels={ChannelKind.EMAIL: Post()}))
    code = world.assigned(name="Trần Thị Lụa", email="lua@example.com").case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    extended(world, code)

    with world.desk.look() as work:
        told = work.session.scalars(select(Notice).where(Notice.kind == NoticeKind.EXTENDED)).one()
    assert REASON in (told.body or "")
    assert "hết ngày 07/12/2026" in (told.body or "")


def test_waited_days_are_not_given_back_unless_the_rule_book_says_so(world: World, clock: TestClock) -> None:
    code = accepted(world)
    asked_and_answered(world, clock, code, days=5)

    assert due(world, code) == date(2026, 12, 10)


def test_waited_days_are_given_back_where_the_office_pauses(pausing: World, clock: TestClock) -> None:
    code = accepted(pausing)
    asked_and_answered(pausing, clock, code, days=5)
    assert due(pausing, code) == date(2026, 12, 15)
    asked_and_answered(pausing, clock, code, days=2)

    assert due(pausing, code) == date(2026, 12, 17)
    with pausing.desk.look() as work:
        case = work.find(code)
        current = limits.current(work, case)
        assert current is not None
        assert (current.cause, current.counted_from) == (DeadlineCause.PAUSE, case.received_at)
        assert "chờ người gửi bổ sung" in current.sentence


def ask(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(code), question="Xin cho biết chỗ nào?")


def _transfer(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Việc của Sở Y tế.")


def _send_back(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Không thuộc Sở Xây dựng.")


def _draft(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text="Sở đã kiểm tra và sẽ sửa.")


def _restrict(world: World, code: str) -> None:
    with world.desk.work(world.handler) as work:
        restrict.restrict(work, work.lock(code), note="Có lời tố cáo.")


def _take_over(world: World, code: str) -> None:
    with world.desk.work() as work:
        work.session.execute(update(Unit).where(Unit.id == world.construction).values(valid_to=work.today))
    with world.desk.work(world.receiver) as work:
        succession.take_over(work, work.lock(code), world.health)


def _escalate(world: World, code: str) -> None:
    with world.desk.work() as work:
        work.lock(code).not_ours = 1
    _transfer(world, code)


WAYS_OUT = [_draft, _transfer, _send_back, _restrict, _take_over, _escalate]


@pytest.mark.parametrize("go_on", WAYS_OUT, ids=lambda way: way.__name__.strip("_"))
def test_waited_days_are_given_back_whoever_goes_on_without_an_answer(
    pausing: World, clock: TestClock, go_on: Callable[[World, str], None]
) -> None:
    code = accepted(pausing)
    ask(pausing, code)
    clock.tick(days=5)
    go_on(pausing, code)

    assert due(pausing, code) == date(2026, 12, 15)
    clock.tick(days=2)
    with pausing.desk.work() as work:
        limits.give_back(work, work.lock(code))
    assert due(pausing, code) == date(2026, 12, 15)


def test_every_way_out_of_waiting_ends_the_wait() -> None:
    ways = {
        action
        for table in lifecycle.PATHS.values()
        for (status, action), step in table.items()
        if status is CaseStatus.AWAITING_CITIZEN and step.to is not None
    }

    closed = {Action.HAND_OVER, Action.WITHDRAW}
    assert ways - closed == {
        Action.ANSWER,
        Action.DRAFT,
        Action.TRANSFER,
        Action.RETURN,
        Action.RESTRICT,
        Action.TAKE_OVER,
    }


def test_while_the_clock_stands_still_nobody_is_told_that_the_case_is_late(pausing: World, clock: TestClock) -> None:
    code = accepted(pausing)
    ask(pausing, code)
    for _ in range(40):
        clock.tick(days=1)
        with pausing.desk.work() as work:
            clock_work.ask(work)
        pausing.classify()

    with pausing.desk.look() as work:
        assert work.session.scalars(select(Alert.kind)).all() == []
        assert EventType.STATUS_TOLD not in set(work.session.scalars(select(CaseEvent.type)))
        page = tracking.tracking(work, work.find(code))
    assert page.deadline is not None
    assert local_day(page.deadline.due) == date(2027, 1, 19)
    assert "chờ người gửi bổ sung" in page.deadline.explanation


def test_where_waiting_does_not_stop_the_clock_a_waiting_case_is_late_like_any_other(
    world: World, clock: TestClock
) -> None:
    code = accepted(world)
    ask(world, code)
    clock.tick(days=21)
    with world.desk.work() as work:
        clock_work.ask(work)
    world.classify()

    with world.desk.look() as work:
        assert AlertKind.OVERDUE in set(work.session.scalars(select(Alert.kind)))


def test_what_was_extended_is_still_extended_after_a_wrong_kind_is_put_right(bac_ninh: World) -> None:
    code = accepted(bac_ninh)
    extended(bac_ninh, code)
    longer = due(bac_ninh, code)
    for kind in (CaseKind.REGULATION, CaseKind.CONDUCT):
        with bac_ninh.desk.work() as work:
            case = work.lock(code)
            case.kind = kind
            limits.set_deadline(work, case, cause=DeadlineCause.CLASSIFIED)

    assert due(bac_ninh, code) == longer


def test_a_day_off_beside_a_pause_counts_too(pausing: World, clock: TestClock) -> None:
    code = accepted(pausing)
    asked_and_answered(pausing, clock, code, days=5)
    day_off = off(date(2026, 12, 15))
    with pausing.desk.work() as work:
        calendar_days.enter(work, [day_off])
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    pausing.classify()

    assert due(pausing, code) == date(2026, 12, 16)


def test_completing_who_wrote_never_touches_the_clock(pausing: World, clock: TestClock) -> None:
    filed = pausing.assigned()
    before = rows(pausing)
    clock.tick(days=3)
    with pausing.desk.work(pausing.citizen(filed)) as work:
        identity.complete(work, work.lock(filed.case.code), Identity("Trần Thị Lụa", "+84912345678", None, None))

    assert rows(pausing) == before


def test_correcting_the_kind_under_the_same_limit_never_touches_the_clock(world: World, clock: TestClock) -> None:
    code = triaged(world, CaseKind.CONDUCT).case.code
    before = rows(world)
    clock.tick(days=3)
    with world.desk.work(world.health_handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Không thuộc Sở Y tế.")
    sort(world, code, CaseKind.SERVICE)

    assert rows(world) == before


def test_correcting_it_to_another_limit_counts_from_receipt(world: World, clock: TestClock) -> None:
    world = replace(world, desk=replace(world.desk, loaded=Rulebook.shipped("bac_ninh")))
    code = triaged(world, CaseKind.REGULATION).case.code
    assert due(world, code) == date(2026, 12, 10)
    clock.tick(days=3)
    with world.desk.work(world.health_handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Không thuộc Sở Y tế.")
    sort(world, code, CaseKind.CONDUCT)

    assert due(world, code) == date(2026, 11, 27)


def triaged(world: World, kind: CaseKind) -> Filed:
    filed = world.file()
    world.classify(UNSURE)
    sort(world, filed.case.code, kind)
    return filed


def sort(world: World, code: str, kind: CaseKind) -> None:
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), world.health, kind=kind, field=Field.HEALTH)


def rows(world: World) -> list[tuple[object, ...]]:
    with world.desk.look() as work:
        query = select(Deadline.id, Deadline.due_at, Deadline.superseded_at).order_by(Deadline.id)
        return [tuple(row) for row in work.session.execute(query)]
