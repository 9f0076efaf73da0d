"""Running deadlines after the calendar has changed: counted again once, however often and by whomever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from intake.cases import (
    calendar_days,
    clock_work,
    handling,
    impact,
    jobs,
    limits,
    merge,
    moves,
    recount,
    tracking,
    triage,
)
from intake.cases.perform import perform
from intake.cases.schedule import LEASE
from models.alert import Alert
from models.case import Case
from models.history import CaseEvent, Deadline, broken_link
from models.outbox import OutboxJob
from models.vocabulary import (
    AlertKind,
    CaseKind,
    CaseStatus,
    Certainty,
    DeadlineCause,
    EventType,
    Field,
    JobKind,
    JobState,
)
from routing.dates import local_day
from routing.days_off import EnteredDay, MarkedDay
from routing.grounds import Grounds
from tests.conftest import NOON, TestClock
from tests.world import UNSURE, Said, World

LAST = date(2026, 12, 10)
"""Thursday: twenty days after a case received on Friday 20/11/2026."""


def off(day: date, *, working: bool = False) -> EnteredDay:
    return EnteredDay(day, working, MarkedDay("Nghỉ đột xuất", Grounds("Công văn 1", Certainty.VERIFIED, day)))


def enter(world: World, *days: EnteredDay) -> None:
    with world.desk.work() as work:
        calendar_days.enter(work, days)


def settle(world: World, clock: TestClock) -> None:
    """Let the time pass in which every process learns of the change, then let a worker run."""
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    world.classify()


def ends(world: World) -> dict[str, date]:
    """The last day of every case, by its code, as case and current deadline agree on it."""
    with world.desk.look() as work:
        query = select(Case.code, Case.due_at, Deadline.due_at).join(Deadline, Deadline.case_id == Case.id)
        rows = work.session.execute(query.where(Deadline.superseded_at.is_(None))).all()
    assert all(on_case == on_deadline for _, on_case, on_deadline in rows)
    assert len({code for code, *_ in rows}) == len(rows)
    return {code: local_day(due) for code, due, _ in rows}


def events(world: World, code: str) -> list[CaseEvent]:
    with world.desk.look() as work:
        chain = work.session.scalars(
            select(CaseEvent).join(Case, Case.id == CaseEvent.case_id).where(Case.code == code).order_by(CaseEvent.seq)
        ).all()
    assert broken_link(chain) is None
    return list(chain)


def moved(world: World, code: str) -> list[CaseEvent]:
    return [event for event in events(world, code) if event.data.get("cause") == "calendar"]


def test_a_new_day_off_moves_the_deadline_and_says_from_where_to_where_and_why(world: World, clock: TestClock) -> None:
    filed = world.assigned()
    enter(world, off(LAST))
    settle(world, clock)

    code = filed.case.code
    assert ends(world) == {code: date(2026, 12, 11)}
    (event,) = moved(world, code)
    assert event.public
    assert event.data == {"rule": "L04", "last_day": "2026-12-11", "before": "2026-12-10", "cause": "calendar"}
    with world.desk.look(world.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(code))
    assert page.deadline is not None
    why = "Hạn cũ 10/12/2026, dời sang 11/12/2026 vì lịch làm việc của Nhà nước thay đổi"
    assert page.deadline.explanation.endswith(why)
    assert "10/12 – Nghỉ đột xuất" in page.deadline.explanation
    assert page.timeline[0].text.startswith("Hạn trả lời dời từ 10/12/2026 sang hết ngày 11/12/2026 vì")


def test_what_does_not_move_gets_nothing(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    before = len(events(world, code))
    enter(world, off(date(2026, 12, 14)))
    settle(world, clock)

    assert ends(world) == {code: LAST}
    assert len(events(world, code)) == before


def test_better_grounds_for_a_day_move_nothing_but_keep_the_explanation_true(world: World, clock: TestClock) -> None:
    clock.tick(days=1)  # Saturday 21/11: the twentieth day is Friday 11/12
    code = world.assigned().case.code
    enter(world, named(date(2026, 12, 11), "Nghỉ đột xuất", Certainty.RECALLED))
    settle(world, clock)
    assert ends(world) == {code: date(2026, 12, 14)}
    with world.desk.work() as work:
        current = limits.current(work, work.find(code))
        assert current is not None
        told = {"kind": AlertKind.OVERDUE, "unit_id": world.construction, "told_at": work.now}
        work.session.add(Alert(case_id=current.case_id, deadline_id=current.id, **told))
    chain = len(events(world, code))
    enter(world, named(date(2026, 12, 11), "Nghỉ theo Công điện 9", Certainty.VERIFIED))
    settle(world, clock)

    assert ends(world) == {code: date(2026, 12, 14)}
    assert len(events(world, code)) == chain, "nothing that anybody needs to be told"
    with world.desk.look() as work:
        current = limits.current(work, work.find(code))
        assert current is not None
        assert "11/12 – Nghỉ theo Công điện 9" in current.sentence
        assert current.sentence.endswith("vì lịch làm việc của Nhà nước thay đổi")
        assert "Nghỉ theo Công điện 9" in {day["reason"] for day in current.skipped}
        assert set(work.session.scalars(select(Alert.deadline_id))) == {current.id}


def named(day: date, name: str, certainty: Certainty) -> EnteredDay:
    return EnteredDay(day, False, MarkedDay(name, Grounds("Công điện 9", certainty, day)))


def test_a_case_let_go_after_the_calendar_changed_lives_by_todays_calendar(world: World, clock: TestClock) -> None:
    main, other = world.assigned(), world.assigned("Đường nhà tôi cũng có ổ gà.")
    with world.desk.work(world.handler) as work:
        merge.merge(work, work.lock(other.case.code), main.case.code)
    enter(world, off(LAST))
    settle(world, clock)
    assert ends(world)[other.case.code] == LAST
    with world.desk.work(world.citizen(main)) as work:
        handling.withdraw(work, work.lock(main.case.code))

    assert ends(world)[other.case.code] == date(2026, 12, 11)
    assert len(moved(world, other.case.code)) == 1


def test_a_limit_that_is_in_the_book_no_more_is_named_and_not_silently_left(
    world: World, clock: TestClock, capsys: pytest.CaptureFixture[str]
) -> None:
    code = world.assigned().case.code
    with world.desk.work() as work:
        row = limits.current(work, work.lock(code))
        assert row is not None
        row.rule = "L99"
    enter(world, off(LAST))
    settle(world, clock)

    assert ends(world) == {code: LAST}
    assert "deadline.rule_unknown" in capsys.readouterr().out
    with world.desk.look() as work:
        assert moves.left_behind(work, work.desk.rulebook) == [("L99", 1)]


def test_withdrawing_the_day_moves_everything_back(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    enter(world, off(LAST))
    settle(world, clock)
    with world.desk.work(world.administrator) as work:
        calendar_days.withdraw(work, LAST, reason="Công văn 2 rút lại.")
    settle(world, clock)

    assert ends(world) == {code: LAST}
    assert [event.data["last_day"] for event in moved(world, code)] == ["2026-12-11", "2026-12-10"]
    with world.desk.look() as work:
        newest, first = calendar_days.history(work, 2026)
    assert (newest.by, newest.counts, newest.day.working) == (world.administrator.name, False, True)
    assert (first.by, first.counts, first.day.working) == ("", False, False)


def test_the_same_days_entered_again_are_counted_again(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    for _ in range(2):
        enter(world, off(LAST))
        settle(world, clock)
        with world.desk.work() as work:
            calendar_days.withdraw(work, LAST, reason="Rút lại.")
        settle(world, clock)

    assert len(moved(world, code)) == 4


def test_a_closed_case_keeps_its_deadline_and_one_at_triage_moves(world: World, clock: TestClock) -> None:
    closed = world.assigned()
    with world.desk.work(world.citizen(closed)) as work:
        handling.withdraw(work, work.lock(closed.case.code))
    waiting = world.file("Tôi không biết hỏi ai.")
    world.classify(UNSURE)
    enter(world, off(LAST))
    settle(world, clock)

    assert ends(world) == {closed.case.code: LAST, waiting.case.code: date(2026, 12, 11)}


def test_the_job_is_asked_for_once_and_the_clock_asks_only_for_what_nobody_asked(world: World) -> None:
    enter(world, off(LAST))
    with world.desk.work() as work:
        work.desk.current.refresh(work.session, work.now, at_once=True)
        clock_work.ask(work)
        clock_work.ask(work)

    with world.desk.look() as work:
        query = select(func.count(OutboxJob.id)).where(OutboxJob.kind == JobKind.RECOUNT)
        assert work.session.scalar(query) == 1


def test_a_deadline_of_a_former_program_is_counted_again_after_an_upgrade(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    with world.desk.work() as work:
        row = work.session.scalars(select(Deadline).where(Deadline.superseded_at.is_(None))).one()
        row.calendar, row.last_day, row.due_at = "", LAST - timedelta(days=1), row.due_at - timedelta(days=1)
        clock_work.ask(work)
    settle(world, clock)

    assert ends(world) == {code: LAST}


class Killed(BaseException):
    """The process is gone: nothing is recorded of it."""


def many(world: World, count: int) -> list[str]:
    return sorted(world.assigned(f"Đường số {number} có nhiều ổ gà.").case.code for number in range(count))


def test_a_run_killed_in_the_middle_is_continued_and_does_nothing_twice(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = many(world, 9)
    enter(world, off(LAST))
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    monkeypatch.setattr(recount, "AT_ONCE", 2)
    with world.desk.work() as work:
        (job,) = jobs.claim(work, "killed")
    with monkeypatch.context() as broken:
        broken.setattr(limits, "move_many", dying(limits.move_many, after=2))
        with pytest.raises(Killed):
            perform(world.desk, Said(), job)
    assert sum(day != LAST for day in ends(world).values()) == 4

    clock.tick(seconds=LEASE.total_seconds() + 1)
    world.classify()

    assert ends(world) == dict.fromkeys(codes, date(2026, 12, 11))
    assert [len(moved(world, code)) for code in codes] == [1] * 9


def dying(step: Callable[..., None], after: int) -> Callable[..., None]:
    """A step that works ``after`` times and is then the last thing its process does."""
    left = [after]

    def stepping(*given: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        step(*given)

    return stepping


def test_two_workers_at_once_move_each_deadline_once(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = many(world, 12)
    enter(world, off(LAST))
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    monkeypatch.setattr(recount, "AT_ONCE", 2)
    with world.desk.work() as work:
        (job,) = jobs.claim(work, "one of two")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: recount.run(world.desk, job), range(2)))

    assert ends(world) == dict.fromkeys(codes, date(2026, 12, 11))
    assert [len(moved(world, code)) for code in codes] == [1] * 12


def test_a_case_that_closes_meanwhile_is_left_as_it_closed(
    world: World, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing, staying = world.assigned(), world.assigned("Đèn đường hư.")
    enter(world, off(LAST))
    plan = moves.planned

    def plan_then_close(*given: object) -> list[moves.Move]:
        found = plan(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(moves, "planned", plan)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(withdraw).result()
        return found

    def withdraw() -> None:
        with world.desk.work(world.citizen(closing)) as work:
            handling.withdraw(work, work.lock(closing.case.code))

    monkeypatch.setattr(moves, "planned", plan_then_close)
    settle(world, clock)

    assert ends(world) == {closing.case.code: LAST, staying.case.code: date(2026, 12, 11)}


@contextmanager
def in_hand(world: World, code: str) -> Iterator[None]:
    """An officer's transaction holds the case."""
    with world.desk.work(world.handler) as work:
        work.lock(code)
        yield


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_a_case_somebody_has_in_hand_is_waited_for_by_nobody(world: World, clock: TestClock) -> None:
    """SQLite has one writer, so nobody can have a case in hand there."""
    held, free = many(world, 2)
    enter(world, off(LAST))
    clock.tick(seconds=recount.SETTLED.total_seconds() + 1)
    with in_hand(world, held):
        world.classify()
        assert ends(world) == {held: LAST, free: date(2026, 12, 11)}
    clock.tick(minutes=2)
    world.classify()

    assert ends(world) == dict.fromkeys((held, free), date(2026, 12, 11))
    with world.desk.look() as work:
        query = select(OutboxJob.state).where(OutboxJob.kind == JobKind.RECOUNT)
        assert set(work.session.scalars(query)) == {JobState.DELIVERED}


