"""What officers are writing: kept for them alone, gone when it is sent, swept when it is old."""

import pytest
from sqlalchemy import select

from intake.cases import handling, typed
from intake.cases.actor import Actor
from intake.cases.errors import Invalid, NotAllowed, NotFound
from intake.cases.sweep import sweep
from intake.cases.typed import KEPT, Kept
from intake.cases.unfinished import SIZE_MAX
from models.desk import Typed
from tests.conftest import TestClock
from tests.world import World

WORDS = {"text": ["Sở đã vá ổ gà trước nhà ông/bà."]}


def keep(world: World, officer: Actor, code: str, fields: dict[str, list[str]] = WORDS, form: str = "soan") -> None:
    with world.desk.work(officer) as work:
        typed.keep(work, code, form, version=3, fields=fields)


def kept(world: World, officer: Actor, code: str) -> dict[str, Kept]:
    with world.desk.look(officer) as work:
        return typed.kept(work, work.find(code))


def test_what_was_typed_last_is_there_again_for_its_officer_and_nobody_else(world: World) -> None:
    code = world.assigned().case.code

    keep(world, world.handler, code, {"text": ["Sở đã"]})
    keep(world, world.handler, code)
    keep(world, world.handler, code, {"note": ["Gọi lại."]}, form="ghi-chu")

    assert {form: one.fields for form, one in kept(world, world.handler, code).items()} == {
        "soan": WORDS,
        "ghi-chu": {"note": ["Gọi lại."]},
    }
    assert kept(world, world.colleague, code) == {}


def test_it_is_unreadable_in_the_database(world: World) -> None:
    keep(world, world.handler, world.assigned().case.code)

    with world.desk.look() as work:
        sealed = work.session.scalars(select(Typed.fields_sealed)).one()
    assert sealed is not None
    assert "ổ gà".encode() not in sealed


def test_one_form_is_forgotten_and_the_others_stay(world: World) -> None:
    code = world.assigned().case.code
    keep(world, world.handler, code)
    keep(world, world.handler, code, form="ghi-chu")

    with world.desk.work(world.handler) as work:
        typed.forget(work, work.find(code), "soan")

    assert set(kept(world, world.handler, code)) == {"ghi-chu"}


def test_nothing_is_kept_on_a_case_that_one_may_not_see_or_does_not_work_on(world: World) -> None:
    code = world.assigned().case.code

    with pytest.raises(NotFound):
        keep(world, world.health_handler, code)
    with pytest.raises(NotAllowed):
        keep(world, world.overseer, code)


def test_more_than_a_form_may_hold_is_refused_with_a_sentence(sqlite_world: World) -> None:
    with pytest.raises(Invalid, match="invalid"):
        keep(sqlite_world, sqlite_world.handler, sqlite_world.assigned().case.code, {"text": ["a" * (SIZE_MAX + 1)]})


def test_after_thirty_days_it_is_swept_and_not_before(world: World, clock: TestClock) -> None:
    code = world.assigned().case.code
    keep(world, world.handler, code)

    clock.tick(seconds=KEPT.total_seconds() - 1)
    with world.desk.work() as work:
        sweep(work)
    assert kept(world, world.handler, code)

    clock.tick(seconds=1)
    with world.desk.work() as work:
        sweep(work)
    assert kept(world, world.handler, code) == {}


def test_it_outlives_what_others_do_with_the_case(world: World) -> None:
    code = world.assigned().case.code
    keep(world, world.handler, code)

    with world.desk.work(world.colleague) as work:
        handling.accept(work, work.lock(code))

    assert kept(world, world.handler, code)["soan"].fields == WORDS
