"""What people make of the machine's proposals is kept as rows, never with a word of the text."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from intake.cases import handling, lessons, restrict, split, triage
from intake.cases.errors import NotAllowed
from intake.cases.parts import Part
from intake.entry.teaching import as_examples, as_lines
from models.lesson import Lesson
from models.vocabulary import CaseKind, Department, Field, LessonVerdict
from tests.world import UNSURE, World

ROAD = "Đường có nhiều ổ gà, tôi là Trần Văn Bưởi, số 0912 345 678."


def at_triage(world: World, content: str = ROAD) -> str:
    code = world.file(content, name="Trần Văn Bưởi", phone="0912345678").case.code
    world.classify(UNSURE)
    return code


def assign(world: World, code: str, *, kind: CaseKind = CaseKind.CONDUCT, health: bool = False) -> None:
    unit = world.health if health else world.construction
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), unit, kind=kind, field=Field.TRANSPORT)


def kept(world: World) -> list[Lesson]:
    with world.desk.look() as work:
        return list(work.session.scalars(select(Lesson).order_by(Lesson.at, Lesson.id)))


def exported(world: World) -> list[lessons.Taught]:
    with world.desk.look() as work:
        return list(lessons.exported(work))


def test_a_proposal_followed_is_a_confirmation_with_the_model_that_made_it(world: World) -> None:
    assign(world, at_triage(world))

    (lesson,) = kept(world)
    assert (lesson.verdict, lesson.model) == (LessonVerdict.CONFIRMED, "test")
    assert (lesson.officer_id, lesson.department) == (world.receiver.officer_id, Department.CONSTRUCTION)


def test_another_department_or_kind_is_a_correction(world: World) -> None:
    assign(world, at_triage(world), health=True)
    assign(world, at_triage(world), kind=CaseKind.SERVICE)

    assert [(one.verdict, one.said_department, one.department, one.kind) for one in kept(world)] == [
        (LessonVerdict.CORRECTED, Department.CONSTRUCTION, Department.HEALTH, CaseKind.CONDUCT),
        (LessonVerdict.CORRECTED, Department.CONSTRUCTION, Department.CONSTRUCTION, CaseKind.SERVICE),
    ]


def test_taking_on_what_the_machine_sent_confirms_it_once(world: World) -> None:
    sent, by_hand = world.assigned().case.code, at_triage(world)
    assign(world, by_hand)
    for code in (sent, by_hand):
        with world.desk.work(world.handler) as work:
            handling.accept(work, work.lock(code))

    assert [one.verdict for one in kept(world)] == [LessonVerdict.CONFIRMED] * 2
    assert {one.officer_id for one in kept(world)} == {world.receiver.officer_id, world.handler.officer_id}


def test_not_ours_says_whose_it_is_not_and_its_reason_stays_in_the_case(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Đường này do xã quản lý.")

    (lesson,) = kept(world)
    assert (lesson.verdict, lesson.not_theirs, lesson.department) == (
        LessonVerdict.NOT_OURS,
        Department.CONSTRUCTION,
        None,
    )
    assert exported(world) == []
    assign(world, code, health=True)
    assert [one.lesson.department for one in exported(world)] == [Department.HEALTH]


def test_what_is_exported_holds_no_personal_data_and_is_what_evaluate_and_the_examples_read(world: World) -> None:
    assign(world, at_triage(world))
    (taught,) = exported(world)

    assert taught.text == "Đường có nhiều ổ gà, tôi là [họ tên], số [số điện thoại]."
    assert '"acceptable_departments": ["Sở Xây dựng"]' in as_lines([taught])
    assert as_examples([taught]).startswith("- department: construction\n  field: transport\n  kind: conduct\n")


def test_restricted_cases_teach_nobody(world: World) -> None:
    later, at_once = at_triage(world), at_triage(world)
    assign(world, later)
    with world.desk.work(world.handler) as work:
        restrict.restrict(work, work.lock(later), suspected=CaseKind.DENUNCIATION)
    with world.desk.work(world.receiver) as work:
        restrict.restrict(work, work.lock(at_once), suspected=CaseKind.COMPLAINT)

    assert len(kept(world)) == 3
    assert exported(world) == []
    with world.desk.look(world.administrator) as work:
        page = lessons.page(work)
    assert (page.latest, page.pairs, set(page.verdicts.values())) == ([], [], {0})


def test_what_was_split_afterwards_is_not_exported(world: World) -> None:
    code = world.assigned("Đường có ổ gà. Trạm y tế đóng cửa.").case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
    assert len(exported(world)) == 1
    with world.desk.work(world.handler) as work:
        split.split(work, work.lock(code), [Part("Đường có ổ gà."), Part("Trạm y tế đóng cửa.")])

    assert exported(world) == []


def test_the_page_counts_pairs_for_the_administrator_alone(world: World) -> None:
    for _ in range(2):
        assign(world, at_triage(world), health=True)
    with world.desk.look(world.administrator) as work:
        (pair,) = lessons.page(work).pairs
    assert (pair.said, pair.department, pair.times) == (Department.CONSTRUCTION, Department.HEALTH, 2)
    with world.desk.look(world.leader) as work, pytest.raises(NotAllowed):
        lessons.page(work)


def test_a_decision_without_a_proposal_teaches_nothing(world: World) -> None:
    code = world.file(ROAD).case.code
    world.classify(replace(UNSURE, restricted=True, kind=CaseKind.DENUNCIATION))
    with world.desk.work(world.inspector) as work:
        restrict.release(work, work.lock(code), note="Là phản ánh thông thường.")
    assign(world, code)

    assert kept(world) == []
