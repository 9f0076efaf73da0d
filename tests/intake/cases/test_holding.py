"""Who has a case, and who takes back a draft: leaders give any case of the unit, officers what is theirs."""

import pytest
from sqlalchemy import update

from intake.cases import handling, holding, reply
from intake.cases.errors import Invalid, NotAllowed
from intake.cases.timeline import for_officer
from models.organisation import Officer
from models.vocabulary import CaseStatus
from tests.intake.cases.test_path import drafted
from tests.world import World


def test_a_leader_gives_a_case_that_nobody_has_taken(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.leader) as work:
        holding.hand_to(work, work.lock(code), world.colleague.officer_id)

    with world.desk.look(world.handler) as work:
        case = work.find(code)
        assert (case.officer_id, case.status) == (world.colleague.officer_id, CaseStatus.ASSIGNED)
        assert for_officer(work, case)[0].text == "Đã giao Cán bộ colleague giữ hồ sơ"


def test_an_officer_passes_on_their_own_case_and_no_other(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))

    with pytest.raises(NotAllowed, match="not_holder"), world.desk.work(world.colleague) as work:
        holding.hand_to(work, work.lock(code), world.colleague.officer_id)
    with world.desk.work(world.handler) as work:
        assert holding.hand_to(work, work.lock(code), world.colleague.officer_id).officer_id is not None


def test_a_case_goes_to_nobody_of_another_unit_and_nobody_who_has_left(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.work() as work:
        gone = update(Officer).where(Officer.id == world.colleague.officer_id)
        work.session.execute(gone.values(active=False))

    for stranger in (world.health_handler, world.colleague, world.overseer):
        with pytest.raises(Invalid), world.desk.work(world.leader) as work:
            holding.hand_to(work, work.lock(code), stranger.officer_id)


def test_only_a_drafter_takes_back_a_draft_and_only_before_it_is_decided(world: World) -> None:
    code = world.assigned().case.code
    drafted(world, code)

    with pytest.raises(NotAllowed, match="not_drafter"), world.desk.work(world.colleague) as work:
        reply.recall(work, work.lock(code))
    with world.desk.work(world.handler) as work:
        case = work.lock(code)
        reply.recall(work, case)
        assert case.status is CaseStatus.DRAFTING
