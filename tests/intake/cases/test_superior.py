"""The second "not ours" goes to the superior, who decides for good."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from intake.cases import handling, tracking, triage
from intake.cases.actor import Actor
from intake.cases.case_page import case_page
from intake.cases.errors import Impossible
from models.history import CaseEvent
from models.organisation import Unit
from models.vocabulary import Action, CaseKind, CaseStatus, EventType, Field
from tests.world import World


def returned(world: World, actor: Actor, code: str) -> None:
    with world.desk.work(actor) as work:
        handling.send_back_to_triage(work, work.lock(code), reason="Không thuộc cơ quan tôi.")


def assigned(world: World, code: str, unit: UUID) -> None:
    with world.desk.work(world.receiver) as work:
        triage.assign(work, work.lock(code), unit, kind=CaseKind.CONDUCT, field=Field.HEALTH)


def holder(world: World, code: str) -> tuple[UUID | None, CaseStatus]:
    with world.desk.look() as work:
        case = work.find(code)
        return case.unit_id, case.status


def test_after_two_returns_the_provincial_office_has_it_and_nobody_can_return_it_again(world: World) -> None:
    filed = world.assigned()
    code = filed.case.code
    returned(world, world.handler, code)
    assigned(world, code, world.health)
    returned(world, world.health_handler, code)

    assert holder(world, code) == (world.office, CaseStatus.ASSIGNED)
    with pytest.raises(Impossible) as refused:
        returned(world, world.office_handler, code)
    assert "cấp trên đã quyết định" in refused.value.sentence

    with world.desk.work(world.office_handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Giao Sở Y tế.")
    assert holder(world, code) == (world.health, CaseStatus.ASSIGNED)
    with pytest.raises(Impossible):
        returned(world, world.health_handler, code)
    with pytest.raises(Impossible), world.desk.work(world.health_handler) as work:
        handling.transfer(work, work.lock(code), world.construction, reason="Không phải.")
    with world.desk.look(world.health_handler) as work:
        offered = case_page(work, work.find(code)).actions
    assert Action.RETURN not in offered
    assert Action.TRANSFER not in offered
    assert Action.ACCEPT in offered


def test_a_second_transfer_goes_to_the_superior_with_the_unit_that_was_meant(world: World) -> None:
    filed = world.assigned()
    code = filed.case.code
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Thuộc y tế.")
    with world.desk.work(world.health_handler) as work:
        handling.transfer(work, work.lock(code), world.commune, reason="Thuộc xã.")

    assert holder(world, code) == (world.office, CaseStatus.ASSIGNED)
    with world.desk.look(world.citizen(filed)) as work:
        page = tracking.tracking(work, work.find(code))
        told = work.session.scalars(select(CaseEvent).where(CaseEvent.type == EventType.ESCALATED)).one()
    assert told.data["suggested"] == str(world.commune)
    assert page.timeline[0].text == (
        "Hai cơ quan chưa thống nhất ai giải quyết: đã trình Văn phòng UBND tỉnh Vĩnh Long quyết định"
    )


def test_the_same_unit_that_returns_twice_does_not_begin_again(world: World) -> None:
    code = world.assigned().case.code
    returned(world, world.handler, code)
    assigned(world, code, world.construction)
    returned(world, world.handler, code)

    assert holder(world, code) == (world.office, CaseStatus.ASSIGNED)


def test_without_a_provincial_office_the_receiving_desk_puts_it_before_the_leaders(world: World) -> None:
    with world.desk.work() as work:
        work.session.get_one(Unit, world.office).valid_to = date(2026, 11, 1)
    code = world.assigned().case.code
    returned(world, world.handler, code)
    assigned(world, code, world.health)
    returned(world, world.health_handler, code)

    assert holder(world, code) == (None, CaseStatus.TRIAGE)
    assigned(world, code, world.health)
    with pytest.raises(Impossible):
        returned(world, world.health_handler, code)
