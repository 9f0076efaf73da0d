"""The web dies between taking a case and answering: the sender repeats, and there is exactly one case."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from models.case import Case
from tests.faults.checks import check_everything
from tests.faults.engine import Engine, file, file_until_answered
from tests.faults.gate import Gate
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


@pytest.fixture(params=["embedded", "plain_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def cases(engine: Engine) -> int:
    with engine.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_case_that_was_kept_but_not_answered_is_not_kept_twice(engine: Engine) -> None:
    web = engine.start_web()
    with Gate("127.0.0.1", engine.settings.port) as line, ThreadPoolExecutor(1) as sender:
        line.lose_answers()
        with httpx.Client(base_url=f"http://127.0.0.1:{line.port}", timeout=30) as client:
            unanswered = sender.submit(file, client, "mot")
            until("the case is kept", lambda: cases(engine) == 1)
            web.kill()
            with pytest.raises(httpx.TransportError):
                unanswered.result(timeout=20)

    engine.outlive_leases()
    engine.start_web()
    with engine.client() as client:
        code = file_until_answered(client, "mot")
    engine.settle()
    check_everything(engine.desk, [code])


def test_a_web_killed_under_load_loses_and_doubles_nothing(engine: Engine) -> None:
    web = engine.start_web()
    keys = [uuid4().hex for _ in range(60)]
    with ThreadPoolExecutor(8) as senders, engine.client() as client:
        codes = [senders.submit(file_until_answered, client, key) for key in keys]
        until("some cases are kept", lambda: cases(engine) >= 10)
        web.kill()
        engine.outlive_leases()
        engine.start_web()
        receipts = [code.result(timeout=60) for code in codes]

        assert [file(client, key).json()["code"] for key in keys] == receipts
    engine.outlive_leases()
    engine.settle()
    check_everything(engine.desk, receipts)


def test_a_web_asked_to_stop_under_load_answers_what_it_has_taken(embedded: Engine) -> None:
    web = embedded.start_web()
    keys = [uuid4().hex for _ in range(40)]
    with ThreadPoolExecutor(8) as senders, embedded.client() as client:
        codes = [senders.submit(file_until_answered, client, key) for key in keys]
        until("some cases are kept", lambda: cases(embedded) >= 5)
        os.kill(web.process.pid, signal.SIGTERM)
        assert web.process.wait(timeout=30) in {0, -signal.SIGTERM}
        embedded.start_web()
        receipts = [code.result(timeout=60) for code in codes]

    embedded.settle()
    check_everything(embedded.desk, receipts)
