"""Several web processes behind one port: one dies and is started again, and whoever is asked counts for all."""

import os
import re
import signal
from pathlib import Path
from uuid import uuid4

import pytest

from intake.entry.faults import CannotStart
from intake.entry.serving import serve_several
from tests.faults.brokers import redis_server
from tests.faults.checks import check_everything
from tests.faults.conftest import Province
from tests.faults.engine import Engine, file_until_answered
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def test_a_web_process_that_dies_is_started_again_and_nothing_is_lost(province: Province) -> None:
    engine = province.engine
    with redis_server() as redis:
        engine.settings = engine.settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{redis}/0"})
        web = engine.start_web("--processes", "2")
        until("both processes run", lambda: len(_children(web.process.pid)) == 2)
        children = _children(web.process.pid)
        with engine.client() as client:
            codes = [file_until_answered(client, uuid4().hex) for _ in range(10)]
            assert _counted(client.get("/metrics").text) == 10

            os.kill(children[0], signal.SIGKILL)
            codes += [file_until_answered(client, uuid4().hex) for _ in range(10)]
            until("another has taken its place", lambda: len(set(_children(web.process.pid)) - set(children)) == 1)
            codes += [file_until_answered(client, uuid4().hex) for _ in range(10)]
            assert _counted(client.get("/metrics").text) >= 30

        engine.start_engine()
        engine.settle()
        check_everything(engine.desk, codes)
        web.stop()


def test_several_processes_say_what_they_lack(embedded: Engine) -> None:
    with pytest.raises(CannotStart, match="LANGNGHE_DATABASE_URL, LANGNGHE_BROKER_URL, LANGNGHE_REDIS_URL"):
        serve_several(embedded.settings, "127.0.0.1", 2)


def _children(pid: int) -> list[int]:
    """The web processes; the helper that multiprocessing starts beside them is not one."""
    found = [int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    return [one for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _counted(page: str) -> float:
    """How many receipts the web says it gave."""
    lines = re.findall(r"^langnghe_http_requests_total\{(.*)\} (\S+)$", page, flags=re.MULTILINE)
    return sum(float(value) for labels, value in lines if "/feedback" in labels and 'status="201"' in labels)
