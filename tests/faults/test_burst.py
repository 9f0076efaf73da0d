"""Ten times the normal rate for a few seconds: everything is taken or politely put off, and done soon afterwards."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from intake.cases import figures
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file, file_until_answered

pytestmark = pytest.mark.faults

BURST_SECONDS = 2.0
MOST = 280
"""The limits per address stay on: 600 requests an hour, and each of these is sent twice."""

BOUND_SECONDS = 60


@pytest.mark.parametrize("which", ["embedded", "plain_postgres", "province"])
def test_a_burst_is_absorbed_and_recovered_from(request: pytest.FixtureRequest, which: str) -> None:
    given: Engine | Province = request.getfixturevalue(which)
    engine = given.engine if isinstance(given, Province) else given
    engine.start_web()
    if isinstance(given, Province):
        engine.start_engine()
    with ThreadPoolExecutor(32) as senders, engine.client() as client:
        before, rate = normal_rate(client)
        keys = [uuid4().hex for _ in range(min(MOST, int(10 * rate * BURST_SECONDS)))]
        answers = [answer.result(timeout=60) for answer in burst(senders, client, keys, 10 * rate)]
        assert {answer.status_code for answer in answers} <= {201, 429, 503}
        codes = list(senders.map(lambda key: file_until_answered(client, key), keys))
    taken = [answer.json()["code"] for answer in answers if answer.status_code == 201]
    assert set(taken) <= set(codes)

    engine.settle(seconds=BOUND_SECONDS)
    with engine.desk.look() as work:
        assert figures.count(work).oldest_job_seconds < BOUND_SECONDS
    check_everything(engine.desk, [*before, *codes])


def normal_rate(client: httpx.Client) -> tuple[list[str], float]:
    """What one sender files who waits for each answer, and how many of them in a second."""
    began = time.monotonic()
    codes = [file_until_answered(client, uuid4().hex) for _ in range(20)]
    return codes, 20 / (time.monotonic() - began)


def burst(
    senders: ThreadPoolExecutor, client: httpx.Client, keys: list[str], rate: float
) -> list[Future[httpx.Response]]:
    """Send at this rate whether answers come or not."""
    began, sent = time.monotonic(), []
    for number, key in enumerate(keys):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        sent.append(senders.submit(file, client, key))
    return sent
