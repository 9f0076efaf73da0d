"""The edition of the organisation: a new one with every change of a unit or an officer, however it is written."""

from datetime import date

from intake.cases import organisation
from intake.cases.work import Desk
from models.edition import edition_of
from models.organisation import Officer, Unit
from tests.world import World, make_world


def edition(desk: Desk) -> str:
    with desk.look() as work:
        return edition_of(work.session)


def names(world: World) -> set[str]:
    with world.desk.look() as work:
        return {view.name for view in organisation.views_today(work)}


def test_each_change_draws_a_new_edition_and_nothing_else_does(world: World) -> None:
    seen = [edition(world.desk)]
    world.assigned()
    assert edition(world.desk) == seen[0]

    with world.desk.work() as work:
        work.session.get_one(Unit, world.health).name = "Sở Y tế mới"
    seen.append(edition(world.desk))
    with world.desk.work() as work:
        officer = work.session.get(Officer, world.handler.officer_id)
        assert officer is not None
        officer.active = False
    seen.append(edition(world.desk))
    with world.desk.work() as work:
        work.session.get_one(Unit, world.commune).valid_to = date(2026, 1, 1)
    seen.append(edition(world.desk))
    assert len(set(seen)) == 4


def test_what_was_rolled_back_is_not_remembered(world: World) -> None:
    assert "Sở Y tế tỉnh Vĩnh Long" in names(world)
    try:
        with world.desk.work() as work:
            work.session.get_one(Unit, world.health).name = "Sở khác"
            assert "Sở khác" in {view.name for view in organisation.views_today(work)}
            raise RuntimeError
    except RuntimeError:
        pass

    assert "Sở khác" not in names(world)


def test_another_process_knows_of_a_change_at_once(desk: Desk) -> None:
    world, other = make_world(desk), Desk(desk.database, desk.keyring, desk.rulebook, desk.storage, desk.clock)
    with other.look() as work:
        assert "Sở Y tế tỉnh Vĩnh Long" in {view.name for view in organisation.views_today(work)}

    with world.desk.work() as work:
        work.session.get_one(Unit, world.health).name = "Sở Y tế mới"

    with other.look() as work:
        assert "Sở Y tế mới" in {view.name for view in organisation.views_today(work)}