@pytest.mark.parametrize("seed", range(4))
def test_the_impact_foretold_is_what_the_recount_then_does(world: World, clock: TestClock, seed: int) -> None:
    rng = Random(seed)
    for number in range(12):
        clock.now = NOON + timedelta(days=rng.randrange(40), hours=rng.randrange(24))
        code = world.file(f"Việc số {number}.").case.code
        world.classify(UNSURE)
        if rng.random() < 0.7:
            kind = rng.choice([CaseKind.CONDUCT, CaseKind.REGULATION, CaseKind.QUESTION, CaseKind.SERVICE])
            with world.desk.work(world.receiver) as work:
                triage.assign(work, work.lock(code), world.health, kind=kind, field=Field.HEALTH)
    clock.now = NOON + timedelta(days=41)
    with world.desk.look() as work:
        calendar = calendar_days.calendar_now(work)
        span = [date(2026, 11, 20) + timedelta(days=number) for number in range(70)]
        days = [off(day, working=not calendar.is_working(day)) for day in rng.sample(span, 25)]
        before = ends(world)
        foretold = {move.running.code: local_day(move.result.due) for move in impact.of_days(work, days)}
        counted = sum(shift.cases for shift in impact.shifts(impact.of_days(work, days)))
    enter(world, *days)
    settle(world, clock)

    after = ends(world)
    assert foretold == {code: day for code, day in after.items() if day != before[code]}
    assert counted == len(foretold) > 0


