"""A leader on leave: an officer stands in, says so in the record, and approves neither's own draft."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import accounts, delegation, handling, reply
from intake.cases.actor import Actor
from intake.cases.errors import Invalid, NotAllowed
from intake.cases.timeline import for_officer
from models.organisation import Officer
from models.vocabulary import Role
from tests.conftest import TestClock
from tests.intake.cases.test_path import drafted
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


def stands_in(world: World) -> None:
    with world.desk.work(world.leader) as work:
        delegation.delegate(work, world.colleague.officer_id, first_day=FRIDAY, last_day=SUNDAY, reason="Nghỉ phép.")


def as_today(world: World, actor: Actor) -> Actor:
    """The actor a session would make of this officer now."""
    with world.desk.look() as work:
        query = select(Officer).where(Officer.id == actor.officer_id).options(joinedload(Officer.role_rows))
        return accounts.acting(work, work.session.scalars(query).unique().one())


def test_a_stand_in_approves_and_the_record_says_for_whom(world: World) -> None:
    code = world.assigned().case.code
    drafted(world, code)
    stands_in(world)

    stand_in = as_today(world, world.colleague)
    with world.desk.work(stand_in) as work:
        approved = reply.approve(work, work.lock(code))
        assert approved.on_behalf_id == world.leader.officer_id

    with world.desk.look(world.handler) as work:
        who = [entry.who for entry in for_officer(work, work.find(code))]
    assert "Cán bộ colleague, thừa ủy quyền của Cán bộ leader" in who


@pytest.mark.parametrize("drafter", ["colleague", "leader"])
def test_neither_of_the_two_drafts_what_the_stand_in_approves(drafter: str, world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(getattr(world, drafter)) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Đã vá đường.")
        reply.submit_for_approval(work, work.lock(code))
    stands_in(world)

    with pytest.raises(NotAllowed, match="four_eyes"), world.desk.work(as_today(world, world.colleague)) as work:
        reply.approve(work, work.lock(code))


def test_it_ends_with_its_last_day_and_at_once_when_revoked(world: World, clock: TestClock) -> None:
    stands_in(world)
    assert Role.LEADER in as_today(world, world.colleague).roles
    clock.tick(days=3)
    assert Role.LEADER not in as_today(world, world.colleague).roles
    clock.tick(days=-3)

    with world.desk.work(world.leader) as work:
        delegation.revoke(work, delegation.given(work)[0].id)
    assert Role.LEADER not in as_today(world, world.colleague).roles


def test_only_a_leader_delegates_and_only_within_the_unit(world: World) -> None:
    with pytest.raises(NotAllowed), world.desk.work(world.handler) as work:
        delegation.delegate(work, world.colleague.officer_id, first_day=FRIDAY, last_day=SUNDAY, reason="Nghỉ.")
    with pytest.raises(Invalid), world.desk.work(world.leader) as work:
        delegation.delegate(work, world.health_handler.officer_id, first_day=FRIDAY, last_day=SUNDAY, reason="Nghỉ.")
    with pytest.raises(Invalid), world.desk.work(world.leader) as work:
        delegation.delegate(work, world.colleague.officer_id, first_day=SUNDAY, last_day=FRIDAY, reason="Nghỉ.")


def test_the_page_makes_and_ends_one_and_everybody_concerned_reads_it(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    leader, colleague = sqlite_sign_in("leader"), sqlite_sign_in("colleague")
    wrong = leader.post("/uy-quyen", to="", first_day="2026-11-20", last_day="2026-11-22", reason="Nghỉ phép.")
    assert wrong.status_code == 422
    made = {"to": str(sqlite_world.colleague.officer_id), "first_day": "2026-11-20", "last_day": "2026-11-22"}
    assert leader.post("/uy-quyen", **made, reason="Nghỉ phép.").status_code == 303

    assert "Cán bộ colleague đang thừa ủy quyền của ông/bà đến hết ngày 22/11/2026" in text_of(leader.get("/uy-quyen"))
    assert "đang thừa ủy quyền của Cán bộ leader" in text_of(colleague.get("/hang-doi/awaiting_approval"))
    assert colleague.get("/uy-quyen").status_code == 404
