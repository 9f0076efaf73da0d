"""A new version is put in place while rows are pending: stop, migrate, start, and everything is finished."""

import pytest

from models import migrate
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import file_until_answered
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def test_rows_pending_over_a_stop_and_an_upgrade_are_finished_by_the_new_version(province: Province) -> None:
    engine = province.engine
    web, relay = engine.start_web(), engine.start("relay")
    with engine.client() as client:
        codes = [file_until_answered(client, f"{number}", email="lua@example.com") for number in range(20)]
    until("the rows are with the broker", lambda: engine.unfinished() == 40)
    for running in (web, relay):
        running.stop()

    migrate.upgrade(engine.desk.database)
    assert migrate.is_current(engine.desk.database)

    engine.start_engine()
    engine.outlive_leases()
    engine.settle()
    check_everything(engine.desk, codes, province.office.accepted)