def test_every_process_works_with_the_new_calendar_within_seconds(
    world: World, clock: TestClock, make_desk: object
) -> None:
    assert callable(make_desk)
    other = make_desk(world.desk.database)
    with other.look() as work:
        assert work.desk.rulebook.calendar.is_working(LAST)
    enter(world, off(LAST))
    clock.tick(seconds=3)

    with other.look() as work:
        assert not work.desk.rulebook.calendar.is_working(LAST)
    with other.work() as work:
        version = work.desk.rulebook.calendar.version
    filed = world.file().case
    with world.desk.look() as work:
        row = work.session.scalars(select(Deadline)).one()
    assert (row.case_id, row.calendar, local_day(row.due_at)) == (filed.id, version, date(2026, 12, 11))


def test_the_clock_going_back_hides_no_change(world: World, clock: TestClock) -> None:
    clock.tick(hours=-1)
    enter(world, off(LAST))
    clock.tick(minutes=-10)

    with world.desk.look() as work:
        assert not work.desk.rulebook.calendar.is_working(LAST)


def test_a_deadline_says_why_it_was_set(world: World) -> None:
    world.assigned()
    with world.desk.look() as work:
        rows = work.session.scalars(select(Deadline).order_by(Deadline.set_at, Deadline.id)).all()
        case = work.session.scalars(select(Case)).one()
        current = limits.current(work, case)

    assert [row.cause for row in rows] == [DeadlineCause.FILED, DeadlineCause.CLASSIFIED]
    assert current is not None
    assert (current.cause, case.status) == (DeadlineCause.CLASSIFIED, CaseStatus.ASSIGNED)
    assert current.calendar == world.desk.rulebook.calendar.version
    assert EventType.DEADLINE_SET in {event.type for event in events(world, case.code)}
