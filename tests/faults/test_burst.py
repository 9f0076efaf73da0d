"""Ten times the normal rate for a few seconds: everything is taken or politely put off, and done afterwards."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.faults.checks import check_everything
from tests.faults.engine import Engine, file, file_until_answered

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("which", ["embedded", "plain_postgres"])
def test_a_burst_is_absorbed_and_recovered_from(request: pytest.FixtureRequest, which: str) -> None:
    engine: Engine = request.getfixturevalue(which)
    engine.start_web()
    keys = [uuid4().hex for _ in range(300)]
    with ThreadPoolExecutor(16) as senders, engine.client() as client:
        answers = list(senders.map(lambda key: file(client, key), keys))
        assert {answer.status_code for answer in answers} <= {201, 429, 503}
        codes = list(senders.map(lambda key: file_until_answered(client, key), keys))
    taken = [answer.json()["code"] for answer in answers if answer.status_code == 201]
    assert set(taken) <= set(codes)

    engine.settle(seconds=60)
    check_everything(engine.desk, codes)
