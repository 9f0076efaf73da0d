"""Open streams and processes: every web process tells what a worker did, and none waits for a stream to stop."""

import pytest

from tests.faults.brokers import redis_server
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file_until_answered
from tests.intake.web.live.server import Stream, opened, signed_in

pytestmark = pytest.mark.faults


def watching(engine: Engine, username: str) -> Stream:
    stream = opened(signed_in(engine.address, username))
    assert stream.next() == ("changed", "")
    return stream


def test_what_a_worker_did_is_told_by_every_web_process(province: Province) -> None:
    engine = province.engine
    with redis_server() as redis:
        engine.settings = engine.settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{redis}/0"})
        web = engine.start_web("--processes", "2")
        streams = [watching(engine, "handler") for _ in range(6)]  # both processes hold some of them
        engine.start_engine()
        with engine.client() as client:
            code = file_until_answered(client, "one")

        for stream in streams:
            stream.until("changed", code)
        web.stop()
        for stream in streams:
            assert stream.ended.wait(20)


def test_the_web_stops_at_once_although_streams_are_open(embedded: Engine) -> None:
    web = embedded.start_web()
    stream = watching(embedded, "handler")

    web.stop()

    assert stream.ended.wait(20)
    assert "Traceback" not in web.log.read_text()
