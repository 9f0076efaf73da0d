"""The worker that makes a list into a file dies over it: the next one begins again, and the file is whole."""

import csv
import io

import pytest
from sqlalchemy import select

from intake.cases.queues import EVERYTHING, Order, Queue, exporting
from models.export import Export
from models.outbox import OutboxJob
from models.vocabulary import ExportState, JobKind
from tests.faults.conftest import Province
from tests.faults.engine import Engine
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def test_a_list_whose_worker_died_is_made_by_the_next_one(province: Province) -> None:
    engine = province.engine
    engine.start("relay")
    worker = engine.start("worker", "--processes", "2")
    for number in range(5):
        engine.world.file(f"Ổ gà số {number}.")
    engine.settle()
    worker.freeze()
    with engine.desk.work(engine.world.receiver) as work:
        asked = exporting.ask(work, Queue.OPEN, EVERYTHING, Order.DUE, "csv", total=5)
    until("the list is in the broker", lambda: _handed_over(engine))
    worker.kill()

    engine.start("worker", "--processes", "2")
    until("the list is made", lambda: _state(engine) is ExportState.DONE, seconds=60)

    with engine.desk.look(engine.world.receiver) as work:
        export, path = exporting.file_of(work, asked)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert export.done == len(rows) - 1 == 5


def _handed_over(engine: Engine) -> bool:
    with engine.desk.look() as work:
        leased = select(OutboxJob.id).where(OutboxJob.kind == JobKind.EXPORT, OutboxJob.leased_until.is_not(None))
        return work.session.scalar(leased) is not None


def _state(engine: Engine) -> ExportState | None:
    with engine.desk.look() as work:
        return work.session.scalar(select(Export.state))
