"""The database itself keeps an accusation on the restricted path."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from intake.cases import restrict
from models.case import Case
from models.vocabulary import CaseKind, CaseStatus
from tests.world import RESTRICTED, World


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_no_row_can_be_an_accusation_that_everybody_sees(world: World, kind: str) -> None:
    world.assigned()

    with pytest.raises(IntegrityError), world.desk.work() as work:
        work.session.execute(text('UPDATE "case" SET kind = :kind'), {"kind": kind})


def test_a_released_case_leaves_what_it_was_taken_for_behind(world: World) -> None:
    filed = world.file("Tôi tố cáo ông A nhận tiền.")
    world.classify(RESTRICTED)
    with world.desk.work() as work:
        case = work.lock(filed.case.code)
        case.kind = CaseKind.DENUNCIATION
    with world.desk.work(world.inspector) as work:
        restrict.release(work, work.lock(filed.case.code), note="Không phải tố cáo.")

    with world.desk.look() as work:
        case = work.session.get_one(Case, filed.case.id)
        assert (case.kind, case.restricted, case.status) == (None, False, CaseStatus.TRIAGE)
