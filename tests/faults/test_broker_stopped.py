"""The broker stops while cases are filed: the web never notices, and everything is done once it is back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.faults.checks import check_everything
from tests.faults.conftest import Broker, Province
from tests.faults.engine import file_until_answered

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_200_cases_filed_while_the_broker_is_stopped_are_done_when_it_is_back(
    make_province: Callable[[Broker], Province], broker: Broker
) -> None:
    province = make_province(broker)
    engine = province.engine
    engine.start_web()
    engine.start_engine()
    with ThreadPoolExecutor(8) as senders, engine.client() as client:
        before = file_until_answered(client, uuid4().hex)
        engine.settle()
        province.broker.shut()
        keys = [uuid4().hex for _ in range(200)]
        codes = list(senders.map(lambda key: file_until_answered(client, key), keys))
    assert engine.unfinished() == 200

    province.broker.open()
    engine.settle()
    check_everything(engine.desk, [before, *codes])
