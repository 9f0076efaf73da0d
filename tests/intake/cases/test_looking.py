"""Who has a case open: known to those who may see it, about those who may see it, and forgotten soon."""

import pytest

from intake.cases import handling, looking
from intake.cases.actor import Actor
from intake.cases.errors import NotAllowed, NotFound
from intake.cases.looking import FORGOTTEN, Beside
from tests.conftest import TestClock
from tests.world import RESTRICTED, World


def look(world: World, officer: Actor, code: str, *, typing: bool = False) -> list[Beside]:
    with world.desk.work(officer) as work:
        return looking.look(work, code, typing=typing)


def test_two_officers_on_one_case_see_each_other_and_who_is_writing(world: World) -> None:
    code = world.assigned().case.code

    assert look(world, world.handler, code) == []
    assert look(world, world.colleague, code, typing=True) == [Beside("Cán bộ handler", typing=False)]
    assert look(world, world.handler, code) == [Beside("Cán bộ colleague", typing=True)]
    assert look(world, world.receiver, code) == [
        Beside("Cán bộ colleague", typing=True),
        Beside("Cán bộ handler", typing=False),
    ]


def test_whoever_leaves_or_falls_silent_is_forgotten(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    look(world, world.handler, code)
    look(world, world.leader, code)

    with world.desk.work(world.leader) as work:
        looking.leave(work, code)
    assert look(world, world.colleague, code) == [Beside("Cán bộ handler", typing=False)]

    clock.tick(seconds=FORGOTTEN.total_seconds())
    assert look(world, world.colleague, code) == []


def test_nothing_is_told_to_or_about_a_unit_that_may_no_longer_see_the_case(world: World) -> None:
    code = world.assigned().case.code
    look(world, world.handler, code)
    with world.desk.work(world.handler) as work:
        handling.transfer(work, work.lock(code), world.health, reason="Thuộc lĩnh vực y tế.")

    assert look(world, world.health_handler, code) == []
    with pytest.raises(NotFound):
        look(world, world.handler, code)
    assert look(world, world.receiver, code) == [Beside("Cán bộ health.handler", typing=False)]


def test_a_restricted_case_is_looked_at_in_its_desk_alone(world: World) -> None:
    code = world.file("Tôi tố cáo một cán bộ nhận tiền.").case.code
    world.classify(RESTRICTED)

    look(world, world.inspector, code)

    assert look(world, world.chief_inspector, code) == [Beside("Cán bộ inspector", typing=False)]
    with pytest.raises(NotFound):
        look(world, world.receiver, code)


def test_an_overseer_neither_shows_nor_sees_who_works(world: World) -> None:
    code = world.assigned().case.code

    with pytest.raises(NotAllowed):
        look(world, world.overseer, code)
